//! Timber darkened by age: posts on stone drums, beams, rafter ends, lattice and plank doors, dark openings.

use crate::brush::Brush;
use crate::geometry::{Pt, roughen};
use crate::palette::{BRICK, DEEP, DUSK, INDIGO, INK, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::site::Site;
use crate::wash::Wash;

impl Plate {
    /// Draws an edge of built work: nearly straight, by hand, restated.
    pub(crate) fn edge(&mut self, line: &[Pt], width: f32, load: f32) {
        let seed = self.seed();
        let line = roughen(line, width * 0.45, 110.0, seed);
        self.restate(&line, Brush::new(width).load(load).dry(0.25).breaks(0.05).taper(0.8, 0.7));
    }

    /// Stands a post `radius` metres thick from `low` to `high`, on a stone drum.
    pub(crate) fn post(&mut self, site: &Site, spot: Pt, low: f32, high: f32, radius: f32, ink: f32) {
        let (foot, head) = (site.at(spot.0, spot.1, low), site.at(spot.0, spot.1, high));
        let half = site.metre(spot.0, spot.1, low) * radius;
        let top = half * 0.88;
        let drum = half * 0.9;
        let neck = foot.1 - drum;
        let body =
            [(foot.0 - half, neck), (head.0 - top, head.1), (head.0 + top, head.1), (foot.0 + half, neck)];
        self.lift(&body, 1.0, 0.4, None);
        self.wash(&body, Wash::new(DEEP, 0.85).second(SHADE).rim(0.3).pool(0.6, 60.0, 260.0));
        let dark = [
            (foot.0 + half * 0.1, neck),
            (head.0 + top * 0.1, head.1),
            (head.0 + top, head.1),
            (foot.0 + half, neck),
        ];
        self.wash(&dark, Wash::new(INK, 0.55).wet(half * 0.35));
        let lit = [
            (foot.0 - half * 0.8, neck),
            (head.0 - top * 0.8, head.1),
            (head.0 - top * 0.4, head.1),
            (foot.0 - half * 0.4, neck),
        ];
        self.lift(&lit, 0.22, half * 0.12, None);
        let firm = (half * 0.16).clamp(2.0, 7.0);
        self.edge(&[body[1], body[0]], firm * 0.8, ink * 0.9);
        self.edge(&[body[2], body[3]], firm * 1.25, ink);
        for _ in 0..(half * 0.22) as usize {
            let (x, y) = (self.rng.bell() * half * 0.7, self.rng.range(head.1, neck));
            let reach = self.rng.range(0.08, 0.3) * (neck - head.1);
            let crack = [(foot.0 + x, y), (foot.0 + x, (y + reach).min(neck))];
            self.stroke(&crack, Brush::new(firm * 0.45).load(ink * 0.8).vary(0.4, 1.0).dry(0.4).breaks(0.2));
        }
        let stone = [
            (foot.0 - half * 1.15, neck),
            (foot.0 - half * 1.5, neck + drum * 0.5),
            (foot.0 - half * 1.3, foot.1 + drum * 0.15),
            (foot.0 + half * 1.3, foot.1 + drum * 0.15),
            (foot.0 + half * 1.5, neck + drum * 0.5),
            (foot.0 + half * 1.15, neck),
        ];
        self.lift(&stone, 1.0, 0.4, None);
        self.wash(&stone, Wash::new(DUSK, 0.35).second(BRICK).rim(0.4));
        self.wash(&[(foot.0, neck), stone[5], stone[4], stone[3]], Wash::new(SHADE, 0.7).wet(half * 0.3));
        let mut ring = stone.to_vec();
        ring.push(stone[0]);
        self.stroke(&ring, Brush::new(firm * 0.8).load(ink).dry(0.25));
    }

    /// Fills a patch with old timber: brown run into grey, grain along it, firm edges; `paint` hints old blue-green.
    pub(crate) fn timber(&mut self, patch: &Patch, shade: f32, paint: f32, ink: f32) {
        let outline = patch.outline();
        self.lift(&outline, 1.0, 0.4, None);
        self.wash(&outline, Wash::new(DEEP, 0.8).second(SHADE).rim(0.25).pool(0.6, 240.0, 60.0));
        if paint > 0.0 {
            self.wash(&outline, Wash::new(INDIGO, paint).rim(0.0).pool(1.0, 160.0, 70.0));
        }
        if shade > 0.0 {
            self.wash(&outline, Wash::new(INK, shade).rim(0.1));
        }
        let thick = patch.rise();
        for k in 1..(thick / 9.0).clamp(2.0, 6.0) as usize {
            let t = k as f32 / (thick / 9.0).clamp(2.0, 6.0);
            let line = patch.row(0.0, 1.0, |_| t);
            self.stroke(&line, Brush::new(1.8).load(ink * 0.6).vary(0.3, 1.0).dry(0.45).breaks(0.45));
        }
        let firm = (thick * 0.06).clamp(2.0, 5.5);
        self.edge(patch.top(), firm, ink);
        self.edge(patch.foot(), firm * 1.3, ink);
    }

    /// Darkens an opening: soot-brown, a little lighter at the foot where daylight comes in.
    pub(crate) fn dark(&mut self, patch: &Patch, depth: f32) {
        let outline = patch.outline();
        self.lift(&outline, 1.0, 0.4, None);
        self.wash(&outline, Wash::new(SHADE, 1.15).rim(0.1).pool(0.5, 200.0, 160.0));
        self.wash(
            &outline,
            Wash::new(INK, depth).rim(0.05).fade(patch.at(0.5, 0.0), patch.at(0.5, 1.5), 0.35),
        );
    }

    /// Draws loosely the bars of a lattice on papered panes; `lit` is how pale the paper is.
    pub(crate) fn lattice(&mut self, patch: &Patch, bars: (usize, usize), lit: f32, ink: f32) {
        let outline = patch.outline();
        self.lift(&outline, lit, 0.4, None);
        self.wash(&outline, Wash::new(STRAW, 0.30).second(DUSK).rim(0.3).pool(0.8, 90.0, 90.0));
        let dense = |size: f32, count: usize| count * (size / count as f32 / 44.0).clamp(1.0, 3.0) as usize;
        let bars = (dense(patch.span(), bars.0), dense(patch.rise(), bars.1));
        let fine = (patch.span() / bars.0 as f32 * 0.13).clamp(1.5, 4.5);
        for i in 0..=bars.0 {
            let s = (i as f32 + self.rng.bell() * 0.07) / bars.0 as f32;
            let line = patch.fall(s, 0.0, 1.0, self.rng.bell() * 0.006);
            self.stroke(&line, Brush::new(fine).load(ink).vary(0.6, 1.0).dry(0.3).breaks(0.06).tremble(0.8));
        }
        for i in 0..=bars.1 {
            let t = (i as f32 + self.rng.bell() * 0.07) / bars.1 as f32;
            let line = patch.row(0.0, 1.0, |_| t);
            self.stroke(&line, Brush::new(fine).load(ink).vary(0.55, 1.0).dry(0.3).breaks(0.1).tremble(0.8));
        }
        for _ in 0..bars.0 * bars.1 / 7 {
            let (s, t) =
                (self.rng.range(0.0, bars.0 as f32) as usize, self.rng.range(0.0, bars.1 as f32) as usize);
            let (u, v) = (1.0 / bars.0 as f32, 1.0 / bars.1 as f32);
            let pane = patch.part(s as f32 * u, (s + 1) as f32 * u, t as f32 * v, (t + 1) as f32 * v);
            self.wash(&pane, Wash::new(INK, 0.55).vary(0.2, 1.0).rim(0.1));
        }
    }

    /// Hangs a leaf of a lattice door: bars above, a waist board, a panel below.
    pub(crate) fn leaf(&mut self, patch: &Patch, lit: f32, ink: f32) {
        self.timber(patch, 0.12, 0.0, ink);
        let sub = |s0: f32, s1: f32, t0: f32, t1: f32| {
            Patch::quad(patch.at(s0, t0), patch.at(s1, t0), patch.at(s1, t1), patch.at(s0, t1))
        };
        self.lattice(&sub(0.12, 0.88, 0.05, 0.58), (5, 9), lit, ink);
        for (t0, t1) in [(0.62, 0.69), (0.73, 0.95)] {
            let panel = sub(0.14, 0.86, t0, t1);
            self.wash(&panel.outline(), Wash::new(INK, 0.28).rim(0.4));
            let mut ring = panel.outline();
            ring.push(ring[0]);
            self.stroke(&ring, Brush::new(2.4).load(ink * 0.8).dry(0.3).breaks(0.1));
        }
        let firm = (patch.span() * 0.03).clamp(2.2, 6.0);
        self.edge(&[patch.at(0.0, 0.0), patch.at(0.0, 1.0)], firm, ink);
        self.edge(&[patch.at(1.0, 0.0), patch.at(1.0, 1.0)], firm, ink);
    }

    /// Hangs a leaf of plank door: boards, battens, a ring.
    pub(crate) fn planks(&mut self, patch: &Patch, boards: usize, ring: f32, ink: f32) {
        let outline = patch.outline();
        self.lift(&outline, 1.0, 0.4, None);
        self.wash(&outline, Wash::new(DEEP, 0.95).second(SHADE).rim(0.3).pool(0.6, 70.0, 260.0));
        self.wash(&outline, Wash::new(INK, 0.35).rim(0.1).fade(patch.at(0.5, 0.0), patch.at(0.5, 1.0), 0.3));
        for i in 0..boards {
            let (s0, s1) = (i as f32 / boards as f32, (i + 1) as f32 / boards as f32);
            let board = patch.part(s0, s1, 0.0, 1.0);
            self.wash(&board, Wash::new(if i % 2 == 0 { OCHRE } else { INK }, 0.22).vary(0.2, 1.0).rim(0.4));
            self.stroke(
                &patch.fall(s1, 0.0, 1.0, 0.0),
                Brush::new(3.0).load(ink).vary(0.6, 1.0).dry(0.3).breaks(0.08),
            );
            for _ in 0..3 {
                let (s, t) = (self.rng.range(s0, s1), self.rng.range(0.0, 0.8));
                let grain = patch.fall(s, t, t + self.rng.range(0.05, 0.2), 0.0);
                self.stroke(&grain, Brush::new(1.6).load(ink * 0.6).dry(0.5).breaks(0.3));
            }
        }
        for t in [0.13, 0.86] {
            for k in 0..boards * 2 {
                let at = patch.at((k as f32 + 0.5) / (boards * 2) as f32, t);
                self.dab(
                    at,
                    (patch.span() * 0.035).clamp(3.0, 11.0),
                    1.0,
                    0.0,
                    Brush::new(1.0).load(ink).dry(0.1),
                );
            }
        }
        if ring > 0.0 {
            let at = patch.at(ring, 0.52);
            let r = (patch.span() * 0.06).clamp(4.0, 16.0);
            let loop_line: Vec<Pt> = (0..=14)
                .map(|k| {
                    let w = core::f32::consts::TAU * k as f32 / 14.0;
                    (at.0 + libm::cosf(w) * r, at.1 + libm::sinf(w) * r)
                })
                .collect();
            self.stroke(&loop_line, Brush::new(r * 0.3).load(ink));
        }
        let mut rim = outline;
        rim.push(rim[0]);
        self.stroke(&rim, Brush::new(4.0).load(ink).dry(0.2));
    }
}
