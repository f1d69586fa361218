//! Element: a corner platform (角台) and its pavilion (角楼), where two walls are bonded; three framings.

mod pavilion;
mod rain;
mod ramp;

use crate::plate::Plate;

/// Where the corner is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// From outside at sunset, a small pavilion on it.
    Pavilion,
    /// Far off over young wheat, spring rain.
    Rain,
    /// From inside, the ramp up to it, thawing snow.
    Ramp,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Pavilion => pavilion::draw(p),
        Framing::Rain => rain::draw(p),
        Framing::Ramp => ramp::draw(p),
    }
}
