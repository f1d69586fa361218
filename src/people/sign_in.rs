//! Signing in, and changing a password by who knows it.

use std::net::IpAddr;

use jiff::Timestamp;

use super::People;
use super::account::{ACCOUNT, Versioned};
use super::audit::{AuditRecord, Event, Who};
use super::error::PeopleError;
use super::name::AccountName;
use super::sessions::{Client, Signed};
use super::throttle::Counted;
use super::token::Token;
use crate::store::Batch;

impl People {
    /// Begins a new session of who knows the password. The error does not tell whether there is such an account, nor does
    /// the time it takes.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        client: Client,
        now: Timestamp,
    ) -> Result<(Token, Signed), PeopleError> {
        let account = self.proven(name, password, client.address, now).await?;
        let who = Who::account(&account.kept.account, client.address);
        let entry = AuditRecord::new(now, who, Event::SignedIn, account.kept.account.name.as_str());
        // The hash took a while: a session is begun only if the account is still the one whose password was looked
        // at.
        let batch = Batch::new(now).expect(ACCOUNT, account.key.clone(), account.version);
        let (batch, token, signed) = self.begin_session(batch, &account, client, now)?;
        match self.papers.write(entry.in_batch(batch)?).await.map_err(PeopleError::from) {
            // It was disabled, or its password changed, while this one was looked at.
            Err(error) if error.is_conflict() => Err(PeopleError::Wrong),
            written => written.map(|_| (token, signed)),
        }
    }

    /// Sets another password, ends all sessions and begins a new one.
    pub async fn change_password(
        &self,
        signed: &Signed,
        old: &str,
        new: &str,
        client: Client,
        now: Timestamp,
    ) -> Result<(Token, Signed), PeopleError> {
        // Counted like signing in: whoever sits at an open session could else guess the password without end.
        let mut account = self.proven(signed.account.name.as_str(), old, client.address, now).await?;
        account.kept.set_password(Some(self.passwords.hash(new, account.kept.names()).await?));
        let who = Who::account(&account.kept.account, client.address);
        let entry = AuditRecord::new(now, who, Event::PasswordChanged, account.kept.account.name.as_str());
        let batch =
            Batch::new(now).put_if(ACCOUNT, account.key.clone(), account.version, account.kept.content()?);
        let (batch, token, signed) = self.begin_session(batch, &account, client, now)?;
        match self.papers.write(entry.in_batch(batch)?).await.map_err(PeopleError::from) {
            Err(error) if error.is_conflict() => Err(PeopleError::Busy),
            written => written.map(|_| (token, signed)),
        }
    }

    /// The account whose name and password these are.
    async fn proven(
        &self,
        name: &str,
        password: &str,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Versioned, PeopleError> {
        let name = AccountName::parse(name).ok();
        // What is no name is counted as one, and takes as long.
        let counted = Counted::of(name.as_ref().map_or("", AccountName::as_str), address)?;
        // Before anything is read of the account: what is refused for waiting tells nothing and costs no hash.
        self.count_attempt(&counted, now).await?;
        let account = match &name {
            Some(name) => self.kept(name).await?,
            None => None,
        };
        // Left aside before the hash, not after: a disabled account takes the way of one that is not there, and as
        // long.
        let account = account.filter(|found| !found.kept.account.is_disabled);
        let hash = account.as_ref().and_then(|found| found.kept.password.clone());
        let is_right = self.passwords.verify(password, hash).await?;
        match account.filter(|_| is_right) {
            Some(account) => {
                // An error here lets nobody in: the counts are the only bound on guessing, so they must be kept.
                self.attempt_succeeded(&counted, now).await?;
                Ok(account)
            }
            None => {
                // Somebody may have typed a password for a name: only a name that could be one is kept.
                let of = name.map(|name| name.to_string()).unwrap_or_default();
                let entry = AuditRecord::new(now, Who::stranger(address), Event::SignInFailed, of);
                self.papers.write(entry.in_batch(Batch::new(now))?).await?;
                Err(PeopleError::Wrong)
            }
        }
    }
}
