//! Element: a rammed-earth wall (堡墙) in general, never a particular one; four framings.

mod along;
mod close;
mod corner;
mod stub;

use crate::plate::Plate;

/// Where the wall is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// Running off to the left over fields, late light.
    Along,
    /// Face on and near, a tree's shadow on it, winter noon.
    Close,
    /// A stub left standing in snow, dusk.
    Stub,
    /// A corner from below, rain coming.
    Corner,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Along => along::draw(p),
        Framing::Close => close::draw(p),
        Framing::Stub => stub::draw(p),
        Framing::Corner => corner::draw(p),
    }
}
