//! TIFF, HEIC and JPEG files that were made to hurt: refused with a reason, at once and in little memory.

use std::process::Command;
use std::time::{Duration, Instant};

use baozhai::image::{Format, Limits, ProbeError, probe, probe_fully, render};

use super::pictures::{fixture, jpeg, jpeg_with, png, quarters, webp, wide};

/// No hostile file below may take longer; in this build decoders are ten times slower than in the program.
const SOON: Duration = Duration::from_secs(5);

/// What the probe says, and if it says nothing, what decoding says.
#[track_caller]
fn refused(bytes: &[u8]) -> ProbeError {
    let begun = Instant::now();
    let error = probe_fully(bytes, &Limits::default()).expect_err("is refused");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    error
}

#[track_caller]
fn assert_damaged(bytes: &[u8], words: &str) {
    match refused(bytes) {
        ProbeError::Damaged { reason } => assert!(reason.contains(words), "{reason}"),
        other => panic!("{other:?}, where {words} was meant"),
    }
}

/// A little-endian TIFF of one directory behind the header: tag, kind, count and value or place.
fn tiff(entries: &[(u16, u16, u32, u32)], next: u32, rest: &[u8]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(next.to_le_bytes());
    bytes.extend(rest);
    bytes
}

/// Gray, eight bits, in one strip at the end.
fn gray(width_px: u32, height_px: u32) -> Vec<(u16, u16, u32, u32)> {
    vec![
        (256, 4, 1, width_px),
        (257, 4, 1, height_px),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (277, 3, 1, 1),
        (278, 4, 1, height_px),
        (279, 4, 1, 100),
    ]
}

/// Sets a tag, keeping the order.
fn with(mut entries: Vec<(u16, u16, u32, u32)>, entry: (u16, u16, u32, u32)) -> Vec<(u16, u16, u32, u32)> {
    entries.retain(|own| own.0 != entry.0);
    entries.push(entry);
    entries.sort_unstable();
    entries
}

#[test]
fn tiffs_that_claim_too_much() {
    let rest = [0; 200];
    assert!(probe(&tiff(&gray(10, 10), 0, &rest), &Limits::default()).is_ok(), "the file they are made of");
    let claims = tiff(&gray(65_500, 65_500), 0, &rest);
    assert!(matches!(refused(&claims), ProbeError::TooManyPixels { .. }));
    let claims = tiff(&gray(u32::MAX, 1), 0, &rest);
    assert_eq!(refused(&claims), ProbeError::TooLong { side_px: u32::MAX });
    assert_eq!(refused(&tiff(&gray(0, 10), 0, &rest)), ProbeError::ZeroSides);
    // A strip of four gigabytes in a small file; one that is much too short.
    let gigantic = with(gray(10, 10), (279, 4, 1, u32::MAX));
    assert_eq!(refused(&tiff(&gigantic, 0, &rest)), ProbeError::Truncated);
    assert_eq!(refused(&tiff(&gray(2000, 2000), 0, &rest)), ProbeError::Truncated);
    // Packed, a whole picture of nothing.
    let packed = with(gray(10_000, 10_000), (259, 3, 1, 8));
    assert_eq!(refused(&tiff(&packed, 0, &rest)), ProbeError::Truncated);
}

#[test]
fn tiffs_with_absurd_counts() {
    let rest = [0; 200];
    // Four milliards of strips, of bits, of a profile, of a tag nobody knows.
    for reaching_out in
        [(273, 4, u32::MAX, 8), (279, 4, u32::MAX, 8), (258, 3, u32::MAX, 8), (273, 4, 5000, 8)]
    {
        assert_eq!(refused(&tiff(&with(gray(10, 10), reaching_out), 0, &rest)), ProbeError::Truncated);
    }
    assert_damaged(&tiff(&with(gray(10, 10), (273, 4, 30, 8)), 0, &rest), "number of strips");
    assert_damaged(&tiff(&with(gray(10, 10), (258, 3, 90, 8)), 0, &rest), "bits of a sample");
    for harmless in [(34_675, 7, u32::MAX, 8), (9999, 99, 5, 8)] {
        let bytes = tiff(&with(gray(10, 10), harmless), 0, &rest);
        let begun = Instant::now();
        probe_fully(&bytes, &Limits::default()).expect("is taken");
        assert!(begun.elapsed() < SOON);
    }
    assert_damaged(&tiff(&with(gray(10, 10), (277, 3, 1, 60_000)), 0, &rest), "samples");
    assert_damaged(&tiff(&with(gray(10, 10), (278, 4, 1, 1)), 0, &rest), "number of strips");
    // A directory that says it has more entries than the file has bytes.
    assert_eq!(refused(b"II*\0\x08\0\0\0\xFF\xFF"), ProbeError::Truncated);
    assert_eq!(
        refused(b"II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
        ProbeError::Truncated
    );
}

#[test]
fn tiffs_whose_directories_go_in_a_circle() {
    assert_damaged(&tiff(&gray(10, 10), 8, &[0; 200]), "circle");
    let first = tiff(&gray(10, 10), 8 + 2 + 9 * 12 + 4, &[]);
    let second = tiff(&gray(10, 10), 8, &[0; 200]);
    assert_damaged(&[first, second[8..].to_vec()].concat(), "circle");
}

#[test]
fn tiles_much_larger_than_their_picture() {
    let mut entries: Vec<_> = gray(10, 10).into_iter().filter(|own| own.0 < 270).collect();
    entries.extend([
        (277, 3, 1, 1),
        (322, 4, 1, 65_520),
        (323, 4, 1, 65_520),
        (324, 4, 1, 8),
        (325, 4, 1, 100),
    ]);
    assert_damaged(&tiff(&with(entries, (259, 3, 1, 8)), 0, &[0; 200]), "larger than the picture");
}

#[test]
fn jpegs_in_tiles_that_claim_more_than_the_tile() {
    let mut bytes = fixture("tiles-jpeg.tif");
    let frames: Vec<_> = (0..bytes.len() - 9).filter(|at| bytes[*at..].starts_with(&[0xFF, 0xC0])).collect();
    assert_eq!(frames.len(), 6);
    for at in frames {
        bytes[at + 5..at + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
    }
    assert!(matches!(refused(&bytes), ProbeError::TooManyPixels { .. }));
}

/// Finds a box by its name and changes what is in it.
fn heic_with(name: &[u8; 4], at: usize, value: &[u8]) -> Vec<u8> {
    let mut bytes = fixture("tiles-turned.heic");
    let begin = bytes.windows(4).position(|word| word == name).expect("such a box") + 4 + at;
    bytes[begin..begin + value.len()].copy_from_slice(value);
    bytes
}

#[test]
fn heics_that_claim_too_much() {
    // The grid is the first thing in the box `idat`: two bytes, rows and columns less one, sides.
    let many = heic_with(b"idat", 4, &[0xFF, 0xDC, 0xFF, 0xDC]);
    assert!(matches!(refused(&many), ProbeError::TooManyPixels { .. } | ProbeError::TooHeavy { .. }));
    assert_damaged(&heic_with(b"idat", 4, &[0x10, 0x00, 0x10, 0x00]), "sides of the tiles");
    assert_damaged(&heic_with(b"idat", 2, &[255, 255]), "number of tiles");
    assert_eq!(refused(&heic_with(b"idat", 4, &[0, 0, 0, 0])), ProbeError::ZeroSides);
    // A tile that says it is larger than it is coded, or smaller.
    let mut tiles = fixture("tiles-turned.heic");
    let sides = [0, 0, 0, 64, 0, 0, 0, 64];
    let at = tiles.windows(8).position(|words| words == sides).expect("the sides of the tiles");
    tiles[at..at + 8].copy_from_slice(&[0, 0, 0xFF, 0, 0, 0, 0xFF, 0]);
    assert!(matches!(refused(&tiles), ProbeError::TooHeavy { .. }));
    tiles[at..at + 8].copy_from_slice(&[0, 0, 0, 60, 0, 0, 0, 60]);
    let smaller = probe_fully(&tiles, &Limits::default()).expect("is taken: what is over is padding");
    assert_eq!((smaller.width_px, smaller.height_px), (140, 100));
    // More items than any phone writes.
    assert_damaged(&heic_with(b"iinf", 4, &[0xFF, 0xFF]), "too many items");
}

#[test]
fn heics_of_one_picture_that_claim_too_much() {
    let mut bytes = fixture("turned-1.heic");
    let at = bytes.windows(4).position(|word| word == b"ispe").expect("its sides") + 8;
    bytes[at..at + 8].copy_from_slice(&[0, 0, 0x30, 0, 0, 0, 0x30, 0]);
    // Within the limits of pixels, but not of memory.
    assert!(matches!(refused(&bytes), ProbeError::TooHeavy { .. }));
    bytes[at..at + 8].copy_from_slice(&[0, 0, 0x10, 0, 0, 0, 0x10, 0]);
    assert_damaged(&bytes, "smaller than it says");
}

#[test]
fn a_picture_coded_over_and_over() {
    // Each time could be the whole of 200 megapixels.
    let bytes = fixture("named-p3.heic");
    let limits = Limits { max_pixels: 10_000, ..Limits::default() };
    assert!(probe(&bytes, &limits).is_ok(), "once");
    let data_at = bytes.windows(4).position(|word| word == b"mdat").expect("the data") + 4;
    let data = &bytes[data_at..];
    // Where it lies, one extent, from its beginning, as long as it is.
    let place = [(data_at as u32).to_be_bytes(), [0, 1, 0, 0], [0, 0, 0, 0]].concat();
    let length_at = bytes.windows(10).position(|words| words == &place[..10]).expect("the place") + 10;
    let mut again = [&bytes[..data_at], &data.repeat(9)].concat();
    again[length_at..length_at + 4].copy_from_slice(&(data.len() as u32 * 9).to_be_bytes());
    again[data_at - 8..data_at - 4].copy_from_slice(&(data.len() as u32 * 9 + 8).to_be_bytes());
    match probe(&again, &limits) {
        Err(ProbeError::Damaged { reason }) => assert!(reason.contains("over and over"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn cut_files_are_found() {
    for name in ["strips-lzw.tif", "tiles-jpeg.tif", "bigtiff-16.tif", "tiles-turned.heic", "turned-6.heic"] {
        let bytes = fixture(name);
        for length in (16..bytes.len() - 1).step_by(7) {
            match refused(&bytes[..length]) {
                ProbeError::Truncated | ProbeError::Damaged { .. } => {}
                other => panic!("{name} at {length}: {other:?}"),
            }
        }
    }
}

#[test]
fn jpegs_of_thousands_of_scans() {
    let picture = quarters(64, 64);
    let bytes =
        jpeg_with(picture.as_raw(), (64, 64), jpeg_encoder::ColorType::Rgb, |e| e.set_progressive(true));
    let scan = bytes.windows(2).rposition(|pair| pair == [0xFF, 0xDA]).expect("a scan");
    let last = &bytes[scan..bytes.len() - 2];
    let many = [&bytes[..scan], &last.repeat(5000), &[0xFF, 0xD9]].concat();
    assert_damaged(&many, "too many scans");
}

#[test]
fn files_that_are_two_things() {
    let limits = Limits::default();
    let page = b"<!doctype html><script>alert(1)</script>";
    let zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0";
    for picture in [jpeg(&quarters(40, 30)), png(quarters(40, 30)), webp(&quarters(40, 30))] {
        for tail in [&page[..], zip] {
            // Taken, as the picture it is; what is served is made anew and carries nothing of the tail.
            let both = [&picture, tail].concat();
            assert!(probe_fully(&both, &limits).is_ok());
            for format in [Format::Jpeg, Format::Png, Format::WebP] {
                let made = render(&both, &wide((40, 30), 40, format), &limits).expect("is made").bytes;
                assert!(!made.windows(8).any(|word| word == &tail[..8]), "{format:?}");
            }
        }
        // With something else in front it is that.
        for head in [&b"%PDF-1.7\n"[..], zip, page] {
            assert_eq!(refused(&[head, &picture].concat()), ProbeError::NotAnImage);
        }
    }
}

/// Runs tests of this file again where memory is short: a decoder that believed the headers would need
/// gigabytes.
#[test]
fn little_memory_is_enough() {
    let this = std::env::current_exe().expect("the test program");
    for test in [
        "tiffs_that_claim_too_much",
        "tiffs_with_absurd_counts",
        "jpegs_in_tiles_that_claim_more_than_the_tile",
        "tiles_much_larger_than_their_picture",
        "heics_that_claim_too_much",
    ] {
        let script =
            format!("ulimit -v 300000 && exec \"$0\" --exact image::rotten::{test} --test-threads 1");
        let short = Command::new("sh").args(["-c", &script]).arg(&this).output().expect("runs");
        assert!(short.status.success(), "{test}: {}", String::from_utf8_lossy(&short.stderr));
        assert!(String::from_utf8_lossy(&short.stdout).contains("1 passed"), "{test}");
    }
}
