//! A part of a change is published: photos and fields that are left out go on as the rest.

use std::collections::BTreeSet;

use baozhai::changes::{Change, ChangeError, Finding, Publication, State};
use baozhai::model::{Kind, Photo};

use super::{Desk, Outcome, edit, id, person};

/// A change of `alpha` with some photos that are ready to be published, submitted.
async fn with_photos(desk: &Desk, photos: &[&str], more: &[(&str, &str, &str)]) -> anyhow::Result<Change> {
    let li = person("li");
    let change = desk.begin(&li, "alpha").await?;
    let mut edits = Vec::new();
    for caption in photos {
        let picture = serde_json::json!({
            "sha256": baozhai::store::Digest::of(*caption).to_string(), "media_type": "image/png",
            "width_px": 120, "height_px": 80, "bytes": 9, "placeholder": "data:image/webp;base64,UklGRg==",
        });
        let (_, name) = desk.changes.add_photo(&change.id, &li, &serde_json::from_value(picture)?).await?;
        let said = [("element", "gate"), ("caption.zh", *caption), ("alt.zh", "夯土墙中开一拱门")];
        edits.extend(said.map(|(field, value)| edit(&name, field, value)));
    }
    edits.extend(more.iter().map(|(record, field, value)| edit(record, field, value)));
    let edition = desk.changes.get(&change.id).await?.edition;
    desk.changes.save(&change.id, &li, (edition, desk.sequence()), &edits).await?;
    Ok(desk.changes.submit(&change.id, &li, "").await?)
}

/// Publishes all of a change but what is of these records or is one of these fields.
async fn publish_without(desk: &Desk, change: &Change, without: &[&str]) -> Result<Change, ChangeError> {
    let mut only: BTreeSet<String> =
        change.fields().map(|(record, field, _)| format!("{record}/{field}")).collect();
    only.extend(change.records.keys().map(|record| baozhai::changes::whole_photo(record)));
    only.retain(|name| !without.iter().any(|left| name == left || name.starts_with(&format!("{left}/"))));
    let publication = Publication {
        by: person("chief"),
        in_place_of: None,
        note: "其余再看".to_owned(),
        seen: change.edition,
        only: Some(only),
    };
    let said = [("new-2/".to_owned(), "太暗".to_owned()), ("new-1/caption.zh".to_owned(), "好".to_owned())];
    desk.changes.publish_with(&change.id, &publication, &said).await
}

async fn rest(desk: &Desk) -> anyhow::Result<Change> {
    let rest = desk.changes.in_hand(&id("alpha")).await?;
    rest.ok_or_else(|| anyhow::anyhow!("nothing is left"))
}

async fn captions(desk: &Desk) -> anyhow::Result<Vec<(String, String)>> {
    let photos = desk.changes.photos_of(&id("alpha")).await?;
    Ok(photos.into_iter().map(|photo| (photo.id.to_string(), photo.caption.zh)).skip(3).collect())
}

fn blocked(answer: Result<Change, ChangeError>) -> anyhow::Result<Vec<Finding>> {
    match answer {
        Err(ChangeError::Blocked(findings)) => Ok(findings),
        other => anyhow::bail!("{other:?}"),
    }
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(id, caption)| (id.to_owned(), caption.to_owned())).to_vec()
}

#[tokio::test]
async fn a_photo_that_is_left_out_stays_whole_in_the_rest_and_comes_behind_the_others_later() -> Outcome {
    let desk = Desk::start().await?;
    let change = with_photos(&desk, &["一", "二", "三"], &[("alpha", "note.zh", "新注")]).await?;
    let published = publish_without(&desk, &change, &["new-2"]).await?;
    assert_eq!(captions(&desk).await?, pairs([("alpha-04", "一"), ("alpha-05", "三")]));
    assert_eq!(desk.village("alpha").await?.note.map(|note| note.zh).as_deref(), Some("新注"));
    let rest = rest(&desk).await?;
    assert_eq!(published.rest_id().as_ref(), Some(&rest.id));
    assert_eq!(
        (rest.state, rest.as_rest().map(|rest| (rest.photos, rest.fields))),
        (State::Returned, Some((1, 0)))
    );
    assert_eq!(published.as_rest(), None);
    // The village stays in hand, so that there is a form of it; the photos that are published are gone.
    assert_eq!(rest.records.keys().collect::<Vec<_>>(), ["alpha", "new-2"]);
    assert_eq!(rest.records["new-2"], change.records["new-2"]);
    // What was said of what is published is not said to those who write the rest.
    let said: Vec<(&str, &str)> =
        rest.comments.iter().map(|comment| (comment.on.as_str(), comment.text.as_str())).collect();
    assert_eq!(said, [("new-2/", "太暗"), ("", "其余再看")]);
    desk.changes.submit(&rest.id, &person("li"), "").await?;
    desk.publish(&rest.id, &person("chief")).await?;
    let all = [("alpha-04", "一"), ("alpha-05", "三"), ("alpha-06", "二")];
    assert_eq!(captions(&desk).await?, pairs(all), "those that were published keep their numbers");
    Ok(())
}

#[tokio::test]
async fn a_field_of_a_photo_that_is_left_out_is_an_alteration_of_the_published_photo() -> Outcome {
    let desk = Desk::start().await?;
    let more = [
        ("new-1", "direction_deg", "90"),
        ("alpha-02", "caption.zh", "改过"),
        ("alpha-02", "caption.en", "New"),
    ];
    let change = with_photos(&desk, &["一"], &more).await?;
    publish_without(&desk, &change, &["new-1/direction_deg", "alpha-02/caption.en"]).await?;
    let rest = rest(&desk).await?;
    let left: Vec<(&str, &str, &str)> =
        rest.fields().map(|(record, field, entered)| (record, field, entered.value.as_str())).collect();
    assert_eq!(left, [("alpha-02", "caption.en", "New"), ("alpha-04", "direction_deg", "90")]);
    assert!(rest.records.values().all(|proposed| !proposed.is_new && proposed.picture.is_none()));
    let draft = desk.changes.draft(rest.clone()).await?;
    assert!(!draft.is_blocked() && draft.is_changed(), "{:?}", draft.findings);
    desk.changes.submit(&rest.id, &person("li"), "").await?;
    desk.publish(&rest.id, &person("chief")).await?;
    let snapshot = desk.archive().snapshot();
    let photo = snapshot.get::<Photo>(&id("alpha-04")).await?.map(|photo| photo.record);
    assert_eq!(photo.and_then(|photo| photo.direction_deg), Some(90.0));
    Ok(())
}

#[tokio::test]
async fn a_stand_in_stays_where_the_photo_that_takes_its_place_is_left_out() -> Outcome {
    let desk = Desk::start().await?;
    let li = person("li");
    let change = with_photos(&desk, &["一", "二"], &[]).await?;
    let (stand_in, chief) = (id("alpha-01"), person("chief"));
    let change = desk.changes.replace_stand_in(&change.id, &chief, "new-2", Some(&stand_in)).await?;
    publish_without(&desk, &change, &["new-2"]).await?;
    let head = desk.changes.head(Kind::Photo, &stand_in).await?;
    assert_eq!(head.map(|head| head.revision.number), Some(1));
    let rest = rest(&desk).await?;
    assert_eq!(rest.records["new-2"].replaces, Some(stand_in));
    desk.changes.submit(&rest.id, &li, "").await?;
    desk.publish(&rest.id, &chief).await?;
    let photo = desk.archive().snapshot().get::<Photo>(&id("alpha-01")).await?.map(|photo| photo.record);
    assert_eq!(photo.map(|photo| (photo.caption.zh, photo.stand_in)), Some(("二".to_owned(), false)));
    Ok(())
}

#[tokio::test]
async fn a_lead_that_is_left_out_or_would_be_another_photo_is_a_fault_and_nothing_is_published() -> Outcome {
    let desk = Desk::start().await?;
    let change =
        with_photos(&desk, &["一", "二"], &[("alpha", "lead", "alpha-05"), ("alpha", "note.zh", "新注")])
            .await?;
    for without in ["new-1", "new-2"] {
        let findings = blocked(publish_without(&desk, &change, &[without]).await)?;
        let told: Vec<_> = findings
            .iter()
            .filter(|finding| finding.is_blocking)
            .map(|finding| {
                (finding.record.as_str(), finding.field.as_str(), finding.code, finding.about.as_str())
            })
            .collect();
        assert_eq!(told, [("alpha", "lead", "photo-left-out", "alpha-05")], "{without}");
        assert!(captions(&desk).await?.is_empty());
        assert_ne!(desk.village("alpha").await?.note.map(|note| note.zh).as_deref(), Some("新注"));
        assert_eq!(desk.changes.get(&change.id).await?, change, "nothing is half done");
    }
    // Left out together, the lead goes on to mean the same photo.
    publish_without(&desk, &change, &["new-1", "alpha/lead"]).await?;
    assert_eq!(captions(&desk).await?, pairs([("alpha-04", "二")]));
    let rest = rest(&desk).await?;
    assert_eq!(rest.records["alpha"].fields["lead"].value, "alpha-04");
    Ok(())
}

#[tokio::test]
async fn what_is_no_other_than_what_is_published_leaves_no_rest() -> Outcome {
    let desk = Desk::start().await?;
    let change = with_photos(&desk, &["一"], &[("alpha", "note.zh", "新注")]).await?;
    desk.save(&change, &person("li"), &[("name.en", "x")]).await?;
    let live = desk.village("alpha").await?.name.en.unwrap_or_default();
    desk.save(&change, &person("li"), &[("name.en", &live)]).await?;
    let change = desk.changes.get(&change.id).await?;
    assert!(change.records["alpha"].fields.contains_key("name.en"));
    let published = publish_without(&desk, &change, &["alpha/name.en"]).await?;
    assert_eq!((published.rest_id(), desk.changes.in_hand(&id("alpha")).await?), (None, None));
    Ok(())
}

#[tokio::test]
async fn a_stand_in_is_not_altered_and_replaced_at_once() -> Outcome {
    let desk = Desk::start().await?;
    let change = with_photos(&desk, &["一"], &[("alpha-01", "caption.zh", "改过的图")]).await?;
    let chief = person("chief");
    let change = desk.changes.replace_stand_in(&change.id, &chief, "new-1", Some(&id("alpha-01"))).await?;
    let findings = blocked(desk.publish(&change.id, &chief).await)?;
    let told = |finding: &Finding| (finding.record.clone(), finding.field.clone(), finding.code);
    assert_eq!(told(&findings[0]), ("alpha-01".to_owned(), "caption.zh".to_owned(), "also-replaced"));
    // Given up again, it blocks nothing.
    desk.changes.remove_photo(&change.id, &chief, "alpha-01").await?;
    desk.publish(&change.id, &chief).await?;
    Ok(())
}
