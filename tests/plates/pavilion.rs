//! The roof: one slope of grey tile between a ridge and an eave, sagging as such roofs do, and a small open pavilion.

use crate::brush::Brush;
use crate::geometry::{Pt, between, mix};
use crate::palette::{BRICK, DEEP, DUSK, INK, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::view::{Spot, View};
use crate::wash::Wash;

/// A one-storey pavilion with a plain gable roof, standing on a level platform.
#[derive(Clone, Copy)]
pub(crate) struct Pavilion {
    /// Middle of its floor.
    pub middle: Spot,
    /// Its long axis on the plan, of length one.
    pub along: Pt,
    /// Half its length and half its depth, metres.
    pub half: (f32, f32),
    /// Height of the posts and of the roof above them, metres.
    pub high: (f32, f32),
    /// Shade on the side seen, 0.0 in the sun.
    pub shade: f32,
    /// Ink.
    pub ink: f32,
}

impl Plate {
    /// Lays a slope of tile; the eave turns up a little at both ends.
    pub(crate) fn tiles(&mut self, ridge: (Pt, Pt), eave: (Pt, Pt), shade: f32, ink: f32) {
        let sag = |s: f32, t: f32| {
            let p = mix(mix(ridge.0, ridge.1, s), mix(eave.0, eave.1, s), t);
            let drop = (eave.0.1 - ridge.0.1).abs();
            let ends = (2.0 * s - 1.0).abs();
            (p.0, p.1 + drop * (0.13 * (4.0 * t * (1.0 - t)) - 0.16 * t * ends * ends * ends))
        };
        let edge = |t: f32| -> Vec<Pt> { (0..=30).map(|k| sag(k as f32 / 30.0, t)).collect() };
        let patch = Patch::new(&edge(0.0), &edge(1.0));
        let side = |s: f32| -> Vec<Pt> { (0..=12).map(|k| sag(s, k as f32 / 12.0)).collect() };
        let mut outline = edge(0.0);
        outline.extend(side(1.0));
        outline.extend(edge(1.0).into_iter().rev());
        outline.extend(side(0.0).into_iter().rev());
        self.lift(&outline, 1.0, 0.6, None);
        self.wash(&outline, Wash::new(BRICK, 0.8 + shade).second(DUSK).rim(0.3).pool(0.6, 200.0, 80.0));
        let count = (patch.span() / 15.0).clamp(10.0, 60.0) as usize;
        for k in 0..=count {
            let line = side(k as f32 / count as f32);
            let firm = k == 0 || k == count;
            let brush = Brush::new(if firm { 2.0 + 3.0 * ink } else { 1.4 + 1.2 * ink });
            self.stroke(&line, brush.load(ink * if firm { 1.0 } else { 0.75 }).dry(0.3).breaks(0.1));
        }
        self.stroke(&edge(0.0), Brush::new(5.0 + 6.0 * ink).load(ink).dry(0.15).taper(1.0, 1.0));
        self.restate(&edge(1.0), Brush::new(3.0 + 3.0 * ink).load(ink).dry(0.2));
    }

    /// Draws a pavilion.
    pub(crate) fn pavilion(&mut self, view: View, hall: Pavilion) {
        let across = (-hall.along.1, hall.along.0);
        let spot = |u: f32, v: f32, y: f32| {
            view.at([
                hall.middle[0] + hall.along.0 * u + across.0 * v,
                hall.middle[1] + y,
                hall.middle[2] + hall.along.1 * u + across.1 * v,
            ])
        };
        let ((long, deep), (post, roof)) = (hall.half, hall.high);
        let back =
            [spot(-long, deep, 0.0), spot(-long, deep, post), spot(long, deep, post), spot(long, deep, 0.0)];
        self.wash(&back, Wash::new(SHADE, 0.7).rim(0.2));
        let eave = post - 0.12;
        let wide = 1.18;
        for (u, seen) in [
            (-long, spot(-long, -deep, 0.0).0 > spot(-long, deep, 0.0).0),
            (long, spot(long, -deep, 0.0).0 < spot(long, deep, 0.0).0),
        ] {
            if !seen {
                continue;
            }
            let gable = [
                spot(u, -deep, 0.0),
                spot(u, -deep, post),
                spot(u, 0.0, post + roof * 0.92),
                spot(u, deep, post),
                spot(u, deep, 0.0),
            ];
            self.lift(&gable, 1.0, 0.6, None);
            self.wash(&gable, Wash::new(BRICK, 0.6 + 0.7 * hall.shade).second(SHADE).rim(0.25));
            self.stroke(&gable, Brush::new(2.0 + 3.0 * hall.ink).load(hall.ink).dry(0.25));
        }
        let front = [
            spot(-long, -deep, 0.0),
            spot(-long, -deep, post),
            spot(long, -deep, post),
            spot(long, -deep, 0.0),
        ];
        self.lift(&front, 0.8, 0.6, None);
        self.wash(&front, Wash::new(SHADE, 0.95).rim(0.1));
        self.wash(&front, Wash::new(INK, 0.55).rim(0.1));
        let sill = [
            spot(-long, -deep, 0.0),
            spot(-long, -deep, post * 0.34),
            spot(long, -deep, post * 0.34),
            spot(long, -deep, 0.0),
        ];
        self.lift(&sill, 1.0, 0.5, None);
        self.wash(&sill, Wash::new(OCHRE, 0.55 + 0.4 * hall.shade).second(SHADE).rim(0.3));
        self.stroke(&[sill[1], sill[2]], Brush::new(3.0).load(hall.ink).dry(0.2));
        for k in 0..4 {
            let u = long * (k as f32 / 1.5 - 1.0);
            let wide = view.metre(hall.middle) * 0.2;
            self.stroke(
                &[spot(u, -deep, 0.0), spot(u, -deep, post)],
                Brush::new(wide.max(3.0)).load(hall.ink).dry(0.1).taper(1.0, 1.0).ink(DEEP),
            );
        }
        self.stroke(
            &[front[1], front[2]],
            Brush::new(view.metre(hall.middle) * 0.2).load(hall.ink).taper(1.0, 1.0).ink(DEEP),
        );
        let tip = |u: f32| [spot(u, 0.0, post + roof), spot(u, -deep * 1.45, eave), spot(u, -deep, post)];
        for u in [-long, long] {
            let soffit = [tip(u)[0], tip(u * 1.12)[0], tip(u * wide)[1], tip(u)[2]];
            self.lift(&soffit, 1.0, 0.6, None);
            self.wash(&soffit, Wash::new(SHADE, 1.0).second(INK).rim(0.1));
        }
        let ridge = (spot(-long * 1.08, 0.0, post + roof), spot(long * 1.08, 0.0, post + roof));
        let edge = (spot(-long * wide, -deep * 1.45, eave), spot(long * wide, -deep * 1.45, eave));
        let low = between(&[edge.0, edge.1], &[spot(-long, -deep, post), spot(long, -deep, post)]);
        self.wash(&low, Wash::new(INK, 0.5).rim(0.1));
        self.tiles(ridge, edge, hall.shade * 0.6, hall.ink);
        for end in [ridge.0, ridge.1] {
            let m = view.metre(hall.middle);
            let out = if end == ridge.0 { -1.0 } else { 1.0 };
            self.stroke(
                &[(end.0 - out * 0.3 * m, end.1 + 0.02 * m), end, (end.0 + out * 0.14 * m, end.1 - 0.34 * m)],
                Brush::new(0.24 * m).load(hall.ink).dry(0.1).taper(0.8, 0.5),
            );
        }
    }
}
