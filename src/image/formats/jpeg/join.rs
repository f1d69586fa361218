//! Bands of a picture put together: JPEG files of the same width and tables become one, undecoded.
//!
//! Between two of them comes a restart marker (ITU-T T.81, E.1.4): behind it coefficients begin anew, as they do
//! in a file of its own.

use super::walk::{self, damaged, word};
use crate::image::ProbeError;

/// A file that grows by bands.
pub(in crate::image) struct Joined {
    file: Vec<u8>,
    bands: u32,
}

impl Joined {
    /// Begins with the first band of a picture so many rows high. Each band but the last has the same number
    /// of units, 65 535 at most. Room is kept for `about_bytes`.
    pub(in crate::image) fn begin(
        first: &[u8],
        height_px: u32,
        units_in_band: u32,
        about_bytes: usize,
    ) -> Result<Joined, ProbeError> {
        let places = places(first)?;
        let too_large = || damaged("a band that is too large");
        let height = u16::try_from(height_px).map_err(|_| too_large())?.to_be_bytes();
        let interval = u16::try_from(units_in_band).map_err(|_| too_large())?.to_be_bytes();
        // A file that grows is copied each time it doubles, and is there twice meanwhile. Room that is not written to
        // takes no memory.
        let mut file = Vec::with_capacity(about_bytes.max(first.len()));
        file.extend_from_slice(&first[..places.scan_header]);
        file[places.height..places.height + 2].copy_from_slice(&height);
        file.extend([0xFF, walk::DRI, 0, 4]);
        file.extend(interval);
        file.extend(&first[places.scan_header..places.end]);
        Ok(Joined { file, bands: 1 })
    }

    /// Adds the next band.
    pub(in crate::image) fn add(&mut self, band: &[u8]) -> Result<(), ProbeError> {
        let places = places(band)?;
        self.file.extend([0xFF, 0xD0 + ((self.bands - 1) % 8) as u8]);
        self.file.extend(&band[places.scan..places.end]);
        self.bands += 1;
        Ok(())
    }

    pub(in crate::image) fn finish(mut self) -> Vec<u8> {
        self.file.extend([0xFF, walk::EOI]);
        self.file
    }
}

/// Where things stand in a file of one scan, as libjpeg writes it.
struct Places {
    /// Two bytes of the frame header.
    height: usize,
    /// The marker of the scan header.
    scan_header: usize,
    scan: usize,
    /// The marker that ends the file.
    end: usize,
}

fn places(jpeg: &[u8]) -> Result<Places, ProbeError> {
    let unusual = || damaged("a band of unusual structure");
    let (mut at, mut height) = (2, None);
    loop {
        let &[0xFF, marker] = jpeg.get(at..at + 2).ok_or_else(unusual)? else { return Err(unusual()) };
        let next = at + 2 + word(jpeg, at + 2)? as usize;
        if walk::starts_frame(marker) {
            height = Some(at + 5);
        }
        if marker == walk::SOS {
            // The end mark stands last in what libjpeg has written itself; other files do not come here.
            let end = jpeg.len().checked_sub(2).filter(|end| next <= *end).ok_or_else(unusual)?;
            return Ok(Places { height: height.ok_or_else(unusual)?, scan_header: at, scan: next, end });
        }
        at = next;
    }
}
