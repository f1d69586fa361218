//! How the picture of a HEIC file is turned, mirrored and cut, by its properties `irot`, `imir` and `clap`.

use heifer::heifer_isobmff::boxes::Property;
use heifer::heifer_isobmff::{HeifFile, ItemId};

use super::{damaged, refusal, unsupported};
use crate::image::{Orientation, ProbeError, Rect};

/// The turns in their order as one orientation, and the part that is shown of the stored picture.
pub(super) fn transforms(
    file: &HeifFile<'_>,
    id: ItemId,
    whole_px: (u32, u32),
) -> Result<(Orientation, Rect), ProbeError> {
    let (mut turned, mut mirrored) = (0_u8, false);
    let mut shown = Rect::whole(whole_px);
    for property in file.item_properties(id).map_err(refusal)? {
        match *property {
            // Anticlockwise; a mirror before it makes it a turn the other way of what is mirrored.
            Property::Rotation(quarters) if mirrored => turned = (turned + quarters) % 4,
            Property::Rotation(quarters) => turned = (turned + 4 - quarters) % 4,
            // Top to bottom is left to right and half a turn.
            Property::Mirror(is_top_to_bottom) => {
                let extra = if is_top_to_bottom { 2 } else { 0 };
                (turned, mirrored) = ((turned + extra) % 4, !mirrored);
            }
            Property::CleanAperture { width, height, horiz_offset, vert_offset } => {
                // Sides and offsets are those of the picture as it stands at this place of the order.
                if (turned, mirrored) != (0, false) || shown != Rect::whole(whole_px) {
                    return Err(unsupported("HEIC cropped after turning"));
                }
                let (left_px, width_px) = aperture(width, horiz_offset, whole_px.0)?;
                let (top_px, height_px) = aperture(height, vert_offset, whole_px.1)?;
                shown = Rect { left_px, top_px, width_px, height_px };
            }
            _ => {}
        }
    }
    Ok((orientation(turned, mirrored), shown))
}

/// The EXIF number of quarter turns clockwise followed by a mirror from left to right.
fn orientation(turned: u8, mirrored: bool) -> Orientation {
    let number = match (turned, mirrored) {
        (0, false) => 1,
        (1, false) => 6,
        (2, false) => 3,
        (3, false) => 8,
        (0, true) => 2,
        (1, true) => 5,
        (2, true) => 4,
        _ => 7,
    };
    Orientation::from_exif(number).unwrap_or(Orientation::UPRIGHT)
}

/// One side of a clean aperture: where it begins and how long it is (ISO/IEC 14496-12, 12.1.4).
fn aperture(length: (u32, u32), offset: (i32, u32), side_px: u32) -> Result<(u32, u32), ProbeError> {
    let length = f64::from(length.0) / f64::from(length.1);
    let middle = f64::from(offset.0) / f64::from(offset.1) + (f64::from(side_px) - 1.0) / 2.0;
    let begin = (middle - (length - 1.0) / 2.0).round();
    let length = length.round();
    // A denominator of zero makes no number or an endless one, neither of which lies within.
    let is_within = begin >= 0.0 && length >= 1.0 && begin + length <= f64::from(side_px);
    if is_within { Ok((begin as u32, length as u32)) } else { Err(damaged("what is shown of the picture")) }
}
