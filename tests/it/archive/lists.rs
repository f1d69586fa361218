//! Lists in a file: they stay, follow, and are made anew where they cannot be trusted.

use std::path::PathBuf;

use baozhai::archive::{Archive, PhotoFilter};
use baozhai::model::{Kind, Record};

use super::{Outcome, Place, id};

impl Place {
    fn file(&self) -> PathBuf {
        self.folder.path().join("cache").join("lists.redb")
    }

    async fn listed(&self) -> anyhow::Result<Archive> {
        Ok(Archive::open_listed_in(self.records.clone(), &self.file()).await?)
    }

    async fn commit_region(&self, towns: [&str; 2]) -> Outcome {
        let towns: Vec<_> = towns
            .into_iter()
            .map(|town| serde_json::json!({ "id": town, "name": { "zh": town }, "statistical_code": "140882101" }))
            .collect();
        let region = serde_json::json!({ "statements": [], "towns": towns, "candidates": [] });
        let record = Record::from_document(Kind::County, &region.to_string())?;
        self.commit_kind("region:hejin", "region", record.to_document()?).await
    }

    async fn commit_in(&self, village: &str, town: &str) -> Outcome {
        let document = serde_json::json!({
            "id": village, "entry": "named", "name": { "zh": village }, "rights": "CC-BY-4.0", "town": town,
        });
        let record = Record::from_document(Kind::Village, &document.to_string())?;
        self.commit_document(village, record.to_document()?).await
    }
}

/// The names of the contents, in order.
fn names(archive: &Archive) -> Vec<String> {
    let snapshot = archive.snapshot();
    let named = snapshot.catalogue().named(0, 100);
    let names = named.iter().map(|village| village.name.zh.clone()).collect();
    assert!(snapshot.catalogue().check().is_ok());
    names
}

#[tokio::test]
async fn lists_in_a_file_are_brought_to_where_the_records_are() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡")]).await?;
    assert_eq!(names(&place.listed().await?), ["甲堡", "乙堡"]);
    // While nobody followed.
    place.commit("yi", "乙寨").await?;
    place.commit("bing", "丙堡").await?;
    let archive = place.listed().await?;
    assert_eq!(names(&archive), ["丙堡", "甲堡", "乙寨"]);
    place.commit_inside("jia", "甲堡").await?;
    assert!(archive.catch_up().await?);
    assert_eq!(names(&archive), ["丙堡", "乙寨"]);
    drop(archive);
    assert_eq!(names(&place.listed().await?), ["丙堡", "乙寨"]);
    Ok(())
}

#[tokio::test]
async fn two_who_share_a_file_see_the_same() -> Outcome {
    let place = Place::with(&[("jia", "甲堡")]).await?;
    let (one, other) = (place.listed().await?, place.listed().await?);
    place.commit("yi", "乙堡").await?;
    assert!(other.catch_up().await?);
    assert_eq!(names(&one), ["甲堡"], "it has not looked yet");
    assert!(one.catch_up().await?);
    assert_eq!(
        (names(&one), names(&other)),
        (vec!["甲堡".into(), "乙堡".into()], vec!["甲堡".into(), "乙堡".into()])
    );
    Ok(())
}

#[tokio::test]
async fn a_file_that_cannot_be_trusted_is_made_anew() -> Outcome {
    let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡")]).await?;
    drop(place.listed().await?);
    let whole = std::fs::read(place.file())?;
    let mut spoilt: Vec<Vec<u8>> =
        vec![b"no database".to_vec(), Vec::new(), whole[..whole.len() / 2].to_vec()];
    // One bit at a time, at places spread over the file.
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut turned = whole.clone();
        turned[at] ^= 0x10;
        spoilt.push(turned);
    }
    for bytes in spoilt {
        baozhai::store::write_atomically(place.file(), bytes)?;
        assert_eq!(names(&place.listed().await?), ["甲堡", "乙堡"]);
    }
    Ok(())
}

#[tokio::test]
async fn a_file_of_another_archive_is_made_anew() -> Outcome {
    let (place, other) =
        (Place::with(&[("jia", "甲堡")]).await?, Place::with(&[("yi", "乙堡"), ("bing", "丙堡")]).await?);
    drop(place.listed().await?);
    std::fs::create_dir_all(other.folder.path().join("cache"))?;
    std::fs::copy(place.file(), other.file())?;
    assert_eq!(names(&other.listed().await?), ["丙堡", "乙堡"]);
    Ok(())
}

/// The same beginning, then another commit of the same number, and more.
#[tokio::test]
async fn a_file_of_another_state_of_the_same_archive_is_made_anew() -> Outcome {
    let place = Place::with(&[("jia", "甲堡")]).await?;
    let other = place.copy().await?;
    place.commit("yi", "乙堡").await?;
    drop(place.listed().await?);
    other.commit("bing", "丙堡").await?;
    other.commit("ding", "丁堡").await?;
    std::fs::create_dir_all(other.folder.path().join("cache"))?;
    std::fs::copy(place.file(), other.file())?;
    assert_eq!(names(&other.listed().await?), ["丙堡", "丁堡", "甲堡"]);
    Ok(())
}

#[tokio::test]
async fn the_contents_follow_the_order_of_the_towns() -> Outcome {
    let place = Place::with(&[]).await?;
    place.commit_region(["east", "west"]).await?;
    place.commit_in("jia", "west").await?;
    place.commit_in("yi", "east").await?;
    place.commit_in("bing", "nowhere").await?;
    let archive = place.listed().await?;
    assert_eq!(names(&archive), ["yi", "jia", "bing"]);
    place.commit_region(["west", "east"]).await?;
    archive.catch_up().await?;
    assert_eq!(names(&archive), ["jia", "yi", "bing"]);
    let snapshot = archive.snapshot();
    let (before, after) = snapshot.catalogue().neighbours(&id("yi")?);
    let name = |village: Option<std::sync::Arc<baozhai::model::Village>>| {
        village.map(|village| village.name.zh.clone())
    };
    assert_eq!((name(before).as_deref(), name(after).as_deref()), (Some("jia"), Some("bing")));
    Ok(())
}

#[tokio::test]
async fn photos_come_and_go_with_their_village() -> Outcome {
    let place = Place::with(&[("jia", "甲堡")]).await?;
    let photo = serde_json::json!({
        "id": "jia-01", "village": "jia", "element": "gate", "stand_in": true,
        "caption": { "zh": "门", "en": "Gate" }, "alt": { "zh": "门", "en": "Gate" },
        "credit": { "zh": "绘", "en": "Drawn" }, "rights": "CC-BY-4.0",
        "picture": { "sha256": "0".repeat(64), "media_type": "image/jpeg", "width_px": 40, "height_px": 30, "bytes": 10,
            "placeholder": "data:image/webp;base64,AA==" },
    });
    let record = Record::from_document(Kind::Photo, &photo.to_string())?;
    place.commit_kind("jia-01", "photo", record.to_document()?).await?;
    let archive = place.listed().await?;
    let count = |archive: &Archive| {
        let snapshot = archive.snapshot();
        let catalogue = snapshot.catalogue();
        let all = catalogue.photos(PhotoFilter::default(), 0, 10);
        assert_eq!(all.0.len(), all.1);
        (all.1, catalogue.count_of_element("gate"), catalogue.photo_count().stand_in)
    };
    assert_eq!(count(&archive), (1, 1, 1));
    place.commit_inside("jia", "甲堡").await?;
    archive.catch_up().await?;
    assert_eq!(count(&archive), (0, 0, 0));
    place.commit("jia", "甲堡").await?;
    archive.catch_up().await?;
    assert_eq!(count(&archive), (1, 1, 1));
    Ok(())
}
