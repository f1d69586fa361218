//! Papers of a change on the disk: synced when they are told, gone with what they came to, and never what somebody needs.

use baozhai::changes::{
    AttachmentKind, Change, ChangeError, Decision, MOST_ATTACHMENTS, Publication, State as Stage, Verdict,
};
use baozhai::store::{Batch, BlobEntry, Collection, Content, Digest, Key, Papers};
use baozhai::uploads::{ATTACHED_BLOB, COMING_BLOB, Looked, Refusal, UploadError, UploadLimits};
use futures::TryStreamExt as _;

use super::pictures::photo;
use super::{Gate, Outcome, cut, whole};

fn looked(_: &[u8]) -> Result<Looked, Refusal> {
    Ok(Looked { media_type: "application/pdf", endings: &["pdf"], text: "城壕".to_owned() })
}

impl Gate {
    async fn attach(&self, name: &str, bytes: &[u8]) -> Result<Digest, UploadError> {
        let named = (AttachmentKind::Report, name);
        let paper = self.uploads.attach(&self.change.id, &self.li, named, whole(bytes), looked).await?;
        Ok(paper.sha256)
    }

    async fn has(&self, blob: &Digest) -> anyhow::Result<bool> {
        let listed: Vec<BlobEntry> = self.app.blobs.list().try_collect().await?;
        Ok(listed.iter().any(|entry| entry.digest == *blob))
    }

    async fn labels(&self, label: &str) -> anyhow::Result<Vec<String>> {
        Ok(Papers::of(&self.app.records).values_of(label).await?)
    }
}

#[tokio::test]
async fn a_paper_stays_while_its_change_may_become_something_and_goes_with_it() -> Outcome {
    let gate = Gate::open().await?;
    let kept = gate.attach("a.pdf", b"one").await?;
    let off = gate.attach("b.pdf", b"two").await?;
    assert_eq!(gate.labels(ATTACHED_BLOB).await?.len(), 2, "backups take them along");
    assert_eq!(gate.labels(COMING_BLOB).await?.len(), 0);
    assert_eq!(gate.parts()?, 0);
    gate.changes.detach(&gate.change.id, &gate.li, (AttachmentKind::Report, &off)).await?;
    let uploads = gate.again().await?;
    assert_eq!(uploads.sweep().await?, 1);
    assert!(gate.has(&kept).await? && !gate.has(&off).await?);
    assert_eq!(gate.labels(ATTACHED_BLOB).await?, [kept.to_string()]);
    let texts = gate.uploads.report_texts(&gate.now().await?).await?;
    assert_eq!(texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["城壕"]);
    // What was taken off comes again.
    assert_eq!(gate.attach("b.pdf", b"two").await?, off);
    assert_eq!(uploads.sweep().await?, 0);
    gate.changes.discard(&gate.change.id, &gate.li).await?;
    assert_eq!(uploads.sweep().await?, 2);
    assert!(!gate.has(&kept).await? && !gate.has(&off).await?);
    assert_eq!(gate.labels(ATTACHED_BLOB).await?.len(), 0);
    assert_eq!(uploads.sweep().await?, 0);
    Ok(())
}

#[tokio::test]
async fn what_a_revision_or_a_photo_needs_is_not_taken_with_a_paper() -> Outcome {
    let gate = Gate::open().await?;
    let published: Digest = gate.app.original("gamma-01").await?.parse()?;
    let bytes = gate.app.blobs.get_verified(&published).await?;
    gate.attach("a.pdf", &bytes).await?;
    gate.send("b.jpg", &photo(1)).await?;
    let came = gate.attach("b.pdf", &photo(1)).await?;
    for paper in [published, came] {
        gate.changes.detach(&gate.change.id, &gate.li, (AttachmentKind::Report, &paper)).await?;
    }
    assert_eq!(gate.uploads.sweep().await?, 0);
    assert!(gate.has(&published).await? && gate.has(&came).await?);
    // And the other way round: the photo goes, the paper of the same bytes stays.
    gate.attach("b.pdf", &photo(1)).await?;
    gate.changes.remove_photo(&gate.change.id, &gate.li, "new-1").await?;
    gate.uploads.sweep().await?;
    assert!(gate.has(&came).await?);
    Ok(())
}

#[tokio::test]
async fn what_breaks_off_is_too_large_or_breaks_its_reader_leaves_nothing() -> Outcome {
    let gate =
        Gate::with(UploadLimits { spare_bytes: 0, file_bytes: 5_000, ..UploadLimits::default() }).await?;
    let named = (AttachmentKind::Report, "a.pdf");
    let broken = gate.uploads.attach(&gate.change.id, &gate.li, named, cut(b"half"), looked).await;
    assert!(matches!(broken, Err(UploadError::Cut)), "{broken:?}");
    let large = gate.attach("a.pdf", &[b'x'; 6_000]).await;
    assert!(matches!(large, Err(UploadError::Refused(Refusal::TooLarge(5_000)))), "{large:?}");
    let empty = gate.attach("a.pdf", b"").await;
    assert!(matches!(empty, Err(UploadError::Refused(Refusal::Empty))), "{empty:?}");
    let panics = |_: &[u8]| -> Result<Looked, Refusal> { panic!("a reader that breaks down") };
    let broken = gate.uploads.attach(&gate.change.id, &gate.li, named, whole(b"x"), panics).await;
    assert!(matches!(broken, Err(UploadError::Refused(Refusal::Damaged))), "{broken:?}");
    // The next one is looked at all the same.
    gate.attach("a.pdf", b"x").await?;
    assert_eq!((gate.parts()?, gate.now().await?.attachments.len()), (0, 1));
    for number in 1..MOST_ATTACHMENTS {
        gate.attach("a.pdf", format!("{number}").as_bytes()).await?;
    }
    let more = gate.attach("a.pdf", b"one more").await;
    assert!(matches!(more, Err(UploadError::TooManyAttachments(MOST_ATTACHMENTS))), "{more:?}");
    assert_eq!(gate.labels(COMING_BLOB).await?.len(), 1, "stored, and named by nobody");
    assert_eq!(gate.uploads.sweep().await?, 1);
    assert_eq!(gate.labels(COMING_BLOB).await?.len(), 0);
    assert_eq!(gate.now().await?.attachments.len(), MOST_ATTACHMENTS);
    Ok(())
}

#[tokio::test]
async fn a_refused_change_loses_its_papers_and_takes_no_more() -> Outcome {
    let gate = Gate::open().await?;
    gate.send("a.jpg", &photo(1)).await?;
    gate.save_caption("new-1").await?;
    let report = gate.attach("a.pdf", b"one").await?;
    gate.changes.submit(&gate.change.id, &gate.li, "").await?;
    let edition = gate.now().await?.edition;
    let decision = Decision {
        verdict: Verdict::Reject,
        note: "重复".to_owned(),
        comments: Vec::new(),
        in_place_of: None,
    };
    gate.changes.decide(&gate.change.id, &super::person("chief"), edition, &decision).await?;
    let late = gate.attach("b.pdf", b"two").await;
    assert!(matches!(late, Err(UploadError::Over(Stage::Rejected))), "{late:?}");
    let off = gate.changes.detach(&gate.change.id, &gate.li, (AttachmentKind::Report, &report)).await;
    assert!(matches!(off, Err(ChangeError::WrongState(Stage::Rejected))), "{off:?}");
    assert!(gate.uploads.sweep().await? > 0);
    assert!(!gate.has(&report).await?);
    Ok(())
}

/// Killed behind the blob and before the change names it.
#[tokio::test]
async fn what_a_kill_left_goes() -> Outcome {
    let gate = Gate::open().await?;
    let left: Digest = gate.app.keep(b"left").await?.parse()?;
    let (change, digits) = (gate.change.id.as_str(), &left.to_string()[..40]);
    let body = serde_json::json!({ "change": change, "about": "alpha", "sha256": left, "stands": "coming" });
    let content = Content::new(body.to_string()).labelled(COMING_BLOB, left.to_string());
    let key = Key::new(format!("{change}-{digits}"))?;
    let batch = Batch::new(gate.app.clock.now()).insert(Collection::of_papers("attached"), key, content);
    Papers::of(&gate.app.records).write(batch).await?;
    assert!(gate.has(&left).await? && gate.labels(COMING_BLOB).await?.len() == 1);
    let uploads = gate.again().await?;
    assert_eq!((uploads.sweep().await?, uploads.sweep().await?), (1, 0));
    assert!(!gate.has(&left).await? && gate.labels(COMING_BLOB).await?.is_empty());
    // And it can come again.
    assert_eq!(gate.attach("a.pdf", b"left").await?, left);
    assert_eq!(uploads.sweep().await?, 0);
    Ok(())
}

#[tokio::test]
async fn what_came_twice_at_once_is_one_paper() -> Outcome {
    let gate = Gate::open().await?;
    let both = tokio::join!(gate.attach("a.pdf", b"one"), gate.attach("a.pdf", b"one"));
    assert_eq!(both.0?, both.1?);
    assert_eq!(gate.now().await?.attachments.len(), 1);
    assert_eq!(gate.uploads.sweep().await?, 0);
    let steps = gate.now().await?.steps;
    assert_eq!(steps.iter().filter(|step| step.act.word() == "attached").count(), 1);
    Ok(())
}

#[tokio::test]
async fn what_is_left_of_a_change_keeps_the_report_and_its_own_slip_is_still_to_come() -> Outcome {
    let gate = Gate::open().await?;
    for (number, name) in [(1, "new-1"), (2, "new-2")] {
        gate.send("a.jpg", &photo(number)).await?;
        gate.save_caption(name).await?;
    }
    let report = gate.attach("a.pdf", b"report").await?;
    gate.changes.submit(&gate.change.id, &gate.li, "").await?;
    let chief = super::person("chief");
    let named = (AttachmentKind::Signed, "slip.pdf");
    gate.uploads.attach(&gate.change.id, &chief, named, whole(b"signed"), looked).await?;
    let fields = ["element", "caption.zh", "alt.zh", "credit.zh", "rights"];
    let only = fields.map(|field| format!("new-1/{field}")).into_iter().chain(["new-1/".to_owned()]);
    let publication = Publication {
        by: chief,
        in_place_of: None,
        note: String::new(),
        seen: gate.now().await?.edition,
        only: Some(only.collect()),
    };
    let published = gate.changes.publish(&gate.change.id, &publication).await?;
    let rest = published.rest_id().ok_or_else(|| anyhow::anyhow!("nothing is left"))?;
    let rest = gate.changes.get(&rest).await?;
    let kinds = |change: &Change| change.attachments.iter().map(|paper| paper.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&published), [AttachmentKind::Report, AttachmentKind::Signed]);
    assert_eq!(kinds(&rest), [AttachmentKind::Report]);
    let texts = gate.uploads.report_texts(&rest).await?;
    assert_eq!(texts.first().map(|(_, text)| text.as_str()), Some("城壕"));
    gate.changes.discard(&rest.id, &gate.li).await?;
    gate.uploads.sweep().await?;
    assert!(gate.has(&report).await?, "what is published keeps it");
    Ok(())
}
