//! Tiled roofs: a slope that sags and curves, its rows of grey tile drawn down it by hand, eave tiles, ridges, snow.

use crate::brush::Brush;
use crate::geometry::{Pt, between, distance};
use crate::noise::{jog, waver};
use crate::palette::{BRICK, DUSK, INK, SHADE, WHEAT};
use crate::plate::Plate;
use crate::site::Site;
use crate::wash::Wash;

/// One slope of a roof, on a site; the first of each pair is at the ridge, the second at the eave (but `ridge` and `eave`
/// themselves are the left and right ends).
#[derive(Clone, Copy)]
pub(crate) struct Slope {
    /// Ends of the ridge along the site.
    pub ridge: Pt,
    /// Ends of the eave along the site.
    pub eave: Pt,
    /// Distance in from the front at the ridge and at the eave.
    pub b: Pt,
    /// Height at the ridge and at the eave.
    pub z: Pt,
    /// Where down the slope the hips leave the gable: 0.0 at the ridge; no matter for a plain gable.
    pub hip: f32,
    /// How far the ridge sags in the middle, metres.
    pub sag: f32,
    /// How far the corners of the eave turn up, metres.
    pub lift: f32,
}

/// How a slope is tiled.
#[derive(Clone, Copy)]
pub(crate) struct Tiles {
    /// Distance between rows, metres.
    pub step: f32,
    /// Shade over the slope, 0.0 in the sun.
    pub shade: f32,
    /// Share of the slope under snow.
    pub snow: f32,
    /// Ink, 0.3 far off, 1.0 near.
    pub ink: f32,
}

impl Slope {
    /// Finds the point at `a` along and `t` down the slope, `up` metres over it.
    pub(crate) fn at(&self, site: &Site, a: f32, t: f32, up: f32) -> Pt {
        let e = (a - self.eave.0) / (self.eave.1 - self.eave.0) * 2.0 - 1.0;
        let b = self.b.0 + (self.b.1 - self.b.0) * t;
        let fall = t + 0.30 * t * (1.0 - t);
        let sag = self.sag * (1.0 - e * e) * (1.0 - 0.6 * t);
        let turn = self.lift * libm::powf(e.abs().min(1.0), 4.5) * t * t;
        site.at(a, b, self.z.0 + (self.z.1 - self.z.0) * fall - sag + turn + up)
    }

    /// Gives how far down the slope it begins at `a`.
    pub(crate) fn start(&self, a: f32) -> f32 {
        let out = if a < self.ridge.0 {
            (self.ridge.0 - a) / (self.ridge.0 - self.eave.0)
        } else if a > self.ridge.1 {
            (a - self.ridge.1) / (self.eave.1 - self.ridge.1)
        } else {
            return 0.0;
        };
        self.hip + (1.0 - self.hip) * out
    }

    /// Gives the line across the slope at `t`, between its sides.
    pub(crate) fn across(&self, site: &Site, t: impl Fn(f32) -> f32, up: f32) -> Vec<Pt> {
        (0..=48)
            .map(|i| {
                let q = i as f32 / 48.0;
                let depth = t(q);
                let ends = self.ends(depth);
                self.at(site, ends.0 + (ends.1 - ends.0) * q, depth, up)
            })
            .collect()
    }

    fn ends(&self, t: f32) -> Pt {
        let out = ((t - self.hip) / (1.0 - self.hip).max(0.01)).clamp(0.0, 1.0);
        (self.ridge.0 + (self.eave.0 - self.ridge.0) * out, self.ridge.1 + (self.eave.1 - self.ridge.1) * out)
    }

    /// Gives a side of the slope from ridge to eave, `up` metres over it; `right` or left.
    pub(crate) fn side(&self, site: &Site, right: bool, up: f32) -> Vec<Pt> {
        (0..=20)
            .map(|i| {
                let t = i as f32 / 20.0;
                let ends = self.ends(t);
                self.at(site, if right { ends.1 } else { ends.0 }, t, up)
            })
            .collect()
    }

    /// Gives the whole outline.
    pub(crate) fn outline(&self, site: &Site) -> Vec<Pt> {
        let mut out = self.across(site, |_| 0.0, 0.0);
        out.extend(self.side(site, true, 0.0));
        out.extend(self.across(site, |_| 1.0, 0.0).iter().rev());
        out.extend(self.side(site, false, 0.0).iter().rev());
        out
    }
}

impl Plate {
    /// Tiles a slope: fascia and shadow at the eave, washes, rows, eave tiles, snow.
    pub(crate) fn slope(&mut self, site: &Site, slope: Slope, tiles: Tiles) {
        let outline = slope.outline(site);
        let metre = distance(slope.at(site, slope.eave.0, 1.0, 0.0), slope.at(site, slope.eave.0, 1.0, 1.0));
        let eave = slope.across(site, |_| 1.0, 0.0);
        let low = slope.across(site, |_| 1.0, -0.16);
        let board = between(&eave, &low);
        self.lift(&board, 1.0, 0.4, None);
        self.wash(&board, Wash::new(SHADE, 1.0).rim(0.2));
        self.wash(&board, Wash::new(INK, 0.45).rim(0.1));
        self.lift(&outline, 1.0, 0.5, None);
        let body = Wash::new(BRICK, 0.60).second(DUSK).rim(0.25).pool(0.55, 300.0, 150.0);
        self.wash(&outline, body);
        let (top, mid) = (slope.at(site, slope.ridge.0, 0.0, 0.0), slope.at(site, slope.ridge.0, 0.8, 0.0));
        self.wash(&outline, Wash::new(INK, 0.20).rim(0.0).pool(0.7, 200.0, 120.0).fade(top, mid, 0.15));
        self.wash(&outline, Wash::new(WHEAT, 0.16).rim(0.0).pool(1.0, 160.0, 90.0));
        if tiles.shade > 0.0 {
            self.wash(&outline, Wash::new(SHADE, tiles.shade).rim(0.1).pool(0.4, 260.0, 160.0));
        }
        self.rows(site, &slope, tiles, metre);
        if tiles.snow > 0.0 {
            self.cover(site, &slope, tiles);
        }
        self.eave_tiles(site, &slope, tiles, metre);
        let firm = (metre * 0.035).clamp(2.0, 6.0);
        self.restate(&low, Brush::new(firm).load(tiles.ink).dry(0.25).breaks(0.05));
    }

    fn rows(&mut self, site: &Site, slope: &Slope, tiles: Tiles, metre: f32) {
        let wide = slope.eave.1 - slope.eave.0;
        let count = (wide / tiles.step) as usize;
        let step = wide / count as f32;
        let gap = distance(slope.at(site, slope.eave.0, 1.0, 0.0), slope.at(site, slope.eave.1, 1.0, 0.0))
            / count as f32;
        let seed = self.seed();
        let long = libm::hypotf(slope.b.1 - slope.b.0, slope.z.1 - slope.z.0);
        for i in 0..count {
            let a = slope.eave.0 + (i as f32 + 0.5 + self.rng.bell() * 0.12) * step;
            let from = slope.start(a) + 0.01;
            if from > 0.96 {
                continue;
            }
            let line = |off: f32| -> Vec<Pt> {
                (0..=9)
                    .map(|k| {
                        let t = from + (1.0 - from) * k as f32 / 9.0;
                        let stray = 0.16 * step * (long / 4.0).min(1.0) * waver(t * long, seed ^ i as u32);
                        slope.at(site, a + off * step + stray, t, 0.0)
                    })
                    .collect()
            };
            if gap > 7.0 {
                let valley = Brush::new(gap * 0.36).load(0.25).vary(0.5, 1.3).dry(0.35).ink(INK).tremble(0.8);
                self.stroke(&line(0.42), valley.taper(0.9, 0.9));
            }
            let width = (gap * 0.13).clamp(1.3, 4.2);
            self.stroke(
                &line(0.2),
                Brush::new(width).load(tiles.ink).vary(0.45, 1.0).dry(0.35).breaks(0.10).taper(0.7, 0.9),
            );
            if gap > 13.0 {
                self.stroke(
                    &line(-0.26),
                    Brush::new(width * 0.6).load(tiles.ink * 0.8).vary(0.3, 0.9).dry(0.4).breaks(0.3),
                );
                let laps = (distance(line(0.0)[0], line(0.0)[9]) / (metre * 0.26).max(12.0)) as usize;
                for k in 1..laps {
                    if self.rng.chance(0.42) {
                        let t = from + (1.0 - from) * (k as f32 + self.rng.bell() * 0.2) / laps as f32;
                        let lap = [
                            slope.at(site, a - 0.26 * step, t, 0.0),
                            slope.at(site, a, t + 0.012, 0.0),
                            slope.at(site, a + 0.2 * step, t, 0.0),
                        ];
                        self.stroke(&lap, Brush::new(width * 0.7).load(tiles.ink * 0.8).vary(0.4, 1.0));
                    }
                }
            }
        }
    }

    /// Lays snow on a slope down to a ragged edge, bluish to the right, with the rows just felt under it.
    fn cover(&mut self, site: &Site, slope: &Slope, tiles: Tiles) {
        let seed = self.seed();
        let top = slope.across(site, |_| 0.0, 0.0);
        let edge = slope.across(
            site,
            |q| (tiles.snow + 0.07 * jog(q * 16.0, seed) + 0.03 * waver(q * 60.0, seed)).clamp(0.05, 0.985),
            0.03,
        );
        let sheet = between(&top, &edge);
        self.lift(&sheet, 0.95, 2.2, None);
        self.wash(&sheet, Wash::new(DUSK, 0.11).rim(0.5).pool(0.9, 260.0, 90.0));
    }

    fn eave_tiles(&mut self, site: &Site, slope: &Slope, tiles: Tiles, metre: f32) {
        let wide = slope.eave.1 - slope.eave.0;
        let count = (wide / tiles.step) as usize;
        let step = wide / count as f32;
        let round = (metre * tiles.step * 0.40).clamp(3.0, 26.0);
        for i in 0..count {
            let a = slope.eave.0 + (i as f32 + 0.5) * step;
            let at = slope.at(site, a, 1.0, -0.02);
            let load = tiles.ink;
            if round > 8.0 {
                self.dab(at, round * 1.1, 1.0, 0.0, Brush::new(1.0).load(load).vary(0.7, 1.0).dry(0.15));
                let lit = (at.0 - round * 0.06, at.1 - round * 0.06);
                self.dab(lit, round * 0.68, 1.0, 0.0, Brush::new(1.0).load(0.0));
                let face: Vec<Pt> = (0..8)
                    .map(|k| {
                        let w = core::f32::consts::TAU * k as f32 / 8.0;
                        (lit.0 + libm::cosf(w) * round * 0.34, lit.1 + libm::sinf(w) * round * 0.34)
                    })
                    .collect();
                self.lift(&face, 0.55, 0.6, None);
                let drip = [
                    slope.at(site, a + 0.22 * step, 1.0, -0.03),
                    slope.at(site, a + 0.5 * step, 1.0, -0.15),
                    slope.at(site, a + 0.78 * step, 1.0, -0.03),
                ];
                self.stroke(&drip, Brush::new(round * 0.2).load(load).vary(0.6, 1.0));
            } else {
                self.dab(at, round, 1.0, 0.0, Brush::new(1.0).load(load).vary(0.5, 1.0).dry(0.2));
            }
        }
    }
}
