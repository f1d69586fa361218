//! Making pixels fewer, or more.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage};

use super::RenderError;

/// A part of a picture, in its pixels; a fraction of a pixel counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crop {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Crop {
    /// Takes off what rounding has put over the edges.
    pub(super) fn within(self, width_px: u32, height_px: u32) -> Crop {
        // The resizer refuses a part that reaches over an edge by the least.
        let (left, top) = (self.left.max(0.0), self.top.max(0.0));
        let width = self.width.min(f64::from(width_px) - left);
        Crop { left, top, width, height: self.height.min(f64::from(height_px) - top) }
    }

    /// The whole pixels it is, if it is just that.
    fn aligned(&self) -> Option<(u32, u32, u32, u32)> {
        let sides = [self.left, self.top, self.width, self.height];
        sides.iter().all(|side| side.fract() == 0.0).then_some((
            self.left as u32,
            self.top as u32,
            self.width as u32,
            self.height as u32,
        ))
    }
}

/// Lanczos3 over `Luma8` or `Rgb8`, so that fine courses of brick do not moiré. Pixels around the part take
/// part in its edges, as they do where the part is cut out of the whole.
pub(super) fn resize(
    from: &DynamicImage,
    crop: Crop,
    (width_px, height_px): (u32, u32),
) -> Result<DynamicImage, RenderError> {
    if let Some((left, top, width, height)) = crop.aligned()
        && (width, height) == (width_px, height_px)
    {
        // There is nothing to work out, so the pixels stay what they are, to the bit.
        return part(from, (left, top, width, height)).ok_or_else(sides_differ);
    }
    let kind = if from.color().has_color() { PixelType::U8x3 } else { PixelType::U8 };
    let source = ImageRef::new(from.width(), from.height(), from.as_bytes(), kind)
        .map_err(|error| failed(error.to_string()))?;
    let mut to = Image::new(width_px, height_px, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
        crop.left,
        crop.top,
        crop.width,
        crop.height,
    );
    Resizer::new().resize(&source, &mut to, &options).map_err(|error| failed(error.to_string()))?;
    picture(width_px, height_px, to.into_vec()).ok_or_else(sides_differ)
}

/// A picture of so many bytes: one to a pixel is gray, three are colour.
pub(super) fn picture(width_px: u32, height_px: u32, pixels: Vec<u8>) -> Option<DynamicImage> {
    if pixels.len() == width_px as usize * height_px as usize {
        return GrayImage::from_raw(width_px, height_px, pixels).map(DynamicImage::from);
    }
    RgbImage::from_raw(width_px, height_px, pixels).map(DynamicImage::from)
}

/// Whole rows at a time; `image` cuts pixel by pixel.
fn part(from: &DynamicImage, (left, top, width, height): (u32, u32, u32, u32)) -> Option<DynamicImage> {
    let samples = usize::from(from.color().channel_count());
    let pitch = from.width() as usize * samples;
    let (begin, length) = (left as usize * samples, width as usize * samples);
    let mut pixels = Vec::with_capacity(length * height as usize);
    for row in from.as_bytes().chunks_exact(pitch).skip(top as usize).take(height as usize) {
        pixels.extend_from_slice(row.get(begin..begin + length)?);
    }
    picture(width, height, pixels)
}

fn failed(reason: String) -> RenderError {
    RenderError::Resizing { reason }
}

fn sides_differ() -> RenderError {
    failed("sides and pixels do not agree".into())
}
