//! Element: the stone tablet (匾额) set over a gate arch, its face worn blank; three framings.

mod along;
mod below;
mod crown;
mod panel;

use crate::plate::Plate;

/// Where the tablet is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// Face on over the crown of the arch, raking light.
    Crown,
    /// From the road, looking up.
    Below,
    /// Along the face of the gate, dusk.
    Along,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Crown => crown::draw(p),
        Framing::Below => below::draw(p),
        Framing::Along => along::draw(p),
    }
}
