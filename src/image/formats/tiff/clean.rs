//! The one picture of a TIFF file that is meant, written as a file of its own: its strips or tiles as they are, and of its
//! fields those that make pixels of them.

use super::Picture;
use super::directory::{Field, TOLD, Words, tag};
use crate::image::{Limits, ProbeError};

/// Fields beside those the decoder needs: the way up, the order of bits, the colours.
const KEPT: [u16; 6] =
    [tag::KIND, tag::FILL_ORDER, tag::ORIENTATION, tag::SAMPLE_FORMAT, tag::ICC_PROFILE, INK_SET];

/// Which inks the samples are.
const INK_SET: u16 = 332;

/// Types of whole numbers as long as an offset: LONG and LONG8.
const LONG: (u16, u16) = (4, 16);

/// The same picture alone.
pub(in crate::image::formats) fn clean(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, ProbeError> {
    let picture = Picture::find(bytes, limits)?;
    let words = picture.directory.words;
    let mut file = File::begin(words);
    let (begins, lengths) = picture.lists();
    let (mut places, mut sizes) = (Vec::new(), Vec::new());
    for (begin, length) in &picture.chunks {
        let range = usize::try_from(*begin).ok().zip(usize::try_from(begin.saturating_add(*length)).ok());
        let chunk = range.and_then(|(begin, end)| bytes.get(begin..end)).ok_or(ProbeError::Truncated)?;
        // A small file could else name one strip over and over, and be written out to gigabytes.
        if file.bytes.len() > bytes.len() {
            return Err(super::damaged("strips that lie over one another"));
        }
        places.push(file.put(chunk));
        sizes.push(chunk.len() as u64);
    }
    for Field { tag, kind, count, values, .. } in &picture.directory.entries {
        let is_list =
            [tag::STRIP_OFFSETS, tag::STRIP_BYTES, tag::TILE_OFFSETS, tag::TILE_BYTES].contains(tag);
        if !is_list && (TOLD.contains(tag) || KEPT.contains(tag)) && !values.is_empty() {
            file.entry(*tag, *kind, *count, values);
        }
    }
    file.longs(begins, &places);
    file.longs(lengths, &sizes);
    file.end()
}

/// A file that is being written: numbers in the order of bytes of the one it is made from.
struct File {
    words: Words,
    bytes: Vec<u8>,
    /// The entries as they will stand, by their tags.
    entries: Vec<(u16, Vec<u8>)>,
}

impl File {
    fn begin(words: Words) -> Self {
        let mut bytes = if words.is_big_endian { b"MM".to_vec() } else { b"II".to_vec() };
        if words.is_big_tiff {
            bytes.extend([words.bytes(43, 2), words.bytes(8, 2), vec![0; 2]].concat());
        } else {
            bytes.extend(words.bytes(42, 2));
        }
        // Where the directory begins, which is not known yet.
        bytes.extend(vec![0; words.offset_bytes()]);
        Self { words, bytes, entries: Vec::new() }
    }

    /// Puts bytes at an even place, and tells which.
    fn put(&mut self, bytes: &[u8]) -> u64 {
        if self.bytes.len() % 2 == 1 {
            self.bytes.push(0);
        }
        let at = self.bytes.len() as u64;
        self.bytes.extend(bytes);
        at
    }

    fn entry(&mut self, tag: u16, kind: u16, count: u64, values: &[u8]) {
        let long = self.words.offset_bytes();
        let mut field = values.to_vec();
        if field.len() > long {
            let at = self.put(values);
            field = self.words.bytes(at, long);
        }
        field.resize(long, 0);
        let of = |number: u64, count: usize| self.words.bytes(number, count);
        let entry = [of(tag.into(), 2), of(kind.into(), 2), of(count, long), field].concat();
        self.entries.push((tag, entry));
    }

    fn longs(&mut self, tag: u16, numbers: &[u64]) {
        let (words, long) = (self.words, self.words.offset_bytes());
        let values: Vec<u8> = numbers.iter().flat_map(|number| words.bytes(*number, long)).collect();
        let kind = if words.is_big_tiff { LONG.1 } else { LONG.0 };
        self.entry(tag, kind, numbers.len() as u64, &values);
    }

    fn end(mut self) -> Result<Vec<u8>, ProbeError> {
        let (words, long) = (self.words, self.words.offset_bytes());
        // As readers may expect them (TIFF 6.0, section 2).
        self.entries.sort_by_key(|(tag, _)| *tag);
        let count = words.bytes(self.entries.len() as u64, if words.is_big_tiff { 8 } else { 2 });
        let entries = self.entries.iter().flat_map(|(_, entry)| entry.iter().copied());
        let directory: Vec<u8> = count.into_iter().chain(entries).chain(vec![0; long]).collect();
        let at = self.put(&directory);
        if !words.is_big_tiff && self.bytes.len() as u64 > u64::from(u32::MAX) {
            return Err(super::damaged("a file longer than its offsets"));
        }
        let place = words.offset_bytes();
        self.bytes[place..2 * place].copy_from_slice(&words.bytes(at, long));
        Ok(self.bytes)
    }
}
