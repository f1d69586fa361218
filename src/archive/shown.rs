//! Which revision of a record is shown, and what was withdrawn at a commit.

use std::collections::BTreeSet;

use super::disclosure::{Rules, Verdict};
use super::typed::{read, read_kept};
use super::{ArchiveError, Published};
use crate::model::{Record, RecordKey, Withdrawals};
use crate::store::{KeptRevision, Key, Records, StoreError};

/// What is shown of a record whose newest revision is `kept`: the newest one that can be read and is not withdrawn.
/// `None` if it is kept inside.
///
/// The archive goes on with what it last had of a record whose newest text is damaged or unknown to this program;
/// the log names it. Where nothing is left to show, the error says why the newest is not.
pub(super) async fn newest_shown(
    records: &Records,
    rules: &Rules,
    kept: KeptRevision,
) -> Result<Option<Published>, ArchiveError> {
    let (key, number) = (kept.note.key.clone(), kept.note.number);
    let fault = match read_kept(kept) {
        Err(ArchiveError::Purged { on, .. }) => rules.instead_of_purged(&key, number, on),
        Err(fault) => fault,
        Ok(published) => match rules.on_revision(&published) {
            Verdict::Shown => return Ok(Some(published)),
            Verdict::Hidden => return Ok(None),
            Verdict::Withdrawn(withdrawal) => ArchiveError::Withdrawn(withdrawal),
        },
    };
    for earlier in (1..number).rev() {
        // One at a time: it is rare that any is asked for, and the first is mostly whole.
        let found = match records.revision(&key, earlier).await {
            Err(StoreError::Damaged(_) | StoreError::Purged { .. }) | Ok(None) => continue,
            found => found?,
        };
        let Some(published) = found.and_then(|revision| read(revision).ok()) else { continue };
        let is_damage = matches!(fault, ArchiveError::Record { .. });
        match rules.on_revision(&published) {
            Verdict::Withdrawn(_) => {}
            // It was kept inside when it was last known: what was public before that stays inside with it.
            Verdict::Hidden => return if is_damage { Ok(None) } else { Err(fault) },
            Verdict::Shown => {
                if is_damage {
                    tracing::error!(%fault, shown = earlier, "a record cannot be read; what it was before is shown");
                }
                return Ok(Some(published));
            }
        }
    }
    Err(fault)
}

/// One record among others, which go on without it if it is not to be shown or cannot be read.
pub(super) fn among_others(
    shown: Result<Option<Published>, ArchiveError>,
) -> Result<Option<Published>, ArchiveError> {
    match shown {
        Err(ArchiveError::Withdrawn(_) | ArchiveError::Purged { .. }) => Ok(None),
        Err(fault @ ArchiveError::Record { .. }) => {
            tracing::error!(%fault, "a record cannot be read; the others are shown without it");
            Ok(None)
        }
        shown => shown,
    }
}

/// What was withdrawn as of commit `last`, and the commit that last said so; 0 if none did.
///
/// # Errors
/// Also if it cannot be read: rather nothing than something that was withdrawn.
pub(super) async fn withdrawals_at(records: &Records, last: u64) -> Result<(Withdrawals, u64), ArchiveError> {
    let key: Key = RecordKey::withdrawals().to_string().parse()?;
    match records.records_at(last, &[key]).await?.pop().map(read_kept).transpose()? {
        Some(Published { record: Record::Withdrawals(withdrawals), revision }) => {
            Ok((withdrawals, revision.sequence))
        }
        _ => Ok((Withdrawals::default(), 0)),
    }
}

/// The records of which something is withdrawn by `rules`, or was at commit `since`.
pub(super) async fn withdrawn_since(
    records: &Records,
    since: u64,
    rules: &Rules,
) -> Result<BTreeSet<Key>, ArchiveError> {
    // Those of then too: what has been lifted meanwhile comes back.
    let (before, _) = withdrawals_at(records, since).await?;
    let before = before.withdrawals.iter().map(|one| &one.record);
    let about = before.chain(rules.withdrawn_items()).map(|id| id.as_str().parse());
    Ok(about.collect::<Result<BTreeSet<Key>, _>>()?)
}
