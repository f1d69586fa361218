//! Links that work once: whoever has one sets a password.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::People;
use super::account::{ACCOUNT, Account, Versioned};
use super::audit::{AuditRecord, Event, Who};
use super::error::PeopleError;
use super::name::AccountName;
use super::sessions::{Client, Signed};
use super::token::{Token, key_of};
use crate::store::{Batch, Collection, Content, Paper};

pub(super) const INVITATION: Collection = Collection::of_papers("invitation");

/// What a link is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkFor {
    /// Somebody new: they may be on their way.
    Newcomer,
    /// Somebody who has forgotten the password.
    Reset,
}

impl LinkFor {
    fn time(self) -> Duration {
        let days = match self {
            Self::Newcomer => 7,
            // Of an account that is at work already a link is worth more to who finds it, and its owner waits for
            // it.
            Self::Reset => 1,
        };
        Duration::from_secs(days * 24 * 3600)
    }
}

/// A link that works once, to be handed over by a way that nobody else reads.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The secret in its address; it is shown once, and not kept.
    pub token: Token,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What a link is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invited {
    /// Setting the password of this account.
    Account(Account),
    /// Creating the first administrator.
    First,
}

#[derive(Serialize, Deserialize)]
struct Body {
    account: AccountName,
    epoch: u64,
}

impl People {
    /// Adds a link for the account to `batch`; what changes the account ends it.
    pub(super) fn invite(
        &self,
        batch: Batch,
        account: &Versioned,
        link: LinkFor,
        now: Timestamp,
    ) -> Result<(Batch, Invitation), PeopleError> {
        let (token, expires_at) = (Token::draw()?, now + link.time());
        // The epoch as `batch` writes it: whoever changes the account as well must do so before calling this.
        let body = Body { account: account.kept.account.name.clone(), epoch: account.kept.epoch };
        let content = Content::new(serde_json::to_string(&body)?).until(expires_at);
        Ok((batch.insert(INVITATION, key_of(token.as_str())?, content), Invitation { token, expires_at }))
    }

    /// What a link is good for; [`PeopleError::NoInvitation`] if it is not, or not any more.
    pub async fn invited(&self, token: &str, now: Timestamp) -> Result<Invited, PeopleError> {
        // First: a token of the first offer has no paper of its own, and would be told that it is no link.
        if self.first_offer(token, now).await?.is_some() {
            return Ok(Invited::First);
        }
        Ok(Invited::Account(self.invited_account(token, now).await?.1.kept.account))
    }

    async fn invited_account(&self, token: &str, now: Timestamp) -> Result<(Paper, Versioned), PeopleError> {
        let paper = self.papers.get(INVITATION, &key_of(token)?).await?;
        let paper = paper.filter(|paper| !paper.is_expired(now)).ok_or(PeopleError::NoInvitation)?;
        let body: Body = serde_json::from_str(&paper.body)?;
        let account = self.kept(&body.account).await?;
        // The account may have changed since the link was made: then the epoch differs, and the paper is worth
        // nothing.
        let account =
            account.filter(|found| found.kept.epoch == body.epoch && !found.kept.account.is_disabled);
        Ok((paper, account.ok_or(PeopleError::NoInvitation)?))
    }

    /// Sets the password of the account that was invited, ends the link and all sessions, and signs in.
    pub async fn redeem(
        &self,
        token: &str,
        password: &str,
        client: Client,
        now: Timestamp,
    ) -> Result<(Token, Signed), PeopleError> {
        let (paper, mut account) = self.invited_account(token, now).await?;
        let hash = self.passwords.hash(password, account.kept.names()).await?;
        account.kept.set_password(Some(hash));
        // Both by their versions: the link is good once, and not over an account that was disabled meanwhile.
        let batch = Batch::new(now).delete_if(INVITATION, paper.key, paper.version).put_if(
            ACCOUNT,
            account.key.clone(),
            account.version,
            account.kept.content()?,
        );
        self.enter(batch, &account, client, now).await
    }

    /// Writes `batch`, which sets the password of the account, and signs in.
    pub(super) async fn enter(
        &self,
        batch: Batch,
        account: &Versioned,
        client: Client,
        now: Timestamp,
    ) -> Result<(Token, Signed), PeopleError> {
        let address: Option<IpAddr> = client.address;
        let (name, who) = (&account.kept.account.name, Who::account(&account.kept.account, address));
        let batch = AuditRecord::new(now, who.clone(), Event::PasswordSet, name.as_str()).in_batch(batch)?;
        let batch = AuditRecord::new(now, who, Event::SignedIn, name.as_str()).in_batch(batch)?;
        let (batch, token, signed) = self.begin_session(batch, account, client, now)?;
        match self.papers.write(batch).await.map_err(PeopleError::from) {
            // Somebody else had the link and was faster, or the account was changed.
            Err(error) if error.is_conflict() => Err(PeopleError::NoInvitation),
            written => written.map(|_| (token, signed)),
        }
    }
}
