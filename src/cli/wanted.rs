//! Which blobs the records need: those of every revision, as old ones stay readable; and what has come in by uploads.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;

use crate::changes::pictures_in_hand;
use crate::folder::purged;
use crate::model::{self, Record};
use crate::store::{Digest, KindWord, Papers, Records, StoreError};
use crate::uploads::{ATTACHED_BLOB, COMING_BLOB, NEEDED_BLOB};

/// Records looked at in one go.
const PAGE: u32 = 1000;

/// The blobs that photos need, old revisions included, each with one revision that names it, and those of uploads.
///
/// What cannot be read is told in `damage`, unless [`Records::faults`] finds it as well.
pub(super) async fn wanted_blobs(
    records: &Records,
    damage: &mut Vec<String>,
) -> anyhow::Result<BTreeMap<Digest, String>> {
    // What was purged is wanted by nobody; where that cannot be read, everything is.
    let purged = purged(records).await.unwrap_or_default();
    let mut wanted = BTreeMap::new();
    // First: where a record names the same blob, the record's name stands in the report.
    for digest in Papers::of(records).values_of(NEEDED_BLOB).await? {
        wanted.insert(digest.parse()?, "an upload".to_owned());
    }
    let attached = attached_blobs(records).await?;
    wanted.extend(attached.iter().map(|digest| (*digest, "a paper of a change".to_owned())));
    let in_hand = pictures_in_hand(records).await?;
    damage.extend(in_hand.unread);
    wanted.extend(
        in_hand.pictures.into_iter().map(|(digest, change)| (digest, format!("the change {change}"))),
    );
    let mut after = None;
    loop {
        let heads = records.head_digests(after.as_ref(), PAGE).await?;
        let Some(last) = heads.last() else {
            wanted.retain(|digest, _| purged.picture(digest).is_none() || attached.contains(digest));
            return Ok(wanted);
        };
        after = Some(last.key.clone());
        for head in &heads {
            for number in 1..=head.number {
                let name = format!("{}@{number}", head.key);
                match records.revision(&head.key, number).await {
                    Ok(Some(revision)) => {
                        let blob = blob_of(&revision.kind, &revision.body);
                        match blob {
                            Ok(Some(digest)) => drop(wanted.insert(digest, name)),
                            Ok(None) => {}
                            Err(error) => damage.push(format!("{name} cannot be read: {error:#}")),
                        }
                    }
                    // `faults` tells of these; here they would be told twice.
                    Ok(None) | Err(StoreError::Damaged(_) | StoreError::Purged { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}

/// The blobs of papers that are attached to changes.
pub(super) async fn attached_blobs(records: &Records) -> anyhow::Result<BTreeSet<Digest>> {
    let attached = Papers::of(records).values_of(ATTACHED_BLOB).await?;
    attached.iter().map(|digest| Ok(digest.parse()?)).collect()
}

/// The blobs that uploads were about to store when the program last ended: what is there of them is not left over.
pub(super) async fn coming_blobs(records: &Records) -> anyhow::Result<BTreeSet<Digest>> {
    let coming = Papers::of(records).values_of(COMING_BLOB).await?;
    coming.iter().map(|digest| Ok(digest.parse()?)).collect()
}

/// The blob a record names, if it names one.
fn blob_of(kind: &KindWord, body: &str) -> anyhow::Result<Option<Digest>> {
    let kind = model::Kind::from_word(kind.as_str()).context("its kind is unknown")?;
    match Record::from_document(kind, body)? {
        Record::Photo(photo) => Ok(Some(photo.picture.sha256.parse()?)),
        _ => Ok(None),
    }
}
