//! `baozhai verify`: re-hashes every blob and checks the records.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Context;
use futures::TryStreamExt;

use super::config::Settings;
use super::data_folder::DataFolder;
use super::progress;
use crate::model::{self, Record};
use crate::store::{BlobState, Digest, Kind, Records, StoreError};

/// Records looked at in one go.
const PAGE: u32 = 1000;

/// Reports every damage on a line; exit code 1 if there is any.
pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    let mut damage: Vec<String> = data.records.faults().await?;
    let mut wanted = wanted_blobs(&data.records, &mut damage).await?;
    let kept: Vec<_> = data.blobs.list().try_collect().await?;
    let bar = progress::bar("hashing", Some(kept.len() as u64));
    let (mut bytes, mut spare) = (0, 0);
    for blob in &kept {
        bytes += blob.size_bytes;
        spare += usize::from(wanted.remove(&blob.digest).is_none());
        match data.blobs.verify(&blob.digest).await? {
            BlobState::Whole { .. } => {}
            BlobState::Damaged { found, .. } => {
                damage.push(format!("blob {}: its bytes hash to {found}", blob.digest));
            }
            BlobState::Missing => damage.push(format!("blob {}: it is gone", blob.digest)),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    damage.extend(
        wanted.iter().map(|(digest, by)| format!("blob {digest}: {by} needs it and it is not there")),
    );
    damage.iter().for_each(|line| println!("{line}"));
    let (blobs, faults) = (kept.len(), damage.len());
    println!("{blobs} blobs, {bytes} bytes, {spare} that no record names; {faults} damaged");
    data.records.close().await;
    Ok(if damage.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The blobs that photos need, old revisions included, each with one revision that names it.
async fn wanted_blobs(
    records: &Records,
    damage: &mut Vec<String>,
) -> anyhow::Result<BTreeMap<Digest, String>> {
    let mut wanted = BTreeMap::new();
    let mut after = None;
    loop {
        let heads = records.head_digests(after.as_ref(), PAGE).await?;
        let Some(last) = heads.last() else { return Ok(wanted) };
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
                    // Both have been found among the faults of the records.
                    Ok(None) | Err(StoreError::Damaged(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}

/// The blob a record names, if it names one.
fn blob_of(kind: &Kind, body: &str) -> anyhow::Result<Option<Digest>> {
    let kind = model::Kind::from_word(kind.as_str()).context("its kind is unknown")?;
    match Record::from_document(kind, body)? {
        Record::Photo(photo) => Ok(Some(photo.picture.sha256.parse()?)),
        _ => Ok(None),
    }
}
