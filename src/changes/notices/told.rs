//! Who is told what, in the batch of what is told.

use jiff::Timestamp;

use super::{FOR, MOST_NOTICES, NOTICES, News, Notice, content};
use crate::archive::Published;
use crate::changes::change::{Act, Change, ChangeId, Person, State, Step};
use crate::changes::{ChangeError, Changes};
use crate::model::{Id, Kind, Record};
use crate::people::{Account, Action, People};
use crate::store::{Batch, Digest, Key};

impl Changes {
    /// The batch with the notices of the steps of a change from number `from` on, with which so many comments were made;
    /// `rest` is what was left, where a part of it is published.
    pub(in crate::changes) async fn told(
        &self,
        mut batch: Batch,
        change: &Change,
        (from, comments): (usize, usize),
        rest: Option<&ChangeId>,
    ) -> Result<Batch, ChangeError> {
        let steps: Vec<(usize, &Step, News)> = change
            .steps
            .iter()
            .enumerate()
            .skip(from)
            .filter_map(|(number, step)| Some((number, step, News::of(step.act)?)))
            .collect();
        if steps.is_empty() {
            return Ok(batch);
        }
        for account in People::of(&self.records).accounts().await? {
            let mut new = Vec::new();
            for (number, step, news) in &steps {
                if !concerns(change, step, &account) {
                    continue;
                }
                let is_part = *news == News::Published && rest.is_some();
                let notice = Notice {
                    to: account.name.clone(),
                    at: step.at,
                    by: step.by.clone(),
                    news: if is_part { News::PublishedInPart } else { *news },
                    change: change.id.clone(),
                    rest: rest.cloned(),
                    record: None,
                    revision: None,
                    comments,
                };
                new.push((*number, notice));
            }
            batch = self.with_notices(batch, &account, new).await?;
        }
        Ok(batch)
    }

    /// The batch with word to those who wrote a record that something is done with outside of their changes.
    pub(in crate::changes) async fn told_of_record(
        &self,
        mut batch: Batch,
        by: &Person,
        at: Timestamp,
        news: News,
        (record, revision): (&Id, Option<u64>),
    ) -> Result<Batch, ChangeError> {
        let about = match self.snapshot().await?.find(Kind::Photo, record, None).await? {
            Some(Published { record: Record::Photo(photo), .. }) => photo.village,
            _ => record.clone(),
        };
        let mut changes = self.about(&about).await?.changes;
        changes.retain(|change| {
            let has_it = change.published.iter().any(|published| published.key == record.as_str());
            change.state == State::Published && has_it
        });
        if changes.is_empty() {
            return Ok(batch);
        }
        for account in People::of(&self.records).accounts().await? {
            // The newest of theirs.
            let change = changes.iter().find(|change| change.is_written_by(account.name.as_str()));
            let Some(change) = change.filter(|_| !account.is_disabled && account.name.as_str() != by.name)
            else {
                continue;
            };
            let notice = Notice {
                to: account.name.clone(),
                at,
                by: by.clone(),
                news,
                change: change.id.clone(),
                rest: None,
                record: Some(record.to_string()),
                revision,
                comments: 0,
            };
            batch = self.with_notices(batch, &account, vec![(0, notice)]).await?;
        }
        Ok(batch)
    }

    /// The batch with notices to somebody, and without the oldest of theirs where there are too many.
    async fn with_notices(
        &self,
        mut batch: Batch,
        to: &Account,
        new: Vec<(usize, Notice)>,
    ) -> Result<Batch, ChangeError> {
        if new.is_empty() {
            return Ok(batch);
        }
        let label = (FOR, to.name.as_str());
        let count = self.papers.count_labelled(NOTICES, label).await?;
        let most = u64::from(MOST_NOTICES).saturating_sub(new.len() as u64);
        if count > most {
            let over = u32::try_from(count - most).unwrap_or(MOST_NOTICES);
            let oldest = self.papers.labelled(NOTICES, label, None, over).await?;
            for paper in oldest.papers {
                batch = batch.delete_if(NOTICES, paper.key, paper.version);
            }
        }
        for (number, notice) in new {
            let is_due = to.letters.is_some();
            batch = batch.insert(NOTICES, key(&notice, number)?, content(&notice, true, is_due)?);
        }
        Ok(batch)
    }
}

/// Whether somebody is told of a step: those who may take the next one of a change that is not theirs, and of all else those
/// who write it; nobody of what they did themselves.
fn concerns(change: &Change, step: &Step, account: &Account) -> bool {
    let name = account.name.as_str();
    if account.is_disabled || step.by.name == name || !change.is_readable_by(name, account.role) {
        return false;
    }
    let is_writer = change.is_written_by(name);
    match step.act {
        Act::Submitted => !is_writer && account.role.may(Action::Review),
        Act::Passed => is_writer || account.role.may(Action::Publish),
        _ => is_writer,
    }
}

/// By the moment, so that lists are in its order; of a batch that is tried again it is the same.
fn key(notice: &Notice, number: usize) -> Result<Key, ChangeError> {
    let record = notice.record.as_deref().unwrap_or_default();
    let of = format!("{} {number} {record} {} {}", notice.change, notice.news.word(), notice.to);
    let digest = Digest::of(&of).to_string();
    Key::new(format!("{:016}-{number:04}-{}", notice.at.as_microsecond(), &digest[..24]))
        .map_err(|_| ChangeError::NoRoom)
}
