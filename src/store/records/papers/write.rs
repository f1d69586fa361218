//! Writing papers: compared and put in one transaction, alone or with a change of the records.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AnyConnection, Row};

use super::batch::{Batch, Content, PaperConflict, PaperError, PublishError, Step};
use super::read::{paper, select};
use super::{Collection, Paper, Papers, digest_of, mark_of, stored};
use crate::store::records::commit::{Change, CommitError, Prepared};
use crate::store::records::read::{number, parsed};
use crate::store::records::transaction::Write;
use crate::store::records::{Records, bigint};
use crate::store::{Key, StoreError};

/// A login must not wait for a backup to end: what cannot be brought into the file at once is synced in the log, and
/// comes there with the next write or the next look.
const PATIENCE: Duration = Duration::from_millis(200);

/// Papers that are swept away in one transaction, so that nobody waits long for a turn.
const SWEPT_AT_ONCE: i64 = 500;

impl Papers {
    /// Writes all of `batch` or nothing; returns its number, which is the version of every paper it wrote.
    ///
    /// When it returns, that has been synced to disk; when it is dropped, or the program is killed, nothing of it is there
    /// or all. If several things are wrong, what can be known without looking is told first, then all conflicts.
    pub async fn write(&self, batch: Batch) -> Result<u64, PaperError> {
        batch.check()?;
        self.records.write(&Stack { batch, records: &self.records }).await?
    }

    /// Commits `change` and writes `batch` as one; returns the sequence number of the change.
    ///
    /// As with [`Records::commit`] and [`Papers::write`]; what is wrong with the change is told first.
    pub async fn publish(&self, change: Change, batch: Batch) -> Result<u64, PublishError> {
        batch.check()?;
        let change = Prepared::of(change).await?;
        let publication = Publication { change, stack: Stack { batch, records: &self.records } };
        self.records.write(&publication).await.map_err(CommitError::from)?
    }

    /// Deletes what has lost its meaning by `now`; returns how many papers.
    pub async fn sweep(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut all = 0;
        loop {
            match self.records.write(&Sweep(stored(now))).await? {
                Ok(swept) => all += swept,
                Err(NothingExpired) => return Ok(all),
            }
        }
    }
}

struct Stack<'a> {
    batch: Batch,
    records: &'a Records,
}

impl Write for Stack<'_> {
    type Done = u64;
    type Refusal = PaperError;
    const PATIENCE: Duration = PATIENCE;

    async fn write(&self, connection: &mut AnyConnection) -> Result<Result<u64, PaperError>, StoreError> {
        // First of all, as its row is the lock that makes writers take turns.
        let version = take_version(connection).await?;
        let mut conflicts = Vec::new();
        for (collection, key, expected) in self.batch.steps.iter().filter_map(Step::compared) {
            let found = version_of(connection, collection, key).await?;
            if found != expected {
                let found = match found {
                    Some(_) => self.read(connection, collection, key).await?,
                    None => None,
                };
                conflicts.push(PaperConflict { collection, key: key.clone(), expected, found });
            }
        }
        if !conflicts.is_empty() {
            return Ok(Err(PaperError::Conflict(conflicts)));
        }
        let mut marks = 0;
        for step in &self.batch.steps {
            marks += match step {
                Step::Put { collection, key, content, .. } => {
                    // Not updated: so its labels go with it, and its mark comes off the sum.
                    let old = delete(connection, *collection, key).await?;
                    insert(connection, (*collection, key.as_str(), version), content, self.batch.at).await?
                        - old
                }
                Step::Delete { collection, key, .. } => -delete(connection, *collection, key).await?,
                Step::Expect { .. } => 0,
                Step::Append { log, content } => {
                    let key = next_key(connection, *log).await?;
                    insert(connection, (*log, &key, version), content, self.batch.at).await?
                }
            };
        }
        add_marks(connection, marks).await?;
        Ok(Ok(version))
    }
}

impl Stack<'_> {
    async fn read(
        &self,
        connection: &mut AnyConnection,
        collection: Collection,
        key: &Key,
    ) -> Result<Option<Paper>, StoreError> {
        let sql = select(self.records, "FROM paper p WHERE p.collection = $1 AND p.key = $2");
        let row =
            sqlx::query(sql).bind(collection.name).bind(key.as_str()).fetch_optional(connection).await?;
        row.map(|row| paper(collection, &row)?.map_err(StoreError::from)).transpose()
    }
}

struct Publication<'a> {
    change: Prepared,
    stack: Stack<'a>,
}

impl Write for Publication<'_> {
    type Done = u64;
    type Refusal = PublishError;
    const PATIENCE: Duration = Prepared::PATIENCE;

    async fn write(&self, connection: &mut AnyConnection) -> Result<Result<u64, PublishError>, StoreError> {
        let sequence = match self.change.write(connection).await? {
            Ok(sequence) => sequence,
            Err(refusal) => return Ok(Err(refusal.into())),
        };
        // In the same transaction: what refuses the papers rolls the change back too.
        Ok(self.stack.write(connection).await?.map(|_| sequence).map_err(PublishError::from))
    }
}

/// Deletes some of what has expired by then.
struct Sweep(String);

struct NothingExpired;

impl Write for Sweep {
    type Done = u64;
    type Refusal = NothingExpired;
    const PATIENCE: Duration = PATIENCE;

    async fn write(&self, connection: &mut AnyConnection) -> Result<Result<u64, NothingExpired>, StoreError> {
        // Where nothing has expired this is rolled back: an idle archive uses up no versions.
        take_version(connection).await?;
        let sql = "SELECT collection, key FROM paper WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2";
        let expired = sqlx::query(sql).bind(self.0.as_str()).bind(SWEPT_AT_ONCE);
        let expired = expired.fetch_all(&mut *connection).await?;
        if expired.is_empty() {
            return Ok(Err(NothingExpired));
        }
        let mut marks = 0;
        for row in &expired {
            let (collection, key): (&str, &str) = (row.try_get("collection")?, row.try_get("key")?);
            marks -= delete_named(connection, collection, key).await?;
        }
        add_marks(connection, marks).await?;
        Ok(Ok(expired.len() as u64))
    }
}

async fn take_version(connection: &mut AnyConnection) -> Result<u64, StoreError> {
    let sql = "UPDATE counter SET value = value + 1 WHERE name = 'papers' RETURNING value";
    number(&sqlx::query(sql).fetch_one(connection).await?, "value")
}

async fn add_marks(connection: &mut AnyConnection, marks: i64) -> Result<(), StoreError> {
    let sql = "UPDATE counter SET value = value + $1 WHERE name = 'paper_marks'";
    sqlx::query(sql).bind(marks).execute(connection).await?;
    Ok(())
}

/// Only the version, so that a damaged paper can be written over and deleted.
async fn version_of(
    connection: &mut AnyConnection,
    collection: Collection,
    key: &Key,
) -> Result<Option<u64>, StoreError> {
    let query = sqlx::query("SELECT version FROM paper WHERE collection = $1 AND key = $2");
    let found = query.bind(collection.name).bind(key.as_str()).fetch_optional(connection).await?;
    found.map(|row| number(&row, "version")).transpose()
}

async fn next_key(connection: &mut AnyConnection, log: Collection) -> Result<String, StoreError> {
    let query = sqlx::query("SELECT key FROM paper WHERE collection = $1 ORDER BY key DESC LIMIT 1");
    let last = query.bind(log.name).fetch_optional(connection).await?;
    let last: u64 = last.map_or(Ok(0), |row| parsed(&row, "key"))?;
    // Twelve digits, so that keys order as the numbers do. The write lock is held: nobody takes the same one.
    Ok(format!("{:012}", last + 1))
}

/// Deletes a paper, if it is there, and returns its mark.
async fn delete(
    connection: &mut AnyConnection,
    collection: Collection,
    key: &Key,
) -> Result<i64, StoreError> {
    delete_named(connection, collection.name, key.as_str()).await
}

async fn delete_named(
    connection: &mut AnyConnection,
    collection: &str,
    key: &str,
) -> Result<i64, StoreError> {
    let labels = sqlx::query("DELETE FROM paper_label WHERE collection = $1 AND key = $2");
    labels.bind(collection).bind(key).execute(&mut *connection).await?;
    let paper = sqlx::query("DELETE FROM paper WHERE collection = $1 AND key = $2 RETURNING mark");
    let mark = paper.bind(collection).bind(key).fetch_optional(&mut *connection).await?;
    Ok(mark.map_or(Ok(0), |row| row.try_get("mark"))?)
}

/// Inserts a paper and returns its mark.
async fn insert(
    connection: &mut AnyConnection,
    (collection, key, version): (Collection, &str, u64),
    content: &Content,
    at: Timestamp,
) -> Result<i64, StoreError> {
    let mut labels: Vec<_> = content.labels.iter().map(|label| (label.name, label.value.as_str())).collect();
    // They are hashed and compared as they are listed, in whatever order the caller has named them.
    labels.sort_unstable();
    let listed = serde_json::json!(labels).to_string();
    let (updated_at, expires_at) = (stored(at), content.expires_at.map(stored));
    let digest = digest_of(
        (collection.name, key, version),
        (&updated_at, expires_at.as_deref()),
        (listed.as_bytes(), content.body.as_bytes()),
    );
    let mark = mark_of(&digest);
    let sql = "INSERT INTO paper
        (collection, key, version, sealed, mark, digest, updated_at, expires_at, labels, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    sqlx::query(sql)
        .bind(collection.name)
        .bind(key)
        .bind(bigint(version))
        .bind(i64::from(collection.is_log))
        .bind(mark)
        .bind(digest.to_string())
        .bind(updated_at)
        .bind(expires_at)
        .bind(listed)
        .bind(content.body.as_str())
        .execute(&mut *connection)
        .await?;
    for (name, value) in labels {
        let sql = "INSERT INTO paper_label (collection, name, value, key) VALUES ($1, $2, $3, $4)";
        sqlx::query(sql)
            .bind(collection.name)
            .bind(name)
            .bind(value)
            .bind(key)
            .execute(&mut *connection)
            .await?;
    }
    Ok(mark)
}
