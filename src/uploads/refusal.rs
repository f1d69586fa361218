//! Why a file is not taken, as data: the words are the interface's.

use serde::{Deserialize, Serialize};

use crate::image::{ProbeError, Refused};

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", content = "about", rename_all = "kebab-case")]
pub enum Refusal {
    // The words of these are kept in papers: one that is renamed makes old promises unreadable.
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// No picture.
    #[error("the file is no picture")]
    NotAPicture,
    /// A picture of a kind that is not kept.
    #[error("{0} pictures are not kept: save it as JPEG")]
    Unsupported(String),
    /// A moving picture.
    #[error("moving pictures are not kept")]
    Animated,
    /// More bytes than a file may have; how many it may.
    #[error("the file has more than {0} bytes")]
    TooLarge(u64),
    /// More pixels than can be dealt with.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// The file ends before the picture does.
    #[error("the file is cut short")]
    CutShort,
    /// The picture cannot be read.
    #[error("the picture is damaged")]
    Damaged,
    /// A picture and something else at once.
    #[error("the file is a picture and {0} at once")]
    Foreign(String),
    /// Other bytes have come than those promised: they can be sent again.
    #[error("other bytes came than were promised: send the file again")]
    OtherBytes,
    /// A Word file of before 2007, or one of WPS.
    #[error("an old Word or WPS file (.doc, .wps): save it as .docx")]
    OldWord,
    /// A Word file behind a password.
    #[error("the file is protected by a password")]
    Protected,
    /// No Word file, where one is wanted.
    #[error("the file is no Word file (.docx), or a damaged one")]
    NotWord,
    /// A Word file that is packed so tight that it would not fit unpacked.
    #[error("the Word file is too large unpacked: save it without pictures, or with smaller ones")]
    Swells,
    /// Neither a PDF nor a picture as scanners make them.
    #[error("the file is no PDF, JPEG, PNG or TIFF")]
    NotAScan,
    /// A picture that was removed from the archive for good.
    #[error("the picture was removed from the archive for good and is not taken in again")]
    Purged,
}

impl Refusal {
    /// A word that stays.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAPicture => "not-a-picture",
            Self::Unsupported(_) => "unsupported",
            Self::Animated => "animated",
            Self::TooLarge(_) => "too-large",
            Self::TooManyPixels => "too-many-pixels",
            Self::CutShort => "cut-short",
            Self::Damaged => "damaged",
            Self::Foreign(_) => "foreign",
            Self::OtherBytes => "other-bytes",
            Self::Purged => "purged",
            Self::OldWord => "old-word",
            Self::Protected => "protected",
            Self::NotWord => "not-word",
            Self::Swells => "swells",
            Self::NotAScan => "not-a-scan",
        }
    }

    /// What it is about, for the words.
    pub fn about(&self) -> String {
        match self {
            Self::Unsupported(kind) | Self::Foreign(kind) => kind.clone(),
            Self::TooLarge(bytes) => (bytes / 1_000_000).to_string(),
            _ => String::new(),
        }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        let error = match refused {
            Refused::Foreign(kind) => return Self::Foreign(kind.to_owned()),
            Refused::Picture(error) => error,
        };
        match error {
            ProbeError::Empty => Self::Empty,
            ProbeError::NotAnImage => Self::NotAPicture,
            ProbeError::UnsupportedFormat { kind } => Self::Unsupported(kind.to_owned()),
            ProbeError::Animated => Self::Animated,
            ProbeError::TooLarge { limit, .. } => Self::TooLarge(limit),
            ProbeError::TooManyPixels { .. } | ProbeError::TooHeavy { .. } | ProbeError::TooLong { .. } => {
                Self::TooManyPixels
            }
            ProbeError::Truncated => Self::CutShort,
            ProbeError::ZeroSides | ProbeError::Damaged { .. } => Self::Damaged,
        }
    }
}
