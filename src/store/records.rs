//! Records: opaque documents whose every published state stays readable.
//!
//! A record is a [`Key`] with revisions 1, 2, 3 …; the newest is its head. A [`Change`] appends revisions to
//! several records as one and takes the next *sequence number*, by which whatever is derived from the
//! records says how far it has read. Readers never wait for writers. Nothing here can alter or remove a
//! revision; what the disk has damaged can be put back as it was, and a text that must go can be emptied for good.

mod at;
mod commit;
mod dialect;
mod faults;
mod identity;
mod log;
mod mend;
mod papers;
mod purge;
mod read;
mod sqlite;
mod transaction;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::AnyPool;
use tokio::sync::Mutex;

use dialect::Dialect;

pub use at::KeptRevision;
pub use commit::{Change, CommitError, Conflict, KindConflict, Proposal};
pub use identity::CommitDigest;
pub use papers::{
    Batch, Collection, Content, ContentError, Label, Paper, PaperConflict, PaperError, PaperList, Papers,
    PublishError,
};
pub use purge::PurgedText;

use super::{Digest, Key, KindWord, StoreError};

/// How long an occasional emptying of the log waits for readers.
const PATIENCE: Duration = Duration::from_secs(5);

/// The records of an archive. Clones share one set of connections.
#[derive(Clone, Debug)]
pub struct Records {
    pool: AnyPool,
    dialect: Arc<dyn Dialect>,
    /// Writers of this process queue here, in order, instead of polling the database's lock.
    turn: Arc<Mutex<()>>,
}

impl Records {
    /// Opens the records at `url`, creating or updating the database where needed.
    ///
    /// `sqlite:data/archive.db` or `sqlite:///srv/archive.db`, percent-encoded as [`Records::url_of`] does.
    /// The folder must exist. A database of a newer program, or of another one, is refused untouched.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::opened(url, sqlite::Opening::Create).await
    }

    /// Opens the records at `url`, which must be there: makes neither a file nor a schema.
    ///
    /// Where there are none the error is [`StoreError::NoRecords`].
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        Self::opened(url, sqlite::Opening::Existing).await
    }

    async fn opened(url: &str, opening: sqlite::Opening) -> Result<Self, StoreError> {
        let (pool, dialect) = sqlite::open(url, opening).await?;
        Ok(Self { pool, dialect: Arc::new(dialect), turn: Arc::default() })
    }

    /// The address of the database file `path`.
    pub fn url_of(path: &Path) -> String {
        sqlite::url_of(path)
    }

    /// The sequence number as a newcomer finds it on disk: an error where the file is gone, cut or damaged, whatever
    /// open connections still remember of it.
    pub async fn pulse(&self) -> Result<u64, StoreError> {
        self.dialect.pulse().await
    }

    /// Brings what was committed into the database file, so that a copy of that file alone lacks nothing; says whether
    /// all of it is there.
    ///
    /// Each commit does so by itself. Something is left only where a program was killed just then, or where another
    /// one was reading all the while.
    pub async fn settle(&self) -> Result<bool, StoreError> {
        // By the length of the log alone: a server asks all the time, and nearly always there is nothing to do.
        if self.is_settled() {
            return Ok(true);
        }
        self.dialect.settle(&mut *self.pool.acquire().await?, PATIENCE).await
    }

    /// Whether nothing is left to bring there: a copy of the database file alone lacks nothing.
    pub fn is_settled(&self) -> bool {
        self.dialect.is_settled()
    }

    /// Writes one state of the records to a new database file, while others read and write, and syncs it.
    ///
    /// Nothing may be at `path`.
    pub async fn copy_into(&self, path: &Path) -> Result<(), StoreError> {
        self.dialect.copy_into(&self.pool, path).await
    }

    /// Waits for what is running and closes every connection; all clones are closed with it.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// One published state of a record, with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The record.
    pub key: Key,
    /// What the record is.
    pub kind: KindWord,
    /// 1 for the first revision, then without gaps.
    pub number: u64,
    /// The commit that made it.
    pub sequence: u64,
    /// The SHA-256 of `body`; checked when the revision is read.
    pub digest: Digest,
    /// The document.
    pub body: String,
    /// How it came in.
    pub origin: Origin,
    /// When, by the committer's clock.
    pub committed_at: Timestamp,
}

/// A [`Revision`] without its text, for histories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionNote {
    /// The record.
    pub key: Key,
    /// What the record is.
    pub kind: KindWord,
    /// 1 for the first revision, then without gaps.
    pub number: u64,
    /// The commit that made it.
    pub sequence: u64,
    /// The SHA-256 of the text.
    pub digest: Digest,
    /// How it came in.
    pub origin: Origin,
    /// When, by the committer's clock.
    pub committed_at: Timestamp,
}

/// The state of a head, as far as a comparison needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadNote {
    /// The record.
    pub key: Key,
    /// What the record is.
    pub kind: KindWord,
    /// The number of its newest revision.
    pub number: u64,
    /// The SHA-256 of that revision's text.
    pub digest: Digest,
    /// How that revision came in.
    pub origin: Origin,
}

/// One line of the log of commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeNote {
    /// The commit's number, from 1 and without gaps.
    pub sequence: u64,
    /// Who made it.
    pub author: String,
    /// What was done and why.
    pub message: String,
    /// How it came in.
    pub origin: Origin,
    /// When, by the committer's clock.
    pub committed_at: Timestamp,
    /// How many revisions it made.
    pub revisions: u64,
}

/// How a revision came in: an import may replace what an import wrote, but not what people did since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// From the open folder form.
    Import,
    /// By people, through review.
    Staff,
}

impl Origin {
    /// The word it is stored as.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Staff => "staff",
        }
    }
}

/// How far a reader of the feed has come: up to a key inside a commit, or past the whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedPosition {
    sequence: u64,
    /// `None`: all of `sequence` has been read.
    key: Option<Key>,
}

impl FeedPosition {
    /// Before the first commit.
    pub fn start() -> Self {
        Self::default()
    }

    /// Past all of commit `sequence`.
    pub fn after(sequence: u64) -> Self {
        Self { sequence, key: None }
    }

    /// Just past `revision`.
    pub fn at(revision: &RevisionNote) -> Self {
        Self { sequence: revision.sequence, key: Some(revision.key.clone()) }
    }

    /// The commit it lies in or after.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }
}

/// Numbers are BIGINT in SQL; what is beyond that is beyond every row.
fn bigint(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            // Every connection has been held for half a minute: that passes, as a lock does.
            sqlx::Error::PoolTimedOut => Some(Self::Busy),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Some(Self::Damaged(error.to_string()))
            }
            // Each database knows its own errors only, and there is no telling here whose it is.
            sqlx::Error::Database(database) => sqlite::meaning(database.as_ref()),
            _ => None,
        }
        .unwrap_or_else(|| Self::Failed(Box::new(error)))
    }
}
