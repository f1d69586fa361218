//! The corner: from inside, the ramp up to its platform, snow thawing.

use crate::brush::Brush;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::across;
use crate::noise::{jog, tremble, waver};
use crate::palette::{DEEP, DUSK, INDIGO, LOESS, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([13.0, 2.2, -23.0], -0.24, 1550.0, (1200.0, 1120.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.36, -60.0, 760.0);
    p.streaks(DUSK, 0.14, 80.0, 460.0, 7);
    let ground = between(&across(|_| 1122.0), &across(|_| 1700.0));
    p.wash(&ground, Wash::new(LOESS, 0.5).second(OCHRE).rim(0.1).pool(0.8, 600.0, 80.0));
    let seed = p.seed();
    let wall = |from: Pt, to: Pt, top: f32| Curtain {
        from,
        to,
        top,
        foot: 0.0,
        batter: 0.7,
        spread: (-0.7, -0.7),
        rag: 0.2,
    };
    let earth = Rampart { layers: 13, shade: 0.0, ink: 0.9, wear: 0.55, holes: 3 };
    let back = VIEW.curtain(wall((0.0, 0.0), (60.0, 0.0), 7.4), seed);
    p.parapet(&back, 62.0, 40.0, 0.05, 0.85, 0.6);
    p.rammed(&back, Rampart { shade: 0.05, ..earth });
    let left = VIEW.curtain(wall((0.0, -22.0), (0.0, 0.0), 7.4), seed ^ 1);
    p.parapet(&left, 160.0, 66.0, 0.6, 0.95, 0.5);
    p.rammed(&left, Rampart { shade: 0.9, ..earth });
    let lip = |patch: &Patch, deep: f32, seed: u32| {
        patch.row(0.0, 1.0, |s| deep + deep * 0.8 * jog(s * 30.0, seed))
    };
    for patch in [&back, &left] {
        p.lift(&between(patch.top(), &lip(patch, 0.02, seed)), 0.9, 1.5, None);
    }
    platform(p, earth);
    ramp(p, earth);
    let shadow = VIEW.outline(&[
        [0.7, 0.0, -22.0],
        [0.7, 0.0, -4.0],
        [5.6, 0.0, -4.4],
        [5.2, 0.0, -12.0],
        [6.4, 0.0, -20.0],
    ]);
    p.wash(&roughen(&shadow, 9.0, 80.0, 3), Wash::new(SHADE, 0.75).rim(0.12).pool(0.4, 400.0, 80.0));
    thaw(p);
    p.tree(Tree { kind: Kind::Pagoda, foot: (2230.0, 1300.0), height: 560.0, lean: -0.1, load: 1.0 });
    p.tufts(&roughen(&VIEW.line([1.0, 0.0, -18.0], [1.0, 0.0, -6.0]), 5.0, 50.0, 5), 40.0, 0.5, 0.95);
    for (x, y, s) in [(1250.0, 250.0, 50.0), (1370.0, 200.0, 40.0)] {
        p.crow((x, y), s, 0.9);
    }
}

/// The platform in the angle, a step higher than the walls.
fn platform(p: &mut Plate, earth: Rampart) {
    let seed = p.seed();
    let side = |from: Pt, to: Pt, spread: (f32, f32)| Curtain {
        from,
        to,
        top: 8.3,
        foot: 0.0,
        batter: 0.8,
        spread,
        rag: 0.18,
    };
    let right = VIEW.curtain(side((6.6, -6.6), (6.6, 0.0), (0.8, 0.0)), seed);
    let front = VIEW.curtain(side((0.0, -6.6), (6.6, -6.6), (0.0, 0.8)), seed ^ 1);
    p.parapet(&front, 66.0, 72.0, 0.3, 0.95, 0.55);
    p.rammed(&front, Rampart { shade: 0.35, ..earth });
    p.rammed(&right, Rampart { shade: 0.1, holes: 2, ..earth });
    let snow = front.row(0.0, 1.0, |s| 0.03 + 0.02 * jog(s * 13.0, seed));
    p.lift(&between(front.top(), &snow), 0.95, 1.5, None);
    p.restate(front.top(), Brush::new(6.0).load(1.0).dry(0.25));
}

/// The ramp: a wedge of earth against the back wall, rising from the right to the platform, stepped in brick.
fn ramp(p: &mut Plate, earth: Rampart) {
    let seed = p.seed();
    let (head, foot, z) = (7.2_f32, 18.6_f32, -3.6_f32);
    let climb = |x: f32, z: f32| [x, 8.1 * (1.0 - (x - head) / (foot - head)).max(0.0), z];
    let stairs = |z: f32| -> Vec<Pt> {
        (0..=25)
            .flat_map(|k| {
                let at = |k: f32| climb(head + (foot - head) * k / 26.0, z);
                let (high, low) = (at(k as f32), at(k as f32 + 1.0));
                [VIEW.at(high), VIEW.at([low[0], high[1], z])]
            })
            .collect()
    };
    let (near, back) = (stairs(z), stairs(-0.6));
    let base = VIEW.line([head, 0.0, z - 0.5], [foot, 0.0, z - 0.5]);
    let way = between(&back, &near);
    p.lift(&way, 1.0, 1.0, None);
    p.wash(&way, Wash::new(STRAW, 0.3).rim(0.3));
    let rough = roughen(&near, 2.0, 30.0, seed);
    let level = VIEW.curtain(
        Curtain {
            from: (head, z),
            to: (foot, z),
            top: 8.1,
            foot: 0.0,
            batter: 0.5,
            spread: (0.0, 0.0),
            rag: 0.1,
        },
        seed ^ 2,
    );
    let shape = between(&rough, &base);
    p.inside(&shape, 0.6, |p| p.rammed(&level, Rampart { shade: 0.25, holes: 2, ..earth }));
    p.restate(&rough, Brush::new(7.0).load(1.0).dry(0.25).breaks(0.06));
    let melt: Vec<Pt> = rough.iter().map(|q| (q.0, q.1 + 8.0 + 7.0 * jog(q.0 / 40.0, seed))).collect();
    p.lift(&between(&rough, &melt), 0.9, 1.5, None);
    p.restate(&back, Brush::new(3.6).load(0.8).dry(0.3).breaks(0.2));
    for k in 1..34 {
        let x = head + (foot - head) * k as f32 / 34.0;
        p.stroke(
            &[VIEW.at(climb(x, z + 0.2)), VIEW.at(climb(x, -0.8))],
            Brush::new(3.0).load(0.75).vary(0.4, 1.0).dry(0.35).ink(DEEP),
        );
    }
}

/// What snow is left on the ground, melting back from the sunny side, and the wet track between.
fn thaw(p: &mut Plate) {
    let seed = p.seed();
    for (x, z, w, d) in [
        (3.4, -11.0, 2.6, 4.4),
        (9.0, -9.6, 2.2, 0.9),
        (16.0, -8.0, 3.4, 0.8),
        (21.0, -12.0, 3.2, 1.0),
        (13.0, -15.4, 2.2, 0.7),
        (24.0, -7.0, 4.0, 0.7),
        (7.6, -17.0, 1.6, 0.8),
        (18.0, -17.2, 1.8, 0.5),
    ] {
        let patch: Vec<Pt> = (0..36)
            .map(|k| {
                let a = core::f32::consts::TAU * k as f32 / 36.0;
                let r = 1.0 + 0.28 * waver(k as f32 * 0.7, seed ^ x as u32);
                VIEW.at([x + libm::cosf(a) * w * r, 0.0, z + libm::sinf(a) * d * r])
            })
            .collect();
        p.lift(&patch, 1.0, 2.0, None);
        p.stroke(&patch, Brush::new(3.0).load(0.5).dry(0.45).breaks(0.5).ink(SHADE));
        p.wash(&patch, Wash::new(DUSK, 0.14).wet(12.0).pool(1.0, 200.0, 40.0));
    }
    let way: Vec<Pt> = [(10.0, -19.5), (12.5, -13.0), (19.0, -9.4), (22.0, -5.2), (21.0, -2.6)]
        .iter()
        .map(|s| VIEW.at([s.0, 0.0, s.1]))
        .collect();
    let line = curve(&way);
    for off in [-46.0, -18.0, 14.0, 44.0] {
        let rut: Vec<Pt> = line
            .iter()
            .enumerate()
            .map(|(i, q)| {
                let near = 1.0 - i as f32 / line.len() as f32;
                (q.0 + off * near, q.1 + 3.0 * tremble(i as f32 / 5.0, seed))
            })
            .collect();
        p.stroke(&rut, Brush::new(5.0).load(0.6).dry(0.4).breaks(0.35).taper(1.0, 0.3));
    }
}
