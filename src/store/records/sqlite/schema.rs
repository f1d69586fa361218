//! Bringing a database file to the present schema, and telling ours from those of other programs.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AnyConnection, Connection, Executor};

use super::meaning::{is_busy, refused};
use super::upkeep::settle;
use super::{BEGIN_WRITE, Opening, set_up};
use crate::store::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// Marks a file as ours in its header, so that no other program's database is taken for an archive: `bzAR`.
const APPLICATION_ID: i64 = 0x627a_4152;

/// Append-only; PostgreSQL would need a function for the same.
// `INSERT OR REPLACE` takes a row away without asking the triggers of DELETE, hence those before an insert.
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
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TRIGGER IF NOT EXISTS purged_text_is_kept BEFORE UPDATE ON purged_text
        BEGIN SELECT RAISE(ABORT, 'what was purged stays so'); END;
    CREATE TRIGGER IF NOT EXISTS purged_text_stays BEFORE DELETE ON purged_text
        BEGIN SELECT RAISE(ABORT, 'what was purged stays so'); END;
    CREATE TRIGGER IF NOT EXISTS sealed_paper_is_kept BEFORE UPDATE ON paper WHEN OLD.sealed = 1
        BEGIN SELECT RAISE(ABORT, 'sealed papers are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS sealed_paper_stays BEFORE DELETE ON paper WHEN OLD.sealed = 1
        BEGIN SELECT RAISE(ABORT, 'sealed papers are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS sealed_paper_is_not_replaced BEFORE INSERT ON paper
        WHEN EXISTS (SELECT 1 FROM paper WHERE collection = NEW.collection AND key = NEW.key AND sealed = 1)
        BEGIN SELECT RAISE(ABORT, 'sealed papers are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS sealed_label_is_kept BEFORE UPDATE ON paper_label
        WHEN EXISTS (SELECT 1 FROM paper WHERE collection = OLD.collection AND key = OLD.key AND sealed = 1)
        BEGIN SELECT RAISE(ABORT, 'sealed papers are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS sealed_label_stays BEFORE DELETE ON paper_label
        WHEN EXISTS (SELECT 1 FROM paper WHERE collection = OLD.collection AND key = OLD.key AND sealed = 1)
        BEGIN SELECT RAISE(ABORT, 'sealed papers are append-only'); END;";

/// Brings the file to the present schema.
///
/// Mark, migrations and guards are one transaction, so that programs starting at once do not meet; where all
/// is current, nothing is written and no lock waited for.
pub(super) async fn prepare(
    connection: &mut AnyConnection,
    path: &Path,
    opening: Opening,
) -> Result<(), StoreError> {
    let failed = |error| refused(path, error);
    set_up(connection).await.map_err(failed)?;
    let begin = match state_of(connection, path).await? {
        // The migrations are gone through here too: so one that differs from the program's is found.
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
    if let Err(error) = settle(connection, Duration::from_secs(5)).await {
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
            Err(error) if is_busy(&error) && begun.elapsed() < PATIENCE => {
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
        // The mark is set in the transaction of the migrations: where it is, their table is.
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
