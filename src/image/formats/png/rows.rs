//! The rows of a PNG file, some at a time.

use std::io::{Cursor, ErrorKind};

use image::{DynamicImage, ImageBuffer, Luma, LumaA, Pixel, Rgb, Rgba};
use png::{BitDepth, ColorType, DecodingError, Transformations};

use super::{colours, damaged};
use crate::image::decoded::band_rows;
use crate::image::{Limits, ProbeError};

/// Decodes rows in their order; palettes and samples of few bits are expanded. The file must not be interlaced.
pub(in crate::image) fn decode_in_bands<E: From<ProbeError>>(
    bytes: &[u8],
    limits: &Limits,
    mut take: impl FnMut(DynamicImage, Option<&[u8]>) -> Result<(), E>,
) -> Result<(), E> {
    let most = usize::try_from(limits.max_decode_bytes).unwrap_or(usize::MAX);
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: most });
    decoder.set_transformations(Transformations::EXPAND);
    let mut reader = decoder.read_info().map_err(refusal)?;
    let (width_px, height_px) = reader.info().size();
    let kind = reader.output_color_type();
    let row_bytes = reader.output_line_size(width_px).ok_or_else(|| damaged("rows too long"))?;
    // A profile that cannot be read is worth no refusal: the pixels are taken for sRGB.
    let own = || reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    let profile = colours::profile(bytes).or_else(own);
    let mut rows_left = height_px;
    while rows_left > 0 {
        let rows = rows_left.min(band_rows(width_px));
        let mut band = vec![0; row_bytes * rows as usize];
        for row in band.chunks_exact_mut(row_bytes) {
            reader.read_row(row).map_err(refusal)?.ok_or(ProbeError::Truncated)?;
        }
        let band = picture(kind, (width_px, rows), band);
        take(band.ok_or_else(|| damaged("unusual samples"))?, profile.as_deref())?;
        rows_left -= rows;
    }
    // What follows the last row may be damaged too.
    reader.read_row(&mut []).map_err(refusal)?;
    Ok(())
}

fn picture(
    (colours, depth): (ColorType, BitDepth),
    sides_px: (u32, u32),
    bytes: Vec<u8>,
) -> Option<DynamicImage> {
    match (colours, depth) {
        (ColorType::Grayscale, BitDepth::Eight) => of::<Luma<u8>>(sides_px, bytes),
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => of::<LumaA<u8>>(sides_px, bytes),
        (ColorType::Rgb, BitDepth::Eight) => of::<Rgb<u8>>(sides_px, bytes),
        (ColorType::Rgba, BitDepth::Eight) => of::<Rgba<u8>>(sides_px, bytes),
        (ColorType::Grayscale, BitDepth::Sixteen) => of::<Luma<u16>>(sides_px, words(&bytes)),
        (ColorType::GrayscaleAlpha, BitDepth::Sixteen) => of::<LumaA<u16>>(sides_px, words(&bytes)),
        (ColorType::Rgb, BitDepth::Sixteen) => of::<Rgb<u16>>(sides_px, words(&bytes)),
        (ColorType::Rgba, BitDepth::Sixteen) => of::<Rgba<u16>>(sides_px, words(&bytes)),
        _ => None,
    }
}

fn of<P: Pixel>((width_px, height_px): (u32, u32), samples: Vec<P::Subpixel>) -> Option<DynamicImage>
where
    ImageBuffer<P, Vec<P::Subpixel>>: Into<DynamicImage>,
{
    ImageBuffer::<P, _>::from_raw(width_px, height_px, samples).map(Into::into)
}

/// Samples of two bytes, the high one first.
fn words(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]])).collect()
}

fn refusal(error: DecodingError) -> ProbeError {
    match error {
        DecodingError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => ProbeError::Truncated,
        other => damaged(&other.to_string()),
    }
}
