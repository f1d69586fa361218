//! Everything that only SQLite says: addresses, opening, locks, error codes, triggers, its own check.
//!
//! A second database gets a sibling of this file; the others must not name one.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, percent_encode};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::error::DatabaseError;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::SqliteError;
use sqlx::{AnyConnection, AnyPool, Connection, Executor};

use crate::store::{StoreError, file};

/// Takes the write lock at once: a transaction that starts by reading could not get it later.
pub(super) const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

/// Lists what SQLite finds wrong with its pages and indexes; the one row `ok` if nothing.
pub(super) const CHECK: &str = "PRAGMA integrity_check";

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// Marks a file as ours in its header, so that no other program's database is taken for an archive: `bzAR`.
const APPLICATION_ID: i64 = 0x627a_4152;

/// For each connection: wait half a minute for another process, sync at every commit, and cut the log that
/// a large import leaves (bytes).
const EACH_CONNECTION: &str = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864";

/// Append-only also for a hand in the database; PostgreSQL would need a function for the same.
pub(super) const GUARDS: &str = "
    CREATE TRIGGER IF NOT EXISTS revision_is_kept BEFORE UPDATE ON revision
        BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS revision_stays BEFORE DELETE ON revision
        BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS revision_is_not_replaced BEFORE INSERT ON revision
        WHEN EXISTS (SELECT 1 FROM revision WHERE key = NEW.key AND number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS change_log_is_kept BEFORE UPDATE ON change_log
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TRIGGER IF NOT EXISTS change_log_stays BEFORE DELETE ON change_log
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;";

/// Lets a damaged text be put back, until the guards are set again in the same transaction.
pub(super) const UNLOCK_REVISIONS: &str = "DROP TRIGGER IF EXISTS revision_is_kept";

/// The text of a revision `r` as bytes: damage may have left what is no text, and one such row would keep back
/// all others of a page.
macro_rules! body_as_bytes {
    () => {
        "CAST(r.body AS BLOB) AS body"
    };
}
pub(super) use body_as_bytes;

const CONNECTIONS: u32 = 8;

pub(super) fn url_of(path: &Path) -> String {
    const RESERVED: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#').add(b'\\');
    format!("sqlite:{}", percent_encode(path.as_os_str().as_encoded_bytes(), RESERVED))
}

pub(super) async fn open(url: &str) -> Result<AnyPool, StoreError> {
    let path = path_of(url)?;
    sqlx::any::install_default_drivers();
    // `sqlite:/srv/…` would lose its root; `sqlite:///srv/…` does not.
    let address = url_of(&path).replacen("sqlite:", "sqlite://", 1) + "?mode=rwc";
    let options: AnyConnectOptions = address.parse()?;
    let mut first = AnyConnection::connect_with(&options).await.map_err(|error| refused(&path, error))?;
    let prepared = prepare(&mut first, &path).await;
    // On a refusal the first error is the one to tell.
    let closed = first.close().await;
    prepared?;
    closed?;
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .after_connect(|connection, _| Box::pin(async move { set_up(connection).await }))
        .connect_with(options);
    pool.await.map_err(|error| refused(&path, error))
}

/// The file that `url` names, absolute, in a folder that exists.
fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    let refuse = |reason| StoreError::Address { url: url.to_owned(), reason };
    let encoded = url.strip_prefix("sqlite:").ok_or_else(|| refuse("it does not begin with sqlite:"))?;
    let encoded = encoded.strip_prefix("//").unwrap_or(encoded);
    if encoded.contains(['?', '#']) {
        return Err(refuse("it takes no parameters; write ? and # as %3F and %23"));
    }
    let decoded = percent_decode_str(encoded).decode_utf8().map_err(|_| refuse("its path is not UTF-8"))?;
    if decoded.contains('\0') || decoded.starts_with(":memory:") {
        return Err(refuse("its path is not a file's"));
    }
    let path = Path::new(&*decoded);
    let name = path.file_name().ok_or_else(|| refuse("its path names no file"))?;
    let folder = file::folder_of(path);
    let folder = folder.canonicalize().map_err(|source| StoreError::of_file(folder, source))?;
    Ok(folder.join(name))
}

/// Brings the file to the present schema.
///
/// Mark, migrations and guards are one transaction, so that programs starting at once do not meet; where all
/// is current, nothing is written and no lock waited for.
async fn prepare(connection: &mut AnyConnection, path: &Path) -> Result<(), StoreError> {
    let failed = |error| refused(path, error);
    set_up(connection).await.map_err(failed)?;
    let begin = if is_current(connection, path).await? { "BEGIN" } else { BEGIN_WRITE };
    keep_log(connection, path).await?;
    let mut transaction = connection.begin_with(begin).await.map_err(failed)?;
    MIGRATIONS.run(&mut *transaction).await.map_err(|error| unmigrated(path, error))?;
    if begin == BEGIN_WRITE {
        let mark = sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}; {GUARDS}"));
        transaction.execute(mark).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

/// Turns on the write-ahead log, with which readers and a writer do not wait for each other.
async fn keep_log(connection: &mut AnyConnection, path: &Path) -> Result<(), StoreError> {
    const PATIENCE: Duration = Duration::from_secs(30);
    let begun = Instant::now();
    let mode: String = loop {
        match sqlx::query_scalar("PRAGMA journal_mode = WAL").fetch_one(&mut *connection).await {
            Ok(mode) => break mode,
            // Two that turn it on at once would wait for each other, so SQLite tells one at once to go back.
            Err(error) if code_of(&error) == Some(SQLITE_BUSY) && begun.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Err(error) => return Err(refused(path, error)),
        }
    };
    if mode == "wal" {
        return Ok(());
    }
    let source = io::Error::new(io::ErrorKind::Unsupported, "the file system offers no shared memory");
    Err(StoreError::Path { path: path.to_owned(), source })
}

async fn set_up(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    connection.execute(EACH_CONNECTION).await.map(|_| ())
}

/// Whether the file has the newest schema; refuses a file with anything in it that is not ours.
///
/// Reads in one transaction, as another program may be making the schema just now.
async fn is_current(connection: &mut AnyConnection, path: &Path) -> Result<bool, StoreError> {
    let failed = |error| refused(path, error);
    let mut transaction = connection.begin().await.map_err(failed)?;
    let mut number = async |sql: &'static str| -> Result<i64, StoreError> {
        sqlx::query_scalar(sql).fetch_one(&mut *transaction).await.map_err(failed)
    };
    let current = match number("PRAGMA application_id").await? {
        APPLICATION_ID => number("SELECT max(version) FROM _sqlx_migrations").await? == newest_known(),
        0 if number("SELECT count(*) FROM sqlite_master").await? == 0 => false,
        _ => return Err(StoreError::NotAnArchive(path.to_owned())),
    };
    transaction.rollback().await.map_err(failed)?;
    Ok(current)
}

fn newest_known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// What a failed opening means: SQLite says only that it "cannot open", the operating system knows why.
fn refused(path: &Path, error: sqlx::Error) -> StoreError {
    match code_of(&error) {
        Some(SQLITE_CANTOPEN) => {}
        Some(SQLITE_NOTADB) => return StoreError::NotAnArchive(path.to_owned()),
        _ => return error.into(),
    }
    match file::try_writing(path) {
        Err(source) => StoreError::of_file(path, source),
        Ok(()) => error.into(),
    }
}

fn unmigrated(path: &Path, error: MigrateError) -> StoreError {
    let known = newest_known();
    match error {
        MigrateError::VersionMissing(found) if found > known => StoreError::TooNew { found, known },
        MigrateError::VersionMissing(version)
        | MigrateError::VersionMismatch(version)
        | MigrateError::Dirty(version) => StoreError::Altered(version),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => refused(path, error),
        other => StoreError::Failed(Box::new(other)),
    }
}

// https://www.sqlite.org/rescode.html; an extended code keeps its primary one in the low byte.
const SQLITE_BUSY: i32 = 5;
const SQLITE_LOCKED: i32 = 6;
const SQLITE_READONLY: i32 = 8;
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_IOERR_SHMSIZE: i32 = 4874;
const SQLITE_CANTOPEN: i32 = 14;
const SQLITE_NOTADB: i32 = 26;

/// What an error of the database means, if it is SQLite's and means something in particular.
pub(in crate::store) fn meaning(error: &dyn DatabaseError) -> Option<StoreError> {
    // The shared memory beside the database could not grow: what a disk does in its last kilobytes.
    if code(error)? == SQLITE_IOERR_SHMSIZE {
        return Some(StoreError::Full);
    }
    match primary_code(error)? {
        SQLITE_BUSY | SQLITE_LOCKED => Some(StoreError::Busy),
        SQLITE_READONLY => Some(StoreError::ReadOnly),
        SQLITE_FULL => Some(StoreError::Full),
        SQLITE_CORRUPT | SQLITE_NOTADB => Some(StoreError::Damaged(error.message().to_owned())),
        _ => None,
    }
}

fn code_of(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error().and_then(primary_code)
}

fn primary_code(error: &(dyn DatabaseError + 'static)) -> Option<i32> {
    Some(code(error)? & 0xff)
}

/// The extended code.
fn code(error: &(dyn DatabaseError + 'static)) -> Option<i32> {
    error.try_downcast_ref::<SqliteError>()?.code()?.parse().ok()
}
