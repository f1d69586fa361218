//! The stone itself: a slab with a lit face and one side, worn; and the shape of its head.

use crate::brush::Brush;
use crate::geometry::{Pt, between, roughen};
use crate::palette::{BRICK, DUSK, SHADE, STRAW, WHEAT};
use crate::plate::Plate;
use crate::wash::Wash;

/// Gives the outline of a slab face: `foot` middle, width, height to the shoulder, height of the round head, lean.
pub(super) fn outline(foot: Pt, wide: f32, tall: f32, head: f32, lean: f32) -> Vec<Pt> {
    let (sin, cos) = (libm::sinf(lean), libm::cosf(lean));
    let place = |u: f32, v: f32| (foot.0 + u * cos + v * sin, foot.1 + u * sin - v * cos);
    let mut line = vec![place(-wide * 0.5, 0.0), place(-wide * 0.5, tall * 0.5)];
    for k in 0..=20 {
        let a = core::f32::consts::PI * (1.0 - k as f32 / 20.0);
        let c = libm::cosf(a);
        line.push(place(wide * 0.5 * c.signum() * libm::powf(c.abs(), 0.75), tall + head * libm::sinf(a)));
    }
    line.push(place(wide * 0.5, tall * 0.5));
    line.push(place(wide * 0.5, 0.0));
    line
}

/// Draws a slab: its thickness `deep` to the right, its face, and what weather has done to it.
pub(super) fn slab(p: &mut Plate, face: &[Pt], deep: Pt, shade: f32, ink: f32) {
    let seed = p.seed();
    let face = roughen(face, 4.0, 60.0, seed);
    let half = face.len() * 2 / 5;
    let far: Vec<Pt> = face[half..].iter().map(|q| (q.0 + deep.0, q.1 + deep.1)).collect();
    let side = between(&face[half..], &far);
    p.lift(&side, 1.0, 0.8, None);
    p.wash(&side, Wash::new(SHADE, 1.0 + 0.3 * shade).second(BRICK).rim(0.3));
    p.restate(&far, Brush::new(3.0 + 3.0 * ink).load(ink).dry(0.25));
    p.lift(&face, 1.0, 0.8, None);
    p.wash(&face, Wash::new(BRICK, 0.40).second(STRAW).rim(0.35).pool(0.7, 180.0, 260.0));
    p.wash(&face, Wash::new(DUSK, 0.10 + shade).second(SHADE).rim(0.15).pool(0.8, 120.0, 200.0));
    weather(p, &face, ink);
    p.restate(&face, Brush::new(3.5 + 4.5 * ink).load(ink).dry(0.25).breaks(0.05));
}

/// Runs of rain down the face, lichen, pits and chipped edges; never anything like a sign.
fn weather(p: &mut Plate, face: &[Pt], ink: f32) {
    let low = face.iter().fold((f32::MAX, f32::MAX), |m, q| (m.0.min(q.0), m.1.min(q.1)));
    let high = face.iter().fold((f32::MIN, f32::MIN), |m, q| (m.0.max(q.0), m.1.max(q.1)));
    let (wide, tall) = (high.0 - low.0, high.1 - low.1);
    p.inside(face, 1.0, |p| {
        for k in 0..9 {
            let x = low.0 + wide * (k as f32 + 0.3 + 0.4 * p.rng.unit()) / 9.0;
            let (y, reach) = (low.1 + tall * p.rng.range(0.0, 0.35), tall * p.rng.range(0.2, 0.6));
            let run = wide * p.rng.range(0.012, 0.05);
            let seed = p.seed();
            let strip = between(
                &roughen(&[(x, y), (x + run * 0.4, y + reach)], 4.0, 60.0, seed),
                &roughen(&[(x + run, y), (x + run * 0.8, y + reach)], 4.0, 60.0, seed ^ 1),
            );
            if k % 3 == 0 {
                p.lift(&strip, 0.28, 5.0, None);
            } else {
                p.wash(&strip, Wash::new(SHADE, 0.34).wet(6.0).fade((x, y), (x, y + reach), 0.0));
            }
        }
        for _ in 0..7 {
            let at = (low.0 + wide * p.rng.unit(), low.1 + tall * p.rng.range(0.1, 1.0));
            let size = wide * p.rng.range(0.05, 0.16);
            let bloom: Vec<Pt> = (0..12)
                .map(|k| {
                    let a = core::f32::consts::TAU * k as f32 / 12.0;
                    let r = size * p.rng.range(0.5, 1.0);
                    (at.0 + libm::cosf(a) * r, at.1 + libm::sinf(a) * r * 0.8)
                })
                .collect();
            p.wash(&bloom, Wash::new(WHEAT, 0.30).vary(0.3, 1.0).second(STRAW).rim(0.5));
        }
        for _ in 0..70 {
            let at = (low.0 + wide * p.rng.unit(), low.1 + tall * p.rng.unit());
            let size = p.rng.range(2.0, 7.0);
            p.dab(at, size, 1.5, 0.2, Brush::new(1.0).load(0.4 * ink).vary(0.3, 1.0).dry(0.3));
        }
        for _ in 0..3 {
            let from = (low.0 + wide * p.rng.unit(), low.1 + tall * p.rng.unit());
            let line = [
                from,
                (from.0 + wide * 0.12, from.1 + tall * 0.07),
                (from.0 + wide * 0.16, from.1 + tall * 0.2),
            ];
            p.stroke(&line, Brush::new(3.0).load(0.7 * ink).dry(0.35).tremble(4.0).taper(0.8, 0.1));
        }
    });
}
