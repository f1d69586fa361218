//! From strips and tiles to a picture of eight bits, one of them at a time.

use std::ops::Range;

use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};
use tiff::TiffError;
use tiff::decoder::{Decoder, Limits as DecoderLimits, TiffCodingUnit};

use super::directory::tag;
use super::source::Source;
use super::{Alpha, Colours, Picture, damaged};
use crate::image::colour::Inks;
use crate::image::formats::jpeg;
use crate::image::{Limits, ProbeError};

/// Decodes a picture that was looked at.
pub(super) fn decode<E: From<ProbeError>>(
    bytes: &[u8],
    picture: &Picture<'_>,
    profile: Option<&[u8]>,
    mut take: impl FnMut(DynamicImage, Option<&[u8]>) -> Result<(), E>,
) -> Result<(), E> {
    let mut decoder =
        Decoder::new(Source::new(bytes, picture)).map_err(refusal)?.with_limits(limits(picture));
    let given = usize::from(decoder.colortype().map_err(refusal)?.num_samples());
    let canvas = Canvas::new(picture, profile, given);
    let (across, down) = canvas.chunks(picture);
    let planes = picture.chunks.len() as u32 / (across * down).max(1);
    let kept_profile = profile.filter(|_| picture.colours != Colours::Cmyk);
    let (mut samples, mut band) = (Vec::new(), Vec::new());
    for number in 0..across * down {
        if picture.is_jpeg {
            for plane in 0..planes {
                check_jpeg(bytes, picture, number + plane * across * down)?;
            }
        }
        let unit = TiffCodingUnit(number);
        let layout = decoder.image_coding_unit_layout(unit).map_err(refusal)?;
        samples.clear();
        samples.resize(layout.complete_len, 0);
        decoder.read_coding_unit_bytes(unit, &mut samples).map_err(refusal)?;
        let chunk = Chunk {
            samples: &samples,
            row_bytes: layout.row_stride.map_or(0, usize::from),
            plane_bytes: if planes > 1 { layout.plane_stride.map_or(0, usize::from) } else { 0 },
        };
        let (column, top) = (number % across, (number / across) as usize * canvas.chunk.1);
        let rows = canvas.chunk.1.min(canvas.height - top);
        let left = column as usize * canvas.chunk.0;
        canvas.check(&chunk, left, rows)?;
        for from in (0..rows).step_by(picture.rows_at_once().max(1) as usize) {
            let to = (from + picture.rows_at_once() as usize).min(rows);
            if column == 0 {
                band.clear();
                band.resize((to - from) * canvas.width * canvas.kept, 0);
            }
            canvas.put(&chunk, left, from..to, &mut band);
            if column + 1 == across {
                take(canvas.picture(to - from, std::mem::take(&mut band))?, kept_profile)?;
            }
        }
    }
    Ok(())
}

/// One strip or tile has been found small enough already; these only back that up.
fn limits(picture: &Picture<'_>) -> DecoderLimits {
    let most = usize::try_from(picture.header.decode_bytes).unwrap_or(usize::MAX);
    let mut own = DecoderLimits::default();
    own.decoding_buffer_size = most;
    own.intermediate_buffer_size = most;
    own
}

/// A JPEG in a strip or tile must have its sides and be whole, before it is decoded.
fn check_jpeg(bytes: &[u8], picture: &Picture<'_>, number: u32) -> Result<(), ProbeError> {
    let (begin, length) = picture.chunks.get(number as usize).copied().unwrap_or_default();
    let own = bytes.get(begin as usize..(begin + length) as usize).ok_or(ProbeError::Truncated)?;
    let tables = picture
        .directory
        .bytes(tag::JPEG_TABLES)
        .and_then(|tables| tables.get(..tables.len().checked_sub(2)?));
    let whole = match tables {
        // Both are files of their own: the tables end with a mark, and the tile begins with one.
        Some(tables) => [tables, own.get(2..).unwrap_or_default()].concat(),
        None => own.to_vec(),
    };
    let (width_px, height_px) = picture.chunk_px;
    let px = u64::from(width_px) * u64::from(height_px);
    let limits = Limits { max_pixels: px, max_pixels_progressive: px, ..Limits::default() };
    let header = jpeg::read(&whole, &limits)?;
    // The last strip may be lower than the others.
    if header.stored_px.0 != width_px {
        return Err(damaged("a tile of other sides"));
    }
    jpeg::check(&whole)
}

/// What was decoded of a strip or tile.
struct Chunk<'a> {
    samples: &'a [u8],
    row_bytes: usize,
    /// Distance of the planes; 0 where the samples of a pixel lie together.
    plane_bytes: usize,
}

/// The picture of which rows are put together.
struct Canvas {
    width: usize,
    height: usize,
    chunk: (usize, usize),
    /// Samples of a pixel as they are given and as they are kept.
    given: usize,
    kept: usize,
    depth: u8,
    colours: Colours,
    alpha: Alpha,
    inks: Inks,
}

impl Canvas {
    fn new(picture: &Picture<'_>, profile: Option<&[u8]>, given: usize) -> Canvas {
        let (width, height) = (picture.header.stored_px.0 as usize, picture.header.stored_px.1 as usize);
        let kept = match (picture.colours, picture.alpha) {
            (Colours::Gray, Alpha::None) => 1,
            (_, Alpha::None) => 3,
            _ => 4,
        };
        Canvas {
            width,
            height,
            chunk: (picture.chunk_px.0 as usize, picture.chunk_px.1 as usize),
            given,
            kept,
            depth: picture.depth,
            colours: picture.colours,
            alpha: picture.alpha,
            // Here 0 is no ink (TIFF 6.0, section 16), unlike in JPEG.
            inks: Inks::new(profile.filter(|_| picture.colours == Colours::Cmyk), false),
        }
    }

    fn chunks(&self, picture: &Picture<'_>) -> (u32, u32) {
        let (width_px, height_px) = picture.header.stored_px;
        (width_px.div_ceil(picture.chunk_px.0), height_px.div_ceil(picture.chunk_px.1))
    }

    /// Finds a strip or tile that has too little for rows of the picture.
    fn check(&self, chunk: &Chunk<'_>, left: usize, rows: usize) -> Result<(), ProbeError> {
        let width = self.chunk.0.min(self.width - left);
        if self.given < self.needed() || chunk.samples.len() < self.needed_bytes(chunk, width, rows) {
            return Err(damaged("a strip or tile of fewer samples than its fields say"));
        }
        Ok(())
    }

    /// Puts rows of a strip or tile in their place in a band of those rows.
    fn put(&self, chunk: &Chunk<'_>, left: usize, rows: Range<usize>, band: &mut [u8]) {
        let width = self.chunk.0.min(self.width - left);
        let mut row = Vec::new();
        for (y, of_band) in rows.zip(band.chunks_exact_mut(self.width * self.kept)) {
            self.read_row(chunk, y, width, &mut row);
            self.to_kept(&mut row);
            let to = left * self.kept;
            of_band[to..to + row.len()].copy_from_slice(&row);
        }
    }

    /// Samples of a pixel that are looked at.
    fn needed(&self) -> usize {
        match (self.colours, self.alpha) {
            (Colours::Cmyk, _) => 4,
            (Colours::Gray, Alpha::None) => 1,
            (Colours::Gray, _) => 2,
            _ => self.kept,
        }
    }

    /// What a strip or tile must have of bytes: the decoder lays it out by what it was told, and was told more
    /// than is looked at here.
    fn needed_bytes(&self, chunk: &Chunk<'_>, width: usize, rows: usize) -> usize {
        let (together, planes) = if chunk.plane_bytes > 0 { (1, self.given) } else { (self.given, 1) };
        let last_row = (width * together * usize::from(self.depth)).div_ceil(8);
        (planes - 1) * chunk.plane_bytes + rows.saturating_sub(1) * chunk.row_bytes + last_row
    }

    /// A row of eight-bit samples, those of a pixel together.
    fn read_row(&self, chunk: &Chunk<'_>, y: usize, width: usize, row: &mut Vec<u8>) {
        row.clear();
        let begin = y * chunk.row_bytes;
        let one = |plane: usize, at: usize| match self.depth {
            16 => {
                let at = plane * chunk.plane_bytes + begin + at * 2;
                // The decoder has put them in the order of this machine.
                let sample = u16::from_ne_bytes([chunk.samples[at], chunk.samples[at + 1]]);
                ((u32::from(sample) + 128) / 257) as u8
            }
            8 => chunk.samples[plane * chunk.plane_bytes + begin + at],
            depth => {
                let (bit, most) = (at * usize::from(depth), (1_u16 << depth) - 1);
                let byte = u16::from(chunk.samples[begin + bit / 8]);
                let sample = byte >> (8 - usize::from(depth) - bit % 8) & most;
                (sample * 255 / most) as u8
            }
        };
        for x in 0..width {
            for part in 0..self.given {
                row.push(if chunk.plane_bytes > 0 { one(part, x) } else { one(0, x * self.given + part) });
            }
        }
    }

    /// Makes samples as they were given to samples as they are kept.
    fn to_kept(&self, row: &mut Vec<u8>) {
        match self.colours {
            Colours::Cmyk => {
                drop_rest(row, self.given, 4);
                let light_bytes = self.inks.to_srgb_in_place(row);
                row.truncate(light_bytes);
            }
            Colours::Gray if self.alpha != Alpha::None => {
                *row = row.chunks_exact(self.given).flat_map(|of| [of[0], of[0], of[0], of[1]]).collect();
            }
            Colours::Gray => drop_rest(row, self.given, 1),
            Colours::Rgb => drop_rest(row, self.given, self.kept),
            Colours::YCbCr => {
                drop_rest(row, self.given, 3);
                row.chunks_exact_mut(3).for_each(to_rgb);
            }
        }
        if self.alpha == Alpha::Associated {
            row.chunks_exact_mut(4).for_each(divide_by_alpha);
        }
    }

    fn picture(&self, rows: usize, pixels: Vec<u8>) -> Result<DynamicImage, ProbeError> {
        let (width_px, height_px) = (self.width as u32, rows as u32);
        let picture = match self.kept {
            1 => GrayImage::from_raw(width_px, height_px, pixels).map(DynamicImage::from),
            3 => RgbImage::from_raw(width_px, height_px, pixels).map(DynamicImage::from),
            _ => RgbaImage::from_raw(width_px, height_px, pixels).map(DynamicImage::from),
        };
        picture.ok_or_else(|| damaged("sides and pixels do not agree"))
    }
}

/// Keeps the first samples of each pixel.
fn drop_rest(row: &mut Vec<u8>, given: usize, kept: usize) {
    if given > kept {
        *row = row.chunks_exact(given).flat_map(|of| of[..kept].iter().copied()).collect();
    }
}

/// As JPEG has them (ITU-T T.871, 7).
fn to_rgb(pixel: &mut [u8]) {
    let [y, cb, cr] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
    let (cb, cr) = (cb - 128.0, cr - 128.0);
    let light = [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb];
    for (to, light) in pixel.iter_mut().zip(light) {
        *to = light.round() as u8;
    }
}

fn divide_by_alpha(pixel: &mut [u8]) {
    let alpha = u32::from(pixel[3]);
    for part in &mut pixel[..3] {
        *part = ((u32::from(*part) * 255 + alpha / 2).checked_div(alpha).unwrap_or(0)).min(255) as u8;
    }
}

fn refusal(error: TiffError) -> ProbeError {
    match error {
        TiffError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            ProbeError::Truncated
        }
        other => damaged(&other.to_string()),
    }
}
