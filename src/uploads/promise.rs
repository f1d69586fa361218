//! What a device has said that it will send, and what became of it.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::UploadError;
use super::refusal::Refusal;
use crate::changes::{ChangeId, Person};
use crate::image::{Likeness, Told};
use crate::model::Id;
use crate::store::{Digest, Key, Paper};

/// The id of a promise: the same bytes promised to the same change have the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UploadId(Key);

/// Digits of an id.
const ID_DIGITS: usize = 40;

impl UploadId {
    /// That of these bytes in this change.
    pub(super) fn new(change: &ChangeId, sha256: &Digest) -> Result<Self, UploadError> {
        // It follows from what it names: a device that has forgotten everything promises again and finds the same
        // file. Of 160 bits no two come together by chance.
        let digits = Digest::of(format!("{change}\n{sha256}")).to_string();
        Key::new(&digits[..ID_DIGITS]).map(Self).map_err(|_| UploadError::NotFound)
    }

    /// Reads one; what is none is nobody's.
    pub fn parse(text: &str) -> Option<Self> {
        let is_one = text.len() == ID_DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit());
        is_one.then(|| Key::new(text).ok().map(Self))?
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(super) fn key(&self) -> &Key {
        &self.0
    }
}

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A file that was promised to a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// Its id.
    pub id: UploadId,
    /// The change.
    pub change: ChangeId,
    /// The village that is about.
    pub village: Id,
    /// The devices that have promised it.
    pub devices: Vec<String>,
    /// Its name, as it may be shown.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// What its bytes are.
    pub sha256: Digest,
    /// Who promised it first.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub state: State,
    /// The blobs that were stored for it, or were about to be.
    // Noted before each is stored: whatever happens then, it is known which bytes may have to go again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) stored: BTreeSet<Digest>,
    /// Whether the change has it no longer, though nobody gave the file up: the photo was taken out, or the change is over
    /// and was not published.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) let_go: bool,
}

/// What became of a promised file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum State {
    /// It has not come, or not all of it.
    Wanted {
        /// Why what came before did not do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        // Kept although it is wanted again: the list says why the device has to send it once more.
        fault: Option<Refusal>,
    },
    /// It has come, and is a photo of the change.
    Here(Arrived),
    /// The village has this picture already.
    Same {
        /// As which photo.
        photo: Id,
    },
    /// A person gave it up.
    GivenUp {
        /// Who.
        by: Person,
        /// When.
        at: Timestamp,
    },
    /// It is not taken.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

impl State {
    /// The word of answers and texts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Wanted { .. } => "wanted",
            Self::Here(_) => "here",
            Self::Same { .. } => "same",
            Self::GivenUp { .. } => "given-up",
            Self::Refused { .. } => "refused",
        }
    }

    /// Whether it is still to come.
    pub fn is_wanted(&self) -> bool {
        matches!(self, Self::Wanted { .. })
    }
}

/// A file that has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arrived {
    /// The photo, as the change calls it.
    pub record: String,
    /// The cleaned picture.
    pub picture: Digest,
    /// When it was whole.
    pub at: Timestamp,
    /// What the camera says, to be offered.
    #[serde(default)]
    pub told: Told,
    /// What it looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likeness: Option<Likeness>,
}

impl Promise {
    pub(super) fn read(paper: &Paper) -> Result<Self, UploadError> {
        serde_json::from_str(&paper.body)
            .map_err(|fault| UploadError::Unreadable(paper.key.to_string(), fault))
    }

    /// The blobs that must be there, as what came and what is published of it are two.
    pub(super) fn needed(&self) -> BTreeSet<Digest> {
        match &self.state {
            State::Here(arrived) if !self.let_go => {
                self.stored.iter().chain([&self.sha256, &arrived.picture]).copied().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    /// The blobs that may be there already, since a kill can come between storing them and saying so.
    pub(super) fn coming(&self) -> BTreeSet<Digest> {
        if self.state.is_wanted() && !self.let_go { self.stored.clone() } else { BTreeSet::new() }
    }

    /// Makes it something else, and remembers the blobs of what it was.
    pub(super) fn becomes(&mut self, state: State) {
        self.stored.extend(self.needed());
        (self.state, self.let_go) = (state, false);
    }

    /// The photo it has become, as the change calls it.
    pub fn record(&self) -> Option<&str> {
        match &self.state {
            State::Here(arrived) => Some(&arrived.record),
            _ => None,
        }
    }
}
