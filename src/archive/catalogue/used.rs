//! What was asked of the archive while something was made of it.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::archive::ArchiveError;

/// The names of all that was asked: records by their keys, lists and numbers by theirs, kinds by their words.
#[derive(Default)]
pub struct Used(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    names: HashSet<Box<str>>,
    fault: Option<ArchiveError>,
}

impl Used {
    /// The name of what any commit changes.
    pub(super) const EVERYTHING: &'static str = "# commits";

    pub(super) fn note(&self, name: &str) {
        let mut noted = self.noted();
        if !noted.names.contains(name) {
            noted.names.insert(name.into());
        }
    }

    pub(super) fn fail(&self, fault: ArchiveError) {
        tracing::error!(%fault, "the lists cannot be read");
        self.noted().fault.get_or_insert(fault);
    }

    /// All that was asked.
    ///
    /// # Errors
    /// The first answer that could not be read: what was made without it is not to be shown.
    pub fn finish(&self) -> Result<Box<[Box<str>]>, ArchiveError> {
        let mut noted = self.noted();
        match noted.fault.take() {
            Some(fault) => Err(fault),
            // What asked nothing cannot tell when it has grown old.
            None if noted.names.is_empty() => Ok([Self::EVERYTHING.into()].into()),
            None => Ok(noted.names.iter().cloned().collect()),
        }
    }

    pub(super) fn check(&self) -> Result<(), ArchiveError> {
        self.noted().fault.take().map_or(Ok(()), Err)
    }

    fn noted(&self) -> std::sync::MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Used").field(&self.noted().names.len()).finish()
    }
}
