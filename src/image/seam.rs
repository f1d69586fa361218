//! Where originals come from: the store's blobs, or whatever else keeps bytes by their digest.

use std::ops::Range;

use bytes::Bytes;

pub use crate::store::Digest;
use crate::store::{BlobError, Blobs};

/// Where originals come from.
#[async_trait::async_trait]
pub trait Originals: Send + Sync + 'static {
    /// How large an original is.
    async fn size_bytes(&self, digest: &Digest) -> Result<u64, OriginalError>;

    /// Gives the whole bytes of an original, which need not be checked against the digest.
    async fn original(&self, digest: &Digest) -> Result<Bytes, OriginalError>;

    /// Gives parts of it, unchecked too, as many as there are ranges; none reaches beyond its end.
    async fn ranges(&self, digest: &Digest, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, OriginalError>;
}

/// Why an original could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OriginalError {
    /// There is no such blob.
    #[error("no such original")]
    Missing,
    /// It could not be read now.
    #[error("the original could not be read: {0}")]
    Unavailable(String),
    /// Its bytes are not those it is named by; an import of the true folder mends it.
    #[error("the original {0} is damaged: import the folder it came from again")]
    Damaged(Digest),
}

#[async_trait::async_trait]
impl Originals for Blobs {
    async fn size_bytes(&self, digest: &Digest) -> Result<u64, OriginalError> {
        let size = self.size(digest).await.map_err(BlobError::from)?;
        size.ok_or(OriginalError::Missing)
    }

    async fn original(&self, digest: &Digest) -> Result<Bytes, OriginalError> {
        self.get(digest).await.map_err(OriginalError::from)
    }

    async fn ranges(&self, digest: &Digest, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, OriginalError> {
        self.get_ranges(digest, ranges).await.map_err(OriginalError::from)
    }
}

impl From<BlobError> for OriginalError {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Missing(_) => OriginalError::Missing,
            other => OriginalError::Unavailable(other.to_string()),
        }
    }
}
