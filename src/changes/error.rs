//! Why something cannot be done with a change.

use super::attachment::MOST_ATTACHMENTS;
use super::change::State;
use super::finding::Finding;
use crate::archive::ArchiveError;
use crate::model::PartialDate;
use crate::people::PeopleError;
use crate::store::{PaperError, PublishError, StoreError};

/// Why something cannot be done with a change.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is none of this number, or not for whoever asks: the two are not told apart.
    #[error("there is no such change")]
    NotFound,
    /// They would approve their own work.
    #[error("nobody approves their own work")]
    OwnWork,
    /// It is not in a state for this.
    #[error("a change that is {} is past this", .0.word())]
    WrongState(State),
    /// There is no such record to change.
    #[error("there is no such record")]
    NoRecord,
    /// The id of a new record is taken, reserved or none.
    #[error("the id is taken or cannot be one")]
    BadId,
    /// A name of a field or record that nobody's form has.
    #[error("there is no field `{0}`")]
    NoField(String),
    /// It would grow beyond what is kept of one change.
    #[error("the change is too large")]
    TooLarge,
    /// It has as many papers as one may.
    #[error("the change has {most} papers already", most = MOST_ATTACHMENTS)]
    TooManyAttachments,
    /// There are no more numbers for photos of this village.
    #[error("there is no room for another photo")]
    NoRoom,
    /// Something is wrong with it that must be mended first.
    #[error("{} things must be mended first", .0.len())]
    Blocked(Vec<Finding>),
    /// It changes nothing.
    #[error("nothing is changed")]
    Nothing,
    /// It would show a picture whose bytes were removed for good.
    #[error("the picture of {record}@{number} was purged on {on}")]
    PurgedPicture {
        /// The photo.
        record: String,
        /// The revision that has the picture.
        number: u64,
        /// When it was removed.
        on: PartialDate,
    },
    /// Others write to it all the time.
    #[error("others write at the same moment")]
    Busy,
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A working paper could not be written.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// A publication could not be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A line of the log could not be written.
    #[error(transparent)]
    Log(#[from] PeopleError),
    /// A change as it is kept cannot be read.
    #[error("the change {0} cannot be read: {1}")]
    Unreadable(String, serde_json::Error),
}

impl ChangeError {
    /// Whether something that is kept cannot be read: to try again is no use.
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::Unreadable(..)
                | Self::Store(StoreError::Damaged(_))
                | Self::Archive(ArchiveError::Record { .. } | ArchiveError::Store(StoreError::Damaged(_)))
        )
    }

    /// Whether others wrote for so long that this gave up: it may be tried again.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Busy | Self::Store(StoreError::Busy) => true,
            Self::Archive(error) => error.is_busy(),
            Self::Paper(error) => error.is_busy(),
            Self::Publish(error) => error.is_busy(),
            Self::Log(error) => error.is_busy(),
            _ => false,
        }
    }
}
