//! The permission table: which role may do what. Nothing else decides it.

use serde::{Deserialize, Serialize};

/// What a person is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 调查员: brings in what was seen on site.
    Surveyor,
    /// 初审: reads drafts, returns them or passes them on.
    Editor,
    /// 复审: publishes, and takes back.
    Approver,
    /// 审计员: reads everything, changes nothing.
    Auditor,
    /// 管理员: everything, people too.
    Administrator,
}

/// What can be done on the staff's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Read the front page of the staff, and changes that were submitted.
    ReadWork,
    /// Write, upload and submit changes.
    Draft,
    /// Read drafts of others before they are submitted.
    ReadAnyDraft,
    /// Return, comment, pass on.
    Review,
    /// Approve, publish, revert.
    Publish,
    /// Take back what was published.
    Withdraw,
    /// Read the log of what was done.
    ReadAudit,
    /// Add people, change their roles, disable them.
    ManagePeople,
}

impl Role {
    /// All, in the order of the table.
    pub const ALL: [Self; 5] =
        [Self::Surveyor, Self::Editor, Self::Approver, Self::Auditor, Self::Administrator];

    /// The permission table.
    pub const fn may(self, action: Action) -> bool {
        match action {
            Action::ReadWork => true,
            // By who may not: a role that is added may do this and the next unless it is named here.
            Action::Draft => !matches!(self, Self::Auditor),
            Action::ReadAnyDraft => !matches!(self, Self::Surveyor),
            Action::Review => matches!(self, Self::Editor | Self::Approver | Self::Administrator),
            Action::Publish | Action::Withdraw => matches!(self, Self::Approver | Self::Administrator),
            Action::ReadAudit => matches!(self, Self::Auditor | Self::Administrator),
            Action::ManagePeople => matches!(self, Self::Administrator),
        }
    }

    /// The word by which commands, forms and papers name it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Surveyor => "surveyor",
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

impl Action {
    /// All, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::ReadWork,
        Self::Draft,
        Self::ReadAnyDraft,
        Self::Review,
        Self::Publish,
        Self::Withdraw,
        Self::ReadAudit,
        Self::ManagePeople,
    ];

    /// The word by which documents and texts name it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ReadWork => "read-work",
            Self::Draft => "draft",
            Self::ReadAnyDraft => "read-any-draft",
            Self::Review => "review",
            Self::Publish => "publish",
            Self::Withdraw => "withdraw",
            Self::ReadAudit => "read-audit",
            Self::ManagePeople => "manage-people",
        }
    }
}
