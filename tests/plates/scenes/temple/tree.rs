//! From the side under an old tree, early mist.

use crate::bays::Bay;
use crate::geometry::{Pt, between};
use crate::halls::Hall;
use crate::hills::{Range, across};
use crate::palette::{INDIGO, STRAW, WHEAT};
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.30, 1060.0, 200.0);
    p.sky(INDIGO, 0.18, -60.0, 520.0);
    p.range(Range {
        from: -80.0,
        to: 1100.0,
        base: 1040.0,
        height: 330.0,
        summit: 0.3,
        spur: 160.0,
        pigment: INDIGO,
        strength: 0.24,
        ink: 0.18,
    });
    p.mist(1000.0, 130.0, 0.9);
    let view = View::Eye { eye: (12.6, -13.4, 2.6), turn: -0.42, focal: 1950.0, centre: (1230.0, 1020.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.tread(&across(|_| 1060.0), &across(|_| 1700.0), STRAW, 0.42);
    let tiles = Tiles { step: 0.27, shade: 0.0, snow: 0.0, ink: 0.95 };
    p.walling(&site.wall((-16.0, 5.0), (0.0, 5.0), 0.0, 2.2), Stuff::Mud, 20.0, 0.1, 0.6);
    p.coping(&site, (-16.0, 0.0), 5.0, 2.2, Tiles { ink: 0.7, ..tiles });
    p.mist(1010.0, 60.0, 0.5);
    let hall = Hall {
        wide: 9.0,
        deep: 6.4,
        base: 0.9,
        eave: 4.4,
        ridge: 7.3,
        out: 1.0,
        bays: &[Bay::Window, Bay::Ajar, Bay::Window],
        lift: 0.22,
        end: End::Curled,
        paint: 0.3,
        lit: 0.8,
        tiles,
        ..Hall::PLAIN
    };
    let foot: Vec<Pt> =
        [(-0.5, -0.75), (9.5, -0.75), (9.5, 6.4)].iter().map(|q| site.at(q.0, q.1, 0.0)).collect();
    let cast: Vec<Pt> =
        [(0.5, -1.5), (11.6, -1.2), (12.4, 6.4)].iter().map(|q| site.at(q.0, q.1, 0.0)).collect();
    p.shade(&between(&foot, &cast), 0.4);
    p.hall(&site, &hall);
    p.steps(&site, (3.3, 5.7), -0.75, 0.9, 5, 0.95);
    p.censer(&site, (3.6, -5.4), 1.5, 1.0);
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (2030.0, 1480.0), height: 1500.0, lean: -0.10, load: 1.0 });
    let some: Vec<Pt> = tips.iter().copied().enumerate().filter(|(k, _)| k % 5 < 3).map(|(_, q)| q).collect();
    p.foliage(&some, 44.0, WHEAT, 0.8);
    p.tufts(&[(1880.0, 1490.0), (2200.0, 1500.0)], 34.0, 0.7, 0.95);
    p.tufts(&[site.at(-0.4, -0.9, 0.0), site.at(9.5, -0.9, 0.0)], 22.0, 0.25, 0.8);
}
