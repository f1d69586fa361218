//! The ditch: running away beside the wall, morning mist in it.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{Pt, curve, roughen};
use crate::hills::{Range, across};
use crate::palette::{DUSK, INDIGO, INK, LOESS, OCHRE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.26, 800.0, 120.0);
    p.sky(DUSK, 0.26, -60.0, 420.0);
    p.range(Range {
        from: 700.0,
        to: 2480.0,
        base: 760.0,
        height: 230.0,
        summit: 0.7,
        spur: 160.0,
        pigment: INDIGO,
        strength: 0.32,
        ink: 0.28,
    });
    p.mist(750.0, 60.0, 0.8);
    let seed = p.seed();
    p.tread(&across(|_| 770.0), &across(|_| 1700.0), LOESS, 0.5);
    let wall = Patch::new(
        &roughen(
            &[(-80.0, 120.0), (420.0, 330.0), (900.0, 560.0), (1300.0, 690.0), (1420.0, 728.0)],
            8.0,
            110.0,
            seed,
        ),
        &roughen(
            &[(-80.0, 1010.0), (420.0, 940.0), (900.0, 870.0), (1300.0, 812.0), (1420.0, 796.0)],
            6.0,
            110.0,
            seed ^ 1,
        ),
    );
    p.parapet(&wall, 84.0, 14.0, 0.5, 0.95, 0.6);
    p.rammed(&wall, Rampart { layers: 15, shade: 0.62, ink: 0.95, wear: 0.6, holes: 4 });
    let berm = roughen(
        &[(-80.0, 1110.0), (420.0, 1010.0), (900.0, 912.0), (1300.0, 836.0), (1470.0, 800.0)],
        8.0,
        90.0,
        seed ^ 2,
    );
    let bottom = roughen(
        &[(-80.0, 1560.0), (420.0, 1330.0), (900.0, 1090.0), (1300.0, 900.0), (1490.0, 808.0)],
        8.0,
        110.0,
        seed ^ 3,
    );
    let inner = Patch::new(&berm, &bottom);
    p.face(
        &inner,
        Face { layers: 8, shade: 0.9, ink: 0.95, foot: 1.0, contour: 7.0, folds: 0.3, ..Face::DARK },
    );
    let outer_top = roughen(
        &[(1500.0, 806.0), (1560.0, 920.0), (1640.0, 1120.0), (1840.0, 1420.0), (2060.0, 1720.0)],
        12.0,
        90.0,
        seed ^ 4,
    );
    let outer_foot = roughen(
        &[(1496.0, 810.0), (1390.0, 920.0), (1220.0, 1140.0), (900.0, 1440.0), (420.0, 1760.0)],
        10.0,
        90.0,
        seed ^ 5,
    );
    let outer = Patch::new(&outer_top, &outer_foot);
    let floor: Vec<Pt> = bottom.iter().chain(&outer_foot).copied().collect();
    p.lift(&floor, 1.0, 1.0, None);
    p.wash(&floor, Wash::new(DUSK, 0.62).second(INDIGO).rim(0.2).pool(0.8, 700.0, 40.0));
    p.wash(&floor, Wash::new(INK, 0.3).wet(10.0).fade((300.0, 1300.0), (900.0, 1500.0), 0.0));
    p.face(
        &outer,
        Face {
            layers: 4,
            layering: 0.45,
            shade: 0.42,
            ink: 0.8,
            foot: 1.0,
            contour: 8.0,
            wander: 0.6,
            folds: 0.0,
            cracks: 0.8,
            ..Face::SUN
        },
    );
    for _ in 0..150 {
        let s = p.rng.unit();
        let (t0, reach) = (p.rng.range(0.0, 0.6), p.rng.range(0.1, 0.4));
        let rill = outer.fall(s, t0, t0 + reach, 0.012);
        p.stroke(
            &rill,
            Brush::new(2.0 + 3.0 * s).load(0.7).vary(0.2, 1.0).dry(0.4).breaks(0.2).taper(0.9, 0.05),
        );
    }
    for k in 0..26 {
        let y = 830.0 + 30.0 * k as f32;
        let q = (y - 800.0) / 760.0;
        let (left, right) = (1480.0 - 1500.0 * q, 1490.0 - 640.0 * q);
        let from = left + (right - left) * p.rng.range(0.25, 0.55);
        let ripple = [(from, y), (from + (right - left) * p.rng.range(0.12, 0.4), y + 2.0)];
        p.stroke(
            &ripple,
            Brush::new(2.0 + 2.4 * q).load(0.6).vary(0.3, 1.0).dry(0.5).breaks(0.25).ink(INDIGO),
        );
    }
    p.tufts(&outer_foot, 46.0, 0.6, 0.9);
    p.tufts(&bottom, 40.0, 0.55, 0.9);
    p.mist(1640.0, 170.0, 0.7);
    p.path(
        &curve(&[(2330.0, 1690.0), (2010.0, 1240.0), (1760.0, 980.0), (1640.0, 860.0), (1580.0, 790.0)]),
        |q| 80.0 * (1.0 - q) * (1.0 - q) + 4.0,
        0.8,
    );
    p.tufts(&berm, 32.0, 0.5, 0.9);
    p.tufts(&outer_top, 36.0, 0.4, 0.9);
    p.tree(Tree { kind: Kind::Pagoda, foot: (2010.0, 1130.0), height: 640.0, lean: -0.08, load: 1.0 });
    p.crow((1500.0, 380.0), 40.0, 0.85);
    p.crow((1590.0, 350.0), 30.0, 0.8);
}
