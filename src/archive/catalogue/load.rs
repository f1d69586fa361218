//! Reads the tables and lists of the newest sequence number, and brings them forward.

use std::sync::Arc;

use super::Tables;
use crate::archive::disclosure::{Audience, Rules};
use crate::archive::lists::{Item, Lists, Towns, Writing, shelf};
use crate::archive::shown::{newest_shown, withdrawals_at, withdrawn_since};
use crate::archive::{ArchiveError, Published, state_at};
use crate::model::{Id, Kind, Withdrawals};
use crate::store::{FeedPosition, KeptRevision, Key, Records};

/// Heads read from the store at a time.
const PAGE: u32 = 1000;

/// The kinds of which an archive has few, and whose keys say so.
const FEW: [Kind; 4] = [Kind::Vocabulary, Kind::County, Kind::Source, Kind::Term];

/// What becomes of an item in the lists: its id, what is shown of it, the number of its revision, the commit that changed it.
type Put = (Id, Item, u64, u64);

/// A step of the lists with the tables beside them.
struct Step<'s> {
    records: &'s Records,
    tables: Tables,
    writing: Writing,
}

impl Tables {
    /// The tables and lists of the newest sequence number.
    pub(in crate::archive) async fn load(records: &Records, lists: &Lists) -> Result<Self, ArchiveError> {
        let mut writing = lists.write()?;
        let (listed, state) = usable(records, &mut writing).await?;
        // A view needs the tables to be there; nobody sees this one.
        writing.commit(listed, &state)?;
        let rules = Rules::new(Audience::Public, Withdrawals::default());
        let mut tables = Self::empty(rules, lists.view()?);
        // The newest list, though the rest is of the lists' commit yet: what was withdrawn since is not to be
        // read.
        tables.withdrawals_of(records, records.sequence().await?).await?;
        for kind in FEW {
            tables.take_all(records, kind).await?;
        }
        // Their keys are bare ids as those of villages and photos are: only the lists say which they are.
        let essays = tables.lists.ids(shelf::ESSAYS, 0, usize::MAX)?;
        let essays = essays.iter().map(|id| id.parse()).collect::<Result<Vec<Key>, _>>()?;
        let read = records.records_at(listed, &essays).await?;
        tables.take_few(records, read).await?;
        tables.order();
        (tables.sequence, tables.state) = (listed, state.into());
        let newest = records.changes(None, 1).await?;
        tables.updated_at = newest.first().map_or(tables.updated_at, |change| change.committed_at);
        tables.advanced(records, lists).await
    }

    /// These brought forward by every head that has changed since.
    pub(in crate::archive) async fn advanced(
        &self,
        records: &Records,
        lists: &Lists,
    ) -> Result<Self, ArchiveError> {
        loop {
            let mut writing = lists.write()?;
            // Another process may have brought the lists further than the tables are.
            let from = usable(records, &mut writing).await?.0.min(self.sequence);
            let mut step = Step { records, tables: self.clone(), writing };
            let sequence = step.go(from).await?;
            let Step { mut tables, writing, .. } = step;
            let state: Arc<str> = state_at(records, sequence).await?.unwrap_or_default().into();
            writing.commit(sequence, &state)?;
            (tables.sequence, tables.state) = (sequence, state);
            tables.lists = lists.view()?;
            // Else another process has committed in between, and the view is of a later moment than the tables.
            if tables.lists.sequence() == sequence {
                return Ok(tables);
            }
        }
    }

    /// Takes in every record of a kind.
    async fn take_all(&mut self, records: &Records, kind: Kind) -> Result<(), ArchiveError> {
        let mut after: Option<Key> = None;
        loop {
            let page = records.heads_of(kind.word(), after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.note.key.clone());
            self.take_few(records, page).await?;
        }
    }

    async fn take_few(&mut self, records: &Records, kept: Vec<KeptRevision>) -> Result<(), ArchiveError> {
        for kept in kept {
            let sequence = kept.note.sequence;
            if let Ok(Some(published)) = logged(newest_shown(records, &self.rules, kept).await)? {
                self.take(published, sequence);
            }
        }
        Ok(())
    }

    /// What is withdrawn as of a commit decides from now on what is shown.
    ///
    /// If it cannot be read nothing moves on: rather an old state than one that shows what was withdrawn.
    async fn withdrawals_of(&mut self, records: &Records, last: u64) -> Result<(), ArchiveError> {
        let (withdrawals, withdrawn_at) = withdrawals_at(records, last).await?;
        (self.rules, self.withdrawn_at) = (self.rules.with(withdrawals), withdrawn_at);
        Ok(())
    }
}

impl Step<'_> {
    /// Takes in all that has changed since commit `from`; gives the newest commit.
    async fn go(&mut self, from: u64) -> Result<u64, ArchiveError> {
        // Before anything is put: what goes is found by the order it was put in, and the lists may have been
        // brought here by another process with an order of its own.
        self.writing.order_towns(Towns::of(&self.tables.region))?;
        let mut position = FeedPosition::after(from);
        let mut withdrawals_moved = false;
        loop {
            let page = self.records.heads_since(&position, PAGE).await?;
            let Some(last) = page.last() else { break };
            position = FeedPosition::at(&last.note);
            self.tables.updated_at = self.tables.updated_at.max(last.note.committed_at);
            let mut puts = Vec::with_capacity(page.len());
            for kept in page {
                if kept.note.kind.as_str() == Kind::Withdrawals.word() {
                    withdrawals_moved = true;
                } else {
                    let now = kept.note.sequence;
                    puts.extend(self.take(kept, now).await?);
                }
            }
            self.writing.put(puts)?;
        }
        let sequence = position.sequence();
        // Last, since it may be about what has just come in; nobody sees that before all of it is committed.
        if withdrawals_moved {
            self.withdraw(from, sequence).await?;
        }
        self.tables.order();
        self.writing.order_towns(Towns::of(&self.tables.region))?;
        Ok(sequence)
    }

    /// Looks again at each record that a withdrawal is about, or was at commit `from`.
    async fn withdraw(&mut self, from: u64, sequence: u64) -> Result<(), ArchiveError> {
        self.tables.withdrawals_of(self.records, sequence).await?;
        let about = withdrawn_since(self.records, from, &self.tables.rules).await?;
        let keys: Vec<Key> = about.into_iter().collect();
        let now = self.tables.withdrawn_at;
        let mut puts = Vec::new();
        for kept in self.records.records_at(sequence, &keys).await? {
            // What is shown of it changes with the withdrawal, though it was not changed itself.
            let now = now.max(kept.note.sequence);
            puts.extend(self.take(kept, now).await?);
        }
        Ok(self.writing.put(puts)?)
    }

    /// Takes in the newest revision of a record, or what is shown of it from commit `now` on.
    async fn take(&mut self, kept: KeptRevision, now: u64) -> Result<Option<Put>, ArchiveError> {
        let key = kept.note.key.clone();
        let is_item = Kind::from_word(kept.note.kind.as_str()).is_some_and(Kind::is_item);
        let number = kept.note.number;
        let id = Id::parse(key.as_str()).ok().filter(|_| is_item);
        let hidden = |item| id.clone().map(|id| (id, item, number, now));
        match logged(newest_shown(self.records, &self.tables.rules, kept).await)? {
            Ok(Some(published)) => self.add(published, now),
            Ok(None) => {
                self.tables.remove(&key, now);
                Ok(hidden(Item::Internal))
            }
            Err(NotShown::Withdrawn) => {
                self.tables.remove(&key, now);
                Ok(hidden(Item::Gone))
            }
            // It stays as it was.
            Err(NotShown::Unreadable) => Ok(None),
        }
    }

    fn add(&mut self, published: Published, now: u64) -> Result<Option<Put>, ArchiveError> {
        let number = published.revision.number;
        match self.tables.add(published, now) {
            Ok(item) => Ok(item.map(|(id, item)| (id, item, number, now))),
            Err(fault @ ArchiveError::Record { .. }) => {
                go_on_without(&fault);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The commit from which the lists can be brought forward, with what tells its state from others: that of the lists, or 0
/// where they had to be emptied, being of no state that these records have been in.
async fn usable(records: &Records, writing: &mut Writing) -> Result<(u64, String), ArchiveError> {
    if let Some((listed, state)) = writing.made_from()?
        && state_at(records, listed).await?.as_ref() == Some(&state)
    {
        return Ok((listed, state));
    }
    writing.clear()?;
    Ok((0, state_at(records, 0).await?.unwrap_or_default()))
}

/// Why nothing of a record is shown.
enum NotShown {
    Withdrawn,
    Unreadable,
}

/// One record must not keep the others from being listed.
fn logged(
    shown: Result<Option<Published>, ArchiveError>,
) -> Result<Result<Option<Published>, NotShown>, ArchiveError> {
    match shown {
        Ok(shown) => Ok(Ok(shown)),
        Err(ArchiveError::Withdrawn(_) | ArchiveError::Purged { .. }) => Ok(Err(NotShown::Withdrawn)),
        Err(fault @ ArchiveError::Record { .. }) => {
            go_on_without(&fault);
            Ok(Err(NotShown::Unreadable))
        }
        Err(error) => Err(error),
    }
}

fn go_on_without(fault: &ArchiveError) {
    tracing::error!(%fault, "a record cannot be read; the lists go on without it");
}
