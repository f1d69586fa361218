//! Makes a catalogue from the heads in the store, and brings one forward to a newer sequence.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Catalogue, EssayEntry, PhotoEntry};
use crate::archive::typed::{original_of, read_or_earlier};
use crate::archive::{ArchiveError, Published};
use crate::model::{Photo, Record};
use crate::store::{FeedPosition, Records, RevisionNote};

/// Heads read from the store at a time.
const PAGE: u32 = 1000;

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
    pub async fn load(records: &Records) -> Result<Self, ArchiveError> {
        Self::empty().advanced(records).await
    }

    /// This catalogue brought forward by every head that has changed since.
    pub async fn advanced(&self, records: &Records) -> Result<Self, ArchiveError> {
        let mut next = self.clone();
        loop {
            let page = records.heads_since(&next.position, PAGE).await?;
            let Some(last) = page.last() else { break };
            next.position = FeedPosition::at(&last.note);
            next.updated_at = last.note.committed_at;
            for kept in page {
                let taken = match read_or_earlier(records, kept).await {
                    Ok(published) => next.take(published),
                    Err(fault) => Err(fault),
                };
                match taken {
                    // One record must not keep the others from being listed.
                    Err(fault @ ArchiveError::Record { .. }) => {
                        tracing::error!(%fault, "a record cannot be read; the lists go on without it");
                    }
                    taken => taken?,
                }
            }
        }
        next.position = FeedPosition::after(next.position.sequence());
        next.order();
        next.reindex();
        Ok(next)
    }

    fn take(&mut self, Published { record, revision }: Published) -> Result<(), ArchiveError> {
        match record {
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
                let entry = photo_entry(&photo, &revision)?;
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

fn photo_entry(photo: &Photo, revision: &RevisionNote) -> Result<PhotoEntry, ArchiveError> {
    Ok(PhotoEntry {
        id: photo.id.clone(),
        village: photo.village.clone(),
        element: photo.element.as_str().into(),
        stand_in: photo.stand_in,
        original: original_of(photo, revision)?,
        width_px: photo.picture.width_px,
        height_px: photo.picture.height_px,
        revision: revision.number,
    })
}
