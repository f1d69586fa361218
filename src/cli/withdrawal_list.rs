//! The record of what is withdrawn, read to be added to and committed as the operator's.

use anyhow::{Context, bail};

use super::data_folder::DataFolder;
use crate::model::{Kind, PartialDate, Record, RecordKey, Withdrawals, day_in_shanghai};
use crate::store::{self, Change, Key, Origin, Proposal, Records};

/// What is withdrawn so far.
pub(super) struct WithdrawalList {
    /// The revision it was read from; none before the first.
    base: Option<u64>,
    pub(super) withdrawals: Withdrawals,
}

impl WithdrawalList {
    /// Reads the newest.
    pub(super) async fn read(records: &Records) -> anyhow::Result<Self> {
        let Some(head) = records.head(&key()?).await? else {
            return Ok(Self { base: None, withdrawals: Withdrawals::default() });
        };
        let record = Record::from_document(Kind::Withdrawals, &head.body)
            .context("the record of what is withdrawn cannot be read")?;
        match record {
            Record::Withdrawals(withdrawals) => Ok(Self { base: Some(head.number), withdrawals }),
            _ => bail!("the record of what is withdrawn is none"),
        }
    }

    /// Commits it as it is now, if nobody else has meanwhile; gives the change's number.
    pub(super) async fn commit(self, data: &DataFolder, message: &str) -> anyhow::Result<u64> {
        let change = Change {
            author: "operator".to_owned(),
            message: message.to_owned(),
            // No import takes it for one of its own and writes over it.
            origin: Origin::Staff,
            at: data.clock.now(),
            proposals: vec![Proposal {
                key: key()?,
                kind: store::KindWord::new(Kind::Withdrawals.word())?,
                // Two commands at once: the second is refused and says so, rather than undoing what the first one
                // withdrew.
                base: self.base,
                body: Record::Withdrawals(self.withdrawals).to_document()?,
            }],
        };
        Ok(data.records.commit(change).await?)
    }
}

fn key() -> anyhow::Result<Key> {
    Ok(RecordKey::withdrawals().to_string().parse()?)
}

/// The day it is in Shanghai.
pub(super) fn today(data: &DataFolder) -> anyhow::Result<PartialDate> {
    // Not of the machine, whose time zone is often UTC: readers are told this day.
    Ok(PartialDate::parse(&day_in_shanghai(data.clock.now()).to_string())?)
}
