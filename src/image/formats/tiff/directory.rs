//! The directories of a TIFF file (TIFF 6.0, section 2; BigTIFF): entries read in place, within the file.

use std::collections::HashSet;

use super::damaged;
use crate::image::ProbeError;

/// The tags that are looked at.
pub(super) mod tag {
    pub(in super::super) const KIND: u16 = 254;
    pub(in super::super) const WIDTH: u16 = 256;
    pub(in super::super) const HEIGHT: u16 = 257;
    pub(in super::super) const BITS: u16 = 258;
    pub(in super::super) const COMPRESSION: u16 = 259;
    pub(in super::super) const PHOTOMETRIC: u16 = 262;
    pub(in super::super) const FILL_ORDER: u16 = 266;
    pub(in super::super) const STRIP_OFFSETS: u16 = 273;
    pub(in super::super) const ORIENTATION: u16 = 274;
    pub(in super::super) const SAMPLES: u16 = 277;
    pub(in super::super) const STRIP_ROWS: u16 = 278;
    pub(in super::super) const STRIP_BYTES: u16 = 279;
    pub(in super::super) const PLANAR: u16 = 284;
    pub(in super::super) const PREDICTOR: u16 = 317;
    pub(in super::super) const TILE_WIDTH: u16 = 322;
    pub(in super::super) const TILE_HEIGHT: u16 = 323;
    pub(in super::super) const TILE_OFFSETS: u16 = 324;
    pub(in super::super) const TILE_BYTES: u16 = 325;
    pub(in super::super) const EXTRA_SAMPLES: u16 = 338;
    pub(in super::super) const SAMPLE_FORMAT: u16 = 339;
    pub(in super::super) const JPEG_TABLES: u16 = 347;
    pub(in super::super) const ICC_PROFILE: u16 = 34_675;
    pub(in super::super) const DNG_VERSION: u16 = 50_706;
}

/// What the decoder needs to know.
pub(super) const TOLD: [u16; 17] = [
    tag::WIDTH,
    tag::HEIGHT,
    tag::BITS,
    tag::COMPRESSION,
    tag::PHOTOMETRIC,
    tag::STRIP_OFFSETS,
    tag::SAMPLES,
    tag::STRIP_ROWS,
    tag::STRIP_BYTES,
    tag::PLANAR,
    tag::PREDICTOR,
    tag::TILE_WIDTH,
    tag::TILE_HEIGHT,
    tag::TILE_OFFSETS,
    tag::TILE_BYTES,
    tag::EXTRA_SAMPLES,
    tag::JPEG_TABLES,
];

/// Directories that are looked at; a scanned volume may have more pages.
const MOST_DIRECTORIES: usize = 1024;

/// How numbers are written in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub(super) is_big_endian: bool,
    pub(super) is_big_tiff: bool,
}

impl Words {
    fn of(bytes: &[u8]) -> Result<Words, ProbeError> {
        let is_big_endian = bytes.starts_with(b"MM");
        let words = Words { is_big_endian, is_big_tiff: false };
        let version = words.number(bytes.get(2..4).ok_or(ProbeError::Truncated)?);
        if version == 43
            && words.number(bytes.get(4..8).ok_or(ProbeError::Truncated)?.get(..2).unwrap_or(&[])) != 8
        {
            return Err(damaged("BigTIFF of an unknown kind"));
        }
        Ok(Words { is_big_tiff: version == 43, ..words })
    }

    /// Up to eight bytes as a number.
    pub(super) fn number(self, bytes: &[u8]) -> u64 {
        let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        if self.is_big_endian { bytes.iter().fold(0, join) } else { bytes.iter().rev().fold(0, join) }
    }

    /// A number of that many bytes, as the file has them.
    pub(super) fn bytes(self, number: u64, count: usize) -> Vec<u8> {
        if self.is_big_endian {
            number.to_be_bytes()[8 - count..].to_vec()
        } else {
            number.to_le_bytes()[..count].to_vec()
        }
    }

    /// Bytes of an offset; an entry has two of them and four bytes more.
    pub(super) fn offset_bytes(self) -> usize {
        if self.is_big_tiff { 8 } else { 4 }
    }
}

/// One field of a directory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) tag: u16,
    /// Type of the values (TIFF 6.0, section 2).
    pub(super) kind: u16,
    pub(super) count: u64,
    /// The values; nothing where they would lie outside the file.
    pub(super) values: &'a [u8],
    /// The last field of the entry as it stands: the values, or where they are.
    pub(super) field: &'a [u8],
}

/// One directory: a picture with its fields.
#[derive(Debug, Clone)]
pub(super) struct Directory<'a> {
    pub(super) words: Words,
    pub(super) entries: Vec<Field<'a>>,
}

/// Reads the chain of directories.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Directory<'_>>, ProbeError> {
    let words = Words::of(bytes)?;
    let offset_bytes = words.offset_bytes();
    let offset = |at: usize| {
        let field = at.checked_add(offset_bytes).and_then(|end| bytes.get(at..end));
        field.map(|field| words.number(field)).ok_or(ProbeError::Truncated)
    };
    let mut at = offset(offset_bytes)?;
    let mut seen = HashSet::new();
    let mut directories = Vec::new();
    while at != 0 && directories.len() < MOST_DIRECTORIES {
        if !seen.insert(at) {
            return Err(damaged("directories that lead in a circle"));
        }
        let begin = usize::try_from(at).map_err(|_| ProbeError::Truncated)?;
        let (directory, end) = Directory::read(bytes, begin, words)?;
        directories.push(directory);
        at = offset(end)?;
    }
    Ok(directories)
}

impl<'a> Directory<'a> {
    /// Gives also where its last entry ends.
    fn read(bytes: &'a [u8], begin: usize, words: Words) -> Result<(Directory<'a>, usize), ProbeError> {
        let (count_bytes, field_bytes) = if words.is_big_tiff { (8, 8) } else { (2, 4) };
        let entry_bytes = 4 + 2 * field_bytes;
        let rest = bytes.get(begin..).ok_or(ProbeError::Truncated)?;
        let count = words.number(rest.get(..count_bytes).ok_or(ProbeError::Truncated)?);
        // Cut out of the file before anything is made of it: a count may be milliards.
        let list = usize::try_from(count).ok().and_then(|count| count.checked_mul(entry_bytes));
        let list =
            list.and_then(|length| rest.get(count_bytes..)?.get(..length)).ok_or(ProbeError::Truncated)?;
        let mut entries: Vec<Field<'_>> = Vec::new();
        let mut known = HashSet::new();
        for entry in list.chunks_exact(entry_bytes) {
            let (tag, kind) = (words.number(&entry[..2]) as u16, words.number(&entry[2..4]) as u16);
            // Of a tag that is repeated the first counts, for libtiff and here: nobody sees the others.
            if !known.insert(tag) {
                continue;
            }
            let count = words.number(&entry[4..4 + field_bytes]);
            let field = &entry[4 + field_bytes..];
            let values = values(bytes, words, field, value_bytes(kind).saturating_mul(count));
            entries.push(Field { tag, kind, count, values, field });
        }
        Ok((Directory { words, entries }, begin + count_bytes + list.len()))
    }

    /// The entry of a tag.
    pub(super) fn entry(&self, tag: u16) -> Option<&Field<'a>> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }

    pub(super) fn has(&self, tag: u16) -> bool {
        self.entry(tag).is_some()
    }

    /// How many whole numbers a tag has, all within the file.
    pub(super) fn count(&self, tag: u16) -> u64 {
        self.entry(tag).map_or(0, |entry| entry.values.len() as u64 / value_bytes(entry.kind).max(1))
    }

    /// The whole numbers of a tag; none where it is missing, outside the file or of another kind.
    pub(super) fn numbers(&self, tag: u16) -> Vec<u64> {
        let numbers = self.entry(tag).filter(|entry| is_whole_number(entry.kind));
        numbers.map_or_else(Vec::new, |entry| {
            let each = entry.values.chunks_exact(value_bytes(entry.kind) as usize);
            each.map(|value| self.words.number(value)).collect()
        })
    }

    /// The first of them.
    pub(super) fn number(&self, tag: u16) -> Option<u64> {
        let entry = self.entry(tag).filter(|entry| is_whole_number(entry.kind))?;
        entry.values.get(..value_bytes(entry.kind) as usize).map(|value| self.words.number(value))
    }

    /// The bytes of a tag.
    pub(super) fn bytes(&self, tag: u16) -> Option<&'a [u8]> {
        self.entry(tag).filter(|entry| is_bytes(entry.kind)).map(|entry| entry.values)
    }

    /// Whether a field that matters for the pixels lies outside the file.
    pub(super) fn is_cut(&self) -> bool {
        let is_outside =
            |entry: &Field<'_>| entry.values.is_empty() && value_bytes(entry.kind) * entry.count.min(1) > 0;
        self.entries.iter().any(|entry| TOLD.contains(&entry.tag) && is_outside(entry))
    }

    /// Whether a field that matters for the pixels has values of another type than numbers or bytes: what
    /// the decoder made of it would not be what was read here.
    pub(super) fn is_mistyped(&self) -> bool {
        let is_wrong = |entry: &Field<'_>| match entry.tag {
            tag::JPEG_TABLES => !is_bytes(entry.kind),
            _ => !is_whole_number(entry.kind),
        };
        self.entries.iter().filter(|entry| TOLD.contains(&entry.tag)).any(is_wrong)
    }

    /// Whether it is a smaller copy of another picture, or the mask of one.
    pub(super) fn is_lesser(&self) -> bool {
        self.number(tag::KIND).is_some_and(|kind| kind & 0b101 != 0)
    }

    pub(super) fn sides_px(&self) -> Result<(u32, u32), ProbeError> {
        let side = |tag| {
            let side = self.number(tag).ok_or_else(|| damaged("no width or height"))?;
            Ok(u32::try_from(side).unwrap_or(u32::MAX))
        };
        Ok((side(tag::WIDTH)?, side(tag::HEIGHT)?))
    }
}

/// Types of whole numbers that are never negative.
fn is_whole_number(kind: u16) -> bool {
    matches!(kind, 1 | 3 | 4 | 13 | 16 | 18)
}

fn is_bytes(kind: u16) -> bool {
    matches!(kind, 1 | 7)
}

/// Bytes of a value by its type; 0 for a type nobody knows.
fn value_bytes(kind: u16) -> u64 {
    match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => 0,
    }
}

fn values<'a>(bytes: &'a [u8], words: Words, field: &'a [u8], length: u64) -> &'a [u8] {
    let Ok(length) = usize::try_from(length) else { return &[] };
    if length <= field.len() {
        return &field[..length];
    }
    let begin = usize::try_from(words.number(field)).ok();
    begin.and_then(|begin| bytes.get(begin..begin.checked_add(length)?)).unwrap_or_default()
}
