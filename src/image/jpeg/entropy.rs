//! Reads the Huffman codes of sequential scans (ITU-T T.81, annex F.2.2) without making pixels of them.
//!
//! Decoders for viewing fill what is missing with gray and say nothing; this tells whether every block
//! is there. Progressive scans are passed over: their codes depend on what earlier ones left.

use super::super::ProbeError;
use super::frame::Frame;
use super::walk::{self, Walk, damaged, word};

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
                let parts = walk.segment()?;
                let frame: &Frame =
                    frame.as_ref().ok_or_else(|| damaged("a scan before the frame header"))?;
                let scan = walk.scan()?;
                if frame.progressive {
                    return Ok(());
                }
                Scan::new(frame, &tables, parts)?.check(scan.bytes, u64::from(restart_interval))?;
            }
            marker if walk::starts_frame(marker) => frame = Some(Frame::read(marker, walk.segment()?)?),
            _ => drop(walk.segment()?),
        }
    }
}

/// What one scan holds.
struct Scan<'a> {
    /// Minimum coded units.
    units: u64,
    /// The tables of each block in a unit.
    blocks: Vec<(&'a Codes, &'a Codes)>,
}

impl<'a> Scan<'a> {
    /// Takes the scan header (B.2.3).
    fn new(frame: &Frame, tables: &'a Tables, header: &[u8]) -> Result<Scan<'a>, ProbeError> {
        let count = usize::from(header.first().copied().unwrap_or(0));
        let chosen = header.get(1..1 + 2 * count).filter(|chosen| !chosen.is_empty());
        let chosen = chosen.ok_or_else(|| damaged("scan header"))?;
        let mut blocks = Vec::new();
        let mut units = frame.units();
        for chosen in chosen.chunks_exact(2) {
            let part = frame.parts.iter().find(|part| part.id == chosen[0]);
            let part = part.ok_or_else(|| damaged("a scan of an unknown component"))?;
            let table = |kind: usize, slot: u8| {
                let codes = tables.slots.get(kind * 4 + usize::from(slot)).and_then(Option::as_ref);
                codes.ok_or_else(|| damaged("a scan without its Huffman table"))
            };
            let pair = (table(0, chosen[1] >> 4 & 3)?, table(1, chosen[1] & 3)?);
            let in_unit = if count == 1 { 1 } else { part.h * part.v };
            if count == 1 {
                units = frame.blocks_of(part);
            }
            blocks.extend((0..in_unit).map(|_| pair));
        }
        Ok(Scan { units, blocks })
    }

    fn check(&self, bytes: &[u8], restart_interval: u64) -> Result<(), ProbeError> {
        let mut bits = Bits { rest: bytes, held: 0, count: 0 };
        for unit in 0..self.units {
            if restart_interval > 0 && unit > 0 && unit % restart_interval == 0 {
                bits.restart(unit / restart_interval - 1)?;
            }
            for (first, others) in &self.blocks {
                bits.block(first, others)?;
            }
        }
        bits.end()
    }
}

/// The Huffman tables in force: four for first coefficients, four for the others.
#[derive(Default)]
struct Tables {
    slots: [Option<Codes>; 8],
}

/// For each value of the next 16 bits, the length of the code they begin with (0: none) and its symbol.
struct Codes(Vec<(u8, u8)>);

impl Tables {
    /// Takes a table segment (B.2.4.2), which may hold several.
    fn read(&mut self, mut segment: &[u8]) -> Result<(), ProbeError> {
        while let Some((&[place, ref lengths @ ..], rest)) = segment.split_first_chunk::<17>() {
            let total = lengths.iter().map(|count| usize::from(*count)).sum();
            let symbols = rest.get(..total).ok_or_else(|| damaged("Huffman table"))?;
            segment = &rest[total..];
            let slot = self.slots.get_mut(usize::from(place >> 4) * 4 + usize::from(place & 15));
            *slot.ok_or_else(|| damaged("Huffman table"))? = Some(Codes::new(lengths, symbols)?);
        }
        Ok(())
    }
}

impl Codes {
    /// Builds the codes from the number of each length and the symbols in order (annex C).
    fn new(lengths: &[u8], symbols: &[u8]) -> Result<Codes, ProbeError> {
        let mut table = Vec::with_capacity(1 << 16);
        let mut symbols = symbols.iter();
        for (length, count) in (1_u8..).zip(lengths) {
            for symbol in symbols.by_ref().take(usize::from(*count)) {
                table.resize(table.len() + (1 << (16 - length)), (length, *symbol));
                if table.len() > 1 << 16 {
                    return Err(damaged("Huffman table"));
                }
            }
        }
        table.resize(1 << 16, (0, 0));
        Ok(Codes(table))
    }
}

/// The bits of a scan, up to the next restart marker.
struct Bits<'a> {
    rest: &'a [u8],
    held: u64,
    count: u32,
}

impl Bits<'_> {
    /// Steps over one block: the first coefficient, then runs of zeros with the others.
    fn block(&mut self, first: &Codes, others: &Codes) -> Result<(), ProbeError> {
        let size = self.symbol(first)?;
        self.skip(size)?;
        let mut at = 1;
        while at < 64 {
            let symbol = self.symbol(others)?;
            let (run, size) = (symbol >> 4, symbol & 15);
            match (run, size) {
                (15, 0) => at += 16,
                (_, 0) => break,
                _ => {
                    at += run + 1;
                    self.skip(size)?;
                }
            }
        }
        if at > 64 { Err(damaged("a block of more than 64 coefficients")) } else { Ok(()) }
    }

    fn symbol(&mut self, codes: &Codes) -> Result<u8, ProbeError> {
        self.fill();
        let next =
            if self.count >= 16 { self.held >> (self.count - 16) } else { self.held << (16 - self.count) };
        let (length, symbol) = codes.0[(next & 0xFFFF) as usize];
        if length == 0 {
            return Err(damaged("a code that is in no table"));
        }
        self.skip(length)?;
        Ok(symbol)
    }

    fn skip(&mut self, bits: u8) -> Result<(), ProbeError> {
        self.fill();
        self.count = self.count.checked_sub(u32::from(bits)).ok_or_else(ends_early)?;
        Ok(())
    }

    /// Holds 32 bits or more while there are any, leaving out the zero stuffed behind each FF.
    fn fill(&mut self) {
        while self.count <= 32 {
            let (byte, rest) = match self.rest {
                [0xFF, 0x00, rest @ ..] => (0xFF, rest),
                [0xFF, ..] | [] => return,
                [byte, rest @ ..] => (*byte, rest),
            };
            self.held = self.held << 8 | u64::from(byte);
            self.count += 8;
            self.rest = rest;
        }
    }

    /// Steps over the `number`-th restart marker, which must come now.
    fn restart(&mut self, number: u64) -> Result<(), ProbeError> {
        if self.count >= 8 {
            return Err(damaged("data left over before a restart"));
        }
        (self.held, self.count) = (0, 0);
        while self.rest.starts_with(&[0xFF, 0xFF]) {
            self.rest = &self.rest[1..];
        }
        match self.rest {
            [0xFF, marker, rest @ ..] if u64::from(*marker) == 0xD0 + number % 8 => {
                self.rest = rest;
                Ok(())
            }
            [] => Err(ends_early()),
            _ => Err(damaged("a restart in the wrong place")),
        }
    }

    /// All blocks are read: what is left must be filling.
    fn end(&self) -> Result<(), ProbeError> {
        let whole_bytes = (1 << (self.count / 8 * 8)) - 1;
        let held = self.held & whole_bytes;
        let filling = |byte: &u8| matches!(byte, 0x00 | 0xFF | 0xD0..=0xD7);
        if (held != 0 && held != whole_bytes) || !self.rest.iter().all(filling) {
            return Err(damaged("data left over after the last block"));
        }
        Ok(())
    }
}

/// The end mark is there, so this is more than a file cut short.
fn ends_early() -> ProbeError {
    damaged("the data ends before the last block")
}
