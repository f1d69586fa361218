//! Writes the history of an archive, revision by revision, however long it is.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use futures::TryStreamExt;
use serde_json::value::RawValue;

use super::form::{
    CommitLine, FORMAT, RevisionLine, SUMMARY, Summary, commit_path, digest_of_log, picture_of, picture_path,
};
use crate::folder::output::{ExportError, Output};
use crate::folder::purged::PurgedList;
use crate::model::Picture;
use crate::store::{AtomicFile, Blobs, CommitDigest, Digest, KeptRevision, Records};

/// Writes every commit up to `last`, and the pictures that none of the `present` ones is. Gives the licences that
/// occur in any revision, by their SPDX ids.
pub(in crate::folder) async fn write_history(
    records: &Records,
    blobs: &Blobs,
    last: u64,
    (present, purged): (&HashSet<Digest>, &PurgedList),
    output: &mut Output<'_>,
) -> Result<BTreeSet<String>, ExportError> {
    let (mut old, mut licences) = (BTreeMap::new(), BTreeSet::new());
    let mut open: Option<OpenCommit> = None;
    let mut commits = Vec::new();
    let mut log = records.log(last);
    while let Some((commit, mut revision)) = log.try_next().await? {
        if open.as_ref().is_none_or(|open| open.sequence != commit.sequence) {
            if let Some(whole) = open.take() {
                whole.close(output, &mut commits)?;
            }
            let path = commit_path(commit.sequence);
            let mut file = output.begin(&path)?;
            file.add(line(&CommitLine::from(&commit))?)?;
            open =
                Some(OpenCommit { sequence: commit.sequence, path, file, digest: CommitDigest::of(&commit) });
        }
        let Some(open) = &mut open else { continue };
        open.digest.add(&revision.note.key, &revision.note.digest);
        // What is listed goes no further, also where it is still here.
        let gone = purged.text(&revision.note.key, revision.note.number).map(|date| date.to_string());
        let gone = revision.purged.clone().or(gone);
        if gone.is_some() {
            revision.body = None;
        }
        if let Some((digest, picture)) = old_picture(&revision, present) {
            old.insert(digest, picture);
        }
        licences.extend(revision.body.as_deref().and_then(rights_of));
        let document = document_of(&revision);
        if document.is_none() && gone.is_none() {
            let what = format!("{}@{}", revision.note.key, revision.note.number);
            output.miss(what, "its text is damaged, so that the history is not whole");
        }
        let KeptRevision { note, .. } = revision;
        let (key, kind, number, digest) = (note.key, note.kind, note.number, note.digest);
        open.file.add(line(&RevisionLine { key, kind, number, digest, document, purged: gone })?)?;
    }
    // It holds a connection and keeps the database's log from being emptied; copying pictures may take minutes.
    drop(log);
    if let Some(whole) = open {
        whole.close(output, &mut commits)?;
    }
    for (digest, picture) in old {
        output.copy(blobs, &digest, &picture_path(&picture)).await?;
    }
    let Some(identity) = commits.first().copied() else { return Ok(licences) };
    let log = digest_of_log(&commits);
    let summary = Summary { format: FORMAT, identity, commits: commits.len() as u64, log };
    output.write(SUMMARY, line(&summary)?.as_bytes())?;
    Ok(licences)
}

struct OpenCommit {
    sequence: u64,
    path: String,
    file: AtomicFile,
    digest: CommitDigest,
}

impl OpenCommit {
    fn close(self, output: &mut Output<'_>, commits: &mut Vec<Digest>) -> Result<(), ExportError> {
        commits.push(self.digest.finish());
        output.finish_file(&self.path, self.file)
    }
}

fn line(value: &impl serde::Serialize) -> Result<String, ExportError> {
    Ok(serde_json::to_string(value)? + "\n")
}

/// The text as it can stand on a line: JSON that comes back byte for byte.
fn document_of(revision: &KeptRevision) -> Option<Box<RawValue>> {
    // A line feed would end the line of the file. Documents in their canonical form have none.
    let body = revision.body.as_ref().filter(|body| !body.contains('\n'))?;
    RawValue::from_string(body.clone()).ok().filter(|document| document.get() == body)
}

/// The licence that a text names, of whatever kind and age; `None` where it has none.
fn rights_of(body: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Rights {
        rights: String,
    }
    serde_json::from_str::<Rights>(body).ok().map(|found| found.rights)
}

fn old_picture(revision: &KeptRevision, present: &HashSet<Digest>) -> Option<(Digest, Picture)> {
    // What cannot be read is no photo that a picture could be kept for; `verify` names it.
    let picture = picture_of(&revision.note.kind, revision.body.as_ref()?).ok()??;
    let digest = picture.sha256.parse().ok()?;
    (!present.contains(&digest)).then_some((digest, picture))
}
