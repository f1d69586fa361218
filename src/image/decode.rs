//! Decoding whole: from a probed file to pixels as they are stored, with the profile that explains them.
//!
//! JPEG goes through [`turbo`], which makes it smaller on the way; the others are decoded in full.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::{png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, ImageError};

use super::colour::Inks;
use super::turbo::{self, Shrink};
use super::{Format, Limits, Probe, ProbeError, heic, jpeg, tiff};

/// Stored pixels, not turned.
pub(super) struct Decoded {
    pub(super) pixels: DynamicImage,
    /// The ICC profile that is still to be applied.
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
    guarded(|| match probe.format {
        Format::Jpeg => from_jpeg(bytes, shrink),
        Format::Png => take(PngDecoder::with_limits(source, for_decoder(limits)).map_err(refusal)?, limits),
        Format::WebP => take(WebPDecoder::new(source).map_err(refusal)?, limits),
        Format::Avif => Err(ProbeError::UnsupportedFormat { kind: "AVIF" }),
        Format::Tiff => tiff::decode(bytes, limits),
        Format::Heic => heic::decode(bytes, limits),
    })
}

/// A reader that breaks down over a file is the file's fault: readers are many, and files are hostile.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, ProbeError>) -> Result<T, ProbeError> {
    let broken = || ProbeError::Damaged { reason: "its decoder broke down".into() };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken()))
}

/// Inks become light by their own profile, which is used up by it.
fn from_jpeg(bytes: &[u8], shrink: Shrink) -> Result<Decoded, ProbeError> {
    let profile = jpeg::profile(bytes)?;
    if !turbo::has_inks(bytes)? {
        return Ok(Decoded { pixels: turbo::decode(bytes, shrink)?, profile });
    }
    let inks = Inks::new(profile.as_deref(), jpeg::is_by_adobe(bytes)?);
    Ok(Decoded { pixels: turbo::decode_inks(bytes, shrink, &inks)?, profile: None })
}

/// Decodes to find damage. Sequential JPEG is only read code by code, which finds more in less time.
pub(super) fn check(bytes: &[u8], probe: &Probe, limits: &Limits) -> Result<(), ProbeError> {
    if probe.format == Format::Jpeg {
        guarded(|| jpeg::check(bytes))?;
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
