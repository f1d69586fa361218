//! Bytes that go again: of files that were given up or left out, and never of what somebody needs. And those that went for
//! good do not come back.

use std::collections::BTreeSet;

use baozhai::changes::ChangeError;
use baozhai::model::{PartialDate, Purged, Record, Withdrawals};
use baozhai::store::write_atomically;
use baozhai::store::{
    Batch, BlobEntry, Change, Collection, Content, Digest, KindWord, Origin, Papers, Proposal,
};
use baozhai::uploads::{COMING_BLOB, Refusal, State, UploadError};
use futures::TryStreamExt as _;

use super::pictures::{of_phone, photo};
use super::{Gate, Outcome, whole};

/// All blobs of the archive.
async fn blobs(gate: &Gate) -> anyhow::Result<BTreeSet<String>> {
    let listed: Vec<BlobEntry> = gate.app.blobs.list().try_collect().await?;
    Ok(listed.into_iter().map(|entry| entry.digest.to_string()).collect())
}

/// The picture of a photo of the change.
async fn picture(gate: &Gate, record: &str) -> anyhow::Result<Digest> {
    let change = gate.now().await?;
    let picture = change.records.get(record).and_then(|photo| photo.picture.as_ref());
    Ok(picture.ok_or_else(|| anyhow::anyhow!("no {record}"))?.sha256.parse()?)
}

/// Lists what a purge would list.
async fn purge(gate: &Gate, digests: &[Digest]) -> Outcome {
    let day = PartialDate::parse("2026-11-01").map_err(|_| anyhow::anyhow!("no date"))?;
    let purged = digests.iter().map(|digest| Purged::picture(digest.to_string(), day)).collect();
    let body = Record::Withdrawals(Withdrawals { withdrawals: Vec::new(), purged }).to_document()?;
    let (key, kind) = ("withdrawals:hejin".parse()?, KindWord::from_static("withdrawals"));
    let change = Change {
        author: "operator".to_owned(),
        message: "purged".to_owned(),
        origin: Origin::Staff,
        at: gate.app.clock.now(),
        proposals: vec![Proposal { key, kind, base: None, body }],
    };
    gate.app.records.commit(change).await?;
    gate.app.catch_up().await
}

#[tokio::test]
async fn a_photo_that_is_given_up_leaves_nothing_behind() -> Outcome {
    let gate = Gate::open().await?;
    let before = blobs(&gate).await?;
    let first = gate.send("a.jpg", &of_phone(&photo(1), 6, b'T')).await?;
    gate.send("b.jpg", &of_phone(&photo(2), 6, b'T')).await?;
    let kept = picture(&gate, "new-2").await?;
    assert_eq!(blobs(&gate).await?.len(), before.len() + 4, "two as they came, two clean");
    gate.uploads.give_up(&first.promise.id, &gate.li).await?;
    let uploads = gate.again().await?;
    assert_eq!(uploads.sweep().await?, 2);
    let left: BTreeSet<String> = blobs(&gate).await?.difference(&before).cloned().collect();
    let came = Digest::of(of_phone(&photo(2), 6, b'T'));
    assert_eq!(left, BTreeSet::from([kept.to_string(), came.to_string()]));
    assert_eq!(uploads.sweep().await?, 0);
    // Whoever sends it after all has it stored again.
    assert_eq!(gate.send("a.jpg", &of_phone(&photo(1), 6, b'T')).await?.promise.record(), Some("new-3"));
    assert_eq!(uploads.sweep().await?, 0);
    assert_eq!(blobs(&gate).await?.len(), before.len() + 4);
    Ok(())
}

#[tokio::test]
async fn a_photo_that_is_taken_out_or_left_in_a_discarded_change_goes_too() -> Outcome {
    let gate = Gate::open().await?;
    let before = blobs(&gate).await?;
    gate.send("a.jpg", &photo(1)).await?;
    gate.send("b.jpg", &photo(2)).await?;
    assert_eq!(gate.uploads.sweep().await?, 0, "an open change needs them");
    gate.changes.remove_photo(&gate.change.id, &gate.li, "new-1").await?;
    let kept = picture(&gate, "new-2").await?;
    assert!(gate.uploads.sweep().await? > 0);
    assert!(blobs(&gate).await?.contains(&kept.to_string()));
    assert_eq!(gate.send("a.jpg", &photo(1)).await?.promise.record(), Some("new-3"));
    gate.changes.discard(&gate.change.id, &gate.li).await?;
    assert!(gate.uploads.sweep().await? > 0);
    assert_eq!(blobs(&gate).await?, before);
    Ok(())
}

#[tokio::test]
async fn bytes_that_are_published_elsewhere_stay() -> Outcome {
    let gate = Gate::open().await?;
    let before = blobs(&gate).await?;
    let published: Digest = gate.app.original("gamma-01").await?.parse()?;
    let bytes = gate.app.blobs.get_verified(&published).await?;
    let standing = gate.send("c.png", &bytes).await?;
    assert!(matches!(standing.promise.state, State::Here(_)), "{:?}", standing.promise.state);
    gate.uploads.give_up(&standing.promise.id, &gate.li).await?;
    gate.uploads.sweep().await?;
    assert_eq!(blobs(&gate).await?, before);
    Ok(())
}

/// Killed behind the first blob and before the change names the picture.
#[tokio::test]
async fn what_a_kill_left_is_kept_while_the_file_is_wanted_and_goes_with_its_change() -> Outcome {
    let gate = Gate::open().await?;
    let before = blobs(&gate).await?;
    let promised = gate.promise("手机一", &[("a.jpg", &photo(1))]).await?;
    let promise = &promised.first().ok_or_else(|| anyhow::anyhow!("nothing promised"))?.promise;
    let stored = gate.app.blobs.put(photo(1).into()).await?.to_string();
    let (papers, all) = (Papers::of(&gate.app.records), Collection::of_papers("upload"));
    let key = promise.id.as_str().parse()?;
    let paper = papers.get(all, &key).await?.ok_or_else(|| anyhow::anyhow!("no paper"))?;
    let mut body: serde_json::Value = serde_json::from_str(&paper.body)?;
    body["stored"] = serde_json::json!([stored]);
    let content = Content::new(body.to_string())
        .labelled("change", promise.change.as_str())
        .labelled("village", promise.village.as_str())
        .labelled(COMING_BLOB, stored.as_str());
    papers.write(Batch::new(gate.app.clock.now()).put_if(all, key, paper.version, content)).await?;
    let uploads = gate.again().await?;
    assert_eq!(uploads.sweep().await?, 0);
    assert!(blobs(&gate).await?.contains(&stored));
    gate.changes.discard(&gate.change.id, &gate.li).await?;
    assert_eq!(uploads.sweep().await?, 1);
    assert_eq!(blobs(&gate).await?, before);
    Ok(())
}

#[tokio::test]
async fn what_was_purged_is_not_taken_in_again_whatever_file_it_comes_as() -> Outcome {
    let gate = Gate::open().await?;
    let first = gate.send("a.jpg", &of_phone(&photo(1), 6, b'T')).await?;
    let clean = picture(&gate, "new-1").await?;
    gate.uploads.give_up(&first.promise.id, &gate.li).await?;
    gate.uploads.sweep().await?;
    let before = blobs(&gate).await?;
    purge(&gate, &[clean, Digest::of(photo(2))]).await?;
    // The same file once more, another file of the same picture, and a file that is listed itself.
    let again = gate.send("a.jpg", &of_phone(&photo(1), 6, b'T')).await;
    assert!(matches!(again, Err(UploadError::Refused(Refusal::Purged))), "{again:?}");
    let other = [of_phone(&photo(1), 6, b'T'), b"a film".to_vec()].concat();
    let taken = gate.uploads.take_whole(&gate.change.id, &gate.li, ("网页", "b.jpg"), whole(&other)).await;
    assert!(matches!(taken, Err(UploadError::Refused(Refusal::Purged))), "{taken:?}");
    let promised = gate.promise("手机一", &[("c.jpg", &photo(2))]).await?;
    let states: Vec<&State> = promised.iter().map(|standing| &standing.promise.state).collect();
    assert_eq!(states, [&State::Refused { refusal: Refusal::Purged }], "before a byte is sent");
    assert_eq!(blobs(&gate).await?, before);
    assert_eq!(gate.parts()?, 0);
    Ok(())
}

#[tokio::test]
async fn a_picture_that_is_purged_while_a_change_has_it_is_not_published() -> Outcome {
    let gate = Gate::open().await?;
    gate.send("a.jpg", &photo(1)).await?;
    let purged = |found: &[baozhai::changes::Finding]| {
        found.iter().any(|one| one.code == "purged-picture" && one.record == "new-1" && one.is_blocking)
    };
    gate.save_caption("new-1").await?;
    assert!(!purged(&gate.changes.draft(gate.now().await?).await?.findings));
    purge(&gate, &[picture(&gate, "new-1").await?]).await?;
    match gate.changes.submit(&gate.change.id, &gate.li, "").await {
        Err(ChangeError::Blocked(findings)) => assert!(purged(&findings), "{findings:?}"),
        other => anyhow::bail!("{other:?}"),
    }
    Ok(())
}

#[tokio::test]
async fn a_change_that_cannot_be_read_keeps_its_own_bytes_and_no_others() -> Outcome {
    let gate = Gate::open().await?;
    let promised = gate.promise("手机一", &[("a.jpg", &photo(1))]).await?;
    let id = &promised.first().ok_or_else(|| anyhow::anyhow!("nothing promised"))?.promise.id;
    gate.uploads.append(id, baozhai::uploads::Part::default(), super::cut(&photo(1)[..500])).await?;
    for name in ["whole-7-1.part", "zzz-7-1.part"] {
        write_atomically(gate.data.path().join("uploads").join(name), "left by a form")?;
    }
    let (papers, all) = (Papers::of(&gate.app.records), Collection::of_papers("change"));
    let key = gate.change.id.as_str().parse()?;
    let paper = papers.get(all, &key).await?.ok_or_else(|| anyhow::anyhow!("no paper"))?;
    let state = Content::new("{}").labelled("state", "draft");
    papers.write(Batch::new(gate.app.clock.now()).put_if(all, key, paper.version, state)).await?;
    assert_eq!(gate.uploads.clear(jiff::Timestamp::MAX).await?, 2);
    assert_eq!(gate.parts()?, 1);
    Ok(())
}
