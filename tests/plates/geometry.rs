//! Points and lines in plate units (2400 x 1600, y down), whatever the size the plate is rendered at.

use crate::noise::tremble;

/// A point in plate units.
pub(crate) type Pt = (f32, f32);

/// Mixes two points.
pub(crate) fn mix(a: Pt, b: Pt, t: f32) -> Pt {
    (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
}

/// Gives the distance between two points.
pub(crate) fn distance(a: Pt, b: Pt) -> f32 {
    libm::hypotf(b.0 - a.0, b.1 - a.1)
}

/// Gives the length of a line.
pub(crate) fn length(line: &[Pt]) -> f32 {
    line.windows(2).map(|w| distance(w[0], w[1])).sum()
}

/// Cuts a line into `count` points at equal spacing, ends included.
pub(crate) fn divide(line: &[Pt], count: usize) -> Vec<Pt> {
    let total = length(line);
    let count = count.max(2);
    let mut out = Vec::with_capacity(count);
    let mut segment = 0;
    let mut passed = 0.0;
    for i in 0..count {
        let want = total * i as f32 / (count - 1) as f32;
        while segment + 2 < line.len() && passed + distance(line[segment], line[segment + 1]) < want {
            passed += distance(line[segment], line[segment + 1]);
            segment += 1;
        }
        let (a, b) = (line[segment], line[(segment + 1).min(line.len() - 1)]);
        let step = distance(a, b).max(1e-4);
        out.push(mix(a, b, ((want - passed) / step).clamp(0.0, 1.0)));
    }
    out
}

/// Cuts a line into points about `step` units apart.
pub(crate) fn resample(line: &[Pt], step: f32) -> Vec<Pt> {
    divide(line, (length(line) / step) as usize + 2)
}

/// Bends a coarse line into a smooth one through the same points (Catmull-Rom, 8 pieces a side).
pub(crate) fn curve(knots: &[Pt]) -> Vec<Pt> {
    let last = knots.len() - 1;
    let mut out = Vec::with_capacity(last * 8 + 1);
    for i in 0..last {
        let (p0, p1, p2) = (knots[i.saturating_sub(1)], knots[i], knots[i + 1]);
        let p3 = knots[(i + 2).min(last)];
        for k in 0..8 {
            let t = k as f32 / 8.0;
            let bend = |a: f32, b: f32, c: f32, d: f32| {
                0.5 * (2.0 * b
                    + (c - a) * t
                    + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
                    + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            out.push((bend(p0.0, p1.0, p2.0, p3.0), bend(p0.1, p1.1, p2.1, p3.1)));
        }
    }
    out.push(knots[last]);
    out
}

/// Makes a hand's line of a ruled one: points `step` apart, pushed off by up to `amount`, one bend each `bend` units.
pub(crate) fn roughen(line: &[Pt], amount: f32, bend: f32, seed: u32) -> Vec<Pt> {
    let points = resample(line, (bend / 5.0).clamp(3.0, 40.0));
    let mut run = 0.0;
    let mut before = points[0];
    points
        .iter()
        .map(|&p| {
            run += distance(before, p);
            before = p;
            (p.0 + amount * tremble(run / bend, seed), p.1 + amount * tremble(run / bend, seed ^ 0x5bd1))
        })
        .collect()
}

/// Draws `y = f(x)` from `x0` to `x1` as a line.
pub(crate) fn graph(x0: f32, x1: f32, step: f32, f: impl Fn(f32) -> f32) -> Vec<Pt> {
    let count = ((x1 - x0).abs() / step) as usize + 2;
    (0..count)
        .map(|i| {
            let x = x0 + (x1 - x0) * i as f32 / (count - 1) as f32;
            (x, f(x))
        })
        .collect()
}

/// Closes two lines that run the same way into one polygon.
pub(crate) fn between(upper: &[Pt], lower: &[Pt]) -> Vec<Pt> {
    upper.iter().copied().chain(lower.iter().rev().copied()).collect()
}

/// Moves a line.
pub(crate) fn shift(line: &[Pt], dx: f32, dy: f32) -> Vec<Pt> {
    line.iter().map(|p| (p.0 + dx, p.1 + dy)).collect()
}
