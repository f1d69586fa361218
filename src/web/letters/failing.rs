//! How long to wait after a failure: twice as long each time, up to half an hour.

use std::collections::btree_map::Entry;
use std::time::Duration;

use jiff::Timestamp;

const FIRST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// What fails again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failing {
    /// When it may be tried again.
    pub(super) next: Timestamp,
    wait: Duration,
}

impl Failing {
    fn first(now: Timestamp) -> Self {
        Self { next: now + FIRST, wait: FIRST }
    }

    fn later(self, now: Timestamp) -> Self {
        let wait = (self.wait * 2).min(LONGEST);
        Self { next: now + wait, wait }
    }

    /// Notes a failure; whether it is the first in a row.
    pub(super) fn again_at(failing: &mut Option<Self>, now: Timestamp) -> bool {
        let before = failing.replace(failing.map_or_else(|| Self::first(now), |failing| failing.later(now)));
        before.is_none()
    }

    /// The same of one of many.
    pub(super) fn again<K: Ord>(entry: Entry<'_, K, Self>, now: Timestamp) -> bool {
        match entry {
            Entry::Vacant(vacant) => {
                vacant.insert(Self::first(now));
                true
            }
            Entry::Occupied(mut occupied) => {
                let later = occupied.get().later(now);
                occupied.insert(later);
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_longer_than_the_last_up_to_half_an_hour() {
        let (mut failing, mut now, mut waits) = (None, Timestamp::UNIX_EPOCH, Vec::new());
        for number in 0..9 {
            assert_eq!(Failing::again_at(&mut failing, now), number == 0);
            let next = failing.map_or(now, |failing| failing.next);
            waits.push(next.duration_since(now).as_secs());
            now = next;
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]);
    }
}
