//! `baozhai verify`: re-hashes every blob and checks the records.

use std::collections::HashSet;
use std::process::ExitCode;

use futures::TryStreamExt;

use super::config::Settings;
use super::data_folder::DataFolder;
use super::progress;
use super::wanted::{coming_blobs, wanted_blobs};
use crate::folder::purged;
use crate::store::{BlobState, Key};

/// Reports every damage on a line; exit code 1 if there is any.
pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    let mut damage: Vec<String> = data.records.faults().await?;
    let mut wanted = wanted_blobs(&data.records, &mut damage).await?;
    let coming = coming_blobs(&data.records).await?;
    let kept: Vec<_> = data.blobs.list().try_collect().await?;
    if data.records.sequence().await? == 0 {
        let what =
            if kept.is_empty() { "there is no record here" } else { "there are pictures and no record" };
        damage.push(format!("{what}: the first import was cut off, or the records are lost"));
    }
    // A list that cannot be read is told as damage above; without it everything is held to be wanted.
    let purged = purged(&data.records).await.unwrap_or_default();
    let emptied: HashSet<(Key, u64)> =
        data.records.purged_texts().await?.into_iter().map(|text| (text.key, text.number)).collect();
    for (key, number, _) in
        purged.texts().filter(|(key, number, _)| !emptied.contains(&((*key).clone(), *number)))
    {
        // The list is of one archive's words: after an import without history its numbers may name nothing here.
        if data.records.history(key).await?.iter().any(|note| note.number == number) {
            damage.push(format!("{key}@{number}: its text was purged and is still there: purge it again"));
        }
    }
    for (key, number) in emptied.iter().filter(|(key, number)| purged.text(key, *number).is_none()) {
        damage.push(format!("{key}@{number}: its text is gone, and nothing says that it was purged"));
    }
    let bar = progress::bar("hashing", Some(kept.len() as u64));
    let (mut bytes, mut spare) = (0, 0);
    for blob in &kept {
        bytes += blob.size_bytes;
        // Counted and no damage: an import that was cut off leaves such, and the next one uses them.
        spare += usize::from(wanted.remove(&blob.digest).is_none() && !coming.contains(&blob.digest));
        if purged.picture(&blob.digest).is_some() {
            damage.push(format!("blob {}: it was purged and is still there: purge it again", blob.digest));
        }
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
    if faults > 0 {
        println!(
            "to mend: `baozhai import` of the true folder brings texts and pictures back, a backup everything"
        );
    }
    println!("{blobs} blobs, {bytes} bytes, {spare} that no record names; {faults} damaged");
    data.records.close().await;
    Ok(if damage.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
