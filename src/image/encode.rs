//! Encoding: from small sRGB pixels to bytes, without metadata.

use image::{DynamicImage, ExtendedColorType, ImageEncoder as _};
use jpeg_encoder::{ColorType, SamplingFactor};

use super::{Format, RenderError};

/// The longest side JPEG's 16-bit fields and WebP's 14-bit fields can say.
fn longest_side_px(format: Format) -> u32 {
    match format {
        Format::Jpeg => 65_535,
        Format::Png => u32::MAX,
        Format::WebP => 16_383,
    }
}

/// Encodes `Luma8` or `Rgb8` pixels; `quality` is 1 to 100 and means nothing to PNG.
pub(super) fn encode(pixels: &DynamicImage, format: Format, quality: u8) -> Result<Vec<u8>, RenderError> {
    let longest_px = longest_side_px(format);
    if pixels.width().max(pixels.height()) > longest_px {
        return Err(RenderError::TooLongForFormat { format, longest_px });
    }
    match format {
        Format::Jpeg => jpeg(pixels, quality),
        Format::Png => png(pixels),
        Format::WebP => webp(pixels, quality, 4),
    }
}

/// Baseline, 4:2:0 chroma, one scan. (Huffman tables of its own would save a twentieth, but
/// `jpeg-encoder` then writes a scan for each component, which some readers decode wrongly.)
fn jpeg(pixels: &DynamicImage, quality: u8) -> Result<Vec<u8>, RenderError> {
    let colour = if pixels.color().has_color() { ColorType::Rgb } else { ColorType::Luma };
    let side = |px: u32| u16::try_from(px).map_err(|_| failed("side"));
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality.clamp(1, 100));
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(pixels.as_bytes(), side(pixels.width())?, side(pixels.height())?, colour)
        .map_err(|error| failed(&error.to_string()))?;
    Ok(bytes)
}

fn png(pixels: &DynamicImage) -> Result<Vec<u8>, RenderError> {
    let colour = if pixels.color().has_color() { ExtendedColorType::Rgb8 } else { ExtendedColorType::L8 };
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
    let rgb = pixels.to_rgb8();
    let encoder = ::webp::Encoder::from_rgb(&rgb, rgb.width(), rgb.height());
    let bytes = encoder.encode_advanced(&config).map_err(|error| failed(&format!("{error:?}")))?;
    Ok(bytes.to_vec())
}

fn failed(reason: &str) -> RenderError {
    RenderError::Encoding { reason: reason.into() }
}
