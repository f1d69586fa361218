//! Why a search has no answer.

use std::io;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError};

use crate::archive::ArchiveError;
use crate::store::StoreError;

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is no index yet.
    #[error("the search index is being made")]
    NotReady,
    /// The index is not what was written.
    #[error("the search index is damaged: {0}")]
    Damaged(String),
    /// What is kept to be shown cannot be written or read.
    #[error("a search entry cannot be read: {0}")]
    Shown(String),
    /// The engine failed.
    #[error(transparent)]
    Index(#[from] tantivy::TantivyError),
    /// A file failed.
    #[error("a file of the search index: {0}")]
    File(#[from] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] ArchiveError),
}

impl SearchError {
    /// Whether the files are not what was written, so that it will fail again however often it is tried; a file that
    /// could not be opened or read this time may well be good.
    pub(super) fn is_damage(&self) -> bool {
        let of_content = |error: &io::Error| {
            matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData)
        };
        match self {
            Self::Damaged(_) | Self::Shown(_) => true,
            Self::File(error) => of_content(error),
            Self::Index(error) => match error {
                TantivyError::IoError(error)
                | TantivyError::OpenReadError(OpenReadError::IoError { io_error: error, .. }) => {
                    of_content(error)
                }
                TantivyError::OpenDirectoryError(_)
                | TantivyError::OpenWriteError(_)
                | TantivyError::LockFailure(..)
                | TantivyError::SystemError(_)
                | TantivyError::ErrorInThread(_)
                | TantivyError::Poisoned => false,
                _ => true,
            },
            Self::NotReady | Self::Store(_) | Self::Record(_) => false,
        }
    }

    /// Whether another process is bringing the same index forward just now.
    pub(super) fn is_of_another_writer(&self) -> bool {
        matches!(self, Self::Index(TantivyError::LockFailure(LockError::LockBusy, _)))
    }

    /// Whether it may come of files that are no longer what was written.
    pub(super) fn is_of_the_index(&self) -> bool {
        matches!(self, Self::Index(_) | Self::Damaged(_) | Self::Shown(_) | Self::File(_))
            && !self.is_of_another_writer()
    }
}
