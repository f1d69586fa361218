//! The wall: a corner from below, rain coming.

use crate::brush::Brush;
use crate::geometry::roughen;
use crate::hills::across;
use crate::noise::waver;
use crate::palette::{DEEP, DUSK, INK, LOESS, OCHRE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.95, -60.0, 1100.0);
    p.sky(INK, 0.22, -60.0, 500.0);
    p.streaks(INK, 0.14, 60.0, 760.0, 12);
    let seed = p.seed();
    let lit = Patch::new(
        &roughen(&[(900.0, 180.0), (1500.0, 430.0), (2060.0, 640.0), (2480.0, 780.0)], 9.0, 120.0, seed),
        &roughen(
            &[(850.0, 1420.0), (1500.0, 1300.0), (2060.0, 1215.0), (2480.0, 1160.0)],
            7.0,
            120.0,
            seed ^ 3,
        ),
    );
    let dark = Patch::new(
        &roughen(&[(-80.0, 620.0), (300.0, 470.0), (900.0, 180.0)], 9.0, 120.0, seed ^ 4),
        &roughen(&[(-80.0, 1230.0), (300.0, 1300.0), (850.0, 1420.0)], 7.0, 120.0, seed ^ 5),
    );
    let ground = [(-60.0, 1180.0), (850.0, 1380.0), (2460.0, 1120.0), (2460.0, 1700.0), (-60.0, 1700.0)];
    p.wash(&ground, Wash::new(LOESS, 0.62).second(OCHRE).rim(0.2).pool(0.8, 600.0, 80.0));
    p.parapet(&dark, 52.0, 96.0, 0.8, 1.0, 0.5);
    p.parapet(&lit, 96.0, 46.0, 0.1, 0.9, 0.6);
    p.rammed(&dark, Rampart { layers: 16, shade: 1.05, ink: 1.0, wear: 0.5, holes: 4 });
    p.rammed(&lit, Rampart { layers: 16, shade: 0.08, ink: 0.95, wear: 0.65, holes: 4 });
    p.restate(
        &roughen(&[(900.0, 180.0), (880.0, 700.0), (850.0, 1420.0)], 10.0, 110.0, 3),
        Brush::new(12.0).load(1.0).dry(0.25).taper(0.9, 0.7),
    );
    let fallen = roughen(
        &[
            (560.0, 1420.0),
            (700.0, 1330.0),
            (860.0, 1300.0),
            (1010.0, 1350.0),
            (1240.0, 1410.0),
            (900.0, 1470.0),
            (560.0, 1420.0),
        ],
        12.0,
        50.0,
        6,
    );
    p.lift(&fallen, 1.0, 1.0, None);
    p.wash(&fallen, Wash::new(OCHRE, 0.7).second(DEEP).rim(0.4));
    p.stroke(&fallen, Brush::new(5.0).load(0.9).dry(0.35).breaks(0.2));
    p.tufts(&across(|x| 1480.0 + 20.0 * waver(x / 200.0, 4)), 60.0, 0.35, 0.9);
    p.rain(500, -0.16, 0.5);
    p.crow((1660.0, 330.0), 52.0, 0.95);
    p.crow((1800.0, 280.0), 40.0, 0.9);
}
