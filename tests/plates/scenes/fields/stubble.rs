//! The fields: stubble at the edge of a drop, first snow.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{between, curve, roughen};
use crate::hills::{Range, across};
use crate::noise::waver;
use crate::palette::{DEEP, DUSK, INDIGO, LOESS, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.6, -60.0, 640.0);
    p.streaks(DUSK, 0.26, 80.0, 420.0, 9);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 640.0,
        height: 200.0,
        summit: 0.15,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.3,
        ink: 0.3,
    });
    p.mist(640.0, 50.0, 0.85);
    let seed = p.seed();
    let far = across(|x| 668.0 + 4.0 * waver(x / 200.0, seed));
    let far_rim = roughen(
        &[
            (900.0, 700.0),
            (1300.0, 730.0),
            (1500.0, 800.0),
            (1900.0, 806.0),
            (2100.0, 870.0),
            (2470.0, 880.0),
        ],
        12.0,
        80.0,
        seed,
    );
    p.lift(&between(&far, &far_rim), 1.0, 1.0, None);
    p.wash(&between(&far, &far_rim), Wash::new(DUSK, 0.14).wet(20.0));
    let wall = p.bank(
        &far_rim,
        |s| 60.0 + 330.0 * s,
        Face { layers: 9, shade: 0.7, ink: 0.85, contour: 5.0, foot: 1.0, ..Face::DARK },
    );
    p.gullies(&wall, 9, 0.8);
    p.sink(&wall, 0.12);
    let edge = roughen(
        &[
            (-60.0, 690.0),
            (420.0, 716.0),
            (760.0, 800.0),
            (900.0, 930.0),
            (1260.0, 990.0),
            (1400.0, 1130.0),
            (1800.0, 1220.0),
            (1980.0, 1390.0),
            (2470.0, 1490.0),
        ],
        16.0,
        90.0,
        seed ^ 2,
    );
    let mut close = edge.clone();
    close.extend([(2470.0, 1700.0), (-60.0, 1700.0)]);
    p.lift(&close, 1.0, 1.0, None);
    p.wash(&close, Wash::new(STRAW, 0.55).second(LOESS).rim(0.2).pool(0.9, 700.0, 80.0));
    for _ in 0..16 {
        let (x, y) = (p.rng.range(-100.0, 1500.0), p.rng.range(840.0, 1580.0));
        let w = p.rng.range(160.0, 520.0);
        p.lift(
            &curve(&[
                (x, y),
                (x + w * 0.4, y - w * 0.05),
                (x + w, y + 6.0),
                (x + w * 0.5, y + w * 0.06),
                (x, y),
            ]),
            0.85,
            7.0,
            None,
        );
    }
    let field = Patch::new(
        &roughen(&[(-60.0, 720.0), (700.0, 810.0)], 4.0, 90.0, 3),
        &[(-300.0, 1680.0), (2300.0, 1660.0)],
    );
    p.ticks(&field, 17, 56.0, DEEP, 1.0);
    p.restate(&edge, Brush::new(9.0).load(1.0).dry(0.2).breaks(0.06));
    p.tufts(&edge, 34.0, 0.5, 0.9);
    p.tree(Tree { kind: Kind::Persimmon, foot: (640.0, 930.0), height: 620.0, lean: 0.12, load: 1.0 });
    p.crow((1300.0, 470.0), 44.0, 0.9);
    p.crow((1420.0, 430.0), 36.0, 0.9);
    p.crow((1520.0, 500.0), 30.0, 0.85);
    p.snowfall(260, 1.2, 4.0);
}
