//! The three bays face on across the yard, morning.

use crate::geometry::{Pt, roughen};
use crate::halls::Hall;
use crate::palette::{INDIGO, STRAW};
use crate::plate::Plate;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.30, 900.0, 120.0);
    p.sky(INDIGO, 0.26, -60.0, 460.0);
    let view = View::Eye { eye: (6.3, -14.5, 2.3), turn: 0.0, focal: 1950.0, centre: (1330.0, 1010.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.tree(Tree { kind: Kind::Pagoda, foot: (330.0, 1110.0), height: 900.0, lean: 0.14, load: 0.5 });
    let tiles = Tiles { step: 0.24, shade: 0.0, snow: 0.0, ink: 0.85 };
    for (from, to) in [(-9.0, -0.4), (10.9, 20.0)] {
        p.walling(&site.wall((from, 2.2), (to, 2.2), 0.0, 2.5), Stuff::Mud, 20.0, 0.1, 0.8);
        p.coping(&site, (from, to), 2.2, 2.5, tiles);
    }
    p.slabs(&site, (-12.0, 22.0), (-11.5, 2.2), (1.3, 0.8), 0.0, 0.7);
    p.hall(&site, &Hall { ridge: 6.9, ..Hall::PLAIN });
    p.steps(&site, (3.7, 6.8), -0.75, 0.6, 4, 0.95);
    let seed = p.seed();
    let line = [
        (-60.0, 1340.0),
        (420.0, 1318.0),
        (560.0, 1390.0),
        (1150.0, 1400.0),
        (1330.0, 1500.0),
        (1700.0, 1700.0),
    ];
    let mut shadow: Vec<Pt> = roughen(&line, 5.0, 70.0, seed);
    shadow.push((-60.0, 1700.0));
    p.shade(&shadow, 0.55);
}
