//! What weather does to earth: folds of a loess cliff, gullies, and the mist a cliff stands in.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{Pt, between, roughen};
use crate::noise::tremble;
use crate::palette::{INK, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;

impl Plate {
    /// Sinks the lower part of a patch into mist; `foot` is what is left at its foot, 1.0 all of it.
    pub(crate) fn sink(&mut self, patch: &Patch, foot: f32) {
        if foot >= 1.0 {
            return;
        }
        let take = 1.0 - libm::powf(foot.max(0.015), 1.0 / 7.0);
        let soft = patch.rise() / 9.0;
        for i in 0..7 {
            let t = 0.28 + 0.11 * i as f32;
            let seed = self.seed();
            let upper = patch.row(0.0, 1.0, |s| t + 0.05 * tremble(s * patch.span() / 300.0, seed));
            let lower = patch.row(0.0, 1.0, |_| 1.12);
            self.lift(&between(&upper, &lower), take, soft, None);
        }
    }

    /// Models the upright folds that loess breaks into: a firm edge with the shade lying to the right of it, in strokes.
    pub(crate) fn facets(&mut self, patch: &Patch, face: Face) {
        let span = patch.span();
        let rise = patch.rise();
        if rise < 110.0 || face.folds <= 0.0 {
            return;
        }
        let mut s = self.rng.range(0.0, 0.03);
        while s < 1.0 {
            let wide = rise.clamp(60.0, 340.0) * self.rng.range(0.18, 0.9) / span;
            s += wide;
            if !self.rng.chance(face.folds) {
                continue;
            }
            let head = if self.rng.chance(0.6) { 0.0 } else { self.rng.range(0.05, 0.4) };
            let foot = head + (1.0 - head) * self.rng.range(0.35, 1.0);
            let seed = self.seed();
            let left = roughen(&patch.fall(s, head, foot, self.rng.bell() * 14.0 / span), 7.0, 45.0, seed);
            let right = roughen(
                &patch.fall(s + wide * 0.08, head, foot, wide * self.rng.range(0.2, 0.6)),
                8.0,
                50.0,
                seed ^ 3,
            );
            self.wash(
                &between(&left, &right),
                Wash::new(SHADE, 0.62).vary(0.4, 1.0).rim(0.12).pool(0.7, 120.0, 160.0).fade(
                    patch.at(s, head),
                    patch.at(s, foot),
                    0.0,
                ),
            );
            let width = (rise * 0.015).clamp(2.2, 5.0);
            self.stroke(&left, Brush::new(width).load(face.ink).dry(0.3).breaks(0.15).taper(1.0, 0.05));
            for _ in 0..(rise * (foot - head) / 11.0) as usize {
                let t = self.rng.range(head, foot);
                let reach = wide * 0.45 * self.rng.range(0.3, 1.0) * (0.3 + (t - head) / (foot - head));
                let line =
                    [patch.at(s, t), patch.at(s + reach * 0.5, t + 0.02), patch.at(s + reach, t + 0.05)];
                self.stroke(
                    &line,
                    Brush::new(2.4).load(face.ink * 0.75).vary(0.4, 1.0).dry(0.3).taper(0.9, 0.05),
                );
            }
        }
    }

    /// Cuts gullies into a face: soft dark wedges that open downwards, lit from the left, with a firm left edge and hatching.
    pub(crate) fn gullies(&mut self, patch: &Patch, count: usize, strength: f32) {
        let span = patch.span();
        for i in 0..count {
            let s = (i as f32 + self.rng.range(0.0, 1.0)) / count as f32;
            let wide = self.rng.range(0.3, 1.0) / count as f32;
            let t0 = if self.rng.chance(0.88) { 0.0 } else { self.rng.range(0.05, 0.35) };
            let t1 = t0 + (1.0 - t0) * self.rng.range(0.4, 1.0);
            let lean = self.rng.bell() * 0.3 * wide;
            let seed = self.seed();
            let left = roughen(&patch.fall(s, t0, t1, lean - wide * 0.12), 11.0, 55.0, seed);
            let right =
                roughen(&patch.fall(s + wide * 0.03, t0, t1, lean + wide * 0.45), 11.0, 60.0, seed ^ 5);
            let wedge = between(&left, &right);
            let (head, base) = (patch.at(s, t0), patch.at(s, t1));
            self.wash(
                &wedge,
                Wash::new(SHADE, strength).rim(0.1).pool(0.6, 120.0, 120.0).fade(head, base, 0.0),
            );
            let core = between(
                &left,
                &roughen(&patch.fall(s + wide * 0.02, t0, t1, lean + wide * 0.1), 6.0, 50.0, seed ^ 9),
            );
            self.wash(&core, Wash::new(INK, strength * 0.3).rim(0.1).fade(head, base, 0.0));
            self.stroke(&left, Brush::new(5.5).load(strength).dry(0.3).taper(1.0, 0.02).breaks(0.16));
            for _ in 0..(wide * span / 8.0) as usize {
                let q = self.rng.unit();
                let u0 = t0 + (t1 - t0) * self.rng.unit() * 0.7;
                let at = |u: f32| {
                    let spread = (u - t0) / (t1 - t0);
                    s + lean * spread + wide * spread * (q * 0.8 - 0.2)
                };
                let u1 = u0 + (t1 - t0) * self.rng.range(0.08, 0.3);
                let line: Vec<Pt> =
                    (0..5).map(|k| u0 + (u1 - u0) * k as f32 / 4.0).map(|u| patch.at(at(u), u)).collect();
                let load = strength * 0.75;
                self.stroke(&line, Brush::new(2.6).load(load).vary(0.4, 1.0).dry(0.35).taper(0.8, 0.02));
            }
        }
    }
}
