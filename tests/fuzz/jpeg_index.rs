//! Any bytes as a JPEG: refused, or every part has the pixels that the whole has there.
//!
//! The input is the file, and behind it [`TAIL`] bytes: which part, and what else to make of it.

#![no_main]

use baozhai::image::{
    Format, Limits, Parameters, Probe, Quality, Region, Rendered, Rotation, Size, SizeForm, SizeLimits, probe,
    probe_fully, render,
};
use image::RgbImage;
use libfuzzer_sys::fuzz_target;

const TAIL: usize = 10;

/// Small enough that no header can make a run slow.
const LIMITS: Limits = Limits {
    max_bytes: 20_000,
    max_pixels: 200_000,
    max_pixels_progressive: 100_000,
    max_decode_bytes: 4_000_000,
};

fuzz_target!(|input: &[u8]| {
    let Some((jpeg, tail)) = input.split_last_chunk::<TAIL>() else { return };
    let Ok(found) = probe(jpeg, &LIMITS) else { return };
    if found.format != Format::Jpeg {
        return;
    }
    let number = |at: usize| u32::from(u16::from_le_bytes([tail[at], tail[at + 1]]));
    let (left, width) = within(found.width_px, number(0), number(2));
    let (top, height) = within(found.height_px, number(4), number(6));
    let part = [left, top, width, height];
    match tail[8] {
        0..128 => compare(jpeg, &found, part),
        _ => change(jpeg, &found, part, tail[8], tail[9]),
    }
});

/// A place and a length along a side, from two numbers below 65 536.
fn within(side_px: u32, place: u32, length: u32) -> (u32, u32) {
    let start = place * side_px >> 16;
    (start, 1 + (length * (side_px - start) >> 16))
}

/// No limit but the longest side there is: parts are as large as they are.
const SIZE_LIMITS: SizeLimits =
    SizeLimits { max_width_px: 65_500, max_height_px: 65_500, max_area_px: 1 << 32, upscaling: false };

/// Cuts a part out, as it is.
fn compare(jpeg: &[u8], found: &Probe, part: [u32; 4]) {
    let own = |region| Parameters {
        region,
        size: Size::MAX,
        rotation: Rotation::NONE,
        quality: Quality::Default,
        format: Format::Png,
    };
    let Some(whole) = made(jpeg, found, &own(Region::Full)).map(pixels) else { return };
    if let Some(reference) = reference(jpeg, found) {
        assert!(whole == reference, "the whole is not what a decoder alone makes of it");
    }
    let [left, top, width, height] = part;
    let expected = image::imageops::crop_imm(&whole, left, top, width, height).to_image();
    let cut = made(jpeg, found, &own(Region::Pixels(part))).expect("the whole could be made");
    assert!(pixels(cut) == expected, "the part {part:?} is not what the whole has there");
}

/// What libjpeg-turbo makes of it without a complaint, where nothing else is to be done: one sequential
/// picture in gray or light, upright, without a profile.
fn reference(jpeg: &[u8], found: &Probe) -> Option<RgbImage> {
    let has = |word: &[u8]| jpeg.windows(word.len()).any(|window| window == word);
    if found.orientation.exif() != 1 || has(b"ICC_PROFILE") || has(b"\xFF\xC2") {
        return None;
    }
    let header = turbojpeg::read_header(jpeg).ok()?;
    if matches!(header.colorspace, turbojpeg::Colorspace::CMYK | turbojpeg::Colorspace::YCCK) {
        return None;
    }
    let decoded = turbojpeg::decompress(jpeg, turbojpeg::PixelFormat::RGB).ok()?;
    RgbImage::from_raw(decoded.width as u32, decoded.height as u32, decoded.pixels)
}

/// Makes something else of a part: smaller, turned, in other colours.
fn change(jpeg: &[u8], found: &Probe, part: [u32; 4], how: u8, scale: u8) {
    let smaller = |side_px: u32| 1 + (side_px - 1) * u32::from(scale) / 255;
    let parameters = Parameters {
        region: Region::Pixels(part),
        size: Size { form: SizeForm::Exact(smaller(part[2]), smaller(part[3])), upscaled: false },
        rotation: Rotation { mirrored: how & 1 == 1, millidegrees: [0, 90_000, 180_000, 33_300][usize::from(how >> 1 & 3)] },
        quality: [Quality::Default, Quality::Gray, Quality::Bitonal, Quality::Default][usize::from(how >> 3 & 3)],
        format: [Format::Jpeg, Format::Png, Format::WebP, Format::Jpeg][usize::from(how >> 5 & 3)],
    };
    let _ = probe_fully(jpeg, &LIMITS);
    let _ = made(jpeg, found, &parameters);
}

fn made(jpeg: &[u8], found: &Probe, parameters: &Parameters) -> Option<Rendered> {
    let sides_px = (found.width_px, found.height_px);
    let recipe = parameters.of(sides_px, &SIZE_LIMITS).expect("is inside");
    render(jpeg, &recipe, &LIMITS).ok()
}

fn pixels(made: Rendered) -> RgbImage {
    let png = image::load_from_memory_with_format(&made.bytes, image::ImageFormat::Png).expect("can be read");
    assert_eq!((png.width(), png.height()), (made.width_px, made.height_px));
    png.into_rgb8()
}
