//! The structure of a JPEG file (ITU-T T.81, annex B): segments, frame header and scans, undecoded; and
//! parts cut out of it, undecoded too.

mod bits;
mod entropy;
mod frame;
mod index;
mod join;
mod profile;
mod splice;
mod tables;
mod walk;

pub(super) use self::entropy::check;
use self::frame::Frame;
pub(in crate::image) use self::index::Index;
pub(in crate::image) use self::join::Joined;
use self::profile::is_by_adobe;
pub(in crate::image) use self::profile::profile;
use self::walk::{Walk, damaged, word};
use crate::image::colour::Inks;
use crate::image::decoded::Decoded;
use crate::image::header::Header;
use crate::image::turbo::{self, Shrink};
use crate::image::{Limits, Orientation, ProbeError};

/// Progressive files have ten or so; each costs a pass over the whole picture, however empty it is.
const MOST_SCANS: u32 = 64;

/// Reads the headers, checks limits, then walks the scans to the end marker.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Header, ProbeError> {
    let mut walk = Walk::new(bytes);
    let mut orientation = Orientation::UPRIGHT;
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
                    frame.separate = usize::from(parts) < frame.parts.len();
                    frame.header(orientation, bytes.len()).check(limits)?;
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
                if let Some(tiff) = walk.segment()?.strip_prefix(b"Exif\0\0") {
                    orientation = Orientation::from_exif_block(tiff);
                }
            }
            marker if walk::starts_frame(marker) => {
                let found = Frame::read(marker, walk.segment()?)?;
                found.header(orientation, bytes.len()).check(limits)?;
                if frame.replace(found).is_some() {
                    return Err(damaged("two frame headers"));
                }
            }
            _ => drop(walk.segment()?),
        }
    }
    let frame = frame.ok_or_else(|| damaged("no frame header"))?;
    let header = frame.header(orientation, bytes.len());
    header.check(limits)?;
    if scans.are_too_short_for(&frame, restart_interval) {
        return Err(ProbeError::Truncated);
    }
    Ok(header)
}

/// Decodes the picture, small on the way if so asked, not yet turned. Inks become light by their own profile, which is used up by it.
pub(super) fn decode(bytes: &[u8], shrink: Shrink) -> Result<Decoded, ProbeError> {
    let profile = profile(bytes)?;
    if !turbo::has_inks(bytes)? {
        return Ok(Decoded { pixels: turbo::decode(bytes, shrink)?, profile });
    }
    let inks = Inks::new(profile.as_deref(), is_by_adobe(bytes)?);
    Ok(Decoded { pixels: turbo::decode_inks(bytes, shrink, &inks)?, profile: None })
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
