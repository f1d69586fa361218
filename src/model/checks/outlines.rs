//! The checks of outlines: what encloses nothing, or more than one thing.

use geo::{Intersects, Line, coord};

use super::{Check, FaultCode};
use crate::model::{Position, RecordKey};

/// Corners beyond these are not looked through: each side is held against all others. No wall has as many.
const MOST_CORNERS: usize = 2_000;

impl Check<'_> {
    /// Checks an outline whose last corner joins the first.
    pub(super) fn outline(&mut self, record: &RecordKey, path: &str, corners: &[Position]) {
        let path = format!("{path}.outline");
        if corners.len() < 3 {
            let message = "an outline has at least three points";
            return self.fault(FaultCode::ShortOutline, record, path, message);
        }
        if let Some(message) = repeated(corners) {
            // Told alone: a side without length meets its neighbours, and would be told as crossing them too.
            return self.fault(FaultCode::RepeatedPoint, record, path, message);
        }
        if let Some((first, second)) = crossing(corners) {
            let message = format!(
                "the outline crosses itself: the side from point {first} and the side from point {second} meet"
            );
            self.fault(FaultCode::CrossedOutline, record, path, message);
        }
    }
}

/// What is wrong where a corner is the same as the one before it.
fn repeated(corners: &[Position]) -> Option<String> {
    if corners.first() == corners.last() {
        return Some("the last point joins the first by itself: leave the repeated one out".to_owned());
    }
    let at = corners.windows(2).position(|pair| pair[0] == pair[1])?;
    Some(format!("point {} is the same as the one before it", at + 2))
}

/// The first two sides that meet elsewhere than at a shared corner, each by the number of the point it begins at, from 1.
fn crossing(corners: &[Position]) -> Option<(usize, usize)> {
    let count = corners.len().min(MOST_CORNERS);
    let at = |n: usize| coord! { x: corners[n % corners.len()].lon(), y: corners[n % corners.len()].lat() };
    let sides: Vec<Line> = (0..count).map(|n| Line::new(at(n), at(n + 1))).collect();
    let meet = |(first, second): (usize, usize)| {
        let (one, other) = (&sides[first], &sides[second]);
        if one.end == other.start {
            // Neighbours share a corner; one that runs back over the other shares more.
            one.intersects(&other.end) || other.intersects(&one.start)
        } else if other.end == one.start {
            other.intersects(&one.end) || one.intersects(&other.start)
        } else {
            one.intersects(other)
        }
    };
    let pairs = (0..count).flat_map(|first| (first + 1..count).map(move |second| (first, second)));
    pairs.into_iter().find(|pair| meet(*pair)).map(|(first, second)| (first + 1, second + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(corners: &[(f64, f64)]) -> Option<(usize, usize)> {
        let corners: Result<Vec<Position>, _> =
            corners.iter().map(|(x, y)| Position::new(110.0 + x, 35.0 + y)).collect();
        match corners {
            Ok(corners) => crossing(&corners),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn sides_that_meet_are_found_and_corners_are_not() {
        assert_eq!(found(&[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]), None);
        assert_eq!(found(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 1.0), (0.0, 2.0)]), None, "a notch");
        assert_eq!(found(&[(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)]), Some((1, 3)), "a bow");
        assert_eq!(found(&[(0.0, 0.0), (2.0, 0.0), (1.0, 0.0), (1.0, 1.0)]), Some((1, 2)), "a spike");
        let eight = [(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (2.0, 2.0), (1.0, 1.0), (0.0, 2.0)];
        assert!(found(&eight).is_some(), "two that touch in a corner");
    }
}
