//! Attaching a paper to a change: kept byte for byte, told once it is synced.

use std::sync::Arc;

use bytes::Bytes;
use futures::Stream;
use tokio::sync::OwnedSemaphorePermit;

use super::attached::{ATTACHED, Attached, Stands};
use super::known::root;
use super::name::shown_name;
use super::whole::next_place;
use super::{Refusal, TRIES, UploadError, Uploads};
use crate::changes::{Attachment, AttachmentKind, Change, ChangeError, ChangeId, Person};
use crate::store::{Batch, Ended, Key, PaperError};

/// The largest paper, bytes: 64 MB, which the reader of Word files takes.
pub const MOST_ATTACHED_BYTES: u64 = 64_000_000;

/// The most words of a report that are kept to be found, bytes: two hundred thousand characters.
const MOST_TEXT_BYTES: usize = 600 << 10;

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Its media type.
    pub media_type: &'static str,
    /// How the names of such files end, without the dot; the first is put behind a name that ends otherwise.
    pub endings: &'static [&'static str],
    /// Its words; blank where it has none that can be read.
    pub text: String,
}

impl Uploads {
    /// The largest paper that is taken here, bytes.
    pub fn most_attached_bytes(&self) -> u64 {
        self.limits.file_bytes.min(MOST_ATTACHED_BYTES)
    }

    /// Takes in a paper that comes in one piece, and attaches it. `look` says what it is: on a thread of its own, one file at
    /// a time; where it breaks down, the file is at fault.
    ///
    /// Who may do so is for the caller to say. When it returns, bytes and change are synced.
    ///
    /// # Errors
    /// [`UploadError::Refused`] as `look` refuses it; [`UploadError::Cut`] where the line breaks: nothing is kept then.
    pub async fn attach<E>(
        &self,
        change: &ChangeId,
        by: &Person,
        (kind, name): (AttachmentKind, &str),
        pieces: impl Stream<Item = Result<Bytes, E>>,
        look: impl FnOnce(&[u8]) -> Result<Looked, Refusal> + Send + 'static,
    ) -> Result<Attachment, UploadError> {
        let change = self.changes.get(change).await?;
        // Before a byte is read: a person need not send all of it to hear that it is too late.
        if !change.takes(kind) {
            return Err(UploadError::Over(change.state));
        }
        if self.parts.free_bytes().await? < self.limits.spare_bytes.saturating_add(self.most_attached_bytes())
        {
            return Err(UploadError::NoRoom);
        }
        let place = next_place()?;
        let taken = self.attach_at(&place, &change, by, (kind, name), pieces, look).await;
        // What is left where this is dropped the next start clears, as no promise is called so.
        self.parts.remove(&place).await?;
        taken
    }

    async fn attach_at<E>(
        &self,
        place: &Key,
        change: &Change,
        by: &Person,
        (kind, name): (AttachmentKind, &str),
        pieces: impl Stream<Item = Result<Bytes, E>>,
        look: impl FnOnce(&[u8]) -> Result<Looked, Refusal> + Send + 'static,
    ) -> Result<Attachment, UploadError> {
        let most = self.most_attached_bytes();
        let (size, ended) = self.parts.append(place, (0, most), None, pieces, std::future::pending()).await?;
        match ended {
            Ended::TooMuch => return Err(UploadError::Refused(Refusal::TooLarge(most))),
            Ended::Cut | Ended::OtherSum => return Err(UploadError::Cut),
            Ended::Whole if size == 0 => return Err(UploadError::Refused(Refusal::Empty)),
            Ended::Whole => {}
        }
        let sha256 = self.parts.digest(place).await?;
        if self.changes.purged_pictures().await?.contains_key(&sha256) {
            return Err(UploadError::Refused(Refusal::Purged));
        }
        let Looked { media_type, endings, text } = self.looked_at(place, look).await?;
        let paper = Attachment {
            kind,
            name: named(name, endings),
            media_type: media_type.to_owned(),
            bytes: size,
            sha256,
            by: by.clone(),
            at: self.clock.now(),
        };
        let attached = Attached {
            change: root(&change.id).to_owned(),
            about: change.about.clone(),
            sha256,
            text: cut(text),
            stands: Stands::Coming,
        };
        // Until the change names it: whoever removes what nobody needs would take it for left over.
        let _storing = self.storing.read().await;
        let key = Attached::key(&change.id, &sha256)?;
        for _ in 0..TRIES {
            let Some(version) = self.expected(&key, &attached).await? else { continue };
            self.blobs.put_file(&self.parts, place, &sha256).await?;
            let here = Attached { stands: Stands::Here, ..attached.clone() }.content()?;
            let also = |batch: Batch| batch.put_if(ATTACHED, key.clone(), version, here.clone());
            match self.changes.attach(&change.id, &paper, also).await {
                Ok(change) => return told(&change, &paper),
                // The same file came twice at once: the other one has written what this one expected.
                Err(ChangeError::Busy) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(UploadError::Busy)
    }

    /// Notes that the bytes are about to be stored, unless that is noted; gives the version to go on from, `None` where
    /// another was faster.
    async fn expected(&self, key: &Key, attached: &Attached) -> Result<Option<u64>, UploadError> {
        let known = self.papers.get(ATTACHED, key).await?;
        let batch = Batch::new(self.clock.now());
        let batch = match &known {
            // What is here already must not lose its label while it is attached once more.
            Some(paper) if Attached::read(paper)?.stands == Stands::Here => return Ok(Some(paper.version)),
            Some(paper) => batch.put_if(ATTACHED, key.clone(), paper.version, attached.content()?),
            None => batch.insert(ATTACHED, key.clone(), attached.content()?),
        };
        match self.papers.write(batch).await {
            Ok(version) => Ok(Some(version)),
            Err(PaperError::Conflict(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn looked_at(
        &self,
        place: &Key,
        look: impl FnOnce(&[u8]) -> Result<Looked, Refusal> + Send + 'static,
    ) -> Result<Looked, UploadError> {
        let read = self.parts.reader(place);
        let alone = self.alone().await?;
        match looking(alone, move || read().map(|bytes| look(&bytes))).await? {
            Ok(looked) => looked.map_err(UploadError::Refused),
            Err(error) => {
                tracing::warn!(%error, "a file that has just come cannot be read");
                Err(UploadError::Cut)
            }
        }
    }

    /// Has an attached paper read again by `look`, as when it came: one at a time, on a thread of its own.
    ///
    /// # Errors
    /// [`UploadError::Refused`] as damaged where `look` breaks down; [`UploadError::Blob`] where the bytes are not there.
    pub async fn look_again<T: Send + 'static>(
        &self,
        paper: &Attachment,
        look: impl FnOnce(&[u8]) -> T + Send + 'static,
    ) -> Result<T, UploadError> {
        // Before the bytes are held: whoever waits holds nothing.
        let alone = self.alone().await?;
        let bytes = self.attached_bytes(paper).await?;
        looking(alone, move || look(&bytes)).await
    }

    async fn alone(&self) -> Result<OwnedSemaphorePermit, UploadError> {
        Arc::clone(&self.looking).acquire_owned().await.map_err(|_| UploadError::Busy)
    }
}

/// What a thread of its own finds; where it breaks down, the file is at fault.
async fn looking<T: Send + 'static>(
    alone: OwnedSemaphorePermit,
    look: impl FnOnce() -> T + Send + 'static,
) -> Result<T, UploadError> {
    let looked = tokio::task::spawn_blocking(move || {
        // Held by the thread, not by who waits for it: they may go away while it goes on.
        let _alone = alone;
        look()
    });
    looked.await.map_err(|error| match error.is_panic() {
        true => UploadError::Refused(Refusal::Damaged),
        false => UploadError::Busy,
    })
}

/// The paper as the change has it: sent twice, it keeps its first name.
fn told(change: &Change, paper: &Attachment) -> Result<Attachment, UploadError> {
    let is_it = |known: &&Attachment| known.sha256 == paper.sha256 && known.kind == paper.kind;
    change.attachments.iter().find(is_it).cloned().ok_or(UploadError::NotFound)
}

/// A name as it may be shown, that ends as such files do: nobody saves a picture as a program.
fn named(given: &str, endings: &[&str]) -> String {
    let name = shown_name(given);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let wanted = endings.first().copied().unwrap_or("bin");
    match endings.contains(&ending.as_str()) {
        true => name,
        false if name.is_empty() => format!("附件.{wanted}"),
        false => shown_name(&format!("{name}.{wanted}")),
    }
}

/// A text as far as it is kept.
fn cut(mut text: String) -> String {
    let mut end = text.len().min(MOST_TEXT_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}
