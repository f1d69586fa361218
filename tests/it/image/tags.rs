//! Directories of TIFF files whose tags are repeated, contradict each other, or are of the wrong type, count or
//! size: a reason or the picture, and no decoder that breaks down.

use baozhai::image::{Format, Limits, ProbeError, probe, probe_fully};

use super::pictures::{fixture, rendered};

/// Of every way to lay pixels out that is read; all of them classic TIFF.
const FILES: [&str; 7] = [
    "strips-lzw.tif",
    "tiles-jpeg.tif",
    "tiles-deflate.tif",
    "planes.tif",
    "inks-16-profile.tif",
    "bilevel-fax.tif",
    "alpha-associated.tif",
];

/// Small enough that a changed tag cannot make the tests slow.
fn limits() -> Limits {
    Limits { max_pixels: 1_000_000, ..Limits::default() }
}

/// Tag, type, count, and the value or its place.
type Entry = (u16, u16, u32, u32);

/// A file with the entries of its first directory.
struct Tiff {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

impl Tiff {
    fn read(name: &str) -> Tiff {
        let bytes = fixture(name);
        let short = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let long = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        assert_eq!(&bytes[..4], b"II*\0", "{name}");
        let at = long(4) as usize;
        let entry = |number: usize| at + 2 + number * 12;
        let entries = (0..usize::from(short(at))).map(entry);
        let entries = entries.map(|at| (short(at), short(at + 2), long(at + 4), long(at + 8))).collect();
        Tiff { bytes, entries }
    }

    /// The file with other entries: their directory lies at its end.
    fn with(&self, entries: &[Entry]) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let at = bytes.len() as u32;
        bytes[4..8].copy_from_slice(&at.to_le_bytes());
        bytes.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, count, value) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(count.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend([0; 4]);
        bytes
    }

    /// The file with one entry replaced by others.
    fn replaced(&self, number: usize, by: &[Entry]) -> Vec<u8> {
        let mut entries = self.entries.clone();
        entries.splice(number..=number, by.iter().copied());
        self.with(&entries)
    }
}

/// Nothing of this may be left to the net below the decoders.
#[track_caller]
fn assert_is_answered(bytes: &[u8], what: &str) {
    if let Err(ProbeError::Damaged { reason }) = probe_fully(bytes, &limits()) {
        assert!(!reason.contains("broke down"), "{what}");
    }
}

#[test]
fn of_a_repeated_tag_the_first_counts() {
    for name in FILES {
        let tiff = Tiff::read(name);
        let right = probe(&tiff.bytes, &limits()).expect("is taken");
        let pixels = rendered(&tiff.bytes, right.width_px, Format::Png).expect("is made").bytes;
        for (number, entry) in tiff.entries.iter().enumerate() {
            for value in [0, 1, entry.3.saturating_mul(2), u32::MAX] {
                let bytes = tiff.replaced(number, &[*entry, (entry.0, 4, 1, value)]);
                let found = rendered(&bytes, right.width_px, Format::Png).expect("is made").bytes;
                assert!(found == pixels, "{name}: tag {} again as {value}", entry.0);
                let before = tiff.replaced(number, &[(entry.0, 4, 1, value), *entry]);
                assert_is_answered(&before, &format!("{name}: tag {} first as {value}", entry.0));
                let behind = [&tiff.entries[..], &[(entry.0, entry.1, entry.2, value)]].concat();
                assert_is_answered(&tiff.with(&behind), &format!("{name}: tag {} at the end", entry.0));
            }
        }
    }
}

#[test]
fn tags_of_every_type_count_and_value() {
    for name in FILES {
        let tiff = Tiff::read(name);
        for (number, (tag, kind, count, value)) in tiff.entries.iter().copied().enumerate() {
            let said = |what: &str| format!("{name}: tag {tag} {what}");
            assert_is_answered(&tiff.replaced(number, &[]), &said("is missing"));
            for other in (0..=18).chain([99, u16::MAX]) {
                let bytes = tiff.replaced(number, &[(tag, other, count, value)]);
                assert_is_answered(&bytes, &said(&format!("is of type {other}")));
            }
            for other in [0, 1, 2, 3, 5, 1000, u32::MAX / 8, u32::MAX] {
                let bytes = tiff.replaced(number, &[(tag, kind, other, value)]);
                assert_is_answered(&bytes, &said(&format!("has {other} values")));
            }
            for other in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 32, 255, 0xFFFF, 0x1_0001, u32::MAX] {
                let bytes = tiff.replaced(number, &[(tag, kind, count, other)]);
                assert_is_answered(&bytes, &said(&format!("is {other}")));
            }
        }
    }
}

#[test]
fn tags_that_contradict_each_other_in_pairs() {
    for name in FILES {
        let tiff = Tiff::read(name);
        for (first, (tag, kind, count, _)) in tiff.entries.iter().copied().enumerate() {
            for (second, other) in tiff.entries.iter().copied().enumerate().skip(first + 1) {
                for value in [1, 16] {
                    let mut entries = tiff.entries.clone();
                    entries[first] = (tag, kind, count, value);
                    entries[second] = (other.0, other.1, other.2, value);
                    let what = format!("{name}: tags {tag} and {} are {value}", other.0);
                    assert_is_answered(&tiff.with(&entries), &what);
                }
            }
        }
    }
}

#[test]
fn numbers_of_a_wrong_type_are_named() {
    // Bits, compression, samples; as a float, and as what may be negative.
    for (tag, kind) in [(258, 11), (259, 8), (277, 9)] {
        let tiff = Tiff::read("tiles-deflate.tif");
        let number = tiff.entries.iter().position(|entry| entry.0 == tag).expect("is there");
        let (_, _, count, value) = tiff.entries[number];
        let error =
            probe(&tiff.replaced(number, &[(tag, kind, count, value)]), &limits()).expect_err("is refused");
        assert!(error.to_string().contains("wrong type"), "{tag}: {error}");
    }
}
