//! Sessions: what somebody is signed in by, on one browser. Listed, ended one by one or all, and each ends by itself.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::People;
use super::account::{ACCOUNT, Account, TRIES, Versioned};
use super::audit::{AuditRecord, Event, Who};
use super::error::PeopleError;
use super::name::AccountName;
use super::token::{Token, key_of};
use crate::store::{Batch, Collection, Content, Key, Paper};

const SESSION: Collection = Collection::of_papers("session");

/// The label by which the sessions of an account are found: the key of the account.
const BY_ACCOUNT: &str = "account";

/// A session ends so long after its beginning.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);
/// It ends so long after it was used last.
const IDLE: Duration = Duration::from_secs(12 * 3600);
/// That it is used is written down only so often.
// A write is synced: one for each request would make reading as slow as the disk. Against 12 hours of idleness
// five minutes are nothing.
const NOTED_EVERY: Duration = Duration::from_secs(5 * 60);
/// Sessions of one account that are read at a time.
const LISTED: u32 = 200;
/// The most characters that are kept of what a browser calls itself.
const BROWSER_CHARACTERS: usize = 200;

/// On what somebody works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// The network address.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub browser: String,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who it is.
    pub account: Account,
    /// The id of the session; it opens nothing.
    pub session: String,
    /// When they signed in.
    pub since: Timestamp,
}

/// One session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id; it opens nothing.
    pub id: String,
    /// Where it was begun.
    pub client: Client,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was used last, within some minutes.
    pub seen_at: Timestamp,
}

#[derive(Clone, Serialize, Deserialize)]
struct Body {
    account: AccountName,
    epoch: u64,
    client: Client,
    created_at: Timestamp,
    seen_at: Timestamp,
}

impl Body {
    fn content(&self) -> Result<Content, PeopleError> {
        let ends = (self.created_at + LONGEST).min(self.seen_at + IDLE);
        let content = Content::new(serde_json::to_string(self)?).until(ends);
        Ok(content.labelled(BY_ACCOUNT, self.account.key()?.as_str()))
    }

    fn session(self, key: &Key) -> Session {
        let Self { client, created_at, seen_at, .. } = self;
        Session { id: key.to_string(), client, created_at, seen_at }
    }
}

impl People {
    /// Adds a new session of the account to `batch`, which is written only if the account is as it was.
    pub(super) fn begin_session(
        &self,
        batch: Batch,
        account: &Versioned,
        client: Client,
        now: Timestamp,
    ) -> Result<(Batch, Token, Signed), PeopleError> {
        let token = Token::draw()?;
        let key = key_of(token.as_str())?;
        // A header that anybody can fill is shown in lists and kept in the database: neither lines nor length are
        // theirs.
        let browser = client.browser.chars().filter(|c| !c.is_control()).take(BROWSER_CHARACTERS).collect();
        let (who, epoch) = (&account.kept.account, account.kept.epoch);
        let client = Client { browser, ..client };
        let body = Body { account: who.name.clone(), epoch, client, created_at: now, seen_at: now };
        // The id of a session is the digest of its token: it can stand in pages and in the log.
        let signed = Signed { account: who.clone(), session: key.to_string(), since: now };
        Ok((batch.insert(SESSION, key, body.content()?), token, signed))
    }

    /// Who is signed in by this token, if anybody is.
    pub async fn session(&self, token: &str, now: Timestamp) -> Result<Option<Signed>, PeopleError> {
        let Some(paper) = self.papers.get(SESSION, &key_of(token)?).await? else { return Ok(None) };
        let Some((body, account)) = self.live(&paper, now).await? else { return Ok(None) };
        let signed =
            Signed { account: account.kept.account, session: paper.key.to_string(), since: body.created_at };
        // Without its sign: where the clock was set back, waiting for it to catch up would note nothing for as
        // long.
        if now.duration_since(body.seen_at).unsigned_abs() >= NOTED_EVERY {
            let content = Body { seen_at: now, ..body }.content()?;
            let batch = Batch::new(now).put_if(SESSION, paper.key, paper.version, content);
            match self.papers.write(batch).await.map_err(PeopleError::from) {
                // Another request of the same browser has written the same.
                Err(error) if error.is_conflict() => {}
                // A full disk signs nobody out.
                Err(error) => tracing::warn!(%error, "that a session is used cannot be noted"),
                Ok(_) => {}
            }
        }
        Ok(Some(signed))
    }

    /// The session of a paper with its account, if it has not ended.
    async fn live(&self, paper: &Paper, now: Timestamp) -> Result<Option<(Body, Versioned)>, PeopleError> {
        if paper.is_expired(now) {
            return Ok(None);
        }
        let body: Body = serde_json::from_str(&paper.body)?;
        let account = self.kept(&body.account).await?;
        // Read at each request: disabling somebody ends the sessions that they have in that moment, without a list
        // of them.
        let account =
            account.filter(|found| !found.kept.account.is_disabled && found.kept.epoch == body.epoch);
        Ok(account.map(|account| (body, account)))
    }

    /// The sessions of an account, the one used last first.
    pub async fn sessions(&self, name: &AccountName, now: Timestamp) -> Result<Vec<Session>, PeopleError> {
        let account = name.key()?;
        let mut sessions = Vec::new();
        let mut after: Option<Key> = None;
        loop {
            let label = (BY_ACCOUNT, account.as_str());
            let list = self.papers.labelled(SESSION, label, after.as_ref(), LISTED).await?;
            for paper in list.papers {
                // Those that a new epoch has ended lie there until they are swept, and however many they are, the
                // others are listed.
                if let Some((body, _)) = self.live(&paper, now).await? {
                    sessions.push(body.session(&paper.key));
                }
            }
            after = list.next;
            if after.is_none() {
                break;
            }
        }
        sessions.sort_by(|a, b| b.seen_at.cmp(&a.seen_at).then_with(|| a.id.cmp(&b.id)));
        Ok(sessions)
    }

    /// Ends the session that somebody is signed in by.
    pub async fn sign_out(
        &self,
        signed: &Signed,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), PeopleError> {
        let who = Who::account(&signed.account, address);
        let entry = AuditRecord::new(now, who, Event::SignedOut, signed.account.name.as_str());
        self.delete_session(&signed.session, &entry).await
    }

    /// Ends one of somebody's own sessions; one that is not theirs, or has ended, is left alone.
    pub async fn end_session(
        &self,
        signed: &Signed,
        id: &str,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), PeopleError> {
        // The id comes from a form: only what is in one's own list is deleted, or anybody could end the sessions
        // of all.
        let sessions = self.sessions(&signed.account.name, now).await?;
        if !sessions.iter().any(|session| session.id == id) {
            return Ok(());
        }
        let who = Who::account(&signed.account, address);
        let entry = AuditRecord::new(now, who, Event::SessionsEnded, signed.account.name.as_str());
        self.delete_session(id, &entry.detail("1")).await
    }

    async fn delete_session(&self, id: &str, entry: &AuditRecord) -> Result<(), PeopleError> {
        let key = Key::new(id)?;
        loop {
            // Tried until it is done: what changes the paper meanwhile is only a note that it is used, and for
            // that nobody stays signed in.
            let Some(version) = self.papers.version(SESSION, &key).await? else { return Ok(()) };
            let batch = entry.in_batch(Batch::new(entry.at))?.delete_if(SESSION, key.clone(), version);
            match self.papers.write(batch).await.map_err(PeopleError::from) {
                Err(error) if error.is_conflict() => {}
                written => return written.map(|_| ()),
            }
        }
    }

    /// Ends all sessions of an account, whatever they are.
    pub async fn end_all_sessions(
        &self,
        who: Who,
        name: &AccountName,
        now: Timestamp,
    ) -> Result<(), PeopleError> {
        let entry = AuditRecord::new(now, who, Event::SessionsEnded, name.as_str());
        for _ in 0..TRIES {
            let mut account = self.kept(name).await?.ok_or_else(|| PeopleError::Unknown(name.clone()))?;
            account.kept.end_sessions();
            let batch =
                Batch::new(now).put_if(ACCOUNT, account.key, account.version, account.kept.content()?);
            match self.papers.write(entry.in_batch(batch)?).await.map_err(PeopleError::from) {
                // Somebody has altered the account meanwhile, which ends no session by itself.
                Err(error) if error.is_conflict() => {}
                written => return written.map(|_| ()),
            }
        }
        Err(PeopleError::Busy)
    }
}
