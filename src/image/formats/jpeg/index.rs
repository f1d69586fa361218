//! Where to find any part of a JPEG file's one scan: the places of units in its bits, a few in each row.
//!
//! A baseline scan can only be read from its beginning, since codes have no fixed length and first
//! coefficients are differences. With the place of a unit and the first coefficients before it, reading
//! can begin there. Noted are the beginning of each row, one unit on either side of every tile's edges (a
//! tile then costs itself and the neighbours its chroma needs), and every restart marker the file has.

mod packed;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::entropy::{Scan, Stop};
use super::frame::Frame;
use super::tables::{Spec, Tables};
use super::walk::{self, Walk, damaged, segment, word};
use crate::image::ProbeError;

/// Restart markers closer together than this many units make an index as large as the picture.
const CLOSEST_RESTARTS: u32 = 4;

/// Four tables of quantisation have 520 bytes at most; a file may say them again and again.
const MOST_TABLE_BYTES: usize = 2048;

/// Where the parts of a scan begin.
#[derive(Serialize, Deserialize)]
pub(in crate::image) struct Index {
    /// A JPEG of the same tables and components, up to and with the scan header, without its sides.
    pub(super) head: Head,
    /// Width and height of the stored picture in pixels.
    pub(super) sides_px: (u32, u32),
    /// Width and height of a unit in pixels.
    pub(super) unit_px: (u32, u32),
    /// Units to a row, and rows.
    pub(super) units: (u32, u32),
    /// The component of each block in a unit, and the codes its first coefficients are written in.
    pub(super) blocks: Vec<UnitBlock>,
    /// The units of a row that are noted, rising; the first is 0.
    pub(super) columns: Vec<u32>,
    /// For each row, for each of the columns.
    #[serde(with = "packed")]
    pub(super) points: Vec<Point>,
    /// Restart markers, rising.
    pub(super) restarts: Vec<Restart>,
    /// Where the last unit ends.
    pub(super) end: u32,
}

/// What a cut-out picture begins with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) bytes: Vec<u8>,
    /// Where in it the height and then the width stand, two bytes each.
    pub(super) sides_at: usize,
    /// Where in it the restart interval stands, two bytes.
    pub(super) interval_at: usize,
}

/// A block of a unit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UnitBlock {
    pub(super) part: usize,
    pub(super) dc: Spec,
    pub(super) ac: Spec,
}

/// A noted unit: its place in the file in bits, and the first coefficients before it by component.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Point {
    pub(super) place: u32,
    pub(super) firsts: [i16; 4],
}

/// A restart marker: the unit behind it, and where the one before it ends.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Restart {
    pub(super) unit: u32,
    pub(super) end_before: u32,
    pub(super) after: Point,
}

impl Index {
    /// Reads the whole scan, which finds all damage on the way, and notes where its parts begin.
    ///
    /// `None` where the file has no single sequential scan, or one whose tables or restarts leave no room:
    /// such a file is rewritten first.
    pub(in crate::image) fn of(bytes: &[u8], tile_px: u32) -> Result<Option<Index>, ProbeError> {
        let mut walk = Walk::new(bytes);
        let mut file = File::default();
        loop {
            match walk.next_marker()? {
                walk::EOI => return Err(damaged("no scan")),
                walk::DHT => file.tables.read(walk.segment()?)?,
                walk::DQT => file.quantisation.push(walk.segment()?),
                walk::DRI => file.restart_interval = word(walk.segment()?, 0)?,
                walk::APP0 => file.is_jfif |= walk.segment()?.starts_with(b"JFIF\0"),
                walk::APP14 => {
                    file.adobe = walk.segment()?.first_chunk().filter(|own| own.starts_with(b"Adobe"));
                }
                walk::SOS => return file.index(bytes, walk.segment()?, &mut walk, tile_px),
                marker if walk::starts_frame(marker) => {
                    let segment = walk.segment()?;
                    file.frame = Some((marker, segment, Frame::read(marker, segment)?));
                }
                _ => drop(walk.segment()?),
            }
        }
    }

    /// Whether each unit has as many blocks of one component as of another.
    pub(in crate::image) fn has_full_chroma(&self) -> bool {
        let count = |part| self.blocks.iter().filter(|block| block.part == part).count();
        count(0) == 1 && self.blocks.len() > 1
    }

    /// About how much memory it takes.
    pub(in crate::image) fn weight_bytes(&self) -> usize {
        size_of::<Point>() * self.points.len() + size_of::<Restart>() * self.restarts.len() + 1024
    }

    /// A unit's number, counted through all rows.
    pub(super) fn unit(&self, row: u32, column: u32) -> u32 {
        row * self.units.0 + column
    }
}

/// What has been read of a file before its scan.
#[derive(Default)]
struct File<'a> {
    tables: Tables,
    quantisation: Vec<&'a [u8]>,
    restart_interval: u32,
    is_jfif: bool,
    /// What libjpeg reads of it: version, flags, colour transform.
    adobe: Option<&'a [u8; 12]>,
    frame: Option<(u8, &'a [u8], Frame)>,
}

impl<'a> File<'a> {
    fn index(
        self,
        bytes: &'a [u8],
        scan_header: &'a [u8],
        walk: &mut Walk<'a>,
        tile_px: u32,
    ) -> Result<Option<Index>, ProbeError> {
        let frame = self.frame.as_ref().map(|(.., frame)| frame);
        let frame = frame.ok_or_else(|| damaged("a scan before the frame header"))?;
        let in_one_scan = scan_header.first().map(|count| usize::from(*count)) == Some(frame.parts.len());
        let too_close = (1..CLOSEST_RESTARTS).contains(&self.restart_interval);
        let tables_bytes: usize = self.quantisation.iter().map(|tables| tables.len()).sum();
        if frame.progressive || !in_one_scan || too_close || tables_bytes > MOST_TABLE_BYTES {
            return Ok(None);
        }
        let data = walk.scan()?.bytes;
        // Further scans hold components or coefficients that this index would not lead to.
        if walk.next_marker()? != walk::EOI {
            return Ok(None);
        }
        // Where the data begins, in bits: places count from the beginning of the file.
        let offset = (data.as_ptr() as usize - bytes.as_ptr() as usize) as u64 * 8;
        let scan = Scan::new(frame, &self.tables, scan_header)?;
        let units = frame.units_across_and_down();
        let unit_px = frame.unit_px();
        let Some(blocks) = unit_blocks(&scan) else { return Ok(None) };
        let head = self.head(frame, &scan, &blocks, scan_header)?;
        let columns = noted_columns(frame.sides_px().0, unit_px.0, units.0, tile_px);
        let mut points = Vec::with_capacity(columns.len() * units.1 as usize);
        let mut restarts = Vec::new();
        // In bits, 32 of them reach over 512 MiB, twice what a file may have by default.
        let at = |place: u64| u32::try_from(offset + place).map_err(|_| damaged("too many bytes"));
        let (mut next, mut wide) = (0, false);
        let end = scan.walk(data, self.restart_interval, |standing| {
            let column = (standing.unit % u64::from(units.0)) as u32;
            if column == 0 {
                next = 0;
            }
            let noted = columns.get(next) == Some(&column);
            if !noted && !standing.is_restart() {
                return;
            }
            let stop = standing.stop();
            let (Ok(place), Ok(end_before)) = (at(stop.place), at(stop.end_before)) else {
                // The walk cannot be ended from in here; this is looked at behind it.
                wide = true;
                return;
            };
            let point = Point { place, firsts: stop.firsts };
            if noted {
                points.push(point);
                next += 1;
            }
            if stop.restarted {
                restarts.push(Restart { unit: unit_number(&stop), end_before, after: point });
            }
        })?;
        if wide {
            return Err(damaged("too many bytes"));
        }
        let sides_px = frame.sides_px();
        let end = at(end)?;
        Ok(Some(Index { head, sides_px, unit_px, units, blocks, columns, points, restarts, end }))
    }

    fn head(
        &self,
        frame: &Frame,
        scan: &Scan<'_>,
        blocks: &[UnitBlock],
        scan_header: &[u8],
    ) -> Result<Head, ProbeError> {
        let mut bytes = vec![0xFF, 0xD8];
        if self.is_jfif {
            segment(&mut bytes, walk::APP0, b"JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00");
        }
        if let Some(adobe) = self.adobe {
            segment(&mut bytes, walk::APP14, adobe);
        }
        for tables in &self.quantisation {
            segment(&mut bytes, walk::DQT, tables);
        }
        let (marker, frame_header) = match &self.frame {
            Some((marker, segment, _)) => (*marker, *segment),
            None => return Err(damaged("no frame header")),
        };
        // Behind the marker, the length and the bits of a sample.
        let sides_at = bytes.len() + 5;
        segment(&mut bytes, marker, &frame_header[..6 + 3 * frame.parts.len()]);
        let mut written = BTreeSet::new();
        for (block, own) in scan.blocks.iter().zip(blocks) {
            for (place, table) in [(block.slots.0, &own.dc), (block.slots.1, &own.ac)] {
                if written.insert(place) {
                    table.write(place, &mut bytes);
                }
            }
        }
        let interval_at = bytes.len() + 4;
        // Filled in with each cut: its rows are parted by restarts, and so need not know of one another.
        segment(&mut bytes, walk::DRI, &[0, 0]);
        let parts = 1 + 2 * frame.parts.len();
        let mut scan_header = scan_header[..parts].to_vec();
        scan_header.extend([0, 63, 0]);
        segment(&mut bytes, walk::SOS, &scan_header);
        Ok(Head { bytes, sides_at, interval_at })
    }
}

fn unit_number(stop: &Stop) -> u32 {
    stop.unit as u32 // there are fewer units than pixels
}

/// The blocks with tables that can say any first coefficient; `None` where a table has no room.
fn unit_blocks(scan: &Scan<'_>) -> Option<Vec<UnitBlock>> {
    let own = |block: &super::entropy::Block<'_>| {
        let dc = block.dc.spec.with_all_categories()?;
        Some(UnitBlock { part: block.part, dc, ac: block.ac.spec.clone() })
    };
    scan.blocks.iter().map(own).collect()
}

/// The beginning of a row, and a unit before and behind each edge of a tile.
fn noted_columns(width_px: u32, unit_px: u32, units: u32, tile_px: u32) -> Vec<u32> {
    let edges = (0..width_px).step_by(tile_px as usize).skip(1);
    let around = edges.flat_map(|edge| [(edge / unit_px).saturating_sub(1), edge.div_ceil(unit_px) + 1]);
    let columns: BTreeSet<u32> = std::iter::once(0).chain(around).filter(|column| *column < units).collect();
    columns.into_iter().collect()
}
