//! HEIC (ISO/IEC 23008-12 with HEVC), the pictures of phones: one coded picture, or a grid of tiles.
//!
//! The container says the sides of everything before anything is decoded; here it is held to them. Turning
//! and mirroring are properties of the picture and become its [`Orientation`]; an EXIF orientation beside
//! them repeats them and is not looked at (6.5.10 of the standard).

mod clean;
mod coded;
mod colours;
mod container;
mod pixels;
mod turns;

use heifer::heifer_isobmff::{Error, HeifFile};

pub(super) use self::clean::clean;
use self::container::Picture;
use crate::image::decoded::Decoded;
use crate::image::header::Header;
use crate::image::{Limits, ProbeError};

/// Reads the container and checks limits and that the coded data is whole.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    Ok(find(bytes, limits)?.1.header)
}

/// Decodes the picture to `Rgb8`, not yet turned.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, ProbeError> {
    let (file, picture) = find(bytes, limits)?;
    pixels::decode(&file, &picture)
}

fn find<'a>(bytes: &'a [u8], limits: &Limits) -> Result<(HeifFile<'a>, Picture), ProbeError> {
    // First: the reader makes lists as long as the boxes say.
    container::check_counts(bytes)?;
    let file = HeifFile::parse(bytes).map_err(refusal)?;
    let picture = Picture::find(&file, limits)?;
    Ok((file, picture))
}

fn unsupported(kind: &'static str) -> ProbeError {
    ProbeError::UnsupportedFormat { kind }
}

fn damaged(reason: &str) -> ProbeError {
    ProbeError::Damaged { reason: reason.into() }
}

fn refusal(error: Error) -> ProbeError {
    match error {
        Error::UnexpectedEof => ProbeError::Truncated,
        other => damaged(&other.to_string()),
    }
}
