//! Working papers go into backups and nowhere else.

use baozhai::store::{Batch, Collection, Content, Papers};
use sqlx::{Connection, Executor, SqliteConnection};

use super::{Outcome, import, records};
use crate::archives::{copy_of_small, edit, files};
use crate::program::run;

const DRAFT: Collection = Collection::of_papers("draft");
const AUDIT: Collection = Collection::log("audit");

fn batch() -> Batch {
    Batch::new(jiff::Timestamp::UNIX_EPOCH)
}

#[tokio::test]
async fn no_export_has_them_and_nothing_of_them_is_told() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    assert_eq!(run(at.path(), &["export", "before"])?.code, Some(0));
    let verified = run(at.path(), &["verify"])?;
    let records = records(at.path()).await?;
    let secret = Content::new("{\"secret\":\"密稿\"}").labelled("record", "beta");
    let writing = batch().insert(DRAFT, "beta".parse()?, secret.clone()).append(AUDIT, secret);
    Papers::of(&records).write(writing).await?;
    records.close().await;
    assert_eq!(run(at.path(), &["export", "after"])?.code, Some(0));
    assert!(files(&at.path().join("before"))? == files(&at.path().join("after"))?);
    let again = run(at.path(), &["verify"])?;
    assert_eq!((again.code, &again.stdout), (Some(0), &verified.stdout));
    // What comes next is the next change, as if there were none.
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    let next = import(at.path(), folder.path())?;
    assert!(next.stdout.starts_with("sequence 2: 0 added, 1 changed"), "{next:?}");
    Ok(())
}

#[tokio::test]
async fn a_backup_has_them_and_is_not_written_over_by_an_older_state() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let ours = records(at.path()).await?;
    let papers = Papers::of(&ours);
    let version = papers.write(batch().insert(DRAFT, "a".parse()?, Content::new("1"))).await?;
    assert_eq!(run(at.path(), &["backup", "copy"])?.code, Some(0));
    let there = || async {
        let url = baozhai::store::Records::url_of(&at.path().join("copy/archive.db"));
        anyhow::Ok(baozhai::store::Records::open_existing(&url).await?)
    };
    let copied = there().await?;
    assert_eq!(Papers::of(&copied).get(DRAFT, &"a".parse()?).await?, papers.get(DRAFT, &"a".parse()?).await?);
    // The copy was served meanwhile, and people worked in it.
    let next = batch().put_if(DRAFT, "a".parse()?, version, Content::new("2"));
    Papers::of(&copied).write(next).await?;
    copied.close().await;
    let refused = run(at.path(), &["backup", "copy"])?;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("or a newer state of this one"), "{refused:?}");
    let copied = there().await?;
    assert_eq!(
        Papers::of(&copied).get(DRAFT, &"a".parse()?).await?.map(|paper| paper.body),
        Some("2".to_owned())
    );
    Ok(())
}

#[tokio::test]
async fn a_damaged_paper_is_named_by_verify() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let records = records(at.path()).await?;
    Papers::of(&records).write(batch().insert(DRAFT, "beta".parse()?, Content::new("\"right\""))).await?;
    records.close().await;
    let url = baozhai::store::Records::url_of(&at.path().join("data/archive.db"));
    let mut connection = SqliteConnection::connect(&url).await?;
    connection.execute("UPDATE paper SET body = '\"fight\"'").await?;
    connection.close().await?;
    let verified = run(at.path(), &["verify"])?;
    assert_eq!(verified.code, Some(1), "{verified:?}");
    assert!(verified.stdout.contains("a working paper has not its digest: draft/beta\n"), "{verified:?}");
    Ok(())
}
