//! Keeps the index in step with the store: builds it where there is none, brings it forward, makes it anew when
//! it is damaged. Readers are served from what there is meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use tantivy::TantivyDocument;

use super::entry::{Entry, entries_of};
use super::index::{Building, Generation, MadeFrom, whole_numbers_in};
use super::lookup::{blocking, ids_about, load_tables, villages_of};
use super::schema::Fields;
use super::{Availability, Search, SearchError};
use crate::catalogue::read_record;
use crate::model::{Id, Record};
use crate::store::{FeedPosition, Key, Records, Revision};

/// Heads read from the store at a time.
const PAGE: u32 = 500;

/// More changes than this are quicker made anew.
const MANY: usize = 20_000;

/// An archive of more records than this is indexed by two threads.
const LARGE: u64 = 20_000;

/// Follows the store for ever, asking every `interval`. A failure is logged once and tried again.
pub async fn keep(search: Search, records: Records, interval: Duration) {
    let mut failing = false;
    loop {
        // A fault of the engine must not end the following.
        let caught_up = AssertUnwindSafe(search.catch_up(&records)).catch_unwind().await;
        let caught_up = caught_up.unwrap_or_else(|_| {
            search.suspect();
            Err(SearchError::Damaged("an update panicked".to_owned()))
        });
        match caught_up {
            Ok(_) => failing = false,
            Err(error) => {
                if !std::mem::replace(&mut failing, true) {
                    tracing::error!(%error, "the search index cannot follow; it is tried again");
                }
                search.note(Availability::Failing);
                tokio::time::sleep(interval.max(Duration::from_secs(2))).await;
            }
        }
        tokio::time::sleep(interval).await;
    }
}

impl Search {
    /// Brings the index to the newest sequence, whatever that takes; says whether anything was done.
    pub async fn catch_up(&self, records: &Records) -> Result<bool, SearchError> {
        let sequence = records.sequence().await?;
        let archive = archive_of(records).await?;
        if !self.has_vocabulary() {
            self.set_vocabulary(&load_tables(records).await?);
        }
        let current = match self.usable(&archive, sequence) {
            Some(current) => current,
            None => {
                self.rebuild(records).await?;
                return Ok(true);
            }
        };
        if current.sequence() == sequence {
            self.note(Availability::Ready);
            return Ok(false);
        }
        let brought = self.bring_forward(&current, records).await;
        if let Err(error) = &brought
            && error.is_of_the_index()
        {
            // Its files have changed, most likely: the next round looks at every byte of them.
            self.suspect();
        }
        if !brought? {
            self.rebuild(records).await?;
        }
        self.note(Availability::Ready);
        Ok(true)
    }

    /// The generation in use, unless there is none, it is gone, or it is not of this archive. One that another
    /// process has made meanwhile is taken.
    fn usable(&self, archive: &str, sequence: u64) -> Option<Arc<Generation>> {
        let current = self.current().filter(|_| !self.is_suspect());
        let newest = whole_numbers_in(self.folder()).into_iter().max();
        let is_newest =
            |generation: &Arc<Generation>| newest.is_none_or(|newest| newest <= generation.number);
        let current = match current {
            Some(current) if current.is_there() && is_newest(&current) => Some(current),
            current => match blocking(|| Generation::newest_in(self.folder())) {
                Some(found) => Some(self.take(found)),
                None => current.filter(|current| current.is_there()),
            },
        };
        current.filter(|current| current.archive == archive && current.sequence() <= sequence)
    }

    /// Makes the index anew beside the one in use, and puts it in its place.
    pub async fn rebuild(&self, records: &Records) -> Result<(), SearchError> {
        let total = records.count(None).await?;
        self.note(Availability::Building { done: 0, total });
        let began = std::time::Instant::now();
        let threads = if total > LARGE { 2 } else { 1 };
        let building = blocking(|| Building::begin(self.folder(), threads))?;
        let made_from = MadeFrom { archive: archive_of(records).await?, sequence: records.sequence().await? };
        let filled = self.fill(&building, records, total).await;
        let generation = match filled {
            Ok(()) => blocking(|| building.finish(made_from))?,
            Err(error) => {
                blocking(|| building.abandon());
                return Err(error);
            }
        };
        let generation = self.take(generation);
        blocking(|| generation.remove_older());
        self.note(Availability::Ready);
        let seconds = began.elapsed().as_secs_f64();
        tracing::info!(records = total, seconds, sequence = generation.sequence(), "search index made");
        Ok(())
    }

    async fn fill(&self, building: &Building, records: &Records, total: u64) -> Result<(), SearchError> {
        let mut context = load_tables(records).await?;
        self.set_vocabulary(&context);
        let (mut after, mut done): (Option<Key>, u64) = (None, 0);
        loop {
            let page = records.heads(None, after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.clone());
            let read = read_all(&page)?;
            villages_of(&read, &mut context, records).await?;
            let add = |(record, revision): &(Record, &Revision)| {
                let documents = documents(&building.fields, &entries_of(record, &context), revision)?;
                documents.into_iter().try_for_each(|document| building.add(document))
            };
            blocking(|| read.iter().try_for_each(add))?;
            done += page.len() as u64;
            self.note(Availability::Building { done, total });
        }
    }

    /// Takes in what has changed; false where so much has that the index is better made anew.
    async fn bring_forward(&self, current: &Generation, records: &Records) -> Result<bool, SearchError> {
        let mut position = FeedPosition::after(current.sequence());
        let mut changed: BTreeMap<Key, Revision> = BTreeMap::new();
        loop {
            let page = records.heads_since(&position, PAGE).await?;
            let Some(last) = page.last() else { break };
            position = FeedPosition::at(last);
            changed.extend(page.into_iter().map(|revision| (revision.key.clone(), revision)));
            if changed.len() > MANY {
                return Ok(false);
            }
        }
        let (mut tables_changed, mut villages) = (false, BTreeSet::new());
        for revision in changed.values() {
            match read_record(revision)? {
                Record::Vocabulary(_) | Record::Region(_) => tables_changed = true,
                Record::Village(village) => drop(villages.insert(village.id)),
                _ => {}
            }
        }
        if tables_changed {
            // Labels and towns stand in every entry.
            return Ok(false);
        }
        // What stands beside a village's name carries that name.
        for key in self.dependents(current, &villages)? {
            if !changed.contains_key(&key)
                && let Some(revision) = records.head(&key).await?
            {
                changed.insert(key, revision);
            }
        }
        let mut context = load_tables(records).await?;
        let page: Vec<Revision> = changed.into_values().collect();
        let read = read_all(&page)?;
        villages_of(&read, &mut context, records).await?;
        blocking(|| {
            let writing = current.write()?;
            for (record, revision) in &read {
                let documents = documents(&current.fields, &entries_of(record, &context), revision)?;
                writing.replace(revision.key.as_str(), documents)?;
            }
            writing.finish(position.sequence())
        })?;
        Ok(true)
    }

    /// The records that carry the names of these villages: their photos, essays about them.
    fn dependents(
        &self,
        current: &Generation,
        villages: &BTreeSet<Id>,
    ) -> Result<BTreeSet<Key>, SearchError> {
        let ids = blocking(|| ids_about(current, villages))?;
        Ok(ids.into_iter().filter_map(|id| id.parse().ok()).collect())
    }
}

fn documents(
    fields: &Fields,
    entries: &[Entry],
    revision: &Revision,
) -> Result<Vec<TantivyDocument>, SearchError> {
    let committed_s = revision.committed_at.as_second();
    entries.iter().map(|entry| fields.document(revision.key.as_str(), entry, committed_s)).collect()
}

fn read_all(page: &[Revision]) -> Result<Vec<(Record, &Revision)>, SearchError> {
    page.iter().map(|revision| Ok((read_record(revision)?, revision))).collect()
}

/// What tells an archive from another: its first change.
async fn archive_of(records: &Records) -> Result<String, SearchError> {
    let first = records.changes(Some(2), 1).await?;
    Ok(first
        .first()
        .map_or_else(|| "empty".to_owned(), |change| format!("{} {}", change.committed_at, change.revisions)))
}
