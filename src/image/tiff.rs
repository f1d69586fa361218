//! The first picture of a TIFF file (TIFF 6.0): scanners write one, pyramids the largest first.

use std::io::Cursor;

use image::ImageDecoder as _;
use image::codecs::tiff::TiffDecoder;

use super::probe::Header;
use super::{Limits, Orientation, ProbeError, decode};

/// Reads the directory of the first picture; strips and tiles are looked at when it is decoded.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    let mut decoder = TiffDecoder::new(Cursor::new(bytes)).map_err(decode::refusal)?;
    let stored_px = decoder.dimensions();
    let pixels = u64::from(stored_px.0).saturating_mul(u64::from(stored_px.1));
    // The pixels, a strip or tile of them, and three bytes each for the copy that is made of them.
    let sample_bytes = u64::from(decoder.color_type().bytes_per_pixel());
    let mut header = Header {
        stored_px,
        orientation: Orientation::UPRIGHT,
        decode_bytes: pixels.saturating_mul(sample_bytes + 3),
        progressive: false,
    };
    header.check(limits)?;
    header.orientation = decoder.orientation().map_err(decode::refusal)?.into();
    Ok(header)
}
