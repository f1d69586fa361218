//! The history of an archive as files, beside its present state: `history/`, one file a commit.
//!
//! Written by an export and never by hand. An import into an empty archive commits it again with the same
//! numbers, times and texts, so that what was cited is found; one into the same archive only what is missing.
//! All of it is checked before any of it is written.

mod commit_file;
mod form;
mod mend;
mod read;
mod refusal;
mod replay;
mod walk;
mod write;

pub use read::{History, Lacking};
pub use refusal::HistoryError;

pub(super) use mend::{Mended, mend_past};
pub(super) use read::read_history;
pub(super) use replay::bring_back;
pub(super) use write::write_history;
