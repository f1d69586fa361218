//! What can be wrong with a database file and a directory: each has its own clear error.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use baozhai::store::{Blobs, CommitError, Records, StoreError, write_atomically};
use bytes::Bytes;
use futures::TryStreamExt;
use sqlx::{Connection, Executor, SqliteConnection};

use super::backends::{Place, RecordsPlace, Sqlite, change, key, village, villages};
use super::{Outcome, child};

async fn open(path: &Path) -> Result<Records, StoreError> {
    Records::open(&Records::url_of(path)).await
}

/// Runs statements in the database behind the store's back.
pub(crate) async fn tamper(path: &Path, sql: &'static str) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnection::connect(&Records::url_of(path)).await?;
    let done = connection.execute(sql).await;
    connection.close().await?;
    done.map(|_| ())
}

#[tokio::test]
async fn addresses_are_checked() -> Outcome {
    for url in [
        "",
        "archive.db",
        "postgres://localhost/a",
        "sqlite:",
        "sqlite::memory:",
        "sqlite:a.db?mode=ro",
        "sqlite:/",
        "sqlite:a%ff.db",
    ] {
        assert!(matches!(Records::open(url).await, Err(StoreError::Address { .. })), "{url:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_folder_has_to_exist() -> Outcome {
    let folder = tempfile::tempdir()?;
    write_atomically(folder.path().join("file"), "")?;
    for path in ["missing/archive.db", "file/archive.db"].map(|path| folder.path().join(path)) {
        assert!(matches!(open(&path).await, Err(StoreError::Path { .. })), "{path:?}");
        assert!(
            matches!(Blobs::open_directory(path.join("x")).await, Err(StoreError::Path { .. })),
            "{path:?}"
        );
        assert!(matches!(write_atomically(&path, ""), Err(StoreError::Path { .. })), "{path:?}");
    }
    assert!(matches!(open(folder.path()).await, Err(StoreError::Path { .. })), "a folder is no database");
    assert!(matches!(Blobs::open_directory(folder.path().join("file")).await, Err(StoreError::Path { .. })));
    let names: Vec<_> = std::fs::read_dir(folder.path())?.collect::<Result<_, _>>()?;
    assert_eq!(names.len(), 1, "{names:?}");
    Ok(())
}

#[tokio::test]
async fn other_files_are_left_alone() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (text, other) = (folder.path().join("notes.txt"), folder.path().join("other.db"));
    write_atomically(&text, "not a database, but long enough to be one. ".repeat(100))?;
    write_atomically(&other, "")?;
    tamper(&other, "CREATE TABLE theirs (a TEXT)").await?;
    for path in [&text, &other] {
        let before = std::fs::read(path)?;
        assert!(matches!(open(path).await, Err(StoreError::NotAnArchive(_))), "{path:?}");
        assert_eq!(std::fs::read(path)?, before);
    }
    Ok(())
}

/// A file as the first migration alone has made it.
async fn as_of_the_first_schema(path: &Path) -> Result<(), sqlx::Error> {
    tamper(
        path,
        "DROP TABLE paper_label; DROP TABLE paper; DELETE FROM counter WHERE name <> 'sequence';
            DROP INDEX revision_by_sequence; DELETE FROM _sqlx_migrations WHERE version > 1",
    )
    .await
}

#[tokio::test]
async fn an_older_file_is_brought_to_the_present_schema() -> Outcome {
    let all = async |records: &Records| -> anyhow::Result<_> {
        let heads = records.heads(None, None, 1000).await?;
        Ok((records.sequence().await?, records.identity().await?, heads, records.faults().await?))
    };
    for may_create in [true, false] {
        let place = Sqlite::fresh()?;
        let (file, url) = (place.file(), Records::url_of(&place.file()));
        let records = place.open().await?;
        for round in 0..3 {
            records.commit(change(villages(&format!("v{round}"), 40, 300))).await?;
        }
        let before = all(&records).await?;
        assert_eq!(before.3, [""; 0]);
        records.close().await;
        as_of_the_first_schema(&file).await?;
        let records =
            if may_create { Records::open(&url).await? } else { Records::open_existing(&url).await? };
        assert_eq!(all(&records).await?, before);
        assert_eq!(records.commit(change([village("later", None, "{}")])).await?, 4);
        records.close().await;
        tamper(&file, "REINDEX revision_by_sequence").await?;
        // Only the note that it was made is lost: as in a copy that was torn just then.
        tamper(&file, "DELETE FROM _sqlx_migrations WHERE version > 1").await?;
        let records = place.open().await?;
        assert_eq!((records.sequence().await?, records.faults().await?), (4, vec![]));
    }
    Ok(())
}

/// What is read in the order of commits is found so: neither sorted nor looked for in all there is.
#[tokio::test]
async fn revisions_are_found_by_their_commit() -> Outcome {
    let place = Sqlite::fresh()?;
    place.open().await?.close().await;
    let mut connection = SqliteConnection::connect(&Records::url_of(&place.file())).await?;
    for question in [
        "EXPLAIN QUERY PLAN SELECT r.body FROM revision r JOIN change_log c ON c.sequence = r.sequence
            WHERE r.sequence <= 9 ORDER BY r.sequence, r.key",
        "EXPLAIN QUERY PLAN SELECT sequence, count(*) FROM revision GROUP BY sequence",
    ] {
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(question).fetch_all(&mut connection).await?;
        let steps: Vec<&str> = steps.iter().map(|(.., step)| step.as_str()).collect();
        assert!(steps.iter().any(|step| step.contains("revision_by_sequence")), "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{steps:?}");
    }
    connection.close().await?;
    Ok(())
}

#[tokio::test]
async fn newer_and_altered_schemas_are_refused() -> Outcome {
    let place = Sqlite::fresh()?;
    place.open().await?.close().await;
    tamper(&place.file(), "INSERT INTO _sqlx_migrations VALUES (7777, 'newer', '', 1, x'00', 0)").await?;
    assert!(matches!(place.open().await, Err(StoreError::TooNew { found: 7777, known: 1.. })));
    tamper(&place.file(), "DELETE FROM _sqlx_migrations WHERE version = 7777").await?;
    place.open().await?.close().await;
    tamper(&place.file(), "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1").await?;
    assert!(matches!(place.open().await, Err(StoreError::Altered(1))));
    Ok(())
}

#[tokio::test]
async fn revisions_cannot_be_altered() -> Outcome {
    let place = Sqlite::fresh()?;
    let records = place.open().await?;
    records.commit(change([village("a", None, "{}")])).await?;
    for sql in [
        "UPDATE revision SET body = 'x'",
        "DELETE FROM revision",
        "INSERT OR REPLACE INTO revision SELECT key, number, kind, sequence, digest, 'x' FROM revision",
        "UPDATE change_log SET author = 'x'",
        "DELETE FROM change_log",
    ] {
        assert!(tamper(&place.file(), sql).await.is_err(), "{sql}");
    }
    assert_eq!(records.head(&key("a")).await?.map(|head| head.body).as_deref(), Some("{}"));
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn altered_rows_are_noticed() -> Outcome {
    let place = Sqlite::fresh()?;
    let records = place.open().await?;
    records.commit(change([village("a", None, "{}"), village("b", None, "{}")])).await?;
    tamper(&place.file(), "DROP TRIGGER revision_is_kept; UPDATE revision SET body = '{ }' WHERE key = 'a'")
        .await?;
    assert!(matches!(records.head(&key("a")).await, Err(StoreError::Damaged(_))));
    assert!(records.head(&key("b")).await.is_ok());
    let faults = records.faults().await?;
    assert!(matches!(&faults[..], [one] if one.contains("a@1")), "{faults:?}");
    for sql in [
        "UPDATE head SET digest = 'x' WHERE key = 'a'",
        "UPDATE counter SET value = 2",
        "PRAGMA foreign_keys = OFF; DELETE FROM head WHERE key = 'b'",
    ] {
        let faults = records.faults().await?.len();
        tamper(&place.file(), sql).await?;
        assert!(records.faults().await?.len() > faults, "{sql}");
    }
    Ok(())
}

#[tokio::test]
async fn damaged_pages_are_noticed() -> Outcome {
    let place = Sqlite::fresh()?;
    let records = place.open().await?;
    records.commit(change(villages("v", 500, 800))).await?;
    records.close().await;
    let mut bytes = std::fs::read(place.file())?;
    let end = bytes.len();
    bytes[8_192..end].fill(0xa5);
    write_atomically(place.file(), &bytes)?;
    let noticed = match place.open().await {
        Err(error) => matches!(error, StoreError::Damaged(_)),
        Ok(records) => {
            let read = records.heads(None, None, 1_000).await;
            matches!(read, Err(StoreError::Damaged(_)))
                && !matches!(records.faults().await, Ok(faults) if faults.is_empty())
        }
    };
    assert!(noticed);
    Ok(())
}

/// Root may write anywhere, so root's test is run as nobody.
#[test]
fn unwritable_folders_are_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("locked"))?;
    std::fs::create_dir(folder.path().join("locked/blobs"))?;
    let url = Records::url_of(&folder.path().join("locked/archive.db"));
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let records = Records::open(&url).await?;
        records.close().await;
        Ok::<_, StoreError>(())
    })?;
    for name in ["", "locked", "locked/blobs"] {
        std::fs::set_permissions(folder.path().join(name), PermissionsExt::from_mode(0o555))?;
    }
    std::fs::set_permissions(folder.path().join("locked/archive.db"), PermissionsExt::from_mode(0o444))?;
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let wrapper = if std::fs::metadata("/proc/self")?.uid() == 0 { &nobody[..] } else { &[] };
    child::assert_success(&child::command(wrapper, "unwritable", folder.path())?.output()?);
    Ok(())
}

/// The child: everything in `folder` may be read only.
pub(crate) async fn use_unwritable(folder: &Path) -> Outcome {
    let denied = |error: &StoreError| matches!(error, StoreError::Path { .. } | StoreError::ReadOnly);
    for path in ["new.db", "locked/archive.db"].map(|path| folder.join(path)) {
        assert!(open(&path).await.is_err_and(|error| denied(&error)), "{path:?}");
    }
    assert!(Blobs::open_directory(folder.join("new")).await.is_err_and(|error| denied(&error)));
    let blobs = Blobs::open_directory(folder.join("locked/blobs")).await?;
    assert!(blobs.put(Bytes::from_static(b"x")).await.is_err_and(|error| denied(&error)));
    assert!(write_atomically(folder.join("x"), "x").is_err_and(|error| denied(&error)));
    Ok(())
}

/// A file system of a few megabytes, mounted for the child alone; where that is not allowed, a limit on the
/// size of files, which is another error but leaves as little behind.
#[test]
fn a_full_disk_is_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().to_string_lossy().into_owned();
    let mount = "mount -t tmpfs -o size=4m full \"$0\" && exec \"$@\"";
    let limit = "trap '' XFSZ; ulimit -f 8192; exec \"$@\"";
    let tmpfs = ["unshare", "-rm", "sh", "-c", mount, &path];
    let may_mount =
        Command::new(tmpfs[0]).args(&tmpfs[1..]).arg("true").output().is_ok_and(|done| done.status.success());
    let command = if may_mount {
        child::command(&tmpfs, "full", folder.path())
    } else {
        child::command(&["sh", "-c", limit, "limited"], "limited", folder.path())
    };
    child::assert_success(&command?.output()?);
    Ok(())
}

/// The child: `folder` holds 4 MB, or no file of more.
pub(crate) async fn use_full(folder: &Path, disk: bool) -> Outcome {
    let right = |error: &StoreError| matches!(error, StoreError::Full) || !disk;
    let records = open(&folder.join("archive.db")).await?;
    records.commit(change([village("a", None, "1")])).await?;
    for _ in 0..3 {
        let Err(CommitError::Store(error)) = records.commit(change(villages("v", 12_000, 800))).await else {
            anyhow::bail!("10 MB on a disk of 4 MB")
        };
        assert!(right(&error), "{error:?}");
        assert_eq!((records.sequence().await?, records.count(None).await?), (1, 1));
    }
    // The same connections go on working as far as there is room.
    assert_eq!(records.commit(change([village("a", Some(1), "2")])).await?, 2);
    assert_eq!(records.faults().await?, [""; 0]);
    records.close().await;
    assert_eq!(open(&folder.join("archive.db")).await?.sequence().await?, 2);

    let blobs = Blobs::open_directory(folder.join("blobs")).await?;
    let error = blobs.put(Bytes::from(vec![1; 5_000_000])).await.expect_err("5 MB on a disk of 4 MB");
    assert!(right(&error), "{error:?}");
    assert_eq!(blobs.list().try_collect::<Vec<_>>().await?, []);
    assert_eq!(blobs.clear_leftovers(super::backends::at("9999-01-01T00:00:00Z")).await?, 0);
    blobs.put(Bytes::from_static(b"fits")).await?;

    let file = folder.join("export.json");
    write_atomically(&file, "old")?;
    let before = std::fs::read_dir(folder)?.count();
    let error = write_atomically(&file, vec![1; 5_000_000]).expect_err("5 MB on a disk of 4 MB");
    assert!(right(&error), "{error:?}");
    assert_eq!(
        (std::fs::read_to_string(&file)?.as_str(), std::fs::read_dir(folder)?.count()),
        ("old", before)
    );
    Ok(())
}
