//! What reading a folder brought: the records, everything that is wrong, and where each record stands.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::fields::FileNotes;
use super::history::History;
use super::problem::Problem;
use crate::model::{Collection, Id, RecordKey};

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Reading {
    /// Every record that could be read. Those that are `held` may have gaps filled with a stand-in, so that
    /// the rest of them could be checked.
    pub collection: Collection,
    /// The records that are faulty in themselves, each with its first fault: not to be kept. Some of them
    /// could not be read at all and are not in the collection.
    pub held: BTreeMap<RecordKey, Problem>,
    /// Where each photo's picture lies in the tree.
    pub picture_paths: HashMap<Id, String>,
    /// Everything that is wrong, by file and line.
    pub problems: Vec<Problem>,
    /// The history beside them, with problems of its own.
    pub history: History,
    /// What is said without a source, by file and line. It is told by `check` and keeps nothing out.
    pub ungrounded: Vec<Problem>,
}

impl Reading {
    /// Whether there is any record that is whole in itself.
    pub fn has_something_whole(&self) -> bool {
        self.collection.keys().any(|record| !self.held.contains_key(&record))
    }

    /// Counts what is said without a source among the problems.
    pub fn hold_to_grounds(&mut self) {
        self.problems.append(&mut self.ungrounded);
        self.problems.sort_by(Problem::by_place);
    }
}

/// Where a record was read: its file, the path of its table in it, and what was noted of that file.
pub(super) struct ReadAt {
    pub(super) file: String,
    pub(super) prefix: String,
    pub(super) notes: Arc<FileNotes>,
}

impl ReadAt {
    /// The path of a record's value from the top of its file.
    pub(super) fn full_path(&self, path: &str) -> String {
        match (self.prefix.as_str(), path) {
            ("", path) => path.to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, path) => format!("{prefix}.{path}"),
        }
    }

    /// The line of the value at `path`, or of the nearest table around it.
    pub(super) fn line(&self, path: &str) -> Option<usize> {
        let mut path = self.full_path(path);
        loop {
            if let Some(line) = self.notes.lines.get(&path) {
                return Some(*line);
            }
            path.truncate(path.rfind(['.', '['])?);
        }
    }
}
