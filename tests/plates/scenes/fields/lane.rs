//! The fields: a lane sunk between loess banks at harvest.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{between, curve, roughen};
use crate::hills::Range;
use crate::palette::{CINNABAR, DEEP, INDIGO, INK, LOESS, OCHRE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.40, 700.0, 80.0);
    p.sky(INDIGO, 0.18, -60.0, 320.0);
    p.range(Range {
        from: 700.0,
        to: 1900.0,
        base: 640.0,
        height: 120.0,
        summit: 0.5,
        spur: 90.0,
        pigment: INDIGO,
        strength: 0.3,
        ink: 0.2,
    });
    p.mist(630.0, 40.0, 0.8);
    let seed = p.seed();
    let left_top = roughen(
        &[(-60.0, 150.0), (380.0, 300.0), (700.0, 430.0), (1000.0, 560.0), (1190.0, 636.0)],
        12.0,
        90.0,
        seed,
    );
    let left_foot = roughen(
        &[(-60.0, 1760.0), (420.0, 1350.0), (740.0, 1090.0), (1030.0, 830.0), (1190.0, 668.0)],
        12.0,
        90.0,
        seed ^ 1,
    );
    let right_top = roughen(
        &[(1250.0, 640.0), (1450.0, 580.0), (1760.0, 440.0), (2100.0, 330.0), (2470.0, 120.0)],
        12.0,
        90.0,
        seed ^ 2,
    );
    let right_foot = roughen(
        &[(1250.0, 668.0), (1400.0, 820.0), (1630.0, 1090.0), (1960.0, 1390.0), (2470.0, 1720.0)],
        12.0,
        90.0,
        seed ^ 3,
    );
    let floor: Vec<_> = left_foot.iter().chain(&right_foot).copied().collect();
    p.lift(&floor, 1.0, 2.0, None);
    p.wash(&floor, Wash::new(LOESS, 0.55).second(STRAW).wet(3.0).pool(0.7, 700.0, 70.0));
    let right = Patch::new(&right_top, &right_foot);
    p.face(
        &right,
        Face {
            layers: 13,
            shade: 0.0,
            body: 0.5,
            ink: 0.9,
            foot: 1.0,
            contour: 7.0,
            wander: 0.6,
            ..Face::SUN
        },
    );
    p.gullies(&right, 6, 0.7);
    let left = Patch::new(&left_top, &left_foot);
    p.face(
        &left,
        Face { layers: 13, shade: 0.95, ink: 1.0, foot: 1.0, contour: 9.0, wander: 0.6, ..Face::DARK },
    );
    p.gullies(&left, 6, 0.9);
    p.shade(
        &between(
            &left_foot,
            &roughen(
                &[(300.0, 1720.0), (700.0, 1370.0), (900.0, 1100.0), (1110.0, 830.0), (1200.0, 668.0)],
                10.0,
                90.0,
                3,
            ),
        ),
        0.8,
    );
    for (x, bend) in [(800.0, 40.0), (960.0, 20.0), (1190.0, -20.0), (1340.0, -40.0)] {
        p.stroke(
            &curve(&[(x, 1690.0), (1130.0 + (x - 1080.0) * 0.45 + bend, 1100.0), (1216.0, 672.0)]),
            Brush::new(7.0).load(0.6).dry(0.4).breaks(0.3).ink(DEEP).taper(1.0, 0.1),
        );
    }
    p.tufts(&left_top, 46.0, 0.6, 0.95);
    p.tufts(&right_top, 46.0, 0.6, 0.9);
    for i in 0..150 {
        let q = right.at(p.rng.unit(), 0.0);
        let tall = 60.0 * ((q.0 - 1250.0) / 1200.0).max(0.1);
        let lean = p.rng.bell() * tall * 0.4;
        p.stroke(
            &curve(&[(q.0, q.1 + 4.0), (q.0 + lean * 0.3, q.1 - tall * 0.6), (q.0 + lean, q.1 - tall)]),
            Brush::new(3.2).load(0.9).ink(if i % 3 == 0 { INK } else { OCHRE }),
        );
    }
    let tips = p.tree(Tree { kind: Kind::Date, foot: (560.0, 384.0), height: 420.0, lean: 0.22, load: 1.0 });
    p.hang(&tips, 0.12, 10.0, CINNABAR, 0.9);
    p.crow((1480.0, 300.0), 40.0, 0.85);
    p.crow((1580.0, 270.0), 30.0, 0.8);
}
