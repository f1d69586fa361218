//! One file a format, and here the choice among them.
//!
//! Each has `read`, which looks at the headers within limits, and `decode`, which makes pixels of what has passed;
//! those that can give rows from above to below have `decode_in_bands` too. A new format is a file here, its row in
//! [`crate::model::PictureFormat`], and what the compiler then asks for.

mod heic;
mod jpeg;
mod png;
mod tiff;
mod webp;

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::DynamicImage;

use self::jpeg::check as check_codes;
pub(super) use self::jpeg::{Index, Joined, mended, profile as jpeg_profile};
use super::decoded::Decoded;
use super::header::Header;
use super::turbo::Shrink;
use super::{Format, Limits, Probe, ProbeError};

const AVIF: ProbeError = ProbeError::UnsupportedFormat { kind: "AVIF" };

/// Reads the headers of a picture of a format that is known.
pub(super) fn read(format: Format, bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    guarded(|| match format {
        Format::Jpeg => jpeg::read(bytes, limits),
        Format::Png => png::read(bytes, limits),
        Format::WebP => webp::read(bytes, limits),
        Format::Tiff => tiff::read(bytes, limits),
        Format::Heic => heic::read(bytes, limits),
        Format::Avif => Err(AVIF),
    })
}

/// Decodes what [`super::probe`] has let through, whole; `shrink` is heeded where the format can.
pub(super) fn decode(
    bytes: &[u8],
    probe: &Probe,
    shrink: Shrink,
    limits: &Limits,
) -> Result<Decoded, ProbeError> {
    guarded(|| match probe.format {
        Format::Jpeg => jpeg::decode(bytes, shrink),
        Format::Png => png::decode(bytes, limits),
        Format::WebP => webp::decode(bytes, limits),
        Format::Tiff => tiff::decode(bytes, limits),
        Format::Heic => heic::decode(bytes, limits),
        Format::Avif => Err(AVIF),
    })
}

/// Whether [`decode_in_bands`] gives more than one of a large picture.
pub(super) fn has_bands(bytes: &[u8], probe: &Probe) -> bool {
    match probe.format {
        Format::Png => !png::is_interlaced(bytes),
        Format::Tiff => true,
        Format::Jpeg | Format::WebP | Format::Heic | Format::Avif => false,
    }
}

/// Decodes from above to below, some rows at a time where the format lets that be: PNG that is not interlaced,
/// and TIFF. `take` gets them as they are stored, with the profile that is still to be applied.
pub(super) fn decode_in_bands<E: From<ProbeError>>(
    bytes: &[u8],
    probe: &Probe,
    limits: &Limits,
    mut take: impl FnMut(DynamicImage, Option<&[u8]>) -> Result<(), E>,
) -> Result<(), E> {
    match probe.format {
        Format::Png if !png::is_interlaced(bytes) => guarded(|| png::decode_in_bands(bytes, limits, take)),
        Format::Tiff => guarded(|| tiff::decode_in_bands(bytes, limits, take)),
        Format::Png | Format::Jpeg | Format::WebP | Format::Heic | Format::Avif => {
            let Decoded { pixels, profile } = decode(bytes, probe, Shrink::Whole, limits)?;
            take(pixels, profile.as_deref())
        }
    }
}

/// Decodes to find damage. Sequential JPEG is only read code by code, which finds more in less time.
pub(super) fn check(bytes: &[u8], probe: &Probe, limits: &Limits) -> Result<(), ProbeError> {
    if probe.format == Format::Jpeg {
        guarded(|| check_codes(bytes))?;
        if !probe.progressive {
            return Ok(());
        }
        // Codes of progressive scans mean nothing by themselves. The decoder reads all of them, however small the
        // picture that comes out.
        return decode(bytes, probe, Shrink::Eighth, limits).map(drop);
    }
    decode_in_bands(bytes, probe, limits, |_, _| Ok(()))
}

/// Writes the picture anew with the same coded pixels and nothing else; see [`super::cleaned`].
pub(super) fn clean(bytes: &[u8], probe: &Probe, limits: &Limits) -> Result<Vec<u8>, ProbeError> {
    guarded(|| match probe.format {
        Format::Jpeg => jpeg::clean(bytes, probe.orientation),
        Format::Png => png::clean(bytes, probe.orientation),
        Format::WebP => webp::clean(bytes, probe.orientation),
        Format::Tiff => tiff::clean(bytes, limits),
        Format::Heic => heic::clean(bytes),
        Format::Avif => Err(AVIF),
    })
}

/// A reader that breaks down over a file is the file's fault: readers are many, and files are hostile.
pub(super) fn guarded<T, E: From<ProbeError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    // What panicked is not used again, so it may be in any state. Lengths that overflow panic in the release
    // build too, in the crates that Cargo.toml names.
    let broken = || ProbeError::Damaged { reason: "its decoder broke down".into() };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken().into()))
}
