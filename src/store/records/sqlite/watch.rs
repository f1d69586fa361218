//! Whether the database's files are still those that a connection has open.
//!
//! A file that was deleted, or whose place another one took, stays readable to whoever had it open: it would be
//! served, and written to, while the one on disk is another.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::address::log_of;

/// Keeps an eye on the files of a database.
pub(super) struct Watch {
    database: PathBuf,
    log: PathBuf,
    seen: Mutex<Seen>,
}

struct Seen {
    database: Option<FileId>,
    /// The log that connections have open; not known before one has been used.
    log: Option<FileId>,
    /// Since when.
    since: Instant,
}

/// What tells a file from another of the same name: device and number.
// Numbers come again, but not while somebody has the file open, as the connections that are asked about have.
type FileId = (u64, u64);

impl Watch {
    pub(super) fn of(database: &Path) -> Self {
        let seen = Seen { database: id_of(database), log: None, since: Instant::now() };
        Self { database: database.to_owned(), log: log_of(database), seen: Mutex::new(seen) }
    }

    /// Whether a connection that is so old has open what lies on disk now; to be asked before it is used.
    pub(super) fn holds(&self, age: Duration) -> bool {
        let database = id_of(&self.database);
        let mut seen = self.seen();
        // The log too: when only that was deleted, old connections go on writing to one that nobody else will read.
        if seen.database != database || (seen.log.is_some() && seen.log != id_of(&self.log)) {
            *seen = Seen { database, log: None, since: Instant::now() };
        }
        // One that was opened between the change and this look counts as old too, and is only opened once more.
        age < seen.since.elapsed()
    }

    /// Notes the log of a connection that has just been used. While one is open, its log stays.
    pub(super) fn note_log(&self) {
        let mut seen = self.seen();
        if seen.log.is_none() {
            seen.log = id_of(&self.log);
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
fn id_of(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

/// Elsewhere a file that is open cannot be taken away.
#[cfg(not(unix))]
fn id_of(path: &Path) -> Option<FileId> {
    fs::metadata(path).ok().map(|_| (0, 0))
}
