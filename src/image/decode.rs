//! Decoding whole: from a probed file to pixels as they are stored, with the profile that explains them.
//!
//! JPEG goes through [`turbo`], which makes it smaller on the way; the others are decoded in full.

use std::io::Cursor;

use image::codecs::{png::PngDecoder, tiff::TiffDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, ImageError};

use super::turbo::{self, Shrink};
use super::{Format, Limits, Probe, ProbeError, jpeg};

/// Stored pixels, not turned and not converted.
pub(super) struct Decoded {
    pub(super) pixels: DynamicImage,
    /// The embedded ICC profile.
    pub(super) profile: Option<Vec<u8>>,
}

/// Decodes what [`super::probe`] has let through; `shrink` is heeded where the format can.
pub(super) fn decode(
    bytes: &[u8],
    probe: &Probe,
    shrink: Shrink,
    limits: &Limits,
) -> Result<Decoded, ProbeError> {
    let source = Cursor::new(bytes);
    match probe.format {
        Format::Jpeg => Ok(Decoded { pixels: turbo::decode(bytes, shrink)?, profile: jpeg::profile(bytes)? }),
        Format::Png => take(PngDecoder::with_limits(source, for_decoder(limits)).map_err(refusal)?, limits),
        Format::WebP => take(WebPDecoder::new(source).map_err(refusal)?, limits),
        Format::Tiff => take(TiffDecoder::new(source).map_err(refusal)?, limits),
    }
}

/// Decodes to find damage. Sequential JPEG is only read code by code, which finds more in less time.
pub(super) fn check(bytes: &[u8], probe: &Probe, limits: &Limits) -> Result<(), ProbeError> {
    if probe.format == Format::Jpeg {
        jpeg::check(bytes)?;
        if !probe.progressive {
            return Ok(());
        }
    }
    decode(bytes, probe, Shrink::Eighth, limits).map(drop)
}

/// Says in the words of the probe why a reader gave up.
pub(super) fn refusal(error: ImageError) -> ProbeError {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            ProbeError::Truncated
        }
        other => ProbeError::Damaged { reason: other.to_string() },
    }
}

fn take(mut decoder: impl ImageDecoder, limits: &Limits) -> Result<Decoded, ProbeError> {
    decoder.set_limits(for_decoder(limits)).map_err(refusal)?;
    // A profile that cannot be read is worth no refusal: the pixels are taken for sRGB.
    let profile = decoder.icc_profile().unwrap_or_default();
    let pixels = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    Ok(Decoded { pixels, profile })
}

fn for_decoder(limits: &Limits) -> image::Limits {
    let mut own = image::Limits::no_limits();
    own.max_alloc = Some(limits.max_decode_bytes);
    own
}
