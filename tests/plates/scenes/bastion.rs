//! Element: a wall bastion (马面), a battered block standing out from the wall; three framings.

mod crest;
mod moon;
mod row;

use crate::plate::Plate;

/// Where the bastion is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// A row of them along a wall, morning mist.
    Row,
    /// One from its foot, a winter night.
    Moon,
    /// From the crest of the wall, dry grass.
    Crest,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Row => row::draw(p),
        Framing::Moon => moon::draw(p),
        Framing::Crest => crest::draw(p),
    }
}
