//! What is kept beside the bytes of an attached paper: whose they are, and the words of a report.
//!
//! It is written in the same moment as the change that names the paper, and goes with the bytes.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use futures::stream::BoxStream;
use serde::{Deserialize, Serialize};

use super::known::root;
use super::{COMING_BLOB, UploadError, Uploads};
use crate::changes::{Attachment, AttachmentKind, Change, ChangeId};
use crate::model::Id;
use crate::store::{Batch, Collection, Content, Digest, Key, Paper, PaperError, StoreError};

/// What is kept of the attached papers, by the change in the first place and the digest.
pub(super) const ATTACHED: Collection = Collection::of_papers("attached");

/// The label that names the blob of an attached paper: backups take it along, and nobody takes it for left over.
pub const ATTACHED_BLOB: &str = "attached";

/// Digits of the digest in a name: of 160 bits no two come together by chance.
const DIGITS: usize = 40;

/// Papers that are read at a time; each may hold the words of a book.
const PAGE: u32 = 50;

/// One attached file, of a change and of what was parted from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attached {
    /// The change in the first place.
    pub(super) change: String,
    /// What that is about.
    pub(super) about: Id,
    /// The bytes.
    pub(super) sha256: Digest,
    /// The words of a report; blank of all else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) text: String,
    pub(super) stands: Stands,
}

/// How far the bytes have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stands {
    /// About to be stored, or stored a moment ago.
    Coming,
    /// A change names them.
    Here,
    /// No change does any more.
    Gone,
}

impl Attached {
    pub(super) fn key(change: &ChangeId, sha256: &Digest) -> Result<Key, UploadError> {
        // Receipt numbers grow, so that those of the newest changes come last.
        let name = format!("{}-{}", root(change), &sha256.to_string()[..DIGITS]);
        Key::new(name).map_err(|_| UploadError::NotFound)
    }

    pub(super) fn read(paper: &Paper) -> Result<Self, UploadError> {
        serde_json::from_str(&paper.body)
            .map_err(|fault| UploadError::Unreadable(paper.key.to_string(), fault))
    }

    pub(super) fn content(&self) -> Result<Content, UploadError> {
        let body = serde_json::to_string(self)
            .map_err(|fault| UploadError::Unreadable(self.sha256.to_string(), fault))?;
        let content = Content::new(body);
        Ok(match self.stands {
            Stands::Coming => content.labelled(COMING_BLOB, self.sha256.to_string()),
            Stands::Here => content.labelled(ATTACHED_BLOB, self.sha256.to_string()),
            Stands::Gone => content,
        })
    }
}

impl Uploads {
    /// The bytes of an attached paper as they came, held against their digest, all at once.
    pub async fn attached_bytes(&self, paper: &Attachment) -> Result<Bytes, UploadError> {
        self.blobs.get_verified(&paper.sha256).await.map_err(UploadError::Blob)
    }

    /// The same some at a time.
    pub async fn attached_pieces(
        &self,
        paper: &Attachment,
    ) -> Result<BoxStream<'static, Result<Bytes, StoreError>>, UploadError> {
        self.blobs.pieces_verified(&paper.sha256).await.map_err(UploadError::Blob)
    }

    /// The words of the reports of a change, each with its report.
    pub async fn report_texts(&self, change: &Change) -> Result<Vec<(Attachment, String)>, UploadError> {
        let mut texts = Vec::new();
        for report in change.attachments.iter().filter(|paper| paper.kind == AttachmentKind::Report) {
            let key = Attached::key(&change.id, &report.sha256)?;
            if let Some(paper) = self.papers.get(ATTACHED, &key).await? {
                texts.push((report.clone(), Attached::read(&paper)?.text));
            }
        }
        Ok(texts)
    }

    /// Notes of which files no change has any more, and gives those: while nobody stores any.
    pub(super) async fn attached_let_go(&self) -> Result<Vec<(Digest, Key, u64)>, UploadError> {
        let mut gone = Vec::new();
        // Once for each record: while nobody stores any, no change comes to need one that it did not.
        let mut needed: HashMap<Id, Needed> = HashMap::new();
        let mut after: Option<Key> = None;
        loop {
            let page = self.papers.list(ATTACHED, after.as_ref(), PAGE).await?;
            for paper in &page.papers {
                // One that cannot be read is told by `verify`, and keeps its label.
                let Ok(attached) = Attached::read(paper) else { continue };
                if !needed.contains_key(&attached.about) {
                    needed.insert(attached.about.clone(), self.needed_about(&attached.about).await?);
                }
                if needed.get(&attached.about).is_none_or(|needed| needed.has(&attached)) {
                    continue;
                }
                let (sha256, stood) = (attached.sha256, attached.stands);
                let mut version = paper.version;
                if stood != Stands::Gone {
                    let gone = Attached { stands: Stands::Gone, ..attached };
                    let batch = Batch::new(self.clock.now());
                    let batch = batch.put_if(ATTACHED, paper.key.clone(), version, gone.content()?);
                    match self.papers.write(batch).await {
                        Ok(written) => version = written,
                        Err(PaperError::Conflict(_)) => continue,
                        Err(error) => return Err(error.into()),
                    }
                }
                gone.push((sha256, paper.key.clone(), version));
            }
            after = page.next;
            if after.is_none() {
                return Ok(gone);
            }
        }
    }

    /// Removes what is kept of files whose bytes are gone, or are somebody else's too.
    pub(super) async fn forget_attached(&self, gone: Vec<(Digest, Key, u64)>) -> Result<(), UploadError> {
        for (_, key, version) in gone {
            let batch = Batch::new(self.clock.now()).delete_if(ATTACHED, key, version);
            match self.papers.write(batch).await {
                Ok(_) | Err(PaperError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn needed_about(&self, about: &Id) -> Result<Needed, UploadError> {
        let listed = self.changes.about(about).await?;
        let keeping = listed.changes.iter().filter(|change| change.keeps_attachments());
        let files = keeping.flat_map(|change| {
            change.attachments.iter().map(|paper| (root(&change.id).to_owned(), paper.sha256))
        });
        Ok(Needed { files: files.collect(), is_any_unread: listed.unread > 0 })
    }
}

/// The files that the changes of a record have, each with the change in the first place.
struct Needed {
    files: HashSet<(String, Digest)>,
    /// Whether one cannot be read, which may have any.
    is_any_unread: bool,
}

impl Needed {
    fn has(&self, attached: &Attached) -> bool {
        self.is_any_unread || self.files.contains(&(attached.change.clone(), attached.sha256))
    }
}
