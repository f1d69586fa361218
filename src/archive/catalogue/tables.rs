//! What an archive has few of: its county, vocabulary, sources, terms and essays, and what is withdrawn.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::{EssayEntry, Used};
use crate::archive::disclosure::{Rules, Verdict};
use crate::archive::lists::{Item, View};
use crate::archive::typed::original_of;
use crate::archive::{ArchiveError, ListsError, PhotoEntry, Published};
use crate::model::{County, Id, Kind, Photo, Record, Source, Term, Vocabulary};
use crate::store::{Key, RevisionNote};

/// The archive at one sequence number, the small in memory and the many in their lists.
#[derive(Clone)]
pub(in crate::archive) struct Tables {
    pub(super) sequence: u64,
    /// What tells the state after that commit from others.
    pub(super) state: Arc<str>,
    pub(super) updated_at: Timestamp,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) region: Arc<County>,
    pub(super) sources: Arc<BTreeMap<Id, Arc<Source>>>,
    pub(super) terms: Arc<Vec<Arc<Term>>>,
    pub(super) essays: Arc<BTreeMap<Id, Arc<EssayEntry>>>,
    pub(super) newest_essays: Arc<Vec<Arc<EssayEntry>>>,
    pub(super) rules: Rules,
    /// The commit of the newest withdrawal, or of its being lifted.
    pub(super) withdrawn_at: u64,
    /// The commit that last changed a record, by its key, or any of a kind, by its word.
    touched: Arc<HashMap<Box<str>, u64>>,
    pub(super) lists: View,
}

impl Tables {
    /// The tables of an archive in which nothing has been committed.
    pub(super) fn empty(rules: Rules, lists: View) -> Self {
        Self {
            sequence: 0,
            state: "".into(),
            updated_at: Timestamp::UNIX_EPOCH,
            vocabulary: Arc::default(),
            region: Arc::default(),
            sources: Arc::default(),
            terms: Arc::default(),
            essays: Arc::default(),
            newest_essays: Arc::default(),
            rules,
            withdrawn_at: 0,
            touched: Arc::default(),
            lists,
        }
    }

    /// The sequence number everything here is of.
    pub(in crate::archive) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// What tells the state after that commit from others.
    pub(in crate::archive) fn state(&self) -> &str {
        &self.state
    }

    /// The commit that last changed what stands under a name of [`Used`].
    pub(super) fn touched(&self, name: &str) -> Result<u64, ListsError> {
        if name == Used::EVERYTHING {
            return Ok(self.sequence);
        }
        // A record may be called like a shelf: the later of all, so that a page falls once too often at most.
        let here = self.touched.get(name).copied().unwrap_or(0);
        let item = self.lists.get(name)?.map_or(0, |kept| kept.touched);
        Ok(here.max(item).max(self.lists.total_touched(name)?))
    }

    /// These with a change laid over them, as they would be if it were committed; nothing is written.
    pub(in crate::archive) fn with(&self, change: &[Published]) -> Result<Self, ArchiveError> {
        let mut tables = self.clone();
        let mut items = Vec::new();
        for published in change {
            let (number, now) = (published.revision.number, published.revision.sequence);
            match self.rules.on_revision(published) {
                Verdict::Shown => {
                    let item = tables.add(published.clone(), now)?;
                    items.extend(item.map(|(id, item)| (id, item, number)));
                }
                // To everybody it is not there; which of the two it is nobody asks of a preview.
                Verdict::Hidden | Verdict::Withdrawn(_) => {
                    tables.remove(&published.revision.key, now);
                    let id = Id::parse(published.revision.key.as_str()).ok();
                    items.extend(id.map(|id| (id, Item::Internal, number)));
                }
            }
        }
        tables.order();
        tables.lists = self.lists.with(items)?;
        Ok(tables)
    }

    /// Takes in a record as it is shown from commit `now` on; gives what of it stands in the lists.
    pub(super) fn add(&mut self, published: Published, now: u64) -> Result<Option<(Id, Item)>, ArchiveError> {
        Ok(match published.record {
            Record::Village(mut village) => {
                village.text = None;
                Some((village.id.clone(), Item::Village(village.into())))
            }
            Record::Photo(photo) => {
                let entry = photo_entry(&photo, &published.revision)?;
                Some((photo.id, Item::Photo(entry)))
            }
            _ => {
                let id = Id::parse(published.revision.key.as_str()).ok();
                self.take(published, now);
                // Of these only essays have keys that are ids.
                id.map(|id| (id, Item::Essay))
            }
        })
    }

    /// Takes in a record of which there are few, as it is shown from commit `now` on; villages and photos are not for here.
    pub(super) fn take(&mut self, Published { record, revision }: Published, now: u64) {
        self.touch(record.key().kind, &revision.key, now);
        match record {
            Record::Vocabulary(vocabulary) => self.vocabulary = Arc::new(vocabulary),
            Record::County(region) => self.region = Arc::new(region),
            Record::Source(source) => {
                Arc::make_mut(&mut self.sources).insert(source.id.clone(), Arc::new(source));
            }
            Record::Term(term) => {
                // Their order comes in the end, once for all that has been taken in (`order`).
                let terms = Arc::make_mut(&mut self.terms);
                terms.retain(|other| other.id != term.id);
                terms.push(Arc::new(term));
            }
            Record::Essay(essay) => {
                let entry = Arc::new(EssayEntry::new(essay, revision.number));
                Arc::make_mut(&mut self.essays).insert(entry.essay.id.clone(), entry);
            }
            Record::Village(_) | Record::Photo(_) | Record::Withdrawals(_) => {}
        }
    }

    /// Takes an essay out of the lists.
    pub(super) fn remove(&mut self, key: &Key, now: u64) {
        if let Ok(id) = Id::parse(key.as_str())
            && self.essays.contains_key(&id)
        {
            Arc::make_mut(&mut self.essays).remove(&id);
            self.touch(Kind::Essay, key, now);
        }
    }

    /// Puts in order what was taken in.
    pub(super) fn order(&mut self) {
        let vocabulary = Arc::clone(&self.vocabulary);
        Arc::make_mut(&mut self.terms)
            .sort_by(|a, b| (vocabulary.place_of(&a.id), &a.id).cmp(&(vocabulary.place_of(&b.id), &b.id)));
        let mut essays: Vec<Arc<EssayEntry>> = self.essays.values().map(Arc::clone).collect();
        essays.sort_by_key(|entry| (Reverse(entry.essay.published), entry.essay.id.clone()));
        self.newest_essays = Arc::new(essays);
    }

    fn touch(&mut self, kind: Kind, key: &Key, now: u64) {
        let touched = Arc::make_mut(&mut self.touched);
        for name in [kind.word(), key.as_str()] {
            let last = touched.entry(name.into()).or_default();
            *last = now.max(*last);
        }
    }
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tables").field("sequence", &self.sequence).finish_non_exhaustive()
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
