//! Letters: what somebody is told of changes, sent to them by mail too. In the background; no page waits for it.
//!
//! What is to be sent waits on the notices themselves. A letter is noted as sent once the server has taken it; should the
//! program be killed in between, the letter is sent again under the same id, by which mail programs know it.

mod compose;
mod failing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use self::compose::compose;
use self::failing::Failing;
use super::site::Site;
use crate::changes::{ChangeError, DueNotice};
use crate::mail::MailServer;
use crate::people::{Account, AccountName, PeopleError};

/// How often it is looked whether something waits.
const EVERY: Duration = Duration::from_secs(5);

/// So long a notice waits for others that go with it in one letter.
const GATHER: Duration = Duration::from_secs(60);

/// After so long a notice is given up: it is no news any more, and stands in the product.
const GIVE_UP: Duration = Duration::from_secs(24 * 3600);

/// Somebody at an address: with another one nothing was refused yet.
type Whose = (AccountName, Option<String>);

/// What became of what is due to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Sent,
    /// It is tried again.
    Waits,
    /// There is nothing to send any more.
    Nothing,
}

/// Sends letters of the notices of a site.
pub struct Letters {
    site: Arc<Site>,
    server: MailServer,
    /// The server as such does not answer.
    away: Option<Failing>,
    /// Whose letters it refuses, or cannot be made.
    refused: BTreeMap<Whose, Failing>,
    /// What was sent and could not be noted yet.
    unnoted: BTreeMap<String, DueNotice>,
    given_up: u64,
    stop: CancellationToken,
}

/// Why nothing could be sent for now.
#[derive(Debug, thiserror::Error)]
pub enum LettersError {
    /// Notices cannot be read or written.
    #[error(transparent)]
    Notices(#[from] ChangeError),
    /// Accounts cannot be read.
    #[error(transparent)]
    People(#[from] PeopleError),
}

impl Letters {
    /// Letters of the notices of `site`, by `server`.
    pub fn new(site: Arc<Site>, server: MailServer) -> Self {
        let (away, refused, unnoted) = (None, BTreeMap::new(), BTreeMap::new());
        Self { site, server, away, refused, unnoted, given_up: 0, stop: CancellationToken::new() }
    }

    /// Sends what comes, until `stop`; a letter that the server is taking then is noted first.
    pub async fn keep_sending(mut self, stop: CancellationToken) {
        self.stop = stop.clone();
        tracing::info!(host = self.server.host(), "letters are sent of notices");
        while !stop.is_cancelled() {
            if let Err(error) = self.send_due().await {
                tracing::warn!(%error, "letters wait: what is to be sent cannot be read");
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Sends what is due; returns how many letters the server has taken.
    pub async fn send_due(&mut self) -> Result<usize, LettersError> {
        self.note_unnoted().await?;
        let now = self.site.options.clock.now();
        let mut of: BTreeMap<AccountName, Vec<DueNotice>> = BTreeMap::new();
        for due in self.site.changes().due_notices().await? {
            if !self.unnoted.contains_key(due.key()) {
                of.entry(due.notice().to.clone()).or_default().push(due);
            }
        }
        let (mut sent, mut waiting) = (0, BTreeSet::new());
        for (name, due) in of {
            let account = self.site.people().account(&name).await;
            let known = account.as_ref().ok().and_then(Option::as_ref);
            let address = known.and_then(|account| account.mail.as_ref()).map(ToString::to_string);
            let whose = (name, address);
            let done = match account {
                Ok(account) => self.send_to(account, &whose, due, now).await,
                Err(error) => Err(error.into()),
            };
            match done {
                Ok(done) => {
                    sent += usize::from(done == Done::Sent);
                    if done == Done::Waits {
                        waiting.insert(whose);
                    }
                }
                // What is wrong with one keeps no letter of others back.
                Err(error) => {
                    if Failing::again(self.refused.entry(whose.clone()), now) {
                        tracing::warn!(to = %whose.0, %error, "a letter waits: it cannot be made");
                    }
                    waiting.insert(whose);
                }
            }
        }
        // They have read it, want no letters any more or want them elsewhere.
        self.refused.retain(|whose, _| waiting.contains(whose));
        if waiting.is_empty() {
            self.away = None;
        }
        self.site.health().set_letters(self.away.is_none() && self.refused.is_empty(), self.given_up);
        Ok(sent)
    }

    /// Sends somebody what is due to them, if it is time.
    async fn send_to(
        &mut self,
        account: Option<Account>,
        whose: &Whose,
        due: Vec<DueNotice>,
        now: Timestamp,
    ) -> Result<Done, LettersError> {
        let Some(account) = account.filter(|account| !account.is_disabled && account.letters.is_some())
        else {
            self.site.changes().note_sent(&due).await?;
            return Ok(Done::Nothing);
        };
        let due = self.without_old(&account, due, now).await?;
        let Some(first) = due.first() else { return Ok(Done::Nothing) };
        let is_ripe = first.notice().at + GATHER <= now;
        let waits = [self.away.as_ref(), self.refused.get(whose)];
        let is_early = waits.into_iter().flatten().any(|failing| now < failing.next);
        if !is_ripe || is_early || self.stop.is_cancelled() {
            return Ok(Done::Waits);
        }
        self.send(&account, whose, due, now).await
    }

    /// One letter of these.
    async fn send(
        &mut self,
        account: &Account,
        whose: &Whose,
        due: Vec<DueNotice>,
        now: Timestamp,
    ) -> Result<Done, LettersError> {
        let Some(letter) = compose(&self.site, account, &due, now).await? else {
            // There is nothing in it that they may see.
            self.site.changes().note_sent(&due).await?;
            return Ok(Done::Nothing);
        };
        if let Err(error) = self.server.send(&letter).await {
            let is_new = if error.is_answer() {
                self.away = None;
                Failing::again(self.refused.entry(whose.clone()), now)
            } else {
                Failing::again_at(&mut self.away, now)
            };
            // Once: it is tried for a day.
            if is_new {
                tracing::warn!(to = %account.name, host = self.server.host(), %error, "a letter waits");
            }
            return Ok(Done::Waits);
        }
        self.away = None;
        self.unnoted.extend(due.into_iter().map(|due| (due.key().to_owned(), due)));
        if let Err(error) = self.note_unnoted().await {
            tracing::warn!(%error, "that a letter was sent cannot be noted yet");
        }
        Ok(Done::Sent)
    }

    async fn note_unnoted(&mut self) -> Result<(), ChangeError> {
        if !self.unnoted.is_empty() {
            let sent: Vec<DueNotice> = self.unnoted.values().cloned().collect();
            self.site.changes().note_sent(&sent).await?;
            self.unnoted.clear();
        }
        Ok(())
    }

    /// Those that are still news; the others are given up.
    async fn without_old(
        &mut self,
        account: &Account,
        due: Vec<DueNotice>,
        now: Timestamp,
    ) -> Result<Vec<DueNotice>, ChangeError> {
        let (old, due): (Vec<_>, Vec<_>) = due.into_iter().partition(|due| due.notice().at + GIVE_UP <= now);
        if !old.is_empty() {
            self.site.changes().note_sent(&old).await?;
            let notices = old.len();
            tracing::error!(to = %account.name, notices, "no letter could be sent for a day: given up");
            self.given_up += notices as u64;
        }
        Ok(due)
    }
}
