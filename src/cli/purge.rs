//! `baozhai purge RECORD`: removes the bytes of what was withdrawn, for good.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, ensure};

use super::config::Settings;
use super::data_folder::DataFolder;
use super::withdrawal_list::{WithdrawalList, today};
use crate::archive::{Archive, ArchiveError};
use crate::image::{DerivativeOptions, Derivatives};
use crate::model::{Id, Kind, Photo, Purged, Record};
use crate::store::{Digest, Key};

/// Records read from the store at a time.
const PAGE: u32 = 500;

/// Removes the pictures of a photo, or of all photos of a village, that may be shown nowhere any more.
///
/// The log is written first: killed in between, the next run finds what is still there and removes it.
pub(super) async fn run(settings: Settings, record: &str) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    let done = purge(&data, record).await;
    data.close_after_commit().await;
    done
}

async fn purge(data: &DataFolder, record: &str) -> anyhow::Result<ExitCode> {
    let id = Id::parse(record).with_context(|| format!("`{record}` is no id of a village or photo"))?;
    let mut list = WithdrawalList::read(&data.records).await?;
    let uses = uses(data).await?;
    let snapshot = Archive::open_beside(data.records.clone(), &data.cache()).await?.snapshot();
    let is_withdrawn = |digest: &Digest, (photo, number): &(Photo, u64)| {
        matches!(snapshot.shows_picture(&photo.id, *number, digest), Err(ArchiveError::Withdrawn(_)))
    };
    let of_it = |(photo, _): &(Photo, u64)| photo.id == id || photo.village == id;
    let named = uses.iter().filter(|(_, shown)| shown.iter().any(of_it));
    let (gone, shown): (BTreeMap<_, _>, BTreeMap<_, _>) =
        named.partition(|(digest, shown)| shown.iter().all(|one| is_withdrawn(digest, one)));
    ensure!(
        !(gone.is_empty() && shown.is_empty()),
        "there is no picture of {id}: name a photo, or a village whose photos are meant"
    );
    for (digest, by) in &shown {
        if let Some((photo, number)) = by.iter().find(|one| !is_withdrawn(digest, one)) {
            println!("kept: {digest}, which {}@{number} shows", photo.id);
        }
    }
    ensure!(!gone.is_empty(), "nothing of {id} is withdrawn: `baozhai withdraw` it first");
    let known: BTreeSet<Digest> =
        list.withdrawals.purged.iter().filter_map(|purged| purged.picture.parse().ok()).collect();
    let new: Vec<Digest> =
        gone.keys().filter(|digest| !known.contains(digest)).map(|digest| **digest).collect();
    if !new.is_empty() {
        let date = today(data)?;
        let purged = new.iter().map(|digest| Purged { picture: digest.to_string(), date });
        list.withdrawals.purged.extend(purged);
        let message = format!("purged: {} of {id}", pictures(new.len()));
        let sequence = list.commit(data, &message).await.context("nothing was purged")?;
        println!("{message} (change {sequence})");
    }
    let derivatives = Derivatives::new(DerivativeOptions::new(data.cache()), Arc::new(data.blobs.clone()));
    let (mut blobs, mut derived) = (0, 0);
    for digest in gone.keys() {
        blobs += usize::from(data.blobs.remove(digest).await?);
        derived += derivatives.forget(**digest).await.context("what was made of it cannot be removed")?;
    }
    println!("{} and {derived} files made of them removed", pictures(blobs));
    println!(
        "note: older backups and exports have them still, and so may the caches of proxies and browsers"
    );
    Ok(ExitCode::SUCCESS)
}

fn pictures(count: usize) -> String {
    if count == 1 { "1 picture".to_owned() } else { format!("{count} pictures") }
}

/// Every picture with all revisions of photos that show it: bytes may be those of several.
async fn uses(data: &DataFolder) -> anyhow::Result<BTreeMap<Digest, Vec<(Photo, u64)>>> {
    let mut uses: BTreeMap<Digest, Vec<(Photo, u64)>> = BTreeMap::new();
    let mut after: Option<Key> = None;
    loop {
        let heads = data.records.head_digests(after.as_ref(), PAGE).await?;
        let Some(last) = heads.last() else { return Ok(uses) };
        after = Some(last.key.clone());
        for head in heads.iter().filter(|head| head.kind.as_str() == Kind::Photo.word()) {
            for kept in data.records.history_with_texts(&head.key).await? {
                let name = format!("{}@{}", head.key, kept.note.number);
                // Of what cannot be read nobody knows whether it needs the same bytes.
                let body = kept.body.with_context(|| format!("{name} is damaged: mend the archive first"))?;
                let read = Record::from_document(Kind::Photo, &body);
                let Record::Photo(photo) = read.with_context(|| format!("{name} cannot be read"))? else {
                    continue;
                };
                uses.entry(photo.picture.sha256.parse()?).or_default().push((photo, kept.note.number));
            }
        }
    }
}
