//! `baozhai purge RECORD`: removes the bytes and the words of what was withdrawn, for good.

mod pictures;
mod texts;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, ensure};

use self::pictures::{Pictures, uses};
use self::texts::texts_to_purge;
use super::config::Settings;
use super::data_folder::DataFolder;
use super::wanted::attached_blobs;
use super::withdraw::parts;
use super::withdrawal_list::{WithdrawalList, today};
use crate::archive::Archive;
use crate::folder::{PurgedList, purged};
use crate::image::{DerivativeOptions, Derivatives};
use crate::model::{Purged, WithdrawalReason};
use crate::search::Search;
use crate::store::{Digest, PurgedText};
use crate::uploads::came_as;

/// Removes what of a record may be shown nowhere any more: the pictures of a photo, or of all photos of a village, and for
/// privacy or rights the texts.
///
/// The log is written first, the texts go last: killed in between, the next run finds what is still there and removes it.
pub(super) async fn run(settings: Settings, record: &str) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    let done = purge(&data, record).await;
    data.close_after_commit().await;
    done
}

async fn purge(data: &DataFolder, record: &str) -> anyhow::Result<ExitCode> {
    let (id, number) = parts(record)?;
    ensure!(
        !data.records.history(&id.as_str().parse()?).await?.is_empty(),
        "there is no village, photo or essay {id}"
    );
    let mut list = WithdrawalList::read(&data.records).await?;
    let known = purged(&data.records).await?;
    // Of all photos, not of this record alone: two photos may show the same bytes, and those of one may still be
    // shown.
    let uses = uses(data).await?;
    // Before the list is altered: whether a picture may go is asked of what is withdrawn now.
    let snapshot = Archive::open_beside(data.records.clone(), &data.cache()).await?.snapshot();
    let Pictures { mut gone, kept } = Pictures::of(&id, number, &uses, &snapshot);
    for picture in gone.clone() {
        // The file as it came is another blob, with what the camera wrote: position, owner, time.
        gone.extend(came_as(&data.records, &picture).await?);
    }
    // The signed scan of a slip may be the very file that a photo came as: nobody but the staff is shown it.
    let attached = attached_blobs(&data.records).await?;
    let (papers, gone): (Vec<_>, Vec<_>) = gone.into_iter().partition(|digest| attached.contains(digest));
    papers.iter().for_each(|digest| println!("kept: {digest}, which is a paper of a change"));
    kept.iter().for_each(|(digest, by)| println!("kept: {digest}, which {by} shows"));
    let texts = texts_to_purge(data, &id, number, &mut list.withdrawals).await?;
    // A purge that was cut off has nothing new to list, and still something to remove.
    let is_listed =
        known.texts_of(&id.as_str().parse()?).any(|(other, _)| number.is_none_or(|number| number == other));
    if gone.is_empty() && texts.is_empty() && !is_listed {
        let is_error = list.withdrawals.withdrawals.iter().any(|withdrawal| {
            withdrawal.record == id
                && withdrawal.picture.is_none()
                && withdrawal.reason == WithdrawalReason::Error
        });
        ensure!(!is_error, "{record} was withdrawn for an error: texts go for privacy or rights alone");
        anyhow::bail!("nothing of {record} is withdrawn: `baozhai withdraw` it first");
    }
    let date = today(data)?;
    // The date in the list is that of the first time: what is there is not entered again.
    let new_pictures: Vec<&Digest> = gone.iter().filter(|digest| known.picture(digest).is_none()).collect();
    let new_texts: Vec<_> =
        texts.iter().filter(|text| known.text(&text.key, text.number).is_none()).collect();
    if !(new_pictures.is_empty() && new_texts.is_empty()) {
        let pictures = new_pictures.iter().map(|digest| Purged::picture(digest.to_string(), date));
        list.withdrawals.purged.extend(pictures);
        let texts = new_texts.iter().map(|text| Purged::text(text.id.clone(), text.number, date));
        list.withdrawals.purged.extend(texts);
        let what = [(new_pictures.len(), "picture"), (new_texts.len(), "text")];
        let what: Vec<String> =
            what.iter().filter(|(n, _)| *n > 0).map(|(n, word)| counted(*n, word)).collect();
        let message = format!("purged: {} of {record}", what.join(" and "));
        // The list is committed against the revision it was read from: who has changed it meanwhile is not written
        // over.
        let sequence = list.commit(data, &message).await.context("nothing was purged")?;
        println!("{message} (change {sequence})");
    }
    // As it is listed now, with what an earlier run was kept from.
    let listed = purged(&data.records).await?;
    remove_pictures(data, &gone, &listed).await?;
    if !texts.is_empty() || is_listed {
        let texts: Vec<PurgedText> = listed
            .texts()
            .map(|(key, number, date)| PurgedText { key: key.clone(), number, on: date.to_string() })
            .collect();
        remove_texts(data, &texts).await?;
    }
    println!(
        "note: older backups and exports have them still, and so may the caches of proxies and browsers"
    );
    Ok(ExitCode::SUCCESS)
}

/// Removes the bytes, and what was made of them.
async fn remove_pictures(data: &DataFolder, gone: &[Digest], listed: &PurgedList) -> anyhow::Result<()> {
    let derivatives = Derivatives::new(DerivativeOptions::new(data.cache()), Arc::new(data.blobs.clone()));
    let (mut blobs, mut derived) = (0, 0);
    for digest in listed.pictures() {
        let was_there = data.blobs.remove(digest).await?;
        blobs += usize::from(was_there);
        // Also without its bytes: a purge killed before this has left what was made of them.
        if was_there || gone.contains(digest) {
            derived += derivatives.forget(*digest).await.context("what was made of it cannot be removed")?;
        }
    }
    println!("{} and {derived} files made of them removed", counted(blobs, "picture"));
    Ok(())
}

/// Empties the texts, and leaves their words in no file of the archive.
async fn remove_texts(data: &DataFolder, texts: &[PurgedText]) -> anyhow::Result<()> {
    // Texts first, what was made of them then: a list or index made anew in between would take the words in again.
    let removed = data.records.purge_texts(texts).await.context("the texts are still there: purge again")?;
    data.records.scrub().await.context(
        "the texts are removed, but the database may hold them in free places still: purge again when nothing else uses the archive",
    )?;
    let again = "the lists or the search index may hold words still: purge again";
    if Archive::clear_lists(&data.cache()).context(again)? {
        println!("lists thrown away: start a server that runs again, so that it has none of them either");
    }
    let archive = Archive::open_beside(data.records.clone(), &data.cache()).await.context(again)?;
    Search::in_folder(data.search_index()).rebuild(&archive).await.context(again)?;
    println!(
        "{} removed; database and search index written anew",
        counted(usize::try_from(removed)?, "text")
    );
    println!(
        "note: changes that staff have in hand keep their own words, and all changes their attached papers until those are \
         taken off"
    );
    Ok(())
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
