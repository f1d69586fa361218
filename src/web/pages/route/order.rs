//! The shortest way through some points, by trying every order.

use crate::model::Position;

/// Metres that make no difference: a way and its reverse are summed in another order.
const SAME_M: f64 = 0.001;

/// The order in which the straight legs between points are shortest in all, beginning at `start` where that is given. Of two
/// that are as short the one whose numbers come first, so that the same points always give the same way.
///
/// Tries all orders: of 8 points there are 40 320, of 9 nine times as many.
pub(super) fn shortest(points: &[Position], start: Option<usize>) -> Vec<usize> {
    let mut search = Search { points, best: (f64::INFINITY, Vec::new()), way: Vec::new() };
    match start {
        Some(start) => search.go_on(start, 0.0),
        None => (0..points.len()).for_each(|start| search.go_on(start, 0.0)),
    }
    search.best.1
}

struct Search<'p> {
    points: &'p [Position],
    best: (f64, Vec<usize>),
    /// The way so far.
    way: Vec<usize>,
}

impl Search<'_> {
    /// Goes to a point, `metres` behind, and on from there.
    fn go_on(&mut self, to: usize, metres: f64) {
        if metres > self.best.0 - SAME_M {
            return;
        }
        self.way.push(to);
        if self.way.len() == self.points.len() {
            self.best = (metres, self.way.clone());
        }
        for next in 0..self.points.len() {
            if !self.way.contains(&next) {
                self.go_on(next, metres + self.points[to].distance_m(self.points[next]));
            }
        }
        self.way.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::shortest;
    use crate::model::Position;

    fn along(lons: &[f64]) -> Vec<Position> {
        lons.iter().map(|lon| Position::new(*lon, 35.6).expect("on the earth")).collect()
    }

    #[test]
    fn points_of_a_line_are_visited_along_it() {
        let points = along(&[110.7, 110.5, 110.6, 110.8, 110.55, 110.75, 110.65, 110.52]);
        assert_eq!(shortest(&points, None), [1, 7, 4, 2, 6, 0, 5, 3]);
        let reversed: Vec<_> = points.iter().rev().copied().collect();
        assert_eq!(
            shortest(&reversed, None),
            [4, 2, 7, 1, 5, 3, 0, 6],
            "from the lower number of its two ends"
        );
    }

    #[test]
    fn a_start_is_kept_though_the_way_is_longer() {
        let points = along(&[110.5, 110.6, 110.9]);
        assert_eq!(shortest(&points, Some(1)), [1, 0, 2]);
        assert_eq!(shortest(&points, Some(2)), [2, 1, 0]);
    }

    #[test]
    fn two_points_at_one_spot_are_both_visited() {
        assert_eq!(shortest(&along(&[110.5, 110.5, 110.6]), None).len(), 3);
    }
}
