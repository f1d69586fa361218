//! Fields: furrows, stubble, wheat, grass, paths, and the treads of terraces.

use crate::brush::Brush;
use crate::geometry::{Pt, between, resample, roughen};
use crate::noise::{tremble, waver};
use crate::palette::{DEEP, INK, LOESS, Pigment};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;

impl Plate {
    /// Ploughs a patch: furrows along `s`, closer together at the top than at the foot.
    pub(crate) fn furrows(&mut self, patch: &Patch, count: usize, near: f32, ink: f32) {
        let seed = self.seed();
        let span = patch.span();
        for i in 1..count {
            let q = i as f32 / count as f32;
            let t = q * (near + (1.0 - near) * q);
            let step = 1.0 / count as f32;
            let level = move |s: f32| t + step * 0.35 * tremble(s * span / 260.0, seed ^ i as u32);
            let mut s = self.rng.range(-0.1, 0.1);
            while s < 1.0 {
                let run = self.rng.range(160.0, 900.0) / span;
                let (a, b) = (s.max(0.0), (s + run).min(1.0));
                if b > a + 0.01 {
                    let width = 2.0 + 4.2 * t * (1.0 - 0.5 * near);
                    let line = patch.row(a, b, level);
                    let pigment = if self.rng.chance(0.65) { DEEP } else { INK };
                    self.stroke(
                        &line,
                        Brush::new(width)
                            .load(ink)
                            .vary(0.35, 1.0)
                            .dry(0.38)
                            .breaks(0.3)
                            .taper(0.1, 0.05)
                            .ink(pigment),
                    );
                }
                s += run + self.rng.range(10.0, 260.0) / span;
            }
        }
    }

    /// Lays a field seen in perspective: from `x0..x1` at `near` back to `far`, its sides running to `vanish`; gives its patch.
    pub(crate) fn plot(&mut self, sides: (f32, f32), near: f32, far: f32, vanish: Pt, wash: Wash) -> Patch {
        let seed = self.seed();
        let back = |x: f32| {
            let t = (near - far) / (near - vanish.1);
            (x + (vanish.0 - x) * t, far)
        };
        let slope = (far - vanish.1) * 0.03;
        let top = roughen(&[back(sides.0), back(sides.1)], slope + 1.5, 160.0, seed);
        let foot =
            roughen(&[(sides.0, near), (sides.1, near)], 3.0 + (near - vanish.1) * 0.02, 170.0, seed ^ 2);
        let (mut left, mut right) = (vec![top[0], foot[0]], vec![top[top.len() - 1], foot[foot.len() - 1]]);
        left = roughen(&left, 5.0, 60.0, seed ^ 4);
        right = roughen(&right, 5.0, 60.0, seed ^ 5);
        let outline: Vec<Pt> = top
            .iter()
            .copied()
            .chain(right)
            .chain(foot.iter().rev().copied())
            .chain(left.into_iter().rev())
            .collect();
        self.wash(&outline, wash);
        Patch::new(&top, &foot)
    }

    /// Sets rows of short upright ticks on a patch: stubble or young wheat; `height` in units at the foot.
    pub(crate) fn ticks(&mut self, patch: &Patch, rows: usize, height: f32, pigment: Pigment, load: f32) {
        let seed = self.seed();
        let span = patch.span();
        for i in 0..rows {
            let q = (i as f32 + 0.5) / rows as f32;
            let t = q * (0.5 + 0.5 * q);
            let tall = height * (0.25 + 0.75 * t);
            let count = (span / (tall * 0.8 + 5.0)) as usize;
            for k in 0..count {
                let s = (k as f32 + self.rng.unit()) / count as f32;
                if waver(s * span / 140.0, seed ^ i as u32) < -0.25 {
                    continue;
                }
                let p = patch.at(s, t + 0.15 / rows as f32 * self.rng.bell());
                let lean = self.rng.bell() * tall * 0.4;
                let tip = (p.0 + lean, p.1 - tall * self.rng.range(0.6, 1.2));
                let brush = Brush::new(1.4 + tall * 0.07)
                    .load(load)
                    .vary(0.5, 1.0)
                    .ink(pigment)
                    .tremble(0.3)
                    .taper(1.0, 0.1);
                self.stroke(&[p, ((p.0 + tip.0) * 0.5 - lean * 0.1, (p.1 + tip.1) * 0.5), tip], brush);
            }
        }
    }

    /// Grows tufts of dry grass along a line, `height` units tall.
    pub(crate) fn tufts(&mut self, line: &[Pt], height: f32, share: f32, load: f32) {
        let seed = self.seed();
        for (i, p) in resample(line, height * 0.4).iter().enumerate() {
            if waver(i as f32 * 0.35, seed) * 0.5 + 0.5 > share {
                continue;
            }
            for _ in 0..4 {
                let lean = self.rng.bell() * height * 0.8 + height * 0.15;
                let tall = height * self.rng.range(0.4, 1.0);
                let foot = (p.0 + self.rng.bell() * height * 0.25, p.1 + 2.0);
                let blade =
                    [foot, (foot.0 + lean * 0.3, foot.1 - tall * 0.65), (foot.0 + lean, foot.1 - tall)];
                self.stroke(
                    &blade,
                    Brush::new(2.4).load(load).vary(0.5, 1.0).tremble(0.3).dry(0.3).taper(0.9, 0.1),
                );
            }
        }
    }

    /// Treads a path along a line; `wide` gives its half width in units by the share of the way.
    pub(crate) fn path(&mut self, line: &[Pt], wide: impl Fn(f32) -> f32, ink: f32) {
        let points = resample(line, 14.0);
        let seed = self.seed();
        let last = (points.len() - 1) as f32;
        let side = |sign: f32, salt: u32| -> Vec<Pt> {
            points
                .iter()
                .enumerate()
                .map(|(i, p)| {
                    let q = i as f32 / last;
                    let (a, b) = (points[i.saturating_sub(1)], points[(i + 1).min(points.len() - 1)]);
                    let along = crate::geometry::distance(a, b).max(1e-3);
                    let w = wide(q) * (1.0 + 0.25 * tremble(i as f32 / 7.0, seed ^ salt)) * sign;
                    (p.0 + (a.1 - b.1) / along * w, p.1 + (b.0 - a.0) / along * w * 0.7)
                })
                .collect()
        };
        let (left, right) = (side(1.0, 1), side(-1.0, 2));
        let body = between(&left, &right);
        self.lift(&body, 0.85, 3.0, None);
        self.wash(&body, Wash::new(LOESS, 0.16).rim(0.6));
        for (edge, load) in [(&left, 0.9), (&right, 0.6)] {
            self.stroke(edge, Brush::new(3.4).load(ink * load).dry(0.45).breaks(0.38));
        }
        for _ in 0..3 {
            let q = self.rng.range(0.3, 0.7);
            let rut: Vec<Pt> =
                left.iter().zip(&right).map(|(a, b)| crate::geometry::mix(*a, *b, q)).collect();
            self.stroke(&rut, Brush::new(2.2).load(ink * 0.5).dry(0.6).breaks(0.6).ink(INK));
        }
    }
}
