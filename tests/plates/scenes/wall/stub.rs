//! The wall: a stub left standing in snow, dusk.

use crate::brush::Brush;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::{Range, across};
use crate::noise::{jog, waver};
use crate::palette::{DUSK, INDIGO, INK, OCHRE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.80, -60.0, 900.0);
    p.sky(OCHRE, 0.26, 1010.0, 640.0);
    p.streaks(DUSK, 0.30, 60.0, 560.0, 9);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 1050.0,
        height: 120.0,
        summit: 0.2,
        spur: 140.0,
        pigment: INDIGO,
        strength: 0.34,
        ink: 0.25,
    });
    p.mist(1040.0, 40.0, 0.8);
    let horizon = across(|x| 1070.0 + 6.0 * waver(x / 300.0, 4));
    let field = Patch::new(&horizon, &across(|_| 1700.0));
    p.lift(&field.outline(), 1.0, 2.0, None);
    p.wash(&field.part(0.0, 1.0, 0.0, 0.3), Wash::new(DUSK, 0.24).wet(30.0).pool(0.8, 700.0, 60.0));
    p.ticks(&field, 9, 24.0, INK, 0.6);

    let seed = p.seed();
    let top = roughen(
        &[
            (1005.0, 960.0),
            (1015.0, 640.0),
            (1060.0, 590.0),
            (1150.0, 610.0),
            (1190.0, 500.0),
            (1290.0, 470.0),
            (1440.0, 480.0),
            (1480.0, 590.0),
            (1540.0, 640.0),
            (1600.0, 560.0),
            (1760.0, 545.0),
            (1860.0, 600.0),
            (1890.0, 740.0),
            (2010.0, 780.0),
            (2040.0, 950.0),
        ],
        10.0,
        55.0,
        seed,
    );
    let foot = roughen(
        &[(985.0, 1226.0), (1300.0, 1240.0), (1700.0, 1246.0), (2065.0, 1220.0)],
        7.0,
        110.0,
        seed ^ 2,
    );
    let stump = Patch::new(&roughen(&[(985.0, 455.0), (2065.0, 462.0)], 5.0, 200.0, 8), &foot);
    let shape = between(&top, &foot);
    let side = Patch::new(
        &roughen(&[(890.0, 1000.0), (930.0, 830.0), (1078.0, 770.0)], 9.0, 60.0, 5),
        &[(850.0, 1190.0), (900.0, 1206.0), (1040.0, 1236.0)],
    );
    p.rammed(&side, Rampart { layers: 8, shade: 1.2, ink: 1.0, wear: 0.3, holes: 0 });
    p.inside(&shape, 0.6, |p| {
        p.rammed(&stump, Rampart { layers: 12, shade: 0.45, ink: 1.0, wear: 0.5, holes: 4 });
    });
    p.wash(&shape, Wash::new(DUSK, 0.25).wet(5.0));
    let dark = between(
        &[(1700.0, 480.0), (1760.0, 900.0), (1700.0, 1240.0)],
        &[(2080.0, 480.0), (2080.0, 900.0), (2080.0, 1240.0)],
    );
    p.inside(&shape, 0.6, |p| p.shade(&dark, 0.4));
    p.stroke(
        &roughen(&[(1010.0, 960.0), (985.0, 1226.0)], 5.0, 60.0, 3),
        Brush::new(7.0).load(1.0).dry(0.25),
    );
    p.stroke(
        &roughen(&[(2030.0, 930.0), (2065.0, 1220.0)], 5.0, 60.0, 4),
        Brush::new(7.0).load(1.0).dry(0.25),
    );
    let snow: Vec<Pt> = roughen(&top, 6.0, 30.0, seed ^ 7)
        .iter()
        .map(|q| (q.0, q.1 + 15.0 + 12.0 * jog(q.0 / 40.0, 3)))
        .collect();
    p.lift(&between(&top, &snow), 1.0, 1.5, None);
    p.restate(&top, Brush::new(7.0).load(1.0).dry(0.25));
    for k in 0..7 {
        let x = 900.0 + 190.0 * k as f32;
        let heap = curve(&[
            (x - 170.0, 1262.0),
            (x - 40.0, 1218.0 + 14.0 * waver(x, 3)),
            (x + 90.0, 1226.0),
            (x + 210.0, 1266.0),
        ]);
        p.lift(&heap, 1.0, 4.0, None);
    }
    p.wash(
        &curve(&[
            (860.0, 1270.0),
            (300.0, 1350.0),
            (-60.0, 1420.0),
            (-60.0, 1500.0),
            (700.0, 1380.0),
            (1900.0, 1290.0),
            (860.0, 1270.0),
        ]),
        Wash::new(DUSK, 0.42).wet(16.0),
    );
    p.tufts(&foot, 40.0, 0.3, 0.95);
    p.tree(Tree { kind: Kind::Date, foot: (560.0, 1300.0), height: 430.0, lean: 0.2, load: 1.0 });
    for (x, y, s) in [
        (1440.0, 400.0, 60.0),
        (1560.0, 330.0, 52.0),
        (1330.0, 300.0, 44.0),
        (1700.0, 390.0, 40.0),
        (1240.0, 380.0, 34.0),
    ] {
        p.crow((x, y), s, 0.95);
    }
    p.snowfall(200, 1.2, 3.6);
}
