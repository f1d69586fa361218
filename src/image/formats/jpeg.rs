//! The structure of a JPEG file (ITU-T T.81, annex B): segments, frame header and scans, undecoded; and
//! parts cut out of it, undecoded too.

mod bits;
mod clean;
mod entropy;
mod frame;
mod index;
mod join;
mod mended;
mod profile;
mod splice;
mod standard;
mod tables;
mod walk;

pub(super) use self::clean::clean;
use self::frame::Frame;
pub(in crate::image) use self::index::Index;
pub(in crate::image) use self::join::Joined;
pub(in crate::image) use self::mended::mended;
pub(in crate::image) use self::profile::profile;
use self::walk::{Walk, damaged, word};
use crate::image::colour::Inks;
use crate::image::decoded::Decoded;
use crate::image::header::Header;
use crate::image::turbo::{self, Shrink};
use crate::image::{Limits, Orientation, ProbeError};

/// Progressive files have ten or so; each costs a pass over the whole picture, however empty it is.
const MOST_SCANS: u32 = 64;

/// Reads the headers, checks limits, then walks the scans to the end. A file that is not as it should be is made
/// [plain](mended) on the way: whether it is whole cannot be told otherwise.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    if !mended::is_odd(bytes) {
        return read_plain(bytes, limits);
    }
    // Before the file is copied and, where it is progressive, decoded.
    check_sides(bytes, limits)?;
    let cut = |error| match error {
        ProbeError::Damaged { .. } if !mended::reaches_end(bytes) => ProbeError::Truncated,
        other => other,
    };
    let plain = mended::write(bytes).map_err(cut)?;
    let mut header = read_plain(&plain, limits).map_err(cut)?;
    // It lies in memory beside the original.
    header.decode_bytes += plain.len() as u64;
    header.check(limits)?;
    mended::settled(plain).map_err(cut)?;
    Ok(header)
}

/// Holds the first frame header to the limits.
fn check_sides(bytes: &[u8], limits: &Limits) -> Result<(), ProbeError> {
    let mut walk = Walk::new(bytes);
    loop {
        match walk.next_marker()? {
            walk::EOI | walk::SOS => return Ok(()),
            marker if walk::starts_frame(marker) => {
                let frame = Frame::read(marker, walk.segment()?)?;
                return frame.header(Orientation::UPRIGHT, bytes.len()).check(limits);
            }
            _ => drop(walk.segment()?),
        }
    }
}

/// Finds damage code by code; see [`entropy::check`].
pub(super) fn check(bytes: &[u8]) -> Result<(), ProbeError> {
    entropy::check(&mended(bytes)?)
}

fn read_plain(bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    let mut walk = Walk::new(bytes);
    let mut found: Option<Orientation> = None;
    let mut frame: Option<Frame> = None;
    let mut restart_interval = 0;
    let mut scans = Scans::default();
    loop {
        match walk.next_marker()? {
            walk::EOI => break,
            walk::SOS => {
                let parts = walk.segment()?.first().copied().unwrap_or(0);
                let frame = frame.as_mut().ok_or_else(|| damaged("a scan before the frame header"))?;
                if scans.count == 0 {
                    // Whoever puts some components into the first scan must bring the others in later ones.
                    frame.separate = usize::from(parts) < frame.parts.len();
                    frame.header(Orientation::UPRIGHT, bytes.len()).check(limits)?;
                }
                let scan = walk.scan()?;
                scans.count += 1;
                if scans.count > MOST_SCANS {
                    return Err(damaged("too many scans"));
                }
                scans.bytes += scan.bytes.len() as u64;
                scans.restarts += scan.restarts;
            }
            walk::DRI => restart_interval = word(walk.segment()?, 0)?,
            walk::APP1 => {
                // Of several blocks, which programs leave that copy them, the first counts, as for viewers.
                if let Some(tiff) = walk.segment()?.strip_prefix(b"Exif\0\0") {
                    found.get_or_insert_with(|| Orientation::from_exif_block(tiff));
                }
            }
            marker if walk::starts_frame(marker) => {
                let own = Frame::read(marker, walk.segment()?)?;
                own.header(Orientation::UPRIGHT, bytes.len()).check(limits)?;
                // The limits would have been held against one, and a decoder might show the other.
                if frame.replace(own).is_some() {
                    return Err(damaged("two frame headers"));
                }
            }
            _ => drop(walk.segment()?),
        }
    }
    let frame = frame.ok_or_else(|| damaged("no frame header"))?;
    let header = frame.header(found.unwrap_or(Orientation::UPRIGHT), bytes.len());
    header.check(limits)?;
    if scans.are_too_short_for(&frame, restart_interval) {
        return Err(ProbeError::Truncated);
    }
    Ok(header)
}

/// Decodes the picture, small on the way if so asked, not yet turned. Inks become light by their own profile, which is used up by it.
pub(super) fn decode(bytes: &[u8], shrink: Shrink) -> Result<Decoded, ProbeError> {
    let profile = profile(bytes)?;
    let plain = mended(bytes)?;
    if !turbo::has_inks(&plain)? {
        return Ok(Decoded { pixels: turbo::decode(&plain, shrink)?, profile });
    }
    // Adobe's programs store 255 for no ink, and browsers take every file for one of theirs.
    let inks = Inks::new(profile.as_deref(), true);
    Ok(Decoded { pixels: turbo::decode_inks(&plain, shrink, &inks)?, profile: None })
}

/// What was seen of the entropy-coded data.
#[derive(Default)]
struct Scans {
    count: u32,
    bytes: u64,
    restarts: u64,
}

impl Scans {
    /// Tells data that cannot hold the frame: Huffman codes have at least one bit, a sequential block has
    /// two codes, a progressive one a code in its first scan; restarts come at fixed places.
    fn are_too_short_for(&self, frame: &Frame, restart_interval: u32) -> bool {
        let least_bits = frame.blocks() * if frame.progressive { 1 } else { 2 };
        let least_restarts = match restart_interval {
            0 => 0,
            _ if frame.progressive || frame.separate => 0,
            every => frame.units().div_ceil(u64::from(every)) - 1,
        };
        self.count == 0 || self.bytes * 8 < least_bits || self.restarts < least_restarts
    }
}
