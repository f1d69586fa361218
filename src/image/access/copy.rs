//! An access copy made of pixels, written some rows at a time: the picture need not be there as a whole.

use image::DynamicImage;

use super::super::decoded::band_rows;
use super::super::formats::Joined;
use super::super::turbo::{Chroma, Codes, Rows, encode_rows};
use super::super::{ProbeError, RenderError};
use super::SETTINGS;

/// Pictures of no more pixels are written at once, with codes fitted to them.
const MOST_WHOLE_PX: u64 = 4_000_000;

/// Sides of a unit with chroma for every pixel, in pixels.
const UNIT_PX: u32 = 8;

/// Memory that writing a copy takes, an upper estimate for all but noise: rows, codes and the copy.
pub(super) fn writing_bytes(px: u64) -> u64 {
    px.min(MOST_WHOLE_PX) * 9 + copy_bytes(px)
}

/// How long a copy gets, an upper estimate for all but noise.
fn copy_bytes(px: u64) -> u64 {
    px * 3 / 2
}

/// A copy that is being written.
pub(super) struct Copy {
    sides_px: (u32, u32),
    /// Rows that are encoded at once.
    rows: u32,
    codes: Codes,
    /// Samples that wait for more.
    waiting: Vec<u8>,
    has_colour: bool,
    rows_written: u32,
    joined: Option<Joined>,
}

impl Copy {
    pub(super) fn begin(sides_px: (u32, u32)) -> Copy {
        let is_small = u64::from(sides_px.0) * u64::from(sides_px.1) <= MOST_WHOLE_PX;
        Copy {
            sides_px,
            rows: if is_small { sides_px.1 } else { band_rows(sides_px.0) },
            // Bands share one set of tables, which they do only with the codes of the standard.
            codes: if is_small { Codes::Fitted } else { Codes::Standard },
            waiting: Vec::new(),
            has_colour: false,
            rows_written: 0,
            joined: None,
        }
    }

    /// Adds rows of `Luma8` or `Rgb8`, the same for the whole picture.
    pub(super) fn add(&mut self, band: &DynamicImage) -> Result<(), RenderError> {
        self.has_colour = band.color().has_color();
        // Formats give rows in portions of their own; a band must have as many as the last (see `Joined`).
        let full = self.row_bytes() * self.rows as usize;
        let mut samples = band.as_bytes();
        if !self.waiting.is_empty() {
            let (more, rest) = samples.split_at(samples.len().min(full - self.waiting.len()));
            self.waiting.extend_from_slice(more);
            samples = rest;
            if self.waiting.len() == full {
                let waiting = std::mem::take(&mut self.waiting);
                self.write(&waiting)?;
            }
        }
        // Written from where they lie.
        let mut bands = samples.chunks_exact(full);
        for band in &mut bands {
            self.write(band)?;
        }
        self.waiting.extend_from_slice(bands.remainder());
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, RenderError> {
        let waiting = std::mem::take(&mut self.waiting);
        if !waiting.is_empty() {
            self.write(&waiting)?;
        }
        let differ = || ProbeError::Damaged { reason: "sides and rows do not agree".into() };
        let joined = self.joined.filter(|_| self.rows_written == self.sides_px.1).ok_or_else(differ)?;
        Ok(joined.finish())
    }

    fn row_bytes(&self) -> usize {
        self.sides_px.0 as usize * if self.has_colour { 3 } else { 1 }
    }

    fn write(&mut self, samples: &[u8]) -> Result<(), RenderError> {
        let (width_px, height_px) = (self.sides_px.0, (samples.len() / self.row_bytes()) as u32);
        let rows = Rows { samples, width_px, height_px, has_colour: self.has_colour };
        let band = encode_rows(&rows, SETTINGS.copy_quality, Chroma::Full, self.codes)?;
        match &mut self.joined {
            Some(joined) => joined.add(&band)?,
            none => {
                let units = match self.rows == self.sides_px.1 {
                    // No restarts: there is one band.
                    true => 0,
                    // Whole rows of units: `band_rows` gives multiples of eight.
                    false => width_px.div_ceil(UNIT_PX) * (self.rows / UNIT_PX),
                };
                let about_bytes = copy_bytes(u64::from(width_px) * u64::from(self.sides_px.1));
                *none = Some(Joined::begin(&band, self.sides_px.1, units, about_bytes as usize)?);
            }
        }
        self.rows_written += height_px;
        Ok(())
    }
}
