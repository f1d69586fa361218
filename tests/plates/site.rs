//! Where things stand: a view of the ground in metres, seen by an eye or in parallel as in a gazetteer; and sites on it.

use crate::geometry::{Pt, distance};
use crate::patch::Patch;

/// How the ground is seen: `x` to the right, `y` away, `z` up, in metres.
#[derive(Clone, Copy)]
pub(crate) enum View {
    /// From a standing eye, uprights kept upright.
    Eye {
        /// Where the eye is.
        eye: (f32, f32, f32),
        /// How far it is turned to the right, radians.
        turn: f32,
        /// Units on the sheet of a metre seen at a metre's distance.
        focal: f32,
        /// Where the line of sight meets the sheet; its height is the horizon.
        centre: Pt,
    },
    /// In parallel: everything of one size however far.
    Parallel {
        /// Where the ground's zero point falls on the sheet.
        origin: Pt,
        /// One metre to the right.
        right: Pt,
        /// One metre away.
        away: Pt,
        /// Units of one metre up.
        up: f32,
    },
}

impl View {
    /// Finds a point of the ground on the sheet.
    pub(crate) fn at(&self, x: f32, y: f32, z: f32) -> Pt {
        match *self {
            Self::Eye { eye, turn, focal, centre } => {
                let (dx, dy) = (x - eye.0, y - eye.1);
                let (sin, cos) = (libm::sinf(turn), libm::cosf(turn));
                let scale = focal / (dx * sin + dy * cos).max(0.25);
                (centre.0 + (dx * cos - dy * sin) * scale, centre.1 - (z - eye.2) * scale)
            }
            Self::Parallel { origin, right, away, up } => {
                (origin.0 + x * right.0 + y * away.0, origin.1 + x * right.1 + y * away.1 - z * up)
            }
        }
    }
}

/// A spot to build on: `a` runs along the front to the right of one who faces it, `b` goes in from it, `c` up.
#[derive(Clone, Copy)]
pub(crate) struct Site {
    view: View,
    origin: (f32, f32, f32),
    turn: f32,
}

impl Site {
    /// Marks a spot; turned by 0.0 its front faces the viewer, by a quarter turn it faces right, by minus that left.
    pub(crate) const fn new(view: View, origin: (f32, f32, f32), turn: f32) -> Self {
        Self { view, origin, turn }
    }

    /// Finds a point of the site on the sheet.
    pub(crate) fn at(&self, a: f32, b: f32, c: f32) -> Pt {
        let (sin, cos) = (libm::sinf(self.turn), libm::cosf(self.turn));
        let (x, y) = (a * cos - b * sin, a * sin + b * cos);
        self.view.at(self.origin.0 + x, self.origin.1 + y, self.origin.2 + c)
    }

    /// Marks a spot on this one, at its point `(a, b)`, turned a quarter: to face its right (`1.0`) or its left (`-1.0`).
    pub(crate) fn beside(&self, plan: Pt, side: f32) -> Self {
        let (sin, cos) = (libm::sinf(self.turn), libm::cosf(self.turn));
        let origin = (
            self.origin.0 + plan.0 * cos - plan.1 * sin,
            self.origin.1 + plan.0 * sin + plan.1 * cos,
            self.origin.2,
        );
        Self { view: self.view, origin, turn: self.turn + side * core::f32::consts::FRAC_PI_2 }
    }

    /// Gives the units of an upright metre at a point.
    pub(crate) fn metre(&self, a: f32, b: f32, c: f32) -> f32 {
        distance(self.at(a, b, c), self.at(a, b, c + 1.0))
    }

    /// Gives an upright surface between two points of the plan, from `low` to `high`.
    pub(crate) fn wall(&self, from: Pt, to: Pt, low: f32, high: f32) -> Patch {
        let line = |z: f32| -> Vec<Pt> {
            (0..=24)
                .map(|i| {
                    let q = i as f32 / 24.0;
                    self.at(from.0 + (to.0 - from.0) * q, from.1 + (to.1 - from.1) * q, z)
                })
                .collect()
        };
        Patch::new(&line(high), &line(low))
    }

    /// Gives a level surface `a0..a1`, from its back `b1` to its front `b0`.
    pub(crate) fn floor(&self, a: Pt, b: Pt, c: f32) -> Patch {
        Patch::quad(self.at(a.0, b.1, c), self.at(a.1, b.1, c), self.at(a.1, b.0, c), self.at(a.0, b.0, c))
    }
}
