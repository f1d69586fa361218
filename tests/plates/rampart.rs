//! The rammed wall: even layers, seams of the formwork, put-log holes, an eaten foot, a worn crest, and the parapet.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{Pt, between, roughen};
use crate::noise::{jog, smoothstep, tremble};
use crate::palette::{DEEP, INK, LOESS, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;

/// How a rammed wall stands.
#[derive(Clone, Copy)]
pub(crate) struct Rampart {
    /// How many rammed layers show from top to foot.
    pub layers: usize,
    /// Strength of the shade, 0.0 in the sun, 0.8 turned away from it.
    pub shade: f32,
    /// Ink, 0.3 far off, 1.0 near.
    pub ink: f32,
    /// Wear: 0.0 sound, 1.0 gullied and eaten at the foot.
    pub wear: f32,
    /// Rows of put-log holes.
    pub holes: usize,
}

impl Plate {
    /// Draws a face of rammed wall on a patch.
    pub(crate) fn rammed(&mut self, patch: &Patch, wall: Rampart) {
        let face = Face {
            pigment: LOESS,
            body: 0.62,
            shade: wall.shade,
            layers: wall.layers,
            layering: 0.75,
            ink: wall.ink * 0.85,
            cracks: 0.7 + 1.3 * wall.wear,
            foot: 1.0,
            contour: 0.0,
            wander: 0.35,
            folds: 0.0,
        };
        self.face(patch, face);
        self.courses(patch, wall);
        self.seams(patch, wall);
        if wall.wear > 0.15 {
            let count = (patch.span() / 700.0 * (1.0 + 1.5 * wall.wear)) as usize;
            self.gullies(patch, count.max(2), 0.3 + 0.3 * wall.wear);
        }
        self.putlogs(patch, wall);
        self.eaten_foot(patch, wall);
        let top: Vec<Pt> = patch.top().to_vec();
        self.restate(&top, Brush::new(3.0 + 5.0 * wall.ink).load(0.4 + 0.6 * wall.ink).dry(0.25).breaks(0.1));
    }

    /// Draws the line of each rammed layer, thin, nearly level, mostly whole: the mark by which such a wall is known.
    fn courses(&mut self, patch: &Patch, wall: Rampart) {
        let seed = self.seed();
        let span = patch.span();
        let rise = patch.rise();
        let count = wall.layers * 2;
        for i in 1..count {
            let t = (i as f32 + 0.3 * tremble(i as f32 * 1.3, seed)) / count as f32;
            let line = patch.row(0.0, 1.0, |s| {
                t + (0.14 * tremble(s * span / 300.0, seed ^ i as u32)
                    + 0.06 * tremble(s * span / 40.0, seed ^ 7 ^ i as u32))
                    / count as f32
            });
            let width = (rise * 0.0042).clamp(1.4, 3.4);
            self.stroke(
                &line,
                Brush::new(width).load(wall.ink * 0.7).vary(0.35, 1.0).dry(0.35).breaks(0.3).taper(0.8, 0.7),
            );
            if i % 2 == 0 {
                let low: Vec<Pt> = line.iter().map(|q| (q.0, q.1 + rise * 0.010)).collect();
                self.wash(&between(&line, &low), Wash::new(DEEP, 0.30).wet(2.5).pool(1.0, 260.0, 40.0));
            }
        }
    }

    /// Draws the staggered upright seams between lengths of formwork.
    fn seams(&mut self, patch: &Patch, wall: Rampart) {
        let lifts = (wall.layers / 3).max(1);
        let span = patch.span();
        let rise = patch.rise();
        for lift in 0..lifts {
            let (t0, t1) = (lift as f32 / lifts as f32, (lift + 1) as f32 / lifts as f32);
            let mut s = self.rng.range(0.0, 0.15);
            while s < 1.0 {
                if self.rng.chance(0.6) {
                    let line = patch.fall(s, t0 + 0.01, t1 - 0.01, self.rng.bell() * 4.0 / span);
                    self.stroke(
                        &line,
                        Brush::new((rise * 0.006).clamp(1.8, 4.0))
                            .load(wall.ink * 0.75)
                            .dry(0.35)
                            .breaks(0.2),
                    );
                }
                s += rise * self.rng.range(0.45, 0.8) / span;
            }
        }
    }

    /// Pierces the put-log holes (架孔): small dark mouths in rows, with a lit lower lip.
    fn putlogs(&mut self, patch: &Patch, wall: Rampart) {
        let span = patch.span();
        let rise = patch.rise();
        let size = (rise * 0.019).clamp(4.0, 17.0);
        for row in 0..wall.holes {
            let t = (row as f32 + 0.75) / (wall.holes as f32 + 0.7);
            let count = (span / (rise * 0.34)) as usize;
            for k in 0..count {
                let s = (k as f32 + 0.5 + 0.5 * (row % 2) as f32 + self.rng.bell() * 0.12) / count as f32;
                if s > 0.985 || self.rng.chance(0.22) {
                    continue;
                }
                let at = patch.at(s, t + self.rng.bell() * 0.008);
                let mouth = size * self.rng.range(0.85, 1.25);
                self.dab(at, mouth, 0.9, 0.2, Brush::new(1.0).load(wall.ink).dry(0.08));
                self.dab(
                    (at.0 + size * 0.1, at.1 + size * 0.62),
                    size * 0.5,
                    2.0,
                    0.0,
                    Brush::new(1.0).load(0.35 * wall.ink).ink(DEEP),
                );
                if self.rng.chance(0.5) {
                    let reach = rise * self.rng.range(0.03, 0.09);
                    let line = [
                        (at.0, at.1 + size * 0.6),
                        (at.0 + self.rng.bell() * 3.0, at.1 + size * 0.6 + reach),
                    ];
                    self.stroke(
                        &line,
                        Brush::new(size * 0.35).load(0.35 * wall.ink).dry(0.45).taper(1.0, 0.1),
                    );
                }
            }
        }
    }

    /// Eats the foot of the wall: a dark hollow line of salt and damp, and the fallen earth under it.
    fn eaten_foot(&mut self, patch: &Patch, wall: Rampart) {
        let seed = self.seed();
        let span = patch.span();
        let depth = 0.03 + 0.045 * wall.wear;
        let upper = patch.row(0.0, 1.0, |s| {
            1.0 - depth
                * (1.0 + 0.35 * tremble(s * span / 260.0, seed) + 0.18 * jog(s * span / 60.0, seed ^ 2))
        });
        let lower =
            patch.row(0.0, 1.0, |s| 1.0 - depth * 0.2 * (1.0 + 0.8 * tremble(s * span / 60.0, seed ^ 4)));
        let hollow = between(&upper, &lower);
        self.wash(
            &hollow,
            Wash::new(SHADE, 0.7 * wall.ink.max(0.4))
                .rim(0.2)
                .fade(patch.at(0.5, 1.0 - depth), patch.at(0.5, 1.01), 0.25)
                .pool(0.9, 200.0, 60.0),
        );
        self.wash(
            &hollow,
            Wash::new(INK, 0.26 * wall.ink).wet(4.0).fade(
                patch.at(0.5, 1.0 - depth),
                patch.at(0.5, 1.0 - depth * 0.3),
                0.0,
            ),
        );
        self.stroke(&upper, Brush::new(3.6).load(wall.ink).dry(0.35).breaks(0.25));
        let talus =
            between(&lower, &patch.row(0.0, 1.0, |s| 1.0 + 0.03 * jog(s * span / 70.0, seed ^ 6).abs()));
        self.lift(&talus, 0.7, 1.5, None);
        self.wash(&talus, Wash::new(OCHRE, 0.45).rim(0.3));
    }

    /// Sets a parapet with merlons on the top edge of a patch: `tall` units high at the start and `tall_end` at the end.
    pub(crate) fn parapet(
        &mut self,
        patch: &Patch,
        tall: f32,
        tall_end: f32,
        shade: f32,
        ink: f32,
        ruin: f32,
    ) {
        let seed = self.seed();
        let span = patch.span();
        let mut s = 0.0_f32;
        while s < 1.0 {
            let high = tall + (tall_end - tall) * s;
            let wide = high * self.rng.range(1.25, 1.6) / span;
            let gap = high * self.rng.range(0.45, 0.65) / span;
            let end = (s + wide).min(1.0);
            let keep = 1.0 - ruin * smoothstep(-0.5, 0.7, jog(s * 5.0, seed));
            let low = high * 0.42 * (0.4 + 0.6 * keep);
            let merlon = high * keep * self.rng.range(0.9, 1.05);
            let wall = |a: f32, b: f32, h: f32| {
                let foot = patch.row(a, b, |_| 0.01);
                let top: Vec<Pt> = foot.iter().map(|q| (q.0, q.1 - h)).collect();
                (roughen(&top, 1.0 + 7.0 * ruin * h / 60.0, 30.0, seed ^ (a * 999.0) as u32), foot)
            };
            for (a, b, h) in [(s, end, merlon), (end, (end + gap).min(1.0), low)] {
                if b - a < 3.0 / span || h < 4.0 {
                    continue;
                }
                let (top, foot) = wall(a, b, h);
                let block = between(&top, &foot);
                self.lift(&block, 1.0, 0.5, None);
                self.wash(&block, Wash::new(LOESS, 0.55).second(OCHRE).rim(0.25).pool(0.6, 120.0, 40.0));
                self.wash(&block, Wash::new(SHADE, 0.08 + shade).rim(0.1));
                self.stroke(&top, Brush::new(2.0 + 3.0 * ink).load(ink).dry(0.25).breaks(0.06));
                let (left, right) = ([top[0], foot[0]], [top[top.len() - 1], foot[foot.len() - 1]]);
                self.stroke(&left, Brush::new(1.8 + 2.0 * ink).load(ink * 0.8).dry(0.3));
                self.stroke(&right, Brush::new(2.2 + 2.4 * ink).load(ink).dry(0.3));
                for k in 1..3 {
                    let q = k as f32 / 3.0;
                    let line: Vec<Pt> = foot.iter().map(|f| (f.0, f.1 - h * q)).collect();
                    self.stroke(&line, Brush::new(1.8).load(ink * 0.5).dry(0.4).breaks(0.35));
                }
            }
            s = end + gap;
        }
        let line = patch.row(0.0, 1.0, |_| 0.0);
        self.stroke(&line, Brush::new(2.6).load(ink * 0.8).dry(0.3).breaks(0.15));
    }
}
