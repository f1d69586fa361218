//! The first administrator, whom nobody can invite: whoever starts the program is given a link.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::People;
use super::account::{ACCOUNT, Account, Kept, Versioned};
use super::audit::{AuditRecord, Event, Who};
use super::error::PeopleError;
use super::invitations::{INVITATION, Invitation};
use super::name::{AccountName, ShownName};
use super::role::Role;
use super::sessions::{Client, Signed};
use super::token::{Token, key_of};
use crate::store::{Batch, Content, Key, Paper};

/// The one paper of the offer, so that a new one takes the place of the former.
const FIRST: &str = "first";

const TIME: Duration = Duration::from_secs(7 * 24 * 3600);

#[derive(Serialize, Deserialize)]
struct Offer {
    token: Key,
}

impl People {
    /// A new link to create the first administrator, which ends the former one; none where there is an administrator.
    pub async fn offer_first(&self, now: Timestamp) -> Result<Option<Invitation>, PeopleError> {
        if self.has_administrator().await? {
            return Ok(None);
        }
        // Anew at each start: of the former one only the digest is known, and a link in an old log opens nothing.
        let (token, expires_at) = (Token::draw()?, now + TIME);
        let body = serde_json::to_string(&Offer { token: key_of(token.as_str())? })?;
        // No token leads to this key: the papers of other links are named by digests, `first` is none.
        let (key, content) = (Key::new(FIRST)?, Content::new(body).until(expires_at));
        // Asked for the version alone: an offer that has expired and was not swept yet is written over too.
        let batch = match self.papers.version(INVITATION, &key).await? {
            Some(version) => Batch::new(now).put_if(INVITATION, key, version, content),
            None => Batch::new(now).insert(INVITATION, key, content),
        };
        self.papers.write(batch).await?;
        Ok(Some(Invitation { token, expires_at }))
    }

    async fn has_administrator(&self) -> Result<bool, PeopleError> {
        let mut accounts = self.all_kept().await?.into_iter().map(|found| found.kept.account);
        // Also one without a password: they have a link of their own, and a second one in the log would let
        // another person take the archive.
        Ok(accounts.any(|account| account.role == Role::Administrator && !account.is_disabled))
    }

    /// The offer, if it is this token that takes it and nobody has.
    pub(super) async fn first_offer(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Paper>, PeopleError> {
        let paper = self.papers.get(INVITATION, &Key::new(FIRST)?).await?;
        let Some(paper) = paper.filter(|paper| !paper.is_expired(now)) else { return Ok(None) };
        let offer: Offer = serde_json::from_str(&paper.body)?;
        // Digests are compared, not tokens: how long that takes tells nothing that leads to the token.
        let is_open = offer.token == key_of(token)? && !self.has_administrator().await?;
        Ok(is_open.then_some(paper))
    }

    /// Creates the first administrator and signs in.
    pub async fn create_first(
        &self,
        token: &str,
        (name, shown): (AccountName, ShownName),
        password: &str,
        client: Client,
        now: Timestamp,
    ) -> Result<(Token, Signed), PeopleError> {
        let offer = self.first_offer(token, now).await?.ok_or(PeopleError::NoInvitation)?;
        if self.account(&name).await?.is_some() {
            return Err(PeopleError::Taken(name));
        }
        let role = Role::Administrator;
        let account = Account::new(name, shown, role, now);
        let mut kept = Kept { account, password: None, epoch: 0 };
        kept.set_password(Some(self.passwords.hash(password, kept.names()).await?));
        // Of two who open the link at once, one deletes the offer at its version; the other's whole batch is
        // refused.
        let key = kept.account.name.key()?;
        let batch = Batch::new(now).delete_if(INVITATION, offer.key, offer.version);
        let batch = batch.insert(ACCOUNT, key.clone(), kept.content()?);
        let who = Who::account(&kept.account, client.address);
        let entry =
            AuditRecord::new(now, who, Event::AccountAdded, kept.account.name.as_str()).detail(role.word());
        self.enter(entry.in_batch(batch)?, &Versioned { kept, key, version: 0 }, client, now).await
    }
}
