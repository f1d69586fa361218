//! Terraces: a flat tread and the cut bank under its edge.

use crate::earth::Face;
use crate::geometry::{Pt, between, length};
use crate::noise::{tremble, waver};
use crate::palette::{LOESS, Pigment, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;

impl Plate {
    /// Lays a tread between its back and its front edge on bare paper, darker at the back and bare at the lip, with
    /// brush marks along it; gives it as a patch for furrows and ticks.
    pub(crate) fn tread(&mut self, back: &[Pt], front: &[Pt], pigment: Pigment, strength: f32) -> Patch {
        let patch = Patch::new(back, front);
        let outline = patch.outline();
        self.lift(&outline, 1.0, 1.0, None);
        let body = Wash::new(pigment, strength).second(LOESS).rim(0.12).pool(0.7, 700.0, 80.0);
        self.wash(&outline, body.fade(patch.at(0.5, 0.0), patch.at(0.5, 1.0), 0.35));
        self.wash(&patch.part(0.0, 1.0, 0.0, 0.16), Wash::new(SHADE, 0.22).wet(12.0).pool(0.8, 300.0, 60.0));
        let seed = self.seed();
        for i in 0..14 {
            let (s, t) = (self.rng.range(-0.1, 0.9), self.rng.range(0.02, 0.95));
            let run = self.rng.range(0.12, 0.45);
            let thick = self.rng.range(0.02, 0.09);
            let upper = patch.row(s.max(0.0), (s + run).min(1.0), |q| t + 0.05 * waver(q * 6.0, seed ^ i));
            let lower = patch.row(s.max(0.0), (s + run).min(1.0), |q| {
                let belly = (4.0 * (q - s) * (s + run - q) / (run * run)).max(0.0);
                (t + 0.05 * waver(q * 6.0, seed ^ i)
                    + thick * belly * (1.0 + 0.4 * waver(q * 23.0, seed ^ 7 ^ i)))
                .min(1.0)
            });
            self.wash(&between(&upper, &lower), Wash::new(pigment, strength * 0.55).vary(0.3, 1.0).wet(7.0));
        }
        patch
    }

    /// Cuts a bank under an edge, `rise(s)` units tall along it, with an uneven foot; gives its patch.
    pub(crate) fn bank(&mut self, edge: &[Pt], rise: impl Fn(f32) -> f32, face: Face) -> Patch {
        let seed = self.seed();
        let count = (length(edge) / 10.0) as usize + 4;
        let edge = crate::geometry::divide(edge, count);
        let foot: Vec<Pt> = edge
            .iter()
            .enumerate()
            .map(|(i, p)| {
                let s = i as f32 / (count - 1) as f32;
                let tall = rise(s);
                (
                    p.0 + tall * 0.05 * waver(i as f32 / 9.0, seed),
                    p.1 + tall * (1.0 + 0.10 * tremble(i as f32 / 16.0, seed ^ 1)),
                )
            })
            .collect();
        let patch = Patch::new(&edge, &foot);
        self.face(&patch, face);
        patch
    }
}
