//! libjpeg-turbo, through its safe wrapper: the one file that knows it.
//!
//! Scaling is done while decoding, by the transform itself, in the steps that have fast code: 1, 1/2, 1/4
//! and 1/8. What it only warns of is a refusal here: a picture that is not whole is not shown as one.

use image::DynamicImage;
use turbojpeg::{
    Colorspace, Compressor, Decompressor, Image, PixelFormat, ScalingFactor, Subsamp, Transform, Transformer,
};

use super::colour::Inks;
use super::resize::picture;
use super::{ProbeError, RenderError};

/// How far a picture is made smaller while it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shrink {
    Whole,
    Half,
    Quarter,
    Eighth,
}

impl Shrink {
    /// The smallest picture first.
    const RISING: [Shrink; 4] = [Shrink::Eighth, Shrink::Quarter, Shrink::Half, Shrink::Whole];

    pub(super) fn divisor(self) -> u32 {
        match self {
            Shrink::Whole => 1,
            Shrink::Half => 2,
            Shrink::Quarter => 4,
            Shrink::Eighth => 8,
        }
    }

    /// The smallest that leaves `least` pixels for one, of a picture to be made `ratio` times smaller.
    pub(super) fn keeping(ratio: f64, least: f64) -> Shrink {
        let keeps = |shrink: &Shrink| ratio >= least * f64::from(shrink.divisor());
        Self::RISING.into_iter().find(keeps).unwrap_or(Shrink::Whole)
    }

    /// A side of the decoded picture, of a whole side in pixels.
    pub(super) fn of(self, side_px: u32) -> u32 {
        side_px.div_ceil(self.divisor())
    }
}

/// How chroma is kept in a JPEG.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Chroma {
    /// One sample a pixel, 4:4:4.
    Full,
    /// One sample to four pixels, 4:2:0.
    Quarter,
}

/// Decodes light to `Luma8` or `Rgb8`.
pub(super) fn decode(jpeg: &[u8], shrink: Shrink) -> Result<DynamicImage, ProbeError> {
    let (sides_px, pixels) = decode_raw(jpeg, shrink)?;
    picture(sides_px.0, sides_px.1, pixels).ok_or_else(sides_differ)
}

/// Decodes inks to `Rgb8`, in sRGB; the rows are turned to light where they lie.
pub(super) fn decode_inks(jpeg: &[u8], shrink: Shrink, inks: &Inks) -> Result<DynamicImage, ProbeError> {
    let (sides_px, mut pixels) = decode_raw(jpeg, shrink)?;
    let light_bytes = inks.to_srgb_in_place(&mut pixels);
    pixels.truncate(light_bytes);
    picture(sides_px.0, sides_px.1, pixels).ok_or_else(sides_differ)
}

/// Whether the file holds inks (CMYK or YCCK).
pub(super) fn has_inks(jpeg: &[u8]) -> Result<bool, ProbeError> {
    let header = turbojpeg::read_header(jpeg).map_err(damaged)?;
    Ok(matches!(header.colorspace, Colorspace::CMYK | Colorspace::YCCK))
}

/// One sample to a pixel, three, or with inks four.
fn decode_raw(jpeg: &[u8], shrink: Shrink) -> Result<((u32, u32), Vec<u8>), ProbeError> {
    let mut decoder = Decompressor::new().map_err(damaged)?;
    let header = decoder.read_header(jpeg).map_err(damaged)?;
    let factor = ScalingFactor::new(1, shrink.divisor() as usize);
    decoder.set_scaling_factor(factor).map_err(damaged)?;
    let (width, height) = (factor.scale(header.width), factor.scale(header.height));
    let format = match header.colorspace {
        Colorspace::Gray => PixelFormat::GRAY,
        Colorspace::CMYK | Colorspace::YCCK => PixelFormat::CMYK,
        _ => PixelFormat::RGB,
    };
    let pitch = width * format.size();
    let mut pixels = vec![0; pitch * height];
    decoder
        .decompress(jpeg, Image { pixels: &mut pixels[..], width, pitch, height, format })
        .map_err(damaged)?;
    Ok(((width as u32, height as u32), pixels))
}

/// Width and height as the header has them.
pub(super) fn sides(jpeg: &[u8]) -> Result<(u32, u32), ProbeError> {
    let header = turbojpeg::read_header(jpeg).map_err(damaged)?;
    Ok((header.width as u32, header.height as u32))
}

/// Pictures whose coefficients take more are written in the codes of the standard: to choose better ones, which
/// saves a twentieth, all of them are held. That is 24 megapixels with chroma for every pixel, else 48.
const MOST_FITTED_BYTES: u64 = 144_000_000;

/// Memory that encoding takes beside the pixels, in bytes; the file among it.
pub(super) fn encoding_bytes(px: u64) -> u64 {
    (px * 6).min(MOST_FITTED_BYTES) + px
}

/// Rows of a picture to be encoded: one sample to a pixel, or three.
pub(super) struct Rows<'a> {
    pub(super) samples: &'a [u8],
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) has_colour: bool,
}

/// Which Huffman codes a JPEG has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    /// Those of the standard (ITU-T T.81, K.3), the same for every picture.
    Standard,
    /// The best for the picture.
    Fitted,
}

/// Encodes `Luma8` or `Rgb8`: baseline, one scan.
pub(super) fn encode(pixels: &DynamicImage, quality: u8, chroma: Chroma) -> Result<Vec<u8>, RenderError> {
    let (width_px, height_px) = (pixels.width(), pixels.height());
    let has_colour = pixels.color().has_color();
    let px = u64::from(width_px) * u64::from(height_px);
    let held_bytes = match (has_colour, chroma) {
        (false, _) => px * 2,
        (true, Chroma::Quarter) => px * 3,
        (true, Chroma::Full) => px * 6,
    };
    let codes = if held_bytes <= MOST_FITTED_BYTES { Codes::Fitted } else { Codes::Standard };
    encode_rows(&Rows { samples: pixels.as_bytes(), width_px, height_px, has_colour }, quality, chroma, codes)
}

/// Encodes rows of light; with the same width, quality, chroma and standard codes the tables are the same.
pub(super) fn encode_rows(
    rows: &Rows<'_>,
    quality: u8,
    chroma: Chroma,
    codes: Codes,
) -> Result<Vec<u8>, RenderError> {
    let (format, subsamp) = match (rows.has_colour, chroma) {
        (false, _) => (PixelFormat::GRAY, Subsamp::Gray),
        (true, Chroma::Full) => (PixelFormat::RGB, Subsamp::None),
        (true, Chroma::Quarter) => (PixelFormat::RGB, Subsamp::Sub2x2),
    };
    let (width, height) = (rows.width_px as usize, rows.height_px as usize);
    let image = Image { pixels: rows.samples, width, pitch: width * format.size(), height, format };
    let mut encoder = Compressor::new().map_err(failed)?;
    encoder.set_quality(i32::from(quality.clamp(1, 100))).map_err(failed)?;
    encoder.set_subsamp(subsamp).map_err(failed)?;
    encoder.set_optimize(codes == Codes::Fitted).map_err(failed)?;
    encoder.compress_to_vec(image).map_err(failed)
}

/// Rewrites a progressive JPEG, or one in separate scans, as a baseline one with the same coefficients.
pub(super) fn to_baseline(jpeg: &[u8]) -> Result<Vec<u8>, ProbeError> {
    let mut transform = Transform::default();
    transform.optimize = true;
    // Pixels only: what is said of them is read from the original.
    transform.copy_none = true;
    Transformer::new().and_then(|mut own| own.transform_to_vec(&transform, jpeg)).map_err(damaged)
}

/// How many bytes the decoder found behind the last block, where it was that which it complained of.
pub(super) fn spare_bytes(reason: &str) -> Option<usize> {
    // The words of libjpeg's warning, for which the wrapper has no number. Should they change one day, files with
    // such bytes are refused.
    let (before, marker) = reason.split_once(" extraneous bytes before marker ")?;
    if marker != "0xd9" {
        return None;
    }
    before.rsplit(' ').next()?.parse().ok()
}

fn sides_differ() -> ProbeError {
    ProbeError::Damaged { reason: "sides and pixels do not agree".into() }
}

fn damaged(error: turbojpeg::Error) -> ProbeError {
    ProbeError::Damaged { reason: error.to_string() }
}

fn failed(error: turbojpeg::Error) -> RenderError {
    RenderError::Encoding { reason: error.to_string() }
}
