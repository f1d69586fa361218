//! Giving up a file that was promised, and removing bytes that nobody waits for any more.

use jiff::Timestamp;

use super::promise::{Promise, State, UploadId};
use super::{UploadError, Uploads};
use crate::changes::{ChangeError, Person};
use crate::store::StoreError;

impl Uploads {
    /// Gives a file up: the change waits for it no longer, and if it had become a photo, that is taken out again.
    pub async fn give_up(&self, id: &UploadId, by: &Person) -> Result<Promise, UploadError> {
        // Who still sends is called off first; else its last byte would make a photo of what was given up.
        let _turn = self.turns.take(id).await;
        let promise = self.get(id).await?;
        self.written(&promise.change).await?;
        // The photo first: killed in between, the promise names a photo that is not there, which `renewed` takes
        // as wanted anew.
        if let State::Here(arrived) = &promise.state {
            self.changes.remove_photo(&promise.change, by, &arrived.record).await?;
        }
        let given_up = self
            .alter(id, |promise, at| {
                if !matches!(promise.state, State::GivenUp { .. }) {
                    promise.becomes(State::GivenUp { by: by.clone(), at });
                }
            })
            .await?;
        // The blobs it had become go with the next sweep, if nobody else needs them.
        // Last: bytes of a promise that is still wanted must not go, those of one given up are cleared at the next
        // start.
        self.parts.remove(id.key()).await?;
        Ok(given_up)
    }

    /// Removes the bytes that no promise of an open change waits for and that were last written before `before`; gives how
    /// many files. At the start of the program nobody writes, and `before` is now.
    pub async fn clear(&self, before: Timestamp) -> Result<usize, UploadError> {
        let mut cleared = 0;
        for (name, written) in self.parts.list().await? {
            let id = UploadId::parse(name.as_str());
            // Younger ones may be a form's file, which has no promise yet.
            if written > before || self.is_waited_for(id.as_ref()).await? {
                continue;
            }
            cleared += usize::from(self.parts.remove(&name).await?);
        }
        Ok(cleared)
    }

    async fn is_waited_for(&self, id: Option<&UploadId>) -> Result<bool, UploadError> {
        let Some(id) = id else { return Ok(false) };
        match self.get(id).await {
            // What cannot be read may be mended; its bytes come only once.
            Err(UploadError::Unreadable(..) | UploadError::Store(StoreError::Damaged(_))) => Ok(true),
            Err(UploadError::NotFound) => Ok(false),
            Err(error) => Err(error),
            Ok(promise) => match self.changes.get(&promise.change).await {
                // Also of a change in review: when it is returned the device goes on where it was.
                Ok(change) => Ok(promise.state.is_wanted() && change.state.is_open()),
                Err(error) if error.is_damage() => Ok(true),
                Err(ChangeError::NotFound) => Ok(false),
                Err(error) => Err(error.into()),
            },
        }
    }
}
