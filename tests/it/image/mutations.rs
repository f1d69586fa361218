//! Broken bytes of every kind: an error or a picture, never a panic.

use baozhai::image::{Format, Limits, Recipe, Size, placeholder, probe, probe_fully, render};
use proptest::prelude::*;

use super::pictures::{fixture, jpeg, jpeg_with, png, quarters, webp, with_orientation};

fn originals() -> Vec<Vec<u8>> {
    let picture = quarters(24, 17);
    let progressive = jpeg_with(picture.as_raw(), (24, 17), jpeg_encoder::ColorType::Rgb, |encoder| {
        encoder.set_progressive(true);
        encoder.set_restart_interval(2);
    });
    vec![
        with_orientation(&jpeg(&picture), 6),
        progressive,
        jpeg_with(&[9; 24 * 17 * 4], (24, 17), jpeg_encoder::ColorType::CmykAsYcck, |_| {}),
        png(picture.clone()),
        webp(&picture),
        fixture("tiles-deflate.tif"),
        fixture("tiles-jpeg.tif"),
        fixture("inks-16-profile.tif"),
        fixture("bigtiff-16.tif"),
        fixture("bilevel-fax.tif"),
        fixture("turned-5.heic"),
        fixture("tiles-turned.heic"),
    ]
}

/// Small enough that a changed header cannot make the tests slow.
fn limits() -> Limits {
    Limits { max_pixels: 1_000_000, max_pixels_progressive: 1_000_000, ..Limits::default() }
}

fn use_all(bytes: &[u8]) {
    let limits = limits();
    let Ok(found) = probe(bytes, &limits) else { return };
    let sides_px = (found.width_px, found.height_px);
    drop(probe_fully(bytes, &limits));
    drop(placeholder(bytes, &limits));
    for size in [Size::width(1), Size::MAX] {
        let recipe = Recipe::sized(sides_px, size, Format::Jpeg).expect("is within the limits");
        drop(render(bytes, &recipe, &limits));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes(
        which in 0..12_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = originals().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        use_all(&bytes);
    }

    #[test]
    fn moved_pieces(
        which in 0..12_usize,
        cut in any::<prop::sample::Index>(),
        paste in any::<prop::sample::Index>(),
        length in 1..200_usize,
        keep in any::<bool>(),
    ) {
        let mut bytes = originals().swap_remove(which);
        let cut = cut.index(bytes.len());
        let end = (cut + length).min(bytes.len());
        let piece: Vec<u8> =
            if keep { bytes[cut..end].to_vec() } else { bytes.splice(cut..end, []).collect() };
        let paste = paste.index(bytes.len() + 1);
        bytes.splice(paste..paste, piece);
        use_all(&bytes);
    }

    #[test]
    fn anything_behind_a_signature(
        signature in prop::sample::select(vec![
            &b"\xFF\xD8\xFF"[..], b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", b"RIFF\x40\0\0\0WEBP", b"RIFF\x40\0\0\0WEBPVP8L",
            b"II*\0\x08\0\0\0", b"MM\0+\0\x08\0\0\0\0\0\0\0\x10", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        use_all(&[signature, &rest].concat());
    }
}
