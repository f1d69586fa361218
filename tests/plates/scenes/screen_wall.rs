//! Element: a screen wall (照壁) in general; three framings.

mod free;
mod shadow;
mod yard;

use crate::plate::Plate;

/// How it is seen.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// Free-standing before a gate, autumn.
    Free,
    /// In a yard wall seen past a dark door jamb, snow.
    Yard,
    /// Near and face on, the shadow of a branch on it, winter noon.
    Shadow,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Free => free::draw(p),
        Framing::Yard => yard::draw(p),
        Framing::Shadow => shadow::draw(p),
    }
}
