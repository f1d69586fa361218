//! TIFF 6.0 and BigTIFF: which picture of the file is meant, and whether it can be decoded within bounds.
//!
//! The directories are read here, entry by entry and within the file; the decoder behind [`pixels`] sees only
//! a directory that has passed. Of several pictures the first is taken, as every viewer does, that does not call
//! itself a smaller copy of another: the others are further pages.

mod clean;
mod directory;
mod pixels;
mod source;

use image::{ColorType, DynamicImage, GrayImage, RgbImage, RgbaImage};

pub(super) use self::clean::clean;
use self::directory::{Directory, tag};
use crate::image::decoded::{Decoded, band_rows};
use crate::image::header::Header;
use crate::image::{Limits, Orientation, ProbeError};

/// Pixels that strips or tiles may hold beyond the picture: a small picture may lie in one large tile.
const MOST_SPARE_PX: u64 = 1 << 24;

/// Reads the directories, chooses a picture and checks that its strips or tiles are there.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    Ok(Picture::find(bytes, limits)?.header)
}

/// Decodes the picture to `Luma8`, `Rgb8` or `Rgba8`, some rows at a time, from above; inks become light.
pub(super) fn decode_in_bands<E: From<ProbeError>>(
    bytes: &[u8],
    limits: &Limits,
    take: impl FnMut(DynamicImage, Option<&[u8]>) -> Result<(), E>,
) -> Result<(), E> {
    let picture = Picture::find(bytes, limits)?;
    let profile = picture.directory.bytes(tag::ICC_PROFILE);
    pixels::decode(bytes, &picture, profile, take)
}

/// Decodes the picture whole: its bands in one.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, ProbeError> {
    let (mut samples, mut last, mut profile) = (Vec::new(), None, None);
    decode_in_bands(bytes, limits, |band, own| {
        samples.extend_from_slice(band.as_bytes());
        let height_px = last.map_or(0, |(_, height_px, _)| height_px) + band.height();
        last = Some((band.width(), height_px, band.color()));
        profile = own.map(<[u8]>::to_vec);
        Ok::<_, ProbeError>(())
    })?;
    let whole = last.and_then(|(width_px, height_px, colour)| match colour {
        ColorType::L8 => GrayImage::from_raw(width_px, height_px, samples).map(DynamicImage::from),
        ColorType::Rgb8 => RgbImage::from_raw(width_px, height_px, samples).map(DynamicImage::from),
        _ => RgbaImage::from_raw(width_px, height_px, samples).map(DynamicImage::from),
    });
    let pixels =
        whole.ok_or_else(|| ProbeError::Damaged { reason: "sides and pixels do not agree".into() })?;
    Ok(Decoded { pixels, profile })
}

/// Where strips or tiles begin, and how long they are.
type Chunks = Vec<(u64, u64)>;

/// What the samples of a pixel mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colours {
    Gray,
    Rgb,
    Cmyk,
    YCbCr,
}

/// The alpha behind the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alpha {
    None,
    /// The colours are multiplied by it.
    Associated,
    Unassociated,
}

/// The picture that is meant.
struct Picture<'a> {
    directory: Directory<'a>,
    header: Header,
    colours: Colours,
    alpha: Alpha,
    /// Bits of a sample.
    depth: u8,
    samples: u64,
    is_jpeg: bool,
    /// Whether the low bit of a byte comes first.
    is_turned_round: bool,
    /// Width and height of a strip or tile.
    chunk_px: (u32, u32),
    chunks: Chunks,
}

impl<'a> Picture<'a> {
    fn find(bytes: &'a [u8], limits: &Limits) -> Result<Picture<'a>, ProbeError> {
        let directories = directory::read(bytes)?;
        // What such a file has first is often a preview, not the photograph.
        if directories.iter().any(|directory| directory.has(tag::DNG_VERSION)) {
            return Err(unsupported("camera raw"));
        }
        let first = directories.into_iter().find(|directory| !directory.is_lesser());
        let directory = first.ok_or_else(|| unsupported("camera raw"))?;
        let stored_px = directory.sides_px()?;
        let header = Header {
            stored_px,
            orientation: directory.number(tag::ORIENTATION).map_or(Orientation::UPRIGHT, orientation),
            decode_bytes: 0,
            progressive: false,
        };
        header.check(limits)?;
        if directory.is_cut() {
            return Err(ProbeError::Truncated);
        }
        if directory.is_mistyped() {
            return Err(damaged("a field of the wrong type"));
        }
        let (colours, alpha, samples) = colours(&directory)?;
        let depth = depth(&directory, colours, samples)?;
        let is_jpeg = is_jpeg(&directory)?;
        if colours == Colours::YCbCr && !is_jpeg {
            return Err(unsupported("uncompressed YCbCr TIFF"));
        }
        let layout = Layout { samples, bits: u64::from(depth), file_bytes: bytes.len() as u64 };
        let (chunk_px, chunks) = chunks(&directory, stored_px, &layout)?;
        // The order of bits in a JPEG is its own.
        let is_turned_round = directory.number(tag::FILL_ORDER) == Some(2) && !is_jpeg;
        let mut picture = Picture {
            directory,
            header,
            colours,
            alpha,
            depth,
            samples,
            is_jpeg,
            is_turned_round,
            chunk_px,
            chunks,
        };
        picture.find_cuts(bytes)?;
        picture.header.decode_bytes = picture.decode_bytes();
        if picture.is_turned_round {
            picture.header.decode_bytes += bytes.len() as u64;
        }
        // A second time: how much memory it takes follows from lists that are only read within the limits of sides.
        picture.header.check(limits)?;
        Ok(picture)
    }

    /// The tags of where strips or tiles begin, and of their lengths.
    fn lists(&self) -> (u16, u16) {
        lists(&self.directory)
    }

    /// Rows that are given at once: some of a strip, or those of a row of tiles.
    fn rows_at_once(&self) -> u32 {
        let (width_px, height_px) = self.header.stored_px;
        let is_strip = self.chunk_px.0 >= width_px;
        let rows = self.chunk_px.1.min(height_px);
        if is_strip { rows.min(band_rows(width_px)) } else { rows }
    }

    /// Some rows with the copies that are made of them, a strip or tile packed and unpacked, and their list.
    fn decode_bytes(&self) -> u64 {
        let (width_px, height_px) = self.header.stored_px;
        let pixel_bytes = match (self.alpha, self.colours) {
            (Alpha::None, Colours::Gray) => 1 + 3,
            (Alpha::None, _) => 3,
            _ => 4 + 3,
        };
        let chunk_px = u64::from(self.chunk_px.0) * u64::from(self.chunk_px.1.min(height_px));
        let sample_bytes = u64::from(self.depth.div_ceil(8)) * if self.is_jpeg { 3 } else { 1 };
        let packed = self.chunks.iter().map(|(_, length)| *length).max().unwrap_or(0);
        (u64::from(width_px) * u64::from(self.rows_at_once()) * pixel_bytes)
            .saturating_add(chunk_px.saturating_mul(self.samples * sample_bytes))
            .saturating_add(packed.saturating_mul(2))
            .saturating_add(self.chunks.len() as u64 * 128)
    }

    /// Strips or tiles that reach beyond the end, or that cannot hold what they should.
    fn find_cuts(&self, bytes: &[u8]) -> Result<(), ProbeError> {
        let (width_px, height_px) = self.header.stored_px;
        let needed_bits = u64::from(width_px) * u64::from(height_px) * self.samples * u64::from(self.depth);
        let held: u64 = self.chunks.iter().map(|(_, length)| *length).fold(0, u64::saturating_add);
        let most = held.saturating_mul(most_packed(self.directory.number(tag::COMPRESSION)));
        let ends = self.chunks.iter().map(|(begin, length)| begin.saturating_add(*length));
        if ends.max().unwrap_or(0) > bytes.len() as u64 || most < needed_bits / 8 {
            return Err(ProbeError::Truncated);
        }
        Ok(())
    }
}

/// How many bytes a packed one may hold at most.
fn most_packed(compression: Option<u64>) -> u64 {
    match compression {
        None | Some(1) => 1,
        // A run of 128 in two.
        Some(32_773) => 64,
        // A run of 258 in two bits (RFC 1951).
        Some(8 | 32_946) => 1032,
        // A string as long as the table in a code of twelve bits.
        Some(5) => 4096 * 8 / 12 + 1,
        // Three components of a sixteenth, two bits a block.
        Some(7) => 1024,
        // A row like the one above in one bit.
        _ => 65_536,
    }
}

fn orientation(number: u64) -> Orientation {
    u8::try_from(number).ok().and_then(Orientation::from_exif).unwrap_or(Orientation::UPRIGHT)
}

fn colours(directory: &Directory<'_>) -> Result<(Colours, Alpha, u64), ProbeError> {
    let (colours, least) = match directory.number(tag::PHOTOMETRIC) {
        Some(0 | 1) => (Colours::Gray, 1),
        Some(2) => (Colours::Rgb, 3),
        Some(3) => return Err(unsupported("palette TIFF")),
        Some(5) => (Colours::Cmyk, 4),
        Some(6) => (Colours::YCbCr, 3),
        Some(8..=10) => return Err(unsupported("Lab TIFF")),
        Some(32_803 | 34_892) => return Err(unsupported("camera raw")),
        _ => return Err(unsupported("TIFF of unusual colours")),
    };
    let samples = directory.number(tag::SAMPLES).unwrap_or(1);
    if samples < least || samples > 8 {
        return Err(damaged("samples of a pixel"));
    }
    let alpha = match directory.number(tag::EXTRA_SAMPLES) {
        _ if samples == least || colours == Colours::Cmyk => Alpha::None,
        Some(1) => Alpha::Associated,
        Some(2) => Alpha::Unassociated,
        // Four samples and no word of the fourth.
        None if samples == 4 => Alpha::Unassociated,
        _ => Alpha::None,
    };
    Ok((colours, alpha, samples))
}

/// Bits of a sample, the same for all.
fn depth(directory: &Directory<'_>, colours: Colours, samples: u64) -> Result<u8, ProbeError> {
    let few =
        |numbers: Vec<u64>| if numbers.len() > 16 { Err(damaged("bits of a sample")) } else { Ok(numbers) };
    if few(directory.numbers(tag::SAMPLE_FORMAT))?.iter().any(|format| *format != 1) {
        return Err(unsupported("floating-point TIFF"));
    }
    let depths = few(directory.numbers(tag::BITS))?;
    let depth = depths.first().copied().unwrap_or(1);
    let is_known = match depth {
        1 | 2 | 4 => colours == Colours::Gray && samples == 1,
        8 => true,
        16 => colours != Colours::YCbCr,
        _ => false,
    };
    if !is_known || depths.iter().any(|other| *other != depth) {
        return Err(unsupported("TIFF of unusual depth"));
    }
    Ok(depth as u8)
}

/// Whether it is packed as JPEG; refuses what cannot be unpacked.
fn is_jpeg(directory: &Directory<'_>) -> Result<bool, ProbeError> {
    match directory.number(tag::COMPRESSION) {
        None | Some(1 | 4 | 5 | 8 | 32_773 | 32_946) => Ok(false),
        Some(7) => Ok(true),
        Some(2 | 3) => Err(unsupported("TIFF with fax compression of group 3")),
        Some(6) => Err(unsupported("TIFF with old-style JPEG")),
        Some(_) => Err(unsupported("TIFF of unusual compression")),
    }
}

/// What lengths follow from, where a file does not say them.
struct Layout {
    samples: u64,
    /// Of a sample.
    bits: u64,
    file_bytes: u64,
}

fn lists(directory: &Directory<'_>) -> (u16, u16) {
    if directory.has(tag::TILE_WIDTH) {
        (tag::TILE_OFFSETS, tag::TILE_BYTES)
    } else {
        (tag::STRIP_OFFSETS, tag::STRIP_BYTES)
    }
}

/// Sides of a strip or tile, and where each lies; there must be as many as the picture needs.
fn chunks(
    directory: &Directory<'_>,
    (width_px, height_px): (u32, u32),
    layout: &Layout,
) -> Result<((u32, u32), Chunks), ProbeError> {
    let side = |of| directory.number(of).and_then(|side| u32::try_from(side).ok()).filter(|side| *side > 0);
    let no_side = || damaged("sides of a tile");
    let chunk_px = if directory.has(tag::TILE_WIDTH) {
        (side(tag::TILE_WIDTH).ok_or_else(no_side)?, side(tag::TILE_HEIGHT).ok_or_else(no_side)?)
    } else {
        (width_px, side(tag::STRIP_ROWS).unwrap_or(height_px).min(height_px))
    };
    let (begins, lengths) = lists(directory);
    let planes = if directory.number(tag::PLANAR) == Some(2) { layout.samples } else { 1 };
    let across = u64::from(width_px.div_ceil(chunk_px.0));
    let down = u64::from(height_px.div_ceil(chunk_px.1));
    let count = across * down * planes;
    let held_px = (across * down).saturating_mul(u64::from(chunk_px.0) * u64::from(chunk_px.1));
    if held_px > u64::from(width_px) * u64::from(height_px) * 4 + MOST_SPARE_PX {
        return Err(damaged("tiles much larger than the picture"));
    }
    // Some programs leave the lengths out or write zeros; viewers work them out.
    let is_unsaid = !directory.has(lengths) || directory.numbers(lengths).iter().all(|length| *length == 0);
    if directory.count(begins) != count || (!is_unsaid && directory.count(lengths) != count) {
        return Err(damaged("number of strips or tiles"));
    }
    let begins = directory.numbers(begins);
    if !is_unsaid {
        return Ok((chunk_px, begins.into_iter().zip(directory.numbers(lengths)).collect()));
    }
    let lengths: Vec<u64> = match directory.number(tag::COMPRESSION) {
        None | Some(1) => {
            let together = if planes > 1 { 1 } else { layout.samples };
            let row_bytes = (u64::from(chunk_px.0) * together * layout.bits).div_ceil(8);
            let rows = |number: u64| match directory.has(tag::TILE_WIDTH) {
                true => chunk_px.1,
                false => chunk_px.1.min(height_px - (number % down) as u32 * chunk_px.1),
            };
            (0..count).map(|number| row_bytes * u64::from(rows(number))).collect()
        }
        // Up to where the next one begins.
        Some(_) => {
            let mut ends = begins.clone();
            ends.push(layout.file_bytes);
            ends.sort_unstable();
            let end =
                |begin: &u64| ends.get(ends.partition_point(|end| end <= begin)).unwrap_or(begin) - begin;
            begins.iter().map(end).collect()
        }
    };
    Ok((chunk_px, begins.into_iter().zip(lengths).collect()))
}

fn unsupported(kind: &'static str) -> ProbeError {
    ProbeError::UnsupportedFormat { kind }
}

fn damaged(reason: &str) -> ProbeError {
    ProbeError::Damaged { reason: reason.into() }
}
