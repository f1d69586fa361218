//! What an archive has few of: its county, vocabulary, sources, terms and essays, and what is withdrawn.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::{EssayEntry, Used};
use crate::archive::ListsError;
use crate::archive::Published;
use crate::archive::disclosure::Rules;
use crate::archive::lists::View;
use crate::model::{Id, Kind, Record, Region, Source, Term, Vocabulary};
use crate::store::Key;

/// The archive at one sequence number, the small in memory and the many in their lists.
#[derive(Clone)]
pub(in crate::archive) struct Tables {
    pub(super) sequence: u64,
    pub(super) updated_at: Timestamp,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) region: Arc<Region>,
    pub(super) sources: Arc<BTreeMap<Id, Arc<Source>>>,
    pub(super) terms: Arc<Vec<Arc<Term>>>,
    pub(super) essays: Arc<BTreeMap<Id, Arc<EssayEntry>>>,
    pub(super) newest_essays: Arc<Vec<Arc<EssayEntry>>>,
    pub(super) rules: Rules,
    /// The commit of the newest withdrawal, or of its being lifted.
    pub(super) withdrawn_at: u64,
    /// The commit that last changed a record, by its key, or any of a kind, by its word.
    touched: Arc<HashMap<Box<str>, u64>>,
    pub(super) lists: Arc<View>,
}

impl Tables {
    /// The tables of an archive in which nothing has been committed.
    pub(super) fn empty(rules: Rules, lists: View) -> Self {
        Self {
            sequence: 0,
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
            lists: Arc::new(lists),
        }
    }

    /// The sequence number everything here is of.
    pub(in crate::archive) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The commit that last changed what stands under a name of [`Used`].
    pub(super) fn touched(&self, name: &str) -> Result<u64, ListsError> {
        if name == Used::EVERYTHING {
            return Ok(self.sequence);
        }
        let here = self.touched.get(name).copied().unwrap_or(0);
        let item = self.lists.get(name)?.map_or(0, |kept| kept.touched);
        Ok(here.max(item).max(self.lists.total_touched(name)?))
    }

    /// Takes in a record of which there are few, as it is shown from commit `now` on; villages and photos are not for here.
    pub(super) fn take(&mut self, Published { record, revision }: Published, now: u64) {
        self.touch(record.key().kind, &revision.key, now);
        match record {
            Record::Vocabulary(vocabulary) => self.vocabulary = Arc::new(vocabulary),
            Record::Region(region) => self.region = Arc::new(region),
            Record::Source(source) => {
                Arc::make_mut(&mut self.sources).insert(source.id.clone(), Arc::new(source));
            }
            Record::Term(term) => {
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
