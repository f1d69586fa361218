//! The corner: from outside at sunset, a small pavilion on its platform.

use crate::brush::Brush;
use crate::geometry::{Pt, between, roughen};
use crate::hills::{Range, across};
use crate::palette::{DUSK, INDIGO, INK, OCHRE, SHADE};
use crate::pavilion::Pavilion;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([2.0, 1.8, -40.0], 0.14, 2250.0, (1200.0, 1250.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.75, 1300.0, 200.0);
    p.sky(DUSK, 0.6, -60.0, 640.0);
    p.streaks(SHADE, 0.18, 260.0, 900.0, 10);
    p.range(Range {
        from: -80.0,
        to: 1100.0,
        base: 1246.0,
        height: 120.0,
        summit: 0.3,
        spur: 130.0,
        pigment: INDIGO,
        strength: 0.45,
        ink: 0.2,
    });
    p.mist(1240.0, 36.0, 0.6);
    let ground = across(|_| 1248.0);
    p.tread(&ground, &across(|_| 1700.0), OCHRE, 0.5);
    let seed = p.seed();
    let wall = |from: Pt, to: Pt, top: f32, spread: (f32, f32)| Curtain {
        from,
        to,
        top,
        foot: 0.0,
        batter: 1.4,
        spread,
        rag: 0.22,
    };
    let (left, right) = (|d: f32| (-0.78 * d, 0.62 * d), |d: f32| (0.80 * d, 0.60 * d));
    let sum = |a: Pt, b: Pt| (a.0 + b.0, a.1 + b.1);
    let earth = Rampart { layers: 14, shade: 0.0, ink: 0.95, wear: 0.6, holes: 4 };

    let west =
        VIEW.curtain(wall(sum(left(80.0), right(2.5)), sum(left(8.0), right(2.5)), 7.6, (0.0, 0.0)), seed);
    p.parapet(&west, 24.0, 58.0, 0.3, 0.85, 0.6);
    p.rammed(&west, Rampart { shade: 0.35, ..earth });
    let east = VIEW
        .curtain(wall(sum(right(8.0), left(2.5)), sum(right(150.0), left(2.5)), 7.6, (0.0, 0.0)), seed ^ 1);
    p.parapet(&east, 58.0, 24.0, 0.8, 0.95, 0.6);
    p.rammed(&east, Rampart { shade: 1.1, ..earth });
    let middle = sum(left(4.4), right(4.4));
    p.pavilion(
        VIEW,
        Pavilion {
            middle: [middle.0, 9.2, middle.1],
            along: (0.80, 0.60),
            half: (3.0, 2.2),
            high: (2.5, 2.2),
            shade: 0.7,
            ink: 1.0,
        },
    );
    let lit = VIEW.curtain(wall(left(9.0), (0.0, 0.0), 9.2, (1.0, 1.4)), seed ^ 2);
    p.parapet(&lit, 62.0, 76.0, 0.15, 1.0, 0.5);
    p.rammed(&lit, Rampart { shade: 0.12, ..earth });
    let dark = VIEW.curtain(wall((0.0, 0.0), right(9.0), 9.2, (1.4, 1.0)), seed ^ 3);
    p.parapet(&dark, 76.0, 62.0, 0.8, 1.0, 0.5);
    p.rammed(&dark, Rampart { shade: 1.2, ..earth });
    let edge = roughen(&[dark.at(0.0, 0.0), dark.at(0.0, 1.0)], 7.0, 80.0, seed ^ 4);
    p.restate(&edge, Brush::new(10.0).load(1.0).dry(0.25));
    let cast = VIEW.outline(&[
        [0.0, 0.0, -2.4],
        [130.0, 0.0, 96.0],
        [150.0, 0.0, 92.0],
        [34.0, 0.0, 6.0],
        [14.0, 0.0, -4.0],
    ]);
    p.wash(&roughen(&cast, 8.0, 90.0, seed ^ 5), Wash::new(SHADE, 0.75).rim(0.12).pool(0.5, 400.0, 70.0));
    foreground(p);
    for (x, y, s) in [
        (560.0, 420.0, 54.0),
        (680.0, 360.0, 44.0),
        (790.0, 440.0, 36.0),
        (470.0, 520.0, 30.0),
        (880.0, 350.0, 26.0),
    ] {
        p.crow((x, y), s, 0.95);
    }
}

/// A bank of dark grass before it and a tree at the side.
fn foreground(p: &mut Plate) {
    let bank =
        roughen(&[(-60.0, 1470.0), (700.0, 1500.0), (1500.0, 1560.0), (2460.0, 1530.0)], 14.0, 160.0, 7);
    let body = between(&bank, &across(|_| 1700.0));
    p.lift(&body, 0.8, 1.0, None);
    p.wash(&body, Wash::new(SHADE, 0.85).second(OCHRE).rim(0.3).pool(0.7, 500.0, 70.0));
    p.wash(&body, Wash::new(INK, 0.25).fade((0.0, 1700.0), (0.0, 1480.0), 0.0));
    p.tufts(&bank, 70.0, 0.6, 1.0);
    p.tufts(&crate::geometry::shift(&bank, 20.0, 50.0), 60.0, 0.35, 1.0);
    p.tree(Tree { kind: Kind::Date, foot: (290.0, 1520.0), height: 690.0, lean: 0.12, load: 1.0 });
}
