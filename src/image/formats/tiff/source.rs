//! The file as the decoder sees it: with one directory, of tags that were looked at.
//!
//! The decoder reads whatever a directory claims, and the first one only; so it is given a directory made
//! here, which lies behind the end of the file. Strips and tiles stay where they are; those of a file that has the
//! low bit of a byte first are turned round.

use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom};

use super::Picture;
use super::directory::{Field, TOLD, tag};

/// Types of numbers: LONG, and LONG8 of BigTIFF.
const LONG: u16 = 4;
const LONG8: u16 = 16;

/// The file with its new beginning and end.
pub(super) struct Source<'a> {
    head: Vec<u8>,
    file: Cow<'a, [u8]>,
    tail: Vec<u8>,
    at: u64,
}

impl<'a> Source<'a> {
    pub(super) fn new(file: &'a [u8], picture: &Picture<'_>) -> Source<'a> {
        let words = picture.directory.words;
        let offset_bytes = words.offset_bytes();
        let mut head = file[..offset_bytes].to_vec();
        head.extend(words.bytes(file.len() as u64, offset_bytes));
        // Lengths are as they were found out, which need not be as the file has them.
        let (begins, lengths) = picture.lists();
        let told: Vec<&Field<'_>> = picture
            .directory
            .entries
            .iter()
            .filter(|entry| TOLD.contains(&entry.tag) && !entry.values.is_empty() && entry.tag != lengths)
            .collect();
        let mut tail = words.bytes(told.len() as u64 + 1, if words.is_big_tiff { 8 } else { 2 });
        let list_bytes = picture.chunks.len() * offset_bytes;
        let entry_bytes = 4 + 2 * offset_bytes;
        let list_at = file.len() + tail.len() + (told.len() + 1) * entry_bytes + offset_bytes;
        for entry in told {
            // "All rows in one strip" is written as 2³² − 1, which is too many for the decoder.
            let is_rows = entry.tag == tag::STRIP_ROWS;
            let (kind, count) = if is_rows { (LONG, 1) } else { (entry.kind, entry.count) };
            tail.extend(words.bytes(u64::from(entry.tag), 2));
            tail.extend(words.bytes(u64::from(kind), 2));
            tail.extend(words.bytes(count, offset_bytes));
            if is_rows {
                tail.extend(words.bytes(u64::from(picture.chunk_px.1), 4));
                tail.extend(vec![0; offset_bytes - 4]);
            } else {
                tail.extend(entry.field);
            }
            // Tags should rise, and this one may stand too early by it, which the decoder does not mind.
            if entry.tag == begins {
                tail.extend(words.bytes(u64::from(lengths), 2));
                tail.extend(words.bytes(u64::from(if words.is_big_tiff { LONG8 } else { LONG }), 2));
                tail.extend(words.bytes(picture.chunks.len() as u64, offset_bytes));
                let only = picture.chunks.first().filter(|_| picture.chunks.len() == 1);
                tail.extend(words.bytes(only.map_or(list_at as u64, |(_, length)| *length), offset_bytes));
            }
        }
        tail.extend(vec![0; offset_bytes]);
        if list_bytes > offset_bytes {
            tail.extend(picture.chunks.iter().flat_map(|(_, length)| words.bytes(*length, offset_bytes)));
        }
        let file = if picture.is_turned_round {
            Cow::Owned(turned_round(file, picture))
        } else {
            Cow::Borrowed(file)
        };
        Source { head, file, tail, at: 0 }
    }

    /// What lies at a place, up to the end of its piece.
    fn rest(&self, at: usize) -> &[u8] {
        if at < self.head.len() {
            return &self.head[at..];
        }
        match at.checked_sub(self.file.len()) {
            Some(behind) => self.tail.get(behind..).unwrap_or_default(),
            None => &self.file[at..],
        }
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(self.at).map_or(&[][..], |at| self.rest(at));
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Source<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => ((self.file.len() + self.tail.len()) as u64).checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// The file with the bits of its strips or tiles in the other order.
fn turned_round(file: &[u8], picture: &Picture<'_>) -> Vec<u8> {
    let mut turned = file.to_vec();
    for (begin, length) in &picture.chunks {
        // They lie within the file, and may lie over one another.
        let range = *begin as usize..(begin + length) as usize;
        for (to, from) in turned[range.clone()].iter_mut().zip(&file[range]) {
            *to = from.reverse_bits();
        }
    }
    turned
}
