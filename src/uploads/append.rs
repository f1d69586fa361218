//! The bytes of a promised file, as they come.

use bytes::Bytes;
use futures::Stream;

use super::promise::{Promise, State, UploadId};
use super::{UploadError, Uploads};
use crate::store::{Digest, Ended};

/// A part of a file that is about to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    /// The number of its first byte.
    pub offset: u64,
    /// How many bytes it has, if that is said.
    pub length: Option<u64>,
    /// What they are, if that is said: else they are held against the whole file's digest alone.
    pub sum: Option<Digest>,
}

/// How far a promised file has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The promise.
    pub promise: Promise,
    /// Bytes that are there for good.
    pub offset: u64,
}

impl Uploads {
    /// How far a file has come. Calls off who still writes to it: whoever asks goes on with it.
    pub async fn standing(&self, id: &UploadId) -> Result<Standing, UploadError> {
        let promise = self.get(id).await?;
        if !promise.state.is_wanted() {
            // No turn for what is settled: asking for a whole list of files would else wait behind each one.
            return self.stands(promise).await;
        }
        let turn = self.turns.take(id).await;
        // Read again in the turn: whoever was called off may have brought in the last byte.
        let promise = self.get(id).await?;
        let standing = self.stands(promise).await?;
        self.settled(standing, &turn).await
    }

    /// Adds a part to a file; with its last byte it becomes a photo of the change.
    ///
    /// What has come before the line breaks counts. When it returns, the bytes it tells have been synced.
    ///
    /// # Errors
    /// [`UploadError::Offset`] where the part does not begin where the bytes end, [`UploadError::TooMuch`],
    /// [`UploadError::OtherSum`]: nothing has been added then. [`UploadError::Refused`] once the file was whole.
    pub async fn append<E>(
        &self,
        id: &UploadId,
        part: Part,
        pieces: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Standing, UploadError> {
        let turn = self.turns.take(id).await;
        // In the turn, not before it: who was waited for may have made it whole, or given it up.
        let promise = self.get(id).await?;
        match &promise.state {
            State::Wanted { .. } => {}
            State::GivenUp { .. } => return Err(UploadError::GivenUp),
            State::Refused { refusal } => return Err(UploadError::Refused(refusal.clone())),
            // No error of the device: its answer was lost. The offset tells it that there is nothing left to send.
            State::Here(_) | State::Same { .. } => return Err(UploadError::Offset(promise.size)),
        }
        // The change may have been submitted between two parts; what has come stays until it is returned or over.
        self.written(&promise.change).await?;
        let offset = self.parts.size(id.key()).await?;
        if part.offset != offset {
            return Err(UploadError::Offset(offset));
        }
        // Said before a byte is read: else a phone sends all of it only to be told.
        if part.length.is_some_and(|length| length > promise.size - offset.min(promise.size)) {
            return Err(UploadError::TooMuch);
        }
        let span = (offset, promise.size);
        let (offset, ended) = self.parts.append(id.key(), span, part.sum, pieces, turn.called_off()).await?;
        match ended {
            Ended::TooMuch => Err(UploadError::TooMuch),
            Ended::OtherSum => Err(UploadError::OtherSum),
            // A line that breaks behind the last byte leaves a whole file too.
            Ended::Whole | Ended::Cut => self.settled(Standing { promise, offset }, &turn).await,
        }
    }

    /// How far a file has come, nothing done about it.
    pub(super) async fn stands(&self, promise: Promise) -> Result<Standing, UploadError> {
        let offset = match &promise.state {
            State::Wanted { .. } => self.parts.size(promise.id.key()).await?,
            State::Here(_) | State::Same { .. } => promise.size,
            State::GivenUp { .. } | State::Refused { .. } => 0,
        };
        Ok(Standing { promise, offset })
    }
}
