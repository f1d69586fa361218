//! Single-slope houses turned inwards, their gable ends to the lane, snow at dusk.

use crate::bays::Bay;
use crate::geometry::{Pt, between};
use crate::halls::Hall;
use crate::hills::{Range, across};
use crate::palette::{CINNABAR, DUSK, INDIGO, OCHRE};
use crate::plate::Plate;
use crate::roofs::{Slope, Tiles};
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.30, 1150.0, 420.0);
    p.sky(DUSK, 0.66, -60.0, 760.0);
    p.streaks(DUSK, 0.22, 60.0, 520.0, 7);
    p.range(Range {
        from: -80.0,
        to: 1500.0,
        base: 1120.0,
        height: 240.0,
        summit: 0.4,
        spur: 140.0,
        pigment: INDIGO,
        strength: 0.3,
        ink: 0.3,
    });
    p.mist(1100.0, 60.0, 0.8);
    let view = View::Eye { eye: (-1.4, -17.0, 2.0), turn: 0.0, focal: 2250.0, centre: (1080.0, 1130.0) };
    let quarter = core::f32::consts::FRAC_PI_2;
    let white = Tiles { step: 0.27, shade: 0.25, snow: 0.8, ink: 0.95 };
    let back = Site::new(view, (-4.0, 16.0, 0.0), 0.0);
    let hall = Hall {
        wide: 11.5,
        gallery: 0.0,
        base: 0.6,
        eave: 4.2,
        ridge: 7.2,
        bays: &[Bay::Window, Bay::Doors, Bay::Window],
        tiles: white,
        ..Hall::PLAIN
    };
    p.hall(&back, &hall);
    p.tree(Tree { kind: Kind::Pagoda, foot: (1010.0, 1080.0), height: 620.0, lean: 0.1, load: 0.8 });
    let wing = Hall {
        wide: 9.0,
        deep: 3.9,
        gallery: 0.0,
        base: 0.0,
        eave: 3.2,
        ridge: 5.6,
        out: 0.45,
        crest: 0.26,
        bays: &[],
        tiles: white,
        stuff: Stuff::Adobe,
        ..Hall::PLAIN
    };
    p.wing(&Site::new(view, (-2.9, 0.0, 0.0), quarter), &wing);
    let right = Site::new(view, (4.4, 9.0, 0.0), -quarter);
    p.wing(&right, &Hall { deep: 4.2, ridge: 5.9, ..wing });
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    for (a0, a1) in [(-2.9, 0.4), (3.4, 4.4)] {
        p.walling(&site.wall((a0, 0.1), (a1, 0.1), 0.0, 2.6), Stuff::Adobe, 18.0, 0.3, 0.9);
        p.coping(&site, (a0, a1), 0.1, 2.6, Tiles { step: 0.25, shade: 0.2, snow: 0.75, ink: 0.95 });
    }
    for (a0, a1) in [(-14.0, -6.9), (8.7, 16.0)] {
        p.walling(&site.wall((a0, 0.6), (a1, 0.6), 0.0, 2.3), Stuff::Rammed, 16.0, 0.4, 0.85);
        let top = site.wall((a0, 0.6), (a1, 0.6), 2.25, 2.42);
        p.lift(&top.outline(), 1.0, 2.0, None);
        p.edge(top.top(), 3.0, 0.8);
    }
    gate(p, &site, white);
    let ground = across(|_| site.at(0.0, 0.1, 0.0).1);
    let snow = between(&ground, &across(|_| 1700.0));
    p.lift(&snow, 1.0, 3.0, None);
    p.wash(&snow, Wash::new(DUSK, 0.20).rim(0.0).pool(0.9, 800.0, 90.0));
    p.wash(
        &between(&ground, &across(|x| 1420.0 + 0.01 * x)),
        Wash::new(DUSK, 0.4).wet(20.0).pool(0.6, 400.0, 60.0),
    );
    let trail: Vec<Pt> =
        crate::geometry::curve(&[(1270.0, 1405.0), (1230.0, 1470.0), (1080.0, 1550.0), (700.0, 1660.0)]);
    for (k, q) in crate::geometry::divide(&trail, 22).iter().enumerate() {
        let off = if k % 2 == 0 { 12.0 } else { -12.0 };
        p.dab(
            (q.0 + off, q.1 + off * 0.5),
            15.0,
            1.7,
            2.6,
            crate::brush::Brush::new(1.0).load(0.65).ink(DUSK).dry(0.2),
        );
    }
    p.snowfall(220, 1.2, 4.0);
}

/// The small gate between the two gables, with a faded strip of blank paper on each jamb.
fn gate(p: &mut Plate, site: &Site, tiles: Tiles) {
    let block = site.wall((0.4, -0.2), (3.4, -0.2), 0.0, 3.5);
    p.bricks(&block, 15.0, 0.3, 0.9);
    p.edge(&block.outline(), 4.0, 0.95);
    p.dark(&site.wall((1.05, -0.21), (2.75, -0.21), 0.15, 2.5), 0.95);
    p.planks(&site.wall((1.05, -0.21), (1.88, -0.21), 0.15, 2.45), 4, 0.88, 0.95);
    p.planks(&site.wall((1.92, -0.21), (2.75, -0.21), 0.15, 2.45), 4, 0.12, 0.95);
    p.timber(&site.wall((0.85, -0.24), (2.95, -0.24), 2.5, 2.78), 0.2, 0.0, 0.95);
    for a in [0.78, 2.84] {
        let strip = site.wall((a, -0.22), (a + 0.17, -0.22), 0.95, 2.35).outline();
        p.lift(&strip, 0.8, 0.6, None);
        p.wash(&strip, Wash::new(CINNABAR, 0.62).vary(0.7, 1.0).rim(0.2).pool(0.9, 40.0, 60.0));
    }
    let cap = Slope {
        ridge: (0.15, 3.65),
        eave: (0.1, 3.7),
        b: (0.5, -0.85),
        z: (4.6, 3.55),
        hip: 0.0,
        sag: 0.06,
        lift: 0.14,
    };
    p.shade(&site.wall((0.4, -0.21), (3.4, -0.21), 3.0, 3.5).outline(), 0.9);
    p.slope(site, cap, tiles);
    for right in [false, true] {
        p.verge(site, &cap, right, 0.14, 0.95);
    }
    p.ridge(site, &cap, 0.26, crate::ridges::End::Tipped, 0.95, true);
}
