//! Makes a catalogue from the heads in the store, and brings one forward to a newer sequence.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Catalogue, EssayEntry, PhotoEntry};
use crate::model::{Kind, Photo, Record, RecordKey};
use crate::store::{Digest, FeedPosition, Key, KeyError, Records, Revision, StoreError};

/// Heads read from the store at a time.
const PAGE: u32 = 1000;

/// Why a catalogue could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record's key is none the store takes.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A stored record is none this program knows.
    #[error("the record `{key}` (revision {number}) cannot be read: {fault}")]
    Record {
        /// The record's key.
        key: Key,
        /// The revision's number.
        number: u64,
        /// What is wrong with it.
        fault: String,
    },
    /// The store has gone back: another state was laid over it.
    #[error(
        "the records are at change {found}, after what is shown was at {shown}: restart the program to serve them"
    )]
    GoneBack {
        /// The store's sequence number.
        found: u64,
        /// The catalogue's.
        shown: u64,
    },
}

impl Catalogue {
    /// The catalogue of an archive in which nothing has been committed.
    pub fn empty() -> Self {
        Self {
            position: FeedPosition::start(),
            updated_at: Timestamp::UNIX_EPOCH,
            vocabulary: Arc::default(),
            region: Arc::default(),
            sources: Default::default(),
            terms: Vec::new(),
            villages: Default::default(),
            village_revisions: Default::default(),
            photos: Default::default(),
            essays: Default::default(),
            index: super::Index::default(),
        }
    }

    /// Reads the catalogue of the newest sequence.
    pub async fn load(records: &Records) -> Result<Self, CatalogueError> {
        Self::empty().advanced(records).await
    }

    /// This catalogue brought forward by every head that has changed since.
    pub async fn advanced(&self, records: &Records) -> Result<Self, CatalogueError> {
        let mut next = self.clone();
        loop {
            let page = records.heads_since(&next.position, PAGE).await?;
            let Some(last) = page.last() else { break };
            next.position = FeedPosition::at(last);
            next.updated_at = last.committed_at;
            for revision in &page {
                next.take(revision)?;
            }
        }
        next.position = FeedPosition::after(next.position.sequence());
        next.order();
        next.reindex();
        Ok(next)
    }

    fn take(&mut self, revision: &Revision) -> Result<(), CatalogueError> {
        match read_record(revision)? {
            Record::Vocabulary(vocabulary) => self.vocabulary = Arc::new(vocabulary),
            Record::Region(region) => self.region = Arc::new(region),
            Record::Source(source) => drop(self.sources.insert(source.id.clone(), Arc::new(source))),
            Record::Term(term) => {
                self.terms.retain(|other| other.id != term.id);
                self.terms.push(Arc::new(term));
            }
            Record::Village(mut village) => {
                village.text = None;
                self.village_revisions.insert(village.id.clone(), revision.number);
                self.villages.insert(village.id.clone(), Arc::new(village));
            }
            Record::Photo(photo) => {
                let entry = photo_entry(&photo, revision)?;
                self.photos.insert(photo.id, Arc::new(entry));
            }
            Record::Essay(essay) => {
                let id = essay.id.clone();
                self.essays.insert(id, Arc::new(EssayEntry::new(essay, revision.number)));
            }
        }
        Ok(())
    }

    fn order(&mut self) {
        let vocabulary = Arc::clone(&self.vocabulary);
        self.terms
            .sort_by(|a, b| (vocabulary.place_of(&a.id), &a.id).cmp(&(vocabulary.place_of(&b.id), &b.id)));
    }
}

fn photo_entry(photo: &Photo, revision: &Revision) -> Result<PhotoEntry, CatalogueError> {
    let original: Digest = photo.picture.sha256.parse().map_err(|error| unreadable(revision, error))?;
    Ok(PhotoEntry {
        id: photo.id.clone(),
        village: photo.village.clone(),
        element: photo.element.as_str().into(),
        stand_in: photo.stand_in,
        original,
        width_px: photo.picture.width_px,
        height_px: photo.picture.height_px,
        revision: revision.number,
    })
}

/// A stored revision, typed.
pub fn read_record(revision: &Revision) -> Result<Record, CatalogueError> {
    let kind = revision.kind.as_str();
    let kind =
        Kind::from_word(kind).ok_or_else(|| unreadable(revision, format!("its kind `{kind}` is unknown")))?;
    Record::from_document(kind, &revision.body).map_err(|error| unreadable(revision, error))
}

fn unreadable(revision: &Revision, fault: impl ToString) -> CatalogueError {
    CatalogueError::Record { key: revision.key.clone(), number: revision.number, fault: fault.to_string() }
}

/// The newest revision of a record, typed, with what the store knows of it.
pub async fn current_revision(
    records: &Records,
    key: &RecordKey,
) -> Result<Option<(Record, Revision)>, CatalogueError> {
    typed(records.head(&store_key(key)?).await?)
}

/// One revision of a record, typed, with what the store knows of it.
pub async fn past_revision(
    records: &Records,
    key: &RecordKey,
    number: u64,
) -> Result<Option<(Record, Revision)>, CatalogueError> {
    typed(records.revision(&store_key(key)?, number).await?)
}

fn typed(revision: Option<Revision>) -> Result<Option<(Record, Revision)>, CatalogueError> {
    revision.map(|revision| Ok((read_record(&revision)?, revision))).transpose()
}

/// The store's key of a record.
pub fn store_key(key: &RecordKey) -> Result<Key, CatalogueError> {
    Ok(Key::new(key.to_string())?)
}
