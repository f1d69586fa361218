//! Where originals come from: the store's blobs, or whatever else keeps bytes by their digest.

use bytes::Bytes;

pub use crate::store::Digest;
use crate::store::{BlobError, Blobs};

/// Where originals come from.
#[async_trait::async_trait]
pub trait Originals: Send + Sync + 'static {
    /// Gives the whole bytes of an original.
    async fn original(&self, digest: &Digest) -> Result<Bytes, OriginalError>;
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
}

#[async_trait::async_trait]
impl Originals for Blobs {
    async fn original(&self, digest: &Digest) -> Result<Bytes, OriginalError> {
        self.get(digest).await.map_err(|error| match error {
            BlobError::Missing(_) => OriginalError::Missing,
            other => OriginalError::Unavailable(other.to_string()),
        })
    }
}
