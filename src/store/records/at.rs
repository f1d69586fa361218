//! Reading records as they lie there, at a commit or since one. A damaged text keeps no other back.
//!
//! Revisions are never altered, so what is read at one commit is one state however many statements it takes.

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::read::{note, purged_on};
use super::{FeedPosition, Records, Revision, RevisionNote, bigint};
use crate::store::{Digest, Key, StoreError};

/// Keys in one statement; more gains nothing, and SQLite takes 32 766 values at most.
const BATCH: usize = 200;

/// A revision as it lies in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRevision {
    /// All but its text.
    pub note: RevisionNote,
    /// Its text; `None` if it was purged, or is damaged, so that it has not the digest any more.
    pub body: Option<String>,
    /// The day on which the text was removed for good, if it was.
    pub purged: Option<String>,
}

impl KeptRevision {
    /// The revision with its text, if that is whole.
    pub fn whole(self) -> Result<Revision, StoreError> {
        let RevisionNote { key, kind, number, sequence, digest, origin, committed_at } = self.note;
        match self.body {
            Some(body) => Ok(Revision { key, kind, number, sequence, digest, body, origin, committed_at }),
            None if self.purged.is_some() => Err(StoreError::Purged {
                revision: format!("{key}@{number}"),
                on: self.purged.unwrap_or_default(),
            }),
            None => Err(StoreError::Damaged(format!("{key}@{number} has not the digest {digest} any more"))),
        }
    }
}

/// Heads with the revision each had after commit `$1`.
// The head's own number where that is old enough, which is nearly always: only of the others a history is
// searched. Of a record that was not there yet `max` is NULL, which joins with nothing.
const HEADS_AT: &str =
    "FROM head h JOIN revision r ON r.key = h.key AND r.number = CASE WHEN h.sequence <= $1 THEN h.number
    ELSE (SELECT max(p.number) FROM revision p WHERE p.key = h.key AND p.sequence <= $1) END
    JOIN change_log c ON c.sequence = r.sequence";

impl Records {
    /// Up to `limit` records as they were after commit `last`, in key order, from just after the key `after`.
    ///
    /// An empty page is the end. Damaged texts are among them, as they must not keep the others back.
    pub async fn heads_at(
        &self,
        last: u64,
        after: Option<&Key>,
        limit: u32,
    ) -> Result<Vec<KeptRevision>, StoreError> {
        let sql = self.select_kept(&format!("{HEADS_AT} WHERE h.key > $2 ORDER BY h.key LIMIT $3"));
        let query =
            sqlx::query(sql).bind(bigint(last)).bind(after.map_or("", Key::as_str)).bind(i64::from(limit));
        query.fetch_all(&self.pool).await?.iter().map(kept).collect()
    }

    /// Up to `limit` heads whose keys begin with `word:`, in key order, from just after the key `after`; damaged texts are
    /// among them.
    pub async fn heads_of(
        &self,
        word: &str,
        after: Option<&Key>,
        limit: u32,
    ) -> Result<Vec<KeptRevision>, StoreError> {
        let sql =
            self.select_kept(&format!("{HEADS_AT} WHERE h.key > $2 AND h.key < $3 ORDER BY h.key LIMIT $4"));
        // The sign after the colon ends the keys that begin so.
        let (begin, end) = (format!("{word}:"), format!("{word};"));
        let begin = after.map_or(begin, |after| after.as_str().to_owned());
        // No commit comes after that: the heads as they are.
        let query = sqlx::query(sql).bind(i64::MAX).bind(begin).bind(end).bind(i64::from(limit));
        query.fetch_all(&self.pool).await?.iter().map(kept).collect()
    }

    /// These records as they were after commit `last`, in no order; those that were not there yet are left out.
    pub async fn records_at(&self, last: u64, keys: &[Key]) -> Result<Vec<KeptRevision>, StoreError> {
        let mut found = Vec::with_capacity(keys.len());
        for batch in keys.chunks(BATCH) {
            let places: Vec<String> = (2..batch.len() + 2).map(|place| format!("${place}")).collect();
            let sql = self.select_kept(&format!("{HEADS_AT} WHERE h.key IN ({})", places.join(",")));
            // A page asks for its own number of records, again and again: those are worth remembering.
            let mut query = sqlx::query(sql).bind(bigint(last));
            for key in batch {
                query = query.bind(key.as_str());
            }
            for row in &query.fetch_all(&self.pool).await? {
                found.push(kept(row)?);
            }
        }
        Ok(found)
    }

    /// Every revision of `key` with its text, the oldest first.
    pub async fn history_with_texts(&self, key: &Key) -> Result<Vec<KeptRevision>, StoreError> {
        let sql = self.select_kept(
            "FROM revision r JOIN change_log c ON c.sequence = r.sequence WHERE r.key = $1 ORDER BY r.number",
        );
        sqlx::query(sql).bind(key.as_str()).fetch_all(&self.pool).await?.iter().map(kept).collect()
    }

    /// Up to `limit` heads that changed after `position`, in the order of their commits, then by key.
    ///
    /// The feed for whatever is derived: read on from [`FeedPosition::at`] the last one. A page shorter than
    /// `limit` ends with the newest commit, whose number then names what has been read. A head that changes
    /// while its commit is being read comes once, later.
    pub async fn heads_since(
        &self,
        position: &FeedPosition,
        limit: u32,
    ) -> Result<Vec<KeptRevision>, StoreError> {
        // A head that changes between two pages moves to the end of this order: it may come twice, but is never
        // missed.
        let (sequence, key) = match &position.key {
            Some(key) => (position.sequence, key.as_str()),
            None => (position.sequence.saturating_add(1), ""),
        };
        let sql = self.select_kept(
            "FROM head h JOIN revision r ON r.key = h.key AND r.number = h.number
            JOIN change_log c ON c.sequence = r.sequence
            WHERE (h.sequence, h.key) > ($1, $2) ORDER BY h.sequence, h.key LIMIT $3",
        );
        let query = sqlx::query(sql).bind(bigint(sequence)).bind(key).bind(i64::from(limit));
        query.fetch_all(&self.pool).await?.iter().map(kept).collect()
    }

    /// The statement that reads, of `from`, what [`kept`] makes revisions `r` with their commits `c` of.
    fn select_kept(&self, from: &str) -> AssertSqlSafe<String> {
        let body = self.dialect.as_bytes("r.body");
        AssertSqlSafe(format!(
            "SELECT r.key, r.kind, r.number, r.sequence, r.digest, c.origin, c.committed_at, {body} AS body,
            (SELECT p.purged_on FROM purged_text p WHERE p.key = r.key AND p.number = r.number) AS purged_on {from}"
        ))
    }
}

pub(super) fn kept(row: &AnyRow) -> Result<KeptRevision, StoreError> {
    let note = note(row)?;
    let bytes: Vec<u8> = row.try_get("body")?;
    let purged = purged_on(row)?;
    let is_whole = purged.is_none() && Digest::of(&bytes) == note.digest;
    let body = if is_whole { String::from_utf8(bytes).ok() } else { None };
    Ok(KeptRevision { note, body, purged })
}
