//! The frame header of a JPEG file (ITU-T T.81, B.2.2) and the counts that follow from it.

use super::walk::{damaged, word};
use crate::image::header::Header;
use crate::image::{Orientation, ProbeError};

/// The most that a picture takes when it is decoded for its largest rung.
const MOST_SHRUNK_BYTES: u64 = 160 << 20;

pub(super) struct Frame {
    width_px: u32,
    height_px: u32,
    pub(super) parts: Vec<Part>,
    pub(super) progressive: bool,
    /// Whether the components come in scans of their own.
    pub(super) separate: bool,
}

/// A component.
pub(super) struct Part {
    pub(super) id: u8,
    /// Sampling, horizontal and vertical, 1 to 4.
    pub(super) h: u32,
    pub(super) v: u32,
}

impl Frame {
    pub(super) fn read(marker: u8, segment: &[u8]) -> Result<Frame, ProbeError> {
        let progressive = match marker {
            0xC0 | 0xC1 => false,
            0xC2 => true,
            0xC3 => return Err(ProbeError::UnsupportedFormat { kind: "lossless JPEG" }),
            0xC9..=0xCF => return Err(ProbeError::UnsupportedFormat { kind: "arithmetic-coded JPEG" }),
            _ => return Err(ProbeError::UnsupportedFormat { kind: "hierarchical JPEG" }),
        };
        let &[precision, _, _, _, _, count, ..] = segment else { return Err(damaged("frame header")) };
        if precision != 8 {
            return Err(ProbeError::UnsupportedFormat { kind: "JPEG of more than 8 bits" });
        }
        if !matches!(count, 1 | 3 | 4) {
            return Err(ProbeError::UnsupportedFormat { kind: "JPEG of unusual components" });
        }
        let part = |part: &[u8]| Part { id: part[0], h: u32::from(part[1] >> 4), v: u32::from(part[1] & 15) };
        let parts: Vec<_> = segment[6..].chunks_exact(3).take(usize::from(count)).map(part).collect();
        let sampled = |part: &Part| (1..=4).contains(&part.h) && (1..=4).contains(&part.v);
        if parts.len() < usize::from(count) || !parts.iter().all(sampled) {
            return Err(damaged("frame header"));
        }
        let (height_px, width_px) = (word(segment, 1)?, word(segment, 3)?);
        Ok(Frame { width_px, height_px, parts, progressive, separate: false })
    }

    pub(super) fn header(&self, orientation: Orientation, file_bytes: usize) -> Header {
        let pixels = u64::from(self.width_px) * u64::from(self.height_px);
        let is_rewritten = self.progressive || self.separate;
        // To be rewritten, all coefficients are held in sixteen bits, 64 to a block, beside a second file.
        let held = if is_rewritten { self.blocks() * 128 + file_bytes as u64 } else { 0 };
        let out = match self.parts.len() as u64 {
            // Inks are decoded in full and turned to light, which is then turned upright.
            4 => pixels * 7,
            // The picture is made smaller while it is decoded, a large one more than a small one.
            parts => (pixels * parts).min(MOST_SHRUNK_BYTES),
        };
        Header {
            stored_px: self.sides_px(),
            orientation,
            decode_bytes: out + held + file_bytes as u64,
            progressive: self.progressive,
        }
    }

    /// Number of 8 × 8 blocks the scans must code at least once (A.2).
    pub(super) fn blocks(&self) -> u64 {
        self.parts.iter().map(|part| self.blocks_of(part)).sum()
    }

    /// Number of blocks of one component, as a scan of its own holds them.
    pub(super) fn blocks_of(&self, part: &Part) -> u64 {
        let (h_max, v_max) = self.most_sampled();
        let across = |side_px: u32, own: u32, max: u32| u64::from((side_px * own).div_ceil(max).div_ceil(8));
        across(self.width_px, part.h, h_max) * across(self.height_px, part.v, v_max)
    }

    /// Number of minimum coded units in a scan that holds every component.
    pub(super) fn units(&self) -> u64 {
        let (across, down) = self.units_across_and_down();
        u64::from(across) * u64::from(down)
    }

    pub(super) fn units_across_and_down(&self) -> (u32, u32) {
        let (wide, high) = self.unit_px();
        (self.width_px.div_ceil(wide), self.height_px.div_ceil(high))
    }

    /// Width and height of a unit in such a scan. A component alone is never interleaved: whatever its
    /// sampling says, its units are its blocks (A.2.2).
    pub(super) fn unit_px(&self) -> (u32, u32) {
        match self.parts.as_slice() {
            [_] => (8, 8),
            _ => {
                let (h_max, v_max) = self.most_sampled();
                (8 * h_max, 8 * v_max)
            }
        }
    }

    /// Width and height as stored.
    pub(super) fn sides_px(&self) -> (u32, u32) {
        (self.width_px, self.height_px)
    }

    fn most_sampled(&self) -> (u32, u32) {
        let most = |sampling: fn(&Part) -> u32| self.parts.iter().map(sampling).max().unwrap_or(1);
        (most(|part| part.h), most(|part| part.v))
    }
}
