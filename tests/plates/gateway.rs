//! The gateway: an arched passage through a brick face, seen from any side: rings, jambs, depth and what lies behind.

use crate::brush::Brush;
use crate::geometry::{Pt, between};
use crate::palette::{BRICK, DUSK, INK, SHADE};
use crate::plate::Plate;
use crate::wash::Wash;
use core::f32::consts::PI;

/// A gateway, in metres.
#[derive(Clone, Copy)]
pub(crate) struct Gateway {
    /// Half the clear width.
    pub half: f32,
    /// Height at which the arch springs.
    pub spring: f32,
    /// Rings of brick on edge.
    pub rings: usize,
    /// Thickness of one ring.
    pub ring: f32,
    /// How deep the passage is.
    pub deep: f32,
    /// How dark the left and the right side of the passage are, 0.0 in the light.
    pub sides: (f32, f32),
    /// Ink.
    pub ink: f32,
}

impl Plate {
    /// Draws a gateway where `place(along, up, in)` finds points by metres from the middle of the threshold; gives the outline
    /// of the far end, left dark.
    pub(crate) fn gateway(&mut self, place: impl Fn(f32, f32, f32) -> Pt, gate: Gateway) -> Vec<Pt> {
        let ring = |radius: f32, deep: f32| -> Vec<Pt> {
            let mut line = vec![place(-radius, 0.0, deep), place(-radius, gate.spring * 0.5, deep)];
            for k in 0..=32 {
                let a = PI * (1.0 - k as f32 / 32.0);
                line.push(place(libm::cosf(a) * radius, gate.spring + libm::sinf(a) * radius, deep));
            }
            line.push(place(radius, gate.spring * 0.5, deep));
            line.push(place(radius, 0.0, deep));
            line
        };
        let outer = ring(gate.half + gate.ring * gate.rings as f32, 0.0);
        self.lift(&outer, 0.9, 1.0, None);
        self.wash(&outer, Wash::new(BRICK, 0.85).second(DUSK).rim(0.3).pool(0.4, 200.0, 140.0));
        let opening = ring(gate.half, 0.0);
        let back = ring(gate.half * 0.97, gate.deep);
        let half = opening.len() / 2;
        self.inside(&opening, 0.6, |p| {
            p.lift(&opening, 1.0, 0.6, None);
            p.wash(&opening, Wash::new(SHADE, 0.8).rim(0.1));
            for (range, dark) in [(0..half + 1, gate.sides.0), (half..opening.len(), gate.sides.1)] {
                let side = between(&opening[range.clone()], &back[range]);
                p.wash(&side, Wash::new(INK, 0.12 + dark).rim(0.1).pool(0.5, 160.0, 120.0));
            }
            for k in 1..7 {
                let depth = gate.deep * (k as f32 / 7.0) * (k as f32 / 7.0);
                p.stroke(&ring(gate.half, depth), Brush::new(2.0).load(gate.ink * 0.6).dry(0.4).breaks(0.3));
            }
            for k in 1..9 {
                let v = gate.spring * k as f32 / 8.0;
                for u in [-gate.half, gate.half] {
                    p.stroke(
                        &[place(u, v, 0.0), place(u, v, gate.deep)],
                        Brush::new(2.0).load(gate.ink * 0.6).dry(0.4).breaks(0.3),
                    );
                }
            }
            p.lift(&back, 1.0, 0.6, None);
            p.wash(&back, Wash::new(SHADE, 1.2).rim(0.1));
            p.wash(&back, Wash::new(INK, 0.8).rim(0.1));
        });
        for r in 0..=gate.rings {
            let width = (1.8 + 3.0 * gate.ink) * if r == 0 { 1.4 } else { 0.8 };
            let brush = Brush::new(width).load(gate.ink).dry(0.25).breaks(0.08);
            self.restate(&ring(gate.half + gate.ring * r as f32, 0.0), brush);
        }
        for r in 0..gate.rings {
            let (low, high) = (gate.half + gate.ring * r as f32, gate.half + gate.ring * (r + 1) as f32);
            let count = (PI * low / (gate.ring * 0.5)) as usize;
            let brush = Brush::new(1.2 + 1.2 * gate.ink).load(gate.ink * 0.85).vary(0.4, 1.0).dry(0.3);
            for k in 0..=count {
                let a = PI * (k as f32 + self.rng.bell() * 0.16) / count as f32;
                let at = |q: f32| place(libm::cosf(a) * q, gate.spring + libm::sinf(a) * q, 0.0);
                self.stroke(&[at(low), at(high)], brush);
            }
            let jambs = (gate.spring / (gate.ring * 0.5)) as usize;
            for k in 0..jambs {
                let v = gate.spring * k as f32 / jambs as f32;
                self.stroke(&[place(-low, v, 0.0), place(-high, v, 0.0)], brush);
                self.stroke(&[place(low, v, 0.0), place(high, v, 0.0)], brush);
            }
        }
        back
    }
}
