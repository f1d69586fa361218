//! The brush: ink lines with pressure, tremble, tapering, breaks (飞白) and dry edges.

use crate::geometry::{Pt, distance, resample};
use crate::noise::{smoothstep, tremble, waver};
use crate::palette::{INK, Pigment};
use crate::plate::Plate;

/// How a line is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Brush {
    width: f32,
    load: f32,
    dry: f32,
    tremble: f32,
    breaks: f32,
    start: f32,
    end: f32,
    ink: Pigment,
    vary: (f32, f32),
}

impl Brush {
    /// A firm contour `width` units thick at its fullest.
    pub(crate) const fn new(width: f32) -> Self {
        Self {
            width,
            load: 0.9,
            dry: 0.18,
            tremble: 1.5,
            breaks: 0.0,
            start: 0.55,
            end: 0.25,
            ink: INK,
            vary: (1.0, 1.0),
        }
    }

    /// Sets how much ink is in the brush, 1.0 black, 0.2 a grey line.
    pub(crate) const fn load(mut self, load: f32) -> Self {
        self.load = load;
        self
    }

    /// Sets how dry it is: 0.0 wet, 0.7 hardly touching the hollows.
    pub(crate) const fn dry(mut self, dry: f32) -> Self {
        self.dry = dry;
        self
    }

    /// Sets how far the hand trembles, in units.
    pub(crate) const fn tremble(mut self, units: f32) -> Self {
        self.tremble = units;
        self
    }

    /// Sets the share of the line that is left out.
    pub(crate) const fn breaks(mut self, share: f32) -> Self {
        self.breaks = share;
        self
    }

    /// Sets the thickness of both ends as a share of the width.
    pub(crate) const fn taper(mut self, start: f32, end: f32) -> Self {
        self.start = start;
        self.end = end;
        self
    }

    /// Lets each line take its own share of the load, between `low` and `high`.
    pub(crate) const fn vary(mut self, low: f32, high: f32) -> Self {
        self.vary = (low, high);
        self
    }

    /// Sets the pigment.
    pub(crate) const fn ink(mut self, ink: Pigment) -> Self {
        self.ink = ink;
        self
    }

    fn pressure(&self, t: f32) -> f32 {
        if t < 0.2 {
            self.start + (1.0 - self.start) * t / 0.2
        } else {
            1.0 + (self.end - 1.0) * (t - 0.2) / 0.8
        }
    }
}

impl Plate {
    /// Draws a line.
    pub(crate) fn stroke(&mut self, line: &[Pt], brush: Brush) {
        if line.len() < 2 {
            return;
        }
        let brush = Brush { load: brush.load * self.rng.range(brush.vary.0, brush.vary.1), ..brush };
        let points = resample(line, (brush.width * 0.8).clamp(2.5, 12.0));
        let seed = self.seed();
        let last = points.len() - 1;
        let mut sides: Vec<(Pt, Pt)> = Vec::new();
        let mut run = 0.0;
        for i in 0..=last {
            let (before, after) = (points[i.saturating_sub(1)], points[(i + 1).min(last)]);
            let along = distance(before, after).max(1e-3);
            let normal = ((before.1 - after.1) / along, (after.0 - before.0) / along);
            if i > 0 {
                run += distance(points[i - 1], points[i]);
            }
            let touch = if brush.breaks > 0.0 {
                let height = 0.8 * waver(run / (60.0 + brush.width * 14.0), seed ^ 9)
                    + 0.2 * waver(run / 17.0, seed ^ 10);
                smoothstep(brush.breaks * 1.5 - 1.0 - 0.12, brush.breaks * 1.5 - 1.0 + 0.45, height)
            } else {
                1.0
            };
            if touch < 0.12 {
                self.flush(&mut sides, &brush);
                continue;
            }
            let push = brush.tremble * tremble(run / 70.0, seed);
            let steady = 1.0 / (1.0 + brush.width / 16.0);
            let press =
                0.8 + (0.42 * waver(run / 38.0, seed ^ 3) + 0.14 * waver(run / 9.0, seed ^ 4)) * steady;
            let half = 0.5 * touch * brush.width * brush.pressure(i as f32 / last as f32) * press;
            let fray = (0.22 * half).min(1.4);
            let (up, down) =
                (half + fray * waver(run / 5.0, seed ^ 5), half + fray * waver(run / 5.0, seed ^ 6));
            let c = (points[i].0 + normal.0 * push, points[i].1 + normal.1 * push);
            sides.push((
                (c.0 + normal.0 * up, c.1 + normal.1 * up),
                (c.0 - normal.0 * down, c.1 - normal.1 * down),
            ));
        }
        self.flush(&mut sides, &brush);
    }

    fn flush(&mut self, sides: &mut Vec<(Pt, Pt)>, brush: &Brush) {
        if sides.len() > 1 {
            let polygon: Vec<Pt> = sides.iter().map(|s| s.0).chain(sides.iter().rev().map(|s| s.1)).collect();
            self.ink(&polygon, brush.ink, brush.load, brush.dry);
        }
        sides.clear();
    }

    /// Draws a line twice, the second lighter and a little off with an overshoot, as a hand restates a contour.
    pub(crate) fn restate(&mut self, line: &[Pt], brush: Brush) {
        self.stroke(line, brush);
        let (dx, dy) = (self.rng.bell() * brush.width * 0.9, self.rng.bell() * brush.width * 0.9);
        let again = crate::geometry::shift(line, dx, dy);
        let second = Brush { width: brush.width * 0.55, load: brush.load * 0.55, breaks: 0.5, ..brush };
        self.stroke(&again, second);
    }

    /// Sets down a dab: an uneven blot about `size` units across, drawn out by `stretch` along `angle`.
    pub(crate) fn dab(&mut self, at: Pt, size: f32, stretch: f32, angle: f32, brush: Brush) {
        let load = brush.load * self.rng.range(brush.vary.0, brush.vary.1);
        let seed = self.seed();
        let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
        let polygon: Vec<Pt> = (0..12)
            .map(|i| {
                let a = core::f32::consts::TAU * i as f32 / 12.0;
                let r = size * 0.5 * (1.0 + 0.35 * waver(i as f32 * 0.9, seed));
                let (u, v) = (libm::cosf(a) * r * stretch, libm::sinf(a) * r);
                (at.0 + u * cos - v * sin, at.1 + u * sin + v * cos)
            })
            .collect();
        self.ink(&polygon, brush.ink, load, brush.dry);
    }
}
