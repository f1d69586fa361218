//! Decoding whole: from a probed file to pixels as they are stored, with the profile that explains them.
//!
//! JPEG goes through [`turbo`], which makes it smaller on the way; the others are decoded in full, where the
//! format lets that be some rows at a time.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::{png::PngDecoder, webp::WebPDecoder};
use image::{ColorType, DynamicImage, GrayImage, ImageDecoder, ImageError, RgbImage, RgbaImage};

use super::colour::Inks;
use super::turbo::{self, Shrink};
use super::{Format, Limits, Probe, ProbeError, heic, jpeg, png, tiff};

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
        Format::Tiff => gathered(bytes, limits),
        Format::Heic => heic::decode(bytes, limits),
    })
}

/// Pixels that are decoded at once where that need not be all.
const BAND_PX: u64 = 1 << 21;

/// Rows of about so many pixels, in whole blocks of JPEG.
pub(super) fn band_rows(width_px: u32) -> u32 {
    ((BAND_PX / u64::from(width_px.max(1))) as u32).max(8) / 8 * 8
}

/// Whether [`decode_in_bands`] gives more than one of a large picture.
pub(super) fn has_bands(bytes: &[u8], probe: &Probe) -> bool {
    match probe.format {
        Format::Png => !png::is_interlaced(bytes),
        Format::Tiff => true,
        _ => false,
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
    if !has_bands(bytes, probe) {
        let Decoded { pixels, profile } = decode(bytes, probe, Shrink::Whole, limits)?;
        return take(pixels, profile.as_deref());
    }
    guarded(|| match probe.format {
        Format::Png => png::decode(bytes, limits, take),
        _ => tiff::decode(bytes, limits, take),
    })
}

/// The bands of a TIFF in one.
fn gathered(bytes: &[u8], limits: &Limits) -> Result<Decoded, ProbeError> {
    let (mut samples, mut last, mut profile) = (Vec::new(), None, None);
    tiff::decode(bytes, limits, |band, own| {
        samples.extend_from_slice(band.as_bytes());
        let height_px = last.map_or(0, |(_, height_px, _)| height_px) + band.height();
        last = Some((band.width(), height_px, band.color()));
        profile = own.map(<[u8]>::to_vec);
        Ok::<_, ProbeError>(())
    })?;
    let whole = last.and_then(|(width_px, height_px, colour)| match colour {
        ColorType::L8 => GrayImage::from_raw(width_px, height_px, samples).map(DynamicImage::from),
        ColorType::Rgb8 => RgbImage::from_raw(width_px, height_px, samples).map(DynamicImage::from),
        _ => RgbaImage::from_raw(width_px, height_px, samples).map(DynamicImage::from),
    });
    let pixels =
        whole.ok_or_else(|| ProbeError::Damaged { reason: "sides and pixels do not agree".into() })?;
    Ok(Decoded { pixels, profile })
}

/// A reader that breaks down over a file is the file's fault: readers are many, and files are hostile.
pub(super) fn guarded<T, E: From<ProbeError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let broken = || ProbeError::Damaged { reason: "its decoder broke down".into() };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken().into()))
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
        return decode(bytes, probe, Shrink::Eighth, limits).map(drop);
    }
    decode_in_bands(bytes, probe, limits, |_, _| Ok(()))
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
