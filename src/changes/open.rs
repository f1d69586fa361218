//! Beginning a change, finding it again, joining it.

use jiff::Timestamp;

use super::change::{Act, Change, ChangeId, Person, Proposed, State, Template};
use super::error::ChangeError;
use super::logged::with_steps;
use super::{CHANGES, Changes, HELD, TRIES};
use crate::model::{Id, Kind, day_in_shanghai};
use crate::store::{Batch, Content, Key, Paper, PaperError, PaperList};

/// What a change is to be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A record that there is: a village or an essay.
    Known(Id),
    /// A new one.
    New {
        /// The id it shall have for ever.
        id: Id,
        /// Its Chinese name or title.
        name: String,
    },
}

/// What came of beginning a change.
#[derive(Debug)]
pub enum Begun {
    /// It was begun.
    New(Box<Change>),
    /// There is one already that has the record in hand; whoever asked may join it.
    Open(Box<Change>),
}

/// Some changes of many; those that cannot be read are left out, and the log names them.
#[derive(Debug, Default)]
pub struct Listed {
    /// The changes, the newest first.
    pub changes: Vec<Change>,
    /// How many could not be read.
    pub unread: usize,
}

impl Listed {
    fn add(&mut self, page: PaperList) {
        for key in page.damaged {
            self.unread += 1;
            tracing::error!(change = %key, "a change is damaged; the others are listed");
        }
        for paper in &page.papers {
            match read(paper) {
                Ok(change) => self.changes.push(change),
                Err(fault) => {
                    self.unread += 1;
                    tracing::error!(%fault, "a change cannot be read; the others are listed");
                }
            }
        }
    }
}

/// What is enough to be looked through in one list.
const LISTED: u32 = 500;

impl Changes {
    /// Begins a change. At most one that is open has a record in hand.
    ///
    /// # Errors
    /// [`ChangeError::NoRecord`] or [`ChangeError::BadId`] by what it is to be about.
    pub async fn begin(&self, by: &Person, template: Template, about: About) -> Result<Begun, ChangeError> {
        let kind = if template == Template::Essay { Kind::Essay } else { Kind::Village };
        let (id, new_name) = match about {
            About::Known(id) => (id, None),
            About::New { id, name } => (id, Some(name)),
        };
        let snapshot = self.snapshot().await?;
        let is_there = snapshot.find(kind, &id, None).await?.is_some();
        let held: Key = id.as_str().parse().map_err(|_| ChangeError::BadId)?;
        match &new_name {
            None if !is_there => return Err(ChangeError::NoRecord),
            // An id that ever was given to anything never comes again.
            Some(_) if id.is_reserved() || !self.records.history(&held).await?.is_empty() => {
                return Err(ChangeError::BadId);
            }
            _ => {}
        }
        for _ in 0..TRIES {
            // Asked anew in each try: whoever was faster may have begun just this.
            if let Some(open) = self.holding(&held).await? {
                return Ok(Begun::Open(Box::new(open)));
            }
            let at = self.clock.now();
            let mut change = Change {
                id: self.next_id(at).await?,
                template,
                about: id.clone(),
                state: State::Draft,
                author: by.clone(),
                members: Vec::new(),
                created_at: at,
                submitted_at: None,
                reviewer: None,
                edition: 1,
                records: [(id.to_string(), Proposed::new(kind, new_name.is_some()))].into(),
                comments: Vec::new(),
                steps: Vec::new(),
                looked: std::collections::BTreeMap::new(),
                published: Vec::new(),
                parts: 0,
                last_photo: 0,
                attachments: Vec::new(),
                drafted_from: None,
            };
            change.step(at, by, Act::Started, "");
            if let Some(name) = &new_name {
                super::save::name_new(&mut change, by, at, name);
            }
            let holder = serde_json::json!({ "change": change.id.as_str() }).to_string();
            // Both are inserted, not put: of two who begin at once one fails here, and goes on with the next number
            // or finds the other's change.
            let batch = Batch::new(at).insert(CHANGES, change.id.key().clone(), content(&change)?).insert(
                HELD,
                held.clone(),
                Content::new(holder),
            );
            let batch = with_steps(batch, &change.id, &change.steps)?;
            match self.papers.write(batch).await {
                Ok(_) => return Ok(Begun::New(Box::new(change))),
                // The number or the record went to somebody else.
                Err(PaperError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ChangeError::Busy)
    }

    /// The open change that has a record in hand.
    pub async fn in_hand(&self, record: &Id) -> Result<Option<Change>, ChangeError> {
        match record.as_str().parse() {
            Ok(key) => self.holding(&key).await,
            Err(_) => Ok(None),
        }
    }

    async fn holding(&self, record: &Key) -> Result<Option<Change>, ChangeError> {
        let Some(paper) = self.papers.get(HELD, record).await? else { return Ok(None) };
        let holder: serde_json::Value = serde_json::from_str(&paper.body)
            .map_err(|fault| ChangeError::Unreadable(record.to_string(), fault))?;
        let id = holder["change"].as_str().and_then(ChangeId::parse);
        match id {
            Some(id) => Ok(self.kept(&id).await?.map(|(change, _)| change)),
            None => Ok(None),
        }
    }

    /// Whether a new record may have this id: no other ever had it, and no open change is about it.
    pub async fn is_free(&self, id: &Id) -> Result<bool, ChangeError> {
        let Ok(key) = id.as_str().parse::<Key>() else { return Ok(false) };
        let is_given = !self.records.history(&key).await?.is_empty();
        Ok(!is_given && !id.is_reserved() && self.papers.get(HELD, &key).await?.is_none())
    }

    /// The change of a receipt number, whoever asks: who may see it is for the caller to say.
    pub async fn get(&self, id: &ChangeId) -> Result<Change, ChangeError> {
        self.kept(id).await?.map(|(change, _)| change).ok_or(ChangeError::NotFound)
    }

    /// A change with the version it is kept under.
    pub(super) async fn kept(&self, id: &ChangeId) -> Result<Option<(Change, u64)>, ChangeError> {
        let Some(paper) = self.papers.get(CHANGES, id.key()).await? else { return Ok(None) };
        Ok(Some((read(&paper)?, paper.version)))
    }

    /// Joins those who write a change.
    pub async fn join(&self, id: &ChangeId, by: &Person) -> Result<Change, ChangeError> {
        self.alter(id, |change, at| {
            if !change.state.is_written() {
                return Err(ChangeError::WrongState(change.state));
            }
            // Pressed twice it is neither a second member nor a second line of the log.
            if !change.is_written_by(&by.name) {
                change.members.push(by.clone());
                change.step(at, by, Act::Joined, "");
            }
            Ok(())
        })
        .await
    }

    /// The newest changes in a state.
    pub async fn in_state(&self, state: State) -> Result<Listed, ChangeError> {
        self.labelled("state", state.word()).await
    }

    /// The newest changes that somebody began or joined.
    pub async fn of_person(&self, name: &str) -> Result<Listed, ChangeError> {
        self.labelled("person", name).await
    }

    /// The newest changes about a record.
    pub async fn about(&self, record: &Id) -> Result<Listed, ChangeError> {
        self.labelled("about", record.as_str()).await
    }

    /// The newest changes in a state, up to `limit`, and how many there are in all: what is over only ever grows.
    pub async fn newest_in_state(&self, state: State, limit: u32) -> Result<(Listed, u64), ChangeError> {
        let label = ("state", state.word());
        let mut listed = Listed::default();
        listed.add(self.papers.labelled_back(CHANGES, label, limit).await?);
        Ok((listed, self.papers.count_labelled(CHANGES, label).await?))
    }

    /// The newest changes begun before one, whatever became of them, up to `limit`.
    pub async fn newest_before(&self, before: Option<&ChangeId>, limit: u32) -> Result<Listed, ChangeError> {
        let mut listed = Listed::default();
        listed.add(self.papers.list_back(CHANGES, before.map(ChangeId::key), limit).await?);
        Ok(listed)
    }

    async fn labelled(&self, name: &str, value: &str) -> Result<Listed, ChangeError> {
        let mut listed = Listed::default();
        let mut after: Option<Key> = None;
        loop {
            let page = self.papers.labelled(CHANGES, (name, value), after.as_ref(), LISTED).await?;
            after = page.next.clone();
            listed.add(page);
            if after.is_none() {
                break;
            }
        }
        // Papers come in the order of their keys, and receipt numbers grow with time.
        listed.changes.reverse();
        Ok(listed)
    }

    /// The next receipt number of the day, in Shanghai.
    async fn next_id(&self, at: Timestamp) -> Result<ChangeId, ChangeError> {
        let day = day_in_shanghai(at).strftime("%Y%m%d").to_string();
        // Letters stand behind digits: this is behind every number of the day and before the next day.
        let end: Key = format!("{day}-zzz").parse().map_err(|_| ChangeError::NoRoom)?;
        let last = self.papers.list_back(CHANGES, Some(&end), 1).await?;
        // One that cannot be read has its number all the same.
        let last = last.papers.first().map(|paper| &paper.key).or(last.damaged.first());
        let last = last.map(|key| key.as_str().to_owned());
        let number = last
            // Of a rest, 0003-2, the number is 3; of the last key of another day there is none.
            .and_then(|key| key.strip_prefix(&format!("{day}-"))?.split('-').next()?.parse::<u32>().ok())
            .unwrap_or(0);
        ChangeId::new(&day, number + 1).ok_or(ChangeError::NoRoom)
    }

    /// Alters a change as one, again if somebody else was faster.
    pub(super) async fn alter(
        &self,
        id: &ChangeId,
        make: impl FnMut(&mut Change, Timestamp) -> Result<(), ChangeError>,
    ) -> Result<Change, ChangeError> {
        self.alter_with(id, make, |batch| batch).await
    }

    /// The same, with what `also` writes in the same moment.
    pub(super) async fn alter_with(
        &self,
        id: &ChangeId,
        mut make: impl FnMut(&mut Change, Timestamp) -> Result<(), ChangeError>,
        also: impl Fn(Batch) -> Batch,
    ) -> Result<Change, ChangeError> {
        // `make` may be called once a try, each time with what is kept by then: what it notes elsewhere it has to
        // begin anew.
        for _ in 0..TRIES {
            let (mut change, version) = self.kept(id).await?.ok_or(ChangeError::NotFound)?;
            let (before, at) = (change.clone(), self.clock.now());
            make(&mut change, at)?;
            // A reviewer's every look at the page comes here: without this each would be a write and a new version,
            // on which others would have to try again.
            if change == before {
                return Ok(change);
            }
            let batch = Batch::new(at).put_if(CHANGES, id.key().clone(), version, content(&change)?);
            // Only the new ones: those before have their lines.
            let batch = with_steps(batch, id, change.steps.get(before.steps.len()..).unwrap_or_default())?;
            let comments = change.comments.len().saturating_sub(before.comments.len());
            let batch = self.told(batch, &change, (before.steps.len(), comments), None).await?;
            match self.papers.write(also(self.released(batch, &change).await?)).await {
                Ok(_) => return Ok(change),
                Err(PaperError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ChangeError::Busy)
    }

    /// With the record let go that a change had in hand, once it is over.
    pub(super) async fn released(&self, batch: Batch, change: &Change) -> Result<Batch, ChangeError> {
        let held: Key = match change.about.as_str().parse() {
            Ok(key) if !change.state.is_open() => key,
            _ => return Ok(batch),
        };
        match self.papers.get(HELD, &held).await? {
            // Only what is still its own. With its quotes, since 0003 also begins 0003-2, the rest that may have
            // the record now.
            Some(paper) if paper.body.contains(&format!("\"{}\"", change.id)) => {
                Ok(batch.delete_if(HELD, held, paper.version))
            }
            _ => Ok(batch),
        }
    }
}

/// A change as it is kept.
pub(super) fn content(change: &Change) -> Result<Content, ChangeError> {
    let body = serde_json::to_string(change)
        .map_err(|fault| ChangeError::Unreadable(change.id.to_string(), fault))?;
    if body.len() > Content::MAX_BYTES {
        return Err(ChangeError::TooLarge);
    }
    let mut content =
        Content::new(body).labelled("state", change.state.word()).labelled("about", change.about.as_str());
    // As many as labels allow; those who joined later find it by the record.
    let people = std::iter::once(&change.author).chain(&change.members).take(Content::MAX_LABELS - 2);
    for person in people {
        content = content.labelled("person", person.name.as_str());
    }
    Ok(content)
}

pub(super) fn read(paper: &Paper) -> Result<Change, ChangeError> {
    serde_json::from_str(&paper.body).map_err(|fault| ChangeError::Unreadable(paper.key.to_string(), fault))
}
