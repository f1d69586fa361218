//! How a picture is turned (IIIF Image API 3.0, 4.3).

use super::Malformed;
use super::number::decimal;

/// Clockwise, after mirroring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rotation {
    /// Whether the picture is mirrored on its vertical axis first.
    pub mirrored: bool,
    /// The angle in thousandths of a degree, less than 360 000.
    pub millidegrees: u32,
}

impl Rotation {
    /// As the picture stands.
    pub const NONE: Rotation = Rotation { mirrored: false, millidegrees: 0 };

    pub(super) fn parse(text: &str) -> Result<Rotation, Malformed> {
        let (mirrored, angle) = match text.strip_prefix('!') {
            Some(angle) => (true, angle),
            None => (false, text),
        };
        let degrees = decimal(angle).filter(|degrees| *degrees <= 360.0).ok_or(Malformed::Rotation)?;
        Ok(Rotation { mirrored, millidegrees: (degrees * 1000.0).round() as u32 % 360_000 })
    }

    /// The number of quarter turns, if it is whole.
    pub(in crate::image) fn quarter_turns(self) -> Option<u32> {
        self.millidegrees.is_multiple_of(90_000).then_some(self.millidegrees / 90_000)
    }
}

impl std::fmt::Display for Rotation {
    /// The canonical form: no needless digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.mirrored {
            f.write_str("!")?;
        }
        write!(f, "{}", f64::from(self.millidegrees) / 1000.0)
    }
}
