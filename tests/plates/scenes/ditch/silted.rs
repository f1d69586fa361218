//! The ditch: silted and grown with trees, autumn.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{Pt, between, roughen};
use crate::hills::{Range, across};
use crate::palette::{DEEP, INDIGO, INK, LOESS, OCHRE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.34, 760.0, 160.0);
    p.sky(INDIGO, 0.22, -60.0, 420.0);
    p.range(Range {
        from: -80.0,
        to: 1400.0,
        base: 720.0,
        height: 190.0,
        summit: 0.4,
        spur: 140.0,
        pigment: INDIGO,
        strength: 0.3,
        ink: 0.25,
    });
    p.mist(715.0, 46.0, 0.8);
    let seed = p.seed();
    p.tread(&across(|_| 730.0), &across(|_| 1700.0), STRAW, 0.55);
    let ruin = roughen(
        &[
            (1080.0, 690.0),
            (1180.0, 560.0),
            (1420.0, 520.0),
            (1500.0, 590.0),
            (1700.0, 500.0),
            (1900.0, 480.0),
            (2000.0, 560.0),
            (2200.0, 430.0),
            (2480.0, 400.0),
        ],
        16.0,
        90.0,
        seed,
    );
    let wall = Patch::new(
        &[(1040.0, 520.0), (2480.0, 380.0)],
        &roughen(&[(1040.0, 800.0), (1500.0, 850.0), (2000.0, 910.0), (2480.0, 960.0)], 8.0, 90.0, seed ^ 1),
    );
    let shape = between(&ruin, wall.foot());
    p.inside(&shape, 0.6, |p| {
        p.rammed(&wall, Rampart { layers: 11, shade: 0.15, ink: 0.85, wear: 0.8, holes: 3 });
    });
    p.restate(&ruin, Brush::new(7.0).load(0.95).dry(0.25).breaks(0.08));
    let far_lip = roughen(
        &[(500.0, 830.0), (1000.0, 880.0), (1500.0, 950.0), (2000.0, 1040.0), (2480.0, 1110.0)],
        12.0,
        90.0,
        seed ^ 2,
    );
    let bed = roughen(
        &[(380.0, 900.0), (900.0, 1010.0), (1400.0, 1150.0), (1900.0, 1310.0), (2480.0, 1450.0)],
        10.0,
        110.0,
        seed ^ 3,
    );
    let slope = Patch::new(&far_lip, &bed);
    p.face(&slope, Face { layers: 5, shade: 0.5, ink: 0.8, foot: 1.0, contour: 5.0, ..Face::SUN });
    let near_lip = roughen(
        &[(300.0, 920.0), (640.0, 1120.0), (1080.0, 1330.0), (1560.0, 1530.0), (1860.0, 1720.0)],
        12.0,
        90.0,
        seed ^ 4,
    );
    let floor = between(&bed, &near_lip);
    p.lift(&floor, 1.0, 1.0, None);
    p.wash(&floor, Wash::new(WHEAT, 0.5).second(OCHRE).rim(0.2).pool(0.8, 300.0, 70.0));
    let grass = Patch::new(&bed, &near_lip);
    p.ticks(&grass, 10, 36.0, DEEP, 0.9);
    for (x, y, h) in [
        (900.0, 1046.0, 330.0),
        (1240.0, 1170.0, 430.0),
        (1120.0, 1096.0, 350.0),
        (1660.0, 1320.0, 560.0),
        (2060.0, 1440.0, 660.0),
        (700.0, 985.0, 250.0),
    ] {
        let tips = p.tree(Tree { kind: Kind::Date, foot: (x, y), height: h, lean: 0.1, load: 0.95 });
        p.foliage(&tips, h * 0.03, OCHRE, 0.6);
    }
    let ground = between(&near_lip, &[(300.0, 920.0), (-60.0, 960.0), (-60.0, 1720.0), (1860.0, 1720.0)]);
    p.lift(&ground, 1.0, 1.0, None);
    p.wash(&ground, Wash::new(STRAW, 0.75).second(LOESS).rim(0.2).pool(0.8, 600.0, 80.0));
    let rows = Patch::new(&[(-200.0, 960.0), (320.0, 930.0)], &[(-900.0, 1720.0), (1700.0, 1720.0)]);
    p.ticks(&rows, 14, 44.0, DEEP, 0.9);
    p.restate(&near_lip, Brush::new(8.0).load(0.95).dry(0.25).breaks(0.08));
    p.tufts(&near_lip, 40.0, 0.6, 0.95);
    p.shade(&shadow_band(&near_lip), 0.35);
    p.crow((760.0, 420.0), 40.0, 0.85);
    p.crow((860.0, 390.0), 32.0, 0.8);
    p.stroke(&[(1040.0, 802.0), (1080.0, 692.0)], Brush::new(4.0).load(0.9).ink(INK));
}

fn shadow_band(lip: &[Pt]) -> Vec<Pt> {
    let low: Vec<Pt> = lip.iter().map(|q| (q.0 + 46.0, q.1 - 14.0)).collect();
    between(lip, &low)
}
