//! What was removed for good, as an archive or a folder lists it.

use std::collections::BTreeMap;

use crate::model::{Kind, PartialDate, Record, RecordKey, Withdrawals};
use crate::store::{Digest, Key, Records, StoreError};

/// What was removed for good: nobody misses it, and nothing brings it back.
#[derive(Debug, Clone, Default)]
pub struct PurgedList {
    pictures: BTreeMap<Digest, PartialDate>,
    texts: BTreeMap<(Key, u64), PartialDate>,
}

impl PurgedList {
    /// What a list says was purged.
    pub(super) fn of(withdrawals: Option<&Withdrawals>) -> Self {
        let mut list = Self::default();
        list.add(withdrawals);
        list
    }

    /// Adds what another list says was purged.
    pub(super) fn add(&mut self, withdrawals: Option<&Withdrawals>) {
        for purged in withdrawals.into_iter().flat_map(|withdrawals| &withdrawals.purged) {
            if let Some(digest) = purged.picture.as_ref().and_then(|picture| picture.parse().ok()) {
                // The first day that is told stays, here and for texts.
                self.pictures.entry(digest).or_insert(purged.date);
            }
            if let Some((record, number)) = purged.of_text()
                && let Ok(key) = record.as_str().parse()
            {
                self.texts.entry((key, number)).or_insert(purged.date);
            }
        }
    }

    /// When the bytes of a picture were removed, if they were.
    pub fn picture(&self, digest: &Digest) -> Option<PartialDate> {
        self.pictures.get(digest).copied()
    }

    /// When the text of a revision was removed, if it was.
    pub fn text(&self, key: &Key, number: u64) -> Option<PartialDate> {
        self.texts.get(&(key.clone(), number)).copied()
    }

    /// The revisions of a record whose texts were removed, with the day.
    pub fn texts_of(&self, key: &Key) -> impl Iterator<Item = (u64, PartialDate)> {
        let texts = self.texts.range((key.clone(), 0)..=(key.clone(), u64::MAX));
        texts.map(|((_, number), date)| (*number, *date))
    }

    /// Every text that was removed.
    pub fn texts(&self) -> impl Iterator<Item = (&Key, u64, PartialDate)> {
        self.texts.iter().map(|((key, number), date)| (key, *number, *date))
    }

    /// The pictures whose bytes were removed.
    pub fn pictures(&self) -> impl Iterator<Item = &Digest> {
        self.pictures.keys()
    }
}

/// What an archive purged, as of its newest commit.
///
/// # Errors
/// The record of what is withdrawn is damaged, or the store fails.
pub async fn purged(records: &Records) -> Result<PurgedList, StoreError> {
    let name = RecordKey::withdrawals().to_string();
    let damaged = |error: &dyn std::fmt::Display| StoreError::Damaged(format!("{name}: {error}"));
    let key: Key = name.parse().map_err(|error| damaged(&error))?;
    let Some(head) = records.head(&key).await? else { return Ok(PurgedList::default()) };
    match Record::from_document(Kind::Withdrawals, &head.body) {
        Ok(Record::Withdrawals(withdrawals)) => Ok(PurgedList::of(Some(&withdrawals))),
        Ok(_) => Ok(PurgedList::default()),
        Err(error) => Err(damaged(&error)),
    }
}
