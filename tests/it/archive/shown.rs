//! What is kept inside keeps inside what belongs to it and what came before it.

use baozhai::archive::{Archive, Snapshot};
use baozhai::model::{Kind, Photo, Record, Village};

use super::{Outcome, Place, id};

impl Place {
    /// Commits the photo `jia-01` as one of this village.
    async fn commit_photo_of(&self, village: &str) -> Outcome {
        let photo = serde_json::json!({
            "id": "jia-01", "village": village, "element": "gate", "stand_in": true,
            "caption": { "zh": "门" }, "alt": { "zh": "门" }, "credit": { "zh": "某人" }, "rights": "CC-BY-4.0",
            "picture": {
                "sha256": "0".repeat(64), "width_px": 3, "height_px": 2, "bytes": 1, "media_type": "image/png",
                "placeholder": "data:image/webp;base64,AA==",
            },
        });
        let record = Record::from_document(Kind::Photo, &photo.to_string())?;
        self.commit_kind("jia-01", "photo", record.to_document()?).await
    }

    async fn snapshot(&self) -> anyhow::Result<Snapshot> {
        Ok(Archive::open(self.records.clone()).await?.snapshot())
    }
}

#[tokio::test]
async fn a_photo_of_two_villages_shows_while_both_do() -> Outcome {
    let photo = id("jia-01")?;
    for (before, now) in [("jia", "yi"), ("yi", "jia")] {
        let place = Place::with(&[("jia", "甲堡"), ("yi", "乙堡")]).await?;
        place.commit_photo_of(before).await?;
        place.commit_photo_of(now).await?;
        let snapshot = place.snapshot().await?;
        assert!(snapshot.past::<Photo>(&photo, 1).await?.is_some() && snapshot.shows_photo(&photo)?);
        place.commit_inside("jia", "甲堡").await?;
        let snapshot = place.snapshot().await?;
        assert!(snapshot.past::<Photo>(&photo, 1).await?.is_none(), "of {before}, then of {now}");
        assert_eq!(snapshot.get::<Photo>(&photo).await?.is_some(), now == "yi");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_inside_takes_its_public_past_with_it_and_stays_out_of_its_public_future() -> Outcome {
    let (place, jia) = (Place::with(&[("jia", "甲堡")]).await?, id("jia")?);
    place.commit_inside("jia", "甲二").await?;
    let snapshot = place.snapshot().await?;
    assert!(snapshot.get::<Village>(&jia).await?.is_none());
    for number in [1, 2] {
        assert!(snapshot.past::<Village>(&jia, number).await?.is_none(), "revision {number}");
    }
    place.commit("jia", "甲三").await?;
    let snapshot = place.snapshot().await?;
    assert!(snapshot.past::<Village>(&jia, 1).await?.is_some());
    assert!(snapshot.past::<Village>(&jia, 2).await?.is_none());
    let history = snapshot.history(Kind::Village, &jia).await?;
    let numbers: Vec<u64> = history.iter().map(|edition| edition.revision.number).collect();
    assert_eq!(numbers, [1, 3]);
    Ok(())
}
