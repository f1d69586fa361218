//! Where letters to somebody go, and whether they want any.

use jiff::Timestamp;

use super::People;
use super::account::{ACCOUNT, TRIES};
use super::audit::{AuditRecord, Event, Who};
use super::error::PeopleError;
use super::name::AccountName;
use crate::mail::MailAddress;
use crate::model::Language;
use crate::store::Batch;

impl People {
    /// Sets where letters to somebody go, and in which language they are written; with none they get no letters. No session
    /// ends by it: no letter opens anything.
    pub async fn set_letters(
        &self,
        who: Who,
        name: &AccountName,
        (mail, letters): (Option<MailAddress>, Option<Language>),
        now: Timestamp,
    ) -> Result<(), PeopleError> {
        // Without an address there is nowhere to send them.
        let letters = letters.filter(|_| mail.is_some());
        let entry = AuditRecord::new(now, who, Event::LettersChanged, name.as_str());
        for _ in 0..TRIES {
            let mut found = self.kept(name).await?.ok_or_else(|| PeopleError::Unknown(name.clone()))?;
            let account = &mut found.kept.account;
            if account.mail == mail && account.letters == letters {
                return Ok(());
            }
            (account.mail, account.letters) = (mail.clone(), letters);
            let batch = Batch::new(now).put_if(ACCOUNT, found.key, found.version, found.kept.content()?);
            match self.papers.write(entry.in_batch(batch)?).await.map_err(PeopleError::from) {
                Err(error) if error.is_conflict() => {}
                written => return written.map(|_| ()),
            }
        }
        Err(PeopleError::Busy)
    }
}
