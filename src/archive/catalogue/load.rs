//! Makes a catalogue from the heads in the store, and brings one forward to a newer sequence.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Catalogue, EssayEntry, PhotoEntry};
use crate::archive::disclosure::{Audience, Rules};
use crate::archive::shown::newest_shown;
use crate::archive::typed::{original_of, read_kept};
use crate::archive::{ArchiveError, Published};
use crate::model::{Id, Kind, Photo, Record, RecordKey, Withdrawals};
use crate::store::{FeedPosition, KeptRevision, Key, Records, RevisionNote};

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
            internal: BTreeSet::new(),
            withdrawn_at: 0,
            rules: Rules::new(Audience::Public, Withdrawals::default()),
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
        let mut withdrawals_moved = false;
        loop {
            let page = records.heads_since(&next.position, PAGE).await?;
            let Some(last) = page.last() else { break };
            next.position = FeedPosition::at(&last.note);
            next.updated_at = last.note.committed_at;
            for kept in page {
                if kept.note.kind.as_str() == Kind::Withdrawals.word() {
                    withdrawals_moved = true;
                } else {
                    next.take(records, kept).await?;
                }
            }
        }
        next.position = FeedPosition::after(next.position.sequence());
        if withdrawals_moved {
            next.withdraw(records).await?;
        }
        next.order();
        next.reindex();
        Ok(next)
    }

    /// Takes in what is withdrawn now, and looks again at each record that this is about or was.
    ///
    /// If it cannot be read nothing moves on: rather an old state than one that shows what was withdrawn.
    async fn withdraw(&mut self, records: &Records) -> Result<(), ArchiveError> {
        let key: Key = RecordKey::withdrawals().to_string().parse()?;
        let kept = records.records_at(self.sequence(), &[key]).await?.pop();
        let read = kept.map(read_kept).transpose()?;
        self.withdrawn_at = read.as_ref().map_or(0, |published| published.revision.sequence);
        let withdrawals = match read.map(|published| published.record) {
            Some(Record::Withdrawals(withdrawals)) => withdrawals,
            _ => Withdrawals::default(),
        };
        let rules = self.rules.with(withdrawals);
        let before = std::mem::replace(&mut self.rules, rules);
        let about: BTreeSet<&Id> = before.withdrawn_items().chain(self.rules.withdrawn_items()).collect();
        let keys = about.into_iter().map(|id| id.as_str().parse()).collect::<Result<Vec<Key>, _>>()?;
        for kept in records.records_at(self.sequence(), &keys).await? {
            self.take(records, kept).await?;
        }
        Ok(())
    }

    /// Takes in the newest revision of a record, or what is shown of it.
    async fn take(&mut self, records: &Records, kept: KeptRevision) -> Result<(), ArchiveError> {
        let id = Id::parse(kept.note.key.as_str()).ok();
        match newest_shown(records, &self.rules, kept).await {
            Ok(Some(published)) => {
                if let Some(id) = &id {
                    self.internal.remove(id);
                }
                match self.add(published) {
                    Err(fault @ ArchiveError::Record { .. }) => go_on_without(&fault),
                    added => added?,
                }
            }
            Ok(None) => {
                if let Some(id) = id {
                    self.remove(&id);
                    self.internal.insert(id);
                }
            }
            Err(ArchiveError::Withdrawn(_)) => {
                if let Some(id) = id {
                    self.remove(&id);
                    self.internal.remove(&id);
                }
            }
            Err(fault @ ArchiveError::Record { .. }) => go_on_without(&fault),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn add(&mut self, Published { record, revision }: Published) -> Result<(), ArchiveError> {
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
            // Read by itself, when everything else has been.
            Record::Withdrawals(_) => {}
        }
        Ok(())
    }

    /// Takes an item out of the lists.
    fn remove(&mut self, id: &Id) {
        self.villages.remove(id);
        self.village_revisions.remove(id);
        self.photos.remove(id);
        self.essays.remove(id);
    }

    fn order(&mut self) {
        let vocabulary = Arc::clone(&self.vocabulary);
        self.terms
            .sort_by(|a, b| (vocabulary.place_of(&a.id), &a.id).cmp(&(vocabulary.place_of(&b.id), &b.id)));
    }
}

/// One record must not keep the others from being listed.
fn go_on_without(fault: &ArchiveError) {
    tracing::error!(%fault, "a record cannot be read; the lists go on without it");
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
