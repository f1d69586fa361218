//! Uploads: promised first, then sent in parts, then photos of a change.
//!
//! A device says what it will send before it sends a byte: name, size, SHA-256. From then on the change knows what has not
//! come yet. Equal bytes are one file, whoever promises them, and what the change or its village has already is not sent at
//! all. Bytes lie in [`Parts`] until they are whole; then they are held against what was promised, kept as a blob bit for
//! bit for those who keep the archive, and a cleaned copy becomes the picture of a photo in the change. Each step can be
//! done again: a kill in between costs nothing that had been told.

mod append;
mod attached;
mod attaching;
mod came;
mod error;
mod files;
mod give_up;
mod known;
mod name;
mod promise;
mod promising;
mod refusal;
mod settle;
mod sweep;
mod turns;
mod whole;

pub use append::{Part, Standing};
pub use attached::ATTACHED_BLOB;
pub use attaching::{Looked, MOST_ATTACHED_BYTES};
pub use came::came_as;
pub use error::UploadError;
pub use files::{DeviceLine, File, Files, Like};
pub use name::shown_name;
pub use promise::{Arrived, Promise, State, UploadId};
pub use promising::Named;
pub use refusal::Refusal;

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{RwLock, Semaphore};

use crate::changes::{Change, ChangeId, Changes, Template};
use crate::image::Derivatives;
use crate::store::{Batch, Blobs, Clock, Collection, Content, PaperError, Papers, Parts, Records};
use turns::Turns;

/// The promises, by their ids.
const UPLOADS: Collection = Collection::of_papers("upload");

/// The label that names a blob which no record need name: backups take it along, and nobody takes it for left over.
pub const NEEDED_BLOB: &str = "blob";

/// The label that names a blob which an upload is about to store, or has stored a moment ago: it may be there.
pub const COMING_BLOB: &str = "coming";

/// How often something is tried again that others got in the way of.
const TRIES: usize = 8;

/// How much may be promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadLimits {
    /// Files of a change.
    pub files: usize,
    /// Bytes of a file.
    pub file_bytes: u64,
    /// Bytes of all files of a change.
    pub change_bytes: u64,
    /// Bytes of the disk that no upload may take.
    pub spare_bytes: u64,
}

impl Default for UploadLimits {
    /// 2 000 files of up to 200 MB, 40 GB for a change, 1 GiB of the disk left alone.
    fn default() -> Self {
        Self { files: 2_000, file_bytes: 200_000_000, change_bytes: 40_000_000_000, spare_bytes: 1 << 30 }
    }
}

/// The uploads of an archive. Clones share everything.
#[derive(Clone)]
pub struct Uploads {
    records: Records,
    papers: Papers,
    blobs: Blobs,
    parts: Parts,
    changes: Changes,
    pictures: Derivatives,
    clock: Clock,
    limits: UploadLimits,
    turns: Turns,
    /// Held by whoever stores blobs, by many at once; and alone by whoever removes some.
    storing: Arc<RwLock<()>>,
    /// One attached file is looked at at a time: a text takes many times the memory of its file.
    looking: Arc<Semaphore>,
}

impl std::fmt::Debug for Uploads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Uploads").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Uploads {
    /// The uploads to `changes`, kept beside `records`; `parts` lie in the same data folder as `blobs`.
    pub fn of(
        records: &Records,
        (blobs, parts): (Blobs, Parts),
        changes: Changes,
        pictures: Derivatives,
        clock: Clock,
        limits: UploadLimits,
    ) -> Self {
        let papers = Papers::of(records);
        let (records, turns, storing) = (records.clone(), Turns::default(), Arc::default());
        let looking = Arc::new(Semaphore::new(1));
        Self { records, papers, blobs, parts, changes, pictures, clock, limits, turns, storing, looking }
    }

    /// The changes that photos come to.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// What may be promised.
    pub fn limits(&self) -> &UploadLimits {
        &self.limits
    }

    /// The promise of an id, whoever asks: who may see it is for the caller to say, by its change.
    pub async fn get(&self, id: &UploadId) -> Result<Promise, UploadError> {
        Ok(self.kept(id).await?.ok_or(UploadError::NotFound)?.0)
    }

    /// A promise with the version it is kept under.
    async fn kept(&self, id: &UploadId) -> Result<Option<(Promise, u64)>, UploadError> {
        let Some(paper) = self.papers.get(UPLOADS, id.key()).await? else { return Ok(None) };
        Ok(Some((Promise::read(&paper)?, paper.version)))
    }

    /// Alters a promise, again if somebody else was faster.
    async fn alter(
        &self,
        id: &UploadId,
        mut make: impl FnMut(&mut Promise, Timestamp),
    ) -> Result<Promise, UploadError> {
        for _ in 0..TRIES {
            let (mut promise, version) = self.kept(id).await?.ok_or(UploadError::NotFound)?;
            let (before, at) = (promise.clone(), self.clock.now());
            make(&mut promise, at);
            // What is so already is not written: a version that moves for nothing puts others off.
            if promise == before {
                return Ok(promise);
            }
            let batch = Batch::new(at).put_if(UPLOADS, id.key().clone(), version, content(&promise)?);
            match self.papers.write(batch).await {
                Ok(_) => return Ok(promise),
                Err(PaperError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(UploadError::Busy)
    }

    /// A change, if photos may come in there now.
    async fn written(&self, id: &ChangeId) -> Result<Change, UploadError> {
        let change = self.changes.get(id).await?;
        if !change.state.is_written() {
            return Err(UploadError::Over(change.state));
        }
        if change.template == Template::Essay {
            return Err(UploadError::NoPhotos);
        }
        Ok(change)
    }
}

/// A promise as it is kept.
fn content(promise: &Promise) -> Result<Content, UploadError> {
    let body = serde_json::to_string(promise)
        .map_err(|fault| UploadError::Unreadable(promise.id.to_string(), fault))?;
    let mut content = Content::new(body)
        .labelled("change", promise.change.as_str())
        .labelled("village", promise.village.as_str());
    // A file that is as clean as it came is one blob.
    for blob in promise.needed() {
        content = content.labelled(NEEDED_BLOB, blob.to_string());
    }
    for blob in promise.coming() {
        content = content.labelled(COMING_BLOB, blob.to_string());
    }
    Ok(content)
}
