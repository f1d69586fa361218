//! The corner: far off over young wheat, spring rain; a tree has seeded itself on the platform.

use crate::brush::Brush;
use crate::geometry::{Pt, between, roughen};
use crate::hills::{Range, across};
use crate::noise::{jog, waver};
use crate::palette::{DUSK, INDIGO, LOESS, WHEAT};
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([-9.0, 3.0, -58.0], -0.16, 2500.0, (1120.0, 960.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.5, -60.0, 1050.0);
    p.streaks(DUSK, 0.22, 60.0, 600.0, 10);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 950.0,
        height: 210.0,
        summit: 0.2,
        spur: 170.0,
        pigment: INDIGO,
        strength: 0.22,
        ink: 0.12,
    });
    p.mist(920.0, 120.0, 0.8);
    p.tread(&across(|_| 962.0), &across(|_| 1700.0), LOESS, 0.3);
    let seed = p.seed();
    let wall = |from: Pt, to: Pt, top: f32, spread: (f32, f32)| Curtain {
        from,
        to,
        top,
        foot: 0.0,
        batter: 1.3,
        spread,
        rag: 0.3,
    };
    let (left, right) = (|d: f32| (-0.88 * d, 0.47 * d), |d: f32| (0.56 * d, 0.83 * d));
    let sum = |a: Pt, b: Pt| (a.0 + b.0, a.1 + b.1);
    let earth = Rampart { layers: 11, shade: 0.5, ink: 0.8, wear: 0.8, holes: 3 };
    let east =
        VIEW.curtain(wall(sum(right(9.0), left(2.6)), sum(right(120.0), left(2.6)), 6.6, (0.0, 0.0)), seed);
    p.rammed(&east, Rampart { shade: 0.8, ink: 0.5, ..earth });
    p.sink(&east, 0.35);
    let west = VIEW
        .curtain(wall(sum(left(120.0), right(2.6)), sum(left(9.0), right(2.6)), 6.6, (0.0, 0.0)), seed ^ 1);
    let shape = between(
        &west.row(0.0, 1.0, |s| {
            0.12 * jog(s * 9.0, seed).abs() + 0.35 * libm::expf(-(s - 0.66) * (s - 0.66) / 0.004)
        }),
        west.foot(),
    );
    p.inside(&shape, 0.6, |p| p.rammed(&west, Rampart { shade: 0.4, ink: 0.7, ..earth }));
    p.restate(&shape[..shape.len() / 2], Brush::new(5.0).load(0.8).dry(0.3).breaks(0.1));
    p.mist(940.0, 60.0, 0.35);
    let face = VIEW.curtain(wall(left(9.5), (0.0, 0.0), 8.2, (1.0, 1.3)), seed ^ 2);
    p.rammed(&face, Rampart { shade: 0.3, ink: 0.95, ..earth });
    let dark = VIEW.curtain(wall((0.0, 0.0), right(9.5), 8.2, (1.3, 1.0)), seed ^ 3);
    p.rammed(&dark, Rampart { shade: 1.05, ink: 0.95, ..earth });
    let edge = roughen(&[dark.at(0.0, 0.0), dark.at(0.0, 1.0)], 7.0, 60.0, seed ^ 4);
    p.restate(&edge, Brush::new(8.0).load(1.0).dry(0.25));
    let crown = VIEW.at([-2.4, 8.2, 3.4]);
    let tips = p.tree(Tree {
        kind: Kind::Pagoda,
        foot: (crown.0, crown.1 + 14.0),
        height: 300.0,
        lean: -0.16,
        load: 1.0,
    });
    p.foliage(&tips, 15.0, WHEAT, 0.55);
    p.tufts(face.top(), 30.0, 0.65, 0.95);
    p.tufts(dark.top(), 28.0, 0.6, 0.95);
    wheat(p);
    p.rain(620, -0.14, 0.42);
}

/// Young wheat in wet rows, running to the foot of the wall, with a bare footpath between the strips.
fn wheat(p: &mut Plate) {
    let near = across(|x| 1076.0 + 4.0 * waver(x / 150.0, 4));
    let body = between(&near, &across(|_| 1700.0));
    p.lift(&body, 1.0, 6.0, None);
    p.wash(&body, Wash::new(LOESS, 0.45).rim(0.1).pool(0.7, 600.0, 80.0));
    for (a, b, strength) in [(-1500.0, 380.0, 0.8), (560.0, 1500.0, 0.95), (1620.0, 4200.0, 0.7)] {
        let bed = p.plot(
            (a, b),
            1720.0,
            1086.0,
            (1500.0, 960.0),
            Wash::new(WHEAT, strength).second(LOESS).rim(0.2).pool(0.7, 600.0, 90.0),
        );
        for k in 0..15 {
            let s = (k as f32 + 0.5) / 15.0;
            let line = bed.fall(s, 0.02, 1.0, 0.006);
            p.stroke(
                &roughen(&line, 4.0, 60.0, k),
                Brush::new(9.0).load(0.5).vary(0.5, 1.0).dry(0.5).breaks(0.3).taper(0.12, 1.0).ink(WHEAT),
            );
        }
        p.ticks(&bed, 12, 36.0, WHEAT, 0.8);
    }
    p.mist(1090.0, 44.0, 0.55);
}
