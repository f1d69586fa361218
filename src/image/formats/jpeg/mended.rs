//! JPEG files that every viewer shows and a strict reader refuses, made plain.
//!
//! They end without their mark, have filling or stray bytes between their parts, say nothing true of a scan
//! that has no choice, bring a colour profile in pieces that are not all there, or leave out the tables of the
//! standard. Their pictures are whole: that is found out here, block by block, before anything is taken for it.

use std::borrow::Cow;

use super::entropy::Scan;
use super::frame::Frame;
use super::profile::{is_profile, profile};
use super::standard;
use super::tables::Tables;
use super::walk::{self, Walk, damaged, segment, word};
use crate::image::ProbeError;
use crate::image::turbo::{self, Shrink};

/// What a sequential scan says of its coefficients: all of them, at once (T.81, B.2.3).
const ALL_COEFFICIENTS: [u8; 3] = [0, 63, 0];

/// The file, or the same picture in a plain one. It must have passed [`super::read`].
pub(in crate::image) fn mended(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ProbeError> {
    if !is_odd(bytes) {
        return Ok(Cow::Borrowed(bytes));
    }
    let has_end = reaches_end(bytes);
    let plain = write(bytes).and_then(settled);
    // A file without its end is said to be cut, whatever was found wrong on the way.
    plain.map(Cow::Owned).map_err(|error| if has_end { error } else { ProbeError::Truncated })
}

/// Whether the file is one of those; a file without a scan is only broken.
pub(super) fn is_odd(bytes: &[u8]) -> bool {
    let mut walk = Walk::new(bytes);
    let (mut is_progressive, mut has_profile, mut tables, mut scans) = (false, false, 0_u8, 0);
    loop {
        let Ok(marker) = walk.next_marker() else { return scans > 0 };
        if walk.has_stepped_over() {
            return true;
        }
        if marker == walk::EOI {
            return false;
        }
        let Ok(segment) = walk.segment() else { return scans > 0 };
        match marker {
            walk::SOS => {
                let count = usize::from(segment.first().copied().unwrap_or(0));
                let chosen = segment.get(1..1 + 2 * count).unwrap_or_default();
                let lacks_tables = !is_progressive
                    && chosen.chunks_exact(2).any(|of| tables & slots_of(of[1]) != slots_of(of[1]));
                let says_other = !is_progressive && segment.get(1 + 2 * count..) != Some(&ALL_COEFFICIENTS);
                // Asked once, since it walks the headers again.
                let lacks_pieces = scans == 0 && has_profile && !matches!(profile(bytes), Ok(Some(_)));
                scans += 1;
                let Ok(scan) = walk.scan() else { return true };
                // Two zeros at the end are filling, of which a decoder complains; where they are data, the copy has
                // them too.
                if lacks_tables || says_other || lacks_pieces || scan.bytes.ends_with(&[0, 0]) {
                    return true;
                }
            }
            walk::DHT => tables |= tables_in(segment),
            walk::APP2 => has_profile |= is_profile(segment),
            marker if walk::starts_frame(marker) => is_progressive = marker == 0xC2,
            _ => {}
        }
    }
}

/// The slots of a component's tables as bits, DC below AC.
fn slots_of(chosen: u8) -> u8 {
    1 << (chosen >> 4 & 3) | 16 << (chosen & 3)
}

/// The slots that a table segment fills.
fn tables_in(mut segment: &[u8]) -> u8 {
    let mut slots = 0;
    while let Some((&[place, ref lengths @ ..], rest)) = segment.split_first_chunk::<17>() {
        slots |= if place < 16 { 1 << (place & 3) } else { 16 << (place & 3) };
        let symbols = lengths.iter().map(|count| usize::from(*count)).sum();
        segment = rest.get(symbols..).unwrap_or_default();
    }
    slots
}

/// Whether the mark is there, somewhere behind the segments.
pub(super) fn reaches_end(bytes: &[u8]) -> bool {
    let mut walk = Walk::new(bytes);
    loop {
        match walk.next_marker() {
            Ok(walk::EOI) => return true,
            Ok(marker) => {
                if walk.segment().is_err() || (marker == walk::SOS && walk.scan().is_err()) {
                    return false;
                }
            }
            Err(_) => return false,
        }
    }
}

/// Writes the plain file. Every block of a sequential one has then been read; a progressive one has said of
/// every coefficient that it is there.
pub(super) fn write(bytes: &[u8]) -> Result<Vec<u8>, ProbeError> {
    let has_end = reaches_end(bytes);
    let mut to = Vec::with_capacity(bytes.len() + 512);
    to.extend([0xFF, 0xD8]);
    let (mut walk, mut tables, mut restart_interval) = (Walk::new(bytes), Tables::default(), 0);
    // First, so that a file's own tables count above them.
    for table in standard::TABLES {
        tables.read(table)?;
        segment(&mut to, walk::DHT, table);
    }
    let mut frame: Option<Frame> = None;
    let mut told = Told::default();
    loop {
        let marker = match walk.next_marker() {
            Ok(walk::EOI) => break,
            Err(_) if told.scans > 0 => break,
            marker => marker?,
        };
        let own = match walk.segment() {
            Err(_) if told.scans > 0 => break,
            own => own?,
        };
        match marker {
            walk::SOS => {
                let frame = frame.as_ref().ok_or_else(|| damaged("a scan before the frame header"))?;
                let data = walk.scan_or_rest();
                told.take(frame, own)?;
                if frame.progressive {
                    segment(&mut to, marker, own);
                    to.extend(data);
                    continue;
                }
                let parts = own.get(..1 + 2 * usize::from(own[0])).ok_or_else(|| damaged("scan header"))?;
                segment(&mut to, marker, &[parts, &ALL_COEFFICIENTS].concat());
                let bits = Scan::new(frame, &tables, own)?.walk_blocks(data, restart_interval, |_| {})?;
                // Without an end mark nobody knows what the rest was meant for; with one, it is damage.
                if has_end {
                    bits.end()?;
                }
                to.extend(up_to(data, bits.place()));
                if told.has_all() {
                    break;
                }
            }
            walk::APP2 if is_profile(own) => {}
            marker => {
                match marker {
                    walk::DHT => tables.read(own)?,
                    walk::DRI => restart_interval = word(own, 0)?,
                    marker if walk::starts_frame(marker) => frame = Some(Frame::read(marker, own)?),
                    _ => {}
                }
                segment(&mut to, marker, own);
            }
        }
    }
    if !told.has_all() {
        return Err(ProbeError::Truncated);
    }
    to.extend([0xFF, walk::EOI]);
    Ok(to)
}

/// Takes off what a progressive file has behind its last block: only its decoder knows where that is.
pub(super) fn settled(mut plain: Vec<u8>) -> Result<Vec<u8>, ProbeError> {
    if !is_progressive(&plain) {
        return Ok(plain);
    }
    match turbo::decode(&plain, Shrink::Eighth) {
        Err(ProbeError::Damaged { reason }) => {
            // Only for this one complaint: any other is damage.
            let spare = turbo::spare_bytes(&reason).filter(|spare| spare + 2 < plain.len());
            let spare = spare.ok_or(ProbeError::Damaged { reason })?;
            plain.truncate(plain.len() - 2 - spare);
            plain.extend([0xFF, walk::EOI]);
            turbo::decode(&plain, Shrink::Eighth)?;
            Ok(plain)
        }
        decoded => decoded.map(|_| plain),
    }
}

fn is_progressive(bytes: &[u8]) -> bool {
    let mut walk = Walk::new(bytes);
    while let Ok(marker) = walk.next_marker() {
        if walk::starts_frame(marker) {
            return marker == 0xC2;
        }
        if walk.segment().is_err() {
            break;
        }
    }
    false
}

/// The bytes that hold the bits before a place, with the zero that is stuffed behind a last FF.
fn up_to(data: &[u8], place: u64) -> &[u8] {
    let mut end = place.div_ceil(8) as usize;
    if !place.is_multiple_of(8) && data.get(end - 1) == Some(&0xFF) {
        end += 1;
    }
    data.get(..end).unwrap_or(data)
}

/// Which bits of which coefficients the scans have brought.
#[derive(Default)]
struct Told {
    scans: u32,
    /// For each component, the lowest bit that has come of each coefficient.
    lowest: Vec<[u8; 64]>,
}

impl Told {
    fn take(&mut self, frame: &Frame, header: &[u8]) -> Result<(), ProbeError> {
        self.scans += 1;
        self.lowest.resize(frame.parts.len(), [u8::MAX; 64]);
        let broken = || damaged("scan header");
        let count = usize::from(*header.first().ok_or_else(broken)?);
        let chosen = header.get(1..1 + 2 * count).ok_or_else(broken)?;
        let (first, last, bits) = match header.get(1 + 2 * count..) {
            _ if !frame.progressive => (0, 63, 0),
            Some(&[first, last, bits, ..]) => (usize::from(first), usize::from(last), bits & 15),
            _ => return Err(broken()),
        };
        for chosen in chosen.chunks_exact(2) {
            let part = frame.parts.iter().position(|part| part.id == chosen[0]).ok_or_else(broken)?;
            self.lowest[part].get_mut(first..=last).ok_or_else(broken)?.fill(bits);
        }
        Ok(())
    }

    fn has_all(&self) -> bool {
        !self.lowest.is_empty() && self.lowest.iter().flatten().all(|bit| *bit == 0)
    }
}
