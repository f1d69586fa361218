//! Where the time comes from: the only place that reads the system clock.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

/// Hands out the present time; the system's, or one that a test sets.
///
/// Clones share their time: setting a fixed clock sets every clone of it.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// Follows the system clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Stands still at `at` until [`Clock::set`] moves it.
    pub fn fixed(at: Timestamp) -> Self {
        Self(Source::Fixed(Arc::new(Mutex::new(at))))
    }

    /// The present time in UTC.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::now(),
            // A thread that panicked with the lock has left a whole time behind.
            Source::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a fixed clock to `at`; does nothing to the system's.
    pub fn set(&self, at: Timestamp) {
        if let Source::Fixed(fixed) = &self.0 {
            *fixed.lock().unwrap_or_else(PoisonError::into_inner) = at;
        }
    }
}
