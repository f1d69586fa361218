//! Brings a folder into the archive: blobs first, then every new or changed record as one change.
//!
//! Cut off anywhere, the archive is what it was before; a blob that nothing refers to yet is harmless.

mod pictures;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

use jiff::Timestamp;

use self::pictures::{keep, pictures_of};
use super::export::{ExportError, read_collection};
use super::problem::Problem;
use super::read::Reading;
use super::standing::{Standing, choose};
use super::tree::Tree;
use crate::model::{Record, RecordKey};
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
    /// Records that were left as they are, or out, for a fault.
    pub faulty: Vec<LeftFault>,
    /// Pictures of known records whose bytes were missing or damaged, and are whole again.
    pub repaired: usize,
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

/// Why an import did not happen. Nothing of it was written but blobs.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// What is there could not be read, to see what can stand beside it.
    #[error("the archive cannot be read")]
    Archive(#[source] Box<ExportError>),
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
    let heads = heads(records).await?;
    let mut imported = Imported::default();
    let photos = std::mem::take(&mut reading.picture_paths);
    let mut pictures = pictures_of(&reading.collection, photos, &heads);
    keep_places(&mut reading, records).await?;
    let mut offered = Vec::new();
    for record in std::mem::take(&mut reading.collection).into_records() {
        if reading.held.contains_key(&record.key()) {
            continue;
        }
        let key = Key::new(record.key().to_string())?;
        match heads.get(&key) {
            Some(head)
                if head.origin == Origin::Staff
                    && options.staff_edits == StaffEdits::Keep
                    && head.digest != Digest::of(record.to_document()?) =>
            {
                imported.left.push(LeftEdit { key, revision: head.number });
            }
            _ => offered.push(record),
        }
    }
    let standing = what_stands(offered, &heads, records, &reading.problems).await?;
    let mut proposals = Vec::new();
    for record in standing.records {
        let key = Key::new(record.key().to_string())?;
        let body = record.to_document()?;
        let head = heads.get(&key);
        if head.is_some_and(|head| head.digest == Digest::of(&body)) {
            imported.unchanged += 1;
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
        let kind = Kind::new(record.key().kind.word())?;
        proposals.push(Proposal { base: head.map(|head| head.number), key, kind, body });
    }
    for (key, picture) in &pictures {
        imported.repaired += usize::from(keep(picture, key, tree, records, blobs).await?);
        picture_done();
    }
    imported.faulty = left_for_faults(reading, standing.left, &heads)?;
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
async fn what_stands(
    offered: Vec<Record>,
    heads: &HashMap<Key, HeadNote>,
    records: &Records,
    problems: &[Problem],
) -> Result<Standing, ImportError> {
    let keys: HashSet<String> = offered.iter().map(|record| record.key().to_string()).collect();
    let same_kind = |record: &Record| {
        let head = Key::new(record.key().to_string()).ok().and_then(|key| heads.get(&key));
        head.is_none_or(|head| head.kind.as_str() == record.key().kind.word())
    };
    if problems.is_empty()
        && heads.keys().all(|key| keys.contains(key.as_str()))
        && offered.iter().all(same_kind)
    {
        return Ok(Standing { records: offered, left: BTreeMap::new() });
    }
    let archive = read_collection(records).await.map_err(|error| ImportError::Archive(Box::new(error)))?;
    Ok(tokio::task::spawn_blocking(move || choose(archive, offered)).await.map_err(StoreError::from)?)
}

/// Where terms could not be read, the order of those that were would put the others last.
async fn keep_places(reading: &mut Reading, records: &Records) -> Result<(), ImportError> {
    if !reading.problems.iter().any(|problem| problem.file == "villages/vocabulary.toml") {
        return Ok(());
    }
    let head = records.head(&Key::new(RecordKey::vocabulary().to_string())?).await?;
    if let Some(head) = head {
        reading.collection.vocabulary.keep_places_of(&serde_json::from_str(&head.body)?);
    }
    Ok(())
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
