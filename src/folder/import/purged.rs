//! What an import leaves for good: whatever the archive, or the folder itself, says was purged.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Archive;
use super::pictures::FolderPicture;
use crate::folder::held::file_of;
use crate::folder::problem::{Problem, ProblemCode};
use crate::folder::purged::PurgedList;
use crate::model::{Kind, Record, RecordKey};
use crate::store::{Digest, HeadNote, Key, Records, StoreError};

/// What is purged here, or will be known as purged once `offered` has come in.
pub(super) async fn purged_with(offered: &[Record], records: &Records) -> Result<PurgedList, StoreError> {
    let mut purged = crate::folder::purged(records).await?;
    for record in offered {
        if let Record::Withdrawals(withdrawals) = record {
            purged.add(Some(withdrawals));
        }
    }
    Ok(purged)
}

/// The digests that the purged texts of the archive had.
pub(super) async fn digests_of_purged(
    purged: &PurgedList,
    records: &Records,
) -> Result<HashSet<(Key, Digest)>, StoreError> {
    let keys: BTreeSet<&Key> = purged.texts().map(|(key, ..)| key).collect();
    let mut digests = HashSet::new();
    for key in keys {
        for note in records.history(key).await? {
            if purged.text(key, note.number).is_some() {
                digests.insert((key.clone(), note.digest));
            }
        }
    }
    Ok(digests)
}

/// Takes out of what is offered what was purged, each with the reason. What the archive has as it is there is not taken in
/// again, and stays: an import of the true folder finds nothing new in it. The digests of purged texts are `gone`.
pub(super) fn leave_purged(
    offered: &mut Vec<Record>,
    pictures: &BTreeMap<Key, FolderPicture>,
    purged: &PurgedList,
    archive: &Archive,
    gone: &HashSet<(Key, Digest)>,
) -> BTreeMap<RecordKey, Problem> {
    let mut left = BTreeMap::new();
    offered.retain(|record| {
        let known = record.key();
        let is_there = is_as_it_was(record, &archive.heads);
        let problem =
            text_purged(record, purged, archive, gone).or_else(|| picture_purged(record, pictures, purged));
        let Some(problem) = problem else { return true };
        if !is_there {
            left.insert(known, problem);
        }
        is_there
    });
    left
}

fn is_as_it_was(record: &Record, heads: &HashMap<Key, HeadNote>) -> bool {
    let head = Key::new(record.key().to_string()).ok().and_then(|key| heads.get(&key));
    head.is_some_and(|head| record.to_document().is_ok_and(|body| Digest::of(body) == head.digest))
}

/// Why a record is not taken in: the archive has it without its words, or once had these words of it.
fn text_purged(
    record: &Record,
    purged: &PurgedList,
    archive: &Archive,
    gone: &HashSet<(Key, Digest)>,
) -> Option<Problem> {
    let known = record.key();
    let key = Key::new(known.to_string()).ok()?;
    // The newest of them: where the archive has a later text, the folder's is not taken for the one that went.
    let (number, date) = purged.texts_of(&key).last()?;
    let is_newest = archive.heads.get(&key).is_none_or(|head| head.number == number);
    let digest = Digest::of(record.to_document().ok()?);
    if !(is_newest || archive.purged.contains(&key) || gone.contains(&(key, digest))) {
        return None;
    }
    let message = format!(
        "its text was purged on {date} and is not taken in again: take it out of the folder; what may be shown of \
         it again, staff write anew"
    );
    Some(Problem { code: ProblemCode::PurgedText, file: file_of(&known), line: None, message })
}

/// Why a photo is not taken in, if its bytes were purged.
fn picture_purged(
    record: &Record,
    pictures: &BTreeMap<Key, FolderPicture>,
    purged: &PurgedList,
) -> Option<Problem> {
    let record = record.key();
    let picture = pictures.get(&Key::new(record.to_string()).ok()?).filter(|_| record.kind == Kind::Photo)?;
    let date = purged.picture(&picture.digest)?;
    let message = format!(
        "its picture was purged on {date} and is not taken in again: take the photo out of the folder, or put \
         another picture in its place"
    );
    Some(Problem { code: ProblemCode::PurgedPicture, file: picture.path.clone(), line: None, message })
}
