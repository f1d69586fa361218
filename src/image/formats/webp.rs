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
