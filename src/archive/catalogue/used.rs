//! What was asked of the archive while something was made of it.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::archive::{ArchiveError, ListsError};

/// The names of all that was asked: records by their keys, lists and numbers by theirs, kinds by their words.
#[derive(Default)]
pub struct Used(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    names: HashSet<Box<str>>,
    /// The first answer that could not be read. It stays: what was made without it must not be shown, whoever asked first.
    fault: Option<String>,
}

impl Used {
    /// The name of what any commit changes.
    pub(super) const EVERYTHING: &'static str = "# commits";

    pub(super) fn note(&self, name: &str) {
        let mut noted = self.noted();
        // Looked for first: mostly it is there, and needs no name of its own in memory.
        if !noted.names.contains(name) {
            noted.names.insert(name.into());
        }
    }

    pub(super) fn fail(&self, fault: &ListsError) {
        tracing::error!(%fault, "the lists cannot be read");
        self.noted().fault.get_or_insert_with(|| fault.to_string());
    }

    /// All that was asked.
    ///
    /// # Errors
    /// The first answer that could not be read: what was made without it is not to be shown.
    pub fn finish(&self) -> Result<Box<[Box<str>]>, ArchiveError> {
        self.check()?;
        let noted = self.noted();
        // What asked nothing cannot tell when it has grown old.
        if noted.names.is_empty() {
            return Ok([Self::EVERYTHING.into()].into());
        }
        Ok(noted.names.iter().cloned().collect())
    }

    pub(super) fn check(&self) -> Result<(), ArchiveError> {
        match &self.noted().fault {
            Some(fault) => Err(ListsError::Damaged(fault.clone()).into()),
            None => Ok(()),
        }
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

#[cfg(test)]
mod tests {
    use super::Used;
    use crate::archive::ListsError;

    #[test]
    fn what_could_not_be_read_stays_noted_for_whoever_asks_next() {
        let used = Used::default();
        used.note("jia");
        assert!(used.check().is_ok());
        used.fail(&ListsError::Damaged("a row".to_owned()));
        // One who goes on without it must not make a page of the rest.
        assert!(used.check().is_err());
        assert!(used.finish().is_err());
    }
}
