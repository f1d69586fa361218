//! The view: a place to stand and look from, in metres, for plates whose walls must meet at true corners.

use crate::geometry::{Pt, roughen};
use crate::patch::Patch;

/// A place in metres: right, up, away.
pub(crate) type Spot = [f32; 3];

/// How a place in metres comes to a point on the sheet; uprights stay upright.
#[derive(Clone, Copy)]
pub(crate) enum View {
    /// From an eye, looking level: its spot, its turn to the right in radians, its focal length and centre in plate units.
    Eye(Spot, f32, f32, Pt),
    /// From the air without vanishing, as gazetteers draw: the origin, and what a metre right, up and away comes to.
    Bird(Pt, Pt, f32, Pt),
}

/// One face of a built wall, from its left end to its right as it is seen.
#[derive(Clone, Copy)]
pub(crate) struct Curtain {
    /// Left end of the crest on the plan: right, away.
    pub from: Pt,
    /// Right end of the crest.
    pub to: Pt,
    /// Level of the crest, metres.
    pub top: f32,
    /// Level of the foot, metres.
    pub foot: f32,
    /// How far the foot stands out before the crest (收分), metres.
    pub batter: f32,
    /// How far the foot runs on past each end: the batter at a salient corner, less than nothing in a re-entrant one.
    pub spread: (f32, f32),
    /// How far the crest and the foot stray from level, metres.
    pub rag: f32,
}

impl View {
    /// Finds the point on the sheet.
    pub(crate) fn at(&self, spot: Spot) -> Pt {
        match *self {
            Self::Eye(eye, turn, focal, centre) => {
                let (dx, dz) = (spot[0] - eye[0], spot[2] - eye[2]);
                let (sin, cos) = (libm::sinf(turn), libm::cosf(turn));
                let away = (dx * sin + dz * cos).max(0.4);
                let right = dx * cos - dz * sin;
                (centre.0 + focal * right / away, centre.1 - focal * (spot[1] - eye[1]) / away)
            }
            Self::Bird(origin, right, up, away) => (
                origin.0 + right.0 * spot[0] + away.0 * spot[2],
                origin.1 + right.1 * spot[0] + away.1 * spot[2] - up * spot[1],
            ),
        }
    }

    /// Gives how many units a metre upright takes at a spot.
    pub(crate) fn metre(&self, spot: Spot) -> f32 {
        self.at(spot).1 - self.at([spot[0], spot[1] + 1.0, spot[2]]).1
    }

    /// Draws a straight line between two spots.
    pub(crate) fn line(&self, from: Spot, to: Spot) -> Vec<Pt> {
        let part = |t: f32| [0, 1, 2].map(|i| from[i] + (to[i] - from[i]) * t);
        (0..=24).map(|k| self.at(part(k as f32 / 24.0))).collect()
    }

    /// Closes some spots into an outline.
    pub(crate) fn outline(&self, spots: &[Spot]) -> Vec<Pt> {
        spots.iter().map(|s| self.at(*s)).collect()
    }

    /// Stands a face of wall up as a patch.
    pub(crate) fn curtain(&self, wall: Curtain, seed: u32) -> Patch {
        let (dx, dz) = (wall.to.0 - wall.from.0, wall.to.1 - wall.from.1);
        let long = libm::hypotf(dx, dz).max(0.1);
        let along = (dx / long, dz / long);
        let out = (along.1 * wall.batter, -along.0 * wall.batter);
        let a =
            (wall.from.0 + out.0 - along.0 * wall.spread.0, wall.from.1 + out.1 - along.1 * wall.spread.0);
        let b = (wall.to.0 + out.0 + along.0 * wall.spread.1, wall.to.1 + out.1 + along.1 * wall.spread.1);
        let top = self.line([wall.from.0, wall.top, wall.from.1], [wall.to.0, wall.top, wall.to.1]);
        let foot = self.line([a.0, wall.foot, a.1], [b.0, wall.foot, b.1]);
        let near = self
            .metre([wall.from.0, wall.foot, wall.from.1])
            .min(self.metre([wall.to.0, wall.foot, wall.to.1]));
        let amount = (wall.rag * near).clamp(1.0, 16.0);
        Patch::new(
            &pinned(&top, amount, (near * 2.5).clamp(60.0, 160.0), seed),
            &pinned(&foot, amount * 0.7, (near * 2.5).clamp(60.0, 160.0), seed ^ 3),
        )
    }

    /// Lays something flat between four corners on the plan at a level.
    pub(crate) fn floor(&self, corners: [Pt; 4], level: f32) -> Patch {
        let [a, b, c, d] = corners;
        Patch::new(
            &self.line([a.0, level, a.1], [b.0, level, b.1]),
            &self.line([d.0, level, d.1], [c.0, level, c.1]),
        )
    }
}

/// Roughens a line but leaves its ends where they are, so that two faces meet.
fn pinned(line: &[Pt], amount: f32, bend: f32, seed: u32) -> Vec<Pt> {
    let rough = roughen(line, 1.0, bend, seed);
    let plain = crate::geometry::divide(line, rough.len());
    let last = (rough.len() - 1) as f32;
    rough
        .iter()
        .zip(plain)
        .enumerate()
        .map(|(i, (r, p))| {
            let q = i as f32 / last;
            let hold = amount * (q * 12.0).min(1.0) * ((1.0 - q) * 12.0).min(1.0);
            (p.0 + (r.0 - p.0) * hold * 0.3, p.1 + (r.1 - p.1) * hold)
        })
        .collect()
}
