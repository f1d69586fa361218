//! Revisions as they are committed, and the ones they are made from.

use super::error::ChangeError;
use crate::archive::{Published, Snapshot};
use crate::model::{Id, Record, RecordKey};
use crate::store::{KindWord, Proposal};

/// A revision to be committed.
pub(super) fn proposal(record: &Record, base: Option<u64>) -> Result<Proposal, ChangeError> {
    let key: RecordKey = record.key();
    let unreadable = |fault| ChangeError::Unreadable(record.key().to_string(), fault);
    Ok(Proposal {
        key: key.to_string().parse().map_err(|_| ChangeError::BadId)?,
        kind: KindWord::from_static(key.kind.word()),
        base,
        body: record.to_document().map_err(unreadable)?,
    })
}

/// The record of the same key as it is now.
pub(super) async fn head_of(snapshot: &Snapshot, record: &Record) -> Result<Option<Published>, ChangeError> {
    let key = record.key();
    let Ok(id) = Id::parse(&key.id) else { return Ok(None) };
    Ok(snapshot.find(key.kind, &id, None).await?)
}
