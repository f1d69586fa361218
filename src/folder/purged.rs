//! What was removed for good, as an archive or a folder lists it.

use std::collections::BTreeMap;

use crate::model::{Kind, PartialDate, Record, RecordKey, Withdrawals};
use crate::store::{Digest, Key, Records, StoreError};

/// What was removed for good: nobody misses it, and nothing brings it back.
#[derive(Debug, Clone, Default)]
pub struct PurgedList {
    pictures: BTreeMap<Digest, PartialDate>,
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
            if let Ok(digest) = purged.picture.parse() {
                self.pictures.entry(digest).or_insert(purged.date);
            }
        }
    }

    /// When the bytes of a picture were removed, if they were.
    pub fn picture(&self, digest: &Digest) -> Option<PartialDate> {
        self.pictures.get(digest).copied()
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
