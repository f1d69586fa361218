//! The passage: the vault, a lamp niche, and a turn with light beyond it.

use crate::brush::Brush;
use crate::geometry::{Pt, curve, roughen};
use crate::noise::{smoothstep, tremble};
use crate::palette::{CINNABAR, DEEP, INK, LOESS, OCHRE, SHADE, STRAW};
use crate::plate::Plate;
use crate::view::View;
use crate::wash::Wash;

const VIEW: View = View::Eye([0.28, 1.35, 0.0], 0.05, 1500.0, (1240.0, 800.0));
const END: f32 = 11.0;

/// The passage drifts to the left and down a step as it goes.
fn middle(z: f32) -> f32 {
    -0.10 * libm::powf((z / 4.0).max(0.0), 2.0)
}

fn floor(z: f32) -> f32 {
    -0.34 * smoothstep(5.6, 5.9, z) - 0.24 * smoothstep(6.6, 6.9, z)
}

/// The vault at `z`: from the left foot over to the right.
fn ring(z: f32) -> Vec<Pt> {
    let seed = 31;
    let mut line = Vec::new();
    let (x, y) = (middle(z), floor(z));
    for k in 0..=6 {
        let v = 1.2 * k as f32 / 6.0;
        line.push(VIEW.at([x - 0.78 + 0.03 * tremble(z * 1.7 + v * 2.0, seed), y + v, z]));
    }
    for k in 1..24 {
        let a = core::f32::consts::PI * (1.0 - k as f32 / 24.0);
        let r = 0.78 + 0.03 * tremble(z * 1.7 + k as f32 * 0.4, seed ^ 3);
        line.push(VIEW.at([x + libm::cosf(a) * r, y + 1.2 + libm::sinf(a) * (r + 0.1), z]));
    }
    for k in 0..=6 {
        let v = 1.2 * (1.0 - k as f32 / 6.0);
        line.push(VIEW.at([x + 0.78 + 0.03 * tremble(z * 1.7 + v * 2.0, seed ^ 5), y + v, z]));
    }
    curve(&line)
}

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    let sheet = [(-60.0, -60.0), (2460.0, -60.0), (2460.0, 1660.0), (-60.0, 1660.0)];
    p.wash(&sheet, Wash::new(SHADE, 1.3).rim(0.0));
    p.wash(&sheet, Wash::new(INK, 0.9).rim(0.0));
    let mut depths = vec![0.62];
    while let Some(z) = depths.last().copied().filter(|z| *z < END) {
        depths.push(z * 1.11 + 0.04);
    }
    for pair in depths.windows(2) {
        section(p, pair[0], pair[1]);
    }
    end(p, depths[depths.len() - 1]);
    niche(p);
    for z in [5.75, 6.75] {
        let lip = VIEW.line([middle(z) - 0.78, floor(z - 0.2), z], [middle(z) + 0.78, floor(z - 0.2), z]);
        p.restate(&roughen(&lip, 3.0, 40.0, 4), Brush::new(6.0).load(1.0).dry(0.2));
    }
}

/// How much light reaches the walls at `z`: the lamp near, the day at the turn.
fn light(z: f32) -> (f32, f32) {
    let lamp = libm::expf(-(z - 2.6) * (z - 2.6) / 1.5);
    let day = smoothstep(6.5, 10.5, z);
    (lamp, day)
}

/// One length of the vault, laid over all that lies beyond it: both sides, floor, and the marks of the pick.
fn section(p: &mut Plate, z0: f32, z1: f32) {
    let (near, far) = (ring(z0), ring(z1));
    let half = near.len() / 2;
    let (lamp, day) = light((z0 + z1) * 0.5);
    p.lift(&near, 1.0, 0.6, None);
    let heart = VIEW.at([middle(z0), floor(z0) + 1.0, z0]);
    let wide: Vec<Pt> =
        near.iter().map(|q| (heart.0 + (q.0 - heart.0) * 1.014, heart.1 + (q.1 - heart.1) * 1.014)).collect();
    let soft = (wide[wide.len() - 1].0 - wide[0].0) * 0.09;
    p.wash(&wide, Wash::new(OCHRE, 0.75).second(LOESS).rim(0.1).pool(0.8, 160.0, 90.0));
    for (range, lit, lean) in
        [(0..half + 1, 0.78 * lamp + 0.22 * day, -0.1), (half..near.len(), 0.42 * lamp + 0.95 * day, 0.1)]
    {
        let mut side = wide[range].to_vec();
        side.push((heart.0 + lean * soft, heart.1));
        let dark = (1.0 - lit).clamp(0.0, 1.0);
        p.wash(&side, Wash::new(SHADE, 1.0 * dark).wet(soft.min(40.0) * 0.3 + 2.0).pool(0.6, 140.0, 140.0));
        p.wash(&side, Wash::new(INK, 0.85 * dark * dark).wet(soft.min(40.0) * 0.3 + 2.0));
    }
    let ground = [wide[0], wide[wide.len() - 1], far[far.len() - 1], far[0]];
    p.lift(&ground, 0.75, 3.0, None);
    p.wash(&ground, Wash::new(LOESS, 0.5).second(OCHRE).rim(0.1));
    let dark = (1.0 - 0.7 * lamp - 0.95 * day).clamp(0.0, 1.0);
    p.wash(&ground, Wash::new(SHADE, 0.95 * dark).rim(0.1));
    p.wash(&ground, Wash::new(INK, 0.7 * dark * dark).rim(0.05));
    let brush = Brush::new(3.4).load(0.75).vary(0.3, 1.0).dry(0.4).breaks(0.2).taper(0.9, 0.1);
    p.stroke(&near, Brush::new(3.0).load(0.6).dry(0.45).breaks(0.62).tremble(3.0));
    for _ in 0..54 {
        let i = p.rng.range(1.0, near.len() as f32 - 6.0) as usize;
        let (q0, reach) = (p.rng.range(0.0, 0.6), p.rng.range(0.3, 0.7));
        let from = crate::geometry::mix(near[i], far[i], q0);
        let to = crate::geometry::mix(near[i + 4], far[i + 4], q0 + reach);
        p.stroke(&[from, to], brush);
    }
}

/// The far end: the wall where the passage turns, and day on it from the left.
fn end(p: &mut Plate, depth: f32) {
    let hole = ring(depth);
    p.lift(&hole, 1.0, 1.0, None);
    p.wash(&hole, Wash::new(STRAW, 0.5).second(LOESS).rim(0.2));
    let (left, right) = (hole[0], hole[hole.len() - 1]);
    let wide = right.0 - left.0;
    let dark = [
        (left.0 - 4.0, left.1),
        (left.0 - 4.0, left.1 - 1.7 * wide),
        (left.0 + 0.24 * wide, left.1 - 1.7 * wide),
        (left.0 + 0.30 * wide, left.1),
    ];
    p.inside(&hole, 0.6, |p| {
        p.lift(&dark, 0.9, 3.0, None);
        let shade = [
            (right.0, right.1),
            (right.0, right.1 - 1.7 * wide),
            (right.0 - 0.2 * wide, right.1 - 1.7 * wide),
            (right.0 - 0.42 * wide, right.1),
        ];
        p.wash(&shade, Wash::new(SHADE, 0.35).wet(8.0));
        for k in 1..7 {
            let y = left.1 - wide * 0.24 * k as f32;
            p.stroke(
                &roughen(&[(left.0, y), (right.0, y + 4.0)], 2.0, 30.0, k),
                Brush::new(2.4).load(0.6).dry(0.4).breaks(0.3).ink(DEEP),
            );
        }
    });
    p.restate(&hole, Brush::new(4.5).load(0.9).dry(0.3).breaks(0.1));
    let glow: Vec<Pt> = [(-0.7, 10.0), (0.75, 10.0), (0.6, 7.2), (-0.2, 7.0)]
        .iter()
        .map(|s| VIEW.at([middle(s.1) + s.0, floor(s.1), s.1]))
        .collect();
    p.lift(&glow, 0.5, 14.0, None);
}

/// The lamp niche in the left wall: soot above it, a dish, and one small flame.
fn niche(p: &mut Plate) {
    let wall = |y: f32, z: f32| VIEW.at([middle(z) - 0.76, y, z]);
    let soot = roughen(
        &[wall(1.05, 2.25), wall(1.6, 2.3), wall(1.75, 2.7), wall(1.5, 2.95), wall(1.05, 2.95)],
        8.0,
        40.0,
        6,
    );
    p.wash(&soot, Wash::new(INK, 0.55).wet(16.0));
    let mut hole = vec![wall(0.82, 2.3), wall(1.02, 2.3)];
    hole.extend((0..=10).map(|k| {
        let a = core::f32::consts::PI * (1.0 - k as f32 / 10.0);
        wall(1.02 + libm::sinf(a) * 0.24, 2.6 + libm::cosf(a) * 0.3)
    }));
    hole.extend([wall(1.02, 2.9), wall(0.82, 2.9)]);
    p.lift(&hole, 1.0, 1.0, None);
    p.wash(&hole, Wash::new(OCHRE, 0.85).second(DEEP).rim(0.4));
    let (a, b) = (wall(0.82, 2.3), wall(0.82, 2.9));
    let flame = (a.0 * 0.5 + b.0 * 0.5 + 4.0, a.1 * 0.5 + b.1 * 0.5 - 52.0);
    let halo: Vec<Pt> = (0..24)
        .map(|k| {
            let t = core::f32::consts::TAU * k as f32 / 24.0;
            (flame.0 + libm::cosf(t) * 62.0, flame.1 + libm::sinf(t) * 74.0)
        })
        .collect();
    p.lift(&halo, 0.8, 30.0, None);
    p.restate(&roughen(&hole, 3.0, 30.0, 3), Brush::new(6.0).load(1.0).dry(0.25));
    p.stroke(&[a, b], Brush::new(9.0).load(1.0).dry(0.2));
    let dish = curve(&[
        (flame.0 - 36.0, flame.1 + 28.0),
        (flame.0 - 14.0, flame.1 + 48.0),
        (flame.0 + 18.0, flame.1 + 50.0),
        (flame.0 + 38.0, flame.1 + 34.0),
    ]);
    p.stroke(&dish, Brush::new(13.0).load(1.0).dry(0.1).taper(0.6, 0.6));
    p.dab((flame.0, flame.1 + 6.0), 15.0, 2.6, 1.6, Brush::new(1.0).load(0.75).ink(CINNABAR).dry(0.05));
    p.dab((flame.0, flame.1 + 14.0), 9.0, 1.8, 1.6, Brush::new(1.0).load(0.5).ink(OCHRE).dry(0.05));
}
