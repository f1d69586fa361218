//! Distance: ranges of hills with spurs and texture strokes (皴), and the mist that lies between things.

use crate::brush::Brush;
use crate::geometry::{Pt, between, graph};
use crate::noise::{smoothstep, tremble, waver};
use crate::palette::{DUSK, Pigment, SHADE};
use crate::plate::{HEIGHT, Plate, WIDTH};
use crate::wash::Wash;

/// A range of hills seen across the sheet.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    /// Left end of the ridge, units.
    pub from: f32,
    /// Right end of the ridge, units.
    pub to: f32,
    /// Where the range stands, units down the sheet.
    pub base: f32,
    /// Height of the highest summit, units.
    pub height: f32,
    /// Where the highest summit is, `0.0..1.0` along the ridge.
    pub summit: f32,
    /// Width of one spur, units.
    pub spur: f32,
    /// Wash.
    pub pigment: Pigment,
    /// Strength of the wash.
    pub strength: f32,
    /// Ink in the contour and the strokes; 0.0 is a bare wash for the farthest.
    pub ink: f32,
}

impl Plate {
    /// Draws a range, lost in mist at its base, and gives its ridge.
    pub(crate) fn range(&mut self, range: Range) -> Vec<Pt> {
        let seed = self.seed();
        let width = range.to - range.from;
        let ridge = graph(range.from, range.to, 7.0, |x| {
            let u = (x - range.from) / width;
            let swell = if u < range.summit {
                smoothstep(-0.25, range.summit, u)
            } else {
                1.0 - smoothstep(range.summit, 1.25, u)
            };
            let shoulders = 0.20 * tremble(x / (range.spur * 2.4), seed)
                + 0.07 * tremble(x / (range.spur * 0.6), seed ^ 8)
                + 0.012 * tremble(x / 22.0, seed ^ 6);
            let ends = smoothstep(
                range.from,
                range.from + 260.0,
                x.max(range.from + if range.from < 0.0 { 260.0 } else { 0.0 }),
            ) * smoothstep(
                range.to,
                range.to - 260.0,
                x.min(range.to - if range.to > WIDTH { 260.0 } else { 0.0 }),
            );
            range.base
                - range.height * ends * (swell * 0.8 + 0.12 + shoulders * (0.4 + 0.6 * swell)).max(0.04)
        });
        let floor: Vec<Pt> = ridge.iter().map(|p| (p.0, range.base)).collect();
        let body = between(&ridge, &floor);
        let top = range.base - range.height * 0.9;
        self.lift(&body, 1.0, 1.0, Some(((0.0, (top + range.base) * 0.5), (0.0, range.base), 0.3)));
        let wash = Wash::new(range.pigment, range.strength).rim(0.12).pool(
            0.55,
            range.spur * 2.0,
            range.height * 0.6,
        );
        self.wash(&body, wash.fade((0.0, top), (0.0, range.base), 0.0));
        if range.ink > 0.0 {
            self.spurs(&ridge, range);
            self.restate(&ridge, Brush::new(4.5).load(range.ink).dry(0.35).breaks(0.22).tremble(1.0));
        }
        ridge
    }

    /// Runs spurs down from a ridge, each with a dark side and hemp-fibre strokes.
    fn spurs(&mut self, ridge: &[Pt], range: Range) {
        let count = ((range.to - range.from) / range.spur * 1.7) as usize;
        for i in 0..count {
            let at = (((i as f32 + self.rng.range(0.15, 0.85)) / count as f32) * (ridge.len() - 1) as f32)
                as usize;
            let head = ridge[at];
            let fall = (range.base - head.1).max(10.0);
            let reach = fall * (0.25 + 0.7 * self.rng.unit() * self.rng.unit().max(0.35));
            let lean = self.rng.range(-0.45, 0.35) * fall;
            let seed = self.seed();
            let spine = |t: f32| {
                (head.0 + lean * t * (0.6 + 0.4 * t) + 10.0 * tremble(t * 5.0, seed), head.1 + reach * t)
            };
            let line: Vec<Pt> = (0..=20).map(|k| spine(k as f32 / 20.0)).collect();
            let dark: Vec<Pt> = (0..=20)
                .map(|k| {
                    let t = k as f32 / 20.0;
                    let p = spine(t);
                    (
                        p.0 + range.spur * (0.12 + 0.5 * t) * (1.0 + 0.3 * waver(t * 4.0, seed ^ 2)),
                        p.1 + fall * 0.05,
                    )
                })
                .collect();
            let side = between(&line, &dark);
            let base = (head.0, head.1 + reach);
            self.wash(&side, Wash::new(range.pigment, range.strength * 0.85).wet(14.0).fade(head, base, 0.0));
            self.wash(&side, Wash::new(SHADE, range.ink * 0.32).wet(9.0).fade(head, base, 0.0));
            self.stroke(&line, Brush::new(4.2).load(range.ink * 0.9).dry(0.35).taper(1.0, 0.02).breaks(0.12));
            let strokes = (reach / 6.0) as usize;
            for _ in 0..strokes {
                let t0 = self.rng.range(0.0, 0.75);
                let reach_t = self.rng.range(0.12, 0.4);
                let side_t = self.rng.unit() * 1.5 - 0.35;
                let fibre: Vec<Pt> = (0..=5)
                    .map(|k| {
                        let t = t0 + reach_t * k as f32 / 5.0;
                        let p = spine(t);
                        let off =
                            range.spur * (0.06 + 0.45 * t) * side_t + range.spur * 0.10 * (k as f32 / 5.0);
                        (p.0 + off, p.1 + off * 0.16)
                    })
                    .collect();
                let load = range.ink * (1.0 - t0) * self.rng.range(0.35, 0.8);
                self.stroke(&fibre, Brush::new(2.3).load(load).dry(0.35).taper(0.7, 0.05));
            }
        }
    }

    /// Lays a band of mist: takes the drawing back to paper round `middle`, `thick` units either way.
    pub(crate) fn mist(&mut self, middle: f32, thick: f32, amount: f32) {
        let offset = (self.rng.range(0.0, 8.0), self.rng.range(0.0, 8.0));
        let spread = self.scale.recip();
        let top = (((middle - thick * 1.8).max(0.0)) * self.scale) as usize;
        let end = (((middle + thick * 1.8).clamp(0.0, HEIGHT)) * self.scale) as usize;
        for row in top..end.min(self.height_px) {
            let y = row as f32 * spread;
            for column in 0..self.width_px {
                let x = column as f32 * spread;
                let drift = (self.cloud.at(x / 1500.0 + offset.0, offset.1) - 0.5) * thick * 1.3;
                let d = (y - middle - drift) / thick;
                let body = 1.0 - smoothstep(0.0, 1.0, d.abs());
                let wisps = self.cloud.at(x / 640.0 + offset.1, y / 120.0 + offset.0);
                let take = (amount * body * (0.55 + 0.9 * wisps)).min(1.0);
                for channel in &mut self.light[row * self.width_px + column] {
                    *channel += (1.0 - *channel) * take;
                }
            }
        }
    }

    /// Sets a smudge of far trees along a line, with no houses.
    pub(crate) fn copse(&mut self, line: &[Pt], height: f32, load: f32) {
        let points = crate::geometry::resample(line, height * 0.5);
        let seed = self.seed();
        let last = points.len() as f32 - 1.0;
        for (i, p) in points.iter().enumerate() {
            let ends = smoothstep(0.0, 0.25, i as f32 / last) * smoothstep(1.0, 0.7, i as f32 / last);
            let tall = height * (0.25 + 0.45 * ends + 0.4 * waver(i as f32 * 0.45, seed));
            if tall < height * 0.2 {
                continue;
            }
            let crown: Vec<Pt> = (0..14)
                .map(|k| {
                    let a = core::f32::consts::TAU * k as f32 / 14.0;
                    let r = 1.0 + 0.4 * waver(k as f32 * 0.8, seed ^ i as u32);
                    (p.0 + libm::cosf(a) * tall * 0.55 * r, p.1 - tall * 0.5 + libm::sinf(a) * tall * 0.5 * r)
                })
                .collect();
            let wash = Wash::new(DUSK, load * 1.2)
                .second(SHADE)
                .vary(0.4, 1.0)
                .wet(height * 0.09)
                .pool(0.8, 120.0, 60.0);
            self.wash(&crown, wash.fade((p.0, p.1 - tall), (p.0, p.1 + tall * 0.3), 0.15));
            for _ in 0..3 {
                let x = p.0 + self.rng.bell() * tall * 0.5;
                let top = p.1 - tall * self.rng.range(0.5, 1.05);
                let lean = self.rng.bell() * tall * 0.12;
                self.stroke(
                    &[(x, p.1), (x + lean * 0.3, (p.1 + top) * 0.5), (x + lean, top)],
                    Brush::new(1.9).load(load * 1.2).vary(0.4, 1.0).tremble(0.8).taper(0.9, 0.1),
                );
            }
        }
    }
}

/// A line right across the sheet with a little to spare.
pub(crate) fn across(f: impl Fn(f32) -> f32) -> Vec<Pt> {
    graph(-60.0, WIDTH + 60.0, 12.0, f)
}
