//! Element: an opera stage (戏台) in general; four framings.

mod corner;
mod dusk;
mod far;
mod outward;

use crate::plate::Plate;

/// How it is seen.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// From the ground before it, dusk, nobody.
    Dusk,
    /// Across the ground in snow, small.
    Far,
    /// Up from the corner of its platform.
    Corner,
    /// From on the stage, out over the empty ground.
    Outward,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Dusk => dusk::draw(p),
        Framing::Far => far::draw(p),
        Framing::Corner => corner::draw(p),
        Framing::Outward => outward::draw(p),
    }
}
