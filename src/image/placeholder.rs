//! The blurred placeholder a page carries in its own bytes until the photograph arrives.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::decoded::Decoded;
use super::formats::{decode, decode_in_bands, has_bands};
use super::resize::picture;
use super::rungs::fitted;
use super::turbo::Shrink;
use super::{Limits, Probe, RenderError, colour, encode, probe};

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
    let Decoded { pixels, profile } = small(bytes, &probe, shrink, limits)?;
    let (width_px, height_px) = probe.orientation.turn_sides(sides(LONGEST_PX));
    let mut widest = colour::to_srgb(pixels.thumbnail_exact(width_px, height_px), profile.as_deref());
    drop(pixels);
    widest.apply_orientation(probe.orientation.turn());
    let mut webp = Vec::new();
    for (px, quality) in TRIES {
        let (width_px, height_px) = sides(px);
        webp = encode::webp(&widest.thumbnail_exact(width_px, height_px), quality, 6)?;
        // If none is, the last and smallest is taken.
        if webp.len() <= MAX_BYTES {
            break;
        }
    }
    Ok(format!("data:image/webp;base64,{}", STANDARD.encode(webp)))
}

/// Pictures of more pixels are not held whole where that can be.
const MOST_WHOLE_PX: u64 = 64_000_000;

/// Longer side of what is then held of it.
const HELD_PX: f64 = 1024.0;

/// Decodes the picture, or something smaller of it.
fn small(bytes: &[u8], probe: &Probe, shrink: Shrink, limits: &Limits) -> Result<Decoded, RenderError> {
    let sides_px = probe.orientation.turn_sides((probe.width_px, probe.height_px));
    let px = u64::from(sides_px.0) * u64::from(sides_px.1);
    if px <= MOST_WHOLE_PX || !has_bands(bytes, probe) {
        return Ok(decode(bytes, probe, shrink, limits)?);
    }
    let scale = HELD_PX / f64::from(sides_px.0.max(sides_px.1));
    let scaled = |px: u32| (f64::from(px) * scale).round() as u32;
    let width_px = scaled(sides_px.0).max(1);
    let (mut top_px, mut held) = (0, Vec::new());
    decode_in_bands(bytes, probe, limits, |band, profile| {
        // Counted from above, so that what is rounded does not add up from band to band.
        let rows = scaled(top_px + band.height()) - scaled(top_px);
        top_px += band.height();
        if rows > 0 {
            held.extend_from_slice(colour::to_srgb(band.thumbnail_exact(width_px, rows), profile).as_bytes());
        }
        Ok::<_, RenderError>(())
    })?;
    let pixels = picture(width_px, scaled(sides_px.1), held);
    let pixels = pixels.ok_or_else(|| RenderError::Resizing { reason: "bands differ".into() })?;
    Ok(Decoded { pixels, profile: None })
}
