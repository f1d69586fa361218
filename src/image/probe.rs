//! Decides whether bytes are a picture the archive can take, from headers and structure alone.
//!
//! Nothing is decoded by [`probe`], so a hostile header costs nothing; [`probe_fully`] decodes within the
//! same limits, for `baozhai check`.

use super::formats;
use super::header::{Limits, Probe, ProbeError};
use super::sniff::sniff;

/// Reads the headers of a picture and checks that the file is whole as far as that can be told undecoded.
///
/// Cut files are found by their structure: missing end marker, chunks past the end, fewer restart markers
/// or fewer bits than the claimed sides need. One pass over the bytes, no allocation that grows with
/// the claimed sides.
///
/// # Errors
/// See [`ProbeError`]; limits are checked before the rest of the file is looked at.
pub fn probe(bytes: &[u8], limits: &Limits) -> Result<Probe, ProbeError> {
    let size = bytes.len() as u64;
    if size > limits.max_bytes {
        return Err(ProbeError::TooLarge { bytes: size, limit: limits.max_bytes });
    }
    let format = sniff(bytes)?;
    let header = formats::read(format, bytes, limits)?;
    let (width_px, height_px) = header.orientation.turn_sides(header.stored_px);
    Ok(Probe {
        format,
        width_px,
        height_px,
        orientation: header.orientation,
        bytes: size,
        decode_bytes: header.decode_bytes,
        progressive: header.progressive,
    })
}

/// Probes a picture and decodes it, to find damage that headers do not show.
///
/// Takes up to [`Limits::max_decode_bytes`] of memory and the time of a full decode.
///
/// # Errors
/// As [`probe`], and [`ProbeError::Damaged`] or [`ProbeError::Truncated`] where decoding fails.
pub fn probe_fully(bytes: &[u8], limits: &Limits) -> Result<Probe, ProbeError> {
    let probe = probe(bytes, limits)?;
    formats::check(bytes, &probe, limits)?;
    Ok(probe)
}
