//! The pictures whose bytes were removed for good, as an archive or a folder lists them.

use std::collections::HashSet;

use crate::model::{Kind, Record, RecordKey, Withdrawals};
use crate::store::{Digest, Key, Records, StoreError};

/// The pictures that a list says were purged.
pub(super) fn listed(withdrawals: Option<&Withdrawals>) -> HashSet<Digest> {
    let purged = withdrawals.into_iter().flat_map(|withdrawals| &withdrawals.purged);
    purged.filter_map(|purged| purged.picture.parse().ok()).collect()
}

/// The pictures that an archive purged, as of its newest commit: nobody misses them, and nothing brings them back.
///
/// # Errors
/// The record of what is withdrawn is damaged, or the store fails.
pub async fn purged(records: &Records) -> Result<HashSet<Digest>, StoreError> {
    let name = RecordKey::withdrawals().to_string();
    let damaged = |error: &dyn std::fmt::Display| StoreError::Damaged(format!("{name}: {error}"));
    let key: Key = name.parse().map_err(|error| damaged(&error))?;
    let Some(head) = records.head(&key).await? else { return Ok(HashSet::new()) };
    match Record::from_document(Kind::Withdrawals, &head.body) {
        Ok(Record::Withdrawals(withdrawals)) => Ok(listed(Some(&withdrawals))),
        Ok(_) => Ok(HashSet::new()),
        Err(error) => Err(damaged(&error)),
    }
}
