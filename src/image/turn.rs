//! Turning pixels: mirrors, quarter turns, and any other angle.

use image::{DynamicImage, GenericImageView as _, ImageBuffer, Pixel, RgbaImage, imageops};

use super::Rotation;

/// Turns a picture clockwise, mirrored first if so asked. Other angles than quarter turns give `Rgba8` with
/// clear corners, in the smallest upright box that holds the picture.
pub(super) fn turn(mut picture: DynamicImage, rotation: Rotation) -> DynamicImage {
    if rotation.mirrored {
        imageops::flip_horizontal_in_place(&mut picture);
    }
    match rotation.quarter_turns() {
        Some(0) => picture,
        Some(1) => picture.rotate90(),
        Some(2) => picture.rotate180(),
        Some(_) => picture.rotate270(),
        None => by_angle(&picture, f64::from(rotation.millidegrees) / 1000.0).into(),
    }
}

/// Width and height of a turned picture.
pub(super) fn turned_sides((width_px, height_px): (u32, u32), rotation: Rotation) -> (u32, u32) {
    match rotation.quarter_turns() {
        Some(0 | 2) => (width_px, height_px),
        Some(_) => (height_px, width_px),
        None => {
            let (sin, cos) = (f64::from(rotation.millidegrees) / 1000.0).to_radians().sin_cos();
            let (width, height) = (f64::from(width_px), f64::from(height_px));
            let side = |px: f64| ((px - 1e-6).ceil() as u32).max(1);
            (side(width * cos.abs() + height * sin.abs()), side(width * sin.abs() + height * cos.abs()))
        }
    }
}

/// Each pixel of the new picture from the four around its place in the old one. (`imageproc` turns within
/// the old box; a library for this alone is not worth its weight.)
fn by_angle(picture: &DynamicImage, degrees: f64) -> RgbaImage {
    let rotation = Rotation { mirrored: false, millidegrees: (degrees * 1000.0).round() as u32 };
    let (width_px, height_px) = turned_sides(picture.dimensions(), rotation);
    let from = picture.to_rgba8();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let middle = |px: u32| f64::from(px) / 2.0;
    let (to_x, to_y) = (middle(width_px), middle(height_px));
    let (from_x, from_y) = (middle(from.width()), middle(from.height()));
    ImageBuffer::from_fn(width_px, height_px, |x, y| {
        let (right, down) = (f64::from(x) + 0.5 - to_x, f64::from(y) + 0.5 - to_y);
        sample(&from, right * cos + down * sin + from_x - 0.5, down * cos - right * sin + from_y - 0.5)
    })
}

/// Bilinear; clear beyond the edges, softly over the last pixel.
fn sample(from: &RgbaImage, x: f64, y: f64) -> image::Rgba<u8> {
    let (left, top) = (x.floor(), y.floor());
    let (right_share, lower_share) = (x - left, y - top);
    let mut sums = [0.0; 4];
    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let share = (if dx == 1 { right_share } else { 1.0 - right_share })
            * (if dy == 1 { lower_share } else { 1.0 - lower_share });
        let (at_x, at_y) = (left as i64 + dx, top as i64 + dy);
        let (Ok(at_x), Ok(at_y)) = (u32::try_from(at_x), u32::try_from(at_y)) else { continue };
        let Some(pixel) = from.get_pixel_checked(at_x, at_y) else { continue };
        let alpha = share * f64::from(pixel.0[3]);
        for (sum, part) in sums.iter_mut().zip(pixel.to_rgb().0) {
            *sum += alpha * f64::from(part);
        }
        sums[3] += alpha;
    }
    let [r, g, b, alpha] = sums;
    let colour = |sum: f64| if alpha > 0.0 { (sum / alpha).round() as u8 } else { 0 };
    image::Rgba([colour(r), colour(g), colour(b), alpha.round() as u8])
}
