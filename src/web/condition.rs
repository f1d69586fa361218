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

/// What is known of the archive's health.
#[derive(Debug, Default)]
pub struct Health {
    folder: Mutex<Option<FolderState>>,
    disk: Mutex<Option<&'static str>>,
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

    /// How the folder stands, if one is served along.
    pub(super) fn folder(&self) -> Option<FolderState> {
        self.folder.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is wrong with the disk.
    pub(super) fn disk(&self) -> Option<&'static str> {
        *self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
