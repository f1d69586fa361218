//! A JPEG file without its application segments and comments, and without what lies behind its end.

use std::borrow::Cow;

use super::mended::mended;
use super::profile::{is_profile, pieces, profile};
use super::walk::{self, Walk, segment};
use crate::image::{Orientation, ProbeError};

/// What of a JFIF segment is kept: all but the thumbnail (ITU-T T.871, 10.1).
const JFIF_BYTES: usize = 12;

/// The same scans with their tables, the colour profile and the way up.
pub(in crate::image::formats) fn clean(
    bytes: &[u8],
    orientation: Orientation,
) -> Result<Vec<u8>, ProbeError> {
    let plain = mended(bytes)?;
    // A mended file has none any more; that of the file it was made of comes back if it is whole.
    let mut lost = match &plain {
        Cow::Owned(_) if profile(bytes)?.is_some() => pieces(bytes)?,
        _ => Vec::new(),
    };
    let mut to = Vec::with_capacity(plain.len());
    to.extend([0xFF, 0xD8]);
    let (mut walk, mut is_turned) = (Walk::new(&plain), orientation == Orientation::UPRIGHT);
    loop {
        let marker = walk.next_marker()?;
        // JFIF stands first where there is any.
        if marker != walk::APP0 && !is_turned {
            segment(&mut to, walk::APP1, &[b"Exif\0\0".as_slice(), &orientation.exif_block()].concat());
            is_turned = true;
        }
        if marker != walk::APP0 {
            lost.drain(..).for_each(|piece| segment(&mut to, walk::APP2, piece));
        }
        if marker == walk::EOI {
            to.extend([0xFF, walk::EOI]);
            return Ok(to);
        }
        let own = walk.segment()?;
        match marker {
            walk::APP0 => {
                // Without its thumbnail, which may still show what was cut off the picture since.
                if let Some(jfif) = own.get(..JFIF_BYTES).filter(|jfif| jfif.starts_with(b"JFIF\0")) {
                    segment(&mut to, marker, &[jfif, &[0, 0]].concat());
                }
            }
            walk::APP2 if is_profile(own) => segment(&mut to, marker, own),
            // Says how the colours were made into components.
            walk::APP14 if own.starts_with(b"Adobe") => {
                segment(&mut to, marker, own.get(..12).unwrap_or(own));
            }
            // Other applications', reserved ones, comments.
            0xE1..=0xFE => {}
            walk::SOS => {
                segment(&mut to, marker, own);
                to.extend(walk.scan()?.bytes);
            }
            marker => segment(&mut to, marker, own),
        }
    }
}
