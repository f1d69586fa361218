//! Failures are counted by account and by network, and after some of them one has to wait, ever longer.
//!
//! An attempt counts as a failure before its password is looked at, so that many at once are counted too; a right password
//! takes that back. The counts are papers: a restart forgets none.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::People;
use super::error::PeopleError;
use crate::store::{Batch, Collection, Content, Digest, Key};

const THROTTLE: Collection = Collection::of_papers("throttle");

/// So many failures are free.
const FREE: u32 = 5;
/// The first wait; each further failure doubles it.
const FIRST_WAIT_S: u64 = 15;
/// The longest wait.
const LONGEST_WAIT_S: u64 = 15 * 60;
/// When all is forgotten, from the last failure on.
const FORGOTTEN: Duration = Duration::from_secs(24 * 3600);
/// Others count at the same time.
const TRIES: usize = 20;

#[derive(Default, Serialize, Deserialize)]
struct Count {
    failures: u32,
    until: Option<Timestamp>,
}

impl Count {
    fn one_more(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        let over = self.failures.checked_sub(FREE);
        self.until = over.map(|over| {
            // Bounded before it is shifted: by 64 the one would fall out of the number, and 15 s times 2^16 is
            // past the longest.
            let wait = FIRST_WAIT_S.saturating_mul(1 << over.min(16)).min(LONGEST_WAIT_S);
            now + Duration::from_secs(wait)
        });
    }

    fn content(&self, now: Timestamp) -> Result<Content, PeopleError> {
        // Each failure puts it off by a day: somebody who tries once an hour is counted on.
        Ok(Content::new(serde_json::to_string(self)?).until(now + FORGOTTEN))
    }
}

/// What an attempt counts against.
pub(super) struct Counted(Vec<Key>);

impl Counted {
    /// An account, by what was typed as its name, and where the attempt comes from.
    pub(super) fn of(name: &str, address: Option<IpAddr>) -> Result<Self, PeopleError> {
        // By what was typed, whether there is such an account or not: else waiting would tell which names exist.
        let account = Key::new(format!("account:{}", Digest::of(name)))?;
        let network = address.map(network).map(|net| Key::new(format!("address:{}", Digest::of(net))));
        Ok(Self([Some(account), network.transpose()?].into_iter().flatten().collect()))
    }
}

/// Whoever has one IPv6 address has all of its /64.
fn network(address: IpAddr) -> String {
    // A server that listens on both sees IPv4 as `::ffff:…`; all of them would count as one network.
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

impl People {
    /// Counts an attempt that has still to succeed, unless one has to wait.
    pub(super) async fn count_attempt(&self, counted: &Counted, now: Timestamp) -> Result<(), PeopleError> {
        for _ in 0..TRIES {
            let mut batch = Batch::new(now);
            for key in &counted.0 {
                let paper = self.papers.get(THROTTLE, key).await?;
                // Also of one that has expired: until it is swept its key is taken, and only its version lets it
                // be written over.
                let version = paper.as_ref().map(|paper| paper.version);
                let mut count = match paper.filter(|paper| !paper.is_expired(now)) {
                    Some(paper) => serde_json::from_str(&paper.body)?,
                    None => Count::default(),
                };
                if let Some(until) = count.until.filter(|until| *until > now) {
                    let left = until.duration_since(now);
                    let seconds = u64::try_from(left.as_secs()).unwrap_or_default();
                    return Err(PeopleError::Wait { seconds: seconds + u64::from(left.subsec_nanos() > 0) });
                }
                count.one_more(now);
                // Both counts in one write: else a conflict in the second would count the first twice.
                batch = put(batch, key, version, count.content(now)?);
            }
            match self.papers.write(batch).await.map_err(PeopleError::from) {
                Err(error) if error.is_conflict() => {}
                written => return written.map(|_| ()),
            }
        }
        // Refused rather than let through: uncounted attempts are what many at once would be after.
        Err(PeopleError::Wait { seconds: 1 })
    }

    /// Takes back what a right password was counted as: the account begins anew, the network has one failure less.
    pub(super) async fn attempt_succeeded(
        &self,
        counted: &Counted,
        now: Timestamp,
    ) -> Result<(), PeopleError> {
        for _ in 0..TRIES {
            let (mut batch, mut is_counted) = (Batch::new(now), false);
            for key in &counted.0 {
                let Some(paper) = self.papers.get(THROTTLE, key).await? else { continue };
                is_counted = true;
                let mut count: Count = serde_json::from_str(&paper.body)?;
                // The network is not cleared: who has an account of their own could wash off failures at those of
                // others.
                let is_account = key.word() == Some("account");
                count.failures = if is_account { 0 } else { count.failures.saturating_sub(1) };
                count.until = None;
                batch = match count.failures {
                    0 => batch.delete_if(THROTTLE, key.clone(), paper.version),
                    _ => put(batch, key, Some(paper.version), count.content(now)?),
                };
            }
            if !is_counted {
                break;
            }
            match self.papers.write(batch).await.map_err(PeopleError::from) {
                Err(error) if error.is_conflict() => {}
                written => return written.map(|_| ()),
            }
        }
        // What is left counts too high for a day; the password was right, so that is no reason to refuse it.
        Ok(())
    }
}

fn put(batch: Batch, key: &Key, version: Option<u64>, content: Content) -> Batch {
    match version {
        Some(version) => batch.put_if(THROTTLE, key.clone(), version, content),
        None => batch.insert(THROTTLE, key.clone(), content),
    }
}
