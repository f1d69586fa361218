//! What is promised: asked for once, counted by device, held to limits.

use baozhai::changes::{Edit, Publication};
use baozhai::store::Digest;
use baozhai::uploads::{DeviceLine, State, UploadError, UploadLimits, shown_name};

use super::pictures::photo;
use super::{Gate, Outcome, begun, id, named, person};

fn line(name: &str, [total, arrived, missing, refused]: [usize; 4]) -> DeviceLine {
    DeviceLine { name: name.to_owned(), total, arrived, missing, refused }
}

#[tokio::test]
async fn a_survey_says_what_has_not_come_from_which_device() -> Outcome {
    let gate = Gate::open().await?;
    let photos: Vec<Vec<u8>> = (0..5).map(photo).collect();
    let list: Vec<(&str, &[u8])> = photos.iter().map(|bytes| ("IMG.jpg", bytes.as_slice())).collect();
    let first = gate.promise("手机一", &list[..4]).await?;
    assert!(first.iter().all(|standing| standing.promise.state.is_wanted() && standing.offset == 0));
    // Promised again, with one more and by another device too: the same promises.
    let again = gate.promise("手机二", &list[3..]).await?;
    assert_eq!(again[0].promise.id, first[3].promise.id);
    gate.send("IMG.jpg", &photos[0]).await?;
    gate.send("IMG.jpg", &photos[3]).await?;
    gate.uploads.give_up(&first[1].promise.id, &gate.li).await?;
    gate.promise("手机一", &[("nothing.jpg", b"")]).await?;
    let files = gate.files().await?;
    assert_eq!(files.devices, [line("手机一", [3, 2, 1, 1]), line("手机二", [2, 1, 1, 0])]);
    // What was given up is wanted again once somebody picks it again.
    let back = gate.promise("手机一", &list[1..2]).await?;
    assert!(back[0].promise.state.is_wanted());
    assert_eq!(gate.files().await?.devices[0], line("手机一", [4, 2, 2, 1]));
    Ok(())
}

#[tokio::test]
async fn what_the_village_has_is_not_sent() -> Outcome {
    let gate = Gate::open().await?;
    let published: Digest = gate.app.original("alpha-02").await?.parse()?;
    let bytes = gate.app.blobs.get(&published).await?;
    let standing = gate.send("gate.png", &bytes).await?;
    assert_eq!(standing.promise.state, State::Same { photo: id("alpha-02") });
    assert_eq!(gate.now().await?.last_photo, 0);
    // What another village has is this one's own matter.
    let elsewhere: Digest = gate.app.original("gamma-01").await?.parse()?;
    let bytes = gate.app.blobs.get(&elsewhere).await?;
    assert!(gate.promise("手机一", &[("gamma.png", &bytes)]).await?[0].promise.state.is_wanted());
    Ok(())
}

#[tokio::test]
async fn the_bytes_that_came_are_known_again_after_their_cleaned_copy_was_published() -> Outcome {
    let gate = Gate::open().await?;
    let came = super::pictures::of_phone(&photo(7), 1, b'T');
    gate.send("IMG_7.jpg", &came).await?;
    let fields = [
        ("element", "wall"),
        ("caption.zh", "甲堡西墙"),
        ("caption.en", "The west wall"),
        ("alt.zh", "夯土墙一段。"),
        ("taken", "2026-11-22"),
    ];
    let edits: Vec<Edit> = fields
        .iter()
        .map(|(field, value)| Edit {
            record: "new-1".to_owned(),
            field: (*field).to_owned(),
            value: (*value).to_owned(),
            settles: false,
        })
        .collect();
    let sequence = gate.app.site.archive().snapshot().sequence();
    let edition = gate.now().await?.edition;
    gate.changes.save(&gate.change.id, &gate.li, (edition, sequence), &edits).await?;
    let submitted = gate.changes.submit(&gate.change.id, &gate.li, "").await?;
    let publication = Publication {
        by: person("chief"),
        in_place_of: None,
        note: String::new(),
        seen: submitted.edition,
        only: None,
    };
    gate.changes.publish(&gate.change.id, &publication).await?;
    let next = begun(&gate.changes, &gate.li, "alpha").await?;
    let promised = gate.uploads.promise(&next.id, &gate.li, "手机一", &[named("IMG_7.jpg", &came)]).await?;
    assert_eq!(promised[0].promise.state, State::Same { photo: id("alpha-04") });
    Ok(())
}

#[tokio::test]
async fn more_than_may_be_promised_is_refused_and_nothing_of_it_kept() -> Outcome {
    let limits = UploadLimits { files: 3, file_bytes: 50_000, change_bytes: 60_000, spare_bytes: 0 };
    let gate = Gate::with(limits).await?;
    let bytes: Vec<Vec<u8>> = (0_u8..4).map(|fill| vec![fill; 25_000]).collect();
    let list: Vec<(&str, &[u8])> = bytes.iter().map(|bytes| ("a.jpg", bytes.as_slice())).collect();
    assert!(matches!(gate.promise("一", &list).await, Err(UploadError::TooManyFiles(3))));
    assert!(matches!(gate.promise("一", &list[..3]).await, Err(UploadError::TooManyBytes(60_000))));
    assert!(gate.files().await?.files.is_empty());
    gate.promise("一", &list[..2]).await?;
    let large = vec![9; 50_001];
    let refused = gate.promise("一", &[("large.jpg", &large)]).await?;
    assert_eq!(refused[0].promise.state.word(), "refused");
    assert!(matches!(gate.promise("一", &list[2..3]).await, Err(UploadError::TooManyFiles(3))));
    let mut lie = named("a.jpg", &bytes[0]);
    lie.size += 1;
    let lied = gate.uploads.promise(&gate.change.id, &gate.li, "一", &[lie]).await;
    assert!(matches!(lied, Err(UploadError::Bad(_))));
    assert!(matches!(gate.promise(" / ", &list[..1]).await, Err(UploadError::Bad(_))));
    Ok(())
}

#[tokio::test]
async fn a_disk_without_room_is_told_before_a_byte_is_sent() -> Outcome {
    let gate = Gate::with(UploadLimits { spare_bytes: u64::MAX / 2, ..UploadLimits::default() }).await?;
    assert!(matches!(gate.promise("一", &[("a.jpg", &photo(1))]).await, Err(UploadError::NoRoom)));
    Ok(())
}

#[tokio::test]
async fn a_change_that_is_over_takes_in_nothing() -> Outcome {
    let gate = Gate::open().await?;
    let bytes = photo(1);
    let promised = gate.promise("一", &[("a.jpg", &bytes)]).await?;
    gate.uploads.append(&promised[0].promise.id, super::Part::default(), super::cut(&bytes[..500])).await?;
    assert_eq!(gate.parts()?, 1);
    gate.changes.discard(&gate.change.id, &gate.li).await?;
    assert!(matches!(gate.send("b.jpg", &photo(2)).await, Err(UploadError::Over(_))));
    let part = super::Part { offset: 500, ..super::Part::default() };
    let late = gate.uploads.append(&promised[0].promise.id, part, super::whole(&bytes[500..])).await;
    assert!(matches!(late, Err(UploadError::Over(_))));
    // Its bytes go with the next clean-up, and not before.
    gate.again().await?;
    assert_eq!(gate.parts()?, 0);
    Ok(())
}

#[test]
fn names_are_shown_without_harm_and_never_as_paths() {
    for (given, shown) in [
        ("照片 01.JPG", "照片 01.JPG"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\IMG.jpg", "IMG.jpg"),
        ("a\0b\n.jpg", "a\u{FFFD}b\u{FFFD}.jpg"),
        ("gpj.\u{202E}exe", "gpj.\u{FFFD}exe"),
        ("..", ""),
        (".htaccess", "htaccess"),
        ("e\u{301}.jpg", "é.jpg"),
        ("／／／", ""),
    ] {
        assert_eq!(shown_name(given), shown, "{given:?}");
    }
    let long = shown_name(&format!("{}.jpeg", "堡".repeat(4_000)));
    assert!(long.len() <= 255 && long.ends_with("….jpeg") && long.starts_with("堡堡"), "{long}");
}
