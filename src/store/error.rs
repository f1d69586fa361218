//! What can go wrong below the archive, as far as someone above would act differently on it.
//!
//! Messages name no cause twice: the cause is the error's `source()`.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

/// A failure of the storage itself; what a caller did wrong has types of its own.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is not one that records can be opened at.
    #[error("not an address for records: {url:?} ({reason})")]
    Address {
        /// The address as it was given.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A folder or file is missing, may not be written, or is something else than it should be.
    #[error("cannot use {}", .path.display())]
    Path {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is not a database, or one that some other program made.
    #[error("{} is not an archive's database", .0.display())]
    NotAnArchive(PathBuf),
    /// There is no database, or one that holds nothing; none was made.
    #[error("there are no records in {}", .0.display())]
    NoRecords(PathBuf),
    /// The database is gone, but what was to be added to it is still there.
    #[error("{} is gone or empty, but its log is still there: restore the archive from a backup", .0.display())]
    Lost(PathBuf),
    /// A newer program wrote this database; it is left as it is.
    #[error("the database has schema {found}, made by a newer program; this one knows up to {known}")]
    TooNew {
        /// A migration in the database that the program has not.
        found: i64,
        /// The newest migration in this program.
        known: i64,
    },
    /// A migration that ran on this database differs from the program's of the same number.
    #[error("schema {0} of the database is not the one this program knows")]
    Altered(i64),
    /// Stored rows or pages contradict themselves: restore from a backup.
    #[error("the stored data is damaged: {0}")]
    Damaged(String),
    /// The text of a revision was removed for good.
    #[error("the text of {revision} was purged on {on}")]
    Purged {
        /// `key@number`.
        revision: String,
        /// The day.
        on: String,
    },
    /// There is no room; nothing of what was asked has been written.
    #[error("the disk is full")]
    Full,
    /// The database or its folder may be read but not written.
    #[error("the storage cannot be written to")]
    ReadOnly,
    /// Another process kept the database locked for too long; trying again may help.
    #[error("the database is in use by another process")]
    Busy,
    /// Anything else, for the log.
    #[error("the storage failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// What an error on the file or folder `path` means.
    pub(super) fn of_file(path: &Path, source: io::Error) -> Self {
        if is_full(&source) { Self::Full } else { Self::Path { path: path.to_owned(), source } }
    }
}

impl From<tokio::task::JoinError> for StoreError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Failed(Box::new(error))
    }
}

fn is_full(error: &io::Error) -> bool {
    // A quota that is used up is the same to whoever writes: somebody has to make room.
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
