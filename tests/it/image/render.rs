//! What derivatives look like.

use baozhai::image::{Format, Limits, Recipe, Rendered, Size, Unsatisfiable, WIDTHS_PX, placeholder, probe};
use base64::Engine as _;
use image::{DynamicImage, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use jpeg_encoder::ColorType;

use super::pictures::{
    READABLE, assert_near, decoded, exif_block, jpeg, jpeg_with, png, quarter, quarters, rendered, tiff,
    webp, with_chunk, with_orientation,
};

#[track_caller]
fn made(bytes: &[u8], width_px: u32, format: Format) -> Rendered {
    rendered(bytes, width_px, format).expect("is made")
}

#[test]
fn every_format_from_every_format() {
    let picture = quarters(300, 200);
    for original in [jpeg(&picture), png(picture.clone()), webp(&picture), tiff(picture)] {
        for format in READABLE {
            let small = made(&original, 120, format);
            assert_eq!((small.width_px, small.height_px), (120, 80));
            let found = probe(&small.bytes, &Limits::default()).expect("is a picture");
            assert_eq!((found.format, found.width_px, found.height_px), (format, 120, 80));
            assert_quarters_stand_upright(&decoded(&small.bytes));
        }
    }
}

#[test]
fn all_eight_orientations_come_out_upright() {
    let upright = quarters(300, 200);
    for number in 1..=8 {
        // Store it so that turning by the tag brings it back (EXIF 2.32, table of orientations).
        use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
        let stored = match number {
            1 => upright.clone(),
            2 => flip_horizontal(&upright),
            3 => rotate180(&upright),
            4 => flip_vertical(&upright),
            5 => flip_horizontal(&rotate90(&upright)),
            6 => rotate270(&upright),
            7 => flip_horizontal(&rotate270(&upright)),
            _ => rotate90(&upright),
        };
        let in_png = with_chunk(&png(stored.clone()), b"eXIf", &exif_block(number));
        for original in [with_orientation(&jpeg(&stored), number), in_png] {
            let small = made(&original, 150, Format::Jpeg);
            assert_eq!((small.width_px, small.height_px), (150, 100), "orientation {number}");
            assert_quarters_stand_upright(&decoded(&small.bytes));
            assert_eq!(probe(&small.bytes, &Limits::default()).expect("is whole").orientation.exif(), 1);
        }
    }
}

#[track_caller]
fn assert_quarters_stand_upright(picture: &RgbImage) {
    let (width_px, height_px) = picture.dimensions();
    for (right, below) in [(false, false), (true, false), (true, true), (false, true)] {
        let at = |far: bool, side_px: u32| if far { side_px * 3 / 4 } else { side_px / 4 };
        let found = picture.get_pixel(at(right, width_px), at(below, height_px)).0;
        assert_near(found, quarter(right, below), 24);
    }
}

#[test]
fn heights_are_rounded_and_never_vanish() {
    let strip = png(RgbImage::new(1000, 3));
    assert_eq!(made(&strip, 100, Format::Png).height_px, 1);
    let odd = png(RgbImage::new(99, 50));
    assert_eq!(made(&odd, 50, Format::Png).height_px, 25);
    assert_eq!(made(&odd, 1, Format::WebP).width_px, 1);
}

#[test]
fn nothing_is_enlarged() {
    let ask = |size| Recipe::sized((60, 40), size, Format::Jpeg).map(|recipe| recipe.size_px);
    let refused = Err(Unsatisfiable::Enlarged { region_px: (60, 40) });
    assert_eq!(ask(Size::width(61)), refused);
    assert_eq!(ask(Size::width(u32::MAX)), refused);
    assert_eq!(ask(Size::MAX), Ok((60, 40)));
    assert!(WIDTHS_PX.is_sorted());
}

#[test]
fn gray_deep_and_cmyk_pictures() {
    let gray = jpeg_with(&[90; 64 * 64], (64, 64), ColorType::Luma, |_| {});
    for format in READABLE {
        assert_near(decoded(&made(&gray, 16, format).bytes).get_pixel(8, 8).0, [90, 90, 90], 3);
    }
    let deep = image::ImageBuffer::from_pixel(64, 64, Rgb([0x8080_u16, 0x2020, 0xF0F0]));
    let deep = png(DynamicImage::ImageRgb16(deep));
    assert_near(decoded(&made(&deep, 16, Format::Png).bytes).get_pixel(8, 8).0, [0x80, 0x20, 0xF0], 1);
    let deep_gray =
        png(DynamicImage::ImageLuma16(image::ImageBuffer::from_pixel(64, 64, Luma([0x4040_u16]))));
    assert_near(decoded(&made(&deep_gray, 16, Format::Jpeg).bytes).get_pixel(8, 8).0, [0x40; 3], 3);

    // Ink as jpeg-encoder takes it: 0 none, 255 full.
    for (ink, colour) in [
        ([0, 0, 0, 0], [255, 255, 255]),
        ([255, 0, 0, 0], [0, 255, 255]),
        ([0, 255, 255, 0], [255, 0, 0]),
        ([0, 0, 0, 255], [0, 0, 0]),
        ([0, 0, 0, 128], [127, 127, 127]),
    ] {
        for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
            let cmyk = jpeg_with(&ink.repeat(64 * 64), (64, 64), kind, |_| {});
            assert_near(decoded(&made(&cmyk, 16, Format::Png).bytes).get_pixel(8, 8).0, colour, 6);
        }
    }
}

#[test]
fn transparent_pictures_are_laid_on_paper() {
    let paper = [0xFB, 0xF8, 0xF1];
    let clear = png(RgbaImage::from_pixel(64, 64, Rgba([255, 0, 0, 0])));
    let half = png(RgbaImage::from_pixel(64, 64, Rgba([0, 0, 0, 128])));
    let gray = png(DynamicImage::from(RgbaImage::from_pixel(64, 64, Rgba([0, 0, 0, 0]))).to_luma_alpha8());
    for format in READABLE {
        assert_near(decoded(&made(&clear, 16, format).bytes).get_pixel(8, 8).0, paper, 3);
        assert_near(decoded(&made(&half, 16, format).bytes).get_pixel(8, 8).0, [125, 123, 120], 3);
        assert_near(decoded(&made(&gray, 16, format).bytes).get_pixel(8, 8).0, paper, 3);
    }
}

#[test]
fn profiles_are_converted_to_srgb_and_left_out() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().expect("a profile");
    let picture = RgbImage::from_pixel(64, 64, Rgb([200, 50, 50]));
    let original = jpeg_with(picture.as_raw(), (64, 64), ColorType::Rgb, |e| {
        e.add_icc_profile(&profile).expect("fits");
    });
    for format in READABLE {
        let small = made(&original, 32, format);
        // As LittleCMS has it.
        assert_near(decoded(&small.bytes).get_pixel(8, 8).0, [218, 24, 40], 5);
        assert!(!small.bytes.windows(4).any(|word| word == b"acsp"), "no profile in {format:?}");
    }
    // A profile that is none changes nothing.
    let original = jpeg_with(picture.as_raw(), (64, 64), ColorType::Rgb, |e| {
        e.add_icc_profile(b"not a profile").expect("fits");
    });
    assert_near(decoded(&made(&original, 32, Format::Png).bytes).get_pixel(8, 8).0, [200, 50, 50], 3);
}

#[test]
fn metadata_stays_behind() {
    let mut original = with_orientation(&jpeg(&quarters(200, 100)), 6);
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<GPSLatitude>35,40N</GPSLatitude>";
    let mut app1 = vec![0xFF, 0xE1];
    app1.extend((xmp.len() as u16 + 2).to_be_bytes());
    app1.extend(xmp);
    original.splice(2..2, app1);
    for format in READABLE {
        let small = made(&original, 50, format);
        for trace in [&b"GPS"[..], b"Exif", b"EXIF", b"eXIf", b"xap"] {
            assert!(!small.bytes.windows(trace.len()).any(|part| part == trace), "{format:?}");
        }
    }
}

#[test]
fn placeholders_are_tiny_pictures() {
    for (width_px, height_px) in [(300, 200), (200, 300), (3, 2), (1, 1), (900, 3), (3, 900), (19, 700)] {
        let url = placeholder(&png(quarters(width_px, height_px)), &Limits::default()).expect("is made");
        let base64 = url.strip_prefix("data:image/webp;base64,").expect("an address of data");
        let bytes = base64::engine::general_purpose::STANDARD.decode(base64).expect("base64");
        assert!(bytes.len() <= 150, "{} bytes for {width_px} × {height_px}", bytes.len());
        let found = probe(&bytes, &Limits::default()).expect("is a picture");
        assert_eq!(found.format, Format::WebP);
        assert!(found.width_px <= 20 && found.height_px <= 20);
    }
    let turned = with_orientation(&jpeg(&quarters(300, 150)), 6);
    let url = placeholder(&turned, &Limits::default()).expect("is made");
    let bytes = base64::engine::general_purpose::STANDARD.decode(&url[23..]).expect("base64");
    let found = probe(&bytes, &Limits::default()).expect("is a picture");
    assert_eq!((found.width_px, found.height_px), (10, 20));
}
