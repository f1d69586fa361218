//! Draws the corpus that fuzzing begins with: small JPEGs of every kind the index knows, and addresses.
//!
//! `cargo run --example seeds` writes it anew into `corpus/`; the same every time.

use std::path::Path;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

type Set = fn(&mut Encoder<&mut Vec<u8>>);

/// Name, sides, colours, and what else is set.
const JPEGS: [(&str, (u16, u16), ColorType, Set); 21] = [
    ("gray", (17, 9), ColorType::Luma, |_| {}),
    ("gray-wide", (530, 9), ColorType::Luma, |_| {}),
    ("gray-restarts", (60, 20), ColorType::Luma, |own| own.set_restart_interval(5)),
    ("444", (24, 17), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_1_1)),
    ("422", (33, 20), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_2_1)),
    ("440", (20, 33), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_1_2)),
    ("420", (50, 40), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_2_2)),
    ("411", (70, 10), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_4_1)),
    ("410", (70, 20), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_4_2)),
    ("tiny", (1, 1), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_2_2)),
    ("narrow", (3, 40), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_2_2)),
    ("420-wide", (570, 20), ColorType::Rgb, |own| own.set_sampling_factor(SamplingFactor::F_2_2)),
    ("444-wide-restarts", (540, 8), ColorType::Rgb, |own| own.set_restart_interval(67)),
    ("420-restarts", (90, 40), ColorType::Rgb, |own| {
        own.set_sampling_factor(SamplingFactor::F_2_2);
        own.set_restart_interval(4);
    }),
    ("422-every-unit", (40, 20), ColorType::Rgb, |own| {
        own.set_sampling_factor(SamplingFactor::F_2_1);
        own.set_restart_interval(1);
    }),
    ("inks", (24, 17), ColorType::CmykAsYcck, |_| {}),
    ("inks-plain", (17, 24), ColorType::Cmyk, |own| own.set_sampling_factor(SamplingFactor::F_2_1)),
    ("progressive", (40, 30), ColorType::Rgb, |own| own.set_progressive(true)),
    ("progressive-restarts", (40, 30), ColorType::Rgb, |own| {
        own.set_sampling_factor(SamplingFactor::F_2_2);
        own.set_progressive(true);
        own.set_restart_interval(2);
    }),
    // With tables of its own, the encoder writes a scan for each component.
    ("separate", (40, 30), ColorType::Rgb, |own| own.set_optimized_huffman_tables(true)),
    ("separate-420", (40, 30), ColorType::Rgb, |own| {
        own.set_sampling_factor(SamplingFactor::F_2_2);
        own.set_optimized_huffman_tables(true);
    }),
];

/// Addresses: as the specification has them, and with numbers that are awkward.
const ADDRESSES: [&str; 16] = [
    "full/max/0/default.jpg",
    "square/^max/!90/gray.png",
    "125,15,120,140/225,100/180/color.webp",
    "pct:41.6,7.5,66.6,100/pct:50/22.5/bitonal.jpg",
    "full/!225,100/359.9999/default.avif",
    "full/^!360,360/!0/default.jpg",
    "full/^pct:120/360/default.jpg",
    "0,0,4294967295,4294967295/,150/0/default.jpg",
    "pct:99.99,99.99,0.001,0.001/1,1/0.001/default.png",
    "full/^150,/090.50/default.jpg",
    "299,199,1,1/^,240/270/default.jpg",
    "pct:0,0,100,100/pct:0.0001/0/default.jpg",
    "full/!4294967295,1/0/default.jpg",
    "full/99999999999999999999,/0/default.jpg",
    "-1,0,10,10/max/1e2/native.gif",
    "full/pct:NaN/!!0/default.default.jpg",
];

fn main() -> std::io::Result<()> {
    for (number, (name, sides_px, colour, set)) in JPEGS.into_iter().enumerate() {
        put("jpeg_index", name, &encoded(sides_px, colour, set), number)?;
    }
    let upright = encoded((40, 24), ColorType::Rgb, |_| {});
    put("jpeg_index", "turned", &[&upright[..2], &TURNED, &upright[2..]].concat(), 3)?;
    put("jpeg_index", "own-tables", &with_own_tables((60, 50)), 5)?;
    for (number, address) in ADDRESSES.iter().enumerate() {
        put("iiif_request", &format!("{number:02}"), address.as_bytes(), number)?;
    }
    Ok(())
}

/// An Exif block that says: turned by a quarter (6).
const TURNED: [u8; 36] = *b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";

fn encoded((width_px, height_px): (u16, u16), colour: ColorType, set: Set) -> Vec<u8> {
    let each = match colour {
        ColorType::Luma => 1,
        ColorType::Rgb => 3,
        _ => 4,
    };
    let samples = samples((width_px, height_px), each);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 75);
    set(&mut encoder);
    encoder.encode(&samples, width_px, height_px, colour).expect("encodes");
    bytes
}

fn with_own_tables((width_px, height_px): (u16, u16)) -> Vec<u8> {
    let (width, height) = (usize::from(width_px), usize::from(height_px));
    let samples = samples((width_px, height_px), 3);
    let format = turbojpeg::PixelFormat::RGB;
    let mut encoder = turbojpeg::Compressor::new().expect("an encoder");
    encoder.set_optimize(true).expect("is known");
    encoder.set_subsamp(turbojpeg::Subsamp::Sub2x2).expect("is known");
    let image = turbojpeg::Image { pixels: &samples[..], width, pitch: width * 3, height, format };
    encoder.compress_to_vec(image).expect("encodes")
}

/// Slopes with some grain.
fn samples((width_px, height_px): (u16, u16), each: usize) -> Vec<u8> {
    let (width, height) = (usize::from(width_px), usize::from(height_px));
    let sample = |at: usize| {
        let (x, y, part) = (at / each % width, at / each / width, at % each);
        (x * (3 + part) + y * (7 - part) + (x * y + part * 40) % 23) as u8
    };
    (0..width * height * each).map(sample).collect()
}

/// Writes a seed with what its target wants behind it.
fn put(target: &str, name: &str, bytes: &[u8], number: usize) -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    std::fs::create_dir_all(&folder)?;
    let tail: &[u8] = match (target, number % 2) {
        // Sides of 300 × 200, and limits.
        ("iiif_request", 0) => &[43, 1, 199, 0, 231, 3, 231, 3, 231, 3, 231, 3, 1],
        ("iiif_request", _) => &[43, 1, 199, 0, 249, 0, 249, 0, 249, 0, 249, 0, 0],
        // A part in the middle, as it is; or all of it, changed.
        (_, 0) => &[0, 96, 0, 128, 0, 64, 0, 160, 0, 0],
        _ => &[0, 0, 255, 255, 0, 0, 255, 255, 0xD2, 100],
    };
    std::fs::write(folder.join(name), [bytes, tail].concat())
}
