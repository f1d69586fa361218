//! Decodes the tiles of a HEIC picture one by one and puts them together.

use heifer::color::{ColorParams, frame_to_rgba_into};
use heifer::heifer_hevc_dec::Error;
use heifer::heifer_hevc_dec::decoder::{DecodeOptions, decode_picture};
use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{HeifFile, ItemId};
use image::RgbImage;

use super::container::{Picture, coded_px};
use super::{damaged, refusal};
use crate::image::ProbeError;
use crate::image::Rect;
use crate::image::decoded::Decoded;

pub(super) fn decode(file: &HeifFile<'_>, picture: &Picture) -> Result<Decoded, ProbeError> {
    let (width, height) = (picture.whole_px.0 as usize, picture.whole_px.1 as usize);
    let pixels = match picture.tiles.as_slice() {
        [only] => {
            let mut pixels = tile(file, picture, *only, picture.whole_px)?;
            drop_alpha(&mut pixels);
            pixels
        }
        _ => {
            let mut canvas = vec![0; width * height * 3];
            for (number, id) in (0_u32..).zip(&picture.tiles) {
                let left = (number % picture.columns * picture.tile_px.0) as usize;
                let top = (number / picture.columns * picture.tile_px.1) as usize;
                let wide = (picture.tile_px.0 as usize).min(width - left);
                let high = (picture.tile_px.1 as usize).min(height - top);
                let own = tile(file, picture, *id, (wide as u32, high as u32))?;
                for (y, row) in own.chunks_exact(wide * 4).enumerate() {
                    let to = ((top + y) * width + left) * 3;
                    let light = row.chunks_exact(4).flat_map(|pixel| pixel[..3].iter());
                    canvas[to..to + wide * 3].iter_mut().zip(light).for_each(|(to, from)| *to = *from);
                }
            }
            canvas
        }
    };
    let whole = RgbImage::from_raw(picture.whole_px.0, picture.whole_px.1, pixels)
        .ok_or_else(|| damaged("sides and pixels do not agree"))?;
    let Rect { left_px, top_px, width_px, height_px } = picture.shown;
    let shown = if picture.shown == Rect::whole(picture.whole_px) {
        whole
    } else {
        image::imageops::crop_imm(&whole, left_px, top_px, width_px, height_px).to_image()
    };
    Ok(Decoded { pixels: shown.into(), profile: picture.profile.clone() })
}

/// The upper left of a coded picture as RGBA.
fn tile(
    file: &HeifFile<'_>,
    picture: &Picture,
    id: ItemId,
    (width_px, height_px): (u32, u32),
) -> Result<Vec<u8>, ProbeError> {
    let (most_wide, most_high) = coded_px(picture.tile_px);
    // The stream says sides of its own, and those of the container are what memory was counted by.
    let options =
        DecodeOptions { max_pixels: u64::from(most_wide) * u64::from(most_high), ..DecodeOptions::default() };
    let frame = {
        let stream = file.hevc_bitstream(id).map_err(refusal)?;
        decode_picture(&stream, options).map_err(uncoded)?
    };
    // What the container says is what is cut out of the frame below.
    if frame.widths[0] < width_px || frame.heights[0] < height_px {
        return Err(damaged("a picture smaller than it says"));
    }
    let named = file.item_properties(id).map_err(refusal)?.find_map(|property| match property {
        Property::Color(ColorInfo::Nclx { matrix, full_range, .. }) => {
            Some(ColorParams { matrix: *matrix, full_range: *full_range })
        }
        _ => None,
    });
    let colours = named.unwrap_or_else(|| ColorParams::from_frame(&frame));
    let (width, height) = (width_px as usize, height_px as usize);
    let mut pixels = vec![0_u8; width * height * 4];
    let mut rows: Vec<&mut [u8]> = pixels.chunks_exact_mut(width * 4).collect();
    frame_to_rgba_into(&frame, colours, &mut rows, width, height);
    Ok(pixels)
}

/// Four samples a pixel become three, where they lie.
fn drop_alpha(pixels: &mut Vec<u8>) {
    let count = pixels.len() / 4;
    for at in 1..count {
        pixels.copy_within(at * 4..at * 4 + 3, at * 3);
    }
    pixels.truncate(count * 3);
}

fn uncoded(error: Error) -> ProbeError {
    match error {
        Error::UnexpectedEof => ProbeError::Truncated,
        other => damaged(&other.to_string()),
    }
}
