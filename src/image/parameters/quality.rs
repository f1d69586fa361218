//! In which colours (IIIF Image API 3.0, 4.4).

use super::Malformed;

/// The colours of a derivative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quality {
    /// As the picture has them; `color` means the same.
    Default,
    /// Gray.
    Gray,
    /// Black and white, their density making the grays.
    Bitonal,
}

impl Quality {
    pub(super) fn parse(text: &str) -> Result<Quality, Malformed> {
        match text {
            "default" | "color" => Ok(Quality::Default),
            "gray" => Ok(Quality::Gray),
            "bitonal" => Ok(Quality::Bitonal),
            _ => Err(Malformed::Quality),
        }
    }

    /// The word of the canonical form.
    pub fn word(self) -> &'static str {
        match self {
            Quality::Default => "default",
            Quality::Gray => "gray",
            Quality::Bitonal => "bitonal",
        }
    }
}
