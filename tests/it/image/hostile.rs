//! What is refused, and that refusing costs nothing.

use std::process::Command;

use baozhai::image::{Format, placeholder};
use baozhai::image::{Limits, ProbeError, RenderError, probe, probe_fully, render};

use super::pictures::{
    assert_near, decoded, jpeg, jpeg_claiming, jpeg_with, png, png_claiming, quarter, quarters, rendered,
    webp, wide, with_chunk,
};

#[track_caller]
fn refused(bytes: &[u8]) -> ProbeError {
    probe(bytes, &Limits::default()).expect_err("is refused")
}

#[test]
fn what_is_no_picture() {
    assert_eq!(refused(b""), ProbeError::Empty);
    for bytes in [&b"\0"[..], b"hello", b"%PDF-1.7", b"PK\x03\x04", b"<!doctype html><script>", b"\xFF\xD8"] {
        assert_eq!(refused(bytes), ProbeError::NotAnImage);
    }
}

#[test]
fn pictures_of_other_kinds_are_named() {
    let kind = |bytes: &[u8]| match refused(bytes) {
        ProbeError::UnsupportedFormat { kind } => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(b"GIF89a\x01\0\x01\0"), "GIF");
    assert_eq!(kind(b"\0\0\0\x18ftyphevc\0\0\0\0"), "moving HEIF");
    assert_eq!(kind(b"\0\0\0\x18ftypavif\0\0\0\0"), "AVIF");
    assert_eq!(kind(b"<?xml version=\"1.0\"?><svg xmlns=\"\"/>"), "SVG");
    let mut arithmetic = jpeg(&quarters(16, 16));
    let at = arithmetic.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame header");
    arithmetic[at + 1] = 0xC9;
    assert_eq!(kind(&arithmetic), "arithmetic-coded JPEG");
}

#[test]
fn cut_files_are_found_wherever_they_are_cut() {
    let picture = quarters(120, 80);
    let raw = picture.as_raw();
    let progressive = jpeg_with(raw, (120, 80), jpeg_encoder::ColorType::Rgb, |e| e.set_progressive(true));
    for bytes in [jpeg(&picture), progressive, png(picture.clone()), webp(&picture)] {
        // Without its end mark alone a JPEG is whole.
        let end = if bytes.starts_with(&[0xFF, 0xD8]) { bytes.len() - 4 } else { bytes.len() };
        for length in 12..end {
            assert_eq!(refused(&bytes[..length]), ProbeError::Truncated, "at {length} of {}", bytes.len());
        }
    }
}

#[test]
fn a_cut_scan_with_an_end_mark_pasted_on_is_found() {
    let picture = quarters(640, 480);
    let with_restarts = jpeg_with(picture.as_raw(), (640, 480), jpeg_encoder::ColorType::Rgb, |e| {
        e.set_restart_interval(40);
    });
    let cut = [&with_restarts[..with_restarts.len() / 2], &[0xFF, 0xD9]].concat();
    assert_eq!(refused(&cut), ProbeError::Truncated);

    let plain = jpeg(&picture);
    let scan = plain.windows(2).position(|pair| pair == [0xFF, 0xDA]).expect("a scan");
    let cut = [&plain[..scan + 200], &[0xFF, 0xD9]].concat();
    assert_eq!(refused(&cut), ProbeError::Truncated);
}

#[test]
fn damage_that_only_decoding_shows() {
    let limits = Limits::default();
    let mut damaged = png(quarters(64, 64));
    let at = damaged.len() / 2;
    damaged[at] ^= 0x55;
    assert!(probe(&damaged, &limits).is_ok());
    assert!(matches!(probe_fully(&damaged, &limits), Err(ProbeError::Damaged { .. })));

    let plain = jpeg(&quarters(640, 480));
    let middle = plain.len() / 2;
    let cut = [&plain[..middle], &[0xFF, 0xD9]].concat();
    assert!(probe(&cut, &limits).is_ok());
    assert!(matches!(probe_fully(&cut, &limits), Err(ProbeError::Damaged { .. })));
    let mut damaged = plain;
    damaged[middle..middle + 64].fill(0xFE);
    assert!(probe(&damaged, &limits).is_ok());
    assert!(matches!(probe_fully(&damaged, &limits), Err(ProbeError::Damaged { .. })));
}

#[test]
fn bombs_are_refused() {
    let too_many = |error| matches!(error, ProbeError::TooManyPixels { .. });
    assert!(too_many(refused(&png_claiming(60_000, 60_000))));
    assert_eq!(refused(&png_claiming(u32::MAX, u32::MAX)), ProbeError::TooLong { side_px: u32::MAX });
    assert_eq!(refused(&jpeg_claiming(65_535, 1, false)), ProbeError::TooLong { side_px: 65_535 });
    assert!(too_many(refused(&jpeg_claiming(65_000, 65_000, false))));
    assert!(too_many(refused(&jpeg_claiming(65_000, 65_000, true))));
    // Over the limit of progressive pictures only.
    assert!(too_many(refused(&jpeg_claiming(12_000, 12_000, true))));
    // Within the limits, but the data cannot fill the sides.
    assert_eq!(refused(&jpeg_claiming(12_000, 12_000, false)), ProbeError::Truncated);
    assert_eq!(refused(&png_claiming(12_000, 12_000)), ProbeError::Truncated);

    let limits = Limits::default();
    let bomb = jpeg_claiming(65_000, 65_000, false);
    let recipe = wide((65_000, 65_000), 400, Format::WebP);
    assert!(matches!(render(&bomb, &recipe, &limits), Err(RenderError::Original(_))));
    assert!(placeholder(&bomb, &limits).is_err());
}

/// Runs the test above again where memory is short: a decoder that believed one of the headers would need
/// ten gigabytes.
#[test]
fn a_colour_profile_that_swells_is_refused() {
    let profile = |bytes: usize| {
        let mut chunk = b"icc\0\0".to_vec();
        let mut packer = flate2::write::ZlibEncoder::new(&mut chunk, flate2::Compression::best());
        std::io::Write::write_all(&mut packer, &vec![0; bytes]).expect("packs");
        packer.finish().expect("packs");
        with_chunk(&png(quarters(40, 30)), b"iCCP", &chunk)
    };
    assert!(probe(&profile(1 << 20), &Limits::default()).is_ok(), "one of a press");
    let bomb = profile(64 << 20);
    assert!(bomb.len() < 100_000);
    assert!(matches!(refused(&bomb), ProbeError::Damaged { .. }));
}

#[test]
fn bombs_cost_no_memory() {
    let this = std::env::current_exe().expect("the test program");
    let short = Command::new("sh")
        .args([
            "-c",
            "ulimit -v 300000 && exec \"$0\" --exact image::hostile::bombs_are_refused --test-threads 1",
        ])
        .arg(this)
        .output()
        .expect("runs");
    assert!(short.status.success(), "{}", String::from_utf8_lossy(&short.stderr));
    assert!(String::from_utf8_lossy(&short.stdout).contains("1 passed"));
}

#[test]
fn sides_of_zero_are_refused() {
    for bytes in [
        png_claiming(0, 10),
        png_claiming(10, 0),
        jpeg_claiming(0, 16, false),
        jpeg_claiming(16, 0, false),
        jpeg_claiming(16, 0, true),
    ] {
        assert_eq!(refused(&bytes), ProbeError::ZeroSides);
    }
}

#[test]
fn limits_are_the_callers() {
    let bytes = jpeg(&quarters(100, 100));
    let standard = Limits::default();
    let size = bytes.len() as u64;
    let limits = Limits { max_bytes: size - 1, ..standard.clone() };
    assert_eq!(probe(&bytes, &limits), Err(ProbeError::TooLarge { bytes: size, limit: size - 1 }));
    let limits = Limits { max_pixels: 9_999, ..standard.clone() };
    assert_eq!(probe(&bytes, &limits), Err(ProbeError::TooManyPixels { pixels: 10_000, limit: 9_999 }));
    let limits = Limits { max_decode_bytes: 29_999, ..standard };
    assert!(matches!(probe(&bytes, &limits), Err(ProbeError::TooHeavy { limit: 29_999, .. })));
}

#[test]
fn jpegs_in_separate_scans_are_shown_right() {
    let limits = Limits::default();
    let picture = quarters(64, 64);
    let bytes = jpeg_with(picture.as_raw(), (64, 64), jpeg_encoder::ColorType::Rgb, |e| {
        e.set_optimized_huffman_tables(true); // which makes it write a scan for each component
    });
    assert!(probe_fully(&bytes, &limits).is_ok());
    let made = decoded(&rendered(&bytes, 32, Format::Png).expect("is made").bytes);
    for (x, y, right, below) in [(8, 8, false, false), (24, 8, true, false), (24, 24, true, true)] {
        assert_near(made.get_pixel(x, y).0, quarter(right, below), 24);
    }
}
