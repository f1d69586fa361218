//! A cursor over the markers of a JPEG file, and how a segment is written.

use crate::image::ProbeError;

pub(super) const DHT: u8 = 0xC4;
pub(super) const EOI: u8 = 0xD9;
pub(super) const SOS: u8 = 0xDA;
pub(super) const DQT: u8 = 0xDB;
pub(super) const DRI: u8 = 0xDD;
pub(super) const APP0: u8 = 0xE0;
pub(super) const APP1: u8 = 0xE1;
pub(super) const APP2: u8 = 0xE2;
pub(super) const APP14: u8 = 0xEE;

/// Where in the file reading stands; running out of bytes is [`ProbeError::Truncated`].
pub(super) struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether the last marker did not stand where the segment before it ended.
    has_stepped_over: bool,
}

/// The entropy-coded data of one scan, with its stuffed bytes and restart markers.
pub(super) struct Scan<'a> {
    pub(super) bytes: &'a [u8],
    /// Restart markers in it.
    pub(super) restarts: u64,
}

impl<'a> Walk<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Walk<'a> {
        Walk { bytes, at: 0, has_stepped_over: false }
    }

    /// Whether bytes that belong to nothing stood before the last marker; more than one FF may.
    pub(super) fn has_stepped_over(&self) -> bool {
        self.has_stepped_over
    }

    /// Moves behind the next marker and gives its code. Markers that stand alone and stray bytes are
    /// stepped over, as every reader does.
    pub(super) fn next_marker(&mut self) -> Result<u8, ProbeError> {
        self.has_stepped_over = false;
        loop {
            let before = self.at;
            self.seek_ff()?;
            self.has_stepped_over |= self.at != before;
            match self.bytes.get(self.at + 1) {
                None => return Err(ProbeError::Truncated),
                Some(0xFF) => self.at += 1,
                // These have no length behind them (B.1.1.3).
                Some(0x00 | 0x01 | 0xD0..=0xD8) => {
                    // The one at the very beginning belongs there.
                    self.has_stepped_over |= self.at != 0;
                    self.at += 2;
                }
                Some(&marker) => {
                    self.at += 2;
                    return Ok(marker);
                }
            }
        }
    }

    /// Reads the segment behind a marker, without its length.
    pub(super) fn segment(&mut self) -> Result<&'a [u8], ProbeError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = word(rest, 0).map_err(|_| ProbeError::Truncated)? as usize;
        if length < 2 {
            return Err(damaged("a segment without length"));
        }
        let segment = rest.get(2..length).ok_or(ProbeError::Truncated)?;
        self.at += length;
        Ok(segment)
    }

    /// Reads to the marker that ends the scan, or where there is none to the end of the file.
    pub(super) fn scan_or_rest(&mut self) -> &'a [u8] {
        let start = self.at;
        match self.scan() {
            Ok(scan) => scan.bytes,
            Err(_) => {
                self.at = self.bytes.len();
                self.bytes.get(start..).unwrap_or_default()
            }
        }
    }

    /// Reads to the marker that ends the scan.
    pub(super) fn scan(&mut self) -> Result<Scan<'a>, ProbeError> {
        let start = self.at;
        let mut restarts = 0;
        loop {
            self.seek_ff()?;
            match self.bytes.get(self.at + 1) {
                None => return Err(ProbeError::Truncated),
                Some(0xFF) => self.at += 1,
                Some(0x00) => self.at += 2,
                Some(0xD0..=0xD7) => {
                    restarts += 1;
                    self.at += 2;
                }
                Some(_) => return Ok(Scan { bytes: &self.bytes[start..self.at], restarts }),
            }
        }
    }

    fn seek_ff(&mut self) -> Result<(), ProbeError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let step = rest.iter().position(|byte| *byte == 0xFF).ok_or(ProbeError::Truncated)?;
        self.at += step;
        Ok(())
    }
}

/// Writes a segment: marker, length, body.
pub(super) fn segment(to: &mut Vec<u8>, marker: u8, body: &[u8]) {
    to.extend([0xFF, marker]);
    to.extend((body.len() as u16 + 2).to_be_bytes());
    to.extend(body);
}

/// Whether a marker starts a frame; C4, C8 and CC are tables and reserved.
pub(super) fn starts_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF)
}

/// Reads two bytes, high first.
pub(super) fn word(bytes: &[u8], at: usize) -> Result<u32, ProbeError> {
    match bytes.get(at..at + 2) {
        Some(&[high, low]) => Ok(u32::from(u16::from_be_bytes([high, low]))),
        _ => Err(damaged("a segment that is too short")),
    }
}

pub(super) fn damaged(reason: &str) -> ProbeError {
    ProbeError::Damaged { reason: reason.into() }
}
