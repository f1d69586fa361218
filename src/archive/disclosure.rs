//! What of the archive whom is shown: the one place where that is decided.

use std::sync::Arc;

use super::{ArchiveError, Published};
use crate::model::{Id, Record, RecordKey, Withdrawal, Withdrawals};

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Those who keep the archive, and what leaves it for them.
    Staff,
}

/// What may be shown to an audience, as of one moment.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub(super) audience: Audience,
    pub(super) withdrawals: Arc<Withdrawals>,
}

/// Whether a revision may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may.
    Shown,
    /// It was published and is no more.
    Withdrawn(Box<Withdrawal>),
    /// To this audience it is not there.
    Hidden,
}

impl Rules {
    /// Whether all of an item is withdrawn.
    pub(super) fn on_all_of(&self, item: &Id) -> Verdict {
        self.verdict(self.withdrawals.of_all(item))
    }

    /// Whether the picture with this SHA-256 may be shown as that of revision `number` of a photo.
    pub(super) fn on_picture(&self, photo: &Id, number: u64, sha256: &str) -> Verdict {
        self.verdict(self.withdrawals.of_revision(photo, number, Some(sha256)))
    }

    /// Whether a revision may be shown, as far as it says itself.
    pub(super) fn on_revision(&self, published: &Published) -> Verdict {
        if self.audience == Audience::Public && !published.record.visibility().is_public() {
            return Verdict::Hidden;
        }
        let sha256 = match &published.record {
            Record::Photo(photo) => Some(photo.picture.sha256.as_str()),
            _ => None,
        };
        let number = published.revision.number;
        let withdrawn = self
            .item(&published.record.key())
            .and_then(|id| self.withdrawals.of_revision(&id, number, sha256));
        self.verdict(withdrawn)
    }

    fn verdict(&self, withdrawn: Option<&Withdrawal>) -> Verdict {
        match withdrawn {
            Some(withdrawal) if self.audience == Audience::Public => {
                Verdict::Withdrawn(Box::new(withdrawal.clone()))
            }
            _ => Verdict::Shown,
        }
    }

    /// The id of what can be withdrawn.
    fn item(&self, key: &RecordKey) -> Option<Id> {
        // Most archives withdraw nothing, and nothing is looked up in them.
        if self.withdrawals.withdrawals.is_empty() || !key.kind.is_item() {
            return None;
        }
        Id::parse(&key.id).ok()
    }
}
