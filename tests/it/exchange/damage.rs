//! `verify` finds every damage, names it and ends with 1.

use baozhai::store::{Change, Clock, Digest, Origin, Proposal, write_atomically};
use sqlx::{Connection, Executor, SqliteConnection};

use super::{Outcome, import, records};
use crate::archives::{copy_of_small, files, small};
use crate::program::run;

pub(super) fn blob_path(at: &std::path::Path, digest: &Digest) -> std::path::PathBuf {
    let name = digest.to_string();
    at.join("data/blobs").join(&name[..2]).join(&name[2..4]).join(name)
}

pub(super) fn digest_of(picture: &str) -> anyhow::Result<Digest> {
    Ok(Digest::of(std::fs::read(small().join("photos").join(picture))?))
}

#[test]
fn a_sound_archive_is_counted() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let found = run(at.path(), &["verify"])?;
    assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""), "{found:?}");
    assert!(found.stdout.starts_with("4 blobs, ") && found.stdout.ends_with("; 0 damaged\n"), "{found:?}");
    Ok(())
}

#[tokio::test]
async fn damaged_missing_and_altered_are_all_found_in_one_run() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let (spoilt, lost) = (digest_of("alpha/alpha-02.png")?, digest_of("gamma/gamma-01.png")?);
    write_atomically(blob_path(at.path(), &spoilt), "spoilt")?;
    std::fs::remove_file(blob_path(at.path(), &lost))?;
    let url = format!("sqlite://{}", at.path().join("data/archive.db").display());
    let mut database = SqliteConnection::connect(&url).await?;
    let alter = "DROP TRIGGER revision_is_kept; UPDATE revision SET body = '{ }' WHERE key = 'beta'";
    database.execute(alter).await?;
    database.close().await?;
    let found = run(at.path(), &["verify"])?;
    assert_eq!((found.code, found.stderr.as_str()), (Some(1), ""), "{found:?}");
    let line = |start: String| found.stdout.lines().any(|line| line.starts_with(&start));
    assert!(line(format!("blob {spoilt}: its bytes hash to ")), "{found:?}");
    assert!(line(format!("blob {lost}: gamma-01@1 needs it")), "{found:?}");
    assert!(line("a text has not its digest: beta@1".to_owned()), "{found:?}");
    assert!(found.stdout.ends_with("; 3 damaged\n"), "{found:?}");
    Ok(())
}

#[test]
fn the_picture_of_an_old_revision_is_missed_too() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let old = digest_of("gamma/gamma-01.png")?;
    std::fs::copy(
        small().join("photos/alpha/alpha-02.png"),
        folder.path().join("photos/gamma/gamma-01.png"),
    )?;
    import(at.path(), folder.path())?;
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    std::fs::remove_file(blob_path(at.path(), &old))?;
    let found = run(at.path(), &["verify"])?;
    assert!(found.code == Some(1) && found.stdout.contains(&old.to_string()), "{found:?}");
    Ok(())
}

#[tokio::test]
async fn an_export_names_what_is_missing_and_writes_the_rest() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let before = digest_of("gamma/gamma-01.png")?;
    std::fs::copy(
        small().join("photos/alpha/alpha-02.png"),
        folder.path().join("photos/gamma/gamma-01.png"),
    )?;
    import(at.path(), folder.path())?;
    assert_eq!(run(at.path(), &["export", "whole"])?.code, Some(0));
    let (gone, spoilt) = (digest_of("alpha/alpha-01.jpg")?, digest_of("alpha/alpha-03.webp")?);
    std::fs::remove_file(blob_path(at.path(), &gone))?;
    write_atomically(blob_path(at.path(), &spoilt), "spoilt")?;
    std::fs::remove_file(blob_path(at.path(), &before))?;
    let exported = run(at.path(), &["export", "out"])?;
    assert_eq!((exported.code, exported.stderr.as_str()), (Some(1), ""), "{exported:?}");
    let lines: Vec<&str> = exported.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{exported:?}");
    assert_eq!(lines[0], format!("missing: photos/alpha/alpha-01.jpg: there is no blob {gone}"));
    assert!(lines[1].starts_with("missing: photos/alpha/alpha-03.webp: blob "), "{exported:?}");
    assert!(lines[2].starts_with(&format!("missing: history/pictures/{before}.png: ")), "{exported:?}");
    assert!(lines[3].ends_with(" files written to out; 3 missing"), "{exported:?}");
    let (mut whole, found) = (files(&at.path().join("whole"))?, files(&at.path().join("out"))?);
    whole.retain(|name, _| found.contains_key(name));
    assert_eq!(files(&at.path().join("whole"))?.len(), found.len() + 3);
    assert!(whole.iter().all(|(name, bytes)| name == "SHA256SUMS" || found[name] == *bytes));
    Ok(())
}

#[tokio::test]
async fn a_damaged_text_keeps_no_other_record_back() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let url = format!("sqlite://{}", at.path().join("data/archive.db").display());
    let mut database = SqliteConnection::connect(&url).await?;
    let alter = "DROP TRIGGER revision_is_kept; UPDATE revision SET body = '{ }' WHERE key = 'beta'";
    database.execute(alter).await?;
    database.close().await?;
    let exported = run(at.path(), &["export", "out"])?;
    assert_eq!(exported.code, Some(1), "{exported:?}");
    assert!(
        exported.stdout.starts_with("missing: beta: the text of revision 1 is damaged\n"),
        "{exported:?}"
    );
    assert!(at.path().join("out/villages/alpha/village.toml").exists());
    // What is not whole does not come back under the numbers of what was.
    let checked = run(at.path(), &["check", "out"])?;
    assert!(checked.stdout.contains(": broken-history: the document of beta@1 is missing\n"), "{checked:?}");
    Ok(())
}

/// As a later program may have written it. It was once exported as .jpg.
#[tokio::test]
async fn a_picture_of_a_format_that_is_not_known_is_not_written_as_another() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let records = records(at.path()).await?;
    let head = records.head(&"gamma-01".parse()?).await?.expect("gamma-01 was imported");
    let body = head.body.replace("image/png", "image/jxl");
    let proposal = Proposal { key: head.key, kind: head.kind, base: Some(head.number), body };
    let (author, message) = ("文旅局".to_owned(), "换图".to_owned());
    let (origin, at_once) = (Origin::Staff, Clock::system().now());
    records.commit(Change { author, message, origin, at: at_once, proposals: vec![proposal] }).await?;
    let exported = run(at.path(), &["export", "out"])?;
    assert_eq!(exported.code, Some(1), "{exported:?}");
    assert!(
        exported.stdout.starts_with("missing: gamma-01: revision 2 cannot be read: ")
            && exported.stdout.contains("`image/jxl` is no picture format of this archive"),
        "{exported:?}"
    );
    let written = files(&at.path().join("out"))?;
    assert!(written.keys().all(|name| !name.starts_with("photos/gamma/")), "{:?}", written.keys());
    Ok(())
}
