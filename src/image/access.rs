//! What is made of an original once, so that derivatives need not read all of it: the *access form*.
//!
//! 1. An [`Index`] into a baseline JPEG: the original itself where it is one, else an *access copy*, which
//!    holds the same coefficients (progressive files, and those that are not as they should be) or the same pixels, upright and in sRGB (inks and the
//!    other formats). Any part is then cut out and decoded alone.
//! 2. [Rungs](super::rung_sides): small JPEGs of the whole picture, upright and in sRGB.
//!
//! Of the indexed file it keeps [`Sums`], so that no part that has rotten is taken for what it was.
//!
//! All of it is derived: safe to delete, made again when it is missing.

mod copy;
mod file;
mod sums;

use std::borrow::Cow;

use image::DynamicImage;
use serde::{Deserialize, Serialize};

use self::copy::Copy;
pub(super) use self::file::{AccessForm, name};
use self::sums::Sums;
use super::formats::{Index, decode_in_bands, jpeg_profile, mended};
use super::resize::{Crop, resize};
use super::turbo::{self, Chroma, Shrink};
use super::{Format, Limits, Orientation, Probe, ProbeError, RenderError, colour, rungs};

/// Width and height of the tiles that are offered, in pixels (IIIF Image API 3.0, 5.4).
pub const TILE_PX: u32 = 512;

/// What an access form is made with. Whatever changes its pixels is a field here: all of them stand in the file
/// ([`settings`]), so that one made otherwise is made anew, and in the name of every derivative.
#[derive(Debug, Clone, Copy)]
struct Settings {
    /// Quality of the rungs: what is made of them is encoded again.
    rung_quality: u8,
    /// A rung is made of at least this many pixels to one, by decoding small.
    least_rung_ratio: f64,
    /// Quality of an access copy.
    copy_quality: u8,
    tile_px: u32,
}

const SETTINGS: Settings =
    Settings { rung_quality: 92, least_rung_ratio: 1.4, copy_quality: 95, tile_px: TILE_PX };

/// The settings and the ladder of rungs as a text that differs when they do.
pub(super) fn settings() -> String {
    format!("{SETTINGS:?} {:?}", rungs::LADDER_PX)
}

/// What an access form says of its picture.
#[derive(Serialize, Deserialize)]
pub(super) struct About {
    /// Width and height of the upright picture.
    pub(super) sides_px: (u32, u32),
    /// How the pixels of the indexed file must be turned, as a number of the EXIF tag.
    exif_orientation: u8,
    /// The profile of the indexed file, where it makes a difference.
    pub(super) profile: Option<Vec<u8>>,
    /// Whether the picture has chroma for every pixel.
    has_full_chroma: bool,
    /// Whether the index is of the access copy, not of the original.
    pub(super) is_of_copy: bool,
    /// Where parts of the indexed file begin.
    pub(super) index: Index,
    /// What is to be read from the indexed file.
    pub(super) sums: Sums,
    /// Width and height of the rungs, the smallest first.
    pub(super) rungs_px: Vec<(u32, u32)>,
}

/// An access form, just made.
pub(super) struct Access {
    pub(super) about: About,
    /// The rungs as JPEG files, in order.
    pub(super) rungs: Vec<Vec<u8>>,
    /// The access copy, where the original could not be indexed.
    pub(super) copy: Option<Vec<u8>>,
}

impl About {
    pub(super) fn orientation(&self) -> Orientation {
        Orientation::from_exif(self.exif_orientation).unwrap_or(Orientation::UPRIGHT)
    }

    /// The rule for chroma: a derivative has it for every pixel where the original does (drawings, scans,
    /// 4:4:4 photographs), else for every fourth, as the cameras that have no more.
    pub(super) fn chroma(&self) -> Chroma {
        if self.has_full_chroma { Chroma::Full } else { Chroma::Quarter }
    }
}

impl Access {
    /// Makes the access form of a probed original; reads every code of it, and so finds all damage.
    pub(super) fn make(bytes: &[u8], probe: &Probe, limits: &Limits) -> Result<Access, RenderError> {
        match probe.format {
            Format::Jpeg => {
                let plain = mended(bytes)?;
                // Parts are decoded to light only. Inks become light once, in the copy.
                if turbo::has_inks(&plain)? {
                    return Self::of_pixels(bytes, probe, limits);
                }
                Self::of_jpeg(bytes, plain, probe)
            }
            Format::Png | Format::WebP | Format::Tiff | Format::Heic | Format::Avif => {
                Self::of_pixels(bytes, probe, limits)
            }
        }
    }

    fn of_jpeg(original: &[u8], plain: Cow<'_, [u8]>, probe: &Probe) -> Result<Access, RenderError> {
        let (index, copy) = match (Index::of(&plain, SETTINGS.tile_px)?, plain) {
            (Some(index), Cow::Borrowed(_)) => (index, None),
            // Places in the plain file are none in the original, so the plain file is kept as the copy.
            (Some(index), Cow::Owned(plain)) => (index, Some(plain)),
            (None, plain) => {
                let copy = turbo::to_baseline(&plain)?;
                (indexed(&copy)?, Some(copy))
            }
        };
        // From the original, since a plain or rewritten file has none. One that changes nothing would only cost
        // time with every tile.
        let profile = jpeg_profile(original)?.filter(|profile| colour::matters(profile));
        let has_full_chroma = index.has_full_chroma();
        let about = About {
            sides_px: (probe.width_px, probe.height_px),
            exif_orientation: probe.orientation.exif(),
            profile,
            has_full_chroma,
            is_of_copy: copy.is_some(),
            index,
            sums: Sums::of(copy.as_deref().unwrap_or(original)),
            rungs_px: Vec::new(),
        };
        Self::with_rungs(about, original, copy)
    }

    fn of_pixels(original: &[u8], probe: &Probe, limits: &Limits) -> Result<Access, RenderError> {
        let sides_px = (probe.width_px, probe.height_px);
        // As stored: to turn it would take the whole picture.
        let mut copy = Copy::begin(probe.orientation.turn_sides(sides_px));
        decode_in_bands(original, probe, limits, |band, profile| copy.add(&colour::to_srgb(band, profile)))?;
        let copy = copy.finish()?;
        let about = About {
            sides_px,
            exif_orientation: probe.orientation.exif(),
            profile: None,
            has_full_chroma: true,
            is_of_copy: true,
            index: indexed(&copy)?,
            sums: Sums::of(&copy),
            rungs_px: Vec::new(),
        };
        Self::with_rungs(about, original, Some(copy))
    }

    /// Makes the largest rung of the indexed file, and each of the next larger one.
    fn with_rungs(mut about: About, original: &[u8], copy: Option<Vec<u8>>) -> Result<Access, RenderError> {
        let rungs_px = rungs::rung_sides(about.sides_px);
        let mut rungs = Vec::new();
        if let Some(largest_px) = rungs_px.last() {
            // Decoded once, for all rungs.
            let mut pixels = whole(copy.as_deref().unwrap_or(original), &about, *largest_px)?;
            for sides_px in rungs_px.iter().rev() {
                pixels = resize(&pixels, all(&pixels), *sides_px)?;
                rungs.insert(0, turbo::encode(&pixels, SETTINGS.rung_quality, about.chroma())?);
            }
        }
        about.rungs_px = rungs_px;
        Ok(Access { about, rungs, copy })
    }
}

fn indexed(copy: &[u8]) -> Result<Index, ProbeError> {
    let unfit = || ProbeError::Damaged { reason: "it could not be rewritten".into() };
    Index::of(copy, SETTINGS.tile_px)?.ok_or_else(unfit)
}

/// The whole picture in exactly those sides, upright and in sRGB.
fn whole(jpeg: &[u8], about: &About, sides_px: (u32, u32)) -> Result<DynamicImage, RenderError> {
    let orientation = about.orientation();
    let ratio = f64::from(about.sides_px.0.max(about.sides_px.1)) / f64::from(sides_px.0.max(sides_px.1));
    // Made small first: converting and turning cost by the pixel.
    let pixels = turbo::decode(jpeg, Shrink::keeping(ratio, SETTINGS.least_rung_ratio))?;
    let pixels = resize(&pixels, all(&pixels), orientation.turn_sides(sides_px))?;
    let mut pixels = colour::to_srgb(pixels, about.profile.as_deref());
    pixels.apply_orientation(orientation.turn());
    Ok(pixels)
}

fn all(pixels: &DynamicImage) -> Crop {
    Crop { left: 0.0, top: 0.0, width: pixels.width().into(), height: pixels.height().into() }
}

/// Memory that making an access form takes beside the file, an upper estimate.
pub(super) fn making_bytes(probe: &Probe) -> u64 {
    let copy = match probe.format {
        // Counted where it is rewritten.
        Format::Jpeg => 0,
        Format::Png | Format::WebP | Format::Tiff | Format::Heic | Format::Avif => {
            copy::writing_bytes(u64::from(probe.width_px) * u64::from(probe.height_px))
        }
    };
    probe.decode_bytes + copy
}
