//! Element: a barbican (瓮城), the walled court before a gate whose outer gate is turned aside; four framings.

mod bird;
mod court;
mod outside;
mod snow;

use crate::plate::Plate;

/// Where the barbican is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// From the air, as a gazetteer draws it, in spring.
    Bird,
    /// From inside the court, a summer noon.
    Court,
    /// From the road at dusk, autumn.
    Outside,
    /// From the wall over the inner gate, snow.
    Snow,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Bird => bird::draw(p),
        Framing::Court => court::draw(p),
        Framing::Outside => outside::draw(p),
        Framing::Snow => snow::draw(p),
    }
}
