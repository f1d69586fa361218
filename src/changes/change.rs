//! What a change is while people have it in hand.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::attachment::{Attachment, DraftedFrom};
pub use super::names::{ChangeId, Person};
use crate::model::{Id, Kind, Picture};
use crate::people::{Action, Role};

/// What kind of work a change is; decides what its form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Template {
    /// A whole fort or village.
    Fort,
    /// One structure of it.
    Structure,
    /// Photos alone.
    Photos,
    /// An essay.
    Essay,
}

impl Template {
    /// All of them, as they are offered.
    pub const ALL: [Self; 4] = [Self::Fort, Self::Structure, Self::Photos, Self::Essay];

    /// The word of forms and texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fort => "fort",
            Self::Structure => "structure",
            Self::Photos => "photos",
            Self::Essay => "essay",
        }
    }

    /// The template a word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.word() == word)
    }
}

/// How far a change has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// 草稿: its people write it.
    Draft,
    /// 待审: it waits for a reviewer.
    Submitted,
    /// 初审通过: it waits for the second of two.
    Passed,
    /// 退回: its people have it back, with comments.
    Returned,
    /// 已发布.
    Published,
    /// 不予采用.
    Rejected,
    /// 作废: its people gave it up.
    Discarded,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Passed,
        Self::Returned,
        Self::Published,
        Self::Rejected,
        Self::Discarded,
    ];

    /// The word of labels and texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Passed => "passed",
            Self::Returned => "returned",
            Self::Published => "published",
            Self::Rejected => "rejected",
            Self::Discarded => "discarded",
        }
    }

    /// Whether its people write it.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether reviewers have it.
    pub fn is_in_review(self) -> bool {
        matches!(self, Self::Submitted | Self::Passed)
    }

    /// Whether it may still become something.
    pub fn is_open(self) -> bool {
        self.is_written() || self.is_in_review()
    }
}

/// What somebody did with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Began it.
    Started,
    /// Joined those who write it.
    Joined,
    /// Gave it to the reviewers.
    Submitted,
    /// Took the review upon them.
    Taken,
    /// Altered it as a reviewer.
    Edited,
    /// Gave it back with comments.
    Returned,
    /// Passed it as the first of two.
    Passed,
    /// Published it, or part of it.
    Published,
    /// Refused it.
    Rejected,
    /// Gave it up.
    Discarded,
    /// Took back what it had brought in.
    Undone,
    /// Attached a paper to it.
    Attached,
    /// Took a paper off it.
    Detached,
}

impl Act {
    /// The word of the audit and of texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Joined => "joined",
            Self::Submitted => "submitted",
            Self::Taken => "taken",
            Self::Edited => "edited",
            Self::Returned => "returned",
            Self::Passed => "passed",
            Self::Published => "published",
            Self::Rejected => "rejected",
            Self::Discarded => "discarded",
            Self::Undone => "undone",
            Self::Attached => "attached",
            Self::Detached => "detached",
        }
    }
}

/// One line of what was done with a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Person,
    /// What.
    pub act: Act,
    /// In whose place (代审), by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
    /// What was said with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A value that somebody entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// The value; blank takes away what is there.
    pub value: String,
    /// What was published when it was entered; blank where nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub over: String,
    /// By whom.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// In which edition of the change it was entered.
    pub edition: u64,
}

/// What a change proposes of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// The kind of the record.
    #[serde(with = "kind_word")]
    pub kind: Kind,
    /// Whether the change brings it in.
    #[serde(default)]
    pub is_new: bool,
    /// What was entered, by field.
    #[serde(default)]
    pub fields: BTreeMap<String, Entered>,
    /// The bytes of a photo that has come in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// The stand-in whose place a photo takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Id>,
}

impl Proposed {
    /// Nothing yet.
    pub fn new(kind: Kind, is_new: bool) -> Self {
        Self { kind, is_new, fields: BTreeMap::new(), picture: None, replaces: None }
    }
}

mod kind_word {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::model::Kind;

    pub(super) fn serialize<S: Serializer>(kind: &Kind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.word())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
        let word = String::deserialize(from)?;
        Kind::from_word(&word).ok_or_else(|| D::Error::custom(format!("no kind of record: {word}")))
    }
}

/// What a reviewer says of a change, or of one field of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Person,
    /// The record and the field, `fancunbu/name.zh`, or a whole photo, `new-1/`; blank if it is about all of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// What.
    pub text: String,
}

/// A change (报送件): proposed revisions that are drafted, submitted, reviewed and published as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its receipt number.
    pub id: ChangeId,
    /// What kind of work it is.
    pub template: Template,
    /// The village it is about; of an essay its id.
    pub about: Id,
    /// How far it has come.
    pub state: State,
    /// Who began it.
    pub author: Person,
    /// Who writes it with them.
    #[serde(default)]
    pub members: Vec<Person>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    /// Who reviews it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<Person>,
    /// Grows by one with each save.
    pub edition: u64,
    /// What it proposes, by the id of the record; a photo that it brings in is `new-1`, `new-2`, …
    pub records: BTreeMap<String, Proposed>,
    /// What reviewers said.
    #[serde(default)]
    pub comments: Vec<Comment>,
    /// What was done with it, in order.
    pub steps: Vec<Step>,
    /// Who has looked at it as a reviewer, by the name that is shown, and when first.
    #[serde(default)]
    pub looked: BTreeMap<String, Timestamp>,
    /// What was published of it.
    #[serde(default)]
    pub published: Vec<PublishedRecord>,
    /// How many changes have been parted from it.
    #[serde(default)]
    pub parts: u32,
    /// The number of the last photo that came in, whatever became of it.
    #[serde(default)]
    pub last_photo: u32,
    /// The papers that are attached to it, in the order in which they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Of an essay: the report that it was begun from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafted_from: Option<DraftedFrom>,
}

/// A revision that a change has become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRecord {
    /// How the change called the record.
    pub name: String,
    /// The key of the record.
    pub key: String,
    /// The number of the revision.
    pub revision: u64,
}

impl Change {
    /// Whether somebody is among those who write it.
    pub fn is_written_by(&self, name: &str) -> bool {
        self.author.name == name || self.members.iter().any(|member| member.name == name)
    }

    /// Whether somebody sees it with its photos: its people, once it was given out every member, else who reads all drafts.
    pub fn is_readable_by(&self, name: &str, role: Role) -> bool {
        let was_given_out = !matches!(self.state, State::Draft | State::Discarded);
        self.is_written_by(name) || was_given_out || role.may(Action::ReadAnyDraft)
    }

    /// Whether anything in it was entered by somebody, or begun by them: they do not approve it.
    pub fn is_work_of(&self, name: &str) -> bool {
        self.is_written_by(name)
            && (self.author.name == name || self.fields().any(|(_, _, entered)| entered.by.name == name))
    }

    /// All that was entered: record, field, value.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str, &Entered)> {
        self.records.iter().flat_map(|(record, proposed)| {
            let fields = proposed.fields.iter();
            fields.map(move |(field, entered)| (record.as_str(), field.as_str(), entered))
        })
    }

    /// Notes that somebody has altered what it says: a reviewer's alteration is a step, and what one of two had passed is to
    /// be passed again.
    pub(super) fn altered(&mut self, at: Timestamp, by: &Person) {
        self.edition += 1;
        // A form saves itself every few seconds: of what a reviewer alters in one go there is one step.
        let is_known =
            self.steps.last().is_some_and(|step| step.act == Act::Edited && step.by.name == by.name);
        if self.state.is_in_review() && !is_known {
            self.step(at, by, Act::Edited, "");
        }
        if self.state == State::Passed {
            self.state = State::Submitted;
        }
    }

    /// Notes what somebody did.
    pub(super) fn step(&mut self, at: Timestamp, by: &Person, act: Act, note: impl Into<String>) {
        self.steps.push(Step { at, by: by.clone(), act, in_place_of: None, note: note.into() });
    }
}
