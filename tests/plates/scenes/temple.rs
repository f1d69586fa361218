//! Element: a small temple (庙宇) in general; four framings.

mod eave;
mod snow;
mod tree;
mod yard;

use crate::plate::Plate;

/// How it is seen.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// From the side under an old tree, early mist.
    Tree,
    /// Far off and small over snow.
    Snow,
    /// The corner of the eave against the sky, dusk.
    Eave,
    /// From its porch out into rain.
    Yard,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Tree => tree::draw(p),
        Framing::Snow => snow::draw(p),
        Framing::Eave => eave::draw(p),
        Framing::Yard => yard::draw(p),
    }
}
