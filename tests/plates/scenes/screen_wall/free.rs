//! Free-standing before a gate, autumn.

use crate::geometry::{Pt, between};
use crate::halls::Hall;
use crate::hills::{Range, across};
use crate::palette::{DEEP, INDIGO, OCHRE, STRAW};
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::{Slope, Tiles};
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.38, 1000.0, 150.0);
    p.sky(INDIGO, 0.22, -60.0, 460.0);
    p.range(Range {
        from: 900.0,
        to: 2480.0,
        base: 980.0,
        height: 190.0,
        summit: 0.6,
        spur: 130.0,
        pigment: INDIGO,
        strength: 0.26,
        ink: 0.2,
    });
    p.mist(970.0, 60.0, 0.85);
    let view = View::Eye { eye: (-6.4, -9.0, 2.6), turn: 0.46, focal: 1750.0, centre: (1180.0, 950.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.tread(&across(|_| 985.0), &across(|_| 1700.0), STRAW, 0.5);
    let tiles = Tiles { step: 0.25, shade: 0.0, snow: 0.0, ink: 0.95 };
    let far = Site::new(view, (2.6, 13.0, 0.0), 0.0);
    p.walling(&far.wall((-14.0, 0.4), (0.0, 0.4), 0.0, 2.5), Stuff::Adobe, 13.0, 0.0, 0.75);
    p.coping(&far, (-14.0, 0.0), 0.4, 2.5, Tiles { ink: 0.8, ..tiles });
    p.walling(&far.wall((4.0, 0.4), (18.0, 0.4), 0.0, 2.5), Stuff::Adobe, 13.0, 0.0, 0.75);
    p.coping(&far, (4.0, 18.0), 0.4, 2.5, Tiles { ink: 0.8, ..tiles });
    p.hall(
        &far,
        &Hall {
            wide: 4.0,
            deep: 2.4,
            gallery: 0.0,
            base: 0.0,
            eave: 3.4,
            ridge: 5.0,
            out: 0.6,
            crest: 0.3,
            bays: &[],
            tiles: Tiles { ink: 0.85, ..tiles },
            ..Hall::PLAIN
        },
    );
    p.dark(&far.wall((1.0, -0.02), (3.0, -0.02), 0.0, 2.5), 0.9);
    p.planks(&far.wall((1.0, -0.02), (2.0, -0.02), 0.0, 2.45), 4, 0.85, 0.9);
    screen(p, &site, tiles);
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (420.0, 1290.0), height: 1120.0, lean: 0.10, load: 1.0 });
    let some: Vec<Pt> =
        tips.iter().copied().enumerate().filter(|(k, _)| k % 3 != 0).map(|(_, q)| q).collect();
    p.hang(&some, 0.8, 20.0, OCHRE, 0.85);
    p.hang(&some, 0.5, 16.0, STRAW, 0.95);
    for k in 0..90 {
        let (x, y) = (520.0 + p.rng.bell() * 520.0, 1330.0 + p.rng.bell() * 120.0);
        let (size, turn) = (p.rng.range(8.0, 18.0), p.rng.range(-0.5, 0.5));
        let pigment = [OCHRE, DEEP, STRAW][k % 3];
        if y > 1215.0 {
            p.dab((x, y), size, 2.0, turn, crate::brush::Brush::new(1.0).load(0.9).ink(pigment).dry(0.15));
        }
    }
    p.tufts(&[site.at(0.0, -0.5, 0.0), site.at(5.0, -0.5, 0.0)], 26.0, 0.35, 0.9);
}

/// The screen: stepped foot, brick body with a bare plastered field, cornice, tiled cap; its shadow on the ground.
fn screen(p: &mut Plate, site: &Site, tiles: Tiles) {
    let foot: Vec<Pt> =
        [(-0.3, -0.35), (5.3, -0.35), (5.3, 0.75)].iter().map(|q| site.at(q.0, q.1, 0.0)).collect();
    let cast: Vec<Pt> =
        [(1.4, -1.5), (8.0, -1.4), (8.6, 0.75)].iter().map(|q| site.at(q.0, q.1, 0.0)).collect();
    p.shade(&between(&foot, &cast), 0.55);
    p.block(site, (-0.3, 5.3), (-0.35, 0.75), (0.0, 0.35), Stuff::Brick, 0.95);
    p.block(site, (-0.1, 5.1), (-0.12, 0.55), (0.35, 0.75), Stuff::Brick, 0.95);
    p.walling(&site.wall((0.0, 0.45), (0.0, 0.0), 0.75, 3.6), Stuff::Brick, 14.0, 0.0, 0.9);
    let body = site.wall((0.0, 0.0), (5.0, 0.0), 0.75, 3.6);
    p.walling(&body, Stuff::Brick, 14.0, 0.22, 0.9);
    p.edge(&body.outline(), 4.5, 0.95);
    let field = site.wall((0.65, -0.01), (4.35, -0.01), 1.2, 3.1);
    p.walling(&field, Stuff::Mud, 20.0, 0.12, 0.7);
    for grow in [0.0, 0.09, 0.16] {
        let mut ring =
            site.wall((0.65 - grow, -0.02), (4.35 + grow, -0.02), 1.2 - grow, 3.1 + grow).outline();
        ring.push(ring[0]);
        p.edge(&ring, 3.6, 0.95);
    }
    for (z, out) in [(3.42, 0.10), (3.56, 0.2)] {
        let left = site.wall((-out, 0.45), (-out, -out), z, z + 0.14);
        p.walling(&left, Stuff::Brick, 9.0, 0.1, 0.9);
        let course = site.wall((-out, -out), (5.0 + out, -out), z, z + 0.14);
        p.walling(&course, Stuff::Brick, 9.0, 0.35, 0.9);
        p.edge(&course.outline(), 3.2, 0.95);
    }
    p.shade(&site.wall((0.0, -0.02), (5.0, -0.02), 3.05, 3.42).outline(), 0.8);
    let z = (0.0, 3.7, 4.4);
    p.gable(site, -0.1, (-0.25, 0.7), 0.22, z, Stuff::Brick, 9.0, 0.1, 0.9);
    let cap = Slope {
        ridge: (-0.25, 5.25),
        eave: (-0.3, 5.3),
        b: (0.22, -0.55),
        z: (4.42, 3.74),
        hip: 0.0,
        sag: 0.06,
        lift: 0.16,
    };
    p.slope(site, cap, tiles);
    for right in [false, true] {
        p.verge(site, &cap, right, 0.13, 0.95);
    }
    p.ridge(site, &cap, 0.24, End::Curled, 0.95, false);
}
