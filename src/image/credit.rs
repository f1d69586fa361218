//! The one thing that is written into a derivative beside its pixels: whose it is.
//!
//! A line in the Copyright tag of an Exif block (CIPA DC-008 §4.6.5.4), where programs look for it in all
//! formats; no date, no camera, no place.

use img_parts::{Bytes, ImageEXIF as _};

use super::{Format, RenderError};

/// Copyright; type ASCII, which everybody reads as UTF-8.
const COPYRIGHT: u16 = 0x8298;
const ASCII: u16 = 2;

/// Gives the encoded picture with its credit; one of another format than JPEG, PNG or WebP stays as it is.
pub(super) fn sign(picture: Vec<u8>, format: Format, credit: &str) -> Result<Vec<u8>, RenderError> {
    let failed = |error: img_parts::Error| RenderError::Encoding { reason: error.to_string() };
    let exif = Some(Bytes::from(exif(credit)));
    let bytes = Bytes::from(picture);
    let signed = match format {
        Format::Jpeg => {
            let mut jpeg = img_parts::jpeg::Jpeg::from_bytes(bytes).map_err(failed)?;
            jpeg.set_exif(exif);
            jpeg.encoder().bytes()
        }
        Format::Png => {
            let mut png = img_parts::png::Png::from_bytes(bytes).map_err(failed)?;
            png.set_exif(exif);
            png.encoder().bytes()
        }
        Format::WebP => {
            let mut webp = img_parts::webp::WebP::from_bytes(bytes).map_err(failed)?;
            webp.set_exif(exif);
            webp.encoder().bytes()
        }
        // The first two are never made; the encoder of AVIF writes it itself.
        Format::Tiff | Format::Heic | Format::Avif => bytes,
    };
    Ok(signed.to_vec())
}

/// A TIFF structure of one directory with one entry.
pub(super) fn exif(credit: &str) -> Vec<u8> {
    // The value stands behind the directory, and a shorter one than four bytes would stand in the entry.
    let text = format!("{credit:<4}\0");
    let mut block = b"II*\0\x08\0\0\0\x01\0".to_vec();
    block.extend(COPYRIGHT.to_le_bytes());
    block.extend(ASCII.to_le_bytes());
    block.extend((text.len() as u32).to_le_bytes());
    block.extend(26_u32.to_le_bytes());
    block.extend(0_u32.to_le_bytes());
    block.extend(text.as_bytes());
    block
}
