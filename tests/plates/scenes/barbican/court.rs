//! The barbican: from inside the court, a summer noon, half of it in shade.

use crate::brush::Brush;
use crate::gateway::Gateway;
use crate::geometry::{Pt, between, roughen};
use crate::hills::across;
use crate::noise::waver;
use crate::palette::{INDIGO, LOESS, OCHRE, SHADE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([-2.5, 1.7, -21.0], 0.16, 1500.0, (1200.0, 1180.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.42, -60.0, 800.0);
    p.streaks(INDIGO, 0.08, 60.0, 400.0, 5);
    let ground = across(|_| 1178.0);
    let floor = between(&ground, &across(|_| 1700.0));
    p.wash(&floor, Wash::new(STRAW, 0.5).second(LOESS).rim(0.1).pool(0.8, 700.0, 90.0));
    let seed = p.seed();
    let face = |from: Pt, to: Pt, top: f32| Curtain {
        from,
        to,
        top,
        foot: 0.0,
        batter: 0.5,
        spread: (-0.5, -0.5),
        rag: 0.16,
    };
    let back = VIEW.curtain(face((-10.0, 0.0), (11.0, 0.0), 8.6), seed);
    p.parapet(&back, 66.0, 66.0, 0.05, 0.85, 0.4);
    p.rammed(&back, Rampart { layers: 13, shade: 0.0, ink: 0.85, wear: 0.5, holes: 3 });
    let gate = |u: f32, y: f32, w: f32| VIEW.at([1.6 + u, y, -1.0 + w]);
    let block =
        Patch::quad(gate(-4.6, 10.2, 0.0), gate(4.6, 10.2, 0.0), gate(4.6, 0.0, 0.0), gate(-4.6, 0.0, 0.0));
    p.bricks(&block, 22.0, 0.0, 0.75);
    p.parapet(&block, 50.0, 50.0, 0.2, 0.95, 0.12);
    p.restate(&block.outline(), Brush::new(5.5).load(0.95).dry(0.25).breaks(0.06));
    let far = p.gateway(
        gate,
        Gateway { half: 2.1, spring: 3.0, rings: 3, ring: 0.42, deep: 7.0, sides: (0.35, 0.1), ink: 1.0 },
    );
    p.lift(&far, 0.96, 1.0, None);
    p.wash(&far, Wash::new(STRAW, 0.35).fade((0.0, 1000.0), (0.0, 1200.0), 0.3));
    p.inside(&far, 0.6, |p| {
        p.wash(
            &between(&across(|x| 1128.0 + 5.0 * waver(x / 40.0, 2)), &across(|_| 1300.0)),
            Wash::new(OCHRE, 0.5).rim(0.3),
        );
        p.tree(Tree { kind: Kind::Pagoda, foot: (1255.0, 1180.0), height: 210.0, lean: 0.1, load: 0.8 });
    });
    let name =
        Patch::quad(gate(-1.5, 8.4, 0.0), gate(1.5, 8.4, 0.0), gate(1.5, 7.2, 0.0), gate(-1.5, 7.2, 0.0));
    p.lift(&name.outline(), 0.42, 1.0, None);
    p.restate(&name.outline(), Brush::new(4.0).load(0.85).dry(0.3).breaks(0.1));

    let right = VIEW.curtain(face((11.0, 0.0), (11.0, -20.0), 7.4), seed ^ 3);
    p.parapet(&right, 56.0, 110.0, 0.05, 0.9, 0.5);
    p.rammed(&right, Rampart { layers: 13, shade: 0.12, ink: 0.95, wear: 0.7, holes: 3 });
    let left = VIEW.curtain(face((-10.0, -24.0), (-10.0, 0.0), 7.4), seed ^ 4);
    p.parapet(&left, 150.0, 60.0, 0.6, 0.95, 0.5);
    p.rammed(&left, Rampart { layers: 13, shade: 0.95, ink: 0.95, wear: 0.5, holes: 3 });
    outer_gate(p);
    for x in [-10.0_f32, 11.0] {
        let edge = VIEW.line([x, 8.0, 0.0], [x - 0.5 * x.signum(), 0.0, -0.5]);
        p.restate(&roughen(&edge, 4.0, 70.0, seed ^ 9), Brush::new(5.0).load(0.9).dry(0.3));
    }
    let shadow = VIEW.outline(&[
        [-9.5, 0.0, -19.6],
        [-9.5, 0.0, -0.8],
        [-3.6, 0.0, -1.0],
        [-2.4, 0.0, -6.0],
        [-4.6, 0.0, -11.0],
        [-3.9, 0.0, -15.0],
        [-4.6, 0.0, -19.6],
    ]);
    p.wash(&roughen(&shadow, 9.0, 70.0, 5), Wash::new(SHADE, 0.85).rim(0.15).pool(0.4, 400.0, 90.0));
    let climb = VIEW.outline(&[[-10.0, 8.0, -0.5], [-6.5, 4.5, -0.6], [-3.4, 0.0, -0.9], [-10.0, 0.0, -0.5]]);
    p.shade(&roughen(&climb, 7.0, 60.0, 6), 0.7);
    track(p);
    let weeds = VIEW.line([10.4, 0.0, -0.6], [10.4, 0.0, -17.0]);
    p.tufts(&weeds, 46.0, 0.5, 0.9);
    let tips =
        p.tree(Tree { kind: Kind::Date, foot: (1960.0, 1290.0), height: 560.0, lean: -0.16, load: 1.0 });
    p.foliage(&tips, 26.0, WHEAT, 0.5);
    let cast = [(1960.0, 1292.0), (2110.0, 1318.0), (2330.0, 1336.0), (2420.0, 1310.0), (2250.0, 1296.0)];
    p.shade(&roughen(&cast, 14.0, 50.0, 7), 0.4);
    for (x, y, s) in [(900.0, 170.0, 52.0), (1040.0, 120.0, 40.0)] {
        p.crow((x, y), s, 0.9);
    }
}

/// The outer gate in the left wall: light falls in through it across the shade.
fn outer_gate(p: &mut Plate) {
    let place = |u: f32, y: f32, w: f32| VIEW.at([-9.2 - w, y, -8.5 + u]);
    let block =
        Patch::quad(place(-3.6, 7.6, 0.0), place(3.6, 7.6, 0.0), place(3.6, 0.0, 0.0), place(-3.6, 0.0, 0.0));
    p.bricks(&block, 22.0, 0.8, 0.8);
    p.restate(&block.outline(), Brush::new(5.0).load(0.95).dry(0.25).breaks(0.06));
    let gate =
        Gateway { half: 1.9, spring: 2.6, rings: 2, ring: 0.42, deep: 5.0, sides: (0.7, 0.5), ink: 1.0 };
    let far = p.gateway(place, gate);
    p.lift(&far, 0.9, 1.0, None);
    p.wash(&far, Wash::new(OCHRE, 0.25).rim(0.1));
}

/// The way people take: in at the left, turning to the inner gate.
fn track(p: &mut Plate) {
    for (k, load) in [(0.0_f32, 0.7_f32), (0.5, 0.4), (1.2, 0.45), (1.8, 0.7)] {
        let line: Vec<Pt> = (0..=30)
            .map(|i| {
                let q = i as f32 / 30.0;
                let x = -9.0 + (10.0 - 0.2 * k) * q;
                let z = -9.3 + 0.9 * k + (8.0 - 0.4 * k) * q * q * q + 0.12 * waver(q * 7.0, 9);
                VIEW.at([x + 0.5 * k * q, 0.0, z])
            })
            .collect();
        p.stroke(&line, Brush::new(4.5).load(load).dry(0.4).breaks(0.35));
    }
}
