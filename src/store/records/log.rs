//! Reading all of the log in its order, and the heads as they once were: what leaves the archive whole.

use futures::StreamExt;
use futures::stream::BoxStream;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::read::{change_note, note};
use super::sqlite::body_as_bytes;
use super::{ChangeNote, Records, RevisionNote, bigint};
use crate::store::{Digest, Key, StoreError};

/// A revision as it lies in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRevision {
    /// All but its text.
    pub note: RevisionNote,
    /// Its text; `None` if that is damaged, so that it has not the digest any more.
    pub body: Option<String>,
}

macro_rules! log {
    ($($body:tt)*) => {
        concat!(
            "SELECT r.key, r.kind, r.number, r.sequence, r.digest, c.origin, c.committed_at, c.author, c.message,
            c.revisions",
            $($body)*,
            " FROM revision r JOIN change_log c ON c.sequence = r.sequence WHERE r.sequence <= $1
            ORDER BY r.sequence, r.key"
        )
    };
}

impl Records {
    /// Every revision up to commit `last` with its commit, in order of commits, then of keys.
    ///
    /// It is one state of the database, read bit by bit, and holds a connection until it is dropped.
    pub fn log(&self, last: u64) -> BoxStream<'_, Result<(ChangeNote, KeptRevision), StoreError>> {
        let rows = sqlx::query(log!(", ", body_as_bytes!())).bind(bigint(last)).fetch(&self.pool);
        rows.map(|row| row.map_err(StoreError::from).and_then(|row| Ok((change_note(&row)?, kept(&row)?))))
            .boxed()
    }

    pub(super) fn log_of_notes(
        &self,
        last: u64,
    ) -> BoxStream<'_, Result<(ChangeNote, RevisionNote), StoreError>> {
        let rows = sqlx::query(log!("")).bind(bigint(last)).fetch(&self.pool);
        rows.map(|row| row.map_err(StoreError::from).and_then(|row| Ok((change_note(&row)?, note(&row)?))))
            .boxed()
    }

    /// Up to `limit` records as they were after commit `last`, in key order, from just after the key `after`.
    ///
    /// An empty page is the end. Damaged texts are among them, as they must not keep the others back.
    pub async fn heads_at(
        &self,
        last: u64,
        after: Option<&Key>,
        limit: u32,
    ) -> Result<Vec<KeptRevision>, StoreError> {
        let sql = concat!(
            "SELECT r.key, r.kind, r.number, r.sequence, r.digest, c.origin, c.committed_at, ",
            body_as_bytes!(),
            " FROM head h JOIN revision r ON r.key = h.key AND r.number = (SELECT max(p.number) FROM revision p
            WHERE p.key = h.key AND p.sequence <= $3) JOIN change_log c ON c.sequence = r.sequence
            WHERE h.key > $1 ORDER BY h.key LIMIT $2"
        );
        let query = sqlx::query(sql).bind(after.map_or("", Key::as_str)).bind(i64::from(limit));
        query.bind(bigint(last)).fetch_all(&self.pool).await?.iter().map(kept).collect()
    }
}

fn kept(row: &AnyRow) -> Result<KeptRevision, StoreError> {
    let note = note(row)?;
    let bytes: Vec<u8> = row.try_get("body")?;
    let body = if Digest::of(&bytes) == note.digest { String::from_utf8(bytes).ok() } else { None };
    Ok(KeptRevision { note, body })
}
