//! What the container of a HEIC file says of its picture, before anything is decoded.

use heifer::heifer_isobmff::boxes::Property;
use heifer::heifer_isobmff::{BoxIter, HeifFile, ItemId};

use super::coded::coded_parts;
use super::colours::profile;
use super::turns::transforms;
use super::{damaged, refusal, unsupported};
use crate::image::header::Header;
use crate::image::{Limits, ProbeError, Rect};

/// Items of a file, and of each of its lists: a grid of 200 megapixels has 800 tiles.
const MOST_ITEMS: u64 = 4096;

/// Bytes of the box that describes them.
const MOST_META_BYTES: usize = 16 << 20;

/// Memory for a pixel of a coded picture while it is decoded and made RGB, with chroma for every fourth
/// pixel and for each.
const CODED_BYTES: (u64, u64) = (9, 14);

/// The picture that is meant.
pub(super) struct Picture {
    pub(super) header: Header,
    /// Sides of what is put together of the tiles, and what is shown of it.
    pub(super) whole_px: (u32, u32),
    pub(super) shown: Rect,
    /// Sides of a tile; a picture of one piece is its own tile.
    pub(super) tile_px: (u32, u32),
    pub(super) columns: u32,
    pub(super) tiles: Vec<ItemId>,
    /// Explains the colours, where they are not sRGB.
    pub(super) profile: Option<Vec<u8>>,
}

/// Finds lists that would take the reader a long time.
pub(super) fn check_counts(bytes: &[u8]) -> Result<(), ProbeError> {
    let mut count = 0;
    for part in BoxIter::new(bytes) {
        let part = part.map_err(refusal)?;
        if part.header.box_type.0 != *b"meta" {
            continue;
        }
        if part.content.len() > MOST_META_BYTES {
            return Err(damaged("too much description"));
        }
        // Behind version and flags, with which this box begins (ISO/IEC 14496-12, 4.2).
        for list in BoxIter::new(part.content.get(4..).unwrap_or_default()) {
            let list = list.map_err(refusal)?;
            match &list.header.box_type.0 {
                b"iinf" | b"iloc" | b"iref" => count += lists(list.content, &list.header.box_type.0),
                b"iprp" => {
                    for own in BoxIter::new(list.content) {
                        let own = own.map_err(refusal)?;
                        count += lists(own.content, &own.header.box_type.0);
                    }
                }
                _ => {}
            }
        }
    }
    if count > 4 * MOST_ITEMS { Err(damaged("too many items")) } else { Ok(()) }
}

/// How many entries a list has; those that are boxes are counted, the others say it.
fn lists(content: &[u8], name: &[u8; 4]) -> u64 {
    let number = |at: usize, length: usize| {
        let bytes = content.get(at..at + length).unwrap_or_default();
        bytes.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte))
    };
    match (name, content.first()) {
        (b"ipma", _) => number(4, 4),
        (b"iloc", Some(0 | 1)) => number(6, 2),
        (b"iloc", _) => number(6, 4),
        (b"iinf", Some(0)) => number(4, 2),
        (b"iinf", _) => number(4, 4),
        (b"iref", _) => BoxIter::new(content.get(4..).unwrap_or_default()).count() as u64,
        (b"ipco", _) => BoxIter::new(content).count() as u64,
        _ => 0,
    }
}

impl Picture {
    pub(super) fn find(file: &HeifFile<'_>, limits: &Limits) -> Result<Picture, ProbeError> {
        let id = file.primary_id;
        if is_transparent(file, id)? {
            return Err(unsupported("transparent HEIC"));
        }
        let sides = |id| file.image_size(id).map_err(refusal)?.ok_or_else(|| damaged("no width or height"));
        let (whole_px, tile_px, columns, tiles) = match &file.item(id).map_err(refusal)?.item_type.0 {
            b"hvc1" => (sides(id)?, sides(id)?, 1, vec![id]),
            b"grid" => {
                let grid = file.grid(id).map_err(refusal)?;
                let tiles = file.referenced_items(id, b"dimg").to_vec();
                let count = usize::from(grid.rows) * usize::from(grid.columns);
                let first = tiles.first().copied().filter(|_| tiles.len() == count);
                let tile_px = sides(first.ok_or_else(|| damaged("number of tiles"))?)?;
                ((grid.output_width, grid.output_height), tile_px, u32::from(grid.columns), tiles)
            }
            b"av01" => return Err(unsupported("AVIF")),
            b"iovl" | b"iden" => return Err(unsupported("layered HEIC")),
            _ => return Err(unsupported("HEIF without HEVC")),
        };
        let (orientation, shown) = transforms(file, id, whole_px)?;
        let mut header = Header {
            stored_px: whole_px,
            orientation,
            decode_bytes: decode_bytes(file, whole_px, tile_px, &tiles)?,
            progressive: false,
        };
        header.check(limits)?;
        header.stored_px = (shown.width_px, shown.height_px);
        header.check(limits)?;
        let profile = profile(file, id)?;
        let picture = Picture { header, whole_px, shown, tile_px, columns, tiles, profile };
        picture.check_tiles(file, limits)?;
        Ok(picture)
    }

    /// Tiles must cover the picture, hardly more, and be there; no picture may be coded over and over.
    fn check_tiles(&self, file: &HeifFile<'_>, limits: &Limits) -> Result<(), ProbeError> {
        let (wide, high) = (u64::from(self.tile_px.0), u64::from(self.tile_px.1));
        let (columns, rows) = (u64::from(self.columns), self.tiles.len() as u64 / u64::from(self.columns));
        let covers = |count: u64, tile: u64, side_px: u32| {
            count * tile >= u64::from(side_px) && count.saturating_sub(1) * tile < u64::from(side_px)
        };
        if !covers(columns, wide, self.whole_px.0) || !covers(rows, high, self.whole_px.1) {
            return Err(damaged("sides of the tiles"));
        }
        let mut work_px = 0_u64;
        for tile in &self.tiles {
            if file.item(*tile).map_err(refusal)?.item_type.0 != *b"hvc1" {
                return Err(unsupported("layered HEIC"));
            }
            if file.image_size(*tile).map_err(refusal)? != Some(self.tile_px) {
                return Err(damaged("tiles of different sides"));
            }
            // Turned or cut by itself it would not fill its place in the grid.
            if self.tiles.len() > 1 && transforms(file, *tile, self.tile_px)?.1 != Rect::whole(self.tile_px) {
                return Err(unsupported("layered HEIC"));
            }
            work_px = work_px.saturating_add(coded_parts(file, *tile)?.saturating_mul(wide * high));
        }
        let tiles_px = wide * high * self.tiles.len() as u64;
        if work_px > limits.max_pixels.max(tiles_px) {
            return Err(damaged("a picture coded over and over"));
        }
        Ok(())
    }
}

fn is_transparent(file: &HeifFile<'_>, id: ItemId) -> Result<bool, ProbeError> {
    let is_alpha = |own: &Property| matches!(own, Property::AuxiliaryType(of) if of.ends_with(":alpha") || of == "urn:mpeg:hevc:2015:auxid:1");
    for beside in file.referencing_items(id, b"auxl") {
        if file.item_properties(beside).map_err(refusal)?.any(is_alpha) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The picture, the copy that is turned, and one tile while it is decoded.
fn decode_bytes(
    file: &HeifFile<'_>,
    whole_px: (u32, u32),
    tile_px: (u32, u32),
    tiles: &[ItemId],
) -> Result<u64, ProbeError> {
    let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
    let is_quarter = tiles.first().is_some_and(|tile| {
        file.hevc_config(*tile).is_ok_and(|config| config.is_some_and(|config| config.chroma_format == 1))
    });
    let coded =
        area(coded_px(tile_px)).saturating_mul(if is_quarter { CODED_BYTES.0 } else { CODED_BYTES.1 });
    let canvas = area(whole_px).saturating_mul(3);
    Ok(match tiles {
        // The decoder's pixels become the picture where they lie.
        [_] => coded.max(canvas * 2),
        _ => canvas.saturating_mul(2).saturating_add(coded),
    })
}

/// Sides a picture may have as it is coded: whole blocks.
pub(super) fn coded_px((width_px, height_px): (u32, u32)) -> (u32, u32) {
    let up = |side_px: u32| side_px.checked_next_multiple_of(64).unwrap_or(u32::MAX);
    (up(width_px), up(height_px))
}
