//! What is known of the archive's condition: the folder, the disk, the records as they were last found.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use serde::Serialize;

/// How the folder that is served along stands with the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum FolderState {
    /// It was taken in whole.
    Imported,
    /// It has faults; of what they concern the last good state is served.
    Faulty {
        /// How many.
        problems: usize,
        /// How many records were left at their last good state, or out.
        left: usize,
        /// The code word of the first fault, as `baozhai check` prints it; files are named in the log alone.
        code: &'static str,
    },
    /// It could not be taken in for a reason of this machine's, which the log tells.
    Failed,
}

/// How it goes with the letters of notices. An archive whose letters wait is not ill: readers notice nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct LettersState {
    state: &'static str,
    /// Notices of which no letter could be sent for a day, since the start.
    given_up: u64,
}

/// What is known of the archive's health.
#[derive(Debug, Default)]
pub struct Health {
    folder: Mutex<Option<FolderState>>,
    disk: Mutex<Option<&'static str>>,
    letters: Mutex<Option<LettersState>>,
    /// What the records were found to be, and when.
    // Held across the look itself (`health.rs`), so that all who ask wait for the same one.
    pub(super) records: tokio::sync::Mutex<Option<(Instant, Result<(), &'static str>)>>,
}

impl Health {
    /// Notes how the folder stands.
    pub fn set_folder(&self, state: FolderState) {
        // Values are put in their place in one step: a panic elsewhere cannot have left half of one.
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }

    /// Notes what is wrong with the disk, in words without a path; nothing, if it can be written to.
    pub fn set_disk(&self, fault: Option<&'static str>) {
        *self.disk.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Notes whether the mail server takes letters, and how many notices were given up.
    pub(super) fn set_letters(&self, is_well: bool, given_up: u64) {
        let state = if is_well { "ok" } else { "failing" };
        let state = LettersState { state, given_up };
        *self.letters.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }

    /// How it goes with the letters, if any are sent.
    pub(super) fn letters(&self) -> Option<LettersState> {
        *self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How the folder stands, if one is served along.
    pub(super) fn folder(&self) -> Option<FolderState> {
        self.folder.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is wrong with the disk.
    pub(super) fn disk(&self) -> Option<&'static str> {
        *self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
