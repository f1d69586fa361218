//! The tablet: along the face of the gate at dusk, the country going on beyond it.

use super::panel;
use crate::brush::Brush;
use crate::gateway::Gateway;
use crate::geometry::{between, roughen};
use crate::hills::{Range, across};
use crate::palette::{BRICK, DUSK, INDIGO, INK, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([3.3, 4.9, -3.2], -0.38, 1500.0, (1200.0, 1010.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.62, 1060.0, 240.0);
    p.sky(DUSK, 0.55, -60.0, 640.0);
    p.streaks(SHADE, 0.16, 260.0, 800.0, 7);
    p.range(Range {
        from: 1000.0,
        to: 2480.0,
        base: 1010.0,
        height: 170.0,
        summit: 0.75,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.42,
        ink: 0.25,
    });
    p.mist(1006.0, 50.0, 0.7);
    p.tread(&across(|_| 1012.0), &across(|_| 1700.0), STRAW, 0.6);
    let strip = p.plot(
        (1150.0, 3600.0),
        1500.0,
        1180.0,
        (1700.0, 1010.0),
        Wash::new(OCHRE, 0.5).second(SHADE).pool(0.8, 400.0, 50.0),
    );
    p.furrows(&strip, 8, 0.6, 0.5);
    p.tree(Tree { kind: Kind::Date, foot: (1930.0, 1200.0), height: 430.0, lean: 0.12, load: 0.95 });
    let seed = p.seed();
    let wall = VIEW.curtain(
        Curtain {
            from: (-0.9, 60.0),
            to: (-0.9, 9.0),
            top: 7.4,
            foot: 0.0,
            batter: 0.8,
            spread: (0.0, 0.0),
            rag: 0.2,
        },
        seed,
    );
    p.parapet(&wall, 22.0, 118.0, 0.3, 0.9, 0.5);
    p.rammed(&wall, Rampart { layers: 14, shade: 0.45, ink: 0.9, wear: 0.5, holes: 3 });

    let spot = |z: f32, y: f32| VIEW.at([0.0, y, z]);
    let face = Patch::new(
        &VIEW.line([0.0, 8.6, 10.5], [0.0, 8.6, -2.2]),
        &VIEW.line([0.0, 0.0, 10.5], [0.0, 0.0, -2.2]),
    );
    let face = Patch::new(&mirrored(face.top()), &mirrored(face.foot()));
    p.bricks(&face, 34.0, 0.22, 0.8);
    p.wash(
        &[(-60.0, -60.0), (1300.0, -60.0), (1300.0, 1700.0), (-60.0, 1700.0)],
        Wash::new(SHADE, 0.85).second(INK).rim(0.0).fade((0.0, 800.0), (1000.0, 700.0), 0.0),
    );
    let gate =
        Gateway { half: 2.2, spring: 2.0, rings: 3, ring: 0.3, deep: 5.0, sides: (0.9, 0.3), ink: 1.0 };
    p.gateway(|u, y, w| VIEW.at([-w, y, 3.6 + u]), gate);
    let tablet = Patch::new(
        &VIEW.line([0.1, 6.75, 1.7], [0.1, 6.75, 5.5]),
        &VIEW.line([0.1, 5.25, 1.7], [0.1, 5.25, 5.5]),
    );
    panel::framed(p, &tablet, 44.0, 0.16, 1.0);
    ledge(p);
    let edge = roughen(&[spot(10.5, 8.6), spot(10.5, 0.0)], 3.0, 80.0, seed ^ 4);
    p.restate(&edge, Brush::new(8.0).load(1.0).dry(0.25));
    let glow = face.part(0.55, 1.0, 0.0, 1.0);
    p.wash(&glow, Wash::new(OCHRE, 0.20).wet(40.0));
    for (x, y, s) in [(1880.0, 420.0, 56.0), (2010.0, 360.0, 44.0), (1760.0, 330.0, 34.0)] {
        p.crow((x, y), s, 0.95);
    }
}

/// Turns a line end for end.
fn mirrored(line: &[(f32, f32)]) -> Vec<(f32, f32)> {
    line.iter().rev().copied().collect()
}

/// Two ledges of brick standing out over the tablet and under the crest, seen from beneath and from the end.
fn ledge(p: &mut Plate) {
    for (y, high, out, z0, z1) in [(8.15, 0.35, 0.35, -2.2, 10.5), (6.86, 0.2, 0.3, 1.3, 5.9)] {
        let under = between(&VIEW.line([0.0, y, z0], [0.0, y, z1]), &VIEW.line([out, y, z0], [out, y, z1]));
        let drop = between(
            &VIEW.line([0.0, y, z0], [0.0, y, z1]),
            &VIEW.line([0.0, y - 0.32, z0], [0.0, y - 0.32, z1]),
        );
        p.wash(&drop, Wash::new(SHADE, 0.9).wet(12.0));
        p.lift(&under, 1.0, 0.6, None);
        p.wash(&under, Wash::new(SHADE, 1.0).second(INK).rim(0.2));
        let front = Patch::new(
            &VIEW.line([out, y + high, z0], [out, y + high, z1]),
            &VIEW.line([out, y, z0], [out, y, z1]),
        );
        p.bricks(&front, 40.0, 0.1, 0.9);
        p.restate(&front.outline(), Brush::new(5.5).load(1.0).dry(0.25).breaks(0.04));
        let end = [
            VIEW.at([0.0, y, z0]),
            VIEW.at([out, y, z0]),
            VIEW.at([out, y + high, z0]),
            VIEW.at([0.0, y + high, z0]),
        ];
        p.lift(&end, 1.0, 0.6, None);
        p.wash(&end, Wash::new(BRICK, 0.9).rim(0.3));
        p.restate(&end, Brush::new(4.5).load(1.0).dry(0.25));
    }
}
