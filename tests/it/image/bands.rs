//! Large pictures of pixels are read and copied some rows at a time; what is made of them knows nothing of that.

use baozhai::image::{Limits, Parameters, SizeLimits, placeholder, probe, probe_fully, render};
use image::{DynamicImage, GrayImage, ImageBuffer, Luma, Rgb, RgbImage, Rgba};
use tiff::encoder::{TiffEncoder, colortype};

use super::pictures::{decoded, png};

/// More than four megapixels, in odd sides.
const SIDES_PX: (u32, u32) = (2003, 2011);

fn colour(x: u32, y: u32) -> [u8; 3] {
    [
        (x * 200 / SIDES_PX.0) as u8,
        (y * 230 / SIDES_PX.1) as u8,
        200 - ((x + y) / 16 % 400).abs_diff(200) as u8,
    ]
}

fn scene() -> RgbImage {
    RgbImage::from_fn(SIDES_PX.0, SIDES_PX.1, |x, y| Rgb(colour(x, y)))
}

/// In strips of so many rows.
fn in_strips(rows: u32, scene: &RgbImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).expect("begins");
    let mut picture = encoder.new_image::<colortype::RGB8>(SIDES_PX.0, SIDES_PX.1).expect("begins");
    picture.rows_per_strip(rows).expect("may be set");
    picture.write_data(scene.as_raw()).expect("is written");
    bytes.into_inner()
}

#[track_caller]
fn assert_is_scene(bytes: &[u8], name: &str, right: impl Fn(u32, u32) -> [u8; 3]) {
    let limits = Limits::default();
    // A column through all of them.
    let (left_px, width_px) = (1200, 64);
    let asked =
        Parameters::parse(&format!("{left_px},0,{width_px},{}", SIDES_PX.1), "max", "0", "default.png");
    let recipe = asked.expect("is read").of(SIDES_PX, &SizeLimits::default()).expect("fits");
    let column = decoded(&render(bytes, &recipe, &limits).expect("is made").bytes);
    assert_eq!(column.dimensions(), (width_px, SIDES_PX.1), "{name}");
    for (x, y, pixel) in column.enumerate_pixels() {
        let right = right(left_px + x, y);
        let near = pixel.0.iter().zip(right).all(|(found, right)| found.abs_diff(right) <= 12);
        assert!(near, "{name}: {:?} instead of {right:?} at {x}, {y}", pixel.0);
    }
}

#[test]
fn png_of_few_and_of_many_samples() {
    let gray = |x, y| [colour(x, y)[1]; 3];
    let (width_px, height_px) = SIDES_PX;
    let doubled = |part: u8| u16::from(part) * 257;
    let kinds: [(&str, DynamicImage, bool); 2] = [
        ("gray", GrayImage::from_fn(width_px, height_px, |x, y| Luma([gray(x, y)[0]])).into(), false),
        (
            "sixteen bits with alpha",
            ImageBuffer::from_fn(width_px, height_px, |x, y| {
                let [r, g, b] = colour(x, y).map(doubled);
                Rgba([r, g, b, u16::MAX])
            })
            .into(),
            true,
        ),
    ];
    for (name, picture, has_colour) in kinds {
        let right = |x, y| if has_colour { colour(x, y) } else { gray(x, y) };
        assert_is_scene(&png(picture), name, right);
    }
}

#[test]
fn tiff_in_low_strips_and_in_one() {
    let scene = scene();
    for rows in [7, SIDES_PX.1] {
        assert_is_scene(&in_strips(rows, &scene), &format!("strips of {rows} rows"), colour);
    }
}

#[test]
fn the_rows_at_the_end_are_missed() {
    let scene = scene();
    let mut strips = in_strips(64, &scene);
    let whole = png(scene);
    // Two chunks of pixels are lost, behind which the file ends as it should.
    let end = whole.len() - 12;
    let cut = [&whole[..end / 2], &whole[end..]].concat();
    assert!(probe_fully(&cut, &Limits::default()).is_err());
    strips.truncate(strips.len() * 9 / 10);
    assert!(probe_fully(&strips, &Limits::default()).is_err());
}

#[test]
fn so_large_a_picture_is_held_in_part() {
    let scene = scene();
    for bytes in [in_strips(64, &scene), in_strips(300, &scene), png(scene)] {
        let found = probe(&bytes, &Limits::default()).expect("is taken");
        assert!(found.decode_bytes < 10 << 20, "{} MiB", found.decode_bytes >> 20);
    }
}

#[test]
fn its_placeholder_is_what_that_of_a_small_one_is() {
    let (width_px, height_px) = (9000, 7200);
    let bands = |width_px: u32, height_px: u32| {
        let picture = GrayImage::from_fn(width_px, height_px, |_, y| Luma([(y * 250 / height_px) as u8]));
        placeholder(&png(picture), &Limits::default()).expect("is made")
    };
    assert_eq!(bands(width_px, height_px), bands(900, 720));
}
