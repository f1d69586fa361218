//! Encoding: from sRGB pixels to bytes, without metadata but for a credit.

use std::borrow::Cow;

use image::{DynamicImage, ExtendedColorType, ImageEncoder as _};

use super::turbo::{self, Chroma};
use super::{Format, RenderError, colour};

/// The longest side each format can say; JPEG's is libjpeg's.
fn longest_side_px(format: Format) -> u32 {
    match format {
        Format::Jpeg => 65_500,
        Format::WebP => 16_383,
        Format::Png | Format::Tiff => u32::MAX,
    }
}

/// The archive's quality for a format, 1 to 100: where SSIM stops gaining on what bytes cost.
fn quality(format: Format) -> u8 {
    match format {
        Format::Jpeg => 80,
        Format::WebP => 78,
        Format::Png | Format::Tiff => 100,
    }
}

/// Encodes `Luma8`, `Rgb8` or `Rgba8` pixels in the archive's quality.
pub(super) fn encode(pixels: &DynamicImage, format: Format, chroma: Chroma) -> Result<Vec<u8>, RenderError> {
    let longest_px = longest_side_px(format);
    if pixels.width().max(pixels.height()) > longest_px {
        return Err(RenderError::TooLongForFormat { format, longest_px });
    }
    match format {
        Format::Jpeg => turbo::encode(&opaque(pixels), quality(format), chroma),
        Format::Png => png(pixels),
        Format::WebP => webp(pixels, quality(format), 4),
        Format::Tiff => Err(failed("TIFF is not made")),
    }
}

/// JPEG knows no transparency: the paper shows through.
fn opaque(pixels: &DynamicImage) -> Cow<'_, DynamicImage> {
    match pixels {
        DynamicImage::ImageRgba8(rgba) => Cow::Owned(colour::lay_on_paper(rgba).into()),
        opaque => Cow::Borrowed(opaque),
    }
}

fn png(pixels: &DynamicImage) -> Result<Vec<u8>, RenderError> {
    let colour = match pixels {
        DynamicImage::ImageLuma8(_) => ExtendedColorType::L8,
        DynamicImage::ImageRgb8(_) => ExtendedColorType::Rgb8,
        _ => ExtendedColorType::Rgba8,
    };
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(pixels.as_bytes(), pixels.width(), pixels.height(), colour)
        .map_err(|error| failed(&error.to_string()))?;
    Ok(bytes)
}

/// Lossy; `method` is libwebp's effort, 0 (fast) to 6 (small).
pub(super) fn webp(pixels: &DynamicImage, quality: u8, method: i32) -> Result<Vec<u8>, RenderError> {
    let mut config = ::webp::WebPConfig::new().map_err(|()| failed("WebP set-up"))?;
    config.quality = f32::from(quality.min(100));
    config.method = method;
    let colour;
    let encoder = match pixels {
        DynamicImage::ImageRgb8(rgb) => ::webp::Encoder::from_rgb(rgb, rgb.width(), rgb.height()),
        DynamicImage::ImageRgba8(rgba) => ::webp::Encoder::from_rgba(rgba, rgba.width(), rgba.height()),
        gray => {
            colour = gray.to_rgb8();
            ::webp::Encoder::from_rgb(&colour, colour.width(), colour.height())
        }
    };
    let bytes = encoder.encode_advanced(&config).map_err(|error| failed(&format!("{error:?}")))?;
    Ok(bytes.to_vec())
}

fn failed(reason: &str) -> RenderError {
    RenderError::Encoding { reason: reason.into() }
}
