//! Files that come without a promise, as forms of pages without script send them: promised once they are here.

use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use futures::Stream;

use super::append::Standing;
use super::promising::Named;
use super::{Refusal, UploadError, Uploads};
use crate::changes::{ChangeId, Person};
use crate::store::{Ended, Key};

impl Uploads {
    /// Takes in a file that comes in one piece, never more of it in memory than comes at once.
    ///
    /// # Errors
    /// [`UploadError::Cut`] where the line breaks: nothing is kept then.
    pub async fn take_whole<E>(
        &self,
        change: &ChangeId,
        by: &Person,
        (device, name): (&str, &str),
        pieces: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Standing, UploadError> {
        self.written(change).await?;
        // A form does not say how much it will send before it does: room is held to the spare alone.
        if self.parts.free_bytes().await? < self.limits.spare_bytes {
            return Err(UploadError::NoRoom);
        }
        let place = next_place()?;
        // A form that is dropped in here leaves its bytes: the next start clears them, as no promise is called so.
        let taken = self.take_at(&place, change, by, (device, name), pieces).await;
        // What became a promised file is not there any more.
        self.parts.remove(&place).await?;
        taken
    }

    async fn take_at<E>(
        &self,
        place: &Key,
        change: &ChangeId,
        by: &Person,
        (device, name): (&str, &str),
        pieces: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Standing, UploadError> {
        let span = (0, self.limits.file_bytes);
        // Nobody calls this off: the place has a name that no other request knows.
        let (size, ended) = self.parts.append(place, span, None, pieces, std::future::pending()).await?;
        match ended {
            Ended::TooMuch => return Err(UploadError::Refused(Refusal::TooLarge(self.limits.file_bytes))),
            Ended::Cut | Ended::OtherSum => return Err(UploadError::Cut),
            Ended::Whole if size == 0 => return Err(UploadError::Refused(Refusal::Empty)),
            Ended::Whole => {}
        }
        let named = Named { name: name.to_owned(), size, sha256: self.parts.digest(place).await? };
        // Promised like all others, so that the same file twice, or one that is published, is found out here too.
        let standings = self.promise(change, by, device, &[named]).await?;
        let standing = standings.into_iter().next().ok_or(UploadError::NotFound)?;
        if !standing.promise.state.is_wanted() {
            return Ok(standing);
        }
        let id = standing.promise.id;
        let turn = self.turns.take(&id).await;
        // Over what a device has sent of it so far: these bytes are whole, and the turn keeps that device from
        // adding to them.
        self.parts.rename(place, id.key()).await?;
        let promise = self.get(&id).await?;
        self.settled(Standing { offset: promise.size, promise }, &turn).await
    }
}

/// A place for bytes that have no name yet.
pub(super) fn next_place() -> Result<Key, UploadError> {
    // In a container each start has the same process number: what lies there by this name is cut to nothing as it
    // is opened.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("whole-{}-{number}", std::process::id());
    Key::new(name).map_err(|_| UploadError::NotFound)
}
