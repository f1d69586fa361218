//! Reading all of the log in its order: what leaves the archive whole.

use futures::StreamExt;
use futures::stream::BoxStream;
use sqlx::AssertSqlSafe;

use super::at::kept;
use super::read::{change_note, note};
use super::{ChangeNote, KeptRevision, Records, RevisionNote, bigint};
use crate::store::StoreError;

impl Records {
    /// Every revision up to commit `last` with its commit, in order of commits, then of keys.
    ///
    /// It is one state of the database, read bit by bit, and holds a connection until it is dropped.
    pub fn log(&self, last: u64) -> BoxStream<'_, Result<(ChangeNote, KeptRevision), StoreError>> {
        let rows = sqlx::query(log(&format!(", {} AS body", self.dialect.as_bytes("r.body"))))
            .bind(bigint(last))
            .fetch(&self.pool);
        rows.map(|row| row.map_err(StoreError::from).and_then(|row| Ok((change_note(&row)?, kept(&row)?))))
            .boxed()
    }

    pub(super) fn log_of_notes(
        &self,
        last: u64,
    ) -> BoxStream<'_, Result<(ChangeNote, RevisionNote), StoreError>> {
        let rows = sqlx::query(log("")).bind(bigint(last)).fetch(&self.pool);
        rows.map(|row| row.map_err(StoreError::from).and_then(|row| Ok((change_note(&row)?, note(&row)?))))
            .boxed()
    }
}

/// The statement that reads the log, with `more` columns.
fn log(more: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "SELECT r.key, r.kind, r.number, r.sequence, r.digest, c.origin, c.committed_at, c.author, c.message,
        c.revisions{more} FROM revision r JOIN change_log c ON c.sequence = r.sequence WHERE r.sequence <= $1
        ORDER BY r.sequence, r.key"
    ))
}
