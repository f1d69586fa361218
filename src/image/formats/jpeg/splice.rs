//! Cuts a part out of an indexed JPEG: a smaller JPEG of the same coefficients, made without decoding.
//!
//! Of each row the bits between two noted units are copied; only the first coefficients where they begin
//! are written anew, since there is nothing before them any more. Decoded, the part has the pixels that the
//! whole has there, up to one unit from its edges, where upsampled chroma would look over them.

use std::ops::Range;

use super::bits::{BitPlace, BitWriter, Bits, Codes};
use super::index::{Index, Point};
use super::walk::damaged;
use crate::image::ProbeError;

/// A part of a picture as it can be cut out, along units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::image) struct Cut {
    /// Distance of its left and upper edge from those of the stored picture.
    pub(in crate::image) at_px: (u32, u32),
    /// Width and height.
    pub(in crate::image) sides_px: (u32, u32),
    columns: Range<u32>,
    rows: Range<u32>,
}

impl Index {
    /// The smallest part that holds a box of pixels and a unit around it.
    ///
    /// The box is given as left, upper, right and lower edge, within the stored picture.
    pub(in crate::image) fn cut(&self, (left, top, right, bottom): (u32, u32, u32, u32)) -> Cut {
        let (wide, high) = self.unit_px;
        let first = (left / wide).saturating_sub(1);
        let last = (right.div_ceil(wide) + 1).min(self.units.0);
        // The first column is always noted, so there is one.
        let at = self.columns.partition_point(|column| *column <= first) - 1;
        let begin = self.columns[at];
        let end = self.columns.iter().copied().find(|column| *column >= last).unwrap_or(self.units.0);
        let rows = (top / high).saturating_sub(1)..(bottom.div_ceil(high) + 1).min(self.units.1);
        let at_px = (begin * wide, rows.start * high);
        let sides_px =
            ((end * wide).min(self.sides_px.0) - at_px.0, (rows.end * high).min(self.sides_px.1) - at_px.1);
        Cut { at_px, sides_px, columns: begin..end, rows }
    }

    /// The bytes of the file that a cut needs, row by row.
    pub(in crate::image) fn ranges(&self, cut: &Cut) -> Vec<Range<u64>> {
        let range = |row| {
            let (from, to) = self.span(row, &cut.columns);
            u64::from(from / 8)..u64::from(to.div_ceil(8))
        };
        cut.rows.clone().map(range).collect()
    }

    /// Makes the smaller JPEG of the bytes of [`Index::ranges`].
    pub(in crate::image) fn splice<B: AsRef<[u8]>>(
        &self,
        cut: &Cut,
        rows: &[B],
    ) -> Result<Vec<u8>, ProbeError> {
        let tables = self.unit_tables()?;
        let mut head = self.head.bytes.clone();
        let side = |px: u32| u16::try_from(px).map_err(|_| damaged("sides"));
        put(&mut head, self.head.sides_at, side(cut.sides_px.1)?);
        put(&mut head, self.head.sides_at + 2, side(cut.sides_px.0)?);
        put(&mut head, self.head.interval_at, side(cut.columns.end - cut.columns.start)?);
        head.reserve(rows.iter().map(|row| row.as_ref().len() + 16).sum());
        let mut writer = BitWriter::after(head);
        for (number, (row, bytes)) in cut.rows.clone().zip(rows).enumerate() {
            if number > 0 {
                writer.mark(0xD0 + ((number - 1) % 8) as u8);
            }
            self.splice_row(row, &cut.columns, bytes.as_ref(), &tables, &mut writer)?;
        }
        writer.mark(super::walk::EOI);
        Ok(writer.finish())
    }

    fn splice_row(
        &self,
        row: u32,
        columns: &Range<u32>,
        bytes: &[u8],
        tables: &UnitTables,
        writer: &mut BitWriter,
    ) -> Result<(), ProbeError> {
        let (from, to) = self.span(row, columns);
        let (begin, end) = (self.unit(row, columns.start), self.unit(row, columns.end));
        let within = |unit: u32| self.restarts.partition_point(|restart| restart.unit < unit);
        // A restart at the very beginning only says that nothing is to be added to the first coefficients.
        let opening = self.restarts.get(within(begin)).filter(|restart| restart.unit == begin);
        let inside = &self.restarts[within(begin + 1)..within(end)];
        let mut point = *self.point(row, columns.start).ok_or_else(|| damaged("index"))?;
        if opening.is_some() {
            point.firsts = [0; 4];
        }
        let base = u64::from(from / 8) * 8;
        let mut written = [0_i16; 4];
        for restart in inside {
            let piece = Piece {
                bytes,
                from: u64::from(point.place) - base,
                to: u64::from(restart.end_before) - base,
            };
            tables.copy(&piece, &point.firsts, &written, writer)?;
            // What was written last is what the picture had before the marker.
            written = restart.after.firsts;
            point = Point { firsts: [0; 4], ..restart.after };
        }
        let piece = Piece { bytes, from: u64::from(point.place) - base, to: u64::from(to) - base };
        tables.copy(&piece, &point.firsts, &written, writer)
    }

    fn point(&self, row: u32, column: u32) -> Option<&Point> {
        let at = self.columns.binary_search(&column).ok()?;
        self.points.get(row as usize * self.columns.len() + at)
    }

    /// The bits of a row from one noted unit to another, or to its end.
    fn span(&self, row: u32, columns: &Range<u32>) -> (u32, u32) {
        let place = |row: u32, column: u32| self.point(row, column).map(|point| point.place);
        let unit = self.unit(row, columns.end);
        let before_marker = self
            .restarts
            .binary_search_by_key(&unit, |restart| restart.unit)
            .ok()
            .map(|at| self.restarts[at].end_before);
        let end = match columns.end {
            last if last == self.units.0 => place(row + 1, 0),
            column => place(row, column),
        };
        let begin = place(row, columns.start).unwrap_or(self.end);
        (begin, before_marker.or(end).unwrap_or(self.end))
    }

    fn unit_tables(&self) -> Result<UnitTables, ProbeError> {
        let blocks = self.blocks.iter().map(|block| {
            Ok(BlockTables {
                part: block.part,
                dc: block.dc.codes()?,
                written: block.dc.written(),
                ac: block.ac.codes()?,
            })
        });
        Ok(UnitTables(blocks.collect::<Result<_, ProbeError>>()?))
    }
}

/// Bits of a file without markers between them.
struct Piece<'a> {
    bytes: &'a [u8],
    from: BitPlace,
    to: BitPlace,
}

struct UnitTables(Vec<BlockTables>);

struct BlockTables {
    part: usize,
    dc: Codes,
    ac: Codes,
    /// The code of each category of a first coefficient, and its length.
    written: [(u16, u8); 16],
}

impl UnitTables {
    /// Copies a piece. `had` is what its first coefficients are counted from, `written` what they are to be
    /// counted from now, both by component.
    fn copy(
        &self,
        piece: &Piece<'_>,
        had: &[i16; 4],
        written: &[i16; 4],
        writer: &mut BitWriter,
    ) -> Result<(), ProbeError> {
        let base = piece.from / 8;
        let rest = piece.bytes.get(base as usize..).ok_or_else(|| damaged("index"))?;
        let mut bits = Bits::starting_at(rest, (piece.from % 8) as u32)?;
        let mut copied = piece.from;
        let mut seen = [false; 4];
        for (at, block) in self.0.iter().enumerate() {
            // Of each component only the first block counts from something outside of the unit.
            if !std::mem::replace(&mut seen[block.part], true) {
                writer.copy(piece.bytes, copied, base * 8 + bits.place());
                let value = i32::from(had[block.part]) + bits.difference(&block.dc)?;
                block.write(value - i32::from(written[block.part]), writer)?;
                copied = base * 8 + bits.place();
                // Nothing behind this has to be altered: the rest of the unit goes with the other ones.
                if self.0[at + 1..].iter().all(|later| seen[later.part]) {
                    break;
                }
            } else {
                bits.difference(&block.dc)?;
            }
            bits.skip_others(&block.ac)?;
        }
        // An index that was read from disk is believed nothing that would reach beyond the bytes.
        if copied > piece.to || piece.to.div_ceil(8) > piece.bytes.len() as u64 {
            return Err(damaged("index"));
        }
        writer.copy(piece.bytes, copied, piece.to);
        Ok(())
    }
}

impl BlockTables {
    /// Writes the difference of a first coefficient (F.1.2.1).
    fn write(&self, difference: i32, writer: &mut BitWriter) -> Result<(), ProbeError> {
        let size = 32 - difference.unsigned_abs().leading_zeros();
        let (code, length) = self.written.get(size as usize).copied().unwrap_or((0, 0));
        if length == 0 {
            return Err(damaged("a first coefficient out of range"));
        }
        writer.put(u32::from(code), u32::from(length));
        let value = if difference < 0 { difference + (1 << size) - 1 } else { difference };
        writer.put(value as u32, size);
        Ok(())
    }
}

fn put(bytes: &mut [u8], at: usize, number: u16) {
    bytes[at..at + 2].copy_from_slice(&number.to_be_bytes());
}
