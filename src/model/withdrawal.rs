//! What may be shown at all: records kept inside (仅内部), and what was published and has been withdrawn (撤下).

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::id::Id;
use super::text::Bilingual;

/// Whom a record is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// 公开: everybody.
    // Documents of before this field have none and are public; not written where it is so, they keep their digest.
    #[default]
    Public,
    /// 仅内部: the staff; to others it is not there.
    Internal,
}

impl Visibility {
    /// Whether everybody may see it.
    pub fn is_public(&self) -> bool {
        *self == Self::Public
    }
}

/// Why something was withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WithdrawalReason {
    /// Somebody else's rights.
    Rights,
    /// Somebody's privacy.
    Privacy,
    /// It was wrong.
    Error,
}

impl WithdrawalReason {
    /// All reasons.
    pub const ALL: [Self; 3] = [Self::Rights, Self::Privacy, Self::Error];

    /// The word it is stored as.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rights => "rights",
            Self::Privacy => "privacy",
            Self::Error => "error",
        }
    }
}

/// What of a record was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withdrawn<'a> {
    /// All of it, with every revision there is or will be.
    Record,
    /// One revision, by its number.
    Revision(u64),
    /// Every revision that shows a picture with this SHA-256.
    Picture(&'a str),
}

/// One withdrawal: a tombstone in the place of what stood there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The village, photo or essay.
    pub record: Id,
    /// Only this revision of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// Only the revisions that show the picture with this SHA-256, 64 lower-case hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// When.
    pub date: PartialDate,
    /// Why.
    pub reason: WithdrawalReason,
    /// Whether the reason may be told to everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_reason_public: bool,
    /// What there is to say of it; told where the reason is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
}

impl Withdrawal {
    /// What of the record it is about.
    pub fn part(&self) -> Withdrawn<'_> {
        match (self.revision, &self.picture) {
            (Some(number), _) => Withdrawn::Revision(number),
            (None, Some(sha256)) => Withdrawn::Picture(sha256),
            (None, None) => Withdrawn::Record,
        }
    }
}

/// Everything that is withdrawn; there is one such record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawals {
    /// In the order in which they were made.
    pub withdrawals: Vec<Withdrawal>,
    /// Pictures and texts that are gone for good.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purged: Vec<Purged>,
}

impl Withdrawals {
    /// Where the withdrawal of the same part of the same record stands, whatever its date and reason.
    pub fn place_of(&self, withdrawal: &Withdrawal) -> Option<usize> {
        let is_same =
            |other: &Withdrawal| other.record == withdrawal.record && other.part() == withdrawal.part();
        self.withdrawals.iter().position(is_same)
    }
}

/// What was removed for good, a picture or a text: nobody misses it, and nothing brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purged {
    /// The SHA-256 of a picture's bytes, 64 lower-case hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The record whose text it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Id>,
    /// The revision of that record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// When.
    pub date: PartialDate,
}

impl Purged {
    /// A picture, by the SHA-256 of its bytes.
    pub fn picture(sha256: String, date: PartialDate) -> Self {
        Self { picture: Some(sha256), record: None, revision: None, date }
    }

    /// The text of one revision of a record.
    pub fn text(record: Id, revision: u64, date: PartialDate) -> Self {
        Self { picture: None, record: Some(record), revision: Some(revision), date }
    }

    /// The record and the revision whose text it was, if it was a text.
    pub fn of_text(&self) -> Option<(&Id, u64)> {
        self.record.as_ref().zip(self.revision)
    }
}
