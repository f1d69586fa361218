//! One reading of the archive: everything from one moment, whatever is committed or damaged meanwhile.

mod lists;
mod overlay;
mod shown;

use baozhai::archive::{Archive, ArchiveError};
use baozhai::model::{Id, Kind, Photo, Record, Village};
use baozhai::store::{Change, Clock, KindWord, Origin, Proposal, Records};
use sqlx::{Connection, Executor, SqliteConnection};
use tempfile::TempDir;

type Outcome = anyhow::Result<()>;

/// Records of villages, and the archive over them.
struct Place {
    folder: TempDir,
    records: Records,
}

impl Place {
    async fn with(names: &[(&str, &str)]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let records = Records::open(&Records::url_of(&folder.path().join("archive.db"))).await?;
        let place = Self { folder, records };
        for (id, name) in names {
            place.commit(id, name).await?;
        }
        Ok(place)
    }

    /// The same records in a folder of their own.
    async fn copy(&self) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("archive.db");
        self.records.copy_into(&file).await?;
        Ok(Self { records: Records::open(&Records::url_of(&file)).await?, folder })
    }

    /// Puts what `other` holds in the place of the records, row by row, as a restoring tool does.
    async fn lay_over(&self, other: &Self) -> Outcome {
        let file = |place: &Self| place.folder.path().join("archive.db").display().to_string();
        let mut database = SqliteConnection::connect(&format!("sqlite://{}", file(self))).await?;
        let lay = format!(
            "DROP TRIGGER revision_stays; DROP TRIGGER change_log_stays;
            ATTACH '{}' AS other; PRAGMA foreign_keys = OFF; BEGIN;
            DELETE FROM head; DELETE FROM revision; DELETE FROM change_log; DELETE FROM counter;
            INSERT INTO change_log SELECT * FROM other.change_log; INSERT INTO revision SELECT * FROM other.revision;
            INSERT INTO head SELECT * FROM other.head; INSERT INTO counter SELECT * FROM other.counter; COMMIT",
            file(other)
        );
        database.execute(sqlx::AssertSqlSafe(lay)).await?;
        database.close().await?;
        Ok(())
    }

    /// Commits a village under another name.
    async fn commit(&self, id: &str, name: &str) -> Outcome {
        let document = serde_json::json!({
            "id": id, "entry": "named", "name": { "zh": name }, "rights": "CC-BY-4.0", "statements": [],
        });
        let record = Record::from_document(Kind::Village, &document.to_string())?;
        self.commit_document(id, record.to_document()?).await
    }

    async fn commit_document(&self, id: &str, body: String) -> Outcome {
        self.commit_kind(id, "village", body).await
    }

    async fn commit_kind(&self, key: &str, kind: &'static str, body: String) -> Outcome {
        let key = key.parse()?;
        let base = self.records.head(&key).await?.map(|head| head.number);
        let change = Change {
            author: "文旅局".to_owned(),
            message: "改".to_owned(),
            origin: Origin::Staff,
            at: Clock::system().now(),
            proposals: vec![Proposal { key, kind: KindWord::from_static(kind), base, body }],
        };
        self.records.commit(change).await?;
        Ok(())
    }

    /// Commits a village that is kept inside.
    async fn commit_inside(&self, id: &str, name: &str) -> Outcome {
        let document = serde_json::json!({
            "id": id, "entry": "named", "name": { "zh": name }, "rights": "CC-BY-4.0", "visibility": "internal",
        });
        let record = Record::from_document(Kind::Village, &document.to_string())?;
        self.commit_document(id, record.to_document()?).await
    }

    /// Spoils the text of one revision behind the program's back.
    async fn spoil(&self, id: &str, number: u64) -> Outcome {
        let url = format!("sqlite://{}", self.folder.path().join("archive.db").display());
        let mut database = SqliteConnection::connect(&url).await?;
        let spoil = format!(
            "DROP TRIGGER IF EXISTS revision_is_kept;
            UPDATE revision SET body = '{{ }}' WHERE key = '{id}' AND number = {number}"
        );
        database.execute(sqlx::AssertSqlSafe(spoil)).await?;
        database.close().await?;
        Ok(())
    }
}

fn id(text: &str) -> anyhow::Result<Id> {
    Ok(Id::parse(text)?)
}

#[tokio::test]
async fn a_snapshot_stays_at_its_moment() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡")]).await?;
    let archive = Archive::open(place.records.clone()).await?;
    let then = archive.snapshot();
    place.commit("jia", "新甲堡").await?;
    place.commit("bing", "丙堡").await?;
    assert!(archive.catch_up().await?);
    let (jia, bing) = (id("jia")?, id("bing")?);
    let name = |found: Option<baozhai::archive::Published<Village>>| found.map(|found| found.record.name.zh);
    assert_eq!(name(then.get(&jia).await?).as_deref(), Some("甲堡"));
    assert_eq!(name(then.get(&bing).await?), None, "it came later");
    assert!(then.past::<Village>(&jia, 2).await?.is_none(), "so did this revision");
    assert_eq!(then.history(Kind::Village, &jia).await?.len(), 1);
    assert_eq!(then.list(None, 10).await?.records.len(), 2);
    assert_eq!(then.catalogue().named_count(), 2);
    let now = archive.snapshot();
    assert_eq!(name(now.get(&jia).await?).as_deref(), Some("新甲堡"));
    assert_eq!(name(now.past(&jia, 1).await?).as_deref(), Some("甲堡"));
    assert_eq!((now.list(None, 10).await?.records.len(), now.catalogue().named_count()), (3, 3));
    Ok(())
}

/// Another state of the same beginning, further on, laid over the database that is followed.
#[tokio::test]
async fn a_state_of_another_past_is_not_followed() -> Outcome {
    let place = Place::with(&[("jia", "甲堡")]).await?;
    let other = place.copy().await?;
    place.commit("yi", "乙堡").await?;
    let archive = Archive::open(place.records.clone()).await?;
    assert_eq!(archive.snapshot().sequence(), 2);
    for (id, name) in [("bing", "丙堡"), ("ding", "丁堡")] {
        other.commit(id, name).await?;
    }
    place.lay_over(&other).await?;
    let refused = archive.catch_up().await;
    assert!(matches!(refused, Err(ArchiveError::Replaced { shown: 2 })), "{refused:?}");
    assert_eq!(archive.snapshot().catalogue().named_count(), 2, "what was shown stays");
    assert_eq!(Archive::open(place.records.clone()).await?.snapshot().catalogue().named_count(), 3);
    Ok(())
}

#[tokio::test]
async fn many_are_given_in_the_order_they_were_asked_for() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡"), ("bing", "丙堡")]).await?;
    let snapshot = Archive::open(place.records.clone()).await?.snapshot();
    let asked = [id("yi")?, id("nothing")?, id("bing")?];
    let given = snapshot.get_all::<Village>(&asked).await?;
    let given: Vec<&str> = given.iter().map(|found| found.record.id.as_str()).collect();
    assert_eq!(given, ["yi", "bing"]);
    assert!(snapshot.get_all::<Photo>(&asked).await?.is_empty(), "villages are no photos");
    Ok(())
}

/// What changed after a commit, as of the snapshot's moment: what came later is told as it was then, or not at all.
#[tokio::test]
async fn what_has_changed_is_told_as_of_the_moment() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡")]).await?;
    let archive = Archive::open(place.records.clone()).await?;
    place.commit("jia", "二").await?;
    archive.catch_up().await?;
    let snapshot = archive.snapshot();
    place.commit("jia", "三").await?;
    place.commit("bing", "丙堡").await?;
    let changed = snapshot.changed_since(1, 100).await?.ok_or_else(|| anyhow::anyhow!("too many"))?;
    assert!(changed.gone.iter().all(|key| key.as_str() == "bing"), "it came later");
    let mut changed: Vec<_> =
        changed.records.iter().map(|one| (one.revision.key.as_str(), one.revision.number)).collect();
    changed.sort_unstable();
    assert_eq!(changed, [("jia", 2), ("yi", 1)]);
    assert!(snapshot.changed_since(0, 1).await?.is_none(), "too many");
    Ok(())
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_shown_as_it_was_and_keeps_nobody_back() -> Outcome {
    let place =
        Place::with(&[("jia", "甲堡"), ("yi", "乙堡"), ("jia", "甲二"), ("jia", "甲三"), ("bing", "丙堡")])
            .await?;
    place.spoil("jia", 3).await?;
    place.spoil("bing", 1).await?;
    // Started over the damage: nothing better is in memory.
    let snapshot = Archive::open(place.records.clone()).await?.snapshot();
    let (jia, bing) = (id("jia")?, id("bing")?);
    let shown = snapshot.get::<Village>(&jia).await?.ok_or_else(|| anyhow::anyhow!("gone"))?;
    assert_eq!((shown.record.name.zh.as_str(), shown.revision.number), ("甲二", 2));
    assert_eq!(snapshot.catalogue().village_revision(&jia), Some(2));
    assert!(matches!(snapshot.past::<Village>(&jia, 3).await, Err(ArchiveError::Store(_))), "it is named");
    // Of which there is nothing whole is an error by itself, and missing among others.
    assert!(matches!(snapshot.get::<Village>(&bing).await, Err(ArchiveError::Record { .. })));
    let all = snapshot.get_all::<Village>(&[bing, jia, id("yi")?]).await?;
    let all: Vec<&str> = all.iter().map(|found| found.record.name.zh.as_str()).collect();
    assert_eq!(all, ["甲二", "乙堡"]);
    assert_eq!(snapshot.catalogue().named_count(), 2);
    Ok(())
}

/// As an older program finds a record of a newer one.
#[tokio::test]
async fn a_text_that_is_no_record_known_here_keeps_nobody_back_either() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡")]).await?;
    let archive = Archive::open(place.records.clone()).await?;
    place.commit_document("jia", "{\"id\":\"jia\",\"shape\":\"of later days\"}".to_owned()).await?;
    place.commit("yi", "新乙堡").await?;
    assert!(archive.catch_up().await?, "the others move on");
    let snapshot = archive.snapshot();
    let named = snapshot.catalogue().named(0, 10);
    let names: Vec<&str> = named.iter().map(|village| village.name.zh.as_str()).collect();
    assert_eq!(names, ["甲堡", "新乙堡"]);
    Ok(())
}

/// It was kept inside when it was last known: what it was before that, in public, must not come back by a broken disk.
#[tokio::test]
async fn damage_shows_nothing_that_was_kept_inside_before_it() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡")]).await?;
    place.commit_inside("jia", "甲二").await?;
    place.commit_inside("jia", "甲三").await?;
    place.spoil("jia", 3).await?;
    let snapshot = Archive::open(place.records.clone()).await?.snapshot();
    let jia = id("jia")?;
    assert!(snapshot.get::<Village>(&jia).await?.is_none());
    assert!(snapshot.past::<Village>(&jia, 1).await?.is_none());
    assert_eq!(snapshot.catalogue().named_count(), 1);
    assert_eq!(snapshot.list(None, 10).await?.records.len(), 1);
    Ok(())
}
