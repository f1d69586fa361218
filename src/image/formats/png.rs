//! The chunks of a PNG file (ISO/IEC 15948, clause 5), unpacked nowhere.

mod clean;
mod colours;
mod rows;

use std::io::{self, Cursor, Read as _};

use image::codecs::png::PngDecoder;

pub(super) use self::clean::clean;
pub(super) use self::rows::decode_in_bands;
use crate::image::decoded::{Decoded, band_rows, for_decoder, refusal};
use crate::image::header::Header;
use crate::image::{Limits, Orientation, ProbeError};

/// The most that deflate can pack: 1032 bytes into one (RFC 1951, a run of 258 in two bits).
const MOST_PACKED: u64 = 1032;

/// Colour profiles of presses have about two.
const MOST_PROFILE_BYTES: u64 = 4 << 20;

/// Reads the header chunk, checks limits, then walks the chunks to the end chunk.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    let mut chunks = Chunks { rest: bytes.get(8..).unwrap_or_default() };
    let (b"IHDR", fields) = chunks.next()? else { return Err(damaged("no header chunk")) };
    let (mut header, packed_from_bytes) = read_ihdr(fields)?;
    header.check(limits)?;
    let mut data_bytes = 0;
    let mut is_converted = false;
    let pixels = held_px(header.stored_px, is_interlaced(bytes));
    loop {
        match chunks.next()? {
            (b"IDAT", data) => data_bytes += data.len() as u64,
            (b"acTL", _) => return Err(ProbeError::Animated),
            // A transparent colour adds a channel, and a copy without it.
            (b"tRNS", _) => header.decode_bytes += pixels * 5,
            (b"iCCP", packed) => {
                check_profile(packed)?;
                is_converted = true;
            }
            (b"cICP", said) => {
                colours::check(said)?;
                is_converted = true;
            }
            (b"gAMA" | b"cHRM", _) => is_converted = true,
            (b"eXIf", tiff) => header.orientation = Orientation::from_exif_block(tiff),
            (b"IEND", _) => break,
            _ => {}
        }
    }
    // Gray is made colour by a profile.
    if is_converted && header.decode_bytes < pixels * 3 {
        header.decode_bytes += pixels * 3;
    }
    header.check(limits)?;
    // Not even zeros pack so small: rows are missing, or the sides are a lie.
    if data_bytes * MOST_PACKED < packed_from_bytes {
        return Err(ProbeError::Truncated);
    }
    Ok(header)
}

/// Decodes the picture whole, interlaced or not.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, ProbeError> {
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), for_decoder(limits)).map_err(refusal)?;
    let decoded = Decoded::of(decoder, limits)?;
    Ok(Decoded { profile: colours::profile(bytes).or(decoded.profile), ..decoded })
}

/// A profile is packed, and the decoder unpacks it whole: one that swells beyond any real one is refused.
fn check_profile(chunk: &[u8]) -> Result<(), ProbeError> {
    // A name, a zero, the method of packing.
    let Some(end) = chunk.iter().position(|byte| *byte == 0) else { return Err(damaged("colour profile")) };
    let packed = chunk.get(end + 2..).unwrap_or_default();
    let mut unpacked = flate2::read::ZlibDecoder::new(packed).take(MOST_PROFILE_BYTES + 1);
    // One that cannot be unpacked is left out when it is to be used; here only its size counts.
    let bytes = io::copy(&mut unpacked, &mut io::sink()).unwrap_or(0);
    if bytes > MOST_PROFILE_BYTES { Err(damaged("colour profile of over 4 MiB")) } else { Ok(()) }
}

/// Whether the rows are not in their order: then all are decoded at once.
pub(super) fn is_interlaced(bytes: &[u8]) -> bool {
    // Behind the signature, a length, `IHDR`, the sides and four bytes more.
    bytes.get(28).is_some_and(|method| *method != 0)
}

/// Pixels that are held at once.
fn held_px((width_px, height_px): (u32, u32), is_interlaced: bool) -> u64 {
    let rows = if is_interlaced { height_px } else { height_px.min(band_rows(width_px)) };
    u64::from(width_px) * u64::from(rows)
}

/// Gives the header and the number of bytes the image data must unpack to at least.
fn read_ihdr(fields: &[u8]) -> Result<(Header, u64), ProbeError> {
    let &[w0, w1, w2, w3, h0, h1, h2, h3, depth, colour, _, _, interlaced] = fields else {
        return Err(damaged("header chunk"));
    };
    let stored_px = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    // Samples in the file, and after a palette has been expanded.
    let (stored_samples, samples) = match colour {
        0 => (1, 1),
        2 => (3, 3),
        3 => (1, 3),
        4 => (2, 2),
        6 => (4, 4),
        _ => return Err(damaged("colour type")),
    };
    if !matches!(depth, 1 | 2 | 4 | 8 | 16) {
        return Err(damaged("bit depth"));
    }
    let (width, height) = (u64::from(stored_px.0), u64::from(stored_px.1));
    let sample_bytes = if depth == 16 { 2 } else { 1 };
    let header = Header {
        stored_px,
        orientation: Orientation::UPRIGHT,
        // The pixels, and where they are not gray or colours of eight bits already, the copy that is.
        decode_bytes: held_px(stored_px, interlaced != 0).saturating_mul(
            samples * sample_bytes + if matches!((samples, sample_bytes), (1 | 3, 1)) { 0 } else { 3 },
        ),
        progressive: false,
    };
    let packed_bits = width.saturating_mul(height).saturating_mul(stored_samples * u64::from(depth));
    Ok((header, packed_bits / 8))
}

/// A cursor over the chunks; running out of bytes is [`ProbeError::Truncated`].
struct Chunks<'a> {
    rest: &'a [u8],
}

impl<'a> Chunks<'a> {
    fn next(&mut self) -> Result<(&'a [u8; 4], &'a [u8]), ProbeError> {
        let (length, rest) = self.rest.split_first_chunk::<4>().ok_or(ProbeError::Truncated)?;
        let (name, rest) = rest.split_first_chunk::<4>().ok_or(ProbeError::Truncated)?;
        let length = u32::from_be_bytes(*length) as usize;
        let body = rest.get(..length).ok_or(ProbeError::Truncated)?;
        // Four bytes of checksum follow, which the decoder verifies.
        self.rest = rest.get(length + 4..).ok_or(ProbeError::Truncated)?;
        Ok((name, body))
    }
}

fn damaged(reason: &str) -> ProbeError {
    ProbeError::Damaged { reason: reason.into() }
}
