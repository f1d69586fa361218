//! Element: an underground passage (地道) cut in the earth; three framings.

mod mouth;
mod passage;
mod shaft;

use crate::plate::Plate;

/// Where the passage is seen from.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// Steps down into the dark, from outside.
    Mouth,
    /// The vault, a lamp niche, a turn with light.
    Passage,
    /// A chamber under a shaft.
    Shaft,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Mouth => mouth::draw(p),
        Framing::Passage => passage::draw(p),
        Framing::Shaft => shaft::draw(p),
    }
}
