//! A PNG file without its texts, times and other ancillary chunks, and without what lies behind its end.

use super::Chunks;
use crate::image::{Orientation, ProbeError};

/// What makes the pixels, and what explains their colours (ISO/IEC 15948, clause 11).
const KEPT: [&[u8; 4]; 12] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
    b"pHYs",
];

/// The same chunks of pixels and colours, and the way up.
pub(in crate::image::formats) fn clean(
    bytes: &[u8],
    orientation: Orientation,
) -> Result<Vec<u8>, ProbeError> {
    let (signature, rest) = bytes.split_at_checked(8).ok_or(ProbeError::Truncated)?;
    let mut chunks = Chunks { rest };
    let mut to = signature.to_vec();
    loop {
        let before = chunks.rest;
        let (name, _) = chunks.next()?;
        if KEPT.contains(&name) {
            to.extend(&before[..before.len() - chunks.rest.len()]);
        }
        match name {
            b"IHDR" if orientation != Orientation::UPRIGHT => {
                chunk(&mut to, b"eXIf", &orientation.exif_block());
            }
            b"IEND" => return Ok(to),
            _ => {}
        }
    }
}

fn chunk(to: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    to.extend((body.len() as u32).to_be_bytes());
    let begin = to.len();
    to.extend(name);
    to.extend(body);
    to.extend(crc32fast::hash(&to[begin..]).to_be_bytes());
}
