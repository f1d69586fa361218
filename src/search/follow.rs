//! Keeps the index in step with the archive: builds it where there is none, brings it forward, makes it anew when
//! it is damaged. Readers are served from what there is meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use tantivy::TantivyDocument;

use super::entry::{Context, entries_of};
use super::index::{Building, Generation, MadeFrom, whole_numbers_in};
use super::lookup::{blocking, ids_about, tables_of, villages_of};
use super::schema::Fields;
use super::{Availability, Search, SearchError};
use crate::archive::{Archive, Changed, Published, Snapshot};
use crate::model::{Id, Record};
use crate::store::Key;

/// Heads read from the store at a time.
const PAGE: u32 = 500;

/// More changes than this are quicker made anew.
const MANY: usize = 20_000;

/// An archive of more records than this is indexed by two threads.
const LARGE: u64 = 20_000;

/// How long another process may be at the index before that is a failure, and how long to wait until it is looked at again.
/// Two servers on one folder share the index: one of them writes, the other finds it written a moment later.
const PATIENCE: Duration = Duration::from_secs(60);
const MOMENT: Duration = Duration::from_millis(200);

/// Follows the archive for ever: whenever it moves, and every `interval` to see that the index is there. A failure is logged once and tried again.
pub async fn keep(search: Search, archive: Archive, interval: Duration) {
    let (mut failing, mut moved) = (false, archive.moved());
    let mut kept_out: Option<Instant> = None;
    loop {
        // A fault of the engine must not end the following.
        let caught_up = AssertUnwindSafe(search.catch_up(&archive)).catch_unwind().await;
        let caught_up = caught_up.unwrap_or_else(|_| {
            search.suspect();
            Err(SearchError::Damaged("an update panicked".to_owned()))
        });
        let is_kept_out = caught_up.as_ref().is_err_and(SearchError::is_of_another_writer);
        if !is_kept_out {
            kept_out = None;
        } else if kept_out.get_or_insert_with(Instant::now).elapsed() < PATIENCE {
            tokio::time::sleep(MOMENT).await;
            continue;
        }
        match caught_up {
            Ok(_) => failing = false,
            Err(error) => {
                if !std::mem::replace(&mut failing, true) {
                    tracing::error!(%error, "the search index cannot follow; it is tried again");
                }
                search.note(Availability::Failing);
                // What fails at once would else be tried, and the disk be read, without a pause.
                tokio::time::sleep(interval.max(Duration::from_secs(2))).await;
            }
        }
        // Looked at now and then also where nothing moves: the files may have been taken away.
        tokio::select! {
            _ = moved.changed() => {}
            () = tokio::time::sleep(interval) => {}
        }
    }
}

impl Search {
    /// Brings the index to where the archive is, whatever that takes; says whether anything was done.
    pub async fn catch_up(&self, archive: &Archive) -> Result<bool, SearchError> {
        // One snapshot for all of the round: the index is told to be of its number, whatever is committed meanwhile.
        let snapshot = archive.snapshot();
        // Over an index that is found ready nothing is filled, and so nobody has set it.
        if !self.has_vocabulary() {
            self.set_vocabulary(&tables_of(&snapshot));
        }
        // Another process may have made an index of what is not shown here yet.
        let current = match self.usable(archive).await? {
            Some(current) => current,
            None => {
                self.rebuild(archive).await?;
                return Ok(true);
            }
        };
        if current.sequence() >= snapshot.sequence() {
            self.note(Availability::Ready);
            return Ok(false);
        }
        let brought = self.bring_forward(&current, archive, &snapshot).await;
        if let Err(error) = &brought
            && error.is_of_the_index()
        {
            // Its files have changed, most likely: the next round looks at every byte of them.
            self.suspect();
        }
        if !brought? {
            self.rebuild(archive).await?;
        }
        self.note(Availability::Ready);
        Ok(true)
    }

    /// The generation in use, unless there is none, it is gone, or it is of no state this archive has been in. One that
    /// another process has made meanwhile is taken.
    async fn usable(&self, archive: &Archive) -> Result<Option<Arc<Generation>>, SearchError> {
        let current = self.current().filter(|_| !self.is_suspect());
        // While one is in use the others are only asked what they are: to open one is to read every byte of it.
        let newest = whole_numbers_in(self.folder()).into_iter().max();
        let is_newest =
            |generation: &Arc<Generation>| newest.is_none_or(|newest| newest <= generation.number);
        let current = match current {
            Some(current) if current.is_there() && is_newest(&current) => Some(current),
            current => match blocking(|| Generation::newest_in(self.folder())) {
                Some(found) => Some(self.take(found)),
                // What is newer cannot be used: the one in use answers on.
                None => current.filter(|current| current.is_there()),
            },
        };
        let Some(current) = current else { return Ok(None) };
        let made_from = current.made_from();
        let state = archive.state_at(made_from.sequence).await?;
        Ok(Some(current).filter(|_| state.as_ref() == Some(&made_from.state)))
    }

    /// Makes the index anew beside the one in use, and puts it in its place.
    pub async fn rebuild(&self, archive: &Archive) -> Result<(), SearchError> {
        let snapshot = archive.snapshot();
        let total = snapshot.count().await?;
        self.note(Availability::Building { done: 0, total });
        let began = Instant::now();
        let threads = if total > LARGE { 2 } else { 1 };
        let made_from = made_from(archive, &snapshot).await?;
        let building = blocking(|| Building::begin(self.folder(), threads))?;
        let filled = self.fill(&building, &snapshot, total).await;
        let generation = match filled {
            Ok(()) => blocking(|| building.finish(made_from))?,
            Err(error) => {
                blocking(|| drop(building));
                return Err(error);
            }
        };
        // In use before the others go: a search finds one of the two at any moment.
        let generation = self.take(generation);
        blocking(|| generation.remove_older());
        self.note(Availability::Ready);
        let seconds = began.elapsed().as_secs_f64();
        tracing::info!(records = total, seconds, sequence = generation.sequence(), "search index made");
        Ok(())
    }

    async fn fill(&self, building: &Building, snapshot: &Snapshot, total: u64) -> Result<(), SearchError> {
        let mut context = tables_of(snapshot);
        self.set_vocabulary(&context);
        let (mut after, mut done): (Option<Key>, u64) = (None, 0);
        loop {
            let page = snapshot.list(after.as_ref(), PAGE).await?;
            let Some(last) = page.last else { return Ok(()) };
            after = Some(last);
            // With each page, since a photo or an essay may stand before its village.
            villages_of(&page.records, &mut context, snapshot).await?;
            let add = |published: &Published| {
                let documents = documents(&building.fields, published, &context)?;
                documents.into_iter().try_for_each(|document| building.add(document))
            };
            blocking(|| page.records.iter().try_for_each(add))?;
            done += page.records.len() as u64;
            self.note(Availability::Building { done, total });
        }
    }

    /// Takes in what has changed; false where so much has that the index is better made anew.
    async fn bring_forward(
        &self,
        current: &Generation,
        archive: &Archive,
        snapshot: &Snapshot,
    ) -> Result<bool, SearchError> {
        let Some(Changed { records, mut gone }) = snapshot.changed_since(current.sequence(), MANY).await?
        else {
            return Ok(false);
        };
        let mut changed: BTreeMap<Key, Published> =
            records.into_iter().map(|published| (published.revision.key.clone(), published)).collect();
        // What is gone may have been a village.
        let mut villages: BTreeSet<Id> = gone.iter().filter_map(|key| Id::parse(key.as_str()).ok()).collect();
        let mut tables_changed = false;
        for published in changed.values() {
            match &published.record {
                Record::Vocabulary(_) | Record::County(_) => tables_changed = true,
                Record::Village(village) => drop(villages.insert(village.id.clone())),
                _ => {}
            }
        }
        if tables_changed {
            // Labels and towns stand in every entry.
            return Ok(false);
        }
        // What stands beside a village's name carries that name, and goes and comes with it.
        let mut dependents: BTreeSet<Key> = blocking(|| ids_about(current, &villages))?
            .into_iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        dependents.extend(snapshot.photos_of(&villages));
        dependents.retain(|key| !changed.contains_key(key));
        let beside = snapshot.get_any(&dependents).await?;
        changed.extend(beside.into_iter().map(|published| (published.revision.key.clone(), published)));
        // What stood beside a village and is shown to nobody any more.
        gone.extend(dependents.into_iter().filter(|key| !changed.contains_key(key)));
        let mut context = tables_of(snapshot);
        let changed: Vec<Published> = changed.into_values().collect();
        villages_of(&changed, &mut context, snapshot).await?;
        let made_from = made_from(archive, snapshot).await?;
        blocking(|| {
            let writing = current.write()?;
            for published in &changed {
                let documents = documents(&current.fields, published, &context)?;
                writing.replace(published.revision.key.as_str(), documents)?;
            }
            for key in &gone {
                writing.replace(key.as_str(), Vec::new())?;
            }
            writing.finish(made_from)
        })?;
        Ok(true)
    }
}

async fn made_from(archive: &Archive, snapshot: &Snapshot) -> Result<MadeFrom, SearchError> {
    let sequence = snapshot.sequence();
    Ok(MadeFrom { sequence, state: archive.state_at(sequence).await?.unwrap_or_default() })
}

fn documents(
    fields: &Fields,
    Published { record, revision }: &Published,
    context: &Context,
) -> Result<Vec<TantivyDocument>, SearchError> {
    let committed_s = revision.committed_at.as_second();
    let entries = entries_of(record, context);
    entries.iter().map(|entry| fields.document(revision.key.as_str(), entry, committed_s)).collect()
}
