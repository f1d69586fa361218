//! Mends what the archive has lost of its past: texts of earlier revisions, and pictures that only they name.

use std::collections::BTreeMap;

use futures::TryStreamExt;

use super::commit_file::CommitFile;
use super::form::commit_path;
use super::read::History;
use super::refusal::HistoryError;
use super::replay::keep;
use crate::folder::purged;
use crate::folder::tree::Tree;
use crate::store::{BlobState, Blobs, Digest, Key, Records};

/// What is whole again.
#[derive(Debug, Default)]
pub(in crate::folder) struct Mended {
    pub(in crate::folder) texts: usize,
    pub(in crate::folder) pictures: usize,
}

/// Puts back from a sound history, all of which the archive has by now, what is damaged in the archive.
pub(in crate::folder) async fn mend_past(
    history: &History,
    tree: &dyn Tree,
    records: &Records,
    blobs: &Blobs,
) -> Result<Mended, HistoryError> {
    let mut mended = Mended::default();
    if history.commits.is_empty() {
        return Ok(mended);
    }
    // Gathered first: the log holds a connection while it is read, and to mend takes another one and the write lock.
    for (sequence, lost) in damaged_texts(records, history.commits.len() as u64).await? {
        mended.texts += restore(tree, &commit_path(sequence), &lost, records).await?;
    }
    let purged = purged(records).await?;
    // The present ones are seen to with the photos they belong to.
    for (digest, path) in history.pictures.iter().filter(|(_, path)| path.starts_with("history/")) {
        if purged.picture(digest).is_none() && !matches!(blobs.verify(digest).await?, BlobState::Whole { .. })
        {
            keep(tree, path, digest, blobs).await?;
            tracing::warn!(%digest, "an earlier picture was missing or damaged; it is whole again");
            mended.pictures += 1;
        }
    }
    Ok(mended)
}

/// The revisions whose texts are damaged, by their commits up to `last`.
async fn damaged_texts(records: &Records, last: u64) -> Result<BTreeMap<u64, Vec<(Key, u64)>>, HistoryError> {
    let mut damaged: BTreeMap<u64, Vec<(Key, u64)>> = BTreeMap::new();
    let mut log = records.log(last);
    while let Some((commit, revision)) = log.try_next().await? {
        if revision.body.is_none() && revision.purged.is_none() {
            damaged.entry(commit.sequence).or_default().push((revision.note.key, revision.note.number));
        }
    }
    Ok(damaged)
}

async fn restore(
    tree: &dyn Tree,
    path: &str,
    lost: &[(Key, u64)],
    records: &Records,
) -> Result<usize, HistoryError> {
    let moving = || HistoryError::Moving(path.to_owned());
    let mut texts = Vec::new();
    let (_, mut file) = CommitFile::open(tree, path).map_err(|_| moving())?;
    while let Some(revision) = file.next_revision().map_err(|_| moving())? {
        let it = (revision.key, revision.number);
        if let Some(document) = revision.document.filter(|_| lost.contains(&it)) {
            if Digest::of(document.get()) != revision.digest {
                return Err(moving());
            }
            texts.push((it, String::from(Box::<str>::from(document))));
        }
    }
    let mut restored = 0;
    for ((key, number), body) in texts {
        if records.restore_text(&key, number, &body).await? {
            tracing::warn!(%key, revision = number, "a text was damaged; it is whole again");
            restored += 1;
        }
    }
    Ok(restored)
}
