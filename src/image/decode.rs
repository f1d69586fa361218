//! Decoding: from a probed file to pixels as they are stored, with the profile that explains them.

use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, ImageError};

use super::{Format, Limits, Probe, ProbeError, jpeg};

/// Stored pixels, not turned and not converted.
pub(super) struct Decoded {
    pub(super) pixels: DynamicImage,
    /// The embedded ICC profile.
    pub(super) profile: Option<Vec<u8>>,
}

/// Decodes what [`super::probe`] has let through.
pub(super) fn decode(bytes: &[u8], probe: &Probe, limits: &Limits) -> Result<Decoded, ProbeError> {
    if probe.separate_scans {
        // `zune-jpeg` 0.5.15 gives these wrong colours without a word (etemesi254/zune-image#422, #448):
        // no picture is better than a false one.
        return Err(ProbeError::UnsupportedFormat { kind: "JPEG in separate scans" });
    }
    let source = Cursor::new(bytes);
    match probe.format {
        Format::Jpeg => take(JpegDecoder::new(source).map_err(refusal)?, limits),
        Format::Png => take(PngDecoder::with_limits(source, for_decoder(limits)).map_err(refusal)?, limits),
        Format::WebP => take(WebPDecoder::new(source).map_err(refusal)?, limits),
    }
}

/// Decodes to find damage. The decoder makes the best of a broken JPEG and says nothing, so its codes are
/// counted first.
pub(super) fn check(bytes: &[u8], probe: &Probe, limits: &Limits) -> Result<(), ProbeError> {
    if probe.format == Format::Jpeg {
        jpeg::check(bytes)?;
    }
    if probe.separate_scans {
        return Ok(());
    }
    decode(bytes, probe, limits).map(drop)
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
