//! Colours against LittleCMS, which printers and browsers trust: what a derivative shows is what it says.

use baozhai::image::{Format, Limits, probe_fully};
use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_encoder::ColorType;
use lcms2::{Intent, PixelFormat, Profile, Transform};
use moxcms::ColorProfile;

use super::pictures::{decoded, fixture, jpeg_with, png, rendered, with_chunk};

/// Side of a field of one colour. Each is measured in its middle, where no neighbour shows.
const FIELD_PX: u32 = 16;

/// The levels of each sample that are tried.
const LEVELS: [u8; 6] = [0, 51, 102, 153, 204, 255];

/// What the encoders add to a conversion: the access copy and the JPEG of the original.
const CODED: u8 = 3;

/// Every combination of the levels.
fn colours<const N: usize>() -> Vec<[u8; N]> {
    let count = LEVELS.len().pow(N as u32);
    (0..count)
        .map(|number| {
            std::array::from_fn(|part| LEVELS[number / LEVELS.len().pow(part as u32) % LEVELS.len()])
        })
        .collect()
}

/// What LittleCMS makes of colours.
fn by_lcms<const N: usize>(profile: &[u8], colours: &[[u8; N]], format: PixelFormat) -> Vec<[u8; 3]> {
    let own = Profile::new_icc(profile).expect("a profile");
    // LittleCMS stretches black in the perceptual intent, since its own sRGB is of version 4; browsers do not.
    let intent = Intent::RelativeColorimetric;
    let to_srgb: Transform<[u8; N], [u8; 3]> =
        Transform::new(&own, format, &Profile::new_srgb(), PixelFormat::RGB_8, intent).expect("a transform");
    let mut light = vec![[0; 3]; colours.len()];
    to_srgb.transform_pixels(colours, &mut light);
    light
}

/// Sides of the sheet that holds so many fields.
fn sheet_px(count: usize) -> (u32, u32) {
    let across = (count as f64).sqrt().ceil() as u32;
    (across * FIELD_PX, (count as u32).div_ceil(across) * FIELD_PX)
}

/// A sheet of fields, sample by sample; what is left over has the first colour.
fn sheet<const N: usize>(colours: &[[u8; N]]) -> Vec<u8> {
    let (width_px, height_px) = sheet_px(colours.len());
    let across = width_px / FIELD_PX;
    let fields = (0..height_px).flat_map(|y| (0..width_px).map(move |x| (x / FIELD_PX, y / FIELD_PX)));
    fields
        .flat_map(|(column, row)| *colours.get((row * across + column) as usize).unwrap_or(&colours[0]))
        .collect()
}

/// How far what is shown is from what it should be, in levels of 255.
#[derive(Debug)]
struct Differences {
    /// Which 99 of 100 samples keep: solid inks and colours no screen can show may lie farther off.
    usual: u8,
    mean: f64,
}

/// Compares every field.
#[track_caller]
fn differences(original: &[u8], expected: &[[u8; 3]]) -> Differences {
    let (width_px, _) = sheet_px(expected.len());
    probe_fully(original, &Limits::default()).expect("is sound");
    let shown = decoded(&rendered(original, width_px, Format::Png).expect("is made").bytes);
    let across = width_px / FIELD_PX;
    let middle = |field: u32| field * FIELD_PX + FIELD_PX / 2;
    let mut off: Vec<u8> = (0_u32..)
        .zip(expected)
        .flat_map(|(number, expected)| {
            let found = shown.get_pixel(middle(number % across), middle(number / across)).0;
            std::array::from_fn::<u8, 3, _>(|part| found[part].abs_diff(expected[part]))
        })
        .collect();
    off.sort_unstable();
    let mean = off.iter().copied().map(f64::from).sum::<f64>() / off.len() as f64;
    Differences { usual: off[(off.len() - 1) * 99 / 100], mean }
}

#[track_caller]
fn assert_within(name: &str, found: &Differences, tolerance: u8) {
    assert!(found.usual <= tolerance && found.mean <= f64::from(tolerance) / 4.0, "{name}: {found:?}");
}

/// Both ways of an original: a photograph whose parts are converted, and one that is copied as a whole.
#[track_caller]
fn assert_as_lcms(name: &str, profile: &[u8], tolerance: u8) {
    let colours = colours::<3>();
    let expected = by_lcms(profile, &colours, PixelFormat::RGB_8);
    let (sheet, sides_px) = (sheet(&colours), sheet_px(colours.len()));
    let photograph = jpeg_with(&sheet, sides_px, ColorType::Rgb, |encoder| {
        encoder.set_quality_for_tests();
        encoder.add_icc_profile(profile).expect("fits");
    });
    let copied =
        with_profile(&png(RgbImage::from_raw(sides_px.0, sides_px.1, sheet).expect("a sheet")), profile);
    for (kind, original) in [("JPEG", photograph), ("PNG", copied)] {
        assert_within(&format!("{name} in {kind}"), &differences(&original, &expected), tolerance + CODED);
    }
}

fn with_profile(png: &[u8], profile: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, profile).expect("packs");
    let packed = packed.finish().expect("packs");
    with_chunk(png, b"iCCP", &[b"p\0\0", packed.as_slice()].concat())
}

fn icc(profile: &ColorProfile) -> Vec<u8> {
    profile.encode().expect("a profile")
}

#[test]
fn profiles_of_cameras_and_screens() {
    assert_as_lcms("sRGB", &icc(&ColorProfile::new_srgb()), 1);
    assert_as_lcms("Display P3", &icc(&ColorProfile::new_display_p3()), 2);
    assert_as_lcms("Adobe RGB", &icc(&ColorProfile::new_adobe_rgb()), 2);
    assert_as_lcms("ProPhoto RGB", &icc(&ColorProfile::new_pro_photo_rgb()), 3);
}

#[test]
fn a_profile_with_a_table_as_scanners_have() {
    assert_as_lcms("scanner", &fixture("scanner.icc"), 3);
}

#[test]
fn grays_of_another_gamma() {
    let grays: Vec<[u8; 1]> = (0..=255).map(|level| [level]).collect();
    let sides_px = sheet_px(grays.len());
    for gamma in [1.8, 2.2] {
        let profile = icc(&ColorProfile::new_gray_with_gamma(gamma));
        let expected = by_lcms(&profile, &grays, PixelFormat::GRAY_8);
        let gray = GrayImage::from_raw(sides_px.0, sides_px.1, sheet(&grays)).expect("a sheet");
        let photograph = jpeg_with(&gray, sides_px, ColorType::Luma, |encoder| {
            encoder.set_quality_for_tests();
            encoder.add_icc_profile(&profile).expect("fits");
        });
        for original in [photograph, with_profile(&png(DynamicImage::from(gray)), &profile)] {
            assert_within(&format!("gamma {gamma}"), &differences(&original, &expected), 3 + CODED);
        }
    }
}

#[test]
fn inks_by_their_profile() {
    let profile = fixture("inks.icc");
    let colours = colours::<4>();
    let expected = by_lcms(&profile, &colours, PixelFormat::CMYK_8);
    let sides_px = sheet_px(colours.len());
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let original = jpeg_with(&sheet(&colours), sides_px, kind, |encoder| {
            encoder.set_quality_for_tests();
            encoder.add_icc_profile(&profile).expect("fits");
        });
        assert_within(&format!("{kind:?}"), &differences(&original, &expected), 3 + CODED);
    }
    let one = by_lcms(&profile, &[[200_u8, 40, 10, 30]], PixelFormat::CMYK_8)[0];
    for (name, expected) in [
        ("inks-profile.tif", one),
        ("inks-16-profile.tif", one),
        // Without a profile: what cyan, magenta and yellow leave, times what black leaves.
        ("inks.tif", [49, 190, 216]),
    ] {
        assert_within(name, &differences(&fixture(name), &[expected]), 3);
    }
}

#[test]
fn a_rotten_profile_changes_nothing_and_refuses_nothing() {
    let colours = colours::<3>();
    let (sheet, sides_px) = (sheet(&colours), sheet_px(colours.len()));
    let sound = icc(&ColorProfile::new_display_p3());
    let mut rotten = vec![Vec::new(), b"not a profile".to_vec(), sound[..200].to_vec(), vec![0xFF; 5000]];
    // Of another kind: inks in a picture of light, gray in one of colours.
    rotten.extend([fixture("inks.icc"), icc(&ColorProfile::new_gray_with_gamma(2.2))]);
    for number in 0..40 {
        // Lengths, places and kinds of its tables.
        let mut broken = sound.clone();
        broken[128 + number * 4] ^= 0xFF;
        rotten.push(broken);
    }
    for (number, profile) in rotten.iter().enumerate() {
        let photograph = jpeg_with(&sheet, sides_px, ColorType::Rgb, |encoder| {
            if !profile.is_empty() {
                encoder.add_icc_profile(profile).expect("fits");
            }
        });
        let copied = RgbImage::from_raw(sides_px.0, sides_px.1, sheet.clone()).expect("a sheet");
        for original in [photograph, with_profile(&png(copied), profile)] {
            probe_fully(&original, &Limits::default()).unwrap_or_else(|error| panic!("{number}: {error}"));
            rendered(&original, 100, Format::Jpeg).unwrap_or_else(|error| panic!("{number}: {error}"));
            if number < 6 {
                assert_within(&format!("rotten profile {number}"), &differences(&original, &colours), 12);
            }
        }
    }
}

trait Finest {
    /// As fine as JPEG can be, so that what is measured is the conversion.
    fn set_quality_for_tests(&mut self);
}

impl Finest for jpeg_encoder::Encoder<&mut Vec<u8>> {
    fn set_quality_for_tests(&mut self) {
        let flat = jpeg_encoder::QuantizationTableType::Custom(Box::new([1; 64]));
        self.set_quantization_tables(flat.clone(), flat);
        self.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
    }
}
