//! The same picture without what is said in its file of where, when, with what and by whom, and with nothing behind its end.
//!
//! Nothing is decoded and coded anew: coded pixels, colours and the way up are carried over as they are, all else is left
//! behind. What a format might say besides is not listed, only what is kept.

use super::formats;
use super::probe::probe_fully;
use super::{Limits, Probe, ProbeError, probe};

/// A picture as it may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The file.
    pub bytes: Vec<u8>,
    /// What its headers say: as those of the file it was made from, but for the size.
    pub probe: Probe,
}

/// Cleans a picture, without looking at its pixels.
///
/// # Errors
/// As [`probe`]; and [`ProbeError::Damaged`] where the rest would not be the same picture.
pub fn cleaned(bytes: &[u8], limits: &Limits) -> Result<Cleaned, ProbeError> {
    let before = probe(bytes, limits)?;
    let cleaned = formats::clean(bytes, &before, limits)?;
    // Read once more: this is what is published, and it must be the same picture to whoever reads it.
    let after = probe(&cleaned, limits)?;
    let is_same = |of: &Probe| (of.format, of.width_px, of.height_px, of.orientation);
    if is_same(&before) != is_same(&after) {
        return Err(ProbeError::Damaged { reason: "its parts do not belong together".into() });
    }
    Ok(Cleaned { bytes: cleaned, probe: after })
}

/// Finds damage that headers do not show; see [`probe_fully`].
pub(super) fn check(cleaned: &Cleaned, limits: &Limits) -> Result<(), ProbeError> {
    probe_fully(&cleaned.bytes, limits).map(drop)
}
