//! Committing a change: all of it or nothing, as one transaction.

mod statements;

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::AnyConnection;
use statements::{Head, heads_of, move_heads, take_sequence, write_log, write_revisions};

use super::purge::{PurgedText, note};
use super::transaction::Write;
use super::{Origin, Records};
use crate::store::{Digest, Key, KindWord, StoreError};

/// New revisions of several records, to be published as one.
#[derive(Clone, Debug)]
pub struct Change {
    /// Who makes it.
    pub author: String,
    /// What is done and why.
    pub message: String,
    /// How it comes in.
    pub origin: Origin,
    /// When, by the caller's clock; kept to the nanosecond.
    pub at: Timestamp,
    /// At least one; at most one for each key.
    pub proposals: Vec<Proposal>,
}

/// A new revision of one record.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The record.
    pub key: Key,
    /// What it is: for a known key, what it has always been.
    pub kind: KindWord,
    /// The number of the head it was made from; `None` for a new record.
    pub base: Option<u64>,
    /// The document, in its canonical form; two that are equal have to be equal byte for byte.
    pub body: String,
}

/// Why a change was not committed. Nothing of it was written, and no sequence number is used up.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Some bases are not the heads any more: all of them.
    #[error("{} of the records have changed meanwhile", .0.len())]
    Conflict(Vec<Conflict>),
    /// Some keys belong to records of another kind: all of them.
    #[error("{} of the keys belong to records of another kind", .0.len())]
    Kind(Vec<KindConflict>),
    /// Some proposals equal the heads they were made from: all of them. The caller leaves them out, so that
    /// it never believes in a revision that was not made.
    #[error("{} of the proposals change nothing", .0.len())]
    Unchanged(Vec<Key>),
    /// The change proposes nothing.
    #[error("the change is empty")]
    Empty,
    /// Some keys are proposed more than once: all of them.
    #[error("{} of the keys are proposed more than once", .0.len())]
    Repeated(Vec<Key>),
    /// A text holds the character U+0000, which not every database can keep.
    #[error("{0} holds the character U+0000")]
    Nul(String),
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A proposal whose base is not the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The record.
    pub key: Key,
    /// The base it was made from.
    pub expected: Option<u64>,
    /// The head as it is; `None` if there is no such record.
    pub found: Option<u64>,
}

/// A proposal for a key whose record is of another kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindConflict {
    /// The record.
    pub key: Key,
    /// What the proposal says it is.
    pub proposed: KindWord,
    /// What it is.
    pub found: KindWord,
}

impl Records {
    /// Publishes `change` as one and returns its sequence number.
    ///
    /// When it returns, the change has been synced to disk. When it is refused, nothing of it is there; when
    /// it is dropped, or the program is killed, nothing or all of it. If several things are wrong, the error
    /// tells the first of: empty, repeated, U+0000, conflict, kind, unchanged.
    pub async fn commit(&self, change: Change) -> Result<u64, CommitError> {
        let change = Prepared::of(change).await?;
        self.write(&change).await?
    }

    /// The same for what is committed again as it once was, of which some texts were purged: those propose the empty text,
    /// and here stands which digest each had, and when it was removed.
    pub async fn commit_again(
        &self,
        change: Change,
        purged: HashMap<Key, (Digest, String)>,
    ) -> Result<u64, CommitError> {
        let mut change = Prepared::of(change).await?;
        for (proposal, digest) in &mut change.proposals {
            if let Some((had, on)) = purged.get(&proposal.key) {
                let number = proposal.base.map_or(1, |base| base.saturating_add(1));
                let (key, on) = (proposal.key.clone(), on.clone());
                // The digest that the text had, not the empty text's: commits and histories are told by it.
                (*digest, proposal.body) = (*had, String::new());
                change.purged.push(PurgedText { key, number, on });
            }
        }
        self.write(&change).await?
    }
}

/// A change with what can be known without the database; sorted by key, which is how the tables are laid out.
pub(super) struct Prepared {
    author: String,
    message: String,
    origin: Origin,
    at: Timestamp,
    proposals: Vec<(Proposal, Digest)>,
    /// Proposals whose text is gone already.
    purged: Vec<PurgedText>,
}

impl Prepared {
    pub(super) async fn of(change: Change) -> Result<Self, CommitError> {
        // 110 000 digests take a while.
        tokio::task::spawn_blocking(|| Self::new(change)).await.map_err(StoreError::from)?
    }

    fn new(change: Change) -> Result<Self, CommitError> {
        let Change { author, message, origin, at, mut proposals } = change;
        if proposals.is_empty() {
            return Err(CommitError::Empty);
        }
        proposals.sort_by(|a, b| a.key.cmp(&b.key));
        let mut repeated: Vec<Key> = proposals
            .windows(2)
            .filter(|pair| pair[0].key == pair[1].key)
            .map(|pair| pair[0].key.clone())
            .collect();
        repeated.dedup();
        if !repeated.is_empty() {
            return Err(CommitError::Repeated(repeated));
        }
        for (what, text) in [("the author", &author), ("the message", &message)] {
            if text.contains('\0') {
                return Err(CommitError::Nul(what.to_owned()));
            }
        }
        if let Some(proposal) = proposals.iter().find(|proposal| proposal.body.contains('\0')) {
            return Err(CommitError::Nul(proposal.key.to_string()));
        }
        let digested = |proposal: Proposal| (Digest::of(&proposal.body), proposal);
        let proposals =
            proposals.into_iter().map(digested).map(|(digest, proposal)| (proposal, digest)).collect();
        Ok(Self { author, message, origin, at, proposals, purged: Vec::new() })
    }
}

impl Write for Prepared {
    type Done = u64;
    type Refusal = CommitError;
    const PATIENCE: Duration = Duration::from_secs(5);

    async fn write(&self, connection: &mut AnyConnection) -> Result<Result<u64, CommitError>, StoreError> {
        // First of all, as its row is the lock that makes writers take turns.
        let sequence = take_sequence(connection).await?;
        // Under that lock: a head that was read before it could have moved by now.
        if let Err(refusal) = check(self, &heads_of(connection, self).await?) {
            // Rolled back by whoever called, the number with the rest: so the log has no gaps.
            return Ok(Err(refusal));
        }
        // A revision refers to its line of the log, a head to its revision: in this order each finds what it names.
        write_log(connection, self, sequence).await?;
        write_revisions(connection, self, sequence).await?;
        move_heads(connection, self, sequence).await?;
        // This too refers to its revision.
        for text in &self.purged {
            note(connection, text).await?;
        }
        Ok(Ok(sequence))
    }
}

fn check(change: &Prepared, heads: &HashMap<Key, Head>) -> Result<(), CommitError> {
    let (mut conflicts, mut kinds, mut unchanged) = (Vec::new(), Vec::new(), Vec::new());
    for (proposal, digest) in &change.proposals {
        let head = heads.get(&proposal.key);
        let (expected, found) = (proposal.base, head.map(|head| head.number));
        if expected != found {
            conflicts.push(Conflict { key: proposal.key.clone(), expected, found });
        }
        let Some(head) = head else { continue };
        if head.kind != proposal.kind {
            let (proposed, found) = (proposal.kind.clone(), head.kind.clone());
            kinds.push(KindConflict { key: proposal.key.clone(), proposed, found });
        }
        if head.digest == *digest {
            unchanged.push(proposal.key.clone());
        }
    }
    match (conflicts.is_empty(), kinds.is_empty(), unchanged.is_empty()) {
        (false, ..) => Err(CommitError::Conflict(conflicts)),
        (_, false, _) => Err(CommitError::Kind(kinds)),
        (.., false) => Err(CommitError::Unchanged(unchanged)),
        _ => Ok(()),
    }
}
