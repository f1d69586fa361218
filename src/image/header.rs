//! What headers say of a picture, what it may cost, and why a file is not taken as one.

use super::{Format, Orientation};

/// The longest side that libjpeg-turbo reads and writes, in pixels.
const LONGEST_SIDE_PX: u32 = 65_500;

/// What a picture may cost at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file, in bytes.
    pub max_bytes: u64,
    /// Width × height, for everything but progressive JPEG.
    pub max_pixels: u64,
    /// Width × height of a progressive JPEG, which is held twice while decoding.
    pub max_pixels_progressive: u64,
    /// Memory that decoding may take, in bytes: depth and channels count, not only sides.
    pub max_decode_bytes: u64,
}

impl Default for Limits {
    /// 256 MiB of file, 200 and 100 megapixels, 900 MiB of memory. That is more than the service has for all
    /// pictures together: the few that need so much (WebP, HEIC and interlaced PNG of more than 50 megapixels,
    /// progressive JPEG of 100 with chroma for every pixel) are made ready alone, with all of it for themselves.
    fn default() -> Self {
        Limits {
            max_bytes: 256 << 20,
            max_pixels: 200_000_000,
            max_pixels_progressive: 100_000_000,
            max_decode_bytes: 900 << 20,
        }
    }
}

/// What the headers of a picture say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    /// The format by content. Whether a name's extension fits is the caller's question:
    /// see [`Format::from_extension`].
    pub format: Format,
    /// Width of the upright picture, at least 1.
    pub width_px: u32,
    /// Height of the upright picture, at least 1.
    pub height_px: u32,
    /// How the stored pixels must be turned; the sides above already are.
    pub orientation: Orientation,
    /// Size of the file.
    pub bytes: u64,
    /// Memory that decoding takes, an upper estimate.
    pub decode_bytes: u64,
    /// Whether it is a progressive JPEG.
    pub(super) progressive: bool,
}

/// Why a file is not taken as a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Nothing known to be a picture.
    #[error("not a picture")]
    NotAnImage,
    /// A picture of a kind the archive does not keep.
    #[error("{kind} pictures are not supported")]
    UnsupportedFormat {
        /// What the file seems to be, in English.
        kind: &'static str,
    },
    /// More than one frame: a derivative would silently drop the others.
    #[error("animated pictures are not supported")]
    Animated,
    /// More bytes than [`Limits::max_bytes`].
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Size of the file.
        bytes: u64,
        /// The limit that was passed.
        limit: u64,
    },
    /// More pixels than [`Limits::max_pixels`] or [`Limits::max_pixels_progressive`].
    #[error("the picture has {pixels} pixels, more than {limit}")]
    TooManyPixels {
        /// Width × height as the header claims.
        pixels: u64,
        /// The limit that was passed.
        limit: u64,
    },
    /// Decoding would take more than [`Limits::max_decode_bytes`].
    #[error("decoding the picture would take {bytes} bytes of memory, more than {limit}")]
    TooHeavy {
        /// Memory that decoding would take.
        bytes: u64,
        /// The limit that was passed.
        limit: u64,
    },
    /// Width or height is zero (in JPEG also: the height follows later, which nobody writes).
    #[error("width or height is zero")]
    ZeroSides,
    /// A side longer than [`LONGEST_SIDE_PX`].
    #[error("a side has {side_px} px, more than {LONGEST_SIDE_PX}")]
    TooLong {
        /// The longer side as the header claims.
        side_px: u32,
    },
    /// The file ends before the picture does.
    #[error("the file is cut short")]
    Truncated,
    /// The structure or the pixels cannot be read.
    #[error("the picture is damaged: {reason}")]
    Damaged {
        /// The reader's words, for the log.
        reason: String,
    },
}

/// What a format's own reader found in the headers, before any limit.
pub(super) struct Header {
    /// Sides as stored, not yet turned.
    pub(super) stored_px: (u32, u32),
    pub(super) orientation: Orientation,
    pub(super) decode_bytes: u64,
    pub(super) progressive: bool,
}

impl Header {
    /// Applies the limits; each reader calls it as soon as it knows the sides.
    pub(super) fn check(&self, limits: &Limits) -> Result<(), ProbeError> {
        let (width_px, height_px) = self.stored_px;
        if width_px == 0 || height_px == 0 {
            return Err(ProbeError::ZeroSides);
        }
        let side_px = width_px.max(height_px);
        if side_px > LONGEST_SIDE_PX {
            return Err(ProbeError::TooLong { side_px });
        }
        let pixels = u64::from(width_px) * u64::from(height_px);
        let limit = if self.progressive { limits.max_pixels_progressive } else { limits.max_pixels };
        if pixels > limit {
            return Err(ProbeError::TooManyPixels { pixels, limit });
        }
        if self.decode_bytes > limits.max_decode_bytes {
            return Err(ProbeError::TooHeavy { bytes: self.decode_bytes, limit: limits.max_decode_bytes });
        }
        Ok(())
    }
}
