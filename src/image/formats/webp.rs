//! The container of a WebP file (RFC 9649, section 2).

use std::io::Cursor;

use image::ImageDecoder as _;
use image::codecs::webp::WebPDecoder;

use crate::image::decoded::{Decoded, refusal};
use crate::image::header::Header;
use crate::image::{Limits, Orientation, ProbeError};

/// Reads the container and the header of the bit stream; both are whole if the container is.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    let &[_, _, _, _, s0, s1, s2, s3, ..] = bytes else { return Err(ProbeError::Truncated) };
    let said_bytes = u64::from(u32::from_le_bytes([s0, s1, s2, s3])) + 8;
    if (bytes.len() as u64) < said_bytes {
        return Err(ProbeError::Truncated);
    }
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(refusal)?;
    if decoder.has_animation() {
        return Err(ProbeError::Animated);
    }
    let stored_px = decoder.dimensions();
    let pixels = u64::from(stored_px.0) * u64::from(stored_px.1);
    let mut header = Header {
        stored_px,
        orientation: Orientation::UPRIGHT,
        // Four bytes at most, as much again for the planes or the transformed pixels, three for the copy.
        decode_bytes: pixels * 11,
        progressive: false,
    };
    header.check(limits)?;
    header.orientation = decoder.orientation().map_err(refusal)?.into();
    Ok(header)
}

/// Decodes the picture, lossy or not.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, ProbeError> {
    Decoded::of(WebPDecoder::new(Cursor::new(bytes)).map_err(refusal)?, limits)
}

/// In the extended header: whether EXIF and XMP follow (section 2.7.1).
const SAYS_EXIF: u8 = 0x08;
const SAYS_XMP: u8 = 0x04;

/// The same chunks of pixels, alpha and colours, and the way up; nothing behind them.
pub(super) fn clean(bytes: &[u8], orientation: Orientation) -> Result<Vec<u8>, ProbeError> {
    let said = bytes.get(4..8).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes);
    let end =
        said.and_then(|said| usize::try_from(said).ok()?.checked_add(8)).ok_or(ProbeError::Truncated)?;
    let mut rest = bytes.get(12..end).ok_or(ProbeError::Truncated)?;
    let mut to = bytes[..12].to_vec();
    let is_turned = orientation != Orientation::UPRIGHT;
    while let Some((head, body)) = rest.split_first_chunk::<8>() {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let own = body.get(..length).ok_or(ProbeError::Truncated)?;
        match &head[..4] {
            b"VP8X" => {
                let mut own = own.to_vec();
                let flags = own.first_mut().ok_or(ProbeError::Truncated)?;
                // What they promise must follow, and what follows must be promised.
                *flags = *flags & !(SAYS_EXIF | SAYS_XMP) | if is_turned { SAYS_EXIF } else { 0 };
                chunk(&mut to, b"VP8X", &own);
            }
            name @ (b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP") => chunk(&mut to, name, own),
            _ => {}
        }
        rest = body.get(length + length % 2..).unwrap_or_default();
    }
    if is_turned {
        // Behind the pixels, where the standard has it (2.7).
        chunk(&mut to, b"EXIF", &orientation.exif_block());
    }
    let size = u32::try_from(to.len() - 8).map_err(|_| ProbeError::Truncated)?;
    to[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(to)
}

fn chunk(to: &mut Vec<u8>, name: &[u8], body: &[u8]) {
    to.extend(name);
    to.extend((body.len() as u32).to_le_bytes());
    to.extend(body);
    if body.len() % 2 == 1 {
        to.push(0);
    }
}
