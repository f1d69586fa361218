//! The tablet: face on over the crown of the arch, raking morning light, grass in the cornice.

use super::panel;
use crate::brush::Brush;
use crate::geometry::{Pt, between, roughen};
use crate::hills::across;
use crate::noise::tremble;
use crate::palette::{BRICK, DEEP, DUSK, INK, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;

const HEART: Pt = (1130.0, 2120.0);

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    let wall = Patch::quad((-60.0, -60.0), (2460.0, -60.0), (2460.0, 1660.0), (-60.0, 1660.0));
    p.bricks(&wall, 42.0, 0.0, 0.6);
    p.lift(
        &[
            (300.0, -60.0),
            (1900.0, -60.0),
            (1300.0, 1000.0),
            (600.0, 1660.0),
            (-60.0, 1660.0),
            (-60.0, 900.0),
        ],
        0.34,
        150.0,
        None,
    );
    arch(p);
    let frame = Patch::quad((560.0, 430.0), (1730.0, 444.0), (1726.0, 968.0), (564.0, 958.0));
    panel::framed(p, &frame, 66.0, 0.05, 1.0);
    cornice(p);
    let raking = [(1560.0, 330.0), (2460.0, 330.0), (2460.0, 1660.0), (2240.0, 1660.0)];
    p.wash(
        &roughen(&raking, 12.0, 120.0, 5),
        Wash::new(SHADE, 0.78).second(DUSK).rim(0.12).pool(0.5, 400.0, 260.0),
    );
    let tuft: Vec<Pt> = roughen(&[(1840.0, 196.0), (2130.0, 200.0)], 5.0, 50.0, 4);
    p.tufts(&tuft, 130.0, 0.8, 1.0);
    p.tufts(&crate::geometry::shift(&tuft, 20.0, 4.0), 96.0, 0.6, 0.8);
    p.tufts(&roughen(&[(250.0, 192.0), (360.0, 194.0)], 4.0, 40.0, 7), 70.0, 0.7, 0.9);
}

/// The crown of the arch below: three rings on edge, and the dark under them.
fn arch(p: &mut Plate) {
    let ring = |r: f32| -> Vec<Pt> {
        (0..=60)
            .map(|k| {
                let a = core::f32::consts::PI * (0.86 - 0.72 * k as f32 / 60.0);
                (HEART.0 + libm::cosf(a) * r, HEART.1 - libm::sinf(a) * r)
            })
            .collect()
    };
    let rings = [680.0, 800.0, 920.0, 1040.0];
    let body = between(&ring(rings[3]), &ring(rings[0]));
    p.lift(&body, 0.9, 1.0, None);
    p.wash(&body, Wash::new(BRICK, 0.8).second(DUSK).rim(0.3).pool(0.5, 260.0, 140.0));
    for pair in rings.windows(2) {
        let count = (pair[0] * 2.3 / 46.0) as usize;
        for k in 0..=count {
            let a = core::f32::consts::PI * (0.86 - 0.72 * (k as f32 + p.rng.bell() * 0.12) / count as f32);
            let at = |r: f32| (HEART.0 + libm::cosf(a) * r, HEART.1 - libm::sinf(a) * r);
            p.stroke(&[at(pair[0]), at(pair[1])], Brush::new(4.0).load(0.9).vary(0.4, 1.0).dry(0.3));
            if p.rng.chance(0.14) {
                let b = a - core::f32::consts::PI * 0.68 / count as f32;
                let far = |r: f32| (HEART.0 + libm::cosf(b) * r, HEART.1 - libm::sinf(b) * r);
                let pigment = if p.rng.chance(0.4) { OCHRE } else { INK };
                p.wash(
                    &[at(pair[0]), at(pair[1]), far(pair[1]), far(pair[0])],
                    Wash::new(pigment, 0.3).rim(0.3),
                );
            }
        }
    }
    for r in rings {
        p.restate(&roughen(&ring(r), 2.5, 70.0, r as u32), Brush::new(6.0).load(0.95).dry(0.25).breaks(0.06));
    }
    let mut dark = ring(rings[0]);
    dark.extend([(2000.0, 1760.0), (300.0, 1760.0)]);
    p.lift(&dark, 1.0, 1.0, None);
    p.wash(&dark, Wash::new(SHADE, 1.2).rim(0.1));
    p.wash(&dark, Wash::new(INK, 0.95).rim(0.1));
    let soffit = between(&ring(680.0), &ring(640.0));
    p.lift(&soffit, 0.30, 2.0, None);
    p.restate(&ring(rings[0]), Brush::new(8.0).load(1.0).dry(0.2));
}

/// A cornice of bricks laid corner out over plain courses, with its shadow on the wall.
fn cornice(p: &mut Plate) {
    let under = across(|x| 330.0 + 5.0 * tremble(x / 300.0, 3));
    p.wash(&between(&across(|_| 300.0), &under), Wash::new(SHADE, 1.0).second(INK).wet(8.0));
    for (top, foot, shade) in [(262.0, 304.0, 0.25), (196.0, 222.0, 0.0)] {
        let course = Patch::quad((-60.0, top), (2460.0, top + 6.0), (2460.0, foot + 6.0), (-60.0, foot));
        p.bricks(&course, foot - top, shade, 0.95);
        p.restate(course.foot(), Brush::new(5.0).load(0.95).dry(0.25).breaks(0.06));
        p.restate(course.top(), Brush::new(4.0).load(0.9).dry(0.3).breaks(0.1));
    }
    let teeth = [(-60.0, 222.0), (2460.0, 228.0), (2460.0, 268.0), (-60.0, 262.0)];
    p.lift(&teeth, 1.0, 0.6, None);
    p.wash(&teeth, Wash::new(INK, 0.9).rim(0.1));
    for k in 0..42 {
        let x = -50.0 + 60.0 * k as f32;
        if k % 17 == 11 {
            continue;
        }
        let lit = [(x, 224.0), (x + 32.0, 224.0), (x + 32.0, 264.0)];
        let dim = [(x + 32.0, 224.0), (x + 58.0, 225.0), (x + 32.0, 264.0)];
        p.lift(&lit, 1.0, 0.6, None);
        p.wash(&lit, Wash::new(BRICK, 0.45).rim(0.3));
        p.lift(&dim, 1.0, 0.6, None);
        p.wash(&dim, Wash::new(BRICK, 1.1).rim(0.3));
        p.stroke(&[(x, 224.0), (x + 32.0, 264.0), (x + 58.0, 225.0)], Brush::new(3.6).load(0.95).dry(0.25));
    }
    let sky = between(&across(|_| -80.0), &across(|x| 194.0 + 0.0025 * x));
    p.lift(&sky, 1.0, 1.0, None);
    p.sky(OCHRE, 0.22, 200.0, -60.0);
    p.stroke(&across(|x| 196.0 + 0.0025 * x), Brush::new(6.0).load(1.0).dry(0.25).ink(DEEP));
}
