//! Managing people: adding, disabling, roles, links to set a password anew. Each change is logged in the write that makes it.

use jiff::Timestamp;

use super::People;
use super::account::{ACCOUNT, Account, Kept, TRIES, Versioned};
use super::audit::{AuditRecord, Event, Who};
use super::error::PeopleError;
use super::invitations::{Invitation, LinkFor};
use super::name::{AccountName, ShownName};
use super::role::Role;
use crate::mail::MailAddress;
use crate::model::Language;
use crate::store::Batch;

impl People {
    /// Makes an account, and a link by which its owner sets the password.
    pub async fn add(
        &self,
        who: Who,
        (name, shown): (AccountName, ShownName),
        role: Role,
        now: Timestamp,
    ) -> Result<Invitation, PeopleError> {
        self.add_with_mail(who, (name, shown), role, None, now).await
    }

    /// The same of somebody whose address is known: they get letters, in Chinese until they say otherwise.
    pub async fn add_with_mail(
        &self,
        who: Who,
        (name, shown): (AccountName, ShownName),
        role: Role,
        mail: Option<MailAddress>,
        now: Timestamp,
    ) -> Result<Invitation, PeopleError> {
        let taken = PeopleError::Taken(name.clone());
        if self.account(&name).await?.is_some() {
            return Err(taken);
        }
        let mut account = Account::new(name, shown, role, now);
        account.letters = mail.as_ref().map(|_| Language::Chinese);
        account.mail = mail;
        let kept = Kept { account, password: None, epoch: 0 };
        let entry =
            AuditRecord::new(now, who, Event::AccountAdded, kept.account.name.as_str()).detail(role.word());
        let key = kept.account.name.key()?;
        let batch = entry.in_batch(Batch::new(now).insert(ACCOUNT, key.clone(), kept.content()?))?;
        // Version 0 is read by nobody: `invite` looks at the name and the epoch alone.
        let account = Versioned { kept, key, version: 0 };
        let (batch, invitation) = self.invite(batch, &account, LinkFor::Newcomer, now)?;
        match self.papers.write(batch).await.map_err(PeopleError::from) {
            // A random key cannot be taken: what is in conflict is the account, made by somebody else since it was
            // asked for.
            Err(error) if error.is_conflict() => Err(taken),
            written => written.map(|_| invitation),
        }
    }

    /// Ends all sessions of an account and lets nobody sign in with it.
    pub async fn disable(&self, who: Who, name: &AccountName, now: Timestamp) -> Result<(), PeopleError> {
        let change = |kept: &mut Kept| kept.account.is_disabled = true;
        self.change(name, &AuditRecord::new(now, who, Event::AccountDisabled, name.as_str()), change).await
    }

    /// Lets an account that was disabled sign in again, with the password that it had.
    pub async fn enable(&self, who: Who, name: &AccountName, now: Timestamp) -> Result<(), PeopleError> {
        let change = |kept: &mut Kept| kept.account.is_disabled = false;
        self.change(name, &AuditRecord::new(now, who, Event::AccountEnabled, name.as_str()), change).await
    }

    /// Gives an account another role and ends its sessions.
    pub async fn set_role(
        &self,
        who: Who,
        name: &AccountName,
        role: Role,
        now: Timestamp,
    ) -> Result<(), PeopleError> {
        let entry = AuditRecord::new(now, who, Event::RoleChanged, name.as_str()).detail(role.word());
        self.change(name, &entry, |kept| kept.account.role = role).await
    }

    /// Takes the password of an account away, ends its sessions and former links, and makes a link to set another.
    pub async fn reset(
        &self,
        who: Who,
        name: &AccountName,
        now: Timestamp,
    ) -> Result<Invitation, PeopleError> {
        let entry = AuditRecord::new(now, who, Event::PasswordReset, name.as_str());
        for _ in 0..TRIES {
            let mut account = self.known(name).await?;
            // A link for a disabled account would be refused when it is opened: better said now.
            if account.kept.account.is_disabled {
                return Err(PeopleError::Disabled(name.clone()));
            }
            // Somebody who was invited and has lost the link is as new as before.
            let link = if account.kept.account.has_password { LinkFor::Reset } else { LinkFor::Newcomer };
            // The last administrator too may be reset: the link that this makes is a way back in, so nobody is
            // locked out.
            account.kept.set_password(None);
            let batch = Batch::new(now).put_if(
                ACCOUNT,
                account.key.clone(),
                account.version,
                account.kept.content()?,
            );
            let (batch, invitation) = self.invite(entry.in_batch(batch)?, &account, link, now)?;
            match self.papers.write(batch).await.map_err(PeopleError::from) {
                Err(error) if error.is_conflict() => {}
                written => return written.map(|_| invitation),
            }
        }
        Err(PeopleError::Busy)
    }

    async fn known(&self, name: &AccountName) -> Result<Versioned, PeopleError> {
        self.kept(name).await?.ok_or_else(|| PeopleError::Unknown(name.clone()))
    }

    /// Changes an account, but never so that no administrator is left who can sign in; what is so already is left so.
    async fn change(
        &self,
        name: &AccountName,
        entry: &AuditRecord,
        change: impl Fn(&mut Kept),
    ) -> Result<(), PeopleError> {
        for _ in 0..TRIES {
            let account = self.known(name).await?;
            let mut kept = account.kept.clone();
            change(&mut kept);
            // Nothing is logged and no session ended where a button was pressed twice.
            if kept.account == account.kept.account {
                return Ok(());
            }
            // One count for all: a link that was made before ends as well, so that nobody comes back by it once
            // disabled and enabled.
            kept.end_sessions();
            let mut batch =
                Batch::new(entry.at).put_if(ACCOUNT, account.key.clone(), account.version, kept.content()?);
            if account.kept.account.administers() && !kept.account.administers() {
                let others = self.all_kept().await?;
                let other = others
                    .into_iter()
                    .find(|other| other.key != account.key && other.kept.account.administers())
                    .ok_or_else(|| PeopleError::LastAdministrator(name.clone()))?;
                // Two who disable one another at once: only one of them does.
                batch = batch.expect(ACCOUNT, other.key, other.version);
            }
            match self.papers.write(entry.in_batch(batch)?).await.map_err(PeopleError::from) {
                Err(error) if error.is_conflict() => {}
                written => return written.map(|_| ()),
            }
        }
        Err(PeopleError::Busy)
    }
}
