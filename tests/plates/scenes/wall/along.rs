//! The wall: running off to the left over fields, late light.

use crate::geometry::{between, curve, roughen};
use crate::hills::{Range, across};
use crate::noise::{jog, waver};
use crate::palette::{INDIGO, LOESS, OCHRE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.26, -60.0, 560.0);
    p.sky(STRAW, 0.34, 900.0, 300.0);
    p.streaks(OCHRE, 0.10, 420.0, 720.0, 5);
    p.range(Range {
        from: -80.0,
        to: 1500.0,
        base: 940.0,
        height: 190.0,
        summit: 0.3,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.34,
        ink: 0.3,
    });
    p.mist(930.0, 46.0, 0.7);
    let horizon = across(|x| 952.0 + 3.0 * waver(x / 200.0, 2));
    p.tread(&horizon, &across(|_| 1700.0), STRAW, 0.55);
    let strip = p.plot(
        (-900.0, 760.0),
        1290.0,
        1085.0,
        (560.0, 940.0),
        Wash::new(WHEAT, 0.5).second(LOESS).pool(0.8, 500.0, 60.0),
    );
    p.furrows(&strip, 7, 0.6, 0.4);
    p.copse(&[(80.0, 962.0), (330.0, 958.0)], 50.0, 0.5);

    let seed = p.seed();
    let mut top = roughen(
        &[(700.0, 868.0), (1080.0, 792.0), (1500.0, 640.0), (1960.0, 420.0), (2480.0, 130.0)],
        6.0,
        130.0,
        seed,
    );
    for (i, q) in top.iter_mut().enumerate() {
        let near = (q.0 - 700.0) / 1780.0;
        q.1 += (10.0 + 60.0 * near) * (jog(i as f32 / 9.0, seed ^ 2) - 0.55).max(0.0) * 2.0;
    }
    let foot = roughen(
        &[(700.0, 1000.0), (1080.0, 1042.0), (1500.0, 1118.0), (1960.0, 1230.0), (2480.0, 1390.0)],
        5.0,
        120.0,
        seed ^ 5,
    );
    let wall = Patch::new(&top, &foot);
    p.parapet(&wall, 18.0, 74.0, 0.1, 0.85, 0.75);
    let end = Patch::new(&[(652.0, 874.0), (702.0, 866.0)], &[(646.0, 994.0), (702.0, 1000.0)]);
    p.rammed(&end, Rampart { layers: 9, shade: 0.9, ink: 0.7, wear: 0.1, holes: 0 });
    p.rammed(&wall, Rampart { layers: 17, shade: 0.0, ink: 0.9, wear: 0.55, holes: 5 });
    let cast = between(
        &foot,
        &roughen(
            &[(620.0, 1004.0), (1080.0, 1056.0), (1500.0, 1146.0), (1960.0, 1275.0), (2480.0, 1450.0)],
            8.0,
            80.0,
            seed ^ 9,
        ),
    );
    p.shade(&cast, 0.5);
    let path = curve(&[
        (2080.0, 1690.0),
        (1700.0, 1440.0),
        (1240.0, 1250.0),
        (900.0, 1120.0),
        (640.0, 1040.0),
        (500.0, 1000.0),
    ]);
    p.path(&path, |q| 70.0 * (1.0 - q) * (1.0 - q) + 4.0, 0.8);
    p.tufts(&foot, 26.0, 0.5, 0.9);
    p.tree(Tree { kind: Kind::Pagoda, foot: (470.0, 1200.0), height: 560.0, lean: 0.12, load: 1.0 });
    for (x, y, s) in [(1000.0, 420.0, 44.0), (1120.0, 380.0, 36.0), (900.0, 360.0, 30.0)] {
        p.crow((x, y), s, 0.9);
    }
}
