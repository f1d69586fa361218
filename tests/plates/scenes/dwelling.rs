//! Element: a dwelling (民居) in general; four framings.

mod caves;
mod single;
mod through;
mod yard;

use crate::plate::Plate;

/// How it is seen.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// The courtyard from above, winter morning.
    Yard,
    /// A front of cave rooms in a loess face, date tree, late light.
    Caves,
    /// The courtyard through its gate, autumn noon.
    Through,
    /// Single-slope houses turned inwards, from behind, snow at dusk.
    Single,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Yard => yard::draw(p),
        Framing::Caves => caves::draw(p),
        Framing::Through => through::draw(p),
        Framing::Single => single::draw(p),
    }
}
