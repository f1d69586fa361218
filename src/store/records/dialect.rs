//! What each database says in its own way: the one value by which they differ.
//!
//! All else is written once, in SQL that SQLite and PostgreSQL both run. Nobody asks which database it is: whoever needs
//! a word that differs asks for it here. That somebody else has committed is noticed by reading the counter, which any
//! database can; so there is no word for that.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::{AnyConnection, AnyPool};

use crate::store::StoreError;

/// A database in use. It orders and compares text by its bytes; what opens one refuses any other.
#[async_trait]
pub(super) trait Dialect: fmt::Debug + Send + Sync {
    /// Begins a transaction that will write, so that what it reads cannot change before it does.
    fn begin_write(&self) -> &'static str;

    /// The text in `column` as bytes. Damage may have left what is no text, and one such row would keep back all others
    /// of a page.
    fn as_bytes(&self, column: &str) -> String;

    /// Makes revisions and logs append-only also for a hand in the database; may be run again.
    fn guards(&self) -> &'static str;

    /// Lets a damaged text of a revision be put back, until the guards are set again in the same transaction.
    fn unguard_revisions(&self) -> &'static str;

    /// What of a connection's own state keeps nothing of what is overwritten, and then writes the whole database anew.
    async fn scrub(&self, connection: &mut AnyConnection) -> Result<(), StoreError>;

    /// Lists what the database finds wrong with its own files.
    async fn check(&self, pool: &AnyPool) -> Result<Vec<String>, StoreError>;

    /// What an error on this database means, where its own word is not enough: whether there is room is tried.
    fn explain(&self, error: StoreError) -> StoreError;

    /// Brings what was committed to where a copy of the database's file finds it, waiting so long for those who read;
    /// says whether all of it is there.
    async fn settle(&self, connection: &mut AnyConnection, patience: Duration) -> Result<bool, StoreError>;

    /// Whether nothing is left to bring there.
    fn is_settled(&self) -> bool;

    /// The sequence number as a newcomer finds it, who remembers nothing.
    async fn pulse(&self) -> Result<u64, StoreError>;

    /// Writes a copy of one state to a new database file at `path`, where nothing is, and syncs it; blocks nobody.
    async fn copy_into(&self, pool: &AnyPool, path: &Path) -> Result<(), StoreError>;
}
