//! Why something cannot be uploaded.

use super::refusal::Refusal;
use crate::changes::{ChangeError, MOST_ATTACHMENTS, State};
use crate::image::DerivativeError;
use crate::store::{BlobError, PaperError, StoreError};

/// Why something cannot be uploaded.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// There is no such promise.
    #[error("there is no such upload")]
    NotFound,
    /// A person gave it up.
    #[error("the upload was given up")]
    GivenUp,
    /// The file is not taken, now or later.
    #[error("{0}")]
    Refused(Refusal),
    /// The change is not written any more.
    #[error("a change that is {} takes in no photos", .0.word())]
    Over(State),
    /// The change is one without photos.
    #[error("an essay takes in no photos")]
    NoPhotos,
    /// Other bytes come next than those that were sent.
    #[error("the next byte is number {0}")]
    Offset(u64),
    /// More bytes than were promised.
    #[error("more bytes than were promised")]
    TooMuch,
    /// A part is not what its checksum says.
    #[error("the part is not what its checksum says: send it again")]
    OtherSum,
    /// A device and its files are not named as they must be.
    #[error("{0}")]
    Bad(&'static str),
    /// More files in a change than it may have.
    #[error("more than {0} files in one change")]
    TooManyFiles(usize),
    /// The change has grown as large as one may.
    #[error("the change is full")]
    ChangeFull,
    /// More bytes in a change than it may have.
    #[error("more than {0} bytes in one change")]
    TooManyBytes(u64),
    /// As many papers as a change may have.
    #[error("more than {0} papers on one change")]
    TooManyAttachments(usize),
    /// The disk has no room for them.
    #[error("the disk has no room for that")]
    NoRoom,
    /// The line broke before a file was whole.
    #[error("the file did not come whole")]
    Cut,
    /// Too much is going on: the same again later.
    #[error("too much is going on")]
    Busy,
    /// Something about the change.
    #[error(transparent)]
    Change(ChangeError),
    /// The picture could not be looked at.
    #[error(transparent)]
    Picture(DerivativeError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// The bytes of an attached paper cannot be read.
    #[error(transparent)]
    Blob(BlobError),
    /// A promise could not be written.
    #[error(transparent)]
    Paper(PaperError),
    /// A promise as it is kept cannot be read.
    #[error("the upload {0} cannot be read: {1}")]
    Unreadable(String, serde_json::Error),
}

impl From<ChangeError> for UploadError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::WrongState(state) => Self::Over(state),
            ChangeError::TooLarge => Self::ChangeFull,
            ChangeError::TooManyAttachments => Self::TooManyAttachments(MOST_ATTACHMENTS),
            other if other.is_busy() => Self::Busy,
            other => Self::Change(other),
        }
    }
}

impl From<DerivativeError> for UploadError {
    fn from(error: DerivativeError) -> Self {
        match error {
            // Not a fault of the picture: the bytes stay, and the next question looks at them again.
            DerivativeError::Busy | DerivativeError::TimedOut => Self::Busy,
            other => Self::Picture(other),
        }
    }
}

impl From<StoreError> for UploadError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::NoRoom,
            StoreError::Busy => Self::Busy,
            other => Self::Store(other),
        }
    }
}

impl From<PaperError> for UploadError {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::Store(error) => error.into(),
            other => Self::Paper(other),
        }
    }
}
