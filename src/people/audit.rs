//! The log of what was done: who, when, what, of what, from where. It is only appended to, and holds no secret.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::account::Account;
use super::error::PeopleError;
use super::name::{AccountName, ShownName};
use crate::store::{Batch, Collection, Content, Key, Papers, Records};

/// The log's papers.
const AUDIT: Collection = Collection::log("audit");

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to, with a wrong name or password.
    SignInFailed,
    /// Somebody signed out.
    SignedOut,
    /// An account was made.
    AccountAdded,
    /// An account was disabled.
    AccountDisabled,
    /// An account was enabled again.
    AccountEnabled,
    /// An account was given another role; `detail` says which.
    RoleChanged,
    /// A password was taken away, and a link made to set another.
    PasswordReset,
    /// A password was set by a link.
    PasswordSet,
    /// A password was changed by who knew the old one.
    PasswordChanged,
    /// Sessions were ended.
    SessionsEnded,
    /// Where letters go, or whether, was changed; the log does not say where.
    LettersChanged,
}

impl Event {
    /// The word by which the log and the texts name it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::SignedOut => "signed-out",
            Self::AccountAdded => "account-added",
            Self::AccountDisabled => "account-disabled",
            Self::AccountEnabled => "account-enabled",
            Self::RoleChanged => "role-changed",
            Self::PasswordReset => "password-reset",
            Self::PasswordSet => "password-set",
            Self::PasswordChanged => "password-changed",
            Self::SessionsEnded => "sessions-ended",
            Self::LettersChanged => "letters-changed",
        }
    }
}

/// Who does something, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The account; none for the operator at the machine, and for who is not signed in.
    pub account: Option<AccountName>,
    /// The name that was shown then.
    // Copied, not looked up by the account: the log says what it said, also after somebody is renamed.
    pub shown: String,
    /// The network address.
    pub address: Option<IpAddr>,
}

impl Who {
    /// Who runs the program's commands.
    pub fn operator() -> Self {
        Self { account: None, shown: "operator".to_owned(), address: None }
    }

    /// Somebody with an account.
    pub fn account(account: &Account, address: Option<IpAddr>) -> Self {
        let shown: &ShownName = &account.shown;
        Self { account: Some(account.name.clone()), shown: shown.to_string(), address }
    }

    /// Somebody nobody knows.
    pub fn stranger(address: Option<IpAddr>) -> Self {
        Self { account: None, shown: String::new(), address }
    }
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRecord {
    /// When.
    pub at: Timestamp,
    /// By whom.
    #[serde(flatten)]
    pub who: Who,
    /// What. A word that this program does not know any more is still shown.
    // Not an `Event`: a log written by a newer program would else be damaged for an older one.
    pub what: String,
    /// Of what: the name of an account, a record, a change.
    pub of: String,
    /// More, in a few words; never a password or a token.
    pub detail: String,
}

impl AuditRecord {
    /// That `who` did `what` with `of`.
    pub fn new(at: Timestamp, who: Who, what: Event, of: impl Into<String>) -> Self {
        Self { at, who, what: what.word().to_owned(), of: of.into(), detail: String::new() }
    }

    /// The same with more to say.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Adds it to what is written as one, so that nothing is done and not logged.
    pub fn in_batch(&self, batch: Batch) -> Result<Batch, PeopleError> {
        // Without an end: sweeping must never take an entry away.
        Ok(batch.append(AUDIT, Content::new(serde_json::to_string(self)?)))
    }
}

/// Some of the log, the newest first, each with its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// The number in the log, from 1, and what it says.
    pub entries: Vec<(u64, AuditRecord)>,
    /// Where to read on; none at the end.
    pub next: Option<u64>,
    /// How many of these could not be read.
    pub damaged: usize,
}

/// The log.
#[derive(Clone, Debug)]
pub struct Audit {
    papers: Papers,
}

impl Audit {
    /// The log beside `records`.
    pub fn of(records: &Records) -> Self {
        Self::over(Papers::of(records))
    }

    pub(super) fn over(papers: Papers) -> Self {
        Self { papers }
    }

    /// Appends one entry by itself.
    pub async fn append(&self, entry: &AuditRecord) -> Result<(), PeopleError> {
        self.papers.write(entry.in_batch(Batch::new(entry.at))?).await?;
        Ok(())
    }

    /// Up to `limit` entries, the newest first, from just before the number `before`.
    pub async fn list_back(&self, before: Option<u64>, limit: u32) -> Result<AuditPage, PeopleError> {
        // Keys are compared as text: only with leading zeros is the order of keys that of numbers.
        let before = before.map(|number| Key::new(format!("{number:012}"))).transpose()?;
        let list = self.papers.list_back(AUDIT, before.as_ref(), limit).await?;
        let mut page = AuditPage { damaged: list.damaged.len(), ..AuditPage::default() };
        for paper in list.papers {
            match (paper.key.as_str().parse(), serde_json::from_str(&paper.body)) {
                (Ok(number), Ok(entry)) => page.entries.push((number, entry)),
                _ => page.damaged += 1,
            }
        }
        page.next = list.next.and_then(|key| key.as_str().parse().ok());
        Ok(page)
    }

    /// Up to `limit` entries as lines of JSON, the oldest first, from just after the number `after`; and where to read on.
    pub async fn lines(&self, after: u64, limit: u32) -> Result<(String, Option<u64>), PeopleError> {
        let after = Key::new(format!("{after:012}"))?;
        let list = self.papers.list(AUDIT, Some(&after), limit).await?;
        let number_of = |key: &Key| key.as_str().parse::<u64>().unwrap_or_default();
        // A gap would look like an entry that somebody had removed; a damaged one is told as what it is, in its place.
        let mut entries: Vec<(u64, Option<Map<String, Value>>)> =
            list.damaged.iter().map(|key| (number_of(key), None)).collect();
        entries.extend(
            list.papers.iter().map(|paper| (number_of(&paper.key), serde_json::from_str(&paper.body).ok())),
        );
        entries.sort_by_key(|(number, _)| *number);
        let mut lines = String::new();
        for (number, entry) in entries {
            let mut line = entry.unwrap_or_else(|| Map::from_iter([("damaged".to_owned(), true.into())]));
            line.insert("number".to_owned(), number.into());
            lines.push_str(&format!("{}\n", Value::Object(line)));
        }
        Ok((lines, list.next.and_then(|key| key.as_str().parse().ok())))
    }
}
