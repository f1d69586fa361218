//! What a probe finds in pictures that are taken.

use baozhai::image::{Format, Limits, Orientation, Probe, ProbeError, probe, probe_fully};
use image::{DynamicImage, GrayImage, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, SamplingFactor};

use super::pictures::{
    self, exif_block, jpeg, jpeg_with, png, quarters, tiff, webp, with_chunk, with_orientation,
};

#[track_caller]
fn whole(bytes: &[u8]) -> Probe {
    let limits = Limits::default();
    let found = probe(bytes, &limits).expect("is taken");
    assert_eq!(probe_fully(bytes, &limits), Ok(found), "and can be decoded");
    assert_eq!(found.bytes, bytes.len() as u64);
    found
}

#[track_caller]
fn assert_sides(found: &Probe, format: Format, sides_px: (u32, u32)) {
    assert_eq!((found.format, (found.width_px, found.height_px)), (format, sides_px));
}

#[test]
fn every_format_is_told_by_content() {
    let picture = quarters(61, 43);
    assert_sides(&whole(&jpeg(&picture)), Format::Jpeg, (61, 43));
    assert_sides(&whole(&png(picture.clone())), Format::Png, (61, 43));
    assert_sides(&whole(&webp(&picture)), Format::WebP, (61, 43));
    assert_sides(&whole(&tiff(picture)), Format::Tiff, (61, 43));
}

#[test]
fn extensions_lead_to_formats_and_back() {
    for format in Format::ORIGINALS {
        assert_eq!(Format::from_extension(format.extension()), Some(format));
    }
    assert_eq!(Format::from_extension("JPEG"), Some(Format::Jpeg));
    assert_eq!(Format::from_extension("gif"), None);
    // A JPEG named .png: told by content, and the caller sees that the name is wrong.
    let found = whole(&jpeg(&quarters(8, 8)));
    assert_ne!(Format::from_extension("png"), Some(found.format));
}

#[test]
fn kinds_of_jpeg() {
    let picture = quarters(70, 50);
    let (samples, sides_px) = (picture.as_raw().as_slice(), picture.dimensions());
    let progressive = jpeg_with(samples, sides_px, ColorType::Rgb, |e| e.set_progressive(true));
    assert_sides(&whole(&progressive), Format::Jpeg, (70, 50));
    let restarts = jpeg_with(samples, sides_px, ColorType::Rgb, |e| e.set_restart_interval(3));
    assert_sides(&whole(&restarts), Format::Jpeg, (70, 50));
    for sampling in
        [SamplingFactor::F_1_1, SamplingFactor::F_2_1, SamplingFactor::F_1_2, SamplingFactor::F_4_1]
    {
        let subsampled = jpeg_with(samples, sides_px, ColorType::Rgb, |e| {
            e.set_sampling_factor(sampling);
            e.set_restart_interval(2);
        });
        assert_sides(&whole(&subsampled), Format::Jpeg, (70, 50));
    }
    let gray = GrayImage::from_pixel(70, 50, image::Luma([90]));
    let gray = jpeg_with(&gray, sides_px, ColorType::Luma, |e| e.set_optimized_huffman_tables(true));
    assert_sides(&whole(&gray), Format::Jpeg, (70, 50));
    let cmyk = vec![40; 70 * 50 * 4];
    for colour in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        assert_sides(&whole(&jpeg_with(&cmyk, sides_px, colour, |_| {})), Format::Jpeg, (70, 50));
    }
}

#[test]
fn kinds_of_png() {
    let picture = DynamicImage::from(quarters(33, 21));
    for kind in [
        DynamicImage::from(picture.to_rgb16()),
        picture.to_luma8().into(),
        picture.to_luma16().into(),
        picture.to_rgba16().into(),
        picture.to_luma_alpha8().into(),
        RgbaImage::from_pixel(33, 21, Rgba([1, 2, 3, 4])).into(),
    ] {
        assert_sides(&whole(&png(kind)), Format::Png, (33, 21));
    }
}

#[test]
fn all_eight_orientations_give_upright_sides() {
    let stored = jpeg(&quarters(60, 40));
    for number in 1..=8 {
        let found = whole(&with_orientation(&stored, number));
        assert_eq!(Some(found.orientation), Orientation::from_exif(number));
        let upright = if number >= 5 { (40, 60) } else { (60, 40) };
        assert_sides(&found, Format::Jpeg, upright);
    }
    for nonsense in [0, 9, 255] {
        assert_eq!(whole(&with_orientation(&stored, nonsense)).orientation, Orientation::UPRIGHT);
    }
    let in_png = with_chunk(&png(quarters(60, 40)), b"eXIf", &exif_block(6));
    assert_sides(&whole(&in_png), Format::Png, (40, 60));
}

#[test]
fn bytes_behind_the_picture_do_no_harm() {
    // Phones append depth maps and films.
    for mut bytes in [jpeg(&quarters(20, 20)), png(quarters(20, 20)), webp(&quarters(20, 20))] {
        bytes.extend(b"MotionPhoto_Data and more");
        whole(&bytes);
    }
}

#[test]
fn the_end_mark_inside_an_embedded_thumbnail_is_not_the_end() {
    let thumbnail = jpeg(&quarters(8, 8));
    let outer = jpeg(&quarters(64, 64));
    let mut app1 = vec![0xFF, 0xE1];
    app1.extend((thumbnail.len() as u16 + 8).to_be_bytes());
    app1.extend(b"Exif\0\0");
    app1.extend(&thumbnail);
    let bytes = [&outer[..2], &app1, &outer[2..]].concat();
    assert_sides(&whole(&bytes), Format::Jpeg, (64, 64));
    let cut = &bytes[..bytes.len() - 20];
    assert_eq!(probe(cut, &Limits::default()), Err(ProbeError::Truncated));
}

#[test]
fn animations_are_refused() {
    let limits = Limits::default();
    let film = pictures::webp_animated(&quarters(16, 16));
    assert_eq!(probe(&film, &limits), Err(ProbeError::Animated));
    let film = with_chunk(&png(quarters(16, 16)), b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    assert_eq!(probe(&film, &limits), Err(ProbeError::Animated));
}
