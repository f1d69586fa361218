//! Walks through a history from its first line to its last and finds what contradicts what.

use std::collections::{HashMap, HashSet};

use super::commit_file::CommitFile;
use super::form::{RevisionLine, picture_of};
use crate::folder::problem::{Problem, ProblemCode};
use crate::folder::purged::PurgedList;
use crate::folder::tree::Tree;
use crate::model::{self, PartialDate, Record};
use crate::store::{CommitDigest, Digest, Key, KindWord};

/// What has been read so far, by the list of what was purged; a few words for each record, never its text.
#[derive(Default)]
pub(super) struct Walk {
    purged: PurgedList,
    heads: HashMap<Key, Head>,
    pub(super) problems: Vec<Problem>,
    /// The digest of each commit.
    pub(super) commits: Vec<Digest>,
    /// The pictures that revisions name, each with the first of them.
    pub(super) wanted: HashMap<Digest, Wanted>,
}

/// The newest revision of a record so far.
struct Head {
    kind: KindWord,
    number: u64,
    digest: Digest,
    /// Why the program cannot read it: of an earlier revision that does no harm.
    unreadable: Option<Problem>,
}

/// The first revision that names a picture.
pub(super) struct Wanted {
    pub(super) sequence: u64,
    pub(super) revision: String,
    pub(super) place: Problem,
}

impl Walk {
    /// Begins a walk through a folder that lists these as purged.
    pub(super) fn by(purged: PurgedList) -> Self {
        Self { purged, ..Self::default() }
    }

    /// Reads the next file. After one with a line that cannot be read nothing more can be said.
    pub(super) fn commit(&mut self, tree: &dyn Tree, path: &str, sequence: u64) -> Result<(), ()> {
        self.try_commit(tree, path, sequence).map_err(|problem| self.problems.push(problem))
    }

    fn try_commit(&mut self, tree: &dyn Tree, path: &str, sequence: u64) -> Result<(), Problem> {
        let (commit, mut file) = CommitFile::open(tree, path)?;
        if commit.sequence != sequence {
            let message = format!("this is commit {} in the file of commit {sequence}", commit.sequence);
            self.problems.push(file.problem(ProblemCode::BrokenHistory, message));
        }
        let mut digest = CommitDigest::of(&commit);
        let (mut count, mut before) = (0, None);
        while let Some(revision) = file.next_revision()? {
            count += 1;
            // In this order the archive makes the digest of a commit.
            if before.as_ref().is_some_and(|before| *before >= revision.key) {
                let message = format!("`{}` is not in order of key, or twice in this commit", revision.key);
                self.problems.push(file.problem(ProblemCode::BrokenHistory, message));
            }
            digest.add(&revision.key, &revision.digest);
            before = Some(revision.key.clone());
            self.revision(revision, sequence, &file);
        }
        if count != commit.revisions || count == 0 {
            let message = format!("the commit counts {} revisions, the file has {count}", commit.revisions);
            let problem = file.problem(ProblemCode::BrokenHistory, message);
            self.problems.push(Problem { line: Some(1), ..problem });
        }
        self.commits.push(digest.finish());
        Ok(())
    }

    fn revision(&mut self, revision: RevisionLine, sequence: u64, file: &CommitFile<'_>) {
        let RevisionLine { key, kind, number, digest, document, purged } = revision;
        let name = format!("{key}@{number}");
        let mut broken = |message: String| {
            self.problems.push(file.problem(ProblemCode::BrokenHistory, message));
        };
        let head = self.heads.get(&key);
        let expected = head.map_or(1, |head| head.number.saturating_add(1));
        if number != expected {
            broken(format!("{name} comes where {key}@{expected} should: the numbers have a gap or go back"));
        }
        if let Some(head) = head.filter(|head| head.kind != kind) {
            broken(format!("`{key}` is a {kind} here and was a {} before", head.kind));
        }
        // No commit makes such a revision (`CommitError::Unchanged`), so it could not be committed again.
        if head.is_some_and(|head| head.digest == digest) {
            broken(format!("{name} is the same as the revision before it"));
        }
        let mut unreadable = None;
        if let Some(on) = purged {
            // Where the words are gone nothing can be hashed. Only the list vouches for that, else whatever
            // somebody wants out of a history could be called purged.
            if document.is_some() {
                broken(format!("{name} was purged on {on} and has its document"));
            } else if PartialDate::parse(&on).is_err() {
                broken(format!("{name} was purged on {on:?}, which is no date"));
            } else if self.purged.text(&key, number).is_none() {
                broken(format!(
                    "the document of {name} is missing, and villages/withdrawn.toml does not say that it was purged"
                ));
            }
        } else if let Some(document) = document.as_ref().map(|document| document.get()) {
            let found = Digest::of(document);
            if found != digest {
                broken(format!("the document of {name} has the SHA-256 {found} instead of {digest}"));
            }
            match named(&key, &kind, document) {
                Ok(Named { picture, misfit }) => {
                    let said = misfit.map(|fault| format!("{name} is no {kind} that can be read: {fault}"));
                    unreadable = said.map(|said| file.problem(ProblemCode::BrokenHistory, said));
                    if let Some(picture) = picture {
                        let place = file.problem(ProblemCode::MissingOldPicture, "");
                        let wanted = Wanted { sequence, revision: name, place };
                        self.wanted.entry(picture).or_insert(wanted);
                    }
                }
                Err(fault) => broken(format!("{name} {fault}")),
            }
        } else {
            broken(format!("the document of {name} is missing"));
        }
        self.heads.insert(key, Head { kind, number, digest, unreadable });
    }

    /// Notes what can be said only when all has been read.
    pub(super) fn end(&mut self) -> HashSet<Digest> {
        let newest = self.heads.drain().filter_map(|(_, head)| head.unreadable);
        self.problems.extend(newest);
        self.wanted.keys().copied().collect()
    }
}

/// What a document names.
struct Named {
    picture: Option<Digest>,
    /// Why it is no record to this program. An earlier one may have written it in a form of its own.
    misfit: Option<String>,
}

/// Looks at what a document names; an error is what no program can have written.
fn named(key: &Key, kind: &KindWord, document: &str) -> Result<Named, String> {
    let known =
        model::Kind::from_word(kind.as_str()).ok_or_else(|| format!("is of the unknown kind `{kind}`"))?;
    let picture = picture_of(kind, document).map_err(|error| format!("names no picture: {error}"))?;
    let picture = picture.map(|picture| picture.sha256.parse()).transpose();
    let picture = picture.map_err(|error| format!("names its picture wrongly: {error}"))?;
    match Record::from_document(known, document) {
        Ok(record) if record.key().to_string() != key.as_str() => {
            Err(format!("holds the document of `{}`", record.key()))
        }
        Ok(_) => Ok(Named { picture, misfit: None }),
        Err(error) => Ok(Named { picture, misfit: Some(error.to_string()) }),
    }
}
