//! Commits again what a history holds and the archive does not: with the same numbers, times and texts.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;

use super::commit_file::CommitFile;
use super::form::{commit_path, picture_of};
use super::read::History;
use super::refusal::HistoryError;
use crate::folder::tree::Tree;
use crate::store::{
    BlobState, Blobs, Change, CommitDigest, CommitError, Digest, Key, KindWord, Proposal, Records,
};

/// Brings back what the archive lacks of `history`; returns how many commits that were.
///
/// Killed on the way, the archive holds the history up to some commit, and the next call goes on there.
pub(in crate::folder) async fn bring_back(
    history: &History,
    tree: &dyn Tree,
    records: &Records,
    blobs: &Blobs,
) -> Result<u64, HistoryError> {
    history.ensure_sound()?;
    if history.commits.is_empty() {
        return Ok(0);
    }
    let here = records.commit_digests(history.commits.len() as u64).await?;
    if let Some(at) = here.iter().zip(&history.commits).position(|(here, there)| here != there) {
        return Err(match at {
            0 => HistoryError::Elsewhere,
            _ => HistoryError::Differs(commit_path(at as u64 + 1)),
        });
    }
    // Of all that is to come, before the first of it: a history that stopped half way for want of a picture could
    // not be finished from that folder.
    find_lacking(history, here.len() as u64, blobs).await?;
    let mut replayed = 0;
    for (expected, sequence) in history.commits.iter().zip(1..).skip(here.len()) {
        let path = commit_path(sequence);
        let ReadCommit { change, purged, digest, pictures } = read_commit(tree, &path)?;
        // The files were read once to be checked and are read again here, as all of them may not fit into memory.
        if digest != *expected {
            return Err(HistoryError::Moving(path));
        }
        // Pictures before the commit that names them, as in any import.
        for picture in pictures {
            if let Some(path) = history.pictures.get(&picture) {
                keep(tree, path, &picture, blobs).await?;
            }
        }
        match records.commit_again(change, purged).await {
            Ok(made) if made == sequence => replayed += 1,
            Ok(made) => return Err(HistoryError::Overtaken(format!("commit {sequence} became {made}"))),
            Err(CommitError::Store(error)) => return Err(error.into()),
            // All has been checked: nothing but another writer can be the reason.
            Err(error) => return Err(HistoryError::Overtaken(error.to_string())),
        }
    }
    Ok(replayed)
}

/// What the folder lacks of the commits to come must be in the archive.
async fn find_lacking(history: &History, last: u64, blobs: &Blobs) -> Result<(), HistoryError> {
    let mut lacking = Vec::new();
    // What the archive has committed already it may have lost by itself: no reason to keep the rest out.
    for picture in history.lacking.iter().filter(|lacking| lacking.sequence > last) {
        if !matches!(blobs.verify(&picture.digest).await?, BlobState::Whole { .. }) {
            lacking.push(&picture.problem);
        }
    }
    HistoryError::refuse(lacking.into_iter())
}

/// A commit of a folder.
struct ReadCommit {
    change: Change,
    /// The records whose text was purged, with its digest and the day.
    purged: HashMap<Key, (Digest, String)>,
    digest: Digest,
    /// The pictures it names.
    pictures: HashSet<Digest>,
}

/// Reads a commit anew.
fn read_commit(tree: &dyn Tree, path: &str) -> Result<ReadCommit, HistoryError> {
    let moving = || HistoryError::Moving(path.to_owned());
    let (commit, mut file) = CommitFile::open(tree, path).map_err(|_| moving())?;
    let mut digest = CommitDigest::of(&commit);
    let (mut proposals, mut pictures, mut purged) = (Vec::new(), HashSet::new(), HashMap::new());
    while let Some(revision) = file.next_revision().map_err(|_| moving())? {
        digest.add(&revision.key, &revision.digest);
        let base = revision.number.checked_sub(1).filter(|base| *base > 0);
        if let (Some(on), None) = (revision.purged, &revision.document) {
            purged.insert(revision.key.clone(), (revision.digest, on));
            proposals.push(Proposal { key: revision.key, kind: revision.kind, base, body: String::new() });
            continue;
        }
        let document = revision.document.ok_or_else(moving)?;
        if Digest::of(document.get()) != revision.digest {
            return Err(moving());
        }
        pictures.extend(picture_named(&revision.kind, document.get()).map_err(|_| moving())?);
        let body = String::from(Box::<str>::from(document));
        proposals.push(Proposal { key: revision.key, kind: revision.kind, base, body });
    }
    let (author, message) = (commit.author, commit.message);
    let change = Change { author, message, origin: commit.origin, at: commit.committed_at, proposals };
    Ok(ReadCommit { change, purged, digest: digest.finish(), pictures })
}

fn picture_named(kind: &KindWord, document: &str) -> anyhow::Result<Option<Digest>> {
    Ok(picture_of(kind, document)?.map(|picture| picture.sha256.parse()).transpose()?)
}

/// Puts a picture of the folder where it is missing or damaged.
pub(super) async fn keep(
    tree: &dyn Tree,
    path: &str,
    digest: &Digest,
    blobs: &Blobs,
) -> Result<(), HistoryError> {
    let bytes = tree
        .read(path, u64::MAX)
        .map_err(|source| HistoryError::Picture { path: path.to_owned(), source })?;
    if Digest::of(&bytes) != *digest {
        return Err(HistoryError::Moving(path.to_owned()));
    }
    blobs.repair(Bytes::from(bytes)).await?;
    Ok(())
}
