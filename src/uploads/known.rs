//! What need not be sent: what the change has already, and what its village has published.

use std::collections::{BTreeMap, HashMap};

use super::promise::{Arrived, Promise, State};
use super::{UPLOADS, UploadError, Uploads};
use crate::changes::{Change, ChangeId};
use crate::model::{Id, PartialDate};
use crate::store::{Digest, Key};

/// Papers that are read at a time.
const PAGE: u32 = 500;

/// What there is of a village, by the bytes that came.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The promises of the change itself, with the versions they are kept under.
    pub(super) own: HashMap<Digest, (Promise, u64)>,
    /// Photos of this change that came by the change it was parted from.
    pub(super) parted: HashMap<Digest, Arrived>,
    /// Published photos.
    pub(super) published: HashMap<Digest, Id>,
    /// Files and pictures that were removed for good, in whatever village.
    pub(super) purged: BTreeMap<Digest, PartialDate>,
}

impl Uploads {
    /// What there is of the village of a change.
    pub(super) async fn known(&self, change: &Change) -> Result<Known, UploadError> {
        let mut known = Known { purged: self.changes.purged_pictures().await?, ..Known::default() };
        for photo in self.changes.photos_of(&change.about).await? {
            // By the cleaned picture as well: somebody may send again what they have downloaded here.
            if let Ok(digest) = photo.picture.sha256.parse() {
                known.published.insert(digest, photo.id);
            }
        }
        let mut published: BTreeMap<(String, String), Id> = BTreeMap::new();
        // A published photo has another digest than the file it came as; only the change that published it knows
        // which is which.
        for other in self.changes.about(&change.about).await?.changes {
            for one in &other.published {
                if let Ok(photo) = Id::parse(&one.key) {
                    // By the root: the promise names the change it was made to, the photo may have been published
                    // by a part of that.
                    published.insert((root(&other.id).to_owned(), one.name.clone()), photo);
                }
            }
        }
        for (promise, version) in self.promised(("village", change.about.as_str())).await? {
            if promise.change == change.id {
                known.own.insert(promise.sha256, (promise, version));
                continue;
            }
            let State::Here(arrived) = promise.state else { continue };
            let place = (root(&promise.change).to_owned(), arrived.record.clone());
            if let Some(photo) = published.get(&place) {
                known.published.insert(promise.sha256, photo.clone());
            // Names of new photos are a change's own: `new-3` of another change is another photo.
            } else if is_photo_of(change, &arrived) && root(&promise.change) == root(&change.id) {
                known.parted.insert(promise.sha256, arrived);
            }
        }
        Ok(known)
    }

    /// The promises with a label, with their versions; one that cannot be read is told to the log.
    pub(super) async fn promised(&self, label: (&str, &str)) -> Result<Vec<(Promise, u64)>, UploadError> {
        let mut promises = Vec::new();
        let mut after: Option<Key> = None;
        loop {
            let page = self.papers.labelled(UPLOADS, label, after.as_ref(), PAGE).await?;
            for damaged in &page.damaged {
                tracing::error!(upload = %damaged, "an upload is damaged; the others are listed");
            }
            for paper in &page.papers {
                match Promise::read(paper) {
                    Ok(promise) => promises.push((promise, paper.version)),
                    Err(fault) => tracing::error!(%fault, "an upload cannot be read; the others are listed"),
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(promises);
            }
        }
    }
}

/// Whether a photo that came is still in a change.
pub(super) fn is_photo_of(change: &Change, arrived: &Arrived) -> bool {
    let proposed = change.records.get(&arrived.record).and_then(|proposed| proposed.picture.as_ref());
    proposed.is_some_and(|picture| picture.sha256 == arrived.picture.to_string())
}

/// The number of the change that one was parted from in the first place, or its own.
pub(super) fn root(change: &ChangeId) -> &str {
    let text = change.as_str();
    // The first `-` stands between the day and the number: see `ChangeId`.
    text.match_indices('-').nth(1).map_or(text, |(at, _)| &text[..at])
}
