//! Element: fields and ravines (田野沟壑); four framings.

mod head;
mod lane;
mod ridges;
mod stubble;

use crate::plate::Plate;

/// What is seen of the land.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// The head of a ravine eating into terraces, seen from above.
    Head,
    /// A lane sunk between loess banks at harvest.
    Lane,
    /// Terraced ridges one behind the other in dawn mist.
    Ridges,
    /// Stubble at the edge of a drop, first snow.
    Stubble,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Head => head::draw(p),
        Framing::Lane => lane::draw(p),
        Framing::Ridges => ridges::draw(p),
        Framing::Stubble => stubble::draw(p),
    }
}
