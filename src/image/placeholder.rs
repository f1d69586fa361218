//! The blurred placeholder a page carries in its own bytes until the photograph arrives.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Limits, RenderError, encode, probe, render};

const MAX_BYTES: usize = 150;

/// The longer side.
const LONGEST_PX: u32 = 20;

/// Longer side in pixels and WebP quality, tried in turn until the file is small enough.
const TRIES: [(u32, u8); 6] = [(20, 30), (20, 10), (20, 0), (16, 0), (12, 0), (8, 0)];

/// Makes a lossy WebP of 20 px on its longer side and about 150 bytes at most, as
/// `data:image/webp;base64,…` for the `src` of an `<img>` (inline styles are forbidden).
///
/// # Errors
/// See [`RenderError`]; `TooWide` does not occur.
pub fn placeholder(bytes: &[u8], limits: &Limits) -> Result<String, RenderError> {
    let probe = probe(bytes, limits)?;
    let longest_px = u64::from(probe.width_px.max(probe.height_px));
    // Measured by the longer side, so that a tall strip does not grow into a picture.
    let side = |own_px: u32, target_px: u32| {
        let scaled_px = u64::from(target_px) * u64::from(own_px) / longest_px;
        u32::try_from(scaled_px).unwrap_or(own_px).clamp(1, own_px)
    };
    let sides = |px: u32| (side(probe.width_px, px), side(probe.height_px, px));
    let widest = render::upright_pixels(bytes, &probe, sides(LONGEST_PX), limits)?;
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
