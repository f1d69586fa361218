//! Huffman codes and the bits they are written in (ITU-T T.81, annexes C and F.2.2), read without making
//! coefficients of them.

use super::walk::damaged;
use crate::image::ProbeError;

/// Codes up to this length are found in one step; nearly all are shorter.
const QUICK_BITS: u32 = 10;

/// Steps over what follows a code: how many bits code and value have, and how far the zigzag moves on.
#[derive(Clone, Copy, Default)]
struct Step {
    bits: u8,
    /// [`LAST`] where the block ends; else the run of zeros and the coefficient.
    forward: u8,
}

/// The move of "end of block": past every place.
const LAST: u8 = 0x80;

/// One table of codes.
pub(super) struct Codes {
    /// For the next bits, the length of the code they begin with (0: longer, or none) and its symbol.
    quick: Box<[(u8, u8); 1 << QUICK_BITS]>,
    /// The same for the whole step of an AC code.
    steps: Box<[Step; 1 << QUICK_BITS]>,
    /// For each length, the first 16-bit prefix that is too large for a code of it.
    bounds: [u32; 17],
    /// For each length, what to add to a code to find its symbol.
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

impl Codes {
    /// Builds the codes from the number of each length and the symbols in order (annex C).
    pub(super) fn new(lengths: &[u8; 16], symbols: &[u8]) -> Result<Codes, ProbeError> {
        let mut codes = Codes {
            quick: Box::new([(0, 0); 1 << QUICK_BITS]),
            steps: Box::new([Step::default(); 1 << QUICK_BITS]),
            bounds: [0; 17],
            offsets: [0; 17],
            symbols: symbols.to_vec(),
        };
        let (mut code, mut at) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(lengths) {
            codes.offsets[length as usize] = at as i32 - code as i32;
            for symbol in symbols.get(at..at + usize::from(*count)).ok_or_else(|| damaged("Huffman table"))? {
                // More codes than there is room for would be noted beyond the end of the table.
                if code >= 1 << length {
                    return Err(damaged("Huffman table"));
                }
                codes.note(code, length, *symbol);
                code += 1;
            }
            at += usize::from(*count);
            codes.bounds[length as usize] = code << (16 - length);
            code <<= 1;
        }
        Ok(codes)
    }

    fn note(&mut self, code: u32, length: u32, symbol: u8) {
        let Some(free) = QUICK_BITS.checked_sub(length) else { return };
        let first = (code << free) as usize;
        let (run, size) = (symbol >> 4, symbol & 15);
        let forward = match (run, size) {
            (15, 0) => 16,
            (_, 0) => LAST,
            _ => run + 1,
        };
        let step = Step { bits: length as u8 + size, forward };
        for at in first..first + (1 << free) {
            self.quick[at] = (length as u8, symbol);
            self.steps[at] = step;
        }
    }

    /// The code of the next 16 bits where it is not a quick one: its length and symbol.
    fn slow(&self, next: u32) -> Result<(u8, u8), ProbeError> {
        for length in QUICK_BITS + 1..=16 {
            if next < self.bounds[length as usize] {
                let place = (next >> (16 - length)) as i32 + self.offsets[length as usize];
                let symbol = usize::try_from(place).ok().and_then(|place| self.symbols.get(place));
                return symbol.map(|symbol| (length as u8, *symbol)).ok_or_else(|| damaged("Huffman table"));
            }
        }
        Err(damaged("a code that is in no table"))
    }
}

/// A place between two bits: eight times the byte, and the bits of it that lie before.
pub(super) type BitPlace = u64;

/// Entropy-coded data, with the zeros stuffed behind each FF.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The next bits, from the highest down.
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Bits<'a> {
        Bits { bytes, at: 0, held: 0, count: 0 }
    }

    /// Begins in the middle of a byte.
    pub(super) fn starting_at(bytes: &'a [u8], bit: u32) -> Result<Bits<'a>, ProbeError> {
        let mut bits = Bits::new(bytes);
        bits.take(bit)?;
        Ok(bits)
    }

    /// Where reading stands, counted from the beginning of the bytes.
    pub(super) fn place(&self) -> BitPlace {
        let mut at = self.at;
        for _ in 0..self.count.div_ceil(8) {
            // Held bits came byte by byte without the stuffed zeros, which are gone back over here.
            let stuffed = at >= 2 && self.bytes[at - 1] == 0 && self.bytes[at - 2] == 0xFF;
            at -= if stuffed { 2 } else { 1 };
        }
        at as u64 * 8 + u64::from(self.count.wrapping_neg() % 8)
    }

    /// Reads the difference of a first coefficient (F.2.2.1).
    pub(super) fn difference(&mut self, codes: &Codes) -> Result<i32, ProbeError> {
        let size = self.symbol(codes)?;
        // 16 is for lossless files alone (H.1.2.2); a broken table says anything up to 255, too far to shift below.
        if size > 15 {
            return Err(damaged("a first coefficient of more than 15 bits"));
        }
        let value = self.take(u32::from(size))? as i32;
        let is_negative = size > 0 && value < 1 << (size - 1);
        Ok(if is_negative { value - (1 << size) + 1 } else { value })
    }

    /// Steps over the other 63 coefficients (F.2.2.2).
    pub(super) fn skip_others(&mut self, codes: &Codes) -> Result<(), ProbeError> {
        let mut place = 1;
        while place < 64 {
            self.fill();
            let step = codes.steps[(self.held >> (64 - QUICK_BITS)) as usize];
            let step = if step.bits > 0 { step } else { self.slow_step(codes)? };
            self.drop(u32::from(step.bits))?;
            place += u32::from(step.forward);
        }
        // An end of block leads past both on purpose; what lies between is a run that is too long.
        if place > 64 && place < u32::from(LAST) {
            return Err(damaged("a block of more than 64 coefficients"));
        }
        Ok(())
    }

    fn slow_step(&self, codes: &Codes) -> Result<Step, ProbeError> {
        let (length, symbol) = codes.slow((self.held >> 48) as u32)?;
        let (run, size) = (symbol >> 4, symbol & 15);
        let forward = match (run, size) {
            (15, 0) => 16,
            (_, 0) => LAST,
            _ => run + 1,
        };
        Ok(Step { bits: length + size, forward })
    }

    fn symbol(&mut self, codes: &Codes) -> Result<u8, ProbeError> {
        self.fill();
        let (mut length, mut symbol) = codes.quick[(self.held >> (64 - QUICK_BITS)) as usize];
        if length == 0 {
            (length, symbol) = codes.slow((self.held >> 48) as u32)?;
        }
        self.drop(u32::from(length))?;
        Ok(symbol)
    }

    /// Takes up to 16 bits.
    fn take(&mut self, bits: u32) -> Result<u32, ProbeError> {
        // To shift by all 64 would overflow.
        if bits == 0 {
            return Ok(0);
        }
        self.fill();
        let value = self.held >> (64 - bits);
        self.drop(bits)?;
        Ok(value as u32)
    }

    /// Gives bits up that are held; a code and its value have 32 at most.
    fn drop(&mut self, bits: u32) -> Result<(), ProbeError> {
        self.count = self.count.checked_sub(bits).ok_or_else(ends_early)?;
        self.held <<= bits;
        Ok(())
    }

    /// Holds 32 bits or more while there are any.
    #[inline]
    fn fill(&mut self) {
        if self.count >= 32 {
            return;
        }
        if let Some(&[a, b, c, d]) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<4>()) {
            let word = u32::from_be_bytes([a, b, c, d]);
            // The test for a byte of zero in a word, over its complement: what follows an FF has to be looked at.
            let has_ff = (!word).wrapping_sub(0x0101_0101) & word & 0x8080_8080 != 0;
            if !has_ff {
                self.held |= u64::from(word) << (32 - self.count);
                self.count += 32;
                self.at += 4;
                return;
            }
        }
        self.fill_slowly();
    }

    /// Byte by byte, leaving out stuffed zeros, up to a marker or the end.
    fn fill_slowly(&mut self) {
        while self.count < 32 {
            let (byte, length) = match self.bytes.get(self.at..) {
                Some([0xFF, 0x00, ..]) => (0xFF, 2),
                Some([0xFF, ..] | []) | None => return,
                Some([byte, ..]) => (*byte, 1),
            };
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
            self.at += length;
        }
    }

    /// Steps over the `number`-th restart marker, which must come now.
    pub(super) fn restart(&mut self, number: u64) -> Result<(), ProbeError> {
        // Less than a byte is the filling before a marker (F.1.2.3).
        if self.count >= 8 {
            return Err(damaged("data left over before a restart"));
        }
        (self.held, self.count) = (0, 0);
        // Before any marker there may be more FF (B.1.1.2).
        while self.bytes[self.at..].starts_with(&[0xFF, 0xFF]) {
            self.at += 1;
        }
        match self.bytes[self.at..] {
            [0xFF, marker, ..] if u64::from(marker) == 0xD0 + number % 8 => {
                self.at += 2;
                Ok(())
            }
            [] => Err(ends_early()),
            _ => Err(damaged("a restart in the wrong place")),
        }
    }

    /// All blocks are read: what is left must be filling.
    pub(super) fn end(&self) -> Result<(), ProbeError> {
        // The last byte is filled up with ones, or by careless writers with zeros; more bytes of either pass.
        let whole = self.count / 8 * 8;
        let held = if whole == 0 { 0 } else { self.held << (self.count - whole) >> (64 - whole) };
        let ones = if whole == 0 { 0 } else { u64::MAX >> (64 - whole) };
        let filling = |byte: &u8| matches!(byte, 0x00 | 0xFF | 0xD0..=0xD7);
        if (held != 0 && held != ones) || !self.bytes[self.at..].iter().all(filling) {
            return Err(damaged("data left over after the last block"));
        }
        Ok(())
    }
}

/// The end mark is there, so this is more than a file cut short.
fn ends_early() -> ProbeError {
    damaged("the data ends before the last block")
}

/// Entropy-coded data being written.
#[derive(Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl BitWriter {
    pub(super) fn after(bytes: Vec<u8>) -> BitWriter {
        BitWriter { bytes, held: 0, count: 0 }
    }

    /// Writes the lowest `bits` of a value; 32 at most.
    pub(super) fn put(&mut self, value: u32, bits: u32) {
        self.held = self.held << bits | u64::from(value);
        self.count += bits;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.held >> self.count) as u8;
            self.bytes.push(byte);
            if byte == 0xFF {
                self.bytes.push(0);
            }
        }
    }

    /// Copies what lies between two places of stuffed data.
    pub(super) fn copy(&mut self, bytes: &[u8], from: BitPlace, to: BitPlace) {
        let (mut at, last) = ((from / 8) as usize, (to / 8) as usize);
        let mut skipped = (from % 8) as u32;
        while at < last {
            let byte = bytes[at];
            self.put(u32::from(byte) & (0xFF >> skipped), 8 - skipped);
            skipped = 0;
            // The zero behind it is no data; `put` writes its own.
            at += if byte == 0xFF { 2 } else { 1 };
        }
        // A stuffed zero may end where the place to stop begins.
        let rest = (to % 8) as u32;
        if at == last && rest > skipped {
            let byte = u32::from(bytes[at]) & (0xFF >> skipped);
            self.put(byte >> (8 - rest), rest - skipped);
        }
    }

    /// Fills the last byte with ones, as a marker wants it, and writes the marker.
    pub(super) fn mark(&mut self, marker: u8) {
        let free = self.count.wrapping_neg() % 8;
        self.put((1 << free) - 1, free);
        self.bytes.extend([0xFF, marker]);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}
