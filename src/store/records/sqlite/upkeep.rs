//! What keeps the database file whole by itself: emptying the log, looking at it with fresh eyes, copying it.

use std::path::Path;
use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};

use super::EACH_CONNECTION;
use super::address::{log_of, options};
use super::meaning::of_the_disk;
use crate::store::{StoreError, file};

/// Moves what was committed from the log into the database file and empties the log; says whether all of it went.
///
/// Until then a copy of the database file alone lacks the last commits. New readers read the file meanwhile, so only
/// those are waited for that began before.
pub(super) async fn settle(connection: &mut AnyConnection, patience: Duration) -> Result<bool, sqlx::Error> {
    let patience = format!("PRAGMA busy_timeout = {}", patience.as_millis());
    connection.execute(AssertSqlSafe(patience)).await?;
    let moved: Result<(i64, i64, i64), _> =
        sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await;
    // The connection goes back to the pool, whose others wait as long as all do.
    connection.execute(EACH_CONNECTION).await?;
    moved.map(|(is_busy, ..)| is_busy == 0)
}

/// Writes the database anew without free places, in which what was removed could still stand, and empties the log.
///
/// The log may hold old pages as well, so it is emptied before and after; [`StoreError::Busy`] where readers keep it.
pub(super) async fn scrub(connection: &mut AnyConnection) -> Result<(), StoreError> {
    const PATIENCE: Duration = Duration::from_secs(30);
    for statement in ["PRAGMA secure_delete = ON", "VACUUM"] {
        if !settle(connection, PATIENCE).await? {
            return Err(StoreError::Busy);
        }
        connection.execute(statement).await?;
    }
    if settle(connection, PATIENCE).await? { Ok(()) } else { Err(StoreError::Busy) }
}

/// Whether nothing is in the log of the database `path`.
pub(super) fn is_settled(path: &Path) -> bool {
    length(&log_of(path)) == 0
}

/// The sequence number in the file as a newcomer finds it, who remembers no page of it.
pub(super) async fn pulse(path: &Path) -> Result<u64, StoreError> {
    // Not `ro`: who reads a database with a log may have to make its shared memory anew.
    let mut connection = AnyConnection::connect_with(&options(path, "rw")?).await?;
    let felt = feel(&mut connection, path).await;
    let closed = connection.close().await;
    let sequence = felt.map_err(|error| of_the_disk(path, error))?;
    closed?;
    Ok(sequence)
}

async fn feel(connection: &mut AnyConnection, path: &Path) -> Result<u64, StoreError> {
    connection.execute(EACH_CONNECTION).await?;
    let sequence: i64 = sqlx::query_scalar("SELECT value FROM counter WHERE name = 'sequence'")
        .fetch_one(&mut *connection)
        .await?;
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *connection).await?;
    let page_bytes: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut *connection).await?;
    // Pages that are still in the log need no place in the file yet; the log is looked at first, as it is emptied last.
    let is_settled = is_settled(path);
    if is_settled && i64::try_from(length(path)).unwrap_or(i64::MAX) < pages.saturating_mul(page_bytes) {
        return Err(StoreError::Damaged("the database file has been cut".to_owned()));
    }
    u64::try_from(sequence).map_err(|_| StoreError::Damaged(format!("sequence {sequence}")))
}

/// Writes a copy of one state of the database to `path`, where nothing is, and syncs it.
pub(super) async fn copy_into(pool: &sqlx::AnyPool, path: &Path) -> Result<(), StoreError> {
    let text = path.to_str().ok_or_else(|| StoreError::Address {
        url: path.to_string_lossy().into_owned(),
        reason: "its path is not UTF-8",
    })?;
    // It reads in one transaction, so that the copy is one state whatever is committed meanwhile, and blocks nobody.
    sqlx::query("VACUUM INTO $1").bind(text).execute(pool).await?;
    // SQLite does not sync what `VACUUM INTO` writes.
    let synced = std::fs::File::open(path).and_then(|copy| copy.sync_all());
    synced
        .and_then(|()| file::sync_folder(file::folder_of(path)))
        .map_err(|error| StoreError::of_file(path, error))
}

/// A file's bytes; none where it is not there.
fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |found| found.len())
}
