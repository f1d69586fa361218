//! What becomes of a file that has come: a photo of the change, clean, with what the camera says offered beside it.

use baozhai::changes::{Edit, Publication};
use baozhai::image::{Limits, probe_fully};
use baozhai::store::Digest;
use baozhai::uploads::{Like, State, came_as};

use super::pictures::{drawn, jpeg, of_phone, photo};
use super::{Gate, Outcome, id, person, whole};

#[tokio::test]
async fn what_a_phone_says_is_offered_and_not_published() -> Outcome {
    let gate = Gate::open().await?;
    let came = of_phone(&photo(1), 6, b'T');
    let standing = gate.send("IMG_1.jpg", &came).await?;
    let State::Here(arrived) = &standing.promise.state else { anyhow::bail!("{:?}", standing.promise) };
    assert_eq!(arrived.told.taken.map(|at| at.to_string()).as_deref(), Some("2026-11-22T09:30:05"));
    assert_eq!(arrived.told.direction_deg, Some(135.5));
    let Some(position) = &arrived.told.position else { anyhow::bail!("no position") };
    assert!((position.lon - 110.696).abs() < 1e-9 && (position.lat - 35.672).abs() < 1e-9, "{position:?}");
    assert_eq!(position.datum.as_deref(), Some("WGS-84"));
    // Nothing of it enters the record by itself.
    let change = gate.now().await?;
    let fields: Vec<&str> = change.records["new-1"].fields.keys().map(String::as_str).collect();
    assert_eq!(fields, ["credit.zh", "rights"]);
    // Those who keep the archive have what came, bit for bit; what is published says nothing.
    assert_eq!(gate.app.blobs.get_verified(&Digest::of(&came)).await?, came);
    let Some(picture) = &change.records["new-1"].picture else { anyhow::bail!("no picture") };
    let published = gate.app.blobs.get_verified(&picture.sha256.parse()?).await?;
    let holds = |word: &[u8]| published.windows(word.len()).any(|found| found == word);
    for word in ["SECRET", "xmpmeta", "2026:11:22", "WGS-84", "ftyp"] {
        assert!(!holds(word.as_bytes()), "{word} is published");
    }
    // Upright it is as high as the stored one is wide.
    assert_eq!((picture.width_px, picture.height_px), (180, 240));
    let probed = probe_fully(&published, &Limits::default())?;
    assert_eq!((probed.width_px, probed.height_px, probed.bytes), (180, 240, picture.bytes));
    Ok(())
}

#[tokio::test]
async fn a_direction_from_magnetic_north_is_not_offered() -> Outcome {
    let gate = Gate::open().await?;
    let standing = gate.send("IMG_1.jpg", &of_phone(&photo(1), 1, b'M')).await?;
    let State::Here(arrived) = standing.promise.state else { anyhow::bail!("it has not come") };
    assert_eq!(arrived.told.direction_deg, None);
    assert!(arrived.told.taken.is_some());
    Ok(())
}

#[tokio::test]
async fn the_same_picture_is_one_photo_however_it_comes() -> Outcome {
    let gate = Gate::open().await?;
    let plain = photo(1);
    gate.send("IMG_1.jpg", &plain).await?;
    // Another file, of which the same is left.
    let standing = gate.send("copy.jpg", &of_phone(&plain, 1, b'T')).await?;
    assert_eq!(standing.promise.record(), Some("new-1"));
    let again =
        gate.uploads.take_whole(&gate.change.id, &gate.li, ("网页", "../IMG_1.jpg"), whole(&plain)).await?;
    assert_eq!(again.promise.record(), Some("new-1"));
    let change = gate.now().await?;
    assert_eq!(change.records.keys().filter(|name| name.starts_with("new-")).count(), 1);
    assert_eq!(gate.parts()?, 0);
    Ok(())
}

#[tokio::test]
async fn a_form_without_script_brings_photos_in_by_the_same_way() -> Outcome {
    let gate = Gate::open().await?;
    let taken =
        gate.uploads.take_whole(&gate.change.id, &gate.li, ("网页", "墙.jpg"), whole(&photo(2))).await?;
    assert_eq!((taken.promise.name.as_str(), taken.promise.record()), ("墙.jpg", Some("new-1")));
    let cut =
        gate.uploads.take_whole(&gate.change.id, &gate.li, ("网页", "b.jpg"), super::cut(&photo(3))).await;
    assert!(cut.is_err());
    assert_eq!(gate.files().await?.files.len(), 1);
    assert_eq!(gate.parts()?, 0);
    Ok(())
}

#[tokio::test]
async fn a_photo_taken_out_is_wanted_again_when_it_is_promised_again() -> Outcome {
    let gate = Gate::open().await?;
    let bytes = photo(1);
    let first = gate.send("a.jpg", &bytes).await?;
    gate.uploads.give_up(&first.promise.id, &gate.li).await?;
    assert!(!gate.now().await?.records.contains_key("new-1"));
    // The number is not given to another: what was said of it was said of that one.
    assert_eq!(gate.send("b.jpg", &photo(2)).await?.promise.record(), Some("new-2"));
    gate.changes.remove_photo(&gate.change.id, &gate.li, "new-2").await?;
    assert!(gate.files().await?.devices.is_empty());
    assert_eq!(gate.send("b.jpg", &photo(2)).await?.promise.record(), Some("new-3"));
    assert_eq!(gate.send("a.jpg", &bytes).await?.promise.record(), Some("new-4"));
    Ok(())
}

#[tokio::test]
async fn a_photo_without_a_caption_keeps_its_change_from_being_submitted() -> Outcome {
    let gate = Gate::open().await?;
    gate.send("a.jpg", &photo(1)).await?;
    let draft = gate.changes.draft(gate.now().await?).await?;
    let missing = |field: &str| {
        draft
            .findings
            .iter()
            .any(|found| found.record == "new-1" && found.field == field && found.is_blocking)
    };
    assert!(missing("caption.zh") && missing("element") && !missing("rights"), "{:?}", draft.findings);
    Ok(())
}

/// What a phone appends comes along to those who keep the archive; whoever removes the picture removes that too.
#[tokio::test]
async fn a_picture_is_known_by_the_file_it_came_as() -> Outcome {
    let gate = Gate::open().await?;
    let came = [photo(1), b"a film".to_vec()].concat();
    gate.send("a.jpg", &came).await?;
    let change = gate.now().await?;
    let picture = change.records["new-1"].picture.as_ref().map(|picture| picture.sha256.clone());
    let picture: Digest = picture.unwrap_or_default().parse()?;
    assert_ne!(picture, Digest::of(&came));
    assert_eq!(came_as(&gate.app.records, &picture).await?, [Digest::of(&came)]);
    assert_eq!(came_as(&gate.app.records, &Digest::of(&came)).await?, []);
    Ok(())
}

#[tokio::test]
async fn close_likenesses_are_hinted() -> Outcome {
    let gate = Gate::open().await?;
    let picture = drawn(11, 480, 360);
    gate.send("a.jpg", &jpeg(&picture, 95)).await?;
    let smaller = image::imageops::resize(&picture, 200, 150, image::imageops::FilterType::Triangle);
    gate.send("small.jpg", &jpeg(&smaller, 60)).await?;
    for seed in 20..30 {
        gate.send("other.jpg", &photo(seed)).await?;
    }
    let files = gate.files().await?;
    let like: Vec<(&str, &[Like])> = files
        .files
        .iter()
        .filter(|file| !file.like.is_empty())
        .map(|file| (file.promise.record().unwrap_or(""), file.like.as_slice()))
        .collect();
    assert_eq!(like.len(), 2, "{like:?}");
    let near = |record: &str| [Like::InChange(record.to_owned())];
    assert!(like.contains(&("new-1", &near("new-2")[..])), "{like:?}");
    assert!(like.contains(&("new-2", &near("new-1")[..])), "{like:?}");
    Ok(())
}

#[tokio::test]
async fn a_photo_takes_the_place_of_one_stand_in() -> Outcome {
    let gate = Gate::open().await?;
    gate.send("a.jpg", &photo(1)).await?;
    gate.send("b.jpg", &photo(2)).await?;
    let replace = async |name: &str, stand_in: Option<&str>| {
        let stand_in = stand_in.map(id);
        gate.changes.replace_stand_in(&gate.change.id, &gate.li, name, stand_in.as_ref()).await
    };
    // A photograph, one of another village, one that is not there; a photo that is not there.
    for wrong in ["alpha-02", "gamma-01", "alpha-99"] {
        assert!(replace("new-1", Some(wrong)).await.is_err(), "{wrong}");
    }
    assert!(replace("new-9", Some("alpha-01")).await.is_err());
    replace("new-1", Some("alpha-03")).await?;
    assert!(replace("new-2", Some("alpha-03")).await.is_err());
    let draft = gate.changes.draft(gate.now().await?).await?;
    let side = draft.sides.iter().find(|side| side.name == "new-1").map(|side| side.id.clone());
    assert_eq!(side, Some(id("alpha-03")));
    replace("new-1", None).await?;
    replace("new-2", Some("alpha-03")).await?;
    Ok(())
}

#[tokio::test]
async fn a_photo_left_out_of_a_publication_goes_on_with_its_bytes_and_its_promise() -> Outcome {
    let gate = Gate::open().await?;
    let (first, second) = (photo(1), photo(2));
    gate.send("a.jpg", &first).await?;
    gate.send("b.jpg", &second).await?;
    let mut edits = Vec::new();
    for record in ["new-1", "new-2"] {
        for (field, value) in [("element", "gate"), ("caption.zh", "堡门"), ("alt.zh", "拱门")] {
            let (record, field, value) = (record.to_owned(), field.to_owned(), value.to_owned());
            edits.push(Edit { record, field, value, settles: false });
        }
    }
    let sequence = gate.app.site.archive().snapshot().sequence();
    let edition = gate.now().await?.edition;
    gate.changes.save(&gate.change.id, &gate.li, (edition, sequence), &edits).await?;
    let submitted = gate.changes.submit(&gate.change.id, &gate.li, "").await?;
    let taken = submitted.fields().map(|(record, field, _)| format!("{record}/{field}"));
    let publication = Publication {
        by: person("chief"),
        in_place_of: None,
        note: String::new(),
        seen: submitted.edition,
        only: Some(taken.chain(["new-1/".to_owned()]).collect()),
    };
    gate.changes.publish(&gate.change.id, &publication).await?;
    let rest = gate.changes.in_hand(&gate.change.about).await?;
    let rest = rest.ok_or_else(|| anyhow::anyhow!("nothing is left"))?;
    let files = gate.uploads.files(&rest).await?;
    let shown: Vec<_> =
        files.files.iter().map(|file| (file.promise.name.as_str(), file.promise.record())).collect();
    assert_eq!(shown, [("b.jpg", Some("new-2"))]);
    assert!(rest.comments.is_empty(), "a note that says nothing is none");
    // Neither is sent again: one is there, the other is published.
    let named = [super::named("a.jpg", &first), super::named("b.jpg", &second)];
    let promised = gate.uploads.promise(&rest.id, &gate.li, "手机一", &named).await?;
    let states: Vec<&str> = promised.iter().map(|standing| standing.promise.state.word()).collect();
    assert_eq!(states, ["same", "here"]);
    Ok(())
}
