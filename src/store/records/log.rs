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
        let rows = sqlx::query(log(
            &format!(
                ", {} AS body,
            (SELECT p.purged_on FROM purged_text p WHERE p.key = r.key AND p.number = r.number) AS purged_on",
                self.dialect.as_bytes("r.body")
            ),
            UP_TO,
        ))
        .bind(bigint(last))
        .fetch(&self.pool);
        rows.map(|row| row.map_err(StoreError::from).and_then(|row| Ok((change_note(&row)?, kept(&row)?))))
            .boxed()
    }

    pub(super) fn log_of_notes(
        &self,
        last: u64,
    ) -> BoxStream<'_, Result<(ChangeNote, RevisionNote), StoreError>> {
        // Without the texts, which are most of what there is to read.
        let rows = sqlx::query(log("", UP_TO)).bind(bigint(last)).fetch(&self.pool);
        rows.map(|row| row.map_err(StoreError::from).and_then(|row| Ok((change_note(&row)?, note(&row)?))))
            .boxed()
    }

    /// Up to `limit` revisions of one commit, with it, in order of keys.
    pub(super) async fn begin_of_commit(
        &self,
        sequence: u64,
        limit: u32,
    ) -> Result<Vec<(ChangeNote, RevisionNote)>, StoreError> {
        let query = sqlx::query(log("", "r.sequence = $1 ORDER BY r.key LIMIT $2"));
        let query = query.bind(bigint(sequence)).bind(i64::from(limit));
        query.fetch_all(&self.pool).await?.iter().map(|row| Ok((change_note(row)?, note(row)?))).collect()
    }
}

const UP_TO: &str = "r.sequence <= $1 ORDER BY r.sequence, r.key";

/// The statement that reads of the log what is `wanted`, in an order, with `more` columns.
fn log(more: &str, wanted: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "SELECT r.key, r.kind, r.number, r.sequence, r.digest, c.origin, c.committed_at, c.author, c.message,
        c.revisions{more} FROM revision r JOIN change_log c ON c.sequence = r.sequence WHERE {wanted}"
    ))
}
