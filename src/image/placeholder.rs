//! The blurred placeholder a page carries in its own bytes until the photograph arrives.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::decode::{Decoded, decode};
use super::rungs::fitted;
use super::turbo::Shrink;
use super::{Limits, RenderError, colour, encode, probe};

const MAX_BYTES: usize = 150;

/// The longer side.
const LONGEST_PX: u32 = 20;

/// Longer side in pixels and WebP quality, tried in turn until the file is small enough.
const TRIES: [(u32, u8); 6] = [(20, 30), (20, 10), (20, 0), (16, 0), (12, 0), (8, 0)];

/// Makes a lossy WebP of 20 px on its longer side and about 150 bytes at most, as
/// `data:image/webp;base64,…` for the `src` of an `<img>` (inline styles are forbidden).
///
/// # Errors
/// See [`RenderError`].
pub fn placeholder(bytes: &[u8], limits: &Limits) -> Result<String, RenderError> {
    let probe = probe(bytes, limits)?;
    let upright_px = (probe.width_px, probe.height_px);
    let longer_px = upright_px.0.max(upright_px.1);
    // Measured by the longer side, so that a tall strip does not grow into a picture.
    let sides = |px: u32| fitted(upright_px, px.min(longer_px));
    let shrink = Shrink::keeping(f64::from(longer_px) / f64::from(LONGEST_PX), 1.0);
    let Decoded { pixels, profile } = decode(bytes, &probe, shrink, limits)?;
    let (width_px, height_px) = probe.orientation.turn_sides(sides(LONGEST_PX));
    let mut widest = colour::to_srgb(pixels.thumbnail_exact(width_px, height_px), profile.as_deref());
    drop(pixels);
    widest.apply_orientation(probe.orientation.turn());
    let mut webp = Vec::new();
    for (px, quality) in TRIES {
        let (width_px, height_px) = sides(px);
        webp = encode::webp(&widest.thumbnail_exact(width_px, height_px), quality, 6)?;
        if webp.len() <= MAX_BYTES {
            break;
        }
    }
    Ok(format!("data:image/webp;base64,{}", STANDARD.encode(webp)))
}
