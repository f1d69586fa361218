//! What an import leaves for good: whatever the archive, or the folder itself, says was purged.

use std::collections::{BTreeMap, HashMap};

use super::Archive;
use super::pictures::FolderPicture;
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

/// Takes out of what is offered what was purged, each with the reason. What the archive has as it is there is not taken in
/// again, and stays: an import of the true folder finds nothing new in it.
pub(super) fn leave_purged(
    offered: &mut Vec<Record>,
    pictures: &BTreeMap<Key, FolderPicture>,
    purged: &PurgedList,
    archive: &Archive,
) -> BTreeMap<RecordKey, Problem> {
    let mut left = BTreeMap::new();
    offered.retain(|record| {
        let Some(problem) = picture_purged(record, pictures, purged) else { return true };
        let is_there = is_as_it_was(record, &archive.heads);
        if !is_there {
            left.insert(record.key(), problem);
        }
        is_there
    });
    left
}

fn is_as_it_was(record: &Record, heads: &HashMap<Key, HeadNote>) -> bool {
    let head = Key::new(record.key().to_string()).ok().and_then(|key| heads.get(&key));
    head.is_some_and(|head| record.to_document().is_ok_and(|body| Digest::of(body) == head.digest))
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
