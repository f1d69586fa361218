//! The part of a work that is meant: a paragraph of an essay, a region of a photo.

use std::fmt;

use crate::model::Language;

/// Which part of a work is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locator {
    /// A paragraph.
    Paragraph {
        /// Its number, from 1.
        number: u32,
        /// Its id in the page.
        anchor: String,
    },
    /// A region of a picture.
    Region(Region),
}

impl Locator {
    /// The fragment of the address, without `#`.
    pub fn fragment(&self) -> String {
        match self {
            Self::Paragraph { anchor, .. } => anchor.clone(),
            Self::Region(region) => format!("xywh={region}"),
        }
    }

    /// The part for a reader of the entry.
    pub fn in_words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Paragraph { number, .. }, Language::Chinese) => format!("第{number}段"),
            (Self::Paragraph { number, .. }, Language::English) => format!("paragraph {number}"),
            (Self::Region(region), Language::Chinese) => format!("局部 xywh={region}"),
            (Self::Region(region), Language::English) => format!("detail xywh={region}"),
        }
    }
}

/// A rectangle of a picture, as Media Fragments URI 1.0, 4.2.2 has it: pixels of the upright picture, or percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    is_percent: bool,
    /// x, y, width, height as they were written.
    sides: [String; 4],
}

/// Why a text names no region of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRegion {
    /// Not four numbers.
    #[error("a region is x,y,width,height: in whole pixels, or after `percent:` in percent")]
    Form,
    /// Without width or height, or beyond the picture.
    #[error("the region is empty or not within the picture")]
    Outside,
}

impl Region {
    /// Reads `x,y,w,h`, `pixel:x,y,w,h` or `percent:x,y,w,h`; a region beyond the picture's sides, in pixels, is
    /// refused.
    pub fn parse(text: &str, width_px: u32, height_px: u32) -> Result<Self, BadRegion> {
        let (is_percent, numbers) = match text.trim().split_once(':') {
            None => (false, text.trim()),
            Some(("pixel", numbers)) => (false, numbers),
            // `pct` is how the IIIF Image API writes it.
            Some(("percent" | "pct", numbers)) => (true, numbers),
            Some(_) => return Err(BadRegion::Form),
        };
        let sides: Vec<&str> = numbers.split(',').map(str::trim).collect();
        let sides: [&str; 4] = sides.try_into().map_err(|_| BadRegion::Form)?;
        let mut values = [0.0; 4];
        for (value, side) in values.iter_mut().zip(sides) {
            *value = number(side, is_percent).ok_or(BadRegion::Form)?;
        }
        let [x, y, width, height] = values;
        let (across, down) =
            if is_percent { (100.0, 100.0) } else { (f64::from(width_px), f64::from(height_px)) };
        // Hundredths that add up to a whole may be a hair above it.
        let is_within = x + width <= across + 1e-9 && y + height <= down + 1e-9;
        if width <= 0.0 || height <= 0.0 || !is_within {
            return Err(BadRegion::Outside);
        }
        // As it was written: a number that was read and printed may come out otherwise, and would be another
        // address.
        Ok(Self { is_percent, sides: sides.map(str::to_owned) })
    }
}

/// Digits, in percent with a fraction too; at most nine of them, so that the number is exact.
fn number(text: &str, may_be_fraction: bool) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    // Digits alone: `parse` would take `1e3`, `inf` and `-1`.
    let is_number = |text: &str| (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let is_good = is_number(whole) && fraction.is_none_or(|rest| may_be_fraction && is_number(rest));
    if is_good { text.parse().ok() } else { None }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.is_percent { "percent:" } else { "" };
        write!(f, "{unit}{}", self.sides.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::{BadRegion, Region};

    #[test]
    fn a_region_lies_within_the_picture() {
        let read = |text: &str| Region::parse(text, 200, 100).map(|region| region.to_string());
        assert_eq!(read("0,0,200,100").as_deref(), Ok("0,0,200,100"));
        assert_eq!(read("pixel:10, 20,30,40").as_deref(), Ok("10,20,30,40"));
        assert_eq!(read("percent:12.5,0,87.5,100").as_deref(), Ok("percent:12.5,0,87.5,100"));
        for bad in [
            "",
            "1,2,3",
            "1,2,3,4,5",
            "a,b,c,d",
            "-1,0,5,5",
            "1.5,0,5,5",
            "1e3,0,5,5",
            "em:1,2,3,4",
            "0x1,0,1,1",
        ] {
            assert_eq!(read(bad), Err(BadRegion::Form), "{bad}");
        }
        for outside in ["0,0,0,5", "0,0,201,5", "199,0,2,1", "percent:50,0,51,10", "0,0,999999999,1"] {
            assert_eq!(read(outside), Err(BadRegion::Outside), "{outside}");
        }
    }
}
