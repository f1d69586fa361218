//! The passage: steps down into the dark, from outside, a summer forenoon.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::across;
use crate::noise::{tremble, waver};
use crate::palette::{DEEP, INDIGO, INK, LOESS, OCHRE, SHADE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::view::View;
use crate::wash::Wash;

const VIEW: View = View::Eye([1.1, 4.0, -4.8], -0.14, 1500.0, (1150.0, 400.0));
const STEPS: usize = 11;
const FAR: f32 = 6.2;

fn level(z: f32) -> f32 {
    -2.5 * (z / FAR).clamp(0.0, 1.0)
}

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.34, -60.0, 380.0);
    let seed = p.seed();
    let brow = roughen(
        &[(-80.0, 300.0), (420.0, 236.0), (1000.0, 210.0), (1500.0, 250.0), (2000.0, 330.0), (2480.0, 350.0)],
        13.0,
        120.0,
        seed,
    );
    let foot = across(|x| 948.0 + 6.0 * waver(x / 120.0, seed));
    let bank = Patch::new(&brow, &foot);
    p.face(
        &bank,
        Face { layers: 10, shade: 0.12, ink: 0.95, foot: 1.0, contour: 7.0, folds: 0.55, ..Face::SUN },
    );
    let ground = between(&foot, &across(|_| 1700.0));
    p.lift(&ground, 1.0, 2.0, None);
    p.wash(&ground, Wash::new(STRAW, 0.6).second(LOESS).rim(0.2).pool(0.7, 600.0, 80.0));
    let cut = [
        VIEW.at([-1.3, 0.05, FAR]),
        VIEW.at([1.3, 0.05, FAR]),
        VIEW.at([1.1, level(FAR), FAR]),
        VIEW.at([-1.1, level(FAR), FAR]),
    ];
    p.lift(&cut, 1.0, 1.0, None);
    p.wash(&cut, Wash::new(OCHRE, 0.9).second(SHADE).rim(0.2));
    mouth(p);
    trench(p, seed);
    growth(p, &brow);
}

/// The mouth itself, dug as a pointed vault, with the marks of the pick round it.
fn mouth(p: &mut Plate) {
    let ring = |half: f32, grow: f32| -> Vec<Pt> {
        let floor = level(FAR);
        let mut line = vec![VIEW.at([-half, floor, FAR])];
        for k in 0..=24 {
            let a = core::f32::consts::PI * (1.0 - k as f32 / 24.0);
            line.push(VIEW.at([
                libm::cosf(a) * half,
                floor + 1.25 + grow + libm::sinf(a) * (half + 0.22),
                FAR,
            ]));
        }
        line.push(VIEW.at([half, floor, FAR]));
        line
    };
    for (half, grow, shade) in [(0.98, 0.14, 0.35), (0.86, 0.05, 0.5)] {
        let body = roughen(&ring(half, grow), 4.0, 40.0, 3);
        p.wash(&body, Wash::new(SHADE, shade).rim(0.3));
        p.restate(&body, Brush::new(4.0).load(0.8).dry(0.35).breaks(0.2));
    }
    let dark = roughen(&ring(0.74, 0.0), 4.0, 40.0, 5);
    p.lift(&dark, 1.0, 0.6, None);
    p.wash(&dark, Wash::new(SHADE, 1.2).rim(0.1));
    p.wash(&dark, Wash::new(INK, 1.0).rim(0.1));
    p.restate(&dark, Brush::new(7.0).load(1.0).dry(0.2));
    for k in 0..60 {
        let a = core::f32::consts::PI * (k as f32 + p.rng.unit()) / 60.0;
        let (near, far) = (p.rng.range(0.76, 0.84), p.rng.range(0.86, 0.97));
        let at = |r: f32| VIEW.at([libm::cosf(a) * r, level(FAR) + 1.3 + libm::sinf(a) * (r + 0.25), FAR]);
        p.stroke(&[at(near), at(far)], Brush::new(3.0).load(0.7).vary(0.3, 1.0).dry(0.4));
    }
}

/// The cutting: both sides and the steps, from far to near.
fn trench(p: &mut Plate, seed: u32) {
    let edge = |x: f32, drop: bool| -> Vec<Pt> {
        (0..=30)
            .map(|k| {
                let z = -1.6 + (FAR + 1.6) * k as f32 / 30.0;
                let lean = if drop { 0.0 } else { 0.16 * x.signum() };
                VIEW.at([x + lean, if drop { level(z) } else { 0.0 }, z])
            })
            .collect()
    };
    for (x, shade) in [(-1.1_f32, 1.0), (1.1, 0.1)] {
        let top = roughen(&edge(x, false), 6.0, 70.0, seed ^ 2);
        let side = Patch::new(&top, &edge(x, true));
        let face = Face {
            layers: 6,
            shade,
            ink: 0.9,
            foot: 1.0,
            contour: 0.0,
            folds: 0.0,
            cracks: 1.2,
            wander: 0.5,
            ..Face::SUN
        };
        p.face(&side, face);
        p.restate(&top, Brush::new(7.0).load(1.0).dry(0.25).breaks(0.06));
    }
    for k in (0..STEPS).rev() {
        let (z0, z1) = (FAR * k as f32 / STEPS as f32, FAR * (k + 1) as f32 / STEPS as f32);
        let y = level(z0);
        let tread = roughen(
            &[VIEW.at([-1.1, y, z1]), VIEW.at([1.1, y, z1]), VIEW.at([1.1, y, z0]), VIEW.at([-1.1, y, z0])],
            3.0,
            50.0,
            seed ^ k as u32,
        );
        p.lift(&tread, 1.0, 0.8, None);
        p.wash(
            &tread,
            Wash::new(LOESS, 0.35 + 0.05 * k as f32).second(OCHRE).rim(0.25).pool(0.6, 200.0, 40.0),
        );
        p.wash(&tread, Wash::new(SHADE, 0.09 * k as f32).rim(0.1));
        let shade = [
            VIEW.at([-1.1, y, z1]),
            VIEW.at([-0.25 + 0.02 * k as f32, y, z1]),
            VIEW.at([-0.3, y, z0]),
            VIEW.at([-1.1, y, z0]),
        ];
        p.wash(&shade, Wash::new(SHADE, 0.75).rim(0.12));
        let lip = roughen(
            &[VIEW.at([-1.1, y, z1]), VIEW.at([0.0, y - 0.02, z1]), VIEW.at([1.1, y, z1])],
            4.0,
            60.0,
            seed ^ 9 ^ k as u32,
        );
        p.restate(&lip, Brush::new(8.0 - 0.4 * k as f32).load(0.95).dry(0.25).breaks(0.08));
    }
    let floor = [
        VIEW.at([-1.1, 0.0, 0.0]),
        VIEW.at([1.1, 0.0, 0.0]),
        VIEW.at([1.2, 0.0, -1.8]),
        VIEW.at([-1.2, 0.0, -1.8]),
    ];
    p.lift(&floor, 0.9, 10.0, None);
    p.wash(&floor, Wash::new(LOESS, 0.3).second(STRAW).wet(14.0));
}

/// Roots and grass over the mouth, a young tree on the bank.
fn growth(p: &mut Plate, brow: &[Pt]) {
    for k in 0..9 {
        let from = VIEW.at([
            -0.9 + 0.24 * k as f32 + 0.1 * waver(k as f32 * 2.3, 6),
            0.3 + 0.2 * waver(k as f32 * 1.7, 4),
            FAR,
        ]);
        let reach = p.rng.range(40.0, 120.0);
        let bend = p.rng.bell() * 46.0;
        let root = curve(&[
            from,
            (from.0 + bend * 0.4, from.1 + reach * 0.4),
            (from.0 + bend * 0.2, from.1 + reach * 0.7),
            (from.0 + bend, from.1 + reach),
        ]);
        p.stroke(&root, Brush::new(5.0).load(0.9).dry(0.3).taper(1.0, 0.1).tremble(3.0).ink(DEEP));
    }
    p.tufts(brow, 60.0, 0.75, 0.95);
    for (x, tall) in [(-1.36, 60.0), (1.36, 70.0)] {
        for (z0, z1, k) in [(6.0, 2.0, 0.5), (2.0, -0.6, 1.0)] {
            p.tufts(
                &roughen(&VIEW.line([x, 0.0, z0], [x * 1.08, 0.0, z1]), 8.0, 40.0, 7),
                tall * k,
                0.6,
                0.95,
            );
        }
    }
    p.path(
        &curve(&[(2460.0, 1180.0), (2100.0, 1290.0), (1800.0, 1440.0), (1560.0, 1700.0)]),
        |q| 46.0 + 60.0 * q,
        0.75,
    );
    p.tufts(&across(|x| 980.0 + 14.0 * tremble(x / 200.0, 8)), 44.0, 0.35, 0.85);
    let tips = p.tree(Tree { kind: Kind::Date, foot: (1890.0, 330.0), height: 330.0, lean: -0.3, load: 1.0 });
    p.foliage(&tips, 20.0, WHEAT, 0.6);
}
