//! Brick: a facing laid in courses on a patch, and the arched gate in it with rings of voussoirs and a deep passage.

use crate::brush::Brush;
use crate::geometry::{Pt, between, mix};
use crate::palette::{BRICK, DUSK, INK, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;
use core::f32::consts::PI;

/// An arched opening in a patch; lengths are shares of the patch's height, so the arch leans with the wall.
#[derive(Clone, Copy)]
pub(crate) struct Arch {
    /// Middle of the opening along the patch.
    pub s: f32,
    /// Half the clear width, as a share of the patch's height.
    pub half: f32,
    /// Depth below the top of the patch where the arch springs.
    pub spring: f32,
    /// Where the threshold is, 1.0 the foot of the patch.
    pub sill: f32,
    /// Rings of voussoirs.
    pub rings: usize,
    /// Offset in units from the front of the passage to its back, showing one reveal.
    pub depth: Pt,
    /// Ink, 0.3 far off, 1.0 near.
    pub ink: f32,
}

impl Plate {
    /// Lays brick courses over a part of a patch with missing and darker bricks; `size` is a course in units.
    pub(crate) fn bricks(&mut self, patch: &Patch, size: f32, shade: f32, ink: f32) {
        let outline = patch.outline();
        self.lift(&outline, 0.85, 1.0, None);
        self.wash(&outline, Wash::new(BRICK, 0.66).second(DUSK).rim(0.2).pool(0.45, 260.0, 160.0));
        if shade > 0.0 {
            self.shade(&outline, shade);
        }
        let courses = (patch.rise() / size).max(2.0) as usize;
        let span = patch.span();
        for c in 0..courses {
            let (t0, t1) = (c as f32 / courses as f32, (c + 1) as f32 / courses as f32);
            let line = patch.row(0.0, 1.0, |_| t1);
            self.stroke(
                &line,
                Brush::new((size * 0.1).clamp(1.2, 3.0)).load(ink * 0.8).vary(0.4, 1.0).dry(0.35).breaks(0.3),
            );
            let step = size * 3.0 / span;
            let mut s = if c % 2 == 0 { 0.0 } else { step * 0.5 };
            while s < 1.0 {
                if self.rng.chance(0.62) {
                    let joint = [patch.at(s, t0 + 0.1 / courses as f32), patch.at(s, t1)];
                    self.stroke(
                        &joint,
                        Brush::new((size * 0.09).clamp(1.1, 2.6)).load(ink * 0.7).vary(0.3, 1.0).dry(0.3),
                    );
                }
                if self.rng.chance(0.10) {
                    let brick = patch.part(s, (s + step * 0.94).min(1.0), t0, t1);
                    let pigment = if self.rng.chance(0.3) { OCHRE } else { INK };
                    self.wash(&brick, Wash::new(pigment, 0.30).vary(0.3, 1.0).rim(0.3));
                }
                s += step * self.rng.range(0.92, 1.08);
            }
        }
    }

    /// Opens an arch in a patch: dark passage, reveal, rings of brick; gives the outline of the opening.
    pub(crate) fn arch(&mut self, patch: &Patch, arch: Arch) -> Vec<Pt> {
        let ratio = patch.rise() / patch.span();
        let place = move |u: f32, v: f32| patch.at(arch.s + u * ratio, v);
        let ring = |radius: f32| -> Vec<Pt> {
            let mut line = vec![place(-radius, arch.sill)];
            for k in 0..=28 {
                let a = PI * (1.0 - k as f32 / 28.0);
                line.push(place(libm::cosf(a) * radius, arch.spring - libm::sinf(a) * radius));
            }
            line.push(place(radius, arch.sill));
            line
        };
        let thick = arch.half * 0.17;
        let outer = ring(arch.half + thick * arch.rings as f32);
        self.lift(&outer, 0.9, 1.0, None);
        self.wash(&outer, Wash::new(BRICK, 0.85).second(DUSK).rim(0.3).pool(0.4, 200.0, 140.0));
        let opening = ring(arch.half);
        self.passage(&opening, arch);
        for r in 0..=arch.rings {
            let line = ring(arch.half + thick * r as f32);
            let width = (1.8 + 3.0 * arch.ink) * if r == 0 { 1.4 } else { 0.9 };
            self.restate(&line, Brush::new(width).load(arch.ink).dry(0.25).breaks(0.08));
        }
        for r in 0..arch.rings {
            let (low, high) = (arch.half + thick * r as f32, arch.half + thick * (r + 1) as f32);
            let count = (PI * low / (thick * 0.52)) as usize;
            for k in 0..=count {
                let a = PI * (k as f32 + self.rng.bell() * 0.16) / count as f32;
                let at = |radius: f32| place(libm::cosf(a) * radius, arch.spring - libm::sinf(a) * radius);
                self.stroke(
                    &[at(low), at(high)],
                    Brush::new(1.5 + 1.2 * arch.ink).load(arch.ink * 0.9).vary(0.5, 1.0).dry(0.3),
                );
            }
            let jambs = ((arch.sill - arch.spring) / (thick * 0.52)) as usize;
            for k in 0..jambs {
                let v = arch.spring + (arch.sill - arch.spring) * k as f32 / jambs as f32;
                for side in [-1.0, 1.0] {
                    self.stroke(
                        &[place(low * side, v), place(high * side, v)],
                        Brush::new(1.4 + arch.ink).load(arch.ink * 0.8).vary(0.4, 1.0).dry(0.3),
                    );
                }
            }
        }
        opening
    }

    /// Darkens the passage behind an opening, with the lit reveal on the far side and a paler back.
    fn passage(&mut self, opening: &[Pt], arch: Arch) {
        self.lift(opening, 1.0, 0.6, None);
        self.wash(opening, Wash::new(SHADE, 1.1).rim(0.2));
        let top = opening.iter().map(|q| q.1).fold(f32::MAX, f32::min);
        let foot = opening[0].1.max(opening[opening.len() - 1].1);
        self.wash(
            opening,
            Wash::new(INK, 0.85).rim(0.1).fade((0.0, top), (0.0, foot + (foot - top) * 0.35), 0.2),
        );
        let back: Vec<Pt> = opening.iter().map(|q| (q.0 + arch.depth.0, q.1 + arch.depth.1)).collect();
        let half = opening.len() / 2;
        let reveal = if arch.depth.0 > 0.0 {
            between(&opening[..=half], &back[..=half])
        } else {
            between(&opening[half..], &back[half..])
        };
        self.lift(&reveal, 0.5, 1.0, None);
        self.wash(&reveal, Wash::new(OCHRE, 0.35).rim(0.2));
        let side = if arch.depth.0 > 0.0 {
            (opening[0], back[0], opening[1], back[1])
        } else {
            (
                opening[opening.len() - 1],
                back[back.len() - 1],
                opening[opening.len() - 2],
                back[back.len() - 2],
            )
        };
        for k in 0..9 {
            let q = k as f32 / 9.0;
            self.stroke(
                &[mix(side.0, side.2, q), mix(side.1, side.3, q)],
                Brush::new(2.0).load(arch.ink * 0.7).dry(0.35).breaks(0.2),
            );
        }
    }
}
