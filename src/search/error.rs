//! Why a search has no answer.

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
    /// Whether it may come of files that are no longer what was written.
    pub(super) fn is_of_the_index(&self) -> bool {
        matches!(self, Self::Index(_) | Self::Damaged(_) | Self::Shown(_) | Self::File(_))
    }
}
