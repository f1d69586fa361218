//! `baozhai backup`: a copy that can be served in the archive's place, or one that says that it cannot.

use std::fs;
use std::path::Path;

use baozhai::store::write_atomically;
use sqlx::{Connection, Executor, SqliteConnection};

use super::interrupted::{kill_at, progress};
use super::{Outcome, import, path, records, with_photos};
use crate::archives::{copy, copy_of_small, edit, files, small};
use crate::program::{Run, program, run};
use crate::serving::Serving;

fn backup(at: &Path) -> anyhow::Result<Run> {
    Ok(run(at, &["backup", "copy"])?)
}

/// Verifies the copy and exports it and the archive: the same files, history and all.
fn assert_the_same(at: &Path) -> Outcome {
    let verified = run(at, &["--data", "copy", "verify"])?;
    assert_eq!(verified.code, Some(0), "{verified:?}");
    for (data, out) in [("data", "out-1"), ("copy", "out-2")] {
        let exported = run(at, &["--data", data, "export", out])?;
        assert_eq!(exported.code, Some(0), "{exported:?}");
    }
    assert!(files(&at.join("out-1"))? == files(&at.join("out-2"))?);
    fs::remove_dir_all(at.join("out-1"))?;
    Ok(fs::remove_dir_all(at.join("out-2"))?)
}

/// One line that refuses, nothing written.
fn assert_refused(found: &Run, words: &str) {
    assert_eq!(found.code, Some(2), "{found:?}");
    assert!(found.stderr.contains(words) && found.stderr.lines().count() == 1, "{found:?}");
    assert_eq!(found.stdout, "");
}

#[test]
fn a_backup_of_a_served_archive_can_be_served_in_its_place() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    let serving = Serving::start(at.path(), &[])?;
    let made = backup(at.path())?;
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.stdout.starts_with("backup up to change 1 in copy: 4 pictures written"), "{made:?}");
    assert_the_same(at.path())?;
    // Brought up to date, over and over, while the archive moves on.
    for (was, is) in [("乙村", "乙堡"), ("乙堡", "乙寨")] {
        edit(folder.path(), "villages/beta/village.toml", was, is)?;
        assert_eq!(import(at.path(), folder.path())?.code, Some(0));
        let made = backup(at.path())?;
        assert!(made.code == Some(0) && made.stdout.contains("0 pictures written, 4 were there"), "{made:?}");
        assert_the_same(at.path())?;
    }
    drop(serving);
    let restored = Serving::start(at.path(), &["--data", "copy"])?;
    assert!(!restored.said.contains("first start"));
    assert!(restored.get("/villages/beta@2")?.contains("乙堡"));
    assert!(restored.get("/villages/beta")?.contains("乙寨"));
    Ok(())
}

#[tokio::test]
async fn nothing_but_an_older_copy_of_the_same_archive_is_written_over() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    assert_refused(&run(at.path(), &["backup", "data/copy"])?, "lies in the data folder itself");
    assert_refused(&run(at.path(), &["backup", "data"])?, "lies in the data folder itself");
    // Somebody's files.
    fs::create_dir(at.path().join("copy"))?;
    write_atomically(at.path().join("copy/thesis.docx"), "theirs")?;
    assert_refused(&backup(at.path())?, "copy holds no copy of this archive: name an empty folder");
    write_atomically(at.path().join("copy/archive.db"), "theirs, and long enough for a head. ".repeat(9))?;
    assert_refused(&backup(at.path())?, "copy holds no copy of this archive");
    assert_eq!(files(&at.path().join("copy"))?.len(), 2);
    fs::remove_dir_all(at.path().join("copy"))?;
    // Another archive, which began with other words.
    let other = copy_of_small()?;
    edit(other.path(), "villages/beta/village.toml", "乙村", "丙村")?;
    let imported = run(at.path(), &["--data", "copy", "import", path(other.path())?])?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    let before = files(&at.path().join("copy"))?;
    assert_refused(&backup(at.path())?, "copy holds another archive, or a newer state of this one");
    assert!(files(&at.path().join("copy"))? == before);
    fs::remove_dir_all(at.path().join("copy"))?;
    // A copy that went its own way.
    assert_eq!(backup(at.path())?.code, Some(0));
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    let newer = run(at.path(), &["--data", "copy", "import", path(folder.path())?])?;
    assert_eq!(newer.code, Some(0), "{newer:?}");
    assert_refused(&backup(at.path())?, "or a newer state of this one");
    assert_eq!(records(at.path()).await?.sequence().await?, 1);
    Ok(())
}

#[test]
fn a_backup_that_was_cut_off_is_refused_by_name_and_finished_by_the_next() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, with_photos(40)?);
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    let copied = at.path().join("copy");
    assert_eq!(backup(at.path())?.code, Some(0));
    let whole = progress(&copied);
    let mut refused = 0;
    for round in 0..12 {
        fs::remove_dir_all(&copied)?;
        kill_at(program(at.path()).args(["backup", "copy"]).spawn()?, &copied, 1 + whole * round / 11)?;
        if copied.join("backup-unfinished").exists() {
            refused += 1;
            for command in ["verify", "serve", "reindex"] {
                let found = run(at.path(), &["--data", "copy", command])?;
                assert!(found.code == Some(2) && found.stderr.lines().count() == 1, "{found:?}");
                assert!(found.stderr.contains("copy is a backup that was cut off"), "{found:?}");
            }
        } else if copied.exists() && copied.join("archive.db").exists() {
            assert_eq!(run(at.path(), &["--data", "copy", "verify"])?.code, Some(0), "round {round}");
        }
        let made = backup(at.path())?;
        assert_eq!(made.code, Some(0), "round {round}: {made:?}");
        assert_the_same(at.path())?;
    }
    assert!(refused > 3, "{refused}");
    Ok(())
}

#[test]
fn what_the_archive_itself_lacks_is_named_and_the_rest_is_copied() -> Outcome {
    let at = tempfile::tempdir()?;
    assert_eq!(import(at.path(), &small())?.code, Some(0));
    let blobs = files(&at.path().join("data/blobs"))?;
    let (lost, rotten) = (blobs.keys().next(), blobs.keys().nth(1));
    let (Some(lost), Some(rotten)) = (lost, rotten) else { anyhow::bail!("no blobs") };
    fs::remove_file(at.path().join("data/blobs").join(lost))?;
    write_atomically(at.path().join("data/blobs").join(rotten), "rot")?;
    let made = backup(at.path())?;
    assert_eq!(made.code, Some(1), "{made:?}");
    for name in [lost, rotten] {
        assert!(made.stdout.contains(name.rsplit('/').next().unwrap_or_default()), "{name}: {made:?}");
    }
    assert!(made.stdout.contains("2 pictures written, 0 were there; 2 damaged"), "{made:?}");
    assert_eq!(run(at.path(), &["--data", "copy", "verify"])?.code, Some(1));
    Ok(())
}

#[test]
fn pictures_without_records_are_no_empty_archive() -> Outcome {
    for how in ["gone", "empty", "gone with its log left"] {
        let at = tempfile::tempdir()?;
        assert_eq!(import(at.path(), &small())?.code, Some(0));
        let database = at.path().join("data/archive.db");
        fs::remove_file(&database)?;
        match how {
            "empty" => write_atomically(&database, "")?,
            "gone" => {}
            _ => write_atomically(at.path().join("data/archive.db-wal"), "commits")?,
        }
        let before = files(&at.path().join("data"))?;
        let small = small();
        for arguments in
            [&["serve"][..], &["import", path(&small)?], &["verify"], &["export", "out"], &["reindex"]]
        {
            let found = run(at.path(), arguments)?;
            assert!(
                found.code == Some(2) && found.stderr.lines().count() == 1,
                "{how} {arguments:?}: {found:?}"
            );
            assert!(found.stderr.contains("from a backup"), "{how} {arguments:?}: {found:?}");
        }
        assert!(files(&at.path().join("data"))? == before, "{how}");
    }
    Ok(())
}

#[test]
fn a_copy_of_the_files_of_a_served_archive_is_the_archive() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let serving = Serving::start(at.path(), &["--folder", path(folder.path())?])?;
    for (round, (was, is)) in [("乙村", "乙堡"), ("乙堡", "乙寨")].into_iter().enumerate() {
        edit(folder.path(), "villages/beta/village.toml", was, is)?;
        assert_eq!(import(at.path(), folder.path())?.code, Some(0));
        let bare = at.path().join(format!("bare-{round}"));
        fs::create_dir(&bare)?;
        fs::copy(at.path().join("data/archive.db"), bare.join("archive.db"))?;
        copy(&at.path().join("data/blobs"), &bare.join("blobs"))?;
        let verified = run(at.path(), &["--data", path(&bare)?, "verify"])?;
        assert_eq!(verified.code, Some(0), "{verified:?}");
        let exported = run(at.path(), &["--data", path(&bare)?, "export", &format!("out-{round}")])?;
        assert_eq!(exported.code, Some(0), "{exported:?}");
        let history = at.path().join(format!("out-{round}/history/{:06}.jsonl", round + 2));
        assert!(history.exists(), "{history:?}");
    }
    drop(serving);
    Ok(())
}

/// A copy that an older program has made is brought up to date, and is the same archive.
#[tokio::test]
async fn a_copy_of_an_older_schema_is_brought_up_to_date() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    assert_eq!(backup(at.path())?.code, Some(0));
    for data in ["copy", "data"] {
        let url = baozhai::store::Records::url_of(&at.path().join(data).join("archive.db"));
        let mut connection = SqliteConnection::connect(&url).await?;
        connection
            .execute(
                "DROP TABLE paper_label; DROP TABLE paper; DELETE FROM counter WHERE name <> 'sequence';
                DROP INDEX revision_by_sequence; DELETE FROM _sqlx_migrations WHERE version > 1",
            )
            .await?;
        connection.close().await?;
    }
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    let again = backup(at.path())?;
    assert_eq!(again.code, Some(0), "{again:?}");
    assert_the_same(at.path())
}
