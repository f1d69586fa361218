//! Colour: whatever a file holds becomes 8-bit sRGB or gray on paper.

use std::sync::Arc;

use image::imageops::{BiLevel, dither};
use image::{DynamicImage, GrayImage, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

/// What shows through transparent pixels: the paper of the site, `#FBF8F1`.
pub(super) const PAPER: [u8; 3] = [0xFB, 0xF8, 0xF1];

/// Gives `Luma8` or `Rgb8` in sRGB, without alpha.
///
/// Eight bits without alpha are converted where they lie; the others are copied. A profile of another kind
/// than the pixels, or one that cannot be read, is left out.
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
            // Converted before it is laid on paper: the colour of the paper is sRGB already.
            let mut rgba = pixels.into_rgba8();
            if let Some(profile) = profile {
                convert_in_place(&profile, Layout::Rgba, &mut rgba, 4);
            }
            lay_on_paper(&rgba).into()
        }
        (true, false) => {
            let mut rgb = pixels.into_rgb8();
            if let Some(profile) = profile {
                convert_in_place(&profile, Layout::Rgb, &mut rgb, 3);
            }
            rgb.into()
        }
    }
}

/// Pixels that are converted at once.
const RUN_PX: usize = 4096;

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

/// Converts to sRGB a few rows' worth at a time; leaves alone what does not go together.
fn convert_in_place(profile: &ColorProfile, layout: Layout, pixels: &mut [u8], samples: usize) {
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default())
    else {
        return;
    };
    let mut converted = vec![0; RUN_PX * samples];
    for run in pixels.chunks_mut(RUN_PX * samples) {
        let converted = &mut converted[..run.len()];
        if transform.transform(run, converted).is_ok() {
            run.copy_from_slice(converted);
        }
    }
}

/// How four inks become light: by their profile, or without one as screens show them.
pub(super) struct Inks {
    by_profile: Option<Arc<dyn TransformExecutor<u8> + Send + Sync>>,
    /// Whether 255 stands for no ink, not for all of it.
    reversed: bool,
}

impl Inks {
    /// A profile of another kind, or one that cannot be read, counts for none.
    pub(super) fn new(profile: Option<&[u8]>, reversed: bool) -> Inks {
        let profile = profile.and_then(|icc| ColorProfile::new_from_slice(icc).ok());
        let by_profile =
            profile.filter(|profile| profile.color_space == DataColorSpace::Cmyk).and_then(|own| {
                let srgb = ColorProfile::new_srgb();
                // The library's layout of any four samples: here they are inks, without alpha.
                own.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgb, TransformOptions::default()).ok()
            });
        Inks { by_profile, reversed }
    }

    /// Four samples a pixel become three, from the beginning of the bytes; gives how many there are then.
    pub(super) fn to_srgb_in_place(&self, samples: &mut [u8]) -> usize {
        let mut ink = Vec::with_capacity(RUN_PX * 4);
        let mut light = vec![0; RUN_PX * 3];
        let mut to = 0;
        for from in (0..samples.len() / 4 * 4).step_by(RUN_PX * 4) {
            let run = &samples[from..(from + RUN_PX * 4).min(samples.len() / 4 * 4)];
            ink.clear();
            ink.extend(run.iter().map(|sample| if self.reversed { 255 - sample } else { *sample }));
            let light = &mut light[..ink.len() / 4 * 3];
            self.to_srgb(&ink, light);
            // Three go where four were read, so writing never overtakes reading.
            samples[to..to + light.len()].copy_from_slice(light);
            to += light.len();
        }
        to
    }

    /// Four samples a pixel (0: no ink) to three.
    fn to_srgb(&self, ink: &[u8], light: &mut [u8]) {
        if let Some(by_profile) = &self.by_profile
            && by_profile.transform(ink, light).is_ok()
        {
            return;
        }
        for (ink, light) in ink.chunks_exact(4).zip(light.chunks_exact_mut(3)) {
            for (ink_part, light_part) in ink.iter().zip(light) {
                let both = u32::from(255 - ink_part) * u32::from(255 - ink[3]);
                *light_part = ((both + 127) / 255) as u8;
            }
        }
    }
}

/// Black and white, in whose density the grays are kept (Floyd and Steinberg).
pub(super) fn to_bitonal(pixels: DynamicImage) -> DynamicImage {
    let mut gray = match pixels {
        DynamicImage::ImageRgba8(rgba) => DynamicImage::from(lay_on_paper(&rgba)).into_luma8(),
        opaque => opaque.into_luma8(),
    };
    let (width_px, height_px) = gray.dimensions();
    if width_px == 1 {
        // The library panics at a single column (image-rs/image#2969): laid down, and a pixel longer.
        let mut row = GrayImage::from_fn(height_px + 1, 1, |x, _| *gray.get_pixel(0, x.min(height_px - 1)));
        dither(&mut row, &BiLevel);
        return GrayImage::from_fn(1, height_px, |_, y| *row.get_pixel(y, 0)).into();
    }
    dither(&mut gray, &BiLevel);
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
