//! Accounts, and how they are kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::People;
use super::error::PeopleError;
use super::name::{AccountName, ShownName};
use super::role::Role;
use crate::mail::MailAddress;
use crate::model::Language;
use crate::store::{Collection, Content, Key, Paper};

/// The papers of accounts, by the digest of the name.
pub(super) const ACCOUNT: Collection = Collection::of_papers("account");

/// Others may change the same at the same time.
pub(super) const TRIES: usize = 8;

/// Accounts that are read at once.
const AT_ONCE: u32 = 500;

/// Somebody who may sign in. Nothing of the password is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What they sign in with.
    pub name: AccountName,
    /// What others see.
    pub shown: ShownName,
    /// What they are there for.
    pub role: Role,
    /// Whether they may not sign in for now.
    pub is_disabled: bool,
    /// Whether they have set a password.
    pub has_password: bool,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Where letters may go; none: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailAddress>,
    /// Whether they get letters of their notices, and in which language; none: they want none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters: Option<Language>,
}

impl Account {
    /// A new one, which nobody has signed in with.
    pub(super) fn new(name: AccountName, shown: ShownName, role: Role, created_at: Timestamp) -> Self {
        Self {
            name,
            shown,
            role,
            is_disabled: false,
            has_password: false,
            created_at,
            mail: None,
            letters: None,
        }
    }

    /// Whether this is an administrator who can sign in.
    pub(super) fn administers(&self) -> bool {
        self.role == Role::Administrator && !self.is_disabled && self.has_password
    }
}

/// An account as it lies there, with its secrets.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    #[serde(flatten)]
    pub(super) account: Account,
    /// As a PHC string.
    // Not in `Account`, which goes to pages and lists: a secret that is not there cannot be shown.
    pub(super) password: Option<String>,
    /// Counts what ends all sessions and links of the account: each carries the count of its beginning.
    pub(super) epoch: u64,
}

impl Kept {
    pub(super) fn content(&self) -> Result<Content, PeopleError> {
        Ok(Content::new(serde_json::to_string(self)?))
    }

    pub(super) fn set_password(&mut self, password: Option<String>) {
        self.account.has_password = password.is_some();
        self.password = password;
        // Whoever had the old password may sit in a session by it, and an old link could set the new one again.
        self.end_sessions();
    }

    pub(super) fn end_sessions(&mut self) {
        self.epoch += 1;
    }

    /// What a password must not be made of.
    pub(super) fn names(&self) -> Vec<String> {
        vec![self.account.name.to_string(), self.account.shown.to_string()]
    }
}

/// An account at a version, so that nothing is written over what was not seen.
#[derive(Clone)]
pub(super) struct Versioned {
    pub(super) kept: Kept,
    pub(super) key: Key,
    pub(super) version: u64,
}

impl Versioned {
    fn of(paper: Paper) -> Result<Self, PeopleError> {
        Ok(Self { kept: serde_json::from_str(&paper.body)?, key: paper.key, version: paper.version })
    }
}

impl People {
    /// The account of this name.
    pub async fn account(&self, name: &AccountName) -> Result<Option<Account>, PeopleError> {
        Ok(self.kept(name).await?.map(|found| found.kept.account))
    }

    /// All accounts, by name.
    pub async fn accounts(&self) -> Result<Vec<Account>, PeopleError> {
        let mut accounts: Vec<Account> =
            self.all_kept().await?.into_iter().map(|found| found.kept.account).collect();
        accounts.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(accounts)
    }

    pub(super) async fn kept(&self, name: &AccountName) -> Result<Option<Versioned>, PeopleError> {
        let paper = self.papers.get(ACCOUNT, &name.key()?).await?;
        paper.map(Versioned::of).transpose()
    }

    /// One that is damaged keeps no other back.
    pub(super) async fn all_kept(&self) -> Result<Vec<Versioned>, PeopleError> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let list = self.papers.list(ACCOUNT, after.as_ref(), AT_ONCE).await?;
            // Were it an error, one damaged account would lock the list of people and the offer of a first
            // administrator.
            all.extend(list.papers.into_iter().filter_map(|paper| Versioned::of(paper).ok()));
            match list.next {
                Some(next) => after = Some(next),
                None => return Ok(all),
            }
        }
    }
}
