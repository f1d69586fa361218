//! Element: a lane (街巷) in general, never a particular one; four framings.

mod across;
mod bend;
mod rain;
mod snow;

use crate::plate::Plate;

/// How it is seen.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// Between walls to a bend, a persimmon over the wall, late autumn light.
    Bend,
    /// From above after snow, a white band between roofs.
    Snow,
    /// A long wall seen across the lane, its door and a tree, noon.
    Across,
    /// Narrow between brick walls, wet slabs, light at its end.
    Rain,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Bend => bend::draw(p),
        Framing::Snow => snow::draw(p),
        Framing::Across => across::draw(p),
        Framing::Rain => rain::draw(p),
    }
}
