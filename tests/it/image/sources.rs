//! Originals of every make become the same picture: right pixels, right sides, upright. What is not taken is
//! refused in words. The files are those of `tests/fixtures/pictures`, which other programs have made.

use baozhai::image::{Format, Limits, ProbeError, placeholder, probe, probe_fully};
use image::{Rgb, RgbImage, Rgba, RgbaImage};
use img_parts::ImageEXIF as _;
use jpeg_encoder::{ColorType, SamplingFactor};

use super::pictures::{
    assert_near, decoded, exif_block, fixture, jpeg, jpeg_with, png, quarter, quarters, rendered, webp,
    with_chunk, with_orientation,
};

/// What an access copy costs in exactness.
const COPIED: u8 = 8;

/// Sides of the scene in the fixtures.
const SCENE_PX: (u32, u32) = (70, 50);

/// What is made of an original at full size, which must be sound and have those sides.
#[track_caller]
pub(super) fn shown(original: &[u8], format: Format, (width_px, height_px): (u32, u32)) -> RgbImage {
    let found = probe_fully(original, &Limits::default()).expect("is taken");
    assert_eq!((found.format, found.width_px, found.height_px), (format, width_px, height_px));
    placeholder(original, &Limits::default()).expect("has a placeholder");
    decoded(&rendered(original, width_px, Format::Png).expect("is made").bytes)
}

/// Whether a picture is the scene pixel by pixel, but for the edges between the colours.
#[track_caller]
pub(super) fn assert_is_scene(picture: &RgbImage, tolerance: u8) {
    let (width_px, height_px) = picture.dimensions();
    let scene = quarters(width_px, height_px);
    let is_edge = |at: u32, side_px: u32| (at * 2).abs_diff(side_px) < 16;
    for (x, y, pixel) in scene.enumerate_pixels() {
        if is_edge(x, width_px) || is_edge(y, height_px) {
            continue;
        }
        let found = picture.get_pixel(x, y).0;
        let near = found.iter().zip(pixel.0).all(|(found, drawn)| found.abs_diff(drawn) <= tolerance);
        assert!(near, "{found:?} at {x}, {y}, where {:?} was drawn", pixel.0);
    }
}

#[test]
fn jpegs_of_every_sampling() {
    // Odd sides, so that the last blocks reach beyond them.
    let scene = quarters(71, 53);
    for sampling in [
        SamplingFactor::F_1_1, // 4:4:4
        SamplingFactor::F_2_1, // 4:2:2
        SamplingFactor::F_1_2, // 4:4:0
        SamplingFactor::F_2_2, // 4:2:0
        SamplingFactor::F_4_1, // 4:1:1
    ] {
        for progressive in [false, true] {
            let original = jpeg_with(scene.as_raw(), (71, 53), ColorType::Rgb, |encoder| {
                encoder.set_sampling_factor(sampling);
                encoder.set_progressive(progressive);
            });
            assert_is_scene(&shown(&original, Format::Jpeg, (71, 53)), 20);
        }
    }
    let gray: Vec<u8> = scene.pixels().map(|pixel| pixel.0[0]).collect();
    let original = jpeg_with(&gray, (71, 53), ColorType::Luma, |_| {});
    let found = shown(&original, Format::Jpeg, (71, 53));
    assert_near(found.get_pixel(10, 10).0, [scene.get_pixel(10, 10).0[0]; 3], 6);
    assert_near(found.get_pixel(60, 45).0, [scene.get_pixel(60, 45).0[0]; 3], 6);
}

#[test]
fn jpegs_of_inks_stand_upright_and_in_their_colours() {
    let scene = quarters(60, 40);
    // Without black, so that light is what ink leaves.
    let ink: Vec<u8> = scene.pixels().flat_map(|Rgb([r, g, b])| [255 - r, 255 - g, 255 - b, 0]).collect();
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        for progressive in [false, true] {
            let original = jpeg_with(&ink, (60, 40), kind, |encoder| encoder.set_progressive(progressive));
            assert_is_scene(&shown(&original, Format::Jpeg, (60, 40)), 14);
            let found = shown(&with_orientation(&original, 6), Format::Jpeg, (40, 60));
            // What was at the lower left is now at the upper left.
            assert_near(found.get_pixel(10, 10).0, quarter(false, true), 24);
            assert_near(found.get_pixel(30, 10).0, quarter(false, false), 24);
        }
    }
}

#[test]
fn inks_without_adobes_marker_are_what_browsers_take_them_for() {
    // Adobe's programs, and this encoder, store 255 for no ink; browsers take every file for one of theirs.
    let yellow: Vec<u8> = [0, 0, 255, 0].repeat(64 * 64);
    let marked = jpeg_with(&yellow, (64, 64), ColorType::Cmyk, |_| {});
    let at = marked.windows(2).position(|pair| pair == [0xFF, 0xEE]).expect("Adobe's marker");
    let plain = [&marked[..at], &marked[at + 16..]].concat();
    assert!(!plain.windows(5).any(|word| word == b"Adobe"));
    for file in [marked, plain] {
        assert_near(shown(&file, Format::Jpeg, (64, 64)).get_pixel(32, 32).0, [255, 255, 0], 4);
    }
}

#[test]
fn pngs_of_every_kind() {
    for name in ["interlaced.png", "palette.png", "palette-interlaced.png"] {
        let found = shown(&fixture(name), Format::Png, SCENE_PX);
        assert_is_scene(&found, if name.starts_with("palette") { 16 } else { COPIED });
    }
    let found = shown(&fixture("one-bit.png"), Format::Png, SCENE_PX);
    assert_near(found.get_pixel(10, 10).0, [0; 3], 4);
    assert_near(found.get_pixel(10, 40).0, [255; 3], 4);
    let clear = shown(&fixture("palette-transparent.png"), Format::Png, SCENE_PX);
    // Half the red of the corner, half the paper.
    assert_near(clear.get_pixel(35, 25).0, [236, 139, 135], 6);
}

#[test]
fn webps_of_every_kind() {
    let scene = quarters(70, 50);
    let clear = RgbaImage::from_pixel(70, 50, Rgba([0, 0, 200, 128]));
    let lossless = ::webp::Encoder::from_rgb(&scene, 70, 50).encode_lossless();
    assert_is_scene(&shown(&lossless, Format::WebP, SCENE_PX), COPIED);
    let lossy = ::webp::Encoder::from_rgb(&scene, 70, 50).encode(90.0);
    assert_is_scene(&shown(&lossy, Format::WebP, SCENE_PX), 24);
    let encoder = ::webp::Encoder::from_rgba(&clear, 70, 50);
    for file in [encoder.encode_lossless(), encoder.encode(90.0)] {
        let found = shown(&file, Format::WebP, SCENE_PX);
        assert_near(found.get_pixel(35, 25).0, [125, 124, 220], 6);
    }
}

#[test]
fn tiffs_of_every_layout() {
    for name in [
        "strips-lzw.tif",
        "tiles-deflate.tif",
        "big-endian-packbits.tif",
        "big-endian-16.tif",
        "bigtiff-16.tif",
        "one-strip.tif",
        "overview-first.tif",
        "pyramid.tif",
    ] {
        assert_is_scene(&shown(&fixture(name), Format::Tiff, SCENE_PX), COPIED);
    }
    assert_is_scene(&shown(&fixture("strips-jpeg-rgb.tif"), Format::Tiff, SCENE_PX), 20);
    assert_is_scene(&shown(&fixture("tiles-jpeg.tif"), Format::Tiff, (96, 64)), 20);
}

#[test]
fn tiffs_turned_gray_and_clear() {
    // Its orientation is 6: a quarter turn clockwise.
    let turned = shown(&fixture("planes.tif"), Format::Tiff, (50, 70));
    assert_is_scene(&image::imageops::rotate270(&turned), COPIED);

    let gray = shown(&fixture("gray-16-white-is-zero.tif"), Format::Tiff, SCENE_PX);
    assert_near(gray.get_pixel(10, 10).0, [82; 3], 8);
    assert_near(gray.get_pixel(10, 45).0, [181; 3], 8);
    let bilevel = shown(&fixture("bilevel-fax.tif"), Format::Tiff, SCENE_PX);
    assert_near(bilevel.get_pixel(10, 10).0, [0; 3], 4);
    assert_near(bilevel.get_pixel(10, 40).0, [255; 3], 4);

    for name in ["alpha.tif", "alpha-associated.tif"] {
        let found = shown(&fixture(name), Format::Tiff, SCENE_PX);
        let Rgb(drawn) = quarters(70, 50).get_pixel(10, 10).to_owned();
        let on_paper = [0, 1, 2].map(|part| ((u32::from(drawn[part]) + [251, 248, 241][part]) / 2) as u8);
        assert_near(found.get_pixel(10, 10).0, on_paper, 3);
    }
}

#[test]
fn heics_as_programs_write_them() {
    for number in 1..=8 {
        let original = fixture(&format!("turned-{number}.heic"));
        let found = probe(&original, &Limits::default()).expect("is taken");
        assert_eq!(found.orientation.exif(), number, "said once by the picture, once by EXIF");
        assert_is_scene(&shown(&original, Format::Heic, SCENE_PX), 24);
    }
    assert_is_scene(&shown(&fixture("tiles-turned.heic"), Format::Heic, (140, 100)), 24);
    assert_is_scene(&shown(&fixture("ten-bits.heic"), Format::Heic, SCENE_PX), 24);
}

#[test]
fn heics_in_the_colours_of_phones() {
    for name in ["named-p3.heic", "profile-p3.heic"] {
        let found = shown(&fixture(name), Format::Heic, (64, 64));
        // As LittleCMS has it of (200, 50, 50).
        assert_near(found.get_pixel(32, 32).0, [218, 24, 40], 5);
    }
}

#[test]
fn what_is_not_taken_is_named() {
    let kind = |bytes: &[u8]| match probe(bytes, &Limits::default()) {
        Err(ProbeError::UnsupportedFormat { kind }) => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(&fixture("palette.tif")), "palette TIFF");
    assert_eq!(kind(&fixture("floats.tif")), "floating-point TIFF");
    assert_eq!(kind(&fixture("lab.tif")), "Lab TIFF");
    assert_eq!(kind(&fixture("transparent.heic")), "transparent HEIC");

    let as_frame = |marker: u8| {
        let mut bytes = jpeg(&quarters(16, 16));
        let at = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame header");
        bytes[at + 1] = marker;
        bytes
    };
    assert_eq!(kind(&as_frame(0xC3)), "lossless JPEG");
    assert_eq!(kind(&as_frame(0xC9)), "arithmetic-coded JPEG");
    assert_eq!(kind(&as_frame(0xCA)), "arithmetic-coded JPEG");
    assert_eq!(kind(&as_frame(0xC5)), "hierarchical JPEG");
    let mut deep = jpeg(&quarters(16, 16));
    let at = deep.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame header");
    deep[at + 4] = 12;
    assert_eq!(kind(&deep), "JPEG of more than 8 bits");
}

#[test]
fn sixteen_bits_and_gray_alpha_in_png() {
    let deep = image::ImageBuffer::from_fn(70, 50, |x, y| {
        Rgb(quarters(70, 50).get_pixel(x, y).0.map(|level| u16::from(level) * 257))
    });
    assert_is_scene(&shown(&png(image::DynamicImage::ImageRgb16(deep)), Format::Png, SCENE_PX), COPIED);
    let gray = image::ImageBuffer::from_pixel(70, 50, image::LumaA([40_u8, 128]));
    let found = shown(&png(image::DynamicImage::ImageLumaA8(gray)), Format::Png, SCENE_PX);
    assert_near(found.get_pixel(35, 25).0, [145, 144, 140], 2);
}

#[test]
fn rotten_exif_turns_nothing_and_refuses_nothing() {
    let sound = exif_block(6);
    let mut rotten = vec![Vec::new(), b"Exif".to_vec(), sound[..12].to_vec(), vec![0xFF; 300]];
    // Cut off, or with each of its words spoilt; where the tag stays whole, it still counts.
    rotten.extend((8..sound.len()).map(|length| sound[..length].to_vec()));
    rotten.extend((0..sound.len()).map(|at| [&sound[..at], &[0xEE], &sound[at + 1..]].concat()));
    let scene = quarters(60, 40);
    for exif in rotten {
        let mut app1 = vec![0xFF, 0xE1];
        app1.extend((exif.len() as u16 + 8).to_be_bytes());
        app1.extend(b"Exif\0\0");
        let plain = jpeg(&scene);
        let in_jpeg = [&plain[..2], &app1, &exif, &plain[2..]].concat();
        let in_png = with_chunk(&png(scene.clone()), b"eXIf", &exif);
        let mut in_webp = img_parts::webp::WebP::from_bytes(webp(&scene).into()).expect("a WebP");
        in_webp.set_exif(Some(exif.clone().into()));
        for original in [in_jpeg, in_png, in_webp.encoder().bytes().to_vec()] {
            let found = probe_fully(&original, &Limits::default()).expect("is taken");
            let turned = (found.width_px, found.height_px) == (40, 60);
            assert!(turned || (found.width_px, found.height_px) == (60, 40));
            let shown = decoded(&rendered(&original, found.width_px, Format::Png).expect("is made").bytes);
            let upright = if turned { image::imageops::rotate270(&shown) } else { shown };
            assert_is_scene(&upright, 24);
        }
    }
}
