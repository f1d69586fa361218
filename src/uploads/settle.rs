//! What becomes of a file that has come whole. Killed anywhere, it is done again when the device next asks.

use super::append::Standing;
use super::promise::{Arrived, Promise, State};
use super::refusal::Refusal;
use super::turns::Turn;
use super::{UploadError, Uploads};
use crate::image::{TakenIn, likeness};
use crate::model::Picture;
use crate::store::Blobs;

impl Uploads {
    /// Brings a file in if all its bytes are there.
    pub(super) async fn settled(&self, standing: Standing, _turn: &Turn) -> Result<Standing, UploadError> {
        let Standing { promise, offset } = standing;
        if offset < promise.size || !promise.state.is_wanted() {
            return Ok(Standing { promise, offset });
        }
        let promise = self.bring_in(promise).await?;
        Ok(Standing { promise, offset })
    }

    async fn bring_in(&self, promise: Promise) -> Result<Promise, UploadError> {
        // Before the bytes are read: of a change that is not written any more they wait untouched.
        self.written(&promise.change).await?;
        let name = promise.id.key();
        if self.parts.digest(name).await? != promise.sha256 {
            self.parts.remove(name).await?;
            let fault = Some(Refusal::OtherBytes);
            self.alter(&promise.id, |promise, _| promise.state = State::Wanted { fault: fault.clone() })
                .await?;
            return Err(UploadError::Refused(Refusal::OtherBytes));
        }
        let purged = self.changes.purged_pictures().await?;
        if purged.contains_key(&promise.sha256) {
            return self.refuse(&promise, Refusal::Purged).await;
        }
        let taken = match self.pictures.take_in(promise.size, self.parts.reader(name)).await? {
            Ok(taken) => taken,
            Err(refused) => return self.refuse(&promise, Refusal::from(refused)).await,
        };
        let TakenIn { bytes, probe, placeholder, told } = taken;
        let digest = Blobs::digest_of(&bytes).await?;
        // Another file may become the same picture. What is purged from here on is found when the change is published.
        if purged.contains_key(&digest) {
            return self.refuse(&promise, Refusal::Purged).await;
        }
        let _storing = self.storing.read().await;
        // Before they are stored: nothing else says what they are for until the change names the picture.
        self.alter(&promise.id, |promise, _| promise.stored.extend([promise.sha256, digest])).await?;
        // What came is kept bit for bit; what is published is another blob.
        self.blobs.put_file(&self.parts, name, &promise.sha256).await?;
        // Blobs before the change, the change before the promise: each step names only what is there, and done
        // again it finds what the last time had made.
        self.blobs.put(bytes).await?;
        let picture = Picture {
            sha256: digest.to_string(),
            format: probe.format,
            width_px: probe.width_px,
            height_px: probe.height_px,
            bytes: probe.bytes,
            placeholder,
        };
        // A picture that the change has already keeps its name: after a kill this makes no second photo.
        let (_, record) = self.changes.add_photo(&promise.change, &promise.by, &picture).await?;
        let likeness = likeness(&picture.placeholder);
        let arrived =
            |at| Arrived { record: record.clone(), picture: digest, at, told: told.clone(), likeness };
        let promise =
            self.alter(&promise.id, |promise, at| promise.becomes(State::Here(arrived(at)))).await?;
        self.parts.remove(name).await?;
        tracing::info!(change = %promise.change, photo = %record, file = %promise.id, "a photo has come in");
        Ok(promise)
    }
    async fn refuse(&self, promise: &Promise, refusal: Refusal) -> Result<Promise, UploadError> {
        // The state first, the bytes then: else a kill in between has the device send all of it again only to hear the
        // same.
        let state = State::Refused { refusal: refusal.clone() };
        self.alter(&promise.id, |promise, _| promise.becomes(state.clone())).await?;
        self.parts.remove(promise.id.key()).await?;
        Err(UploadError::Refused(refusal))
    }
}
