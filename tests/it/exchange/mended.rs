//! An import of the true folder mends what `verify` finds wrong with pictures and texts.

use std::fs;
use std::path::Path;

use baozhai::store::{Change, Clock, Origin, Proposal, write_atomically};
use sqlx::{Connection, Executor, SqliteConnection};

use super::damage::{blob_path, digest_of};
use super::{Outcome, import, records};
use crate::archives::{copy_of_small, edit, small};
use crate::program::run;

#[test]
fn missing_cut_and_turned_bytes_of_unchanged_photos_are_mended() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let blob = |picture| anyhow::Ok(blob_path(at.path(), &digest_of(picture)?));
    let (turned, cut) = (blob("alpha/alpha-01.jpg")?, blob("alpha/alpha-02.png")?);
    let mut bytes = fs::read(&turned)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    write_atomically(&turned, bytes)?;
    write_atomically(&cut, "")?;
    fs::remove_file(blob("gamma/gamma-01.png")?)?;
    assert_eq!(run(at.path(), &["verify"])?.code, Some(1));
    let imported = import(at.path(), &small())?;
    assert_eq!(imported.code, Some(0));
    assert_eq!(imported.stdout, "nothing new: 18 unchanged, 0 left, 3 repaired\n");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    assert_eq!(import(at.path(), &small())?.stdout, "nothing new: 18 unchanged, 0 left\n");
    Ok(())
}

#[test]
fn the_picture_of_a_changed_record_is_mended_with_it() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let blob = blob_path(at.path(), &digest_of("alpha/alpha-02.png")?);
    let mut bytes = fs::read(&blob)?;
    bytes.reverse();
    write_atomically(&blob, bytes)?;
    edit(folder.path(), "photos/alpha/alpha-02.toml", "甲堡南门", "甲堡北门")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.stdout, "sequence 2: 0 added, 1 changed, 17 unchanged, 0 left, 1 repaired\n");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}

#[tokio::test]
async fn the_picture_of_a_photo_that_staff_edited_or_that_is_faulty_is_mended_too() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let records = records(at.path()).await?;
    let head = records.head(&"gamma-01".parse()?).await?.expect("it was imported");
    let body = head.body.replace("丙村远景", "丙村近景");
    let proposal = Proposal { key: head.key, kind: head.kind, base: Some(head.number), body };
    let (author, message) = ("馆员".to_owned(), "改".to_owned());
    let at_time = Clock::system().now();
    let proposals = vec![proposal];
    records.commit(Change { author, message, origin: Origin::Staff, at: at_time, proposals }).await?;
    edit(folder.path(), "photos/alpha/alpha-02.toml", "2026-04-12", "2026-02-30")?;
    for picture in ["gamma/gamma-01.png", "alpha/alpha-02.png"] {
        fs::remove_file(blob_path(at.path(), &digest_of(picture)?))?;
    }
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    assert!(imported.stdout.contains("nothing new: 16 unchanged, 1 left, 2 repaired\n"), "{imported:?}");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}

/// Writes bytes over the newest text of a record, as a disk would.
async fn spoil_text(at: &Path, key: &str, bytes: &str) -> Outcome {
    let url = format!("sqlite://{}", at.join("data/archive.db").display());
    let mut database = SqliteConnection::connect(&url).await?;
    let alter = format!(
        "DROP TRIGGER IF EXISTS revision_is_kept; UPDATE revision SET body = {bytes} WHERE key = '{key}' AND
         number = (SELECT number FROM head WHERE head.key = '{key}')"
    );
    database.execute(sqlx::AssertSqlSafe(alter)).await?;
    Ok(database.close().await?)
}

/// Other words, and bytes that are no text at all: what a turned bit makes of Chinese.
const SPOILT: [&str; 2] = ["body || ' '", "CAST(x'e4b8' || body AS TEXT)"];

#[tokio::test]
async fn a_damaged_text_is_mended_by_the_folder_that_has_it() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let before = records(at.path()).await?.head(&"beta".parse()?).await?;
    for (bytes, keys) in SPOILT.into_iter().zip([["beta", "vocabulary:hejin"], ["beta", "on-forts"]]) {
        for key in keys {
            spoil_text(at.path(), key, bytes).await?;
        }
        let verified = run(at.path(), &["verify"])?;
        let is_named =
            |key: &&str| verified.stdout.contains(&format!("a text has not its digest: {key}@1\n"));
        assert!(verified.code == Some(1) && keys.iter().all(is_named), "{verified:?}");
        let imported = import(at.path(), &small())?;
        assert_eq!(imported.code, Some(0), "{imported:?}");
        assert!(imported.stdout.starts_with("nothing new: 18 unchanged, 0 left, "), "{imported:?}");
        assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
        assert_eq!(records(at.path()).await?.head(&"beta".parse()?).await?, before);
    }
    // The guard against every other hand stands again.
    let url = format!("sqlite://{}", at.path().join("data/archive.db").display());
    let mut database = SqliteConnection::connect(&url).await?;
    let refused = database.execute("UPDATE revision SET body = 'x' WHERE key = 'beta'").await;
    assert!(refused.is_err_and(|error| error.to_string().contains("append-only")));
    Ok(())
}

#[tokio::test]
async fn what_is_new_comes_in_beside_a_damaged_text_that_the_folder_has_not() -> Outcome {
    for (n, bytes) in SPOILT.into_iter().enumerate() {
        let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
        import(at.path(), folder.path())?;
        spoil_text(at.path(), "beta", bytes).await?;
        spoil_text(at.path(), "source:example-list", bytes).await?;
        // The folder has beta no more; another village cites the source that cannot be read.
        fs::remove_dir_all(folder.path().join("villages/beta"))?;
        edit(folder.path(), "villages/gamma/village.toml", "丙村", "丙堡")?;
        let imported = import(at.path(), folder.path())?;
        assert!(imported.stdout.contains("damaged in the archive: beta@1, "), "{n}: {imported:?}");
        assert!(imported.stdout.contains("sequence 2: 0 added, 1 changed, "), "{n}: {imported:?}");
        let gamma = records(at.path()).await?.head(&"gamma".parse()?).await?;
        assert!(gamma.is_some_and(|head| head.body.contains("丙堡")), "{n}");
    }
    Ok(())
}

#[tokio::test]
async fn a_changed_record_goes_over_its_damaged_text() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    spoil_text(at.path(), "beta", SPOILT[1]).await?;
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert!(imported.stdout.contains("damaged in the archive: beta@1, "), "{imported:?}");
    let beta = records(at.path()).await?.head(&"beta".parse()?).await?;
    assert!(beta.is_some_and(|head| head.number == 2 && head.body.contains("乙堡")));
    Ok(())
}

#[tokio::test]
async fn an_export_with_its_history_mends_what_is_past_too() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let old = digest_of("gamma/gamma-01.png")?;
    fs::copy(small().join("photos/alpha/alpha-02.png"), folder.path().join("photos/gamma/gamma-01.png"))?;
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    import(at.path(), folder.path())?;
    assert_eq!(run(at.path(), &["export", "out"])?.code, Some(0));
    let url = format!("sqlite://{}", at.path().join("data/archive.db").display());
    let mut database = SqliteConnection::connect(&url).await?;
    let alter = "DROP TRIGGER IF EXISTS revision_is_kept; UPDATE revision SET body = '' WHERE key = 'beta'";
    database.execute(alter).await?;
    database.close().await?;
    write_atomically(blob_path(at.path(), &old), "spoilt")?;
    assert_eq!(run(at.path(), &["verify"])?.code, Some(1));
    let imported = import(at.path(), &at.path().join("out"))?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert_eq!(imported.stdout, "nothing new: 18 unchanged, 0 left, 1 repaired, 2 texts restored\n");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    let beta = records(at.path()).await?.revision(&"beta".parse()?, 1).await?;
    assert!(beta.is_some_and(|first| first.body.contains("乙村")));
    Ok(())
}
