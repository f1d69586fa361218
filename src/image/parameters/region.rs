//! Which part of a picture (IIIF Image API 3.0, 4.1).

use super::number::{decimal, list, whole};
use super::{Malformed, Unsatisfiable};

/// A part as asked for, before the picture is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Region {
    /// All of it.
    Full,
    /// The largest square, from the middle.
    Square,
    /// Left, top, width and height in pixels.
    Pixels([u32; 4]),
    /// Left, top, width and height in percent of the sides.
    Percent([f64; 4]),
}

/// A part in pixels of the upright picture; never empty, never over its edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rect {
    /// Distance from the left edge.
    pub left_px: u32,
    /// Distance from the upper edge.
    pub top_px: u32,
    /// Width, at least 1.
    pub width_px: u32,
    /// Height, at least 1.
    pub height_px: u32,
}

impl Region {
    pub(super) fn parse(text: &str) -> Result<Region, Malformed> {
        let region = match text {
            "full" => return Ok(Region::Full),
            "square" => return Ok(Region::Square),
            _ => match text.strip_prefix("pct:") {
                Some(percent) => list(percent, decimal).map(Region::Percent),
                None => list(text, whole).map(Region::Pixels),
            },
        };
        let is_empty = match region {
            // A part of no width or height is a bad request for every picture (4.1), not a matter of this one.
            Some(Region::Pixels([.., width, height])) => width == 0 || height == 0,
            Some(Region::Percent([.., width, height])) => width == 0.0 || height == 0.0,
            _ => true,
        };
        region.filter(|_| !is_empty).ok_or(Malformed::Region)
    }

    /// Cuts what lies over the edges off.
    pub(super) fn of(self, sides_px: (u32, u32)) -> Result<Rect, Unsatisfiable> {
        let (width_px, height_px) = sides_px;
        let [left, top, width, height] = match self {
            Region::Full => [0, 0, width_px, height_px],
            Region::Square => {
                let side_px = width_px.min(height_px);
                [(width_px - side_px) / 2, (height_px - side_px) / 2, side_px, side_px]
            }
            Region::Pixels(pixels) => pixels,
            Region::Percent([left, top, width, height]) => {
                // `as` keeps what is too large at the largest; a part of a pixel is a pixel.
                let part = |percent: f64, side_px: u32| (percent * f64::from(side_px) / 100.0).round() as u32;
                // What begins within the picture is not rounded out of it.
                let begin = |percent: f64, side_px: u32| match part(percent, side_px) {
                    at if at == side_px && percent < 100.0 => side_px - 1,
                    at => at,
                };
                [
                    begin(left, width_px),
                    begin(top, height_px),
                    part(width, width_px).max(1),
                    part(height, height_px).max(1),
                ]
            }
        };
        if left >= width_px || top >= height_px {
            return Err(Unsatisfiable::Outside { sides_px });
        }
        Ok(Rect {
            left_px: left,
            top_px: top,
            width_px: width.min(width_px - left),
            height_px: height.min(height_px - top),
        })
    }
}

impl Rect {
    /// The whole of a picture of those sides.
    pub fn whole(sides_px: (u32, u32)) -> Rect {
        Rect { left_px: 0, top_px: 0, width_px: sides_px.0, height_px: sides_px.1 }
    }
}
