//! Removing the blobs of files and papers that were given up, refused, taken out of their change, or left in one that is
//! over.
//!
//! A photo tells where somebody stood and when. What nobody took into the archive does not stay in it.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::attached::ATTACHED_BLOB;
use super::known::{is_photo_of, root};
use super::promise::{Promise, State};
use super::{COMING_BLOB, NEEDED_BLOB, UPLOADS, UploadError, Uploads, content};
use crate::changes::{Change, Listed, pictures_in_hand, pictures_of_photos};
use crate::model::Id;
use crate::store::{Batch, Digest, Key, PaperError};

/// Papers and records that are read at a time.
const PAGE: u32 = 500;

/// Promises, each with the version it is kept under.
type Promised = Vec<(Promise, u64)>;

impl Uploads {
    /// Removes the blobs that were stored for uploads which came to nothing, where no record, no revision, no other upload
    /// and no open change needs them; gives how many blobs.
    ///
    /// Killed in between, the next time finds what is left.
    pub async fn sweep(&self) -> Result<usize, UploadError> {
        self.let_go().await?;
        // Alone: a file that comes in meanwhile would find a blob there and not store it again.
        let _alone = self.storing.write().await;
        let mut left = self.all().await?;
        left.retain(|(promise, _)| {
            !promise.stored.is_empty() && promise.needed().is_empty() && promise.coming().is_empty()
        });
        let papers = self.attached_let_go().await?;
        let mut spare: BTreeSet<Digest> =
            left.iter().flat_map(|(promise, _)| promise.stored.clone()).collect();
        spare.extend(papers.iter().map(|(blob, _, _)| *blob));
        if spare.is_empty() || !self.leave_needed(&mut spare).await? {
            return Ok(0);
        }
        let mut removed = 0;
        for blob in &spare {
            removed += usize::from(self.blobs.remove(blob).await?);
            if let Err(error) = self.pictures.forget(*blob).await {
                tracing::warn!(%blob, %error, "what was made of a picture that is gone cannot be removed");
            }
        }
        for (mut promise, version) in left {
            promise.stored.clear();
            self.write(&promise, version).await?;
        }
        self.forget_attached(papers).await?;
        Ok(removed)
    }

    /// Notes of which promises the changes have nothing any more.
    async fn let_go(&self) -> Result<(), UploadError> {
        // The promises first, the changes then: what had come by then is in its change when that is read.
        let mut promises = self.all().await?;
        promises.retain(|(promise, _)| !(promise.needed().is_empty() && promise.coming().is_empty()));
        let mut villages: HashMap<Id, Listed> = HashMap::new();
        for (mut promise, version) in promises {
            let village = promise.village.clone();
            if !villages.contains_key(&village) {
                let listed = self.changes.about(&village).await?;
                villages.insert(village.clone(), listed);
            }
            let Some(listed) = villages.get(&village) else { continue };
            // One that cannot be read may have the photo.
            if listed.unread > 0 || listed.changes.iter().any(|change| has(change, &promise)) {
                continue;
            }
            promise.stored.extend(promise.needed());
            promise.let_go = true;
            self.write(&promise, version).await?;
        }
        Ok(())
    }

    /// Takes out of `spare` what somebody needs; `false` where that cannot be found out.
    async fn leave_needed(&self, spare: &mut BTreeSet<Digest>) -> Result<bool, UploadError> {
        for label in [NEEDED_BLOB, ATTACHED_BLOB, COMING_BLOB] {
            for needed in self.papers.values_of(label).await? {
                spare.retain(|blob| blob.to_string() != needed);
            }
        }
        // The changes first, the records then: what is published in between is in one of them.
        let in_hand = pictures_in_hand(&self.records).await?;
        if let Some(unread) = in_hand.unread.first() {
            tracing::warn!(unread, "bytes of uploads stay: nobody knows what this needs");
            return Ok(false);
        }
        spare.retain(|blob| !in_hand.pictures.contains_key(blob));
        let walked = pictures_of_photos(&self.records, |picture, _, _| {
            spare.remove(&picture);
            if spare.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match walked.await {
            Ok(()) => {}
            Err(unread) if unread.is_damage() => {
                tracing::warn!(%unread, "bytes of uploads stay: nobody knows what this needs");
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(true)
    }

    /// Writes a promise if it is still as it was read; else the next sweep looks at it again.
    async fn write(&self, promise: &Promise, version: u64) -> Result<(), UploadError> {
        let batch = Batch::new(self.clock.now());
        let batch = batch.put_if(UPLOADS, promise.id.key().clone(), version, content(promise)?);
        match self.papers.write(batch).await {
            Ok(_) | Err(PaperError::Conflict(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn all(&self) -> Result<Promised, UploadError> {
        let mut promises = Promised::new();
        let mut after: Option<Key> = None;
        loop {
            let page = self.papers.list(UPLOADS, after.as_ref(), PAGE).await?;
            // One that cannot be read is told by `verify`, and keeps its labels.
            let read =
                page.papers.iter().filter_map(|paper| Some((Promise::read(paper).ok()?, paper.version)));
            promises.extend(read);
            after = page.next;
            if after.is_none() {
                return Ok(promises);
            }
        }
    }
}

/// Whether a change has what a promise brought in or is to bring in, or has published it.
fn has(change: &Change, promise: &Promise) -> bool {
    match &promise.state {
        // Names of new photos are a change's own, and go with them to what is parted from it.
        State::Here(arrived) if root(&change.id) == root(&promise.change) => {
            (change.state.is_open() && is_photo_of(change, arrived))
                || change.published.iter().any(|one| one.name == arrived.record)
        }
        State::Wanted { .. } => change.id == promise.change && change.state.is_open(),
        _ => false,
    }
}
