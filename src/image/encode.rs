//! Encoding: from sRGB pixels to bytes, without metadata but for a credit.

use std::borrow::Cow;

use image::{DynamicImage, ExtendedColorType, ImageEncoder as _};

use super::turbo::{self, Chroma};
use super::{Format, RenderError, colour, credit};

/// The longest side each format can say; JPEG's is libjpeg's.
fn longest_side_px(format: Format) -> u32 {
    match format {
        Format::Jpeg => 65_500,
        Format::WebP => 16_383,
        Format::Png | Format::Tiff | Format::Heic | Format::Avif => u32::MAX,
    }
}

/// What the encoders are set to. Whatever changes how a derivative looks is a field here: all of them stand in the name
/// of every derivative ([`settings`]), so that none made otherwise is taken from a cache.
#[derive(Debug, Clone, Copy)]
struct Settings {
    /// Where SSIM stops gaining on what bytes cost, by each encoder's own measure of 1 to 100.
    jpeg_quality: u8,
    webp_quality: u8,
    avif_quality: f32,
    /// libwebp's effort, 0 (fast) to 6 (small).
    webp_effort: i32,
    /// rav1e's speed, 1 (small) to 10 (fast).
    avif_speed: u8,
}

const SETTINGS: Settings =
    Settings { jpeg_quality: 80, webp_quality: 78, avif_quality: 62.0, webp_effort: 4, avif_speed: 8 };

/// The settings as a text that differs when they do.
pub(super) fn settings() -> String {
    format!("{SETTINGS:?}")
}

/// Encodes `Luma8`, `Rgb8` or `Rgba8` pixels in the archive's quality, with a credit if there is one.
pub(super) fn encode(
    pixels: &DynamicImage,
    format: Format,
    chroma: Chroma,
    credit: Option<&str>,
) -> Result<Vec<u8>, RenderError> {
    let longest_px = longest_side_px(format);
    if pixels.width().max(pixels.height()) > longest_px {
        return Err(RenderError::TooLongForFormat { format, longest_px });
    }
    let bytes = match format {
        Format::Jpeg => turbo::encode(&opaque(pixels), SETTINGS.jpeg_quality, chroma)?,
        Format::Png => png(pixels)?,
        Format::WebP => webp(pixels, SETTINGS.webp_quality, SETTINGS.webp_effort)?,
        // With its credit: `credit::sign` cannot write into this format.
        Format::Avif => return avif(pixels, credit),
        Format::Tiff | Format::Heic => {
            return Err(failed(&format!("{} is not made", format.media_type())));
        }
    };
    match credit {
        Some(credit) => credit::sign(bytes, format, credit),
        None => Ok(bytes),
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

/// Lossy.
pub(super) fn webp(pixels: &DynamicImage, quality: u8, effort: i32) -> Result<Vec<u8>, RenderError> {
    let mut config = ::webp::WebPConfig::new().map_err(|()| failed("WebP set-up"))?;
    config.quality = f32::from(quality.min(100));
    config.method = effort;
    let colour;
    let encoder = match pixels {
        DynamicImage::ImageRgb8(rgb) => ::webp::Encoder::from_rgb(rgb, rgb.width(), rgb.height()),
        DynamicImage::ImageRgba8(rgba) => ::webp::Encoder::from_rgba(rgba, rgba.width(), rgba.height()),
        // libwebp takes no gray.
        gray => {
            colour = gray.to_rgb8();
            ::webp::Encoder::from_rgb(&colour, colour.width(), colour.height())
        }
    };
    let bytes = encoder.encode_advanced(&config).map_err(|error| failed(&format!("{error:?}")))?;
    Ok(bytes.to_vec())
}

/// On one thread: it is made while nobody waits for it.
fn avif(pixels: &DynamicImage, credit: Option<&str>) -> Result<Vec<u8>, RenderError> {
    let mut encoder = ravif::Encoder::new()
        .with_quality(SETTINGS.avif_quality)
        .with_speed(SETTINGS.avif_speed)
        .with_num_threads(Some(1));
    if let Some(credit) = credit {
        encoder = encoder.with_exif(credit::exif(credit));
    }
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let encoded = if pixels.color().has_alpha() {
        let own: Vec<_> = pixels.to_rgba8().pixels().map(|pixel| pixel.0.into()).collect();
        encoder.encode_rgba(ravif::Img::new(&own[..], width, height))
    } else {
        let own: Vec<_> = pixels.to_rgb8().pixels().map(|pixel| pixel.0.into()).collect();
        encoder.encode_rgb(ravif::Img::new(&own[..], width, height))
    };
    encoded.map(|encoded| encoded.avif_file).map_err(|error| failed(&error.to_string()))
}

fn failed(reason: &str) -> RenderError {
    RenderError::Encoding { reason: reason.into() }
}
