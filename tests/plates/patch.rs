//! The patch: a surface between a top and a foot line, addressed along and down, that every drawn face stands on.

use crate::geometry::{Pt, between, distance, divide, length, mix};

/// A surface between two edges that run the same way; `s` runs along, `t` from the top to the foot, both `0.0..=1.0`.
pub(crate) struct Patch {
    top: Vec<Pt>,
    foot: Vec<Pt>,
}

impl Patch {
    /// Makes a patch of two lines drawn in the same direction.
    pub(crate) fn new(top: &[Pt], foot: &[Pt]) -> Self {
        let count = ((length(top).max(length(foot)) / 10.0) as usize).clamp(8, 400);
        Self { top: divide(top, count), foot: divide(foot, count) }
    }

    /// Makes a flat four-cornered patch.
    pub(crate) fn quad(top_left: Pt, top_right: Pt, foot_right: Pt, foot_left: Pt) -> Self {
        Self::new(&[top_left, top_right], &[foot_left, foot_right])
    }

    /// Finds the point at `(s, t)`.
    pub(crate) fn at(&self, s: f32, t: f32) -> Pt {
        let place = s.clamp(0.0, 1.0) * (self.top.len() - 1) as f32;
        let i = (place as usize).min(self.top.len() - 2);
        let part = place - i as f32;
        mix(mix(self.top[i], self.top[i + 1], part), mix(self.foot[i], self.foot[i + 1], part), t)
    }

    /// Runs a line along the patch from `s0` to `s1` at the depth `t(s)`.
    pub(crate) fn row(&self, s0: f32, s1: f32, t: impl Fn(f32) -> f32) -> Vec<Pt> {
        let span = (s1 - s0).abs() * length(&self.top).max(length(&self.foot));
        let count = (span / 14.0) as usize + 3;
        (0..count)
            .map(|i| {
                let s = s0 + (s1 - s0) * i as f32 / (count - 1) as f32;
                self.at(s, t(s))
            })
            .collect()
    }

    /// Runs a line down the patch from `t0` to `t1`, drifting by `drift` along it.
    pub(crate) fn fall(&self, s: f32, t0: f32, t1: f32, drift: f32) -> Vec<Pt> {
        (0..=6).map(|i| self.at(s + drift * i as f32 / 6.0, t0 + (t1 - t0) * i as f32 / 6.0)).collect()
    }

    /// Gives the part of the patch inside `s0..s1`, `t0..t1` as a polygon.
    pub(crate) fn part(&self, s0: f32, s1: f32, t0: f32, t1: f32) -> Vec<Pt> {
        between(&self.row(s0, s1, |_| t0), &self.row(s0, s1, |_| t1))
    }

    /// Gives the whole outline.
    pub(crate) fn outline(&self) -> Vec<Pt> {
        between(&self.top, &self.foot)
    }

    /// Gives the top edge.
    pub(crate) fn top(&self) -> &[Pt] {
        &self.top
    }

    /// Gives the foot.
    pub(crate) fn foot(&self) -> &[Pt] {
        &self.foot
    }

    /// Gives the length of the longer edge in units.
    pub(crate) fn span(&self) -> f32 {
        length(&self.top).max(length(&self.foot))
    }

    /// Gives the height in the middle in units.
    pub(crate) fn rise(&self) -> f32 {
        distance(self.at(0.5, 0.0), self.at(0.5, 1.0))
    }
}
