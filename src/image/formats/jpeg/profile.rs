//! The colour profile of a JPEG file (ICC.1, annex B.4), in numbered pieces since a segment is short.

use super::walk::{self, Walk};
use crate::image::ProbeError;

const NAME: &[u8] = b"ICC_PROFILE\0";

/// Puts the profile together; `None` where there is none, or not all of one.
pub(in crate::image) fn profile(bytes: &[u8]) -> Result<Option<Vec<u8>>, ProbeError> {
    let mut pieces: Vec<(u8, u8, &[u8])> = pieces(bytes)?
        .into_iter()
        .filter_map(|segment| match segment.strip_prefix(NAME)? {
            [number, count, piece @ ..] => Some((*number, *count, piece)),
            _ => None,
        })
        .collect();
    pieces.sort_by_key(|(number, ..)| *number);
    // Each number once and none missing: of a profile in part its tables would lead anywhere.
    let is_whole = !pieces.is_empty()
        && (1..).zip(&pieces).all(|(due, (number, count, _))| {
            u32::from(*number) == due && usize::from(*count) == pieces.len()
        });
    let joined: Vec<u8> = pieces.iter().flat_map(|(.., piece)| piece.iter().copied()).collect();
    Ok(Some(joined).filter(|joined| is_whole && !joined.is_empty()))
}

/// The segments of the profile, in the order of the file.
pub(super) fn pieces(bytes: &[u8]) -> Result<Vec<&[u8]>, ProbeError> {
    let mut walk = Walk::new(bytes);
    let mut pieces = Vec::new();
    loop {
        match walk.next_marker()? {
            walk::EOI | walk::SOS => return Ok(pieces),
            walk::APP2 => pieces.extend(Some(walk.segment()?).filter(|own| is_profile(own))),
            _ => drop(walk.segment()?),
        }
    }
}

/// Whether a segment is a piece of one.
pub(super) fn is_profile(segment: &[u8]) -> bool {
    segment.starts_with(NAME)
}
