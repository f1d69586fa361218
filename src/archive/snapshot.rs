//! What is read of the archive for one page, all of it at one sequence number.

use std::collections::HashMap;
use std::sync::Arc;

use super::typed::{key_of, read, read_or_earlier};
use super::{ArchiveError, Catalogue, Published, Typed};
use crate::model::{Id, Kind};
use crate::store::{FeedPosition, Key, Records, RevisionNote, StoreError};

/// Heads read from the store at a time.
const PAGE: u32 = 500;

/// The archive at one sequence number. Clones are the same moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    records: Records,
    catalogue: Arc<Catalogue>,
}

impl Snapshot {
    pub(super) fn new(records: Records, catalogue: Arc<Catalogue>) -> Self {
        Self { records, catalogue }
    }

    /// The sequence number everything here is read at.
    pub fn sequence(&self) -> u64 {
        self.catalogue.sequence()
    }

    /// Lists and counts.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// One record, as it is at this moment.
    pub async fn get<R: Typed>(&self, id: &Id) -> Result<Option<Published<R>>, ArchiveError> {
        Ok(self.find(R::KIND, id, None).await?.and_then(Published::typed))
    }

    /// These records in the order of their ids here; what there is not, or is of another kind, is left out.
    ///
    /// One question to the store, however many they are. What cannot be read is left out too, and the log names it.
    pub async fn get_all<'i, R: Typed>(
        &self,
        ids: impl IntoIterator<Item = &'i Id>,
    ) -> Result<Vec<Published<R>>, ArchiveError> {
        let keys = ids.into_iter().map(|id| key_of(R::KIND, id)).collect::<Result<Vec<Key>, _>>()?;
        let mut found = HashMap::new();
        for kept in self.records.records_at(self.sequence(), &keys).await? {
            let read = readable(read_or_earlier(&self.records, kept).await)?;
            found.extend(read.map(|published| (published.revision.key.clone(), published)));
        }
        Ok(keys.iter().filter_map(|key| found.remove(key)?.typed()).collect())
    }

    /// A record of a kind: its revision `number`, else as it is at this moment.
    pub async fn find(
        &self,
        kind: Kind,
        id: &Id,
        number: Option<u64>,
    ) -> Result<Option<Published>, ArchiveError> {
        let key = key_of(kind, id)?;
        let found = match number {
            Some(number) => {
                let found = self.records.revision(&key, number).await?;
                found.filter(|revision| revision.sequence <= self.sequence()).map(read).transpose()?
            }
            None => match self.records.records_at(self.sequence(), &[key]).await?.pop() {
                Some(kept) => Some(read_or_earlier(&self.records, kept).await?),
                None => None,
            },
        };
        // Items share one namespace: the id may be that of another kind.
        Ok(found.filter(|found| found.record.key().kind == kind))
    }

    /// Revision `number` of a record, if it had been published by then.
    pub async fn past<R: Typed>(&self, id: &Id, number: u64) -> Result<Option<Published<R>>, ArchiveError> {
        Ok(self.find(R::KIND, id, Some(number)).await?.and_then(Published::typed))
    }

    /// Every revision of a record up to this moment, the oldest first.
    pub async fn history(&self, kind: Kind, id: &Id) -> Result<Vec<RevisionNote>, ArchiveError> {
        let mut notes = self.records.history(&key_of(kind, id)?).await?;
        notes.retain(|note| note.sequence <= self.sequence());
        Ok(notes)
    }

    /// Up to `limit` records of all kinds in the order of keys, from just after the key `after`; an empty page is the
    /// end. What cannot be read is left out, and the log names it.
    pub async fn list(&self, after: Option<&Key>, limit: u32) -> Result<Page, ArchiveError> {
        let kept = self.records.heads_at(self.sequence(), after, limit).await?;
        let last = kept.last().map(|kept| kept.note.key.clone());
        let mut records = Vec::with_capacity(kept.len());
        for kept in kept {
            records.extend(readable(read_or_earlier(&self.records, kept).await)?);
        }
        Ok(Page { records, last })
    }

    /// How many records there are in all.
    pub async fn count(&self) -> Result<u64, StoreError> {
        self.records.count(None).await
    }

    /// The records that have changed after commit `since`, as they are at this moment; `None` if they are more than
    /// `most`.
    pub async fn changed_since(
        &self,
        since: u64,
        most: usize,
    ) -> Result<Option<Vec<Published>>, ArchiveError> {
        let (mut position, mut changed, mut newer) = (FeedPosition::after(since), Vec::new(), Vec::new());
        loop {
            let page = self.records.heads_since(&position, PAGE).await?;
            let Some(last) = page.last() else { break };
            position = FeedPosition::at(&last.note);
            for kept in page {
                if kept.note.sequence > self.sequence() {
                    newer.push(kept.note.key);
                } else {
                    changed.extend(readable(read_or_earlier(&self.records, kept).await)?);
                }
            }
            if changed.len() + newer.len() > most {
                return Ok(None);
            }
        }
        for kept in self.records.records_at(self.sequence(), &newer).await? {
            changed.extend(readable(read_or_earlier(&self.records, kept).await)?);
        }
        Ok(Some(changed))
    }
}

/// Some records of many.
#[derive(Debug)]
pub struct Page {
    /// The records.
    pub records: Vec<Published>,
    /// Where the next page begins after; `None` if there was nothing more to read.
    pub last: Option<Key>,
}

/// A record among others, which go on without it if it cannot be read.
fn readable(read: Result<Published, ArchiveError>) -> Result<Option<Published>, ArchiveError> {
    match read {
        Ok(published) => Ok(Some(published)),
        Err(fault @ ArchiveError::Record { .. }) => {
            tracing::error!(%fault, "a record cannot be read; the others are shown without it");
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}
