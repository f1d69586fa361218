//! The ditch: straight down its length, snow.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{Pt, between, roughen};
use crate::hills::Range;
use crate::noise::waver;
use crate::palette::{BRICK, DUSK, INDIGO, INK, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.7, -60.0, 820.0);
    p.sky(OCHRE, 0.18, 820.0, 520.0);
    p.streaks(DUSK, 0.26, 60.0, 500.0, 9);
    let seed = p.seed();
    p.range(Range {
        from: 900.0,
        to: 2480.0,
        base: 840.0,
        height: 130.0,
        summit: 0.6,
        spur: 120.0,
        pigment: INDIGO,
        strength: 0.3,
        ink: 0.25,
    });
    p.mist(830.0, 40.0, 0.8);
    let wall = Patch::new(
        &roughen(&[(-80.0, 60.0), (300.0, 330.0), (700.0, 600.0), (960.0, 745.0)], 8.0, 90.0, seed),
        &roughen(&[(-80.0, 1110.0), (300.0, 1020.0), (700.0, 916.0), (960.0, 852.0)], 6.0, 90.0, seed ^ 1),
    );
    p.parapet(&wall, 90.0, 18.0, 0.7, 1.0, 0.5);
    p.rammed(&wall, Rampart { layers: 15, shade: 0.85, ink: 1.0, wear: 0.6, holes: 4 });
    p.tread(&[(960.0, 850.0), (2470.0, 846.0)], &[(960.0, 862.0), (2470.0, 1700.0)], DUSK, 0.1);
    let left_top =
        roughen(&[(-80.0, 1190.0), (300.0, 1085.0), (700.0, 950.0), (980.0, 862.0)], 7.0, 90.0, seed ^ 2);
    let left_foot =
        roughen(&[(-120.0, 2010.0), (560.0, 1430.0), (800.0, 1130.0), (1000.0, 890.0)], 7.0, 90.0, seed ^ 3);
    let right_top = roughen(
        &[(1030.0, 864.0), (1300.0, 990.0), (1700.0, 1180.0), (2470.0, 1520.0)],
        10.0,
        90.0,
        seed ^ 4,
    );
    let right_foot = roughen(
        &[(1016.0, 890.0), (1120.0, 1130.0), (1260.0, 1430.0), (1400.0, 1720.0)],
        8.0,
        90.0,
        seed ^ 5,
    );
    let shelf = between(&[(-80.0, 1110.0), (300.0, 1020.0), (700.0, 916.0), (960.0, 852.0)], &left_top);
    p.lift(&shelf, 1.0, 2.0, None);
    p.wash(&shelf, Wash::new(DUSK, 0.28).wet(8.0));
    let left = Patch::new(&left_top, &left_foot);
    p.face(
        &left,
        Face {
            layers: 7,
            shade: 0.9,
            pigment: SHADE,
            ink: 1.0,
            foot: 1.0,
            contour: 6.0,
            folds: 0.0,
            ..Face::DARK
        },
    );
    let floor: Vec<Pt> = left_foot.iter().copied().chain(right_foot.iter().rev().copied()).collect();
    p.lift(&floor, 1.0, 2.0, None);
    let field = between(&right_top, &[(1030.0, 850.0), (2470.0, 846.0), (2470.0, 1520.0)]);
    p.lift(&field, 1.0, 1.0, None);
    p.wash(&field, Wash::new(BRICK, 0.14).wet(30.0).pool(0.9, 700.0, 90.0));
    let right = Patch::new(&right_top, &right_foot);
    p.face(
        &right,
        Face {
            layers: 8,
            shade: 0.45,
            pigment: SHADE,
            body: 0.4,
            ink: 0.9,
            foot: 1.0,
            contour: 8.0,
            wander: 0.6,
            folds: 0.0,
            cracks: 0.8,
            ..Face::SUN
        },
    );
    for patch in [&left, &right] {
        let snow = between(
            &patch.row(0.0, 1.0, |_| 0.0),
            &patch.row(0.0, 1.0, |q| 0.09 + 0.05 * waver(q * 9.0, seed) + 0.025 * waver(q * 44.0, seed)),
        );
        p.lift(&snow, 0.95, 1.5, None);
        let drift = between(
            &patch.row(0.0, 1.0, |q| 0.86 + 0.06 * waver(q * 7.0, seed ^ 6)),
            &patch.row(0.0, 1.0, |_| 1.03),
        );
        p.lift(&drift, 0.95, 4.0, None);
    }
    p.wash(&floor, Wash::new(DUSK, 0.38).wet(20.0).fade((520.0, 1500.0), (1180.0, 1300.0), 0.05));
    p.restate(&left_top, Brush::new(6.0).load(0.95).dry(0.25).breaks(0.1));
    p.restate(&right_top, Brush::new(7.0).load(0.95).dry(0.25).breaks(0.1));
    let furrowed = Patch::new(&[(1100.0, 866.0), (2470.0, 880.0)], &[(1500.0, 1060.0), (2900.0, 1500.0)]);
    p.ticks(&furrowed, 9, 30.0, INK, 0.7);
    p.tufts(&right_top, 34.0, 0.4, 0.95);
    p.tree(Tree { kind: Kind::Date, foot: (1780.0, 1090.0), height: 680.0, lean: 0.12, load: 1.0 });
    for (x, y, s) in
        [(1240.0, 420.0, 44.0), (1350.0, 380.0, 36.0), (1160.0, 360.0, 30.0), (1450.0, 440.0, 26.0)]
    {
        p.crow((x, y), s, 0.95);
    }
    p.snowfall(300, 1.2, 4.2);
}
