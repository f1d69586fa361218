//! Whose pictures have to stay: those that open changes have in hand, and those that revisions of photos show.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::CHANGES;
use super::change::{ChangeId, State};
use super::error::ChangeError;
use super::open::read;
use crate::archive::ArchiveError;
use crate::model::{Kind, Photo, Record};
use crate::store::{Digest, Key, Papers, Records};

/// Changes that are read at a time.
const PAGE: u32 = 200;

/// Records that are read at a time.
const HEADS: u32 = 500;

/// The pictures of all open changes.
#[derive(Debug, Default)]
pub struct InHand {
    /// Each picture, with a change that has it.
    pub pictures: BTreeMap<Digest, ChangeId>,
    /// What cannot be read, in words: of these nobody knows which pictures they have.
    pub unread: Vec<String>,
}

/// The pictures that open changes have in hand, of the published photos that they alter too.
pub async fn pictures_in_hand(records: &Records) -> Result<InHand, ChangeError> {
    let papers = Papers::of(records);
    let mut in_hand = InHand::default();
    // Of what is over the bytes are named by a revision, or nobody needs them.
    for state in State::ALL.into_iter().filter(|state| state.is_open()) {
        let mut after: Option<Key> = None;
        loop {
            let page = papers.labelled(CHANGES, ("state", state.word()), after.as_ref(), PAGE).await?;
            // Told, not left out: as long as one cannot be read, the sweep takes no bytes away that it may need.
            in_hand.unread.extend(page.damaged.iter().map(|key| format!("the change {key} is damaged")));
            for paper in &page.papers {
                match read(paper) {
                    Ok(change) => {
                        let pictures = change.records.values().filter_map(|photo| photo.picture.as_ref());
                        let digests = pictures.filter_map(|picture| picture.sha256.parse().ok());
                        in_hand.pictures.extend(digests.map(|digest| (digest, change.id.clone())));
                    }
                    Err(error) => in_hand.unread.push(error.to_string()),
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(in_hand)
}

/// Gives every revision of every photo with its picture to `take`, until it breaks off. All of them: an old one stays
/// readable and needs its picture. What has no words any more shows nothing and is left out.
///
/// # Errors
/// [`ArchiveError::Record`] for the first that cannot be read: nobody knows what it needs.
pub async fn pictures_of_photos(
    records: &Records,
    mut take: impl FnMut(Digest, Photo, u64) -> ControlFlow<()>,
) -> Result<(), ChangeError> {
    let mut after: Option<Key> = None;
    loop {
        let heads = records.head_digests(after.as_ref(), HEADS).await?;
        let Some(last) = heads.last() else { return Ok(()) };
        after = Some(last.key.clone());
        for head in heads.iter().filter(|head| head.kind.as_str() == Kind::Photo.word()) {
            let there = records.history_with_texts(&head.key).await?;
            for kept in there.into_iter().filter(|kept| kept.purged.is_none()) {
                let number = kept.note.number;
                let unreadable =
                    |fault: String| ArchiveError::Record { key: head.key.clone(), number, fault };
                let body = kept.body.ok_or_else(|| unreadable("its text is damaged".to_owned()))?;
                let read = Record::from_document(Kind::Photo, &body);
                let Record::Photo(photo) = read.map_err(|error| unreadable(error.to_string()))? else {
                    continue;
                };
                let picture = photo.picture.sha256.parse();
                let picture = picture.map_err(|_| unreadable("its picture has no digest".to_owned()))?;
                if take(picture, photo, number).is_break() {
                    return Ok(());
                }
            }
        }
    }
}
