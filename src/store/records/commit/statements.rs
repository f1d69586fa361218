//! The statements of a commit, on many rows each.

use std::collections::HashMap;

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{Prepared, Proposal};
use crate::store::records::bigint;
use crate::store::records::read::{number, parsed};
use crate::store::{Digest, Key, KindWord, StoreError};

/// How many keys or rows go into one statement; more gains nothing, and SQLite takes 32 766 values at most.
const BATCH: usize = 200;

pub(super) async fn take_sequence(connection: &mut AnyConnection) -> Result<u64, StoreError> {
    let sql = "UPDATE counter SET value = value + 1 WHERE name = 'sequence' RETURNING value";
    number(&sqlx::query(sql).fetch_one(connection).await?, "value")
}

/// What a proposal is checked against.
pub(super) struct Head {
    pub(super) kind: KindWord,
    pub(super) number: u64,
    pub(super) digest: Digest,
}

pub(super) async fn heads_of(
    connection: &mut AnyConnection,
    change: &Prepared,
) -> Result<HashMap<Key, Head>, StoreError> {
    let mut heads = HashMap::new();
    for batch in change.proposals.chunks(BATCH) {
        let keys = places(1, 0, batch.len()).replace(['(', ')'], "");
        let sql = format!("SELECT key, kind, number, digest FROM head WHERE key IN ({keys})");
        // Full batches only: each other length is a statement of its own, and a connection remembers a hundred.
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(batch.len() == BATCH);
        for (proposal, _) in batch {
            query = query.bind(proposal.key.as_str());
        }
        for row in &query.fetch_all(&mut *connection).await? {
            let head = Head {
                kind: parsed(row, "kind")?,
                number: number(row, "number")?,
                digest: parsed(row, "digest")?,
            };
            heads.insert(parsed(row, "key")?, head);
        }
    }
    Ok(heads)
}

pub(super) async fn write_log(
    connection: &mut AnyConnection,
    change: &Prepared,
    sequence: u64,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO change_log (sequence, author, message, origin, committed_at, revisions)
        VALUES ($1, $2, $3, $4, $5, $6)";
    sqlx::query(sql)
        .bind(bigint(sequence))
        .bind(change.author.as_str())
        .bind(change.message.as_str())
        .bind(change.origin.as_str())
        .bind(format!("{:.9}", change.at))
        .bind(bigint(change.proposals.len() as u64))
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn write_revisions(
    connection: &mut AnyConnection,
    change: &Prepared,
    sequence: u64,
) -> Result<(), StoreError> {
    for batch in change.proposals.chunks(BATCH) {
        let rows = places(batch.len(), 1, 5);
        let sql = format!("INSERT INTO revision (sequence, key, number, kind, digest, body) VALUES {rows}");
        let mut query =
            sqlx::query(AssertSqlSafe(sql)).persistent(batch.len() == BATCH).bind(bigint(sequence));
        for (proposal, digest) in batch {
            query = query
                .bind(proposal.key.as_str())
                .bind(next_number(proposal))
                .bind(proposal.kind.as_str())
                .bind(digest.to_string())
                .bind(proposal.body.as_str());
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn move_heads(
    connection: &mut AnyConnection,
    change: &Prepared,
    sequence: u64,
) -> Result<(), StoreError> {
    for batch in change.proposals.chunks(BATCH) {
        // All of a head is written over but its kind, which `check` has found to be the same.
        let rows = places(batch.len(), 2, 4);
        let sql = format!(
            "INSERT INTO head (sequence, origin, key, number, kind, digest) VALUES {rows}
            ON CONFLICT (key) DO UPDATE SET sequence = excluded.sequence, origin = excluded.origin,
            number = excluded.number, digest = excluded.digest"
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(batch.len() == BATCH);
        query = query.bind(bigint(sequence)).bind(change.origin.as_str());
        for (proposal, digest) in batch {
            query = query
                .bind(proposal.key.as_str())
                .bind(next_number(proposal))
                .bind(proposal.kind.as_str())
                .bind(digest.to_string());
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// The number after the base, which `check` has found to be the head's.
fn next_number(proposal: &Proposal) -> i64 {
    bigint(proposal.base.map_or(1, |base| base.saturating_add(1)))
}

/// Placeholders for `rows` rows, of which the first `shared` are the same in each: `($1,$2,$3),($1,$4,$5)`.
fn places(rows: usize, shared: usize, own: usize) -> String {
    let row = |row: usize| {
        let first = shared + row * own;
        let numbers = (1..=shared).chain(first + 1..=first + own);
        format!("({})", numbers.map(|n| format!("${n}")).collect::<Vec<_>>().join(","))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(",")
}
