//! A history over an archive that has one already: its own goes on, another's is refused.

use super::{Outcome, all, archive, exported, import, records, staff_edit};
use crate::archives::{copy, copy_of_small, edit, small};
use crate::program::run;

#[tokio::test]
async fn the_history_of_another_archive_is_refused() -> Outcome {
    let (at, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let out = exported(at.path()).await?;
    archive(other.path()).await?;
    let before = all(other.path()).await?;
    let refused = import(other.path(), &out)?;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert_eq!(
        refused.stderr,
        "baozhai: the folder holds the history of another archive; nothing was imported: import it into a data \
         folder of its own, or remove history/ to bring in the present state alone\n"
    );
    assert_eq!(all(other.path()).await?, before);
    // A server keeps to its last good state.
    let serving = crate::serving::Serving::start(other.path(), &["--folder", super::super::path(&out)?])?;
    assert!(serving.get("/villages/beta")?.contains("丁堡"));
    drop(serving);
    assert_eq!(all(other.path()).await?, before);
    Ok(())
}

#[tokio::test]
async fn an_older_copy_of_the_archive_catches_up() -> Outcome {
    let (at, copied) = (tempfile::tempdir()?, tempfile::tempdir()?);
    archive(at.path()).await?;
    copy(&at.path().join("data"), &copied.path().join("data"))?;
    let here = records(at.path()).await?;
    staff_edit(&here, "alpha", "甲堡村", "甲堡新村").await?;
    here.close().await;
    run(at.path(), &["export", "out"])?;
    let imported = import(copied.path(), &at.path().join("out"))?;
    assert!(imported.stdout.starts_with("1 commit of its history brought back; nothing new"), "{imported:?}");
    assert_eq!(all(at.path()).await?, all(copied.path()).await?);
    Ok(())
}

#[tokio::test]
async fn an_older_export_brings_nothing_back() -> Outcome {
    let at = tempfile::tempdir()?;
    let out = exported(at.path()).await?;
    let here = records(at.path()).await?;
    staff_edit(&here, "alpha", "甲堡村", "甲堡新村").await?;
    here.close().await;
    let before = all(at.path()).await?;
    let imported = import(at.path(), &out)?;
    assert!(imported.stdout.starts_with("nothing new: 17 unchanged, 1 left\n"), "{imported:?}");
    assert_eq!(all(at.path()).await?, before);
    Ok(())
}

#[tokio::test]
async fn an_archive_that_went_another_way_is_left_as_it_is() -> Outcome {
    let (at, copied) = (tempfile::tempdir()?, tempfile::tempdir()?);
    import(at.path(), &small())?;
    copy(&at.path().join("data"), &copied.path().join("data"))?;
    for (data, name) in [(&at, "己村"), (&copied, "庚村")] {
        let records = records(data.path()).await?;
        staff_edit(&records, "beta", "乙村", name).await?;
        records.close().await;
    }
    run(at.path(), &["export", "out"])?;
    let before = all(copied.path()).await?;
    let refused = import(copied.path(), &at.path().join("out"))?;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    let expected = "baozhai: history/000002.jsonl is not what this archive has as that commit; nothing was";
    assert!(refused.stderr.starts_with(expected), "{refused:?}");
    assert_eq!(all(copied.path()).await?, before);
    Ok(())
}

#[tokio::test]
async fn a_folder_without_history_never_renumbers() -> Outcome {
    let at = tempfile::tempdir()?;
    archive(at.path()).await?;
    let (_, before) = all(at.path()).await?;
    let folder = copy_of_small()?;
    edit(folder.path(), "villages/gamma/village.toml", "丙村", "丙堡")?;
    import(at.path(), folder.path())?;
    let (_, after) = all(at.path()).await?;
    assert!(before.iter().all(|revision| after.contains(revision)));
    assert!(after.len() > before.len());
    Ok(())
}
