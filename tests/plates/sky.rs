//! Sky and weather: graded washes, drifting cloud, rain, snow, crows; and water lying under it.

use crate::brush::Brush;
use crate::geometry::{Pt, between};
use crate::noise::smoothstep;
use crate::palette::{INDIGO, Pigment};
use crate::plate::{HEIGHT, Plate, WIDTH};
use crate::wash::Wash;

impl Plate {
    /// Grades the sky from `strength` at `from` to nothing at `to` (units down the sheet), streaked by the brush.
    pub(crate) fn sky(&mut self, pigment: Pigment, strength: f32, from: f32, to: f32) {
        let (top, foot) = (from.min(to).min(0.0) - 40.0, from.max(to).max(0.0));
        let sheet = [(-60.0, top), (WIDTH + 60.0, top), (WIDTH + 60.0, foot), (-60.0, foot)];
        let wash = Wash::new(pigment, strength).wet(30.0).pool(0.55, 1500.0, 190.0).grain(0.35);
        self.wash(&sheet, wash.fade((0.0, from), (0.0, to), 0.0));
    }

    /// Drags long flat strokes of wet wash across the sky: `count` of them between `high` and `low`.
    pub(crate) fn streaks(&mut self, pigment: Pigment, strength: f32, high: f32, low: f32, count: usize) {
        for _ in 0..count {
            let (x, y) = (self.rng.range(-200.0, WIDTH), self.rng.range(high, low));
            let (long, thick) = (self.rng.range(500.0, 1500.0), self.rng.range(10.0, 46.0));
            let seed = self.seed();
            let rise = self.rng.bell() * 30.0;
            let body = |sign: f32, salt: u32| -> Vec<Pt> {
                (0..=30)
                    .map(|i| {
                        let q = i as f32 / 30.0;
                        let belly = libm::sqrtf((4.0 * q * (1.0 - q)).max(0.0));
                        let w = crate::noise::tremble(q * 7.0, seed ^ salt);
                        (x + long * q, y + rise * q + sign * thick * belly * (0.8 + 0.5 * w))
                    })
                    .collect()
            };
            let polygon = between(&body(-1.0, 1), &body(1.0, 2));
            self.wash(&polygon, Wash::new(pigment, strength).vary(0.4, 1.0).wet(thick * 0.45));
        }
    }

    /// Lets rain fall in slanting dry strokes, `count` of them, some as bare paper.
    pub(crate) fn rain(&mut self, count: usize, slant: f32, load: f32) {
        for i in 0..count {
            let from = (self.rng.range(-200.0, WIDTH + 100.0), self.rng.range(-100.0, HEIGHT));
            let reach = self.rng.range(90.0, 330.0);
            let to = (from.0 + slant * reach, from.1 + reach);
            if i % 3 == 0 {
                let w = self.rng.range(1.0, 2.2);
                let strip = [from, (from.0 + w, from.1), (to.0 + w * 0.4, to.1), (to.0, to.1)];
                self.lift(&strip, 0.55, 0.0, None);
            } else {
                self.stroke(
                    &[from, to],
                    Brush::new(1.9)
                        .load(load)
                        .vary(0.4, 1.0)
                        .dry(0.5)
                        .breaks(0.3)
                        .tremble(0.6)
                        .taper(0.2, 0.1)
                        .ink(INDIGO),
                );
            }
        }
    }

    /// Lets snow fall: flecks of bare paper.
    pub(crate) fn snowfall(&mut self, count: usize, low: f32, high: f32) {
        for _ in 0..count {
            let at = (self.rng.range(0.0, WIDTH), self.rng.range(0.0, HEIGHT));
            let r = self.rng.range(low, high);
            let fleck: Vec<Pt> = (0..7)
                .map(|i| {
                    let a = core::f32::consts::TAU * i as f32 / 7.0;
                    let k = r * self.rng.range(0.7, 1.2);
                    (at.0 + libm::cosf(a) * k, at.1 + libm::sinf(a) * k)
                })
                .collect();
            self.lift(&fleck, 0.9, 0.5, None);
        }
    }

    /// Puts a crow in the air, `span` units from wing to wing.
    pub(crate) fn crow(&mut self, at: Pt, span: f32, load: f32) {
        let tilt = self.rng.bell() * 0.35;
        let lift = self.rng.range(0.15, 0.5);
        for side in [-1.0, 1.0] {
            let (mid, tip) = (span * 0.25 * side, span * 0.5 * side);
            let wing = [
                at,
                (at.0 + mid, at.1 - span * lift * 0.55 + mid * tilt),
                (at.0 + tip, at.1 - span * lift * self.rng.range(0.1, 0.55) + tip * tilt),
            ];
            let line = crate::geometry::curve(&wing);
            self.stroke(&line, Brush::new(span * 0.13).load(load).tremble(0.3).taper(1.0, 0.1));
        }
        self.dab(
            (at.0 + span * 0.05, at.1 + span * 0.04),
            span * 0.15,
            2.2,
            tilt + 0.3,
            Brush::new(1.0).load(load).dry(0.05),
        );
    }

    /// Lays still water between two banks: indigo that pales in the middle, a few flat dry ripples.
    pub(crate) fn water(&mut self, far_bank: &[Pt], near_bank: &[Pt], pigment: Pigment, strength: f32) {
        let body = between(far_bank, near_bank);
        self.lift(&body, 1.0, 1.0, None);
        self.wash(&body, Wash::new(pigment, strength).rim(0.5).pool(0.75, 1100.0, 60.0).grain(0.2));
        let patch = crate::patch::Patch::new(far_bank, near_bank);
        self.wash(&patch.part(0.0, 1.0, 0.0, 0.3), Wash::new(pigment, strength * 0.7).wet(10.0));
        for _ in 0..46 {
            let (s, t) = (self.rng.unit(), smoothstep(0.0, 1.0, self.rng.unit()));
            let run = self.rng.range(0.02, 0.09);
            let line = patch.row(s, (s + run).min(1.0), |_| t);
            self.stroke(
                &line,
                Brush::new(2.2)
                    .load(strength)
                    .vary(0.4, 1.1)
                    .dry(0.55)
                    .breaks(0.3)
                    .taper(0.1, 0.1)
                    .ink(pigment),
            );
        }
    }
}
