//! A picture that was made, and why one could not be.

use super::{Format, OriginalError, ProbeError};

/// A finished picture: upright, sRGB or gray, without metadata but for the credit.
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
    /// The original could not be read.
    #[error(transparent)]
    Unread(#[from] OriginalError),
    /// The access form could not be read.
    #[error("the access form could not be read: {reason}")]
    Access {
        /// The operating system's words, for the log.
        reason: String,
    },
    /// The recipe was made for a picture of other sides: the record and its file do not agree.
    #[error("the recipe is for {} × {} px, the picture has {} × {}", .recipe_px.0, .recipe_px.1, .picture_px.0, .picture_px.1)]
    OtherSides {
        /// Sides the recipe was made for.
        recipe_px: (u32, u32),
        /// Sides of the upright picture.
        picture_px: (u32, u32),
    },
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
