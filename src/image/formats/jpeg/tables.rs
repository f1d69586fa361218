//! The Huffman tables of a JPEG file (ITU-T T.81, B.2.4.2): read, and written out again.

use serde::{Deserialize, Serialize};

use super::bits::Codes;
use super::walk::{DHT, damaged};
use crate::image::ProbeError;

/// The largest category a difference of first coefficients may need when it is taken anew: values have 11
/// bits and a sign, so a difference of two has 12.
const LARGEST_CATEGORY: u8 = 12;

/// A table as a file gives it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Spec {
    lengths: [u8; 16],
    symbols: Vec<u8>,
}

/// A table in force.
pub(super) struct Table {
    pub(super) spec: Spec,
    pub(super) codes: Codes,
}

/// The tables in force: four for first coefficients (DC), four for the others (AC).
#[derive(Default)]
pub(super) struct Tables {
    slots: [Option<Table>; 8],
}

impl Tables {
    /// Takes a table segment, which may hold several.
    pub(super) fn read(&mut self, mut segment: &[u8]) -> Result<(), ProbeError> {
        while let Some((&[place, ref lengths @ ..], rest)) = segment.split_first_chunk::<17>() {
            let lengths: [u8; 16] = *lengths;
            let total = lengths.iter().map(|count| usize::from(*count)).sum();
            let symbols = rest.get(..total).ok_or_else(|| damaged("Huffman table"))?;
            segment = &rest[total..];
            let slot = self.slots.get_mut(usize::from(place >> 4) * 4 + usize::from(place & 15));
            let codes = Codes::new(&lengths, symbols)?;
            let spec = Spec { lengths, symbols: symbols.to_vec() };
            *slot.ok_or_else(|| damaged("Huffman table"))? = Some(Table { spec, codes });
        }
        Ok(())
    }

    pub(super) fn dc(&self, slot: u8) -> Result<&Table, ProbeError> {
        self.get(usize::from(slot))
    }

    pub(super) fn ac(&self, slot: u8) -> Result<&Table, ProbeError> {
        self.get(4 + usize::from(slot))
    }

    fn get(&self, place: usize) -> Result<&Table, ProbeError> {
        let table = self.slots.get(place).and_then(Option::as_ref);
        table.ok_or_else(|| damaged("a scan without its Huffman table"))
    }
}

impl Spec {
    /// Writes it as a segment of its own; `place` is class and slot as the file form has them.
    pub(super) fn write(&self, place: u8, to: &mut Vec<u8>) {
        let length = 2 + 17 + self.symbols.len();
        to.extend([0xFF, DHT]);
        to.extend((length as u16).to_be_bytes());
        to.push(place);
        to.extend(self.lengths);
        to.extend(&self.symbols);
    }

    /// Gives a table of first coefficients every category, behind the codes it has, which stay as they are.
    /// `None` where no room is left for longer codes.
    ///
    /// The one code that is all ones belongs to nobody (C.2), so there is always a place to begin.
    pub(super) fn with_all_categories(&self) -> Option<Spec> {
        let missing: Vec<u8> =
            (0..=LARGEST_CATEGORY).filter(|category| !self.symbols.contains(category)).collect();
        if missing.is_empty() {
            return Some(self.clone());
        }
        let (mut code, mut longest) = (0_u32, 0);
        for (length, count) in (1_u32..).zip(self.lengths) {
            code = (code << 1) + u32::from(count);
            if count > 0 {
                longest = length;
            }
        }
        // `code` is now the first free code of 16 bits.
        let free = (1_u32 << 16).checked_sub(code)?;
        // One place more than are missing, since the code of all ones stays free.
        let length = (longest + 1..=16).find(|length| (free >> (16 - length)) as usize > missing.len())?;
        let mut spec = self.clone();
        spec.lengths[length as usize - 1] = missing.len() as u8;
        spec.symbols.extend(missing);
        Some(spec)
    }

    pub(super) fn codes(&self) -> Result<Codes, ProbeError> {
        Codes::new(&self.lengths, &self.symbols)
    }

    /// The code of each category and its length; 0 where there is none.
    pub(super) fn written(&self) -> [(u16, u8); 16] {
        let mut written = [(0, 0); 16];
        let (mut code, mut symbols) = (0_u32, self.symbols.iter());
        for (length, count) in (1_u8..).zip(self.lengths) {
            for symbol in symbols.by_ref().take(usize::from(count)) {
                if let Some(place) = written.get_mut(usize::from(*symbol)) {
                    *place = (code as u16, length);
                }
                code += 1;
            }
            code <<= 1;
        }
        written
    }
}
