//! Why a history is not brought back.

use std::io;

use crate::folder::problem::{Problem, ProblemCode};
use crate::store::StoreError;

/// Why a history was not brought back. Unless it is told otherwise, nothing of it was written but blobs.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// It contradicts itself, or is not whole.
    #[error(
        "{first}{}; nothing was imported: mend it, or remove history/ to bring in the present state alone",
        more(*others)
    )]
    Faulty {
        /// The first problem.
        first: String,
        /// How many others there are.
        others: usize,
    },
    /// It is that of another archive.
    #[error(
        "the folder holds the history of another archive; nothing was imported: import it into a data folder \
         of its own, or remove history/ to bring in the present state alone"
    )]
    Elsewhere,
    /// The archive has gone another way since.
    #[error(
        "{0} is not what this archive has as that commit; nothing was imported: import the folder into a data \
         folder of its own, or remove history/ to bring in the present state alone"
    )]
    Differs(String),
    /// A file changed while it was being read. What was committed before it is the history so far.
    #[error("{0} changed while it was being imported; import again")]
    Moving(String),
    /// Another program committed. What was committed before is the history so far.
    #[error("another program wrote to the archive while its history was being imported ({0})")]
    Overtaken(String),
    /// A picture could not be read again.
    #[error("cannot read {path}")]
    Picture {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn more(others: usize) -> String {
    if others == 0 { String::new() } else { format!(" (and {others} more, which `baozhai check` lists)") }
}

impl HistoryError {
    /// The code word of what is wrong with the folder; `None` where it is the archive that failed.
    pub fn word(&self) -> Option<&'static str> {
        match self {
            Self::Faulty { .. } => Some(ProblemCode::BrokenHistory.word()),
            Self::Elsewhere => Some("history-of-another-archive"),
            Self::Differs(_) => Some("history-differs"),
            Self::Moving(_) | Self::Overtaken(_) => Some("changed-meanwhile"),
            Self::Picture { .. } => Some(ProblemCode::Unreadable.word()),
            Self::Store(_) => None,
        }
    }

    pub(super) fn refuse<'p>(mut problems: impl Iterator<Item = &'p Problem>) -> Result<(), Self> {
        match problems.next() {
            Some(first) => Err(Self::Faulty { first: first.to_string(), others: problems.count() }),
            None => Ok(()),
        }
    }
}
