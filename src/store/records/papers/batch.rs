//! What is to be written as one, and why it may not be.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::de::IgnoredAny;

use super::{Collection, Label, Paper};
use crate::store::{CommitError, Key, StoreError};

/// What a paper is to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// A JSON text, at most [`Content::MAX_BYTES`]; equal ones should be equal byte for byte.
    pub body: String,
    /// What it shall be found by: at most [`Content::MAX_LABELS`], none twice.
    pub labels: Vec<Label>,
    /// When it loses its meaning; a paper of a log keeps it.
    pub expires_at: Option<Timestamp>,
}

impl Content {
    /// The most that a body may have, in bytes. Bytes of pictures and files go to [`Blobs`](crate::store::Blobs).
    pub const MAX_BYTES: usize = 4 << 20;
    /// The most labels that a paper may have.
    pub const MAX_LABELS: usize = 16;
    /// The most that the value of a label may have, in bytes.
    pub const MAX_LABEL_BYTES: usize = 512;

    /// The content with this body, without labels, for as long as it is not deleted.
    pub fn new(body: impl Into<String>) -> Self {
        Self { body: body.into(), ..Self::default() }
    }

    /// The same, to be found by `name` and `value` too.
    #[must_use]
    pub fn labelled(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.labels.push(Label { name, value: value.into() });
        self
    }

    /// The same, until `at`.
    #[must_use]
    pub fn until(mut self, at: Timestamp) -> Self {
        self.expires_at = Some(at);
        self
    }

    fn check(&self, collection: &Collection) -> Result<(), ContentError> {
        if self.body.len() > Self::MAX_BYTES {
            return Err(ContentError::TooLong(self.body.len()));
        }
        // Read through, not built. JSON has U+0000 only escaped: unlike labels it needs no look for that.
        serde_json::from_str::<IgnoredAny>(&self.body)
            .map_err(|error| ContentError::NotJson(error.to_string()))?;
        let distinct: BTreeSet<_> = self.labels.iter().collect();
        let fits = |label: &Label| {
            crate::store::key::is_word(label.name)
                && label.value.len() <= Self::MAX_LABEL_BYTES
                && !label.value.contains('\0')
        };
        if distinct.len() != self.labels.len()
            || distinct.len() > Self::MAX_LABELS
            || !distinct.into_iter().all(fits)
        {
            return Err(ContentError::Labels);
        }
        // A sweep goes by the date alone: with one sealed paper in it, the guard would undo all of it each time.
        if collection.is_log && self.expires_at.is_some() {
            return Err(ContentError::LogExpires);
        }
        Ok(())
    }
}

/// Why a content cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// The body is too long.
    #[error("its body has {0} bytes; {max} is the most", max = Content::MAX_BYTES)]
    TooLong(usize),
    /// The body is not JSON.
    #[error("its body is not JSON: {0}")]
    NotJson(String),
    /// A label is there twice, too long or badly named, or there are too many.
    #[error("its labels are too many, too long, badly named, or one is there twice")]
    Labels,
    /// What is appended to a log stays.
    #[error("a paper of a log cannot expire")]
    LogExpires,
}

/// Writes that are done as one, all or none of them; each paper in it is written once.
#[derive(Clone, Debug)]
pub struct Batch {
    pub(super) at: Timestamp,
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Puts a paper over its version `base`, or where there is none.
    Put { collection: Collection, key: Key, base: Option<u64>, content: Content },
    /// Deletes a paper that is at version `base`.
    Delete { collection: Collection, key: Key, base: u64 },
    /// Only makes sure that a paper is at version `base`.
    Expect { collection: Collection, key: Key, base: u64 },
    /// Adds to a log.
    Append { log: Collection, content: Content },
}

impl Step {
    /// What is compared before anything is written: the paper and the version it has to have.
    pub(super) fn compared(&self) -> Option<(Collection, &Key, Option<u64>)> {
        match self {
            Self::Put { collection, key, base, .. } => Some((*collection, key, *base)),
            Self::Delete { collection, key, base } | Self::Expect { collection, key, base } => {
                Some((*collection, key, Some(*base)))
            }
            Self::Append { .. } => None,
        }
    }
}

impl Batch {
    /// Nothing yet; `at` is when, by the caller's clock.
    pub fn new(at: Timestamp) -> Self {
        Self { at, steps: Vec::new() }
    }

    /// A new paper where there is none of that name.
    #[must_use]
    pub fn insert(self, collection: Collection, key: Key, content: Content) -> Self {
        self.with(Step::Put { collection, key, base: None, content })
    }

    /// A new state of the paper, if it is still at `version`.
    #[must_use]
    pub fn put_if(self, collection: Collection, key: Key, version: u64, content: Content) -> Self {
        self.with(Step::Put { collection, key, base: Some(version), content })
    }

    /// The end of the paper, if it is still at `version`.
    #[must_use]
    pub fn delete_if(self, collection: Collection, key: Key, version: u64) -> Self {
        self.with(Step::Delete { collection, key, base: version })
    }

    /// The rest only if the paper is still at `version`: what was read and decides must not have changed.
    #[must_use]
    pub fn expect(self, collection: Collection, key: Key, version: u64) -> Self {
        self.with(Step::Expect { collection, key, base: version })
    }

    /// Another paper at the end of a log.
    #[must_use]
    pub fn append(self, log: Collection, content: Content) -> Self {
        self.with(Step::Append { log, content })
    }

    fn with(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Finds what is wrong with it without looking at what is there.
    pub(super) fn check(&self) -> Result<(), PaperError> {
        let mut papers = BTreeSet::new();
        for step in &self.steps {
            if let Some((collection, key, _)) = step.compared() {
                if collection.is_log {
                    return Err(PaperError::Sealed(collection));
                }
                // All are compared before any is written, a second step with the state before the first.
                if !papers.insert((collection, key)) {
                    return Err(PaperError::Repeated(collection, key.clone()));
                }
            }
            let content = match step {
                Step::Put { collection, content, .. } => Some((collection, content)),
                Step::Append { log, content } if log.is_log => Some((log, content)),
                Step::Append { log, .. } => return Err(PaperError::NoLog(*log)),
                Step::Delete { .. } | Step::Expect { .. } => None,
            };
            if let Some((collection, content)) = content {
                content.check(collection).map_err(|why| PaperError::Content(*collection, why))?;
            }
        }
        let is_empty = self.steps.iter().all(|step| matches!(step, Step::Expect { .. }));
        if is_empty { Err(PaperError::Empty) } else { Ok(()) }
    }
}

/// A paper that is not at the version a step names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperConflict {
    /// Where it belongs.
    pub collection: Collection,
    /// Its name there.
    pub key: Key,
    /// The version the step was made for; `None` where there should be no such paper.
    pub expected: Option<u64>,
    /// What is there now; `None` if there is no such paper.
    pub found: Option<Paper>,
}

/// Why papers were not written. None of the batch was.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// Some papers have changed meanwhile: all of them, with what they are now.
    #[error("{} of the papers have changed meanwhile", .0.len())]
    Conflict(Vec<PaperConflict>),
    /// A content cannot be kept.
    #[error("a paper of `{collection}` cannot be kept: {why}", collection = .0.name(), why = .1)]
    Content(Collection, ContentError),
    /// The batch names a paper twice.
    #[error("the paper {key} of `{collection}` is written twice at once", collection = .0.name(), key = .1)]
    Repeated(Collection, Key),
    /// What lies in a log is neither put nor deleted.
    #[error("`{}` is a log: it is only appended to", .0.name())]
    Sealed(Collection),
    /// Only logs are appended to.
    #[error("`{}` is no log: its papers have names", .0.name())]
    NoLog(Collection),
    /// The batch writes nothing.
    #[error("nothing is to be written")]
    Empty,
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a change of the records was not published together with papers. Nothing of either was written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// For the records' sake.
    #[error(transparent)]
    Records(#[from] CommitError),
    /// For the papers' sake.
    #[error(transparent)]
    Papers(#[from] PaperError),
}

impl PaperError {
    /// Whether others wrote for so long that this gave up: it may be tried again.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Store(StoreError::Busy))
    }
}

impl PublishError {
    /// Whether others wrote for so long that this gave up: it may be tried again.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Papers(error) => error.is_busy(),
            Self::Records(error) => matches!(error, CommitError::Store(StoreError::Busy)),
        }
    }

    /// Whether somebody else was faster, so that it may be tried again with what is there now.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Papers(PaperError::Conflict(_)) | Self::Records(CommitError::Conflict(_)))
    }
}
