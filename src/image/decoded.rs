//! Decoded pixels before anything is done to them: as stored, with the profile that explains them.

use image::{DynamicImage, ImageDecoder, ImageError};

use super::{Limits, ProbeError};

/// Stored pixels, not turned.
pub(super) struct Decoded {
    pub(super) pixels: DynamicImage,
    /// The ICC profile that is still to be applied.
    pub(super) profile: Option<Vec<u8>>,
}

impl Decoded {
    /// Takes all of what one of the readers of the `image` crate gives.
    pub(super) fn of(mut decoder: impl ImageDecoder, limits: &Limits) -> Result<Decoded, ProbeError> {
        decoder.set_limits(for_decoder(limits)).map_err(refusal)?;
        // A profile that cannot be read is worth no refusal: the pixels are taken for sRGB.
        let profile = decoder.icc_profile().unwrap_or_default();
        let pixels = DynamicImage::from_decoder(decoder).map_err(refusal)?;
        Ok(Decoded { pixels, profile })
    }
}

/// Pixels that are decoded at once where that need not be all.
const BAND_PX: u64 = 1 << 21;

/// Rows of about so many pixels, in whole blocks of JPEG.
pub(super) fn band_rows(width_px: u32) -> u32 {
    ((BAND_PX / u64::from(width_px.max(1))) as u32).max(8) / 8 * 8
}

/// Says in the words of the probe why a reader gave up.
pub(super) fn refusal(error: ImageError) -> ProbeError {
    match error {
        // The readers have the whole file: where they miss bytes, the file does.
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            ProbeError::Truncated
        }
        other => ProbeError::Damaged { reason: other.to_string() },
    }
}

/// The limits in the words of those readers.
pub(super) fn for_decoder(limits: &Limits) -> image::Limits {
    let mut own = image::Limits::no_limits();
    own.max_alloc = Some(limits.max_decode_bytes);
    own
}
