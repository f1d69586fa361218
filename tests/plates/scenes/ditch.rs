//! Element: the ditch (壕沟) under a rammed wall, in general; four framings.

mod along;
mod crossing;
mod end;
mod silted;

use crate::plate::Plate;

/// Where the ditch is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// Running away beside the wall, morning mist in it.
    Along,
    /// Straight down its length, snow.
    End,
    /// Across it, a causeway to a gate.
    Crossing,
    /// Silted and grown with trees, autumn.
    Silted,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Along => along::draw(p),
        Framing::End => end::draw(p),
        Framing::Crossing => crossing::draw(p),
        Framing::Silted => silted::draw(p),
    }
}
