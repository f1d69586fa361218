//! What there was not before a command, so that one that brings nothing in leaves nothing behind.

use std::fs;
use std::path::{Path, PathBuf};

use super::{BLOBS, DATABASE};

/// What was missing of a data folder.
pub(in crate::cli) struct Absent {
    data: PathBuf,
    /// The folders, the innermost first.
    folders: Vec<PathBuf>,
    has_database: bool,
}

impl Absent {
    /// Notes what is missing of the data folder `data`.
    pub(in crate::cli) fn of(data: &Path) -> Self {
        let blobs = data.join(BLOBS);
        // The ancestors of a relative path end with an empty one, which exists nowhere.
        let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
        let folders = blobs.ancestors().take_while(is_missing).map(Path::to_owned).collect();
        Self { data: data.to_owned(), folders, has_database: data.join(DATABASE).exists() }
    }

    /// Takes away what has come since; only of an archive without records, and when it has been closed.
    ///
    /// What cannot be taken away stays: an empty archive does no harm.
    pub(in crate::cli) fn restore(&self) {
        // Somebody's file: also an empty or damaged one is not this command's to remove.
        if self.has_database {
            return;
        }
        let (blobs, others) = match self.folders.split_first() {
            Some((first, rest)) if *first == self.data.join(BLOBS) => (Some(first), rest),
            _ => (None, &self.folders[..]),
        };
        // Pictures first: without records beside them they would be taken for what is left of an archive.
        if blobs.is_some_and(|blobs| blobs.exists() && fs::remove_dir(blobs).is_err()) {
            return;
        }
        for end in ["", "-wal", "-shm"] {
            // Not there is as good as removed, and an error here must not hide the one that the command ends with.
            drop(fs::remove_file(self.data.join(format!("{DATABASE}{end}"))));
        }
        // Only what is empty goes.
        others.iter().take_while(|folder| fs::remove_dir(folder).is_ok()).count();
    }
}
