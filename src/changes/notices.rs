//! Notices (通知): what somebody is told of changes that they write or review.
//!
//! Each is a working paper, written in the batch of the step that it tells of, so that none is lost or told twice. It holds
//! what happened, not the sentence that says so: that is made by who shows it.

mod due;
mod told;

pub use due::DueNotice;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::change::{Act, ChangeId, Person};
use super::error::ChangeError;
use super::{Changes, TRIES};
use crate::people::{AccountName, Action, Role};
use crate::store::{Batch, Collection, Content, Key, Paper, PaperError};

/// The notices of everybody, by when they came.
const NOTICES: Collection = Collection::of_papers("notice");

/// By whose it is.
const FOR: &str = "person";

/// By whose it is, until they have read it.
const UNREAD: &str = "unread";

/// That a letter is to be sent of it.
const LETTER: &str = "letter";

/// The most that are kept of one person; older ones fall away.
pub const MOST_NOTICES: u32 = 200;

/// What somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum News {
    /// Somebody writes along.
    Joined,
    /// A change waits for a review.
    Submitted,
    /// Somebody reviews it.
    Taken,
    /// A reviewer altered it.
    Edited,
    /// It is back with its writers.
    Returned,
    /// It was passed by the first of two.
    Passed,
    /// It was published.
    Published,
    /// A part was; the rest is back with its writers.
    PublishedInPart,
    /// It is not taken.
    Rejected,
    /// One of its writers gave it up.
    Discarded,
    /// What it had brought in was taken back.
    Undone,
    /// A record that it had brought in or altered was withdrawn.
    Withdrawn,
    /// Only one revision of such a record was.
    WithdrawnRevision,
    /// Only the picture of such a photo was.
    WithdrawnPicture,
    /// Such a record was made again what it had been.
    Reverted,
}

impl News {
    /// The word of texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Submitted => "submitted",
            Self::Taken => "taken",
            Self::Edited => "edited",
            Self::Returned => "returned",
            Self::Passed => "passed",
            Self::Published => "published",
            Self::PublishedInPart => "published-in-part",
            Self::Rejected => "rejected",
            Self::Discarded => "discarded",
            Self::Undone => "undone",
            Self::Withdrawn => "withdrawn",
            Self::WithdrawnRevision => "withdrawn-revision",
            Self::WithdrawnPicture => "withdrawn-picture",
            Self::Reverted => "reverted",
        }
    }

    /// What a step is told as; that a change was begun is no news to anybody, nor are its papers, which stand on it.
    fn of(act: Act) -> Option<Self> {
        Some(match act {
            Act::Started | Act::Attached | Act::Detached => return None,
            Act::Joined => Self::Joined,
            Act::Submitted => Self::Submitted,
            Act::Taken => Self::Taken,
            Act::Edited => Self::Edited,
            Act::Returned => Self::Returned,
            Act::Passed => Self::Passed,
            Act::Published => Self::Published,
            Act::Rejected => Self::Rejected,
            Act::Discarded => Self::Discarded,
            Act::Undone => Self::Undone,
        })
    }
}

/// One thing that somebody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Whom it is for, by sign-in name.
    pub to: AccountName,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Person,
    /// What.
    pub news: News,
    /// With which change.
    pub change: ChangeId,
    /// The change with what was left, where a part was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<ChangeId>,
    /// The record, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Its revision, where it is about one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// How many comments were made with it.
    #[serde(default)]
    pub comments: usize,
}

impl Notice {
    /// The change that it leads to: what is left of one concerns its writers more than what is done.
    pub fn leads_to(&self) -> &ChangeId {
        self.rest.as_ref().unwrap_or(&self.change)
    }
}

/// A notice as somebody has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptNotice {
    /// What it says.
    pub notice: Notice,
    /// Whether they have not read it yet.
    pub is_unread: bool,
    key: Key,
    version: u64,
}

impl KeptNotice {
    fn of(paper: Paper) -> Option<Self> {
        let notice = serde_json::from_str(&paper.body);
        let notice =
            notice.inspect_err(|fault| tracing::error!(key = %paper.key, %fault, "a notice is damaged"));
        let is_unread = paper.labels.iter().any(|(name, _)| name == UNREAD);
        Some(Self { notice: notice.ok()?, is_unread, key: paper.key, version: paper.version })
    }
}

fn content(notice: &Notice, is_unread: bool, is_due: bool) -> Result<Content, ChangeError> {
    let body = serde_json::to_string(notice)
        .map_err(|fault| ChangeError::Unreadable(notice.change.to_string(), fault))?;
    let mut content = Content::new(body).labelled(FOR, notice.to.as_str());
    if is_unread {
        content = content.labelled(UNREAD, notice.to.as_str());
    }
    if is_due {
        content = content.labelled(LETTER, "due");
    }
    Ok(content)
}

impl Changes {
    /// The notices of somebody, the newest first, also of what they may not see any more.
    pub async fn notices(&self, of: &AccountName) -> Result<Vec<KeptNotice>, ChangeError> {
        let list = self.papers.labelled_back(NOTICES, (FOR, of.as_str()), MOST_NOTICES).await?;
        Ok(list.papers.into_iter().filter_map(KeptNotice::of).collect())
    }

    /// How many they have not read.
    pub async fn unread(&self, of: &AccountName, role: Role) -> Result<u64, ChangeError> {
        let label = (UNREAD, of.as_str());
        if role.may(Action::ReadAnyDraft) {
            // They see every change: nothing has to be read to count.
            return Ok(self.papers.count_labelled(NOTICES, label).await?);
        }
        let (mut count, mut seen) = (0, std::collections::BTreeMap::new());
        for kept in self.unread_of(of).await? {
            let id = kept.notice.leads_to().clone();
            let is_seen = match seen.get(&id) {
                Some(is_seen) => *is_seen,
                None => match self.kept(&id).await {
                    Ok(change) => change.is_some_and(|(change, _)| change.is_readable_by(of.as_str(), role)),
                    // Nobody can look at it: the count of the others does not fail for it.
                    Err(error) if error.is_damage() => false,
                    Err(error) => return Err(error),
                },
            };
            seen.insert(id, is_seen);
            count += u64::from(is_seen);
        }
        Ok(count)
    }

    async fn unread_of(&self, of: &AccountName) -> Result<Vec<KeptNotice>, ChangeError> {
        let list = self.papers.labelled_back(NOTICES, (UNREAD, of.as_str()), MOST_NOTICES).await?;
        Ok(list.papers.into_iter().filter_map(KeptNotice::of).collect())
    }

    /// Notes that somebody has read what they were told of a change, or with `None` all that they were told. Of what they have
    /// read no letter is sent any more. Returns whether anything was unread.
    pub async fn note_read(&self, of: &AccountName, change: Option<&ChangeId>) -> Result<bool, ChangeError> {
        for _ in 0..TRIES {
            let mut batch = Batch::new(self.clock.now());
            let mut is_any = false;
            for kept in self.unread_of(of).await? {
                let notice = &kept.notice;
                if change
                    .is_none_or(|change| *change == notice.change || notice.rest.as_ref() == Some(change))
                {
                    batch = batch.put_if(NOTICES, kept.key, kept.version, content(notice, false, false)?);
                    is_any = true;
                }
            }
            if !is_any {
                return Ok(false);
            }
            match self.papers.write(batch).await {
                Ok(_) => return Ok(true),
                // Another window has read them, or a letter was sent.
                Err(PaperError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ChangeError::Busy)
    }
}
