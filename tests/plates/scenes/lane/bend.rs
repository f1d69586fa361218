//! Between walls to a bend, a persimmon over the wall, late autumn light.

use crate::brush::Brush;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::across;
use crate::palette::{CINNABAR, DEEP, INDIGO, LOESS, OCHRE, STRAW};
use crate::plate::Plate;
use crate::roofs::{Slope, Tiles};
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.40, 1000.0, 60.0);
    p.sky(INDIGO, 0.28, -60.0, 480.0);
    p.streaks(OCHRE, 0.10, 220.0, 560.0, 4);
    let view = View::Eye { eye: (0.5, 0.0, 1.75), turn: 0.0, focal: 1500.0, centre: (1300.0, 1010.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.tread(&across(|_| 1010.0), &across(|_| 1700.0), LOESS, 0.45);
    let tiles = Tiles { step: 0.26, shade: 0.05, snow: 0.0, ink: 0.9 };
    let house = Site::new(view, (-5.5, 19.5, 0.0), 0.0);
    p.walling(&house.wall((-5.0, 0.0), (11.0, 0.0), 0.0, 3.6), Stuff::Adobe, 13.0, 0.0, 0.75);
    let roof = Slope {
        ridge: (-5.0, 11.2),
        eave: (-5.0, 11.2),
        b: (3.0, -0.5),
        z: (5.3, 3.6),
        hip: 0.0,
        sag: 0.14,
        lift: 0.05,
    };
    p.slope(&house, roof, tiles);
    p.ridge(&house, &roof, 0.34, crate::ridges::End::Tipped, 0.85, false);
    let tips =
        p.tree(Tree { kind: Kind::Persimmon, foot: (700.0, 960.0), height: 760.0, lean: 0.22, load: 0.95 });
    p.hang(&tips, 0.36, 19.0, OCHRE, 1.0);
    p.hang(&tips, 0.07, 18.0, CINNABAR, 1.0);
    p.walling(&site.wall((-1.9, 1.0), (-2.3, 14.5), 0.0, 2.75), Stuff::Rammed, 34.0, 0.5, 0.95);
    p.edge(&[site.at(-2.3, 14.5, 0.0), site.at(-2.3, 14.5, 2.75)], 4.0, 0.9);
    p.walling(&site.wall((2.6, 19.4), (2.5, 12.6), 0.0, 3.0), Stuff::Adobe, 16.0, 0.0, 0.9);
    let gate = Site::new(view, (2.25, 12.8, 0.0), -core::f32::consts::FRAC_PI_2);
    p.gable(&gate, 4.2, (0.0, 1.8), 0.9, (0.0, 3.7, 4.75), Stuff::Brick, 17.0, 0.5, 0.9);
    let face = gate.wall((0.0, 0.0), (4.2, 0.0), 0.0, 3.7);
    p.bricks(&face, 18.0, 0.05, 0.85);
    p.edge(&face.outline(), 4.5, 0.95);
    p.dark(&gate.wall((0.95, 0.0), (3.25, 0.0), 0.1, 2.6), 0.95);
    p.planks(&gate.wall((0.95, 0.0), (2.0, 0.0), 0.1, 2.6), 4, 0.85, 0.95);
    p.timber(&gate.wall((0.75, -0.03), (3.45, -0.03), 2.6, 2.9), 0.2, 0.0, 0.95);
    p.timber(&gate.wall((0.9, -0.03), (3.3, -0.03), 0.0, 0.16), 0.2, 0.0, 0.95);
    p.under_eave(&gate, (-0.1, 4.35), 0.5, 3.75, 0.95);
    let rake: Vec<Pt> = [(-0.5, 3.62), (0.0, 3.8), (0.5, 4.3), (0.9, 4.86), (1.3, 4.3), (2.2, 3.6)]
        .iter()
        .map(|q| gate.at(4.28, q.0, q.1))
        .collect();
    p.stroke(&rake, Brush::new(20.0).load(0.95).dry(0.15).taper(0.8, 0.9));
    p.stroke(&crate::geometry::shift(&rake, 0.0, 14.0), Brush::new(5.0).load(0.9).dry(0.25));
    p.walling(&site.wall((2.45, 8.6), (2.3, 1.0), 0.0, 3.0), Stuff::Adobe, 40.0, 0.0, 0.9);
    let near: Vec<Pt> =
        [(-1.9, 1.0), (-2.3, 14.5), (-2.3, 18.6)].iter().map(|q| site.at(q.0, q.1, 0.0)).collect();
    let far: Vec<Pt> = [(0.35, 1.0), (0.2, 6.0), (0.15, 14.5), (-0.9, 18.6)]
        .iter()
        .map(|q| site.at(q.0, q.1, 0.0))
        .collect();
    let seed = p.seed();
    p.shade(&between(&near, &roughen(&far, 14.0, 110.0, seed)), 0.62);
    for x in [-0.6, 0.45, 1.1, 1.7] {
        let rut = curve(&[
            site.at(x * 0.9, 19.0, 0.0),
            site.at(x, 9.0, 0.0),
            site.at(x * 1.05, 4.5, 0.0),
            site.at(x, 2.4, 0.0),
        ]);
        p.stroke(&rut, Brush::new(5.0).load(0.6).dry(0.4).breaks(0.35).taper(0.3, 1.0).ink(DEEP));
    }
    p.tufts(&[site.at(2.2, 3.0, 0.0), site.at(2.3, 8.0, 0.0)], 34.0, 0.5, 0.9);
    p.tufts(&[site.at(-1.9, 4.0, 0.0), site.at(-2.1, 10.0, 0.0)], 30.0, 0.4, 0.9);
}
