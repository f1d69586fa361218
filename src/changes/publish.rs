//! Publishing: all that a change proposes, and its own new state, in one transaction.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::change::{Act, Change, ChangeId, Person, PublishedRecord, State, Step};
use super::error::ChangeError;
use super::logged::with_steps;
use super::open::content;
use super::part::{Parting, taken};
use super::revision::{head_of, proposal};
use super::sides::sides;
use super::{CHANGES, Changes, HELD, TRIES};
use crate::model::as_text;
use crate::store::{Batch, Change as Commit, Content, Key, Origin};

/// What is published of a change, and by whom.
#[derive(Debug, Clone)]
pub struct Publication {
    /// Who publishes.
    pub by: Person,
    /// In whose place (代审), by name.
    pub in_place_of: Option<String>,
    /// What is said of it.
    pub note: String,
    /// The edition that was looked at.
    pub seen: u64,
    /// The fields to be published, `fancunbu/name.zh`, and the photos that come in, `new-1/`; `None` for all. The others go
    /// back to their writers, a photo with all that is said of it.
    pub only: Option<BTreeSet<String>>,
}

impl Publication {
    fn step(&self, at: Timestamp, act: Act) -> Step {
        Step { at, by: self.by.clone(), act, in_place_of: self.in_place_of.clone(), note: self.note.clone() }
    }
}

impl Changes {
    /// Publishes a change. When it returns, everybody is shown it; what goes back of it is a change of its own.
    pub async fn publish(&self, id: &ChangeId, publication: &Publication) -> Result<Change, ChangeError> {
        self.publish_with(id, publication, &[]).await
    }

    /// The same with what is said of single fields and photos, `fancunbu/name.zh`, `new-1/`: those that go back read it there.
    ///
    /// # Errors
    /// [`ChangeError::Blocked`] where the part cannot stand by itself, with what is wrong with it.
    pub async fn publish_with(
        &self,
        id: &ChangeId,
        publication: &Publication,
        comments: &[(String, String)],
    ) -> Result<Change, ChangeError> {
        for _ in 0..TRIES {
            let (mut change, version) = self.kept(id).await?.ok_or(ChangeError::NotFound)?;
            self.may_publish(&change, &publication.by)?;
            // Somebody has saved since the review was read: nobody has looked at that.
            if change.edition != publication.seen {
                return Err(ChangeError::Busy);
            }
            let (at, before) = (self.clock.now(), change.comments.len());
            change.remark(at, &publication.by, comments);
            let said = change.comments.len() - before;
            match self.commit_change((change, version), publication, at, said).await {
                // The store has moved on: the change is read again, and all checks are made against what is
                // published by then.
                Err(ChangeError::Publish(error)) if error.is_conflict() => {}
                done => return done,
            }
        }
        Err(ChangeError::Busy)
    }

    /// Publishes what was asked for of a change in the version that was read; so many comments were made with it.
    async fn commit_change(
        &self,
        (whole, version): (Change, u64),
        publication: &Publication,
        at: Timestamp,
        said: usize,
    ) -> Result<Change, ChangeError> {
        // One for both: else the numbers of new photos could be those of two moments.
        let snapshot = self.snapshot().await?;
        let sides = sides(&whole, &snapshot).await?;
        let taken = match &publication.only {
            Some(only) => taken(&whole, &sides, only),
            None => whole.clone(),
        };
        let mut draft = self.draft_in(taken, &snapshot).await?;
        let parting = Parting { whole: &whole, sides: &sides, draft: &draft };
        let faults = parting.faults();
        let left = publication.only.as_ref().and_then(|_| parting.left(publication.step(at, Act::Returned)));
        draft.add(faults);
        if draft.is_blocked() {
            return Err(ChangeError::Blocked(draft.findings));
        }
        let mut change = draft.change;
        let mut proposals = Vec::new();
        let mut published = Vec::new();
        for (name, record) in &draft.records {
            // The revision that was checked is the one that the commit demands: whatever comes in between is a
            // conflict, not lost.
            let base = draft.sides.iter().find(|side| side.name == *name);
            let base = base.and_then(|side| side.live.as_ref()).map(|live| live.revision.number);
            // The commit gives this number and no other, since it demands `base`: it can be kept in the same
            // transaction.
            let revision = base.unwrap_or(0) + 1;
            published.push(PublishedRecord { name: name.clone(), key: record.key().to_string(), revision });
            proposals.push(proposal(record, base)?);
        }
        if proposals.is_empty() {
            return Err(ChangeError::Nothing);
        }
        if let Some(source) = draft.visit {
            let base = head_of(&self.snapshot().await?, &source).await?;
            // A revision that changes nothing is refused by the store, and all the others with it.
            if base.as_ref().is_none_or(|base| base.record != source) {
                proposals.push(proposal(&source, base.map(|base| base.revision.number))?);
            }
        }
        change.state = State::Published;
        change.published = published;
        change.parts += u32::from(left.is_some());
        change.steps.push(publication.step(at, Act::Published));
        let key = change.id.key().clone();
        let batch = Batch::new(at).put_if(CHANGES, key, version, content(&change)?);
        let mut batch =
            with_steps(batch, &change.id, change.steps.last().map(std::slice::from_ref).unwrap_or_default())?;
        batch =
            self.told(batch, &change, (whole.steps.len(), said), left.as_ref().map(|left| &left.id)).await?;
        // In the same transaction: the record is at no moment free for a third change while the rest still has it.
        batch = match left {
            None => self.released(batch, &change).await?,
            Some(left) => self.handed_on(batch, &left).await?,
        };
        // The log of the archive names who answers for it; who wrote it stands in the message.
        let commit = Commit {
            author: publication.by.shown.clone(),
            message: message(&change, publication),
            origin: Origin::Staff,
            at,
            proposals,
        };
        let sequence = self.papers.publish(commit, batch).await?;
        self.show().await;
        tracing::info!(change = %change.id, sequence, by = %publication.by.name, "a change was published");
        Ok(change)
    }

    /// With the record given on to the change that is left.
    async fn handed_on(&self, batch: Batch, left: &Change) -> Result<Batch, ChangeError> {
        let batch = batch.insert(CHANGES, left.id.key().clone(), content(left)?);
        let held: Key = left.about.as_str().parse().map_err(|_| ChangeError::BadId)?;
        let holder = Content::new(serde_json::json!({ "change": left.id.as_str() }).to_string());
        Ok(match self.papers.get(HELD, &held).await? {
            Some(paper) => batch.put_if(HELD, held, paper.version, holder),
            None => batch.insert(HELD, held, holder),
        })
    }
}

fn message(change: &Change, publication: &Publication) -> String {
    let note = as_text(publication.note.trim());
    let colon = if note.is_empty() { "" } else { ": " };
    format!("{} by {}{colon}{note}", change.id, change.author.shown)
}
