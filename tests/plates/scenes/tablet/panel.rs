//! The tablet itself: a slab of stone let into a moulded brick frame; its face is worn and bare.

use crate::brush::Brush;
use crate::geometry::{Pt, between, roughen};
use crate::palette::{BRICK, DEEP, DUSK, INK, SHADE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;

/// Draws a frame of bricks on edge round a recessed slab; `edge` is the width of the frame in units.
pub(super) fn framed(p: &mut Plate, patch: &Patch, edge: f32, shade: f32, ink: f32) {
    let (es, et) = (edge / patch.span(), edge / patch.rise());
    let outline = patch.outline();
    let cast: Vec<Pt> = outline.iter().map(|q| (q.0 + edge * 0.35, q.1 + edge * 0.35)).collect();
    p.wash(&cast, Wash::new(SHADE, 0.7).wet(9.0));
    p.lift(&outline, 1.0, 0.8, None);
    p.wash(&outline, Wash::new(BRICK, 0.72).second(DUSK).rim(0.25).pool(0.5, 200.0, 90.0));
    p.shade(&outline, shade);
    let joint = Brush::new((edge * 0.055).clamp(1.6, 4.0)).load(ink * 0.9).vary(0.4, 1.0).dry(0.3);
    let along = (patch.span() / (edge * 0.62)) as usize;
    for k in 1..along {
        let s = k as f32 / along as f32;
        for (a, b) in [(0.0, et), (1.0 - et, 1.0)] {
            p.stroke(&[patch.at(s, a), patch.at(s, b)], joint);
        }
    }
    let down = (patch.rise() / (edge * 0.62)) as usize;
    for k in 1..down {
        let t = k as f32 / down as f32;
        for (a, b) in [(0.0, es), (1.0 - es, 1.0)] {
            p.stroke(&[patch.at(a, t), patch.at(b, t)], joint);
        }
    }
    p.restate(&roughen(&outline, 2.0, 60.0, 3), Brush::new(2.0 + 4.5 * ink).load(ink).dry(0.25).breaks(0.04));
    let step = |q: f32| patch.part(es * q, 1.0 - es * q, et * q, 1.0 - et * q);
    let recess = step(1.0);
    p.lift(&recess, 1.0, 0.8, None);
    p.wash(&recess, Wash::new(SHADE, 1.0).second(INK).rim(0.2));
    p.restate(&recess, Brush::new(2.0 + 3.0 * ink).load(ink).dry(0.25));
    slab(
        p,
        &Patch::new(
            &patch.row(es * 1.28, 1.0 - es * 1.28, |_| et * 1.3),
            &patch.row(es * 1.28, 1.0 - es * 1.28, |_| 1.0 - et * 1.28),
        ),
        shade,
        ink,
    );
}

/// The slab: pale stone, a sunk margin, rain-runs from the top edge, lichen in a corner, one crack.
fn slab(p: &mut Plate, patch: &Patch, shade: f32, ink: f32) {
    let seed = p.seed();
    let face = roughen(&patch.outline(), 3.0, 70.0, seed);
    p.lift(&face, 1.0, 0.8, None);
    p.wash(&face, Wash::new(STRAW, 0.26).second(BRICK).rim(0.4).pool(0.7, 300.0, 160.0));
    p.wash(&face, Wash::new(DUSK, 0.12 + shade * 0.8).second(SHADE).rim(0.2).pool(0.9, 180.0, 200.0));
    p.inside(&face, 0.8, |p| {
        for k in 0..16 {
            let s = (k as f32 + p.rng.unit()) / 16.0;
            let (reach, wide) = (p.rng.range(0.2, 0.85), p.rng.range(0.004, 0.02));
            let strip = patch.part(s, (s + wide).min(1.0), 0.0, reach);
            if k % 3 == 0 {
                p.lift(&strip, 0.35, 5.0, None);
            } else {
                let wash = Wash::new(SHADE, 0.42).vary(0.4, 1.0).wet(6.0);
                p.wash(&strip, wash.fade(patch.at(s, 0.0), patch.at(s, reach), 0.0));
            }
        }
        for (s, t, size) in
            [(0.06, 0.9, 0.10), (0.13, 0.98, 0.08), (0.9, 0.12, 0.06), (0.02, 0.7, 0.07), (0.55, 0.98, 0.07)]
        {
            let at = patch.at(s, t);
            let r = size * patch.span();
            let bloom: Vec<Pt> = (0..14)
                .map(|k| {
                    let a = core::f32::consts::TAU * k as f32 / 14.0;
                    let q = r * p.rng.range(0.5, 1.0);
                    (at.0 + libm::cosf(a) * q, at.1 + libm::sinf(a) * q * 0.6)
                })
                .collect();
            p.wash(&bloom, Wash::new(WHEAT, 0.34).vary(0.5, 1.0).second(DEEP).rim(0.5).pool(0.9, 60.0, 60.0));
        }
        for _ in 0..150 {
            let at = patch.at(p.rng.unit(), p.rng.unit());
            let size = p.rng.range(2.0, 8.0);
            p.dab(at, size, 1.5, 0.3, Brush::new(1.0).load(0.4 * ink).vary(0.2, 1.0).dry(0.3));
        }
        let crack: Vec<Pt> =
            [(0.70, 0.0), (0.715, 0.22), (0.69, 0.40), (0.735, 0.66), (0.73, 0.82), (0.76, 1.0)]
                .iter()
                .map(|c| patch.at(c.0, c.1))
                .collect();
        p.stroke(
            &roughen(&crack, 6.0, 40.0, seed ^ 4),
            Brush::new(5.0).load(0.85 * ink).dry(0.25).tremble(3.0).taper(1.0, 0.3),
        );
    });
    let margin = (28.0 / patch.span(), 28.0 / patch.rise());
    let sunk = patch.part(margin.0, 1.0 - margin.0, margin.1, 1.0 - margin.1);
    p.stroke(&roughen(&sunk, 2.5, 60.0, seed ^ 5), Brush::new(3.2).load(0.5 * ink).dry(0.4).breaks(0.35));
    let upper = between(&patch.row(0.0, 1.0, |_| 0.0), &patch.row(0.0, 1.0, |_| 0.09));
    p.wash(&upper, Wash::new(SHADE, 0.7).wet(8.0));
    p.restate(&face, Brush::new(2.5 + 3.5 * ink).load(ink).dry(0.25).breaks(0.06));
}
