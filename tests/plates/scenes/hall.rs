//! Element: an ancestral hall (祠堂) in general; four framings.

mod above;
mod doors;
mod front;
mod gallery;

use crate::plate::Plate;

/// How it is seen.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// The three bays face on across the yard, morning.
    Front,
    /// Along the front gallery, afternoon light between the posts.
    Gallery,
    /// From above with its yard and two cypresses, after rain.
    Above,
    /// The doors near, half open, fallen leaves.
    Doors,
}

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate, framing: Framing) {
    match framing {
        Framing::Front => front::draw(p),
        Framing::Gallery => gallery::draw(p),
        Framing::Above => above::draw(p),
        Framing::Doors => doors::draw(p),
    }
}
