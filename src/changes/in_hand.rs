//! The pictures that open changes have in hand: bytes that no record names yet.

use std::collections::BTreeMap;

use super::CHANGES;
use super::change::{ChangeId, State};
use super::error::ChangeError;
use super::open::read;
use crate::store::{Digest, Key, Papers, Records};

/// Changes that are read at a time.
const PAGE: u32 = 200;

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
