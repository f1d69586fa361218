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
        // 360 is 0: what means the same must be one recipe and one canonical form.
        Ok(Rotation { mirrored, millidegrees: (degrees * 1000.0).round() as u32 % 360_000 })
    }

    /// The number of quarter turns, if it is whole.
    pub(in crate::image) fn quarter_turns(self) -> Option<u32> {
        self.millidegrees.is_multiple_of(90_000).then_some(self.millidegrees / 90_000)
    }

    /// Width and height of a turned picture.
    pub(in crate::image) fn turn_sides(self, (width_px, height_px): (u32, u32)) -> (u32, u32) {
        match self.quarter_turns() {
            Some(0 | 2) => (width_px, height_px),
            Some(_) => (height_px, width_px),
            None => {
                let (sin, cos) = (f64::from(self.millidegrees) / 1000.0).to_radians().sin_cos();
                let (width, height) = (f64::from(width_px), f64::from(height_px));
                // What sine and cosine are off by must not add a row of nothing.
                let side = |px: f64| ((px - 1e-6).ceil() as u32).max(1);
                (side(width * cos.abs() + height * sin.abs()), side(width * sin.abs() + height * cos.abs()))
            }
        }
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
