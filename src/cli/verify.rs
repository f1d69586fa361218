//! `baozhai verify`: re-hashes every blob and checks the records.

use std::collections::HashSet;
use std::process::ExitCode;

use futures::TryStreamExt;

use super::config::Settings;
use super::data_folder::DataFolder;
use super::progress;
use crate::folder::read_collection;
use crate::store::{BlobState, Digest};

/// Reports every damage on a line; exit code 1 if there is any.
pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    let mut damage: Vec<String> = data.records.faults().await?;
    let collection = read_collection(&data.records).await?;
    let mut wanted: HashSet<Digest> = HashSet::new();
    for photo in &collection.photos {
        match photo.picture.sha256.parse() {
            Ok(digest) => drop(wanted.insert(digest)),
            Err(error) => damage.push(format!("photo {}: {error}", photo.id)),
        }
    }
    let kept: Vec<_> = data.blobs.list().try_collect().await?;
    let bar = progress::bar("hashing", Some(kept.len() as u64));
    let (mut bytes, mut spare) = (0, 0);
    for blob in &kept {
        bytes += blob.size_bytes;
        spare += usize::from(!wanted.remove(&blob.digest));
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
    damage.extend(wanted.iter().map(|digest| format!("blob {digest}: a photo needs it and it is not there")));
    damage.iter().for_each(|line| println!("{line}"));
    println!(
        "{} blobs, {bytes} bytes, {spare} that no newest record names; {} damaged",
        kept.len(),
        damage.len()
    );
    Ok(if damage.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
