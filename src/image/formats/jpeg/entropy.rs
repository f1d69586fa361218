//! Walks the Huffman codes of sequential scans (ITU-T T.81, annex F.2.2) without making pixels of them.
//!
//! Decoders for viewing fill what is missing with gray and say nothing; this tells whether every block
//! is there. Progressive scans are passed over: their codes depend on what earlier ones left.

use super::bits::{BitPlace, Bits};
use super::frame::Frame;
use super::tables::{Table, Tables};
use super::walk::{self, Walk, damaged, word};
use crate::image::ProbeError;

/// The most blocks a unit may have (B.2.3).
const MOST_BLOCKS: usize = 10;

/// First coefficients beyond this are in no picture of 8 bits.
const LARGEST_FIRST: i32 = 2047;

/// Finds scans that end before their blocks do, codes that mean nothing, and data without blocks.
pub(in crate::image) fn check(bytes: &[u8]) -> Result<(), ProbeError> {
    let mut walk = Walk::new(bytes);
    let mut tables = Tables::default();
    let mut restart_interval = 0;
    let mut frame = None;
    loop {
        match walk.next_marker()? {
            walk::EOI => return Ok(()),
            walk::DHT => tables.read(walk.segment()?)?,
            walk::DRI => restart_interval = word(walk.segment()?, 0)?,
            walk::SOS => {
                let header = walk.segment()?;
                let frame: &Frame =
                    frame.as_ref().ok_or_else(|| damaged("a scan before the frame header"))?;
                let scan = walk.scan()?;
                if frame.progressive {
                    return Ok(());
                }
                Scan::new(frame, &tables, header)?.walk(scan.bytes, restart_interval, |_| {})?;
            }
            marker if walk::starts_frame(marker) => frame = Some(Frame::read(marker, walk.segment()?)?),
            _ => drop(walk.segment()?),
        }
    }
}

/// What one scan holds.
pub(super) struct Scan<'a> {
    /// Minimum coded units.
    pub(super) units: u64,
    /// The blocks of a unit in order.
    pub(super) blocks: Vec<Block<'a>>,
}

/// A block in a unit.
#[derive(Clone, Copy)]
pub(super) struct Block<'a> {
    /// Its component, by the place in the frame header.
    pub(super) part: usize,
    pub(super) dc: &'a Table,
    pub(super) ac: &'a Table,
    /// Class and slot of its tables, as the file form has them.
    pub(super) slots: (u8, u8),
}

/// Where a scan stands before a unit.
pub(super) struct Stop {
    pub(super) unit: u64,
    pub(super) place: BitPlace,
    /// Where the unit before ended; behind that, a restart marker may stand.
    pub(super) end_before: BitPlace,
    /// The first coefficients last seen, by component.
    pub(super) firsts: [i16; 4],
    /// Whether a restart marker stands before it, so that its first coefficients begin from nothing.
    pub(super) restarted: bool,
}

impl<'a> Scan<'a> {
    /// Takes the scan header (B.2.3).
    pub(super) fn new(frame: &Frame, tables: &'a Tables, header: &[u8]) -> Result<Scan<'a>, ProbeError> {
        let count = usize::from(header.first().copied().unwrap_or(0));
        let chosen = header.get(1..1 + 2 * count).filter(|chosen| !chosen.is_empty());
        let chosen = chosen.ok_or_else(|| damaged("scan header"))?;
        let mut blocks = Vec::new();
        let mut units = frame.units();
        for chosen in chosen.chunks_exact(2) {
            let part = frame.parts.iter().position(|part| part.id == chosen[0]);
            let part = part.ok_or_else(|| damaged("a scan of an unknown component"))?;
            let slots = (chosen[1] >> 4 & 3, chosen[1] & 3);
            let block = Block {
                part,
                dc: tables.dc(slots.0)?,
                ac: tables.ac(slots.1)?,
                slots: (slots.0, 0x10 | slots.1),
            };
            let own = &frame.parts[part];
            let in_unit = if count == 1 { 1 } else { own.h * own.v };
            if count == 1 {
                // Alone it is not interleaved: its units are its blocks, whatever its sampling (A.2.2).
                units = frame.blocks_of(own);
            }
            blocks.extend((0..in_unit).map(|_| block));
        }
        if blocks.len() > MOST_BLOCKS && count > 1 {
            return Err(damaged("a unit of more than ten blocks"));
        }
        Ok(Scan { units, blocks })
    }

    /// Reads all blocks; calls `visit` before each unit. Gives where the last one ends: behind it nothing may come.
    pub(super) fn walk(
        &self,
        bytes: &[u8],
        restart_interval: u32,
        visit: impl FnMut(&Standing<'_, '_>),
    ) -> Result<BitPlace, ProbeError> {
        let bits = self.walk_blocks(bytes, restart_interval, visit)?;
        bits.end()?;
        Ok(bits.place())
    }

    /// The same whatever follows the last block; gives the bits as they stand behind it.
    pub(super) fn walk_blocks<'b>(
        &self,
        bytes: &'b [u8],
        restart_interval: u32,
        mut visit: impl FnMut(&Standing<'_, '_>),
    ) -> Result<Bits<'b>, ProbeError> {
        let every = u64::from(restart_interval);
        let mut bits = Bits::new(bytes);
        let mut firsts = [0_i32; 4];
        let mut since_restart = 0;
        for unit in 0..self.units {
            let mut end_before = None;
            if every > 0 && since_restart == every {
                end_before = Some(bits.place());
                bits.restart(unit / every - 1)?;
                since_restart = 0;
            }
            // Before they begin anew: a cut writes on from what stood before the marker.
            visit(&Standing { unit, bits: &bits, end_before, firsts: &firsts });
            if end_before.is_some() {
                firsts = [0; 4];
            }
            since_restart += 1;
            for block in &self.blocks {
                let first = firsts[block.part] + bits.difference(&block.dc.codes)?;
                if first.abs() > LARGEST_FIRST {
                    return Err(damaged("a first coefficient out of range"));
                }
                firsts[block.part] = first;
                bits.skip_others(&block.ac.codes)?;
            }
        }
        Ok(bits)
    }
}

/// Where a scan stands, worked out only for those who want to know.
pub(super) struct Standing<'s, 'b> {
    pub(super) unit: u64,
    bits: &'s Bits<'b>,
    end_before: Option<BitPlace>,
    firsts: &'s [i32; 4],
}

impl Standing<'_, '_> {
    pub(super) fn is_restart(&self) -> bool {
        self.end_before.is_some()
    }

    pub(super) fn stop(&self) -> Stop {
        let place = self.bits.place();
        Stop {
            unit: self.unit,
            place,
            end_before: self.end_before.unwrap_or(place),
            firsts: self.firsts.map(|first| first as i16), // not over LARGEST_FIRST
            restarted: self.is_restart(),
        }
    }
}
