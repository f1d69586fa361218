//! One picture of another: decode, make small, turn upright, to sRGB, encode.
//!
//! The order is for memory: the full-size pixels exist once and are touched once, by the resizer; all
//! that copies comes after.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

use super::decode::{self, Decoded};
use super::{Format, Limits, Probe, ProbeError, Size, TooWide, colour, encode, probe};

/// What to make of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Recipe {
    /// How large.
    pub size: Size,
    /// In which format.
    pub format: Format,
    /// Encoder quality, 1 to 100; other values are clamped, PNG has none.
    pub quality: u8,
}

impl Recipe {
    /// A recipe with the archive's quality for the format: JPEG 82, WebP 78.
    pub fn new(size: Size, format: Format) -> Recipe {
        let quality = match format {
            Format::Jpeg => 82,
            Format::WebP => 78,
            Format::Png => 100,
        };
        Recipe { size, format, quality }
    }
}

/// A finished picture: upright, sRGB or gray, without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The encoded file.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
}

/// Why a picture could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The original is refused or cannot be decoded.
    #[error(transparent)]
    Original(#[from] ProbeError),
    /// The size would enlarge the original.
    #[error(transparent)]
    TooWide(#[from] TooWide),
    /// The format cannot say sides that long.
    #[error("{} holds at most {longest_px} px on a side", .format.media_type())]
    TooLongForFormat {
        /// The format asked for.
        format: Format,
        /// Its longest side.
        longest_px: u32,
    },
    /// Resizing failed, which no original should bring about.
    #[error("resizing failed: {reason}")]
    Resizing {
        /// The resizer's words, for the log.
        reason: String,
    },
    /// Encoding failed, which no original should bring about.
    #[error("encoding failed: {reason}")]
    Encoding {
        /// The encoder's words, for the log.
        reason: String,
    },
}

/// Makes a picture in the calling thread.
///
/// # Errors
/// See [`RenderError`].
pub fn render(bytes: &[u8], recipe: &Recipe, limits: &Limits) -> Result<Rendered, RenderError> {
    render_probed(bytes, &probe(bytes, limits)?, recipe, limits)
}

/// As [`render()`], of bytes that have been probed already.
pub(super) fn render_probed(
    bytes: &[u8],
    probe: &Probe,
    recipe: &Recipe,
    limits: &Limits,
) -> Result<Rendered, RenderError> {
    let sides_px = recipe.size.of((probe.width_px, probe.height_px))?;
    let pixels = upright_pixels(bytes, probe, sides_px, limits)?;
    Ok(Rendered {
        bytes: encode::encode(&pixels, recipe.format, recipe.quality)?,
        width_px: pixels.width(),
        height_px: pixels.height(),
    })
}

/// Gives `Luma8` or `Rgb8` pixels of exactly the upright sides, in sRGB.
pub(super) fn upright_pixels(
    bytes: &[u8],
    probe: &Probe,
    upright_px: (u32, u32),
    limits: &Limits,
) -> Result<DynamicImage, RenderError> {
    let Decoded { pixels, profile } = decode::decode(bytes, probe, limits)?;
    let stored = resize(pixels, probe.orientation.turn_sides(upright_px))?;
    let mut pixels = colour::to_srgb(stored, profile.as_deref());
    pixels.apply_orientation(probe.orientation.turn());
    Ok(pixels)
}

/// Lanczos3 over the whole original, so that fine courses of brick do not moiré.
fn resize(from: DynamicImage, (width_px, height_px): (u32, u32)) -> Result<DynamicImage, RenderError> {
    if (from.width(), from.height()) == (width_px, height_px) {
        return Ok(from);
    }
    let mut to = DynamicImage::new(width_px, height_px, from.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize(&from, &mut to, &options)
        .map_err(|error| RenderError::Resizing { reason: error.to_string() })?;
    Ok(to)
}
