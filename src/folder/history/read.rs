//! Finds the history in a folder and everything that is wrong with it; keeps of it what a replay needs.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::commit_file::unreadable;
use super::form::{FORMAT, SUMMARY, Summary, commit_path, digest_of_log};
use super::refusal::HistoryError;
use super::walk::{Walk, Wanted};
use crate::folder::problem::{Problem, ProblemCode};
use crate::folder::purged::PurgedList;
use crate::folder::tree::Tree;
use crate::model::{Id, Photo};
use crate::store::Digest;

/// More than `archive.json` ever has.
const MAX_SUMMARY_BYTES: u64 = 1 << 16;

/// The history that a folder carries; none at all is an empty one.
#[derive(Debug, Default)]
pub struct History {
    /// Everything that is wrong with it, by file and line. With problems it is not replayed.
    pub problems: Vec<Problem>,
    /// Pictures of its revisions that are not in the folder: an archive that has them does not need them.
    pub lacking: Vec<Lacking>,
    /// The digest of each commit; the first is the archive's identity.
    pub(super) commits: Vec<Digest>,
    /// Where the pictures lie.
    pub(super) pictures: HashMap<Digest, String>,
}

/// A picture that is not in the folder.
#[derive(Debug)]
pub struct Lacking {
    /// The picture.
    pub digest: Digest,
    /// The first commit with a revision that names it.
    pub sequence: u64,
    /// The same as a problem.
    pub problem: Problem,
}

impl History {
    /// Refuses a history that contradicts itself.
    pub fn ensure_sound(&self) -> Result<(), HistoryError> {
        HistoryError::refuse(self.problems.iter())
    }

    /// Refuses a history without all of its pictures: what a new archive cannot be made of.
    pub fn ensure_complete(&self) -> Result<(), HistoryError> {
        HistoryError::refuse(self.lacking.iter().map(|lacking| &lacking.problem))
    }
}

/// Reads the history of a folder whose photos are `photos`, lying at `paths`; those that were `purged` are not missed.
pub(in crate::folder) fn read_history(
    tree: &dyn Tree,
    photos: &[Photo],
    paths: &HashMap<Id, String>,
    purged: &PurgedList,
) -> History {
    let mut history = History::default();
    let files = Files::sort(tree, &mut history.problems);
    // A folder that cannot be looked into is not the same as none.
    if files.is_none() && history.problems.is_empty() {
        return history;
    }
    let mut walk = Walk::by(purged.clone());
    // Up to the first gap or fault: behind it every revision would seem to come at a wrong place.
    let is_read = files.commits.iter().zip(1..).all(|((found, path), sequence)| {
        if *found != sequence {
            let message = format!("the file of commit {sequence} is missing");
            history.problems.push(broken(&commit_path(sequence), message));
        }
        *found == sequence && walk.commit(tree, path, sequence).is_ok()
    });
    if is_read {
        history.problems.extend(check_summary(tree, &files, &walk.commits));
    }
    let named = walk.end();
    history.problems.append(&mut walk.problems);
    // Those of the present first, which were hashed when the photos were looked at.
    history.pictures = photos
        .iter()
        .filter_map(|photo| Some((photo.picture.sha256.parse().ok()?, paths.get(&photo.id)?.clone())))
        .collect();
    if is_read {
        history.old_pictures(tree, &files, &named);
        // Whoever put one back into the folder has not put it back into the archive.
        history.pictures.retain(|digest, _| purged.picture(digest).is_none());
        walk.wanted.retain(|digest, _| purged.picture(digest).is_none());
        history.look_for(walk.wanted);
    }
    history.commits = walk.commits;
    history.problems.sort_by(|a, b| (&a.file, a.line, a.code).cmp(&(&b.file, b.line, b.code)));
    history
}

impl History {
    /// Hashes the pictures that only earlier revisions name.
    fn old_pictures(&mut self, tree: &dyn Tree, files: &Files, named: &HashSet<Digest>) {
        for (digest, path) in &files.pictures {
            if !named.contains(digest) {
                let message = "no revision in this history names this picture".to_owned();
                self.problems.push(problem(ProblemCode::StrayFile, path, message));
                continue;
            }
            match tree.open(path).and_then(Digest::of_reader) {
                Ok(found) if found == *digest => {
                    self.pictures.entry(*digest).or_insert_with(|| path.clone());
                }
                Ok(found) => {
                    let message = format!("the picture is damaged: its bytes have the SHA-256 {found}");
                    self.problems.push(broken(path, message));
                }
                Err(error) => self.problems.push(unreadable(path, &error)),
            }
        }
    }

    fn look_for(&mut self, wanted: HashMap<Digest, Wanted>) {
        let damaged: HashSet<&str> = self.problems.iter().map(|problem| problem.file.as_str()).collect();
        // One that is there and damaged has been told as that, and is not missing too.
        let is_told = |digest: &Digest| {
            let stem = format!("history/pictures/{digest}.");
            damaged.iter().any(|file| file.starts_with(&stem))
        };
        let lacking = wanted.into_iter().filter(|(digest, _)| !self.pictures.contains_key(digest));
        let lacking = lacking.filter(|(digest, _)| !is_told(digest)).map(|(digest, wanted)| {
            let Wanted { sequence, revision, place } = wanted;
            let message = format!(
                "the picture of {revision} is neither in photos/ nor in history/pictures/ (SHA-256 {digest})"
            );
            Lacking { digest, sequence, problem: Problem { message, ..place } }
        });
        self.lacking = lacking.collect();
        self.lacking.sort_by_key(|lacking| (lacking.sequence, lacking.problem.line, lacking.digest));
    }
}

/// Compares the history with what its summary says of it.
fn check_summary(tree: &dyn Tree, files: &Files, commits: &[Digest]) -> Option<Problem> {
    if !files.has_summary {
        let message = "the file that says how long the history is, and whose, is missing".to_owned();
        return Some(broken(SUMMARY, message));
    }
    let bytes = match tree.read(SUMMARY, MAX_SUMMARY_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return Some(unreadable(SUMMARY, &error)),
    };
    let summary: Summary = match serde_json::from_slice(&bytes) {
        Ok(summary) => summary,
        Err(error) => return Some(problem(ProblemCode::BadHistory, SUMMARY, error.to_string())),
    };
    let found = commits.len() as u64;
    if summary.format != FORMAT {
        let message = format!("the history has form {}; this program knows form {FORMAT}", summary.format);
        return Some(problem(ProblemCode::BadHistory, SUMMARY, message));
    }
    if summary.commits != found {
        let message = format!("the history has {} commits, here are {found}", summary.commits);
        return Some(broken(SUMMARY, message));
    }
    if commits.first() != Some(&summary.identity) {
        let message = "the first commit is not that of the archive named here".to_owned();
        return Some(broken(SUMMARY, message));
    }
    (digest_of_log(commits) != summary.log)
        .then(|| broken(SUMMARY, "the commits are not those that were exported".to_owned()))
}

/// The files of a history by what they are.
#[derive(Default)]
struct Files {
    commits: BTreeMap<u64, String>,
    pictures: BTreeMap<Digest, String>,
    has_summary: bool,
}

impl Files {
    fn sort(tree: &dyn Tree, problems: &mut Vec<Problem>) -> Self {
        let mut files = Self::default();
        for file in tree.history_files() {
            if let Some(fault) = file.fault {
                problems.push(problem(ProblemCode::Unreadable, &file.path, fault));
            } else if !files.add(&file.path) {
                let message = "a file of this name means nothing here".to_owned();
                problems.push(problem(ProblemCode::StrayFile, &file.path, message));
            }
        }
        files
    }

    fn is_none(&self) -> bool {
        self.commits.is_empty() && self.pictures.is_empty() && !self.has_summary
    }

    /// Whether the file has a place here.
    fn add(&mut self, path: &str) -> bool {
        let Some(name) = path.strip_prefix("history/") else { return false };
        match name {
            "README.md" => return true,
            "archive.json" => {
                self.has_summary = true;
                return true;
            }
            _ => {}
        }
        if let Some(picture) = name.strip_prefix("pictures/") {
            let digest = picture.split_once('.').and_then(|(stem, _)| stem.parse().ok());
            // A second file of the same digest, with another ending, means nothing.
            return digest.is_some_and(|digest| self.pictures.insert(digest, path.to_owned()).is_none());
        }
        let sequence = name.strip_suffix(".jsonl").and_then(|stem| stem.parse().ok());
        // `1.jsonl` beside `000001.jsonl` would be one commit twice.
        let Some(sequence) = sequence.filter(|sequence| commit_path(*sequence) == path) else { return false };
        self.commits.insert(sequence, path.to_owned());
        true
    }
}

fn problem(code: ProblemCode, file: &str, message: String) -> Problem {
    Problem { code, file: file.to_owned(), line: None, message }
}

fn broken(file: &str, message: String) -> Problem {
    problem(ProblemCode::BrokenHistory, file, message)
}
