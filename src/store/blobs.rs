//! Blobs: bytes that are named by their SHA-256, written once and never changed.
//!
//! A blob lies at `ab/cd/<64 digits>`, `abcd` being its first four. A writer that is killed leaves a file
//! `…#1`, which no method here takes for a blob and [`Blobs::clear_leftovers`] removes.

mod directory;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::path::Path as Location;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncReadExt as _;

use super::{Digest, Key, Parts, StoreError};

/// The bytes of an archive. Clones share the place.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// Where the directory is, for messages and leftovers.
    directory: PathBuf,
}

/// A blob in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobEntry {
    /// Its name.
    pub digest: Digest,
    /// Its size, which a list does not check against its name.
    pub size_bytes: u64,
}

/// What a blob was found to be when its bytes were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlobState {
    /// The bytes have the digest.
    Whole {
        /// How many they are.
        size_bytes: u64,
    },
    /// The bytes have another digest.
    Damaged {
        /// Which.
        found: Digest,
        /// How many they are.
        size_bytes: u64,
    },
    /// There is no such blob.
    Missing,
}

/// What [`Blobs::repair`] had to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Nothing: the blob was whole.
    Whole,
    /// The blob was damaged and has been replaced.
    Replaced,
    /// The blob was missing and has been written.
    Written,
}

/// Why a blob could not be handed out.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no such blob.
    #[error("there is no blob {0}")]
    Missing(Digest),
    /// Its bytes are not those it is named by.
    #[error("blob {expected} is damaged: its bytes have digest {found}")]
    Damaged {
        /// Its name.
        expected: Digest,
        /// What its bytes have.
        found: Digest,
    },
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Blobs {
    /// Keeps blobs in the folder `directory`, which is created if only its last part is missing.
    pub async fn open_directory(directory: impl AsRef<Path>) -> Result<Self, StoreError> {
        let directory = directory.as_ref().to_owned();
        tokio::task::spawn_blocking(|| {
            let store = directory::open(&directory)?;
            Ok(Self { store: Arc::new(store), directory })
        })
        .await?
    }

    /// The digest by which `bytes` are named once they are stored.
    pub async fn digest_of(bytes: &Bytes) -> Result<Digest, StoreError> {
        digest_of(bytes).await
    }

    /// Stores `bytes` and returns their digest; when it returns, they have been synced to disk.
    ///
    /// A blob that is there is left alone, and not read: only one of the wrong size is known to be damaged,
    /// and replaced.
    pub async fn put(&self, bytes: Bytes) -> Result<Digest, StoreError> {
        let digest = digest_of(&bytes).await?;
        match self.size(&digest).await? {
            Some(size) if size == bytes.len() as u64 => return Ok(digest),
            Some(size) => tracing::warn!(%digest, size, "replacing a blob of the wrong size"),
            None => {}
        }
        self.write(&digest, bytes).await?;
        Ok(digest)
    }

    /// Stores the bytes of a part, which have this digest, some at a time; as [`Blobs::put`].
    pub async fn put_file(&self, parts: &Parts, name: &Key, digest: &Digest) -> Result<(), StoreError> {
        let size = parts.size(name).await?;
        if self.size(digest).await? == Some(size) {
            return Ok(());
        }
        // Its bytes are not hashed here: whoever brings a part in has just held them against the digest.
        let path = parts.file(name);
        let failed = |error| StoreError::of_file(&path, error);
        let mut file = tokio::fs::File::open(&path).await.map_err(failed)?;
        // Dropped without `complete`, as by an error below, it takes away again what it has written.
        let mut to = self.store.put_multipart(&location(digest)).await.map_err(|error| self.failed(error))?;
        loop {
            let mut piece = BytesMut::with_capacity(PIECE_BYTES);
            while piece.len() < PIECE_BYTES && file.read_buf(&mut piece).await.map_err(failed)? > 0 {}
            if piece.is_empty() {
                break;
            }
            // A directory takes parts of any size; S3 would want five megabytes of all but the last.
            to.put_part(piece.freeze().into()).await.map_err(|error| self.failed(error))?;
        }
        to.complete().await.map(drop).map_err(|error| self.failed(error))
    }

    /// Stores `bytes` where they are missing or damaged; reads what is there to find out.
    pub async fn repair(&self, bytes: Bytes) -> Result<Repair, StoreError> {
        let digest = digest_of(&bytes).await?;
        let repair = match self.verify(&digest).await? {
            BlobState::Whole { .. } => return Ok(Repair::Whole),
            BlobState::Damaged { .. } => Repair::Replaced,
            BlobState::Missing => Repair::Written,
        };
        // Written over, not removed first: whoever reads meanwhile finds the old bytes or the new.
        self.write(&digest, bytes).await?;
        Ok(repair)
    }

    /// Reads a blob without checking it; for bytes that will be looked at anyway, such as a picture's.
    pub async fn get(&self, digest: &Digest) -> Result<Bytes, BlobError> {
        let read = async { self.store.get(&location(digest)).await?.bytes().await };
        match read.await {
            Ok(bytes) => Ok(bytes),
            Err(object_store::Error::NotFound { .. }) => Err(BlobError::Missing(*digest)),
            Err(error) => Err(self.failed(error).into()),
        }
    }

    /// Reads parts of a blob without checking it, as many as there are ranges.
    pub async fn get_ranges(&self, digest: &Digest, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, BlobError> {
        match self.store.get_ranges(&location(digest), ranges).await {
            Ok(parts) => Ok(parts),
            Err(object_store::Error::NotFound { .. }) => Err(BlobError::Missing(*digest)),
            Err(error) => Err(self.failed(error).into()),
        }
    }

    /// Reads a blob and makes sure that it is the one named; for exports, bags and originals.
    pub async fn get_verified(&self, digest: &Digest) -> Result<Bytes, BlobError> {
        let bytes = self.get(digest).await?;
        let found = digest_of(&bytes).await?;
        if found == *digest { Ok(bytes) } else { Err(BlobError::Damaged { expected: *digest, found }) }
    }

    /// Reads a blob some bytes at a time, once it was read through and found to be the one named: what is large is given out
    /// without being held, and nothing of a damaged one is.
    pub async fn pieces_verified(
        &self,
        digest: &Digest,
    ) -> Result<BoxStream<'static, Result<Bytes, StoreError>>, BlobError> {
        match self.verify(digest).await? {
            BlobState::Whole { .. } => {}
            BlobState::Missing => return Err(BlobError::Missing(*digest)),
            BlobState::Damaged { found, .. } => {
                return Err(BlobError::Damaged { expected: *digest, found });
            }
        }
        let found = self.store.get(&location(digest)).await.map_err(|error| self.failed(error))?;
        let directory = self.directory.clone();
        Ok(found.into_stream().map_err(move |error| directory::meaning(&directory, error)).boxed())
    }

    /// The size of a blob in bytes, if there is one.
    pub async fn size(&self, digest: &Digest) -> Result<Option<u64>, StoreError> {
        match self.store.head(&location(digest)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Whether there is such a blob, whole or damaged.
    pub async fn exists(&self, digest: &Digest) -> Result<bool, StoreError> {
        Ok(self.size(digest).await?.is_some())
    }

    /// Every blob, in no particular order. Files that are not blobs are passed over.
    pub fn list(&self) -> BoxStream<'_, Result<BlobEntry, StoreError>> {
        let entries = self.store.list(None).map_err(|error| self.failed(error));
        entries.try_filter_map(async |meta| Ok(entry(&meta))).boxed()
    }

    /// Reads a blob, piece by piece, and says whether it is whole.
    pub async fn verify(&self, digest: &Digest) -> Result<BlobState, StoreError> {
        let mut pieces = match self.store.get(&location(digest)).await {
            Ok(found) => found.into_stream(),
            Err(object_store::Error::NotFound { .. }) => return Ok(BlobState::Missing),
            Err(error) => return Err(self.failed(error)),
        };
        let (mut hasher, mut size_bytes) = (Sha256::new(), 0);
        while let Some(piece) = pieces.try_next().await.map_err(|error| self.failed(error))? {
            hasher.update(&piece);
            size_bytes += piece.len() as u64;
        }
        let found = Digest::finish(hasher);
        Ok(if found == *digest {
            BlobState::Whole { size_bytes }
        } else {
            BlobState::Damaged { found, size_bytes }
        })
    }

    /// Removes a blob for good; says whether it was there.
    ///
    /// Whoever names it must know: nothing here does.
    pub async fn remove(&self, digest: &Digest) -> Result<bool, StoreError> {
        // Asked first: there are stores that delete what is not there and say nothing.
        if !self.exists(digest).await? {
            return Ok(false);
        }
        match self.store.delete(&location(digest)).await {
            Ok(()) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Removes what killed writers left and was last written before `before`; returns how many files.
    ///
    /// Younger ones may belong to a writer at work: an hour ago is a good choice.
    pub async fn clear_leftovers(&self, before: Timestamp) -> Result<u64, StoreError> {
        let directory = self.directory.clone();
        tokio::task::spawn_blocking(move || directory::clear_leftovers(&directory, before)).await?
    }

    /// Writes as a whole, over whatever is there: by its name it can only be the same bytes, or damage.
    ///
    /// Creating only where nothing is would need hard links in a directory, which exFAT and many network
    /// shares do not have, and conditional writes elsewhere.
    async fn write(&self, digest: &Digest, bytes: Bytes) -> Result<(), StoreError> {
        let put = self.store.put(&location(digest), bytes.into()).await;
        put.map(|_| ()).map_err(|error| self.failed(error))
    }

    fn failed(&self, error: object_store::Error) -> StoreError {
        directory::meaning(&self.directory, error)
    }
}

/// Bytes of a file that are held while it becomes a blob.
const PIECE_BYTES: usize = 1 << 20;

fn location(digest: &Digest) -> Location {
    let name = digest.to_string();
    Location::from_iter([&name[..2], &name[2..4], &name])
}

/// The blob at a place in the store, if it is the place of one.
fn entry(meta: &ObjectMeta) -> Option<BlobEntry> {
    let digest = meta.location.filename()?.parse().ok()?;
    // In another folder than its own it is no blob: nobody who asks for the digest would find it there.
    (location(&digest) == meta.location).then_some(BlobEntry { digest, size_bytes: meta.size })
}

/// Digests away from the async threads: 40 MB take a tenth of a second.
async fn digest_of(bytes: &Bytes) -> Result<Digest, StoreError> {
    let bytes = bytes.clone();
    Ok(tokio::task::spawn_blocking(move || Digest::of(bytes)).await?)
}
