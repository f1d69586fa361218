//! Element: a standing stone (碑), its face worn blank; four framings.

mod field;
mod leaning;
mod niche;
mod stone;
mod tortoise;

use crate::plate::Plate;

/// Where the stone is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// On a tortoise base under an old tree.
    Tortoise,
    /// Leaning by a rammed wall, late autumn.
    Leaning,
    /// In a brick niche, after snow.
    Niche,
    /// Alone in a field, fog.
    Field,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Tortoise => tortoise::draw(p),
        Framing::Leaning => leaning::draw(p),
        Framing::Niche => niche::draw(p),
        Framing::Field => field::draw(p),
    }
}
