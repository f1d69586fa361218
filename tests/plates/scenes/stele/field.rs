//! The stone: alone in a ploughed field, fog.

use super::stone;
use crate::brush::Brush;
use crate::geometry::{between, roughen};
use crate::hills::{Range, across};
use crate::noise::waver;
use crate::palette::{DEEP, DUSK, INDIGO, INK, LOESS, OCHRE, SHADE, STRAW};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.22, -60.0, 900.0);
    p.sky(STRAW, 0.22, 900.0, 300.0);
    p.range(Range {
        from: 900.0,
        to: 2480.0,
        base: 800.0,
        height: 150.0,
        summit: 0.6,
        spur: 170.0,
        pigment: INDIGO,
        strength: 0.16,
        ink: 0.05,
    });
    p.mist(780.0, 110.0, 0.9);
    for (x, tall, load) in [(1980.0, 300.0, 0.10), (2160.0, 340.0, 0.14), (2290.0, 260.0, 0.09)] {
        p.tree(Tree { kind: Kind::Poplar, foot: (x, 975.0), height: tall, lean: 0.02, load });
    }
    p.mist(900.0, 110.0, 0.85);
    let near = across(|x| 960.0 + 5.0 * waver(x / 180.0, 2));
    let field = between(&near, &across(|_| 1700.0));
    p.wash(
        &field,
        Wash::new(OCHRE, 0.5).second(LOESS).rim(0.0).pool(0.7, 600.0, 70.0).fade(
            (0.0, 1700.0),
            (0.0, 900.0),
            0.1,
        ),
    );
    for k in 0..34 {
        let x = -2600.0 + 220.0 * k as f32;
        let line =
            [(1500.0 + (x - 1500.0) * 0.10, 985.0), (1500.0 + (x - 1500.0) * 0.42, 1220.0), (x, 1700.0)];
        let seed = p.seed();
        let ridge = roughen(&line, 7.0, 90.0, seed);
        let dark = crate::geometry::shift(&ridge, 16.0, 3.0);
        p.wash(
            &between(&ridge, &dark),
            Wash::new(DEEP, 0.5).wet(5.0).fade((0.0, 1700.0), (0.0, 1000.0), 0.0),
        );
        p.stroke(
            &ridge,
            Brush::new(7.0)
                .load(0.7)
                .vary(0.4, 1.0)
                .dry(0.45)
                .breaks(0.4)
                .taper(0.06, 1.0)
                .ink(if k % 3 == 0 { INK } else { DEEP }),
        );
    }
    p.mist(1000.0, 90.0, 0.75);
    let mound = [
        (540.0, 1330.0),
        (660.0, 1276.0),
        (820.0, 1262.0),
        (1010.0, 1280.0),
        (1150.0, 1336.0),
        (860.0, 1372.0),
    ];
    let mound = roughen(&mound, 9.0, 60.0, 5);
    p.lift(&mound, 0.9, 3.0, None);
    p.wash(&mound, Wash::new(STRAW, 0.6).second(OCHRE).rim(0.25));
    let base = [(690.0, 1300.0), (704.0, 1248.0), (980.0, 1252.0), (1000.0, 1306.0)];
    stone::slab(p, &base, (34.0, -14.0), 0.45, 1.0);
    let face = stone::outline((838.0, 1262.0), 204.0, 440.0, 86.0, -0.045);
    stone::slab(p, &face, (40.0, -14.0), 0.5, 1.0);
    p.wash(
        &[(1000.0, 1308.0), (1300.0, 1336.0), (1420.0, 1330.0), (1050.0, 1292.0)],
        Wash::new(SHADE, 0.35).wet(16.0),
    );
    p.tufts(&roughen(&[(600.0, 1318.0), (1120.0, 1330.0)], 8.0, 60.0, 8), 62.0, 0.7, 1.0);
    bird(p);
    for (x, y, s) in [(1420.0, 520.0, 46.0), (1560.0, 470.0, 36.0)] {
        p.crow((x, y), s, 0.6);
    }
}

/// A crow on the head of the stone.
fn bird(p: &mut Plate) {
    let at = (812.0, 716.0);
    let ink = Brush::new(1.0).load(1.0).dry(0.05);
    p.dab((at.0, at.1), 34.0, 2.1, 0.5, ink);
    p.dab((at.0 - 34.0, at.1 - 22.0), 24.0, 1.2, 0.2, ink);
    p.stroke(
        &[(at.0 - 42.0, at.1 - 24.0), (at.0 - 68.0, at.1 - 16.0)],
        Brush::new(8.0).load(1.0).taper(1.0, 0.1),
    );
    p.stroke(
        &[(at.0 + 20.0, at.1 + 8.0), (at.0 + 74.0, at.1 + 44.0)],
        Brush::new(15.0).load(1.0).taper(1.0, 0.4),
    );
    for x in [-8.0, 6.0] {
        p.stroke(&[(at.0 + x, at.1 + 12.0), (at.0 + x - 3.0, at.1 + 32.0)], Brush::new(4.0).load(1.0));
    }
}
