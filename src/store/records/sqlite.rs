//! Everything that only SQLite says: addresses, opening, locks, error codes, triggers, its own check.
//!
//! A second database gets a sibling of this file; the others must not name one.

mod upkeep;
mod watch;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, percent_encode};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::error::DatabaseError;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::SqliteError;
use sqlx::{AnyConnection, AnyPool, Connection, Executor};

use crate::store::{StoreError, file};
pub(super) use upkeep::{copy_into, is_settled, pulse, settle, settle_file};
use watch::Watch;

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

/// All are opened at the start and stay: under load the archive must not need files that by then others hold.
const CONNECTIONS: u32 = 8;

pub(super) fn url_of(path: &Path) -> String {
    const RESERVED: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#').add(b'\\');
    format!("sqlite:{}", percent_encode(path.as_os_str().as_encoded_bytes(), RESERVED))
}

/// Whether a database may come into being.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// Where there is none, one is made.
    Create,
    /// There must be one, with a schema.
    Existing,
}

/// Opens the database at `url`; gives its file along.
pub(super) async fn open(url: &str, opening: Opening) -> Result<(AnyPool, PathBuf), StoreError> {
    let path = path_of(url)?;
    sqlx::any::install_default_drivers();
    refuse_nothing(&path, opening)?;
    let mode = if opening == Opening::Create { "rwc" } else { "rw" };
    let options = options(&path, mode)?;
    let mut first = AnyConnection::connect_with(&options).await.map_err(|error| refused(&path, error))?;
    let prepared = prepare(&mut first, &path, opening).await;
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
        .after_connect(|connection, _| Box::pin(async move { set_up(connection).await }))
        .before_acquire(move |_, about| {
            let is_of_the_file = watch.holds(about.age);
            Box::pin(async move { Ok(is_of_the_file) })
        })
        .after_release(move |_, _| {
            watch_too.note_log();
            Box::pin(async { Ok(true) })
        })
        .connect_with(self::options(&path, "rw")?);
    Ok((pool.await.map_err(|error| refused(&path, error))?, path))
}

fn options(path: &Path, mode: &str) -> Result<AnyConnectOptions, StoreError> {
    // `sqlite:/srv/…` would lose its root; `sqlite:///srv/…` does not.
    let address = url_of(path).replacen("sqlite:", "sqlite://", 1) + "?mode=" + mode;
    Ok(address.parse()?)
}

/// Refuses a place without a database where there has to be one, or has been one: its log is still there.
fn refuse_nothing(path: &Path, opening: Opening) -> Result<(), StoreError> {
    let length = |path: &Path| match std::fs::metadata(path) {
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(StoreError::of_file(path, error)),
    };
    if length(path)? > 0 {
        return Ok(());
    }
    // SQLite would take such a log for a stale one and delete it, and with it the last that is left of the archive.
    if length(&log_of(path))? > 0 {
        return Err(StoreError::Lost(path.to_owned()));
    }
    if opening == Opening::Existing { Err(StoreError::NoRecords(path.to_owned())) } else { Ok(()) }
}

/// The file beside the database that commits are written to first.
fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
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
async fn prepare(connection: &mut AnyConnection, path: &Path, opening: Opening) -> Result<(), StoreError> {
    let failed = |error| refused(path, error);
    set_up(connection).await.map_err(failed)?;
    let begin = match state_of(connection, path).await? {
        Schema::Current => "BEGIN",
        Schema::None if opening == Opening::Existing => return Err(StoreError::NoRecords(path.to_owned())),
        Schema::None | Schema::Older => BEGIN_WRITE,
    };
    // SQLite does not change the kind of its log within a transaction; and not before the look at what the file
    // is, since it writes into it, and another program's database is left untouched.
    keep_log(connection, path).await?;
    let mut transaction = connection.begin_with(begin).await.map_err(failed)?;
    MIGRATIONS.run(&mut *transaction).await.map_err(|error| unmigrated(path, error))?;
    if begin == BEGIN_WRITE {
        let mark = sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}; {GUARDS}"));
        transaction.execute(mark).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)?;
    if let Err(error) = settle(connection).await {
        // A full disk, most likely: what stands in the log is read from there.
        tracing::warn!(%error, "the database's log cannot be emptied");
    }
    Ok(())
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

/// What a file has of the schema.
enum Schema {
    None,
    Older,
    Current,
}

/// What the file has of the schema; refuses a file with anything in it that is not ours.
///
/// Reads in one transaction, as another program may be making the schema just now.
async fn state_of(connection: &mut AnyConnection, path: &Path) -> Result<Schema, StoreError> {
    let failed = |error| refused(path, error);
    let mut transaction = connection.begin().await.map_err(failed)?;
    let mut number = async |sql: &'static str| -> Result<i64, StoreError> {
        sqlx::query_scalar(sql).fetch_one(&mut *transaction).await.map_err(failed)
    };
    let state = match number("PRAGMA application_id").await? {
        APPLICATION_ID if number("SELECT max(version) FROM _sqlx_migrations").await? == newest_known() => {
            Schema::Current
        }
        APPLICATION_ID => Schema::Older,
        0 if number("SELECT count(*) FROM sqlite_master").await? == 0 => Schema::None,
        _ => return Err(StoreError::NotAnArchive(path.to_owned())),
    };
    transaction.rollback().await.map_err(failed)?;
    Ok(state)
}

fn newest_known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// What a failed opening means: SQLite says only that it "cannot open", the operating system knows why.
fn refused(path: &Path, error: sqlx::Error) -> StoreError {
    match code_of(&error) {
        Some(SQLITE_CANTOPEN) => {}
        Some(SQLITE_IOERR) => return of_the_disk(path, error.into()),
        Some(SQLITE_NOTADB) => return StoreError::NotAnArchive(path.to_owned()),
        _ => return error.into(),
    }
    match file::try_opening(path) {
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
const SQLITE_IOERR: i32 = 10;
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_CANTOPEN: i32 = 14;
const SQLITE_NOTADB: i32 = 26;

/// What an error of the database means, if it is SQLite's and means something in particular.
pub(in crate::store) fn meaning(error: &dyn DatabaseError) -> Option<StoreError> {
    match primary_code(error)? {
        SQLITE_BUSY | SQLITE_LOCKED => Some(StoreError::Busy),
        SQLITE_READONLY => Some(StoreError::ReadOnly),
        SQLITE_FULL => Some(StoreError::Full),
        SQLITE_CORRUPT | SQLITE_NOTADB => Some(StoreError::Damaged(error.message().to_owned())),
        _ => None,
    }
}

/// What an error of input or output on the database `path` means: where its shared memory cannot grow, SQLite does not
/// say whether there is no room or the disk fails, so it is tried.
pub(super) fn of_the_disk(path: &Path, error: StoreError) -> StoreError {
    let StoreError::Failed(cause) = &error else { return error };
    let code = cause.downcast_ref::<sqlx::Error>().and_then(code_of);
    if code == Some(SQLITE_IOERR) && matches!(file::try_writing(file::folder_of(path)), Err(StoreError::Full))
    {
        return StoreError::Full;
    }
    error
}

fn code_of(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error().and_then(primary_code)
}

fn primary_code(error: &(dyn DatabaseError + 'static)) -> Option<i32> {
    let extended: i32 = error.try_downcast_ref::<SqliteError>()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}
