//! Tells the format of a picture by its first bytes, never by its name.

use super::{Format, ProbeError};

/// Tells the format of a file.
///
/// # Errors
/// [`ProbeError::Empty`], [`ProbeError::UnsupportedFormat`] for pictures of other kinds,
/// [`ProbeError::NotAnImage`] for all else.
pub(super) fn sniff(bytes: &[u8]) -> Result<Format, ProbeError> {
    match bytes {
        [] => Err(ProbeError::Empty),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Format::WebP),
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Ok(Format::Tiff),
        _ if is_heic(bytes) => Ok(Format::Heic),
        _ => Err(match other_picture(bytes) {
            Some(kind) => ProbeError::UnsupportedFormat { kind },
            None => ProbeError::NotAnImage,
        }),
    }
}

/// Brands of still pictures. What is coded in them the container says, not the brand: `mif1` is any picture.
const STILL_BRANDS: [&[u8; 4]; 7] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"miaf"];

/// Bytes in which the container says that it holds a picture, whatever its brand.
const SAYS_PICTURE_BYTES: usize = 4096;

/// A file of boxes that has a still picture in it.
fn is_heic(bytes: &[u8]) -> bool {
    let [l0, l1, l2, l3, b'f', b't', b'y', b'p', brands @ ..] = bytes else { return false };
    let length = u32::from_be_bytes([*l0, *l1, *l2, *l3]).saturating_sub(8) as usize;
    let brands = &brands[..brands.len().min(length)];
    let is_still = |brand: &[u8]| STILL_BRANDS.iter().any(|still| *still == brand);
    // The second word is a version.
    let mut named = brands.chunks_exact(4).enumerate().filter(|(place, _)| *place != 1);
    named.any(|(_, brand)| is_still(brand))
        || bytes[..bytes.len().min(SAYS_PICTURE_BYTES)].windows(4).any(|word| word == b"pict")
}

/// Names pictures the archive does not take, so that the refusal can say what the file is.
fn other_picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'G', b'I', b'F', b'8', ..] => Some("GIF"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("BMP"),
        [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] | [0xFF, 0x0A, ..] => Some("JPEG XL"),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => Some("JPEG 2000"),
        [b'8', b'B', b'P', b'S', ..] => Some("Photoshop"),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
            // Most name a brand of any still picture besides. Those are taken for HEIC above, and refused by what
            // is coded in them.
            Some(b"avif" | b"avis") => Some("AVIF"),
            Some(b"hevc" | b"hevx" | b"msf1") => Some("moving HEIF"),
            _ => None,
        },
        _ => bytes[..bytes.len().min(1024)].windows(4).any(|word| word == b"<svg").then_some("SVG"),
    }
}
