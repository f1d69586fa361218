//! Working papers: what people and the program have in hand. Accounts, sessions, drafts, uploads, the audit.
//!
//! A paper is a JSON text in a [`Collection`], of which only the present state is kept. Whoever writes says which version
//! they have seen, so that nobody writes over what they have not; several writes, and with them a change of the records,
//! are one. Papers lie in the records' database and go into its backups. They are no records: no export has them, no
//! history, no count, and no sequence number moves for them.

mod batch;
mod check;
mod read;
mod write;

use jiff::Timestamp;

pub use batch::{Batch, Content, ContentError, PaperConflict, PaperError, PublishError};
pub(super) use check::RULES;
pub use read::PaperList;

use super::Records;
use crate::store::{Digest, Key};

/// A kind of paper, named in source code: one word of `[a-z]{1,32}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Collection {
    name: &'static str,
    is_log: bool,
}

impl Collection {
    /// Papers that are put, put anew and deleted.
    ///
    /// # Panics
    /// If `name` is not one lowercase word; in a constant that is a compile error.
    pub const fn of_papers(name: &'static str) -> Self {
        assert!(crate::store::key::is_word(name), "a collection is one word of [a-z]{{1,32}}");
        Self { name, is_log: false }
    }

    /// Papers that are only appended: each is sealed, and nothing alters or removes it ever after. Their keys are
    /// numbers of twelve digits, from 1 and without gaps.
    ///
    /// # Panics
    /// As [`Collection::of_papers`].
    pub const fn log(name: &'static str) -> Self {
        Self { is_log: true, ..Self::of_papers(name) }
    }

    /// The word.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// A fact by which papers of a collection are found: the account of a session, the record of a draft.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// What it says, one word of `[a-z]{1,32}`.
    pub name: &'static str,
    /// At most [`Content::MAX_LABEL_BYTES`] bytes.
    pub value: String,
}

/// The present state of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Where it belongs.
    pub collection: Collection,
    /// Its name there.
    pub key: Key,
    /// The number of the write that made this state. It grows with every write, and none comes again, not even when a
    /// paper is deleted and another takes its name.
    pub version: u64,
    /// The JSON text.
    pub body: String,
    /// What it can be found by, as name and value, in order.
    pub labels: Vec<(String, String)>,
    /// When that was, by the writer's clock.
    pub updated_at: Timestamp,
    /// When it loses its meaning. It may still be there for a while: whoever reads it asks [`Paper::is_expired`].
    pub expires_at: Option<Timestamp>,
}

impl Paper {
    /// Whether it has no meaning any more at `now`.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }
}

/// The working papers of an archive. Clones share one set of connections with its records.
#[derive(Clone, Debug)]
pub struct Papers {
    records: Records,
}

impl Papers {
    /// The papers beside `records`.
    pub fn of(records: &Records) -> Self {
        Self { records: records.clone() }
    }
}

/// Times are written so that they order as texts.
fn stored(time: Timestamp) -> String {
    format!("{time:.9}")
}

/// The digest of a paper covers all of its row, so that no part of it can be another state's.
fn digest_of(
    (collection, key, version): (&str, &str, u64),
    (updated_at, expires_at): (&str, Option<&str>),
    (labels, body): (&[u8], &[u8]),
) -> Digest {
    // The length of the labels keeps them apart from the body: no byte can pass from one to the other.
    let head = serde_json::json!([collection, key, version, updated_at, expires_at, labels.len()]);
    Digest::of([format!("{head}\n").as_bytes(), labels, body].concat())
}

/// The first 40 bits: eight million papers of them add up within a BIGINT.
fn mark_of(digest: &Digest) -> i64 {
    digest.as_bytes()[..5].iter().fold(0, |mark, byte| mark << 8 | i64::from(*byte))
}
