//! The colour profile of a JPEG file (ICC.1, annex B.4), in numbered pieces since a segment is short.

use super::walk::{self, Walk};
use crate::image::ProbeError;

const NAME: &[u8] = b"ICC_PROFILE\0";

/// Puts the profile together; `None` where there is none, or not all of one.
pub(in crate::image) fn profile(bytes: &[u8]) -> Result<Option<Vec<u8>>, ProbeError> {
    let mut walk = Walk::new(bytes);
    let mut pieces = Vec::new();
    loop {
        match walk.next_marker()? {
            walk::EOI | walk::SOS => break,
            walk::APP2 => {
                if let Some([number, count, piece @ ..]) = walk.segment()?.strip_prefix(NAME) {
                    pieces.push((*number, *count, piece));
                }
            }
            _ => drop(walk.segment()?),
        }
    }
    pieces.sort_by_key(|(number, ..)| *number);
    // Each number once and none missing: of a profile in part its tables would lead anywhere.
    let is_whole = !pieces.is_empty()
        && (1..).zip(&pieces).all(|(due, (number, count, _))| {
            u32::from(*number) == due && usize::from(*count) == pieces.len()
        });
    let joined: Vec<u8> = pieces.iter().flat_map(|(.., piece)| piece.iter().copied()).collect();
    Ok(Some(joined).filter(|joined| is_whole && !joined.is_empty()))
}

/// Whether a segment is a piece of one.
pub(super) fn is_profile(segment: &[u8]) -> bool {
    segment.starts_with(NAME)
}
