//! A front of cave rooms in a loess face, date tree, late light.

use crate::bays::sub;
use crate::earth::Face;
use crate::geometry::{Pt, between, roughen};
use crate::hills::across;
use crate::masonry::Arch;
use crate::palette::{INDIGO, OCHRE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::roofs::{Slope, Tiles};
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.24, -60.0, 330.0);
    p.sky(STRAW, 0.35, 420.0, 60.0);
    let seed = p.seed();
    let crest = roughen(
        &[(-80.0, 250.0), (500.0, 215.0), (1100.0, 300.0), (1750.0, 240.0), (2480.0, 330.0)],
        16.0,
        180.0,
        seed,
    );
    let face = Patch::new(&crest, &across(|x| 1190.0 + 0.02 * x));
    p.face(&face, Face { layers: 9, cracks: 1.2, shade: 0.08, ..Face::SUN });
    p.tufts(&crest, 44.0, 0.4, 0.9);
    let front = Patch::new(
        &roughen(&[(330.0, 560.0), (2100.0, 590.0)], 3.0, 160.0, seed ^ 3),
        &[(310.0, 1215.0), (2120.0, 1240.0)],
    );
    p.bricks(&front, 28.0, 0.0, 0.7);
    p.edge(&front.outline(), 5.0, 0.95);
    for (k, s) in [0.17, 0.5, 0.83].into_iter().enumerate() {
        room(p, &front, s, k);
    }
    let view = View::Parallel { origin: (290.0, 560.0), right: (92.5, 1.5), away: (20.0, -26.0), up: 60.0 };
    let drip = Slope {
        ridge: (0.0, 20.0),
        eave: (0.0, 20.0),
        b: (1.0, -0.6),
        z: (0.75, 0.0),
        hip: 0.0,
        sag: 0.1,
        lift: 0.0,
    };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let under = front.part(0.0, 1.0, 0.02, 0.11);
    p.shade(&under, 0.8);
    p.slope(&site, drip, Tiles { step: 0.34, shade: 0.05, snow: 0.0, ink: 0.95 });
    p.tread(&across(|x| 1186.0 + 0.018 * x), &across(|_| 1700.0), STRAW, 0.6);
    p.wash(
        &[(-60.0, 1210.0), (2460.0, 1250.0), (2460.0, 1700.0), (-60.0, 1700.0)],
        Wash::new(OCHRE, 0.25).pool(1.0, 500.0, 60.0),
    );
    for k in 0..3 {
        let x = 615.0 + 600.0 * k as f32;
        let step =
            Patch::quad((x - 95.0, 1222.0), (x + 150.0, 1226.0), (x + 165.0, 1252.0), (x - 105.0, 1248.0));
        p.bricks(&step, 16.0, 0.05, 0.9);
        p.edge(&step.outline(), 3.5, 0.95);
    }
    let line: [Pt; 5] =
        [(1010.0, 1700.0), (1300.0, 1500.0), (1700.0, 1410.0), (2100.0, 1330.0), (2460.0, 1330.0)];
    let mut cast = roughen(&line, 8.0, 80.0, seed ^ 8);
    cast.push((2460.0, 1700.0));
    p.shade(&cast, 0.5);
    let tips =
        p.tree(Tree { kind: Kind::Date, foot: (1860.0, 1440.0), height: 1130.0, lean: -0.2, load: 1.0 });
    p.hang(&tips, 0.10, 12.0, OCHRE, 0.9);
    roller(p, (640.0, 1420.0));
    p.shade(&between(&across(|x| 1216.0 + 0.018 * x), &across(|x| 1236.0 + 0.018 * x)), 0.4);
}

/// One room: arch, papered lattice in its head, a door and a window under it.
fn room(p: &mut Plate, front: &Patch, s: f32, k: usize) {
    let arch = Arch { s, half: 0.345, spring: 0.545, sill: 1.0, rings: 1, depth: (16.0, -4.0), ink: 0.9 };
    let mouth = p.arch(front, arch);
    let low = mouth.iter().fold((f32::MAX, f32::MAX), |m, q| (m.0.min(q.0), m.1.min(q.1)));
    let high = mouth.iter().fold((f32::MIN, f32::MIN), |m, q| (m.0.max(q.0), m.1.max(q.1)));
    let fill: Vec<Pt> = mouth.iter().map(|q| (q.0 + 12.0, q.1 + 8.0)).collect();
    let wall = Patch::quad((low.0, low.1), (high.0, low.1), (high.0, high.1), (low.0, high.1));
    p.inside(&fill, 0.6, |p| {
        p.timber(&wall, 0.1, 0.0, 0.9);
        p.lattice(&sub(&wall, (0.0, 1.0), (0.02, 0.40)), (11, 6), 0.95, 0.9);
        p.timber(&sub(&wall, (0.0, 1.0), (0.40, 0.45)), 0.2, 0.0, 0.95);
        let door = if k == 1 { (0.36, 0.66) } else { (0.08, 0.40) };
        p.dark(&sub(&wall, door, (0.45, 1.0)), 0.9);
        p.leaf(&sub(&wall, (door.0, (door.0 + door.1) * 0.5), (0.46, 1.0)), 0.7, 0.9);
        if k != 1 {
            p.leaf(&sub(&wall, ((door.0 + door.1) * 0.5, door.1), (0.46, 1.0)), 0.7, 0.9);
        }
        let window = if k == 1 { (0.70, 0.98) } else { (0.46, 0.96) };
        p.lattice(&sub(&wall, window, (0.47, 0.74)), (7, 5), 0.95, 0.9);
        p.bricks(&sub(&wall, window, (0.76, 1.0)), 18.0, 0.1, 0.85);
        if k == 1 {
            p.bricks(&sub(&wall, (0.02, 0.32), (0.76, 1.0)), 18.0, 0.1, 0.85);
            p.lattice(&sub(&wall, (0.02, 0.32), (0.47, 0.74)), (5, 5), 0.95, 0.9);
        }
    });
    let rim: Vec<Pt> = mouth.iter().map(|q| (q.0 + 12.0, q.1 + 8.0)).collect();
    p.edge(&rim, 4.0, 0.9);
    p.edge(&mouth, 5.0, 0.95);
}

/// A stone roller left lying in the yard.
fn roller(p: &mut Plate, at: Pt) {
    let body: [Pt; 4] =
        [(at.0, at.1 - 52.0), (at.0 + 150.0, at.1 - 36.0), (at.0 + 150.0, at.1 + 32.0), (at.0, at.1 + 30.0)];
    let end: Vec<Pt> = (0..=18)
        .map(|k| {
            let w = core::f32::consts::TAU * k as f32 / 18.0;
            (at.0 + 20.0 * libm::cosf(w), at.1 - 11.0 + 41.0 * libm::sinf(w))
        })
        .collect();
    p.shade(
        &[
            (at.0 + 10.0, at.1 + 26.0),
            (at.0 + 150.0, at.1 + 28.0),
            (at.0 + 290.0, at.1 + 60.0),
            (at.0 + 120.0, at.1 + 62.0),
        ],
        0.7,
    );
    for outline in [&body[..], &end[..]] {
        p.lift(outline, 1.0, 0.5, None);
        p.wash(outline, Wash::new(crate::palette::DUSK, 0.32).second(STRAW).rim(0.4));
    }
    p.shade(&[(at.0, at.1), (at.0 + 150.0, at.1 + 4.0), body[2], body[3]], 0.6);
    p.edge(&[body[0], body[1], body[2], body[3]], 4.5, 0.95);
    p.edge(&end, 4.0, 0.95);
}
