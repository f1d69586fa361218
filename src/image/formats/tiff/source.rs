//! The file as the decoder sees it: with one directory, of tags that were looked at.
//!
//! The decoder reads whatever a directory claims, and the first one only; so it is given a directory made
//! here, which lies behind the end of the file. Strips and tiles stay where they are.

use std::io::{self, Read, Seek, SeekFrom};

use super::Picture;
use super::directory::{Entry, TOLD, tag};

/// LONG.
const LONG: u16 = 4;

/// The file with its new beginning and end.
pub(super) struct Source<'a> {
    head: Vec<u8>,
    file: &'a [u8],
    tail: Vec<u8>,
    at: u64,
}

impl<'a> Source<'a> {
    pub(super) fn new(file: &'a [u8], picture: &Picture<'_>) -> Source<'a> {
        let words = picture.directory.words;
        let offset_bytes = words.offset_bytes();
        let mut head = file[..offset_bytes].to_vec();
        head.extend(words.bytes(file.len() as u64, offset_bytes));
        let told: Vec<&Entry<'_>> = picture
            .directory
            .entries
            .iter()
            .filter(|entry| TOLD.contains(&entry.tag) && !entry.values.is_empty())
            .collect();
        let mut tail = words.bytes(told.len() as u64, if words.is_big_tiff { 8 } else { 2 });
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
        }
        tail.extend(vec![0; offset_bytes]);
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
