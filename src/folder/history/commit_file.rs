//! Reads the file of one commit, a line at a time.

use std::io::{self, BufRead, Read};

use serde::Deserialize;

use super::form::{CommitLine, RevisionLine};
use crate::folder::problem::{Problem, ProblemCode};
use crate::folder::tree::Tree;
use crate::store::ChangeNote;

/// A document is at most some megabytes of text; 64 MiB is no line of a history.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// An opened file of a commit.
pub(super) struct CommitFile<'t> {
    path: String,
    from: Box<dyn BufRead + 't>,
    line: usize,
    bytes: Vec<u8>,
}

impl<'t> CommitFile<'t> {
    /// Opens a file and reads its first line.
    pub(super) fn open(tree: &'t dyn Tree, path: &str) -> Result<(ChangeNote, Self), Problem> {
        let from = tree.open(path).map_err(|error| unreadable(path, &error))?;
        let mut file = Self { path: path.to_owned(), from, line: 0, bytes: Vec::new() };
        if !file.advance()? {
            return Err(file.bad("the file is empty"));
        }
        let commit: CommitLine = file.parse("the line of a commit")?;
        let commit = ChangeNote::try_from(commit).map_err(|fault| file.bad(fault))?;
        Ok((commit, file))
    }

    /// The next revision; `None` at the end.
    pub(super) fn next_revision(&mut self) -> Result<Option<RevisionLine>, Problem> {
        if self.advance()? { self.parse("a revision").map(Some) } else { Ok(None) }
    }

    /// A problem of the line that was read last.
    pub(super) fn problem(&self, code: ProblemCode, message: impl Into<String>) -> Problem {
        Problem { code, file: self.path.clone(), line: Some(self.line), message: message.into() }
    }

    fn bad(&self, message: impl Into<String>) -> Problem {
        self.problem(ProblemCode::BadHistory, message)
    }

    fn parse<'l, T: Deserialize<'l>>(&'l self, what: &str) -> Result<T, Problem> {
        serde_json::from_slice(&self.bytes).map_err(|error| {
            // The place in the line is told without the line number of its own, which is always 1.
            let fault = error.to_string();
            let fault = fault.split(" at line ").next().unwrap_or_default();
            self.bad(format!("this is not {what}: {fault} (column {})", error.column()))
        })
    }

    /// Reads one line; a last one that does not end was cut off.
    fn advance(&mut self) -> Result<bool, Problem> {
        self.bytes.clear();
        self.line += 1;
        // A longer line has no line feed by then, and is told as cut off.
        let mut limited = self.from.by_ref().take(MAX_LINE_BYTES);
        let read =
            limited.read_until(b'\n', &mut self.bytes).map_err(|error| unreadable(&self.path, &error))?;
        if read == 0 {
            return Ok(false);
        }
        if self.bytes.pop() != Some(b'\n') {
            return Err(self.bad("the file is cut off in this line"));
        }
        Ok(true)
    }
}

pub(super) fn unreadable(path: &str, error: &io::Error) -> Problem {
    Problem { code: ProblemCode::Unreadable, file: path.to_owned(), line: None, message: error.to_string() }
}
