//! Earth in layers: a patch between a top edge and a foot, faced with hand-laid uneven bands, as a cut cliff or a rammed wall.

use crate::brush::Brush;
use crate::geometry::{Pt, between};
use crate::noise::{tremble, waver};
use crate::palette::{DEEP, LOESS, OCHRE, Pigment, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;

/// How a face of earth is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Face {
    /// Body colour.
    pub pigment: Pigment,
    /// Strength of the body wash.
    pub body: f32,
    /// Strength of the shade over it, 0.0 for a face in the sun.
    pub shade: f32,
    /// How many layers show.
    pub layers: usize,
    /// How strongly the layers are drawn.
    pub layering: f32,
    /// Ink in the lines, 0.0 far off, 1.0 near.
    pub ink: f32,
    /// Vertical cracks and runnels, strokes for each 100 units of length.
    pub cracks: f32,
    /// How much is left of everything at the foot: 1.0 firm, 0.0 lost in mist.
    pub foot: f32,
    /// Width of the contour along the top, units.
    pub contour: f32,
    /// How far the layers stray from level: 1.0 natural beds, 0.3 rammed by hand.
    pub wander: f32,
    /// Share of the upright folds of a loess cliff that are drawn; 0.0 for a built wall.
    pub folds: f32,
}

impl Face {
    /// A near face of loess in the sun.
    pub(crate) const SUN: Self = Self {
        pigment: LOESS,
        body: 0.55,
        shade: 0.0,
        layers: 9,
        layering: 0.8,
        ink: 0.8,
        cracks: 1.6,
        foot: 0.8,
        contour: 6.0,
        wander: 1.0,
        folds: 0.75,
    };
    /// A near face of loess in shade.
    pub(crate) const DARK: Self = Self {
        pigment: OCHRE,
        body: 0.6,
        shade: 0.75,
        layers: 9,
        layering: 0.8,
        ink: 0.9,
        cracks: 2.5,
        foot: 0.7,
        contour: 6.0,
        wander: 1.0,
        folds: 0.75,
    };
}

impl Plate {
    /// Draws a face of layered earth: paper, washes, layers, cracks, contour.
    pub(crate) fn face(&mut self, patch: &Patch, face: Face) {
        let outline = patch.outline();
        self.lift(&outline, 1.0, 0.6, None);
        self.wash(
            &outline,
            Wash::new(face.pigment, face.body).second(OCHRE).rim(0.18).pool(0.6, 380.0, 120.0),
        );
        if face.shade > 0.0 {
            self.wash(&outline, Wash::new(SHADE, face.shade).rim(0.1).pool(0.5, 300.0, 220.0));
        }
        self.beds(patch, face);
        self.facets(patch, face);
        self.layers(patch, face);
        self.cracks(patch, face);
        self.lift(
            &patch.part(0.0, 1.0, 0.0, (16.0 / patch.rise()).min(0.05)),
            (0.4 - 0.3 * face.shade).max(0.06),
            2.5,
            None,
        );
        self.sink(patch, face.foot);
        if face.contour > 0.0 {
            let top: Vec<Pt> = patch.top().to_vec();
            self.restate(
                &top,
                Brush::new(face.contour).load(0.35 + 0.6 * face.ink).tremble(1.5).breaks(0.06).dry(0.25),
            );
        }
    }

    /// Tints whole beds, each a little other than its neighbours: some deeper, some nearly bare.
    fn beds(&mut self, patch: &Patch, face: Face) {
        let seed = self.seed();
        let count = face.layers;
        for layer in 0..count {
            let step = 1.0 / count as f32;
            let t0 = layer as f32 * step + step * 0.3 * waver(layer as f32 * 2.3, seed);
            let upper = patch.row(0.0, 1.0, |s| {
                (t0 + face.wander * step * 0.2 * tremble(s * 7.0, seed ^ layer as u32)).clamp(0.0, 1.0)
            });
            let lower = patch.row(0.0, 1.0, |s| {
                (t0 + step * (0.95 + face.wander * 0.2 * tremble(s * 7.0, seed ^ 50 ^ layer as u32)))
                    .clamp(0.0, 1.0)
            });
            let strip = between(&upper, &lower);
            let tone = self.rng.unit();
            if tone < 0.3 {
                self.lift(&strip, 0.3 * face.layering, 3.0, None);
            } else {
                let pigment = if tone < 0.55 { DEEP } else { OCHRE };
                let wash = Wash::new(pigment, 0.42 * tone * face.layering).rim(0.3).pool(1.0, 300.0, 60.0);
                self.wash(&strip, wash);
            }
        }
    }

    /// Draws only the layers of a face: lens-shaped strips of colour and the broken lines under them.
    pub(crate) fn layers(&mut self, patch: &Patch, face: Face) {
        let seed = self.seed();
        let span = patch.span();
        let thickness = patch.rise() / face.layers as f32;
        let mut t = 0.0;
        for layer in 0..face.layers {
            let step = (1.0 / face.layers as f32) * (1.0 + 0.35 * waver(layer as f32 * 1.7, seed));
            t += step;
            if t > 0.985 {
                break;
            }
            let level = move |s: f32| {
                t + face.wander * step * 0.20 * tremble(s * span / 170.0, seed ^ layer as u32)
                    + step * 0.10 * waver(s * span / 40.0, seed ^ 91 ^ layer as u32)
            };
            let mut s = self.rng.range(-0.1, 0.05);
            while s < 1.0 {
                let run = self.rng.range(130.0, 520.0) / span;
                let (a, b) = (s.max(0.0), (s + run).min(1.0));
                s += run + self.rng.range(-10.0, 60.0) / span;
                if b - a < 12.0 / span {
                    continue;
                }
                let deep = self.rng.range(0.12, 0.4) * step * (0.4 + 0.6 * face.wander);
                let belly = move |s: f32| {
                    let q = (s - a) / (b - a);
                    level(s) - deep * libm::sqrtf((4.0 * q * (1.0 - q)).max(0.0))
                };
                let lens = between(&patch.row(a, b, belly), &patch.row(a, b, level));
                let tone = self.rng.range(0.12, 0.42) * face.layering;
                let pigment = if self.rng.chance(0.6) { DEEP } else { SHADE };
                self.wash(&lens, Wash::new(pigment, tone).rim(0.5));
                if self.rng.chance(0.75) {
                    let width = (thickness * 0.07).clamp(1.6, 5.0) * self.rng.range(0.7, 1.5);
                    let line = patch.row(a, b, level);
                    self.stroke(
                        &line,
                        Brush::new(width)
                            .load(face.ink)
                            .vary(0.45, 0.95)
                            .dry(0.45)
                            .breaks(0.22)
                            .taper(0.2, 0.1),
                    );
                }
            }
        }
    }

    /// Draws the upright cracks, runnels and pits of a face.
    pub(crate) fn cracks(&mut self, patch: &Patch, face: Face) {
        let span = patch.span();
        let count = (face.cracks * span / 100.0) as usize;
        let seed = self.seed();
        let rise = patch.rise();
        for _ in 0..count {
            let s = self.rng.unit();
            if waver(s * span / 160.0, seed) < -0.15 {
                continue;
            }
            let t0 = if self.rng.chance(0.45) { 0.0 } else { self.rng.range(0.0, 0.7) };
            let reach = self.rng.range(0.06, 0.4) * (1.0 - t0);
            let line = patch.fall(s, t0, t0 + reach, self.rng.bell() * 9.0 / span);
            let width = self.rng.range(1.5, 4.0) * (rise / 260.0).clamp(0.6, 1.7);
            self.stroke(
                &line,
                Brush::new(width).load(face.ink).vary(0.3, 0.85).dry(0.4).taper(0.9, 0.05).tremble(2.5),
            );
        }
        for _ in 0..count * 2 {
            let at = patch.at(self.rng.unit(), self.rng.range(0.05, 0.97));
            let load = face.ink * self.rng.range(0.15, 0.5);
            let size = self.rng.range(2.0, 6.0);
            self.dab(at, size, 1.7, 0.1, Brush::new(1.0).load(load).dry(0.3));
        }
    }
}
