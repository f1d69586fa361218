//! Element: a brick-arched gate (堡门) in a rammed wall, in general; four framings.

mod arch;
mod oblique;
mod snow;
mod within;

use crate::plate::Plate;

/// Where the gate is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// From the road at an angle, late afternoon.
    Oblique,
    /// The arch near and face on, light at the far end.
    Arch,
    /// Small in a long wall across snow.
    Snow,
    /// From inside the passage, out to fields.
    Within,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Oblique => oblique::draw(p),
        Framing::Arch => arch::draw(p),
        Framing::Snow => snow::draw(p),
        Framing::Within => within::draw(p),
    }
}
