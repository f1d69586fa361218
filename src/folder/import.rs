//! Brings a folder into the archive: its history, then blobs, then every new or changed record as one change.
//!
//! Cut off anywhere, the archive is what it was before; a blob that nothing refers to yet is harmless.

use std::collections::{HashMap, HashSet};
use std::io;

use bytes::Bytes;
use jiff::Timestamp;

use super::history::{HistoryError, bring_back};
use super::read::Reading;
use super::tree::Tree;
use crate::model::{Photo, Record};
use crate::store::{
    Blobs, Change, CommitError, Digest, HeadNote, Key, KeyError, Kind, KindError, Origin, Proposal, Records,
    StoreError,
};

/// Heads compared at a time.
const PAGE: u32 = 10_000;

/// How an import deals with records that staff have edited since they were imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffEdits {
    /// Leaves them as they are and says which.
    Keep,
    /// Writes the folder's form over them as a new revision.
    Overwrite,
}

/// What an import is told.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Who imports, for the change log.
    pub author: String,
    /// The present time.
    pub at: Timestamp,
    /// What to do with newer staff edits.
    pub staff_edits: StaffEdits,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The sequence number of the change; none when nothing was new.
    pub sequence: Option<u64>,
    /// Records that were not there before.
    pub added: usize,
    /// Records of which a new revision was made.
    pub changed: usize,
    /// Records that were equal already.
    pub unchanged: usize,
    /// Staff edits that were left as they are.
    pub left: Vec<LeftEdit>,
    /// Commits of the folder's history that were brought back before that.
    pub replayed: u64,
}

/// A record whose newest revision is a staff edit that differs from the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftEdit {
    /// The record.
    pub key: Key,
    /// The number of the revision that was kept.
    pub revision: u64,
}

/// Why an import did not happen. Nothing of it was written but blobs.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The folder has problems, so that not all of it was read.
    #[error("the folder has {0} problems")]
    Faulty(usize),
    /// A picture could not be read again.
    #[error("cannot read {path}")]
    Picture {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A picture changed while the import ran.
    #[error("{0} changed while it was being imported; import again")]
    Moving(String),
    /// The folder's history cannot be brought back.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The change could not be committed.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// A record cannot be written as a document.
    #[error("a record cannot be stored")]
    Document(#[from] serde_json::Error),
    /// A record's key is none the store takes.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A record's kind is none the store takes.
    #[error(transparent)]
    Kind(#[from] KindError),
}

/// Imports what was read from `tree`; a reading with problems is refused.
///
/// `picture_done` is called once for each photo, for a progress bar.
pub async fn import(
    reading: Reading,
    tree: &dyn Tree,
    records: &Records,
    blobs: &Blobs,
    options: &ImportOptions,
    picture_done: impl Fn(),
) -> Result<Imported, ImportError> {
    if !reading.problems.is_empty() {
        return Err(ImportError::Faulty(reading.problems.len()));
    }
    let replayed = bring_back(&reading.history, tree, records, blobs).await?;
    let heads = heads(records).await?;
    let mut imported = Imported { replayed, ..Imported::default() };
    let mut proposals = Vec::new();
    for record in reading.collection.into_records() {
        let key = Key::new(record.key().to_string())?;
        let body = record.to_document()?;
        let head = heads.get(&key);
        match head {
            Some(head) if head.digest == Digest::of(&body) => imported.unchanged += 1,
            Some(head) if head.origin == Origin::Staff && options.staff_edits == StaffEdits::Keep => {
                imported.left.push(LeftEdit { key, revision: head.number });
            }
            _ => {
                if head.is_some() {
                    imported.changed += 1;
                } else {
                    imported.added += 1;
                }
                let kind = Kind::new(record.key().kind.word())?;
                let base = head.map(|head| head.number);
                proposals.push((record, Proposal { key, kind, base, body }));
            }
        }
    }
    let mut kept = HashSet::new();
    for (record, _) in &proposals {
        if let Record::Photo(photo) = record {
            let path = reading.picture_paths.get(&photo.id);
            keep_picture(photo, path.map(String::as_str), tree, blobs, &mut kept).await?;
            picture_done();
        }
    }
    if !proposals.is_empty() {
        let change = Change {
            author: options.author.clone(),
            message: "import of a folder".to_owned(),
            origin: Origin::Import,
            at: options.at,
            proposals: proposals.into_iter().map(|(_, proposal)| proposal).collect(),
        };
        imported.sequence = Some(records.commit(change).await?);
    }
    Ok(imported)
}

async fn heads(records: &Records) -> Result<HashMap<Key, HeadNote>, StoreError> {
    let mut heads = HashMap::new();
    let mut after: Option<Key> = None;
    loop {
        let page = records.head_digests(after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(heads) };
        after = Some(last.key.clone());
        heads.extend(page.into_iter().map(|head| (head.key.clone(), head)));
    }
}

async fn keep_picture(
    photo: &Photo,
    path: Option<&str>,
    tree: &dyn Tree,
    blobs: &Blobs,
    kept: &mut HashSet<String>,
) -> Result<(), ImportError> {
    let Some(path) = path.filter(|_| kept.insert(photo.picture.sha256.clone())) else { return Ok(()) };
    let bytes = tree
        .read(path, photo.picture.bytes)
        .map_err(|source| ImportError::Picture { path: path.to_owned(), source })?;
    let digest = blobs.put(Bytes::from(bytes)).await?;
    if digest.to_string() == photo.picture.sha256 {
        Ok(())
    } else {
        Err(ImportError::Moving(path.to_owned()))
    }
}
