//! Taking back: a record to an earlier revision, all that a change brought in, or out of sight altogether. Nothing is ever
//! deleted: each is a revision more.

use jiff::Timestamp;

use super::change::{Act, ChangeId, Person, State};
use super::error::ChangeError;
use super::logged::{with_line, with_steps};
use super::notices::News;
use super::open::content;
use super::purged::{is_purged, purged_pictures, withdrawals};
use super::revision::proposal;
use super::{CHANGES, Changes, TRIES};
use crate::archive::{ArchiveError, Edition, Published, Snapshot};
use crate::model::{
    Id, Kind, PartialDate, Record, Withdrawal, WithdrawalReason, Withdrawals, Withdrawn, as_text,
    day_in_shanghai,
};
use crate::store::{Batch, Change as Commit, CommitError, Origin, Proposal, PublishError};

/// What became of taking back a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The records that are as they were before.
    pub back: Vec<String>,
    /// Those that were new and have been withdrawn.
    pub withdrawn: Vec<String>,
    /// Those that were published anew since; they are left as they are.
    pub moved_on: Vec<String>,
}

/// One revision with who made it and what they said.
#[derive(Debug)]
pub struct Told {
    /// The revision.
    pub edition: Edition,
    /// Who published it.
    pub author: String,
    /// What was said with it.
    pub message: String,
}

impl Changes {
    /// A record as it is now, shown or not.
    pub async fn head(&self, kind: Kind, id: &Id) -> Result<Option<Published>, ChangeError> {
        Ok(self.snapshot().await?.find(kind, id, None).await?)
    }

    /// Every revision of a record, the oldest first, withdrawn ones too.
    pub async fn history(&self, kind: Kind, id: &Id) -> Result<Vec<Told>, ChangeError> {
        self.archive.catch_up().await?;
        // As everybody reads it, for what was withdrawn; what is kept inside is added by those who may see it.
        let (public, all) = (self.archive.snapshot().history(kind, id).await?, self.snapshot().await?);
        let mut told = Vec::new();
        for mut edition in all.history(kind, id).await? {
            let same = public.iter().find(|other| other.revision.number == edition.revision.number);
            edition.withdrawn = same.and_then(|same| same.withdrawn.clone());
            // The newest below the next number is the commit itself.
            let commit = self.records.changes(Some(edition.revision.sequence + 1), 1).await?.pop();
            let (author, message) = commit.map(|commit| (commit.author, commit.message)).unwrap_or_default();
            told.push(Told { edition, author, message });
        }
        Ok(told)
    }

    /// Makes a record again what it was in revision `number`: as a new revision.
    pub async fn revert(
        &self,
        kind: Kind,
        id: &Id,
        number: u64,
        by: &Person,
        note: &str,
    ) -> Result<u64, ChangeError> {
        for _ in 0..TRIES {
            let snapshot = self.snapshot().await?;
            let head = snapshot.find(kind, id, None).await?.ok_or(ChangeError::NoRecord)?;
            let past = snapshot.find(kind, id, Some(number)).await?.ok_or(ChangeError::NoRecord)?;
            if past.record == head.record {
                return Err(ChangeError::Nothing);
            }
            refuse_gone(&past, &snapshot).await?;
            let proposals = vec![proposal(&past.record, Some(head.revision.number))?];
            let message = format!("{id} as in revision {number}{}", said(note));
            match self.commit_alone(by, (News::Reverted, id, None), message, proposals).await {
                Err(ChangeError::Busy) => {}
                done => return done,
            }
        }
        Err(ChangeError::Busy)
    }

    /// Takes back all that a change has brought in, where nothing was published of it since.
    pub async fn undo(&self, id: &ChangeId, by: &Person, note: &str) -> Result<Undone, ChangeError> {
        for _ in 0..TRIES {
            match self.undo_once(id, by, note).await {
                Err(ChangeError::Busy) => {}
                done => return done,
            }
        }
        Err(ChangeError::Busy)
    }

    async fn undo_once(&self, id: &ChangeId, by: &Person, note: &str) -> Result<Undone, ChangeError> {
        let (mut change, version) = self.kept(id).await?.ok_or(ChangeError::NotFound)?;
        if change.state != State::Published {
            return Err(ChangeError::WrongState(change.state));
        }
        let (snapshot, at) = (self.snapshot().await?, self.clock.now());
        let mut undone = Undone { back: Vec::new(), withdrawn: Vec::new(), moved_on: Vec::new() };
        let mut proposals = Vec::new();
        let mut withdrawn = Vec::new();
        for published in &change.published {
            let kind = change.records.get(&published.name).map(|proposed| proposed.kind);
            // Villages, photos and essays have no kind in their keys, which are therefore ids.
            let (Some(kind), Ok(id)) = (kind, Id::parse(&published.key)) else { continue };
            let Some(head) = snapshot.find(kind, &id, None).await? else { continue };
            if head.revision.number != published.revision {
                undone.moved_on.push(published.key.clone());
            } else if published.revision == 1 {
                // There was nothing before it that could come back.
                withdrawn.push(id.clone());
                undone.withdrawn.push(published.key.clone());
            } else if let Some(past) = snapshot.find(kind, &id, Some(published.revision - 1)).await? {
                refuse_gone(&past, &snapshot).await?;
                proposals.push(proposal(&past.record, Some(head.revision.number))?);
                undone.back.push(published.key.clone());
            }
        }
        proposals.extend(withdrawal_proposal(&snapshot, withdrawn, at).await?);
        if proposals.is_empty() {
            return Err(ChangeError::Nothing);
        }
        // Its state stays: the history of each record finds by it which change made a revision.
        change.step(at, by, Act::Undone, note);
        let step = change.steps.last().map(std::slice::from_ref).unwrap_or_default();
        let batch = Batch::new(at).put_if(CHANGES, change.id.key().clone(), version, content(&change)?);
        let batch = with_steps(batch, &change.id, step)?;
        let batch = self.told(batch, &change, (change.steps.len() - 1, 0), None).await?;
        self.commit(by, format!("{} taken back{}", change.id, said(note)), proposals, batch).await?;
        Ok(undone)
    }

    /// Withdraws what was published. A second time, or of what there is not, is refused.
    pub async fn withdraw(&self, withdrawal: Withdrawal, by: &Person) -> Result<u64, ChangeError> {
        for _ in 0..TRIES {
            let snapshot = self.snapshot().await?;
            let (mut list, base) = withdrawals(&snapshot).await?;
            if list.place_of(&withdrawal).is_some() {
                return Err(ChangeError::Nothing);
            }
            list.withdrawals.push(withdrawal.clone());
            let proposals = vec![proposal(&Record::Withdrawals(list), base)?];
            let record = &withdrawal.record;
            let (news, revision, what) = match withdrawal.part() {
                Withdrawn::Record => (News::Withdrawn, None, record.to_string()),
                Withdrawn::Revision(number) => {
                    (News::WithdrawnRevision, Some(number), format!("{record}@{number}"))
                }
                Withdrawn::Picture(_) => (News::WithdrawnPicture, None, format!("picture of {record}")),
            };
            let message = format!("withdrawn ({}): {what}", withdrawal.reason.word());
            match self.commit_alone(by, (news, record, revision), message, proposals).await {
                Err(ChangeError::Busy) => {}
                done => return done,
            }
        }
        Err(ChangeError::Busy)
    }

    /// Commits what no change is behind, with its line of the log.
    async fn commit_alone(
        &self,
        by: &Person,
        (news, of, revision): (News, &Id, Option<u64>),
        message: String,
        proposals: Vec<Proposal>,
    ) -> Result<u64, ChangeError> {
        let at = self.clock.now();
        // Of what part of it the line of the log says behind the record.
        let what = if news == News::Reverted { "record-reverted" } else { "record-withdrawn" };
        let batch = with_line(Batch::new(at), at, by, (what, of.as_str()), message.clone())?;
        let batch = self.told_of_record(batch, by, at, news, (of, revision)).await?;
        self.commit(by, message, proposals, batch).await
    }

    async fn commit(
        &self,
        by: &Person,
        message: String,
        proposals: Vec<Proposal>,
        batch: Batch,
    ) -> Result<u64, ChangeError> {
        let at = self.clock.now();
        let commit = Commit { author: by.shown.clone(), message, origin: Origin::Staff, at, proposals };
        let sequence = self.papers.publish(commit, batch).await.map_err(|error| match error {
            PublishError::Records(CommitError::Unchanged(_)) => ChangeError::Nothing,
            error if error.is_conflict() => ChangeError::Busy,
            error => ChangeError::Publish(error),
        })?;
        self.show().await;
        Ok(sequence)
    }
}

fn said(note: &str) -> String {
    match as_text(note.trim()).as_str() {
        "" => String::new(),
        note => format!(": {note}"),
    }
}

/// Refuses to show again what has no picture any more, or what was withdrawn: as a new revision nothing would name it.
async fn refuse_gone(past: &Published, snapshot: &Snapshot) -> Result<(), ChangeError> {
    if let Some(withdrawal) = snapshot.withdrawal_of(past) {
        return Err(ChangeError::Archive(ArchiveError::Withdrawn(Box::new(withdrawal))));
    }
    match is_purged(&past.record, &purged_pictures(snapshot).await?) {
        None => Ok(()),
        Some(on) => {
            let (key, number) = (past.revision.key.clone(), past.revision.number);
            Err(ChangeError::PurgedPicture { record: key.to_string(), number, on })
        }
    }
}

/// The list with these records withdrawn as brought in by error.
async fn withdrawal_proposal(
    snapshot: &Snapshot,
    records: Vec<Id>,
    at: Timestamp,
) -> Result<Option<Proposal>, ChangeError> {
    let (mut list, base) = withdrawals(snapshot).await?;
    let day = PartialDate::parse(&day_in_shanghai(at).to_string()).map_err(|_| ChangeError::Nothing)?;
    let is_withdrawn = |list: &Withdrawals, record: &Id| {
        list.withdrawals
            .iter()
            .any(|one| one.record == *record && one.revision.is_none() && one.picture.is_none())
    };
    let before = list.withdrawals.len();
    // One that somebody has withdrawn by hand since, or that was taken back before, is not withdrawn twice.
    for record in records {
        if !is_withdrawn(&list, &record) {
            list.withdrawals.push(Withdrawal {
                record,
                revision: None,
                picture: None,
                date: day,
                reason: WithdrawalReason::Error,
                is_reason_public: false,
                note: None,
            });
        }
    }
    if list.withdrawals.len() == before {
        return Ok(None);
    }
    Ok(Some(proposal(&Record::Withdrawals(list), base)?))
}
