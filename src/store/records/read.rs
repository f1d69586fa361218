//! Reading records. Each method is one statement, so it sees one state of the database.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{ChangeNote, HeadNote, Origin, Records, Revision, RevisionNote, bigint};
use crate::store::{Digest, Key, KindWord, StoreError};

/// One statement on the columns that `note` and `revision` read.
macro_rules! select {
    (notes $rest:literal) => {
        select!("" "revision r" $rest)
    };
    (revisions $rest:literal) => {
        select!(", r.body, (SELECT p.purged_on FROM purged_text p WHERE p.key = r.key AND p.number = r.number) AS purged_on" "revision r" $rest)
    };
    (heads $rest:literal) => {
        select!(", r.body, (SELECT p.purged_on FROM purged_text p WHERE p.key = r.key AND p.number = r.number) AS purged_on" "head h JOIN revision r ON r.key = h.key AND r.number = h.number" $rest)
    };
    ($body:literal $from:literal $rest:literal) => {
        concat!(
            "SELECT r.key, r.kind, r.number, r.sequence, r.digest, c.origin, c.committed_at", $body, " FROM ",
            $from, " JOIN change_log c ON c.sequence = r.sequence ", $rest
        )
    };
}

impl Records {
    /// The number of the newest commit; 0 before the first.
    pub async fn sequence(&self) -> Result<u64, StoreError> {
        let query = sqlx::query("SELECT value FROM counter WHERE name = 'sequence'");
        number(&query.fetch_one(&self.pool).await?, "value")
    }

    /// The newest revision of `key`.
    pub async fn head(&self, key: &Key) -> Result<Option<Revision>, StoreError> {
        let query = sqlx::query(select!(heads "WHERE h.key = $1")).bind(key.as_str());
        query.fetch_optional(&self.pool).await?.as_ref().map(revision).transpose()
    }

    /// Revision `number` of `key`.
    pub async fn revision(&self, key: &Key, number: u64) -> Result<Option<Revision>, StoreError> {
        let query = sqlx::query(select!(revisions "WHERE r.key = $1 AND r.number = $2"));
        let query = query.bind(key.as_str()).bind(bigint(number));
        query.fetch_optional(&self.pool).await?.as_ref().map(revision).transpose()
    }

    /// Every revision of `key`, oldest first.
    pub async fn history(&self, key: &Key) -> Result<Vec<RevisionNote>, StoreError> {
        let query = sqlx::query(select!(notes "WHERE r.key = $1 ORDER BY r.number")).bind(key.as_str());
        query.fetch_all(&self.pool).await?.iter().map(note).collect()
    }

    /// Up to `limit` heads in key order, of one kind or of all, from just after the key `after`.
    pub async fn heads(
        &self,
        kind: Option<&KindWord>,
        after: Option<&Key>,
        limit: u32,
    ) -> Result<Vec<Revision>, StoreError> {
        // The empty text comes before every key.
        let after = after.map_or("", Key::as_str);
        let query = match kind {
            None => sqlx::query(select!(heads "WHERE h.key > $1 ORDER BY h.key LIMIT $2")),
            Some(_) => sqlx::query(select!(heads "WHERE h.key > $1 AND h.kind = $3 ORDER BY h.key LIMIT $2")),
        };
        let query = query.bind(after).bind(i64::from(limit));
        let query = match kind {
            None => query,
            Some(kind) => query.bind(kind.as_str()),
        };
        query.fetch_all(&self.pool).await?.iter().map(revision).collect()
    }

    /// Up to `limit` heads in key order without their texts, to compare an import with what is here.
    pub async fn head_digests(&self, after: Option<&Key>, limit: u32) -> Result<Vec<HeadNote>, StoreError> {
        let sql = "SELECT key, kind, number, digest, origin FROM head WHERE key > $1 ORDER BY key LIMIT $2";
        let query = sqlx::query(sql).bind(after.map_or("", Key::as_str)).bind(i64::from(limit));
        query.fetch_all(&self.pool).await?.iter().map(head_note).collect()
    }

    /// How many records there are, of one kind or of all.
    pub async fn count(&self, kind: Option<&KindWord>) -> Result<u64, StoreError> {
        let query = match kind {
            None => sqlx::query("SELECT count(*) AS records FROM head"),
            Some(kind) => {
                sqlx::query("SELECT count(*) AS records FROM head WHERE kind = $1").bind(kind.as_str())
            }
        };
        number(&query.fetch_one(&self.pool).await?, "records")
    }

    /// Up to `limit` commits, newest first; with `before`, only those with lower numbers.
    pub async fn changes(&self, before: Option<u64>, limit: u32) -> Result<Vec<ChangeNote>, StoreError> {
        let sql = "SELECT sequence, author, message, origin, committed_at, revisions FROM change_log
            WHERE sequence < $1 ORDER BY sequence DESC LIMIT $2";
        let query = sqlx::query(sql).bind(before.map_or(i64::MAX, bigint)).bind(i64::from(limit));
        query.fetch_all(&self.pool).await?.iter().map(change_note).collect()
    }
}

fn revision(row: &AnyRow) -> Result<Revision, StoreError> {
    let RevisionNote { key, kind, number, sequence, digest, origin, committed_at } = note(row)?;
    // Before the digests are compared: an emptied text has not the one of its row, and is no damage.
    if let Some(on) = purged_on(row)? {
        return Err(StoreError::Purged { revision: format!("{key}@{number}"), on });
    }
    let body: String = row.try_get("body")?;
    let found = Digest::of(&body);
    if found != digest {
        return Err(StoreError::Damaged(format!("{key}@{number} has digest {found} instead of {digest}")));
    }
    Ok(Revision { key, kind, number, sequence, digest, body, origin, committed_at })
}

/// The day on which the text of a revision was removed, if it was.
pub(super) fn purged_on(row: &AnyRow) -> Result<Option<String>, StoreError> {
    Ok(row.try_get("purged_on")?)
}

pub(super) fn note(row: &AnyRow) -> Result<RevisionNote, StoreError> {
    Ok(RevisionNote {
        key: parsed(row, "key")?,
        kind: parsed(row, "kind")?,
        number: number(row, "number")?,
        sequence: number(row, "sequence")?,
        digest: parsed(row, "digest")?,
        origin: origin(row)?,
        committed_at: parsed(row, "committed_at")?,
    })
}

fn head_note(row: &AnyRow) -> Result<HeadNote, StoreError> {
    Ok(HeadNote {
        key: parsed(row, "key")?,
        kind: parsed(row, "kind")?,
        number: number(row, "number")?,
        digest: parsed(row, "digest")?,
        origin: origin(row)?,
    })
}

pub(super) fn change_note(row: &AnyRow) -> Result<ChangeNote, StoreError> {
    Ok(ChangeNote {
        sequence: number(row, "sequence")?,
        author: row.try_get("author")?,
        message: row.try_get("message")?,
        origin: origin(row)?,
        committed_at: parsed(row, "committed_at")?,
        revisions: number(row, "revisions")?,
    })
}

fn origin(row: &AnyRow) -> Result<Origin, StoreError> {
    match row.try_get("origin")? {
        "import" => Ok(Origin::Import),
        "staff" => Ok(Origin::Staff),
        other => Err(StoreError::Damaged(format!("unknown origin {other:?}"))),
    }
}

pub(super) fn parsed<T>(row: &AnyRow, column: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let text: &str = row.try_get(column)?;
    text.parse().map_err(|error| StoreError::Damaged(format!("column {column}: {error}")))
}

pub(super) fn number(row: &AnyRow, column: &str) -> Result<u64, StoreError> {
    let value: i64 = row.try_get(column)?;
    u64::try_from(value).map_err(|_| StoreError::Damaged(format!("column {column}: {value}")))
}
