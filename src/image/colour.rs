//! Colour: whatever a file holds becomes 8-bit sRGB or gray on paper.

use image::{DynamicImage, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// What shows through transparent pixels: the paper of the site, `#FBF8F1`.
pub(super) const PAPER: [u8; 3] = [0xFB, 0xF8, 0xF1];

/// Gives `Luma8` or `Rgb8` in sRGB, without alpha.
///
/// Meant for pictures already made small: it copies. A profile of another kind than the pixels (that of a
/// CMYK JPEG, whose pixels the decoder has turned to RGB) or one that cannot be read is left out.
pub(super) fn to_srgb(pixels: DynamicImage, profile: Option<&[u8]>) -> DynamicImage {
    let has_alpha = pixels.color().has_alpha();
    let has_colour = pixels.color().has_color();
    let profile = profile.and_then(|icc| ColorProfile::new_from_slice(icc).ok());
    match (has_colour, has_alpha) {
        (false, false) => {
            let gray = pixels.into_luma8();
            let (width_px, height_px) = gray.dimensions();
            let rgb = profile.and_then(|profile| convert(&profile, Layout::Gray, gray.as_raw(), 3));
            match rgb.and_then(|rgb| RgbImage::from_raw(width_px, height_px, rgb)) {
                Some(rgb) => rgb.into(),
                None => gray.into(),
            }
        }
        (_, true) => {
            let mut rgba = pixels.into_rgba8();
            if has_colour
                && let Some(profile) = profile
                && let Some(converted) = convert(&profile, Layout::Rgba, rgba.as_raw(), 4)
            {
                rgba.copy_from_slice(&converted);
            }
            lay_on_paper(&rgba).into()
        }
        (true, false) => {
            let mut rgb = pixels.into_rgb8();
            if let Some(profile) = profile
                && let Some(converted) = convert(&profile, Layout::Rgb, rgb.as_raw(), 3)
            {
                rgb.copy_from_slice(&converted);
            }
            rgb.into()
        }
    }
}

/// Levels by which a colour may differ and still pass for the same.
const UNSEEN_LEVELS: u8 = 2;

/// Whether converting by the profile would change what is seen. Most cameras write sRGB in other words.
pub(super) fn matters(profile: &[u8]) -> bool {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return false };
    let steps = || (0..=8_u16).map(|step| (step * 255 / 8) as u8);
    let colours: Vec<u8> =
        steps().flat_map(|r| steps().flat_map(move |g| steps().flat_map(move |b| [r, g, b]))).collect();
    let (from, layout) = match profile.color_space {
        DataColorSpace::Rgb => (colours, Layout::Rgb),
        DataColorSpace::Gray => (steps().collect(), Layout::Gray),
        _ => return false,
    };
    let each = if layout == Layout::Gray { 3 } else { 1 };
    let to = convert(&profile, layout, &from, 3).unwrap_or_default();
    let before = from.iter().flat_map(|level| std::iter::repeat_n(*level, each));
    to.iter().zip(before).any(|(to, from)| to.abs_diff(from) > UNSEEN_LEVELS)
}

/// Converts to sRGB with `samples` to a pixel; `None` where profile and pixels do not go together.
fn convert(profile: &ColorProfile, layout: Layout, from: &[u8], samples: usize) -> Option<Vec<u8>> {
    let (kind, to_layout) = match layout {
        Layout::Gray => (DataColorSpace::Gray, Layout::Rgb),
        same => (DataColorSpace::Rgb, same),
    };
    if profile.color_space != kind {
        return None;
    }
    let pixels = if layout == Layout::Gray { from.len() } else { from.len() / samples };
    let mut to = vec![0; pixels * samples];
    let srgb = ColorProfile::new_srgb();
    let transform =
        profile.create_transform_8bit(layout, &srgb, to_layout, TransformOptions::default()).ok()?;
    transform.transform(from, &mut to).ok()?;
    Some(to)
}

/// Black and white, in whose density the grays are kept (Floyd and Steinberg).
pub(super) fn to_bitonal(pixels: DynamicImage) -> DynamicImage {
    let mut gray = match pixels {
        DynamicImage::ImageRgba8(rgba) => DynamicImage::from(lay_on_paper(&rgba)).into_luma8(),
        opaque => opaque.into_luma8(),
    };
    image::imageops::dither(&mut gray, &image::imageops::BiLevel);
    gray.into()
}

/// Lets the paper of the site show through.
pub(super) fn lay_on_paper(rgba: &image::RgbaImage) -> RgbImage {
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0.map(u32::from);
        let mix = |ink: u32, paper: u8| ((ink * a + u32::from(paper) * (255 - a) + 127) / 255) as u8;
        image::Rgb([mix(r, PAPER[0]), mix(g, PAPER[1]), mix(b, PAPER[2])])
    })
}
