//! Turning pixels: mirrors, quarter turns, and any other angle.

use image::{DynamicImage, GenericImageView as _, RgbaImage, imageops};

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

/// Each pixel of the new picture from the four around its place in the old one. (`imageproc` turns within
/// the old box; a library for this alone is not worth its weight.)
fn by_angle(picture: &DynamicImage, degrees: f64) -> RgbaImage {
    // The box that the limits were held against (`SizeLimits::turned`) must be the one that is made.
    let rotation = Rotation { mirrored: false, millidegrees: (degrees * 1000.0).round() as u32 };
    let (width_px, height_px) = rotation.turn_sides(picture.dimensions());
    let from = picture.to_rgba8();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let middle = |px: u32| f64::from(px) / 2.0;
    let (to_x, to_y) = (middle(width_px), middle(height_px));
    let (from_x, from_y) = (middle(from.width()), middle(from.height()));
    let mut turned = RgbaImage::new(width_px, height_px);
    for (y, row) in turned.chunks_exact_mut(width_px as usize * 4).enumerate() {
        let (left, down) = (0.5 - to_x, y as f64 + 0.5 - to_y);
        let mut at = (left * cos + down * sin + from_x - 0.5, down * cos - left * sin + from_y - 0.5);
        for pixel in row.chunks_exact_mut(4) {
            if let Some(sampled) = sample(&from, at.0, at.1) {
                pixel.copy_from_slice(&sampled);
            }
            at = (at.0 + cos, at.1 - sin);
        }
    }
    turned
}

/// Bilinear; none where the picture does not reach, and softly over its last pixel.
fn sample(from: &RgbaImage, x: f64, y: f64) -> Option<[u8; 4]> {
    let (width, height) = (i64::from(from.width()), i64::from(from.height()));
    let (left, top) = (x.floor() as i64, y.floor() as i64);
    if left < -1 || top < -1 || left >= width || top >= height {
        return None;
    }
    let (right_share, lower_share) = ((x - left as f64) as f32, (y - top as f64) as f32);
    let pixels = from.as_raw();
    let at = |dx: i64, dy: i64| {
        let (x, y) = (left + dx, top + dy);
        let is_inside = (0..width).contains(&x) && (0..height).contains(&y);
        let start = ((y * width + x) * 4) as usize;
        if is_inside { pixels.get(start..start + 4) } else { None }
    };
    let mut sums = [0.0_f32; 4];
    for (dx, dy, share) in [
        (0, 0, (1.0 - right_share) * (1.0 - lower_share)),
        (1, 0, right_share * (1.0 - lower_share)),
        (0, 1, (1.0 - right_share) * lower_share),
        (1, 1, right_share * lower_share),
    ] {
        let Some(&[r, g, b, alpha]) = at(dx, dy).and_then(|pixel| pixel.first_chunk::<4>()) else { continue };
        // A clear pixel has a colour too, which means nothing and must not bleed in.
        let alpha = share * f32::from(alpha);
        sums[0] += alpha * f32::from(r);
        sums[1] += alpha * f32::from(g);
        sums[2] += alpha * f32::from(b);
        sums[3] += alpha;
    }
    let [r, g, b, alpha] = sums;
    let colour = |sum: f32| if alpha > 0.0 { (sum / alpha).round() as u8 } else { 0 };
    Some([colour(r), colour(g), colour(b), alpha.round() as u8])
}
