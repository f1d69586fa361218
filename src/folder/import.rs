//! Brings a folder into the archive: its history, then blobs, then every new or changed record as one change.
//!
//! Cut off anywhere, the archive is what it was before; a blob that nothing refers to yet is harmless.

mod archive;
mod pictures;
mod purged;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

use jiff::Timestamp;

use self::archive::{Archive, read_archive};
use self::pictures::{keep, pictures_of};
use self::purged::{digests_of_purged, leave_purged, purged_with};
use super::history::{HistoryError, Mended, bring_back, mend_past};
use super::problem::Problem;
use super::reading::Reading;
use super::standing::{Standing, choose};
use super::tree::Tree;
use crate::model::{Record, RecordKey};
use crate::store::{
    Blobs, Change, CommitError, Digest, HeadNote, Key, KeyError, KindWord, KindWordError, Origin, Proposal,
    Records, StoreError,
};

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
    /// Records that were left as they are, or out, for a fault.
    pub faulty: Vec<LeftFault>,
    /// Pictures of the archive whose bytes were missing or damaged, and are whole again.
    pub repaired: usize,
    /// Texts of the archive that were damaged, and are whole again.
    pub restored: usize,
    /// Records whose newest text in the archive is damaged and stays so: the folder has not the same.
    pub damaged: Vec<DamagedText>,
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

/// A record that did not come in for a fault of its own, or of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftFault {
    /// The record.
    pub record: RecordKey,
    /// The number of the revision that stays; none where the archive has no such record.
    pub revision: Option<u64>,
    /// The first fault.
    pub why: Problem,
}

/// A revision in the archive that cannot be read any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedText {
    /// The record.
    pub key: Key,
    /// The number of the revision, its newest before the import.
    pub revision: u64,
    /// What is wrong with it.
    pub fault: String,
}

/// Why an import did not happen. Nothing of it was written but blobs, and texts of the archive put back.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
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
    Kind(#[from] KindWordError),
}

/// Imports what was read from `tree`: what is whole and can stand with the archive, and nothing else.
///
/// `picture_done` is called once for each photo, for a progress bar.
pub async fn import(
    mut reading: Reading,
    tree: &dyn Tree,
    records: &Records,
    blobs: &Blobs,
    options: &ImportOptions,
    picture_done: impl Fn(),
) -> Result<Imported, ImportError> {
    let replayed = bring_back(&reading.history, tree, records, blobs).await?;
    let Mended { texts: restored, pictures: repaired } =
        mend_past(&reading.history, tree, records, blobs).await?;
    // Only now: what was brought back or mended is what the folder is compared with.
    let mut archive = read_archive(records).await?;
    let mut imported = Imported { replayed, restored, repaired, ..Imported::default() };
    let photos = std::mem::take(&mut reading.picture_paths);
    let mut pictures = pictures_of(&reading.collection, photos, &archive.heads);
    if reading.problems.iter().any(|problem| problem.file == "villages/vocabulary.toml") {
        // The order of the terms that could be read would put the others last.
        reading.collection.vocabulary.keep_places_of(&archive.collection.vocabulary);
    }
    let mut offered = Vec::new();
    for record in std::mem::take(&mut reading.collection).into_records() {
        if reading.held.contains_key(&record.key()) {
            continue;
        }
        let key = Key::new(record.key().to_string())?;
        match archive.heads.get(&key) {
            Some(head)
                if head.origin == Origin::Staff
                    // Whoever edits an older copy of the folder has never heard of a withdrawal.
                    && (options.staff_edits == StaffEdits::Keep || record.key().kind == crate::model::Kind::Withdrawals)
                    && head.digest != Digest::of(record.to_document()?) =>
            {
                imported.left.push(LeftEdit { key, revision: head.number });
            }
            _ => offered.push(record),
        }
    }
    let purged = purged_with(&offered, records).await?;
    let words = digests_of_purged(&purged, records).await?;
    // Before it is chosen what stands: who refers to what is taken out here is not to blame.
    let gone = leave_purged(&mut offered, &pictures, &purged, &archive, &words);
    let standing = what_stands(offered, &mut archive, &reading.problems, &gone);
    let mut proposals = Vec::new();
    for record in standing.records {
        let key = Key::new(record.key().to_string())?;
        let body = record.to_document()?;
        let head = archive.heads.get(&key);
        // Equal by the digest in its row, while the words behind that may be lost: then the folder has them.
        if let Some(head) = head.filter(|head| head.digest == Digest::of(&body)) {
            imported.unchanged += 1;
            if archive.damaged.contains_key(&key) && records.restore_text(&key, head.number, &body).await? {
                tracing::warn!(%key, revision = head.number, "a text was damaged; it is whole again");
                archive.damaged.remove(&key);
                imported.restored += 1;
            }
            continue;
        }
        if head.is_some() {
            imported.changed += 1;
        } else {
            imported.added += 1;
        }
        if let Some(picture) = pictures.get_mut(&key) {
            picture.is_new = true;
        }
        let kind = KindWord::new(record.key().kind.word())?;
        // Whoever has changed the record since the heads were read makes a conflict of this, and nothing comes in.
        proposals.push(Proposal { base: head.map(|head| head.number), key, kind, body });
    }
    // Before the commit: cut off between the two there is a blob too many, never a photo without its picture.
    for (key, picture) in &pictures {
        if purged.picture(&picture.digest).is_some() {
            picture_done();
            continue;
        }
        imported.repaired += usize::from(keep(picture, key, tree, records, blobs).await?);
        picture_done();
    }
    let left = standing.left.into_iter().chain(gone).collect();
    imported.faulty = left_for_faults(reading, left, &archive.heads)?;
    imported.damaged = archive.damaged.into_values().collect();
    if !proposals.is_empty() {
        let change = Change {
            author: options.author.clone(),
            message: "import of a folder".to_owned(),
            origin: Origin::Import,
            at: options.at,
            proposals,
        };
        imported.sequence = Some(records.commit(change).await?);
    }
    Ok(imported)
}

/// Chooses what can stand. Where all that is there is offered anew by a folder without faults, its own checks
/// have said so already.
fn what_stands(
    offered: Vec<Record>,
    archive: &mut Archive,
    problems: &[Problem],
    gone: &BTreeMap<RecordKey, Problem>,
) -> Standing {
    let keys: HashSet<String> = offered.iter().map(|record| record.key().to_string()).collect();
    let same_kind = |record: &Record| {
        let head = Key::new(record.key().to_string()).ok().and_then(|key| archive.heads.get(&key));
        head.is_none_or(|head| head.kind.as_str() == record.key().kind.word())
    };
    if problems.is_empty()
        && archive.heads.keys().all(|key| keys.contains(key.as_str()))
        && offered.iter().all(same_kind)
    {
        return Standing { records: offered, left: BTreeMap::new() };
    }
    let (there, mut unreadable) = (std::mem::take(&mut archive.collection), archive.unreadable());
    // Who refers to what was purged is not to blame.
    unreadable.extend(gone.keys().cloned());
    choose(there, &unreadable, offered)
}

/// What was left, those that are faulty in themselves and those that cannot stand without them, by key.
fn left_for_faults(
    reading: Reading,
    left: BTreeMap<RecordKey, Problem>,
    heads: &HashMap<Key, HeadNote>,
) -> Result<Vec<LeftFault>, ImportError> {
    let Reading { held, problems, .. } = reading;
    // The reading knows the line of a fault.
    let with_line = |fault: Problem| {
        let same = |told: &&Problem| {
            (told.code, &told.file) == (fault.code, &fault.file) && fault.message.starts_with(&told.message)
        };
        problems.iter().find(same).cloned().unwrap_or(fault)
    };
    let left: BTreeMap<RecordKey, Problem> =
        left.into_iter().map(|(record, fault)| (record, with_line(fault))).chain(held).collect();
    left.into_iter()
        .map(|(record, why)| {
            let head = heads.get(&Key::new(record.to_string())?);
            Ok(LeftFault { revision: head.map(|head| head.number), record, why })
        })
        .collect()
}
