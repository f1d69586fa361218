//! Everything that only SQLite says; nothing beside this file and its folder may name it.

mod address;
mod meaning;
mod schema;
mod upkeep;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection, Executor};

use super::dialect::Dialect;
use crate::store::StoreError;
pub(super) use address::url_of;
use address::{options, path_of, refuse_nothing};
pub(super) use meaning::meaning;
use meaning::{of_the_disk, refused};
use watch::Watch;

/// Takes the write lock at once: a transaction that starts by reading could not get it later. Waits half a minute for it,
/// though the connection may have been left with less patience by one who went away (`upkeep::settle`).
const BEGIN_WRITE: &str = "PRAGMA busy_timeout = 30000; BEGIN IMMEDIATE";

/// For each connection: wait half a minute for another process, sync at every commit, and cut the log that
/// a large import leaves (bytes).
const EACH_CONNECTION: &str = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864";

/// All are opened at the start and stay: under load the archive must not need files that by then others hold. The first
/// is waited for, and tells what is wrong; the others are opened behind it, since each costs some milliseconds.
const CONNECTIONS: u32 = 8;

/// Whether a database may come into being.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// Where there is none, one is made.
    Create,
    /// There must be one, with a schema.
    Existing,
}

/// A database file in use.
#[derive(Debug)]
pub(super) struct Sqlite {
    path: PathBuf,
}

/// Opens the database at `url`.
pub(super) async fn open(url: &str, opening: Opening) -> Result<(AnyPool, Sqlite), StoreError> {
    let path = path_of(url)?;
    sqlx::any::install_default_drivers();
    refuse_nothing(&path, opening)?;
    let mode = if opening == Opening::Create { "rwc" } else { "rw" };
    let mut first =
        AnyConnection::connect_with(&options(&path, mode)?).await.map_err(|error| refused(&path, error))?;
    let prepared = schema::prepare(&mut first, &path, opening).await;
    // On a refusal the first error is the one to tell.
    let closed = first.close().await;
    prepared?;
    closed?;
    // From here on nothing may make the file: where it has gone, an empty archive would take its place.
    let watch = Arc::new(Watch::of(&path));
    let watch_too = Arc::clone(&watch);
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .min_connections(CONNECTIONS)
        .max_lifetime(None)
        .idle_timeout(None)
        .after_connect(|connection, _| Box::pin(async move { set_up(connection).await }))
        // One that is refused is closed and another opened in its place; `rw` keeps that from making the file.
        .before_acquire(move |_, about| {
            let is_of_the_file = watch.holds(about.age);
            Box::pin(async move { Ok(is_of_the_file) })
        })
        // The log is there once a connection has been used, not yet when it has been opened.
        .after_release(move |_, _| {
            watch_too.note_log();
            Box::pin(async { Ok(true) })
        })
        .connect_lazy_with(options(&path, "rw")?);
    pool.acquire().await.map_err(|error| refused(&path, error))?;
    Ok((pool, Sqlite { path }))
}

async fn set_up(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    connection.execute(EACH_CONNECTION).await.map(|_| ())
}

#[async_trait]
impl Dialect for Sqlite {
    fn begin_write(&self) -> &'static str {
        BEGIN_WRITE
    }

    fn as_bytes(&self, column: &str) -> String {
        format!("CAST({column} AS BLOB)")
    }

    fn guards(&self) -> &'static str {
        schema::GUARDS
    }

    fn unguard_revisions(&self) -> &'static str {
        "DROP TRIGGER IF EXISTS revision_is_kept"
    }

    async fn scrub(&self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        upkeep::scrub(connection).await
    }

    async fn check(&self, pool: &AnyPool) -> Result<Vec<String>, StoreError> {
        // SQLite stops after a hundred faults: enough to know that a backup is wanted.
        let mut found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(pool).await?;
        found.retain(|line| line != "ok");
        Ok(found)
    }

    fn explain(&self, error: StoreError) -> StoreError {
        of_the_disk(&self.path, error)
    }

    async fn settle(&self, connection: &mut AnyConnection, patience: Duration) -> Result<bool, StoreError> {
        Ok(upkeep::settle(connection, patience).await?)
    }

    fn is_settled(&self) -> bool {
        upkeep::is_settled(&self.path)
    }

    async fn pulse(&self) -> Result<u64, StoreError> {
        upkeep::pulse(&self.path).await
    }

    async fn copy_into(&self, pool: &AnyPool, path: &Path) -> Result<(), StoreError> {
        upkeep::copy_into(pool, path).await
    }
}
