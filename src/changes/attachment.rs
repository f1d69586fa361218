//! Papers attached to a change (附件): the report of a survey, and the signed scan of the approval slip.
//!
//! The bytes lie among the blobs; a change names them. None of them is ever part of a record, so that no page shows and no
//! export takes them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::names::{ChangeId, Person};
use crate::store::Digest;

/// The most papers that one change has.
pub const MOST_ATTACHMENTS: usize = 20;

/// What a paper is to its change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentKind {
    /// 调查报告: what the surveyors wrote.
    Report,
    /// 审批单签字扫描件.
    Signed,
}

impl AttachmentKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Report, Self::Signed];

    /// The word of addresses and texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Signed => "signed",
        }
    }

    /// The kind a word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A paper that is attached to a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Its name, as it may be shown.
    pub name: String,
    /// What its bytes are, found by looking at them.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// What its bytes are called.
    pub sha256: Digest,
    /// Who attached it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// The report that an essay was begun from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftedFrom {
    /// The change that it is attached to.
    pub change: ChangeId,
    /// Its bytes.
    pub sha256: Digest,
}
