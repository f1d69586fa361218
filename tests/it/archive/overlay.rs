//! A change laid over a snapshot: what would be read if it were committed, and nothing written.

use baozhai::archive::{Archive, ArchiveError, Snapshot};
use baozhai::model::{Essay, Kind, Record, Village};
use baozhai::store::Clock;

use super::{Outcome, Place, id};

fn village(id: &str, name: &str) -> anyhow::Result<Record> {
    let document = serde_json::json!({
        "id": id, "entry": "named", "name": { "zh": name }, "rights": "CC-BY-4.0", "statements": [],
    });
    Ok(Record::from_document(Kind::Village, &document.to_string())?)
}

async fn laid(snapshot: &Snapshot, change: Vec<Record>) -> Result<Snapshot, ArchiveError> {
    snapshot.with(change, Clock::system().now()).await
}

fn names(snapshot: &Snapshot) -> Vec<String> {
    let named = snapshot.catalogue().named(0, 100);
    named.iter().map(|village| village.name.zh.clone()).collect()
}

#[tokio::test]
async fn a_change_is_read_as_if_it_were_committed() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡"), ("ding", "丁堡")]).await?;
    let archive = Archive::open(place.records.clone()).await?;
    let below = archive.snapshot();
    let change = vec![village("yi", "乙寨")?, village("bing", "丙堡")?];
    let draft = laid(&below, change.clone()).await?;
    assert_eq!(names(&draft), ["丙堡", "丁堡", "甲堡", "乙寨"]);
    let yi = draft.get::<Village>(&id("yi")?).await?.expect("the draft");
    assert_eq!((yi.record.name.zh.as_str(), yi.revision.number), ("乙寨", 2));
    let past = draft.past::<Village>(&id("yi")?, 1).await?.expect("the published one");
    assert_eq!(past.record.name.zh, "乙堡");
    assert_eq!(draft.history(Kind::Village, &id("yi")?).await?.len(), 2);
    let both = [id("jia")?, id("bing")?];
    assert_eq!(draft.get_all::<Village>(&both).await?.len(), 2);
    let (before, after) = draft.catalogue().neighbours(&id("bing")?);
    assert_eq!(
        (before.map(|v| v.name.zh.clone()), after.map(|v| v.name.zh.clone())),
        (None, Some("丁堡".to_owned()))
    );

    // Below, and in the archive, all is as it was.
    assert_eq!(names(&below), ["丁堡", "甲堡", "乙堡"]);
    assert!(below.get::<Village>(&id("bing")?).await?.is_none());
    assert_eq!(place.records.sequence().await?, 3);

    // Once it is committed the same is read.
    for record in change {
        let key = record.key().to_string();
        place.commit_document(&key, record.to_document()?).await?;
    }
    archive.catch_up().await?;
    assert_eq!(names(&archive.snapshot()), names(&draft));
    Ok(())
}

#[tokio::test]
async fn what_a_change_keeps_inside_is_gone_from_its_pages() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡")]).await?;
    let archive = Archive::open(place.records.clone()).await?;
    let inside = serde_json::json!({
        "id": "yi", "entry": "named", "name": { "zh": "乙堡" }, "rights": "CC-BY-4.0", "visibility": "internal",
    });
    let inside = Record::from_document(Kind::Village, &inside.to_string())?;
    let draft = laid(&archive.snapshot(), vec![inside]).await?;
    assert_eq!(names(&draft), ["甲堡"]);
    assert!(draft.get::<Village>(&id("yi")?).await?.is_none());
    assert!(draft.past::<Village>(&id("yi")?, 1).await?.is_none(), "its earlier revisions go with it");
    assert!(draft.get_all::<Village>(&[id("yi")?]).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn changes_are_laid_one_over_the_other() -> Outcome {
    let place = Place::with(&[("jia", "甲堡")]).await?;
    let archive = Archive::open(place.records.clone()).await?;
    let first = laid(&archive.snapshot(), vec![village("yi", "乙堡")?]).await?;
    let second = laid(&first, vec![village("yi", "乙寨")?, village("bing", "丙堡")?]).await?;
    assert_eq!(names(&second), ["丙堡", "甲堡", "乙寨"]);
    assert_eq!(names(&first), ["甲堡", "乙堡"]);
    let essay = serde_json::json!({
        "id": "on-yi", "title": { "zh": "乙堡考" }, "rights": "CC-BY-4.0", "villages": ["yi"],
        "authors": [{ "name": { "zh": "张三" } }], "text": { "zh": "乙堡。" },
    });
    let essay = Record::from_document(Kind::Essay, &essay.to_string())?;
    let third = laid(&second, vec![essay]).await?;
    assert_eq!(third.catalogue().essays_about(&id("yi")?).count(), 1);
    assert!(third.get::<Essay>(&id("on-yi")?).await?.is_some());
    assert_eq!(second.catalogue().essays().len(), 0);
    Ok(())
}
