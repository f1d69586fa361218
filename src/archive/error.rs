//! Why the archive cannot be read.

use crate::model::Withdrawal;
use crate::store::{Key, KeyError, StoreError};

/// Why the archive, or a record of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record's key is none the store takes.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A stored record is none this program knows.
    #[error("the record `{key}` (revision {number}) cannot be read: {fault}")]
    Record {
        /// The record's key.
        key: Key,
        /// The revision's number.
        number: u64,
        /// What is wrong with it.
        fault: String,
    },
    /// The text of a revision was removed for good; whoever may see nothing of it is told [`ArchiveError::Withdrawn`].
    #[error("the text of {key}@{number} was purged on {on}")]
    Purged {
        /// The record's key.
        key: Key,
        /// The revision's number.
        number: u64,
        /// The day.
        on: String,
    },
    /// The lists failed.
    #[error(transparent)]
    Lists(#[from] ListsError),
    /// It was published, and is shown no more.
    #[error("withdrawn on {}", .0.date)]
    Withdrawn(Box<Withdrawal>),
    /// The store has gone back: another state was laid over it.
    #[error(
        "the records are at change {found}, after what is shown was at {shown}: restart the program to serve them"
    )]
    GoneBack {
        /// The store's sequence number.
        found: u64,
        /// What is shown was made from this one.
        shown: u64,
    },
    /// The store has another past than what is shown: another state was laid over it.
    #[error("the records have another change {shown} than what is shown: restart the program to serve them")]
    Replaced {
        /// What is shown was made from this one.
        shown: u64,
    },
}

impl ArchiveError {
    /// Whether others wrote for so long that this gave up: it may be tried again.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Store(StoreError::Busy))
    }
}

/// Why the lists cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ListsError {
    /// The engine says so.
    #[error("the lists cannot be used")]
    Engine(#[source] Box<redb::Error>),
    /// What stands in them is not what was written.
    #[error("the lists are damaged: {0}")]
    Damaged(String),
}

impl<E: Into<redb::Error>> From<E> for ListsError {
    fn from(error: E) -> Self {
        Self::Engine(Box::new(error.into()))
    }
}
