//! What is withdrawn, and the pictures that were removed for good: no change brings them back.

use std::collections::BTreeMap;

use super::Changes;
use super::error::ChangeError;
use crate::archive::{Published, Snapshot};
use crate::model::{Id, PartialDate, Record, RecordKey, Withdrawals};
use crate::store::Digest;

/// The list of what is withdrawn, and its revision.
pub(super) async fn withdrawals(snapshot: &Snapshot) -> Result<(Withdrawals, Option<u64>), ChangeError> {
    let RecordKey { kind, id } = RecordKey::withdrawals();
    let Ok(id) = Id::parse(&id) else { return Ok((Withdrawals::default(), None)) };
    Ok(match snapshot.find(kind, &id, None).await? {
        Some(Published { record: Record::Withdrawals(list), revision }) => (list, Some(revision.number)),
        _ => (Withdrawals::default(), None),
    })
}

/// The pictures whose bytes were removed for good, each with the day.
pub(super) async fn purged_pictures(
    snapshot: &Snapshot,
) -> Result<BTreeMap<Digest, PartialDate>, ChangeError> {
    let (list, _) = withdrawals(snapshot).await?;
    let pictures = list.purged.iter().filter_map(|one| Some((one.picture.as_ref()?.parse().ok()?, one.date)));
    Ok(pictures.collect())
}

/// The day on which the picture of a photo was removed for good, if it was.
pub(super) fn is_purged(record: &Record, purged: &BTreeMap<Digest, PartialDate>) -> Option<PartialDate> {
    let Record::Photo(photo) = record else { return None };
    purged.get(&photo.picture.sha256.parse().ok()?).copied()
}

impl Changes {
    /// The pictures whose bytes were removed for good, and the files they came as, each with the day: none of them is taken
    /// in again.
    pub async fn purged_pictures(&self) -> Result<BTreeMap<Digest, PartialDate>, ChangeError> {
        purged_pictures(&self.snapshot().await?).await
    }
}
