//! Parts cut out of a JPEG have the pixels that the whole has there, to the bit.

use baozhai::image::{Format, Limits, Parameters, Quality, Region, Rotation, Size, SizeLimits, render};
use image::RgbImage;
use jpeg_encoder::{ColorType, SamplingFactor};
use proptest::prelude::*;

use super::pictures::{camera, decoded, jpeg_with};

/// Something with edges, slopes and grain everywhere, so that a block in the wrong place shows.
fn scene(width_px: u32, height_px: u32, seed: u32) -> RgbImage {
    RgbImage::from_fn(width_px, height_px, |x, y| {
        let noise =
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ seed).wrapping_mul(2_246_822_519);
        let wave = |along: u32| (f64::from(along + seed % 31) / 17.0).sin() * 90.0 + 128.0;
        let grain = f64::from(noise >> 27);
        image::Rgb([(wave(x) + grain) as u8, (wave(y) - grain) as u8, (wave(x + 2 * y) + grain) as u8])
    })
}

#[derive(Debug, Clone)]
struct Source {
    width_px: u32,
    height_px: u32,
    sampling: SamplingFactor,
    restarts: u16,
    colour: ColorType,
    seed: u32,
}

impl Source {
    fn encoded(&self) -> Vec<u8> {
        let scene = scene(self.width_px, self.height_px, self.seed);
        let samples: Vec<u8> = match self.colour {
            ColorType::Luma => scene.pixels().map(|pixel| pixel.0[0]).collect(),
            ColorType::Rgb => scene.into_raw(),
            _ => scene.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2], 30]).collect(),
        };
        jpeg_with(&samples, (self.width_px, self.height_px), self.colour, |encoder| {
            encoder.set_sampling_factor(self.sampling);
            encoder.set_restart_interval(self.restarts);
        })
    }
}

fn source() -> impl Strategy<Value = Source> {
    use SamplingFactor::{F_1_1, F_1_2, F_2_1, F_2_2, F_4_1, F_4_2};
    let sides = prop_oneof![(1..40_u32, 1..40_u32), (500..1200_u32, 1..90_u32), (1..60_u32, 400..700_u32)];
    let sampling = prop::sample::select(vec![F_1_1, F_2_1, F_1_2, F_2_2, F_4_1, F_4_2]);
    let restarts = prop_oneof![3 => Just(0_u16), 2 => 1..60_u16];
    let colour =
        prop::sample::select(vec![ColorType::Rgb, ColorType::Rgb, ColorType::Luma, ColorType::CmykAsYcck]);
    (sides, sampling, restarts, colour, any::<u32>()).prop_map(
        |((width_px, height_px), sampling, restarts, colour, seed)| Source {
            width_px,
            height_px,
            // Four components have no room for more blocks in a unit (T.81, B.2.3).
            sampling: if matches!(colour, ColorType::CmykAsYcck) { F_2_1 } else { sampling },
            restarts,
            colour,
            seed,
        },
    )
}

/// The whole as libjpeg-turbo decodes it; inks are left to the program's own whole.
fn whole(jpeg: &[u8], colour: ColorType) -> RgbImage {
    if matches!(colour, ColorType::CmykAsYcck) {
        return part(jpeg, Region::Full);
    }
    full(jpeg)
}

fn part(jpeg: &[u8], region: Region) -> RgbImage {
    let found = baozhai::image::probe(jpeg, &Limits::default()).expect("is taken");
    let (rotation, quality) = (Rotation::NONE, Quality::Default);
    let parameters = Parameters { region, size: Size::MAX, rotation, quality, format: Format::Png };
    let recipe = parameters.of((found.width_px, found.height_px), &SizeLimits::default()).expect("is inside");
    decoded(&render(jpeg, &recipe, &Limits::default()).expect("is made").bytes)
}

#[track_caller]
fn assert_same_there(jpeg: &[u8], whole: &RgbImage, [left, top, width, height]: [u32; 4]) {
    let expected = image::imageops::crop_imm(whole, left, top, width, height).to_image();
    let found = part(jpeg, Region::Pixels([left, top, width, height]));
    assert_eq!(found.dimensions(), expected.dimensions());
    let differing =
        found.pixels().zip(expected.pixels()).filter(|(found, expected)| found != expected).count();
    assert_eq!(differing, 0, "pixels differ in {left},{top},{width},{height}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn every_part_is_as_the_whole_has_it(
        source in source(),
        regions in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64), 1..4),
    ) {
        let jpeg = source.encoded();
        let whole = whole(&jpeg, source.colour);
        prop_assert_eq!(whole.dimensions(), (source.width_px, source.height_px));
        for (left, top, width, height) in regions {
            let at = |share: f64, side_px: u32| (share * f64::from(side_px)) as u32;
            let (left, top) = (at(left, source.width_px), at(top, source.height_px));
            let (width, height) = (at(width, source.width_px - left) + 1, at(height, source.height_px - top) + 1);
            let (width, height) = (width.min(source.width_px - left), height.min(source.height_px - top));
            assert_same_there(&jpeg, &whole, [left, top, width, height]);
        }
    }
}

#[test]
fn tiles_of_photographs_are_as_the_whole_has_them() {
    // Baseline 4:2:0, baseline 4:4:4, progressive.
    for name in
        ["analogpattern_by_Peter_Nerlich.jpg", "umang_by_Abhishek_Mudgal.jpg", "Wine_by_Jakkub_Mede.jpg"]
    {
        let jpeg = camera(name);
        let whole = full(&jpeg);
        let (width_px, height_px) = whole.dimensions();
        for (column, row) in [(0, 0), (2, 1), ((width_px - 1) / 512, (height_px - 1) / 512)] {
            let (left, top) = (column * 512, row * 512);
            assert_same_there(&jpeg, &whole, [left, top, 512.min(width_px - left), 512.min(height_px - top)]);
        }
    }
}

/// All of it at once, by the library alone.
fn full(jpeg: &[u8]) -> RgbImage {
    let made = turbojpeg::decompress(jpeg, turbojpeg::PixelFormat::RGB).expect("decodes");
    RgbImage::from_raw(made.width as u32, made.height as u32, made.pixels).expect("has its sides")
}
