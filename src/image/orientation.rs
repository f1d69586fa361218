//! How a picture must be turned to stand upright.

use image::metadata::Orientation as Turn;

use super::Rect;

/// The orientation a file declares in EXIF (tag 0x0112, CIPA DC-008 §4.6.5.1): 1 to 8, 1 where none is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orientation(Turn);

impl Orientation {
    /// The orientation of a picture that already stands upright.
    pub const UPRIGHT: Orientation = Orientation(Turn::NoTransforms);

    /// Takes a number of the EXIF tag; `None` outside 1 to 8.
    pub fn from_exif(number: u8) -> Option<Orientation> {
        Turn::from_exif(number).map(Orientation)
    }

    /// The number of the EXIF tag, 1 to 8.
    pub fn exif(self) -> u8 {
        self.0.to_exif()
    }

    /// Whether turning the picture upright exchanges width and height (5 to 8).
    pub fn swaps_sides(self) -> bool {
        self.exif() >= 5
    }

    /// Width and height after turning; turning back is the same exchange.
    pub(super) fn turn_sides(self, (width_px, height_px): (u32, u32)) -> (u32, u32) {
        if self.swaps_sides() { (height_px, width_px) } else { (width_px, height_px) }
    }

    /// Where a part of the upright picture lies in the stored one. `sides_px` are those of the upright one.
    pub(super) fn stored_rect(self, rect: Rect, sides_px: (u32, u32)) -> Rect {
        let Rect { left_px: left, top_px: top, width_px, height_px } = rect;
        // A part lies within its picture (`Region::of`), so nothing falls below zero.
        let right = sides_px.0 - left - width_px;
        let below = sides_px.1 - top - height_px;
        let (left_px, top_px) = match self.exif() {
            1 => (left, top),
            2 => (right, top),
            3 => (right, below),
            4 => (left, below),
            5 => (top, left),
            6 => (top, right),
            7 => (below, right),
            _ => (below, left),
        };
        let (width_px, height_px) = self.turn_sides((width_px, height_px));
        Rect { left_px, top_px, width_px, height_px }
    }

    /// Reads the tag from a TIFF structure as EXIF blocks hold it; anything unreadable counts as upright.
    pub(super) fn from_exif_block(tiff: &[u8]) -> Orientation {
        Turn::from_exif_chunk(tiff).map_or(Orientation::UPRIGHT, Orientation)
    }

    /// It as an EXIF block of one tag.
    pub(super) fn exif_block(self) -> Vec<u8> {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        // A number of two bytes stands at the left of its field of four (TIFF 6.0, section 2).
        tiff.extend([self.exif(), 0, 0, 0, 0, 0, 0]);
        tiff
    }

    pub(super) fn turn(self) -> Turn {
        self.0
    }
}

impl From<Turn> for Orientation {
    fn from(turn: Turn) -> Self {
        Orientation(turn)
    }
}
