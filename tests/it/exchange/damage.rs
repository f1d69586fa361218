//! `verify` finds every damage, names it and ends with 1.

use baozhai::store::{Digest, write_atomically};
use sqlx::{Connection, Executor, SqliteConnection};

use super::{Outcome, import};
use crate::archives::{copy_of_small, small};
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

#[test]
fn a_picture_that_is_gone_stops_an_export_with_its_name() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    std::fs::remove_file(blob_path(at.path(), &digest_of("gamma/gamma-01.png")?))?;
    let refused = run(at.path(), &["export", "out"])?;
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.starts_with("baozhai: the picture of `gamma-01` cannot be exported"),
        "{refused:?}"
    );
    Ok(())
}
