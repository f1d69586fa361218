//! What of the archive whom is shown: the one place where that is decided.

use std::collections::HashMap;
use std::sync::Arc;

use super::{ArchiveError, Published};
use crate::model::{Id, PartialDate, Record, Withdrawal, WithdrawalReason, Withdrawals, Withdrawn};
use crate::store::{Digest, Key};

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Those who keep the archive.
    Staff,
}

/// What may be shown to an audience, as of one moment.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    audience: Audience,
    /// By record, so that the many records of which nothing was withdrawn cost one look.
    withdrawn: Arc<HashMap<Id, Vec<Withdrawal>>>,
}

/// Whether something may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may.
    Shown,
    /// It was published and is no more.
    Withdrawn(Box<Withdrawal>),
    /// To this audience it is not there.
    Hidden,
}

impl Verdict {
    /// `true` if it may be shown, `false` if it is not there.
    ///
    /// # Errors
    /// [`ArchiveError::Withdrawn`] if it was shown and is no more.
    pub(super) fn shows(self) -> Result<bool, ArchiveError> {
        match self {
            Self::Shown => Ok(true),
            Self::Hidden => Ok(false),
            Self::Withdrawn(withdrawal) => Err(ArchiveError::Withdrawn(withdrawal)),
        }
    }
}

impl Rules {
    /// The rules for an audience of an archive that withdrew these.
    pub(super) fn new(audience: Audience, withdrawals: Withdrawals) -> Self {
        let mut withdrawn: HashMap<Id, Vec<Withdrawal>> = HashMap::new();
        for withdrawal in withdrawals.withdrawals {
            withdrawn.entry(withdrawal.record.clone()).or_default().push(withdrawal);
        }
        Self { audience, withdrawn: Arc::new(withdrawn) }
    }

    /// The same for another audience.
    pub(super) fn read_by(&self, audience: Audience) -> Self {
        Self { audience, withdrawn: Arc::clone(&self.withdrawn) }
    }

    /// The same audience after other withdrawals.
    pub(super) fn with(&self, withdrawals: Withdrawals) -> Self {
        Self::new(self.audience, withdrawals)
    }

    /// The items of which anything was withdrawn.
    pub(super) fn withdrawn_items(&self) -> impl Iterator<Item = &Id> {
        self.withdrawn.keys()
    }

    /// Whether a revision may be shown, as far as it says itself.
    pub(super) fn on_revision(&self, Published { record, revision }: &Published) -> Verdict {
        // Before withdrawals: of what is kept inside not even this may be told, that it was withdrawn.
        if self.audience == Audience::Public && !record.visibility().is_public() {
            return Verdict::Hidden;
        }
        match record {
            Record::Village(village) => self.on_number(&village.id, revision.number, None),
            Record::Photo(photo) => {
                self.on_number(&photo.id, revision.number, photo.picture.sha256.parse().ok().as_ref())
            }
            Record::Essay(essay) => self.on_number(&essay.id, revision.number, None),
            // What stands in lists cannot be withdrawn.
            Record::Vocabulary(_)
            | Record::Source(_)
            | Record::Term(_)
            | Record::County(_)
            | Record::Withdrawals(_) => Verdict::Shown,
        }
    }

    /// Whether revision `number` of an item may be shown, which has this picture.
    pub(super) fn on_number(&self, item: &Id, number: u64, picture: Option<&Digest>) -> Verdict {
        self.first_of(item, |part| part == Withdrawn::Record || is_of_revision(part, number, picture))
    }

    /// The withdrawal of just this revision or its picture, whoever reads: one of all the item covers what comes later too.
    pub(super) fn of_revision_alone(
        &self,
        item: &Id,
        number: u64,
        picture: Option<&Digest>,
    ) -> Option<&Withdrawal> {
        let withdrawals = self.withdrawn.get(item)?;
        withdrawals.iter().find(|withdrawal| is_of_revision(withdrawal.part(), number, picture))
    }

    /// Whether all of an item is withdrawn.
    pub(super) fn on_all_of(&self, item: &Id) -> Verdict {
        self.first_of(item, |part| part == Withdrawn::Record)
    }

    /// Whether anything of an item is withdrawn.
    pub(super) fn on_any_of(&self, item: &Id) -> Verdict {
        self.first_of(item, |_| true)
    }

    /// What is told in the place of a revision whose text was purged `on` a day: its withdrawal, and to those who keep the
    /// archive that it is gone.
    pub(super) fn instead_of_purged(&self, key: &Key, number: u64, on: String) -> ArchiveError {
        let Ok(id) = Id::parse(key.as_str()) else {
            return ArchiveError::Purged { key: key.clone(), number, on };
        };
        if let Verdict::Withdrawn(withdrawal) = self.on_number(&id, number, None) {
            return ArchiveError::Withdrawn(withdrawal);
        }
        match (self.audience, PartialDate::parse(&on)) {
            // Lifted by a list of other hands: there is nothing to show again.
            (Audience::Public, Ok(date)) => ArchiveError::Withdrawn(Box::new(Withdrawal {
                record: id,
                revision: Some(number),
                picture: None,
                date,
                // There has to be one; it is not told.
                reason: WithdrawalReason::Privacy,
                is_reason_public: false,
                note: None,
            })),
            _ => ArchiveError::Purged { key: key.clone(), number, on },
        }
    }

    /// The first withdrawal of an item that covers what is meant.
    fn first_of(&self, item: &Id, covers: impl Fn(Withdrawn<'_>) -> bool) -> Verdict {
        if self.audience == Audience::Staff {
            return Verdict::Shown;
        }
        let withdrawals = self.withdrawn.get(item).into_iter().flatten();
        match withdrawals.into_iter().find(|withdrawal| covers(withdrawal.part())) {
            Some(withdrawal) => Verdict::Withdrawn(Box::new(withdrawal.clone())),
            None => Verdict::Shown,
        }
    }
}

/// Whether what was withdrawn is revision `number` with this picture, and not all of the item.
fn is_of_revision(part: Withdrawn<'_>, number: u64, picture: Option<&Digest>) -> bool {
    match part {
        Withdrawn::Record => false,
        Withdrawn::Revision(withdrawn) => withdrawn == number,
        Withdrawn::Picture(withdrawn) => {
            picture.is_some_and(|picture| withdrawn.parse().as_ref() == Ok(picture))
        }
    }
}
