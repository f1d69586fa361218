//! Which texts of a record go: those of revisions that were withdrawn for privacy or rights.

use crate::cli::data_folder::DataFolder;
use crate::model::{Id, Kind, Record, Withdrawal, WithdrawalReason, Withdrawals, Withdrawn};
use crate::store::{KeptRevision, Key};

/// Records read from the store at a time.
const PAGE: u32 = 500;

/// The text of one revision.
pub(super) struct Text {
    pub(super) id: Id,
    pub(super) key: Key,
    pub(super) number: u64,
}

/// The texts that are to go of a record, of revision `number` or of all that were withdrawn; those that went are among them.
///
/// With the words of a whole village go those of its photos. Without its words nobody would know which village a photo is
/// of, so each that was not withdrawn by itself is withdrawn in the list.
pub(super) async fn texts_to_purge(
    data: &DataFolder,
    id: &Id,
    number: Option<u64>,
    list: &mut Withdrawals,
) -> anyhow::Result<Vec<Text>> {
    let mut texts = texts_of(data, id, number, list).await?;
    let whole =
        list.withdrawals.iter().find(|one| is_of(one, id) && one.part() == Withdrawn::Record).cloned();
    // Of one revision of a village the photos stay: they are of the village, not of that revision.
    let Some(whole) = whole.filter(|_| number.is_none()) else { return Ok(texts) };
    for photo in photos_of(data, id).await? {
        if !list.withdrawals.iter().any(|one| is_of(one, &photo) && one.part() == Withdrawn::Record) {
            // With the village's date, reason and note: it is the same decision, only written down for each.
            list.withdrawals.push(Withdrawal { record: photo.clone(), ..whole.clone() });
        }
        texts.extend(texts_of(data, &photo, None, list).await?);
    }
    Ok(texts)
}

/// Whether a withdrawal lets the words of an item go.
fn is_of(withdrawal: &Withdrawal, id: &Id) -> bool {
    withdrawal.record == *id && withdrawal.reason != WithdrawalReason::Error
}

async fn texts_of(
    data: &DataFolder,
    id: &Id,
    number: Option<u64>,
    list: &Withdrawals,
) -> anyhow::Result<Vec<Text>> {
    let key: Key = id.as_str().parse()?;
    let is_withdrawn = |revision: u64| {
        list.withdrawals.iter().filter(|one| is_of(one, id)).any(|one| match one.part() {
            Withdrawn::Record => true,
            Withdrawn::Revision(withdrawn) => withdrawn == revision,
            Withdrawn::Picture(_) => false,
        })
    };
    // Without texts: those that went are listed as well, so that a purge cut off can be done to its end.
    let history = data.records.history(&key).await?;
    let gone = history
        .iter()
        .map(|note| note.number)
        .filter(|revision| is_withdrawn(*revision) && number.is_none_or(|number| number == *revision));
    Ok(gone.map(|number| Text { id: id.clone(), key: key.clone(), number }).collect())
}

/// The photos whose newest revision is of a village.
async fn photos_of(data: &DataFolder, village: &Id) -> anyhow::Result<Vec<Id>> {
    let (mut photos, mut after) = (Vec::new(), None);
    let last = data.records.sequence().await?;
    loop {
        let page: Vec<KeptRevision> = data.records.heads_at(last, after.as_ref(), PAGE).await?;
        let Some(newest) = page.last() else { return Ok(photos) };
        after = Some(newest.note.key.clone());
        for kept in page.iter().filter(|kept| kept.note.kind.as_str() == Kind::Photo.word()) {
            let read = kept.body.as_ref().and_then(|body| Record::from_document(Kind::Photo, body).ok());
            if let Some(Record::Photo(photo)) = read
                && photo.village == *village
            {
                photos.push(photo.id);
            }
        }
    }
}
