//! Promising files: what is wanted of them, and how far each has come.

use std::collections::{BTreeSet, HashMap};

use super::append::Standing;
use super::known::{Known, is_photo_of};
use super::name::shown_name;
use super::promise::{Promise, State, UploadId};
use super::refusal::Refusal;
use super::{TRIES, UPLOADS, UploadError, Uploads, content};
use crate::changes::{Change, ChangeId, Person};
use crate::store::{Batch, Digest, PaperError};

/// The longest name of a device, characters.
const MOST_DEVICE: usize = 40;

/// The most devices that are remembered of a file.
const MOST_DEVICES: usize = 20;

/// A file as a device names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name there.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// What its bytes are.
    pub sha256: Digest,
}

impl Uploads {
    /// Promises files to a change that is being written, and tells of each how it stands, in the same order.
    ///
    /// Promising again what was promised before asks how far it has come; what was given up is wanted again. Who may write
    /// the change is for the caller to say.
    pub async fn promise(
        &self,
        change: &ChangeId,
        by: &Person,
        device: &str,
        files: &[Named],
    ) -> Result<Vec<Standing>, UploadError> {
        if files.len() > self.limits.files {
            return Err(UploadError::TooManyFiles(self.limits.files));
        }
        let device: String = shown_name(device).chars().take(MOST_DEVICE).collect();
        if device.is_empty() {
            return Err(UploadError::Bad("name the device the files come from"));
        }
        // Two devices promise the same change at once; the whole is made again over what the other has written.
        for _ in 0..TRIES {
            match self.promise_once(change, by, &device, files).await {
                Err(UploadError::Paper(PaperError::Conflict(_))) => {}
                done => return done,
            }
        }
        Err(UploadError::Busy)
    }

    async fn promise_once(
        &self,
        change: &ChangeId,
        by: &Person,
        device: &str,
        files: &[Named],
    ) -> Result<Vec<Standing>, UploadError> {
        let change = self.written(change).await?;
        let known = self.known(&change).await?;
        let at = self.clock.now();
        let mut promises: HashMap<Digest, Promise> = HashMap::new();
        for file in files {
            let before =
                // The same bytes may stand twice in one list: the second finds the first, or they would overwrite
                // one another.
                promises.get(&file.sha256).or(known.own.get(&file.sha256).map(|(promise, _)| promise));
            let promise = match before {
                Some(before) => before.clone(),
                None => Promise {
                    id: UploadId::new(&change.id, &file.sha256)?,
                    change: change.id.clone(),
                    village: change.about.clone(),
                    devices: Vec::new(),
                    name: shown_name(&file.name),
                    size: file.size,
                    sha256: file.sha256,
                    by: by.clone(),
                    at,
                    // As if it had been given up: `renewed` then says what it is, for new ones and old ones in one
                    // place.
                    state: State::GivenUp { by: by.clone(), at },
                    stored: BTreeSet::new(),
                    let_go: false,
                },
            };
            if promise.size != file.size {
                // One of the two is a lie or a fault of the device; which one cannot be known before the bytes are
                // here.
                return Err(UploadError::Bad("files of one digest have one size"));
            }
            promises.insert(file.sha256, self.renewed(promise, device, &change, &known));
        }
        // All or none: a list that was taken in part would look to the device like one that was taken.
        self.admit(&known, promises.values()).await?;
        self.keep(&known, promises.values()).await?;
        let mut standings = Vec::with_capacity(files.len());
        for file in files {
            let Some(promise) = promises.get(&file.sha256) else { continue };
            standings.push(match self.standing(&promise.id).await {
                // The promise says what became of it; what could not be looked at now will be when it is next asked for.
                Err(UploadError::Refused(_) | UploadError::Busy) => {
                    self.stands(self.get(&promise.id).await?).await?
                }
                standing => standing?,
            });
        }
        Ok(standings)
    }

    /// Writes the promises that are other than they are kept, as one.
    async fn keep<'p>(
        &self,
        known: &Known,
        promised: impl Iterator<Item = &'p Promise>,
    ) -> Result<(), UploadError> {
        // What is wanted again must not lose its blobs while it is being written.
        let _storing = self.storing.read().await;
        let mut batch = Batch::new(self.clock.now());
        let mut is_empty = true;
        for promise in promised {
            let key = promise.id.key().clone();
            batch = match known.own.get(&promise.sha256) {
                // Asking again how far files have come writes nothing.
                Some((before, _)) if before == promise => continue,
                Some((_, version)) => batch.put_if(UPLOADS, key, *version, content(promise)?),
                None => batch.insert(UPLOADS, key, content(promise)?),
            };
            is_empty = false;
        }
        if !is_empty {
            self.papers.write(batch).await?;
        }
        Ok(())
    }

    /// A promise as it is once a device makes it.
    fn renewed(&self, mut promise: Promise, device: &str, change: &Change, known: &Known) -> Promise {
        // Names are made up by whoever sends: without a bound the paper grows with each request.
        if !promise.devices.iter().any(|other| other == device) && promise.devices.len() < MOST_DEVICES {
            promise.devices.push(device.to_owned());
        }
        let is_settled = match &promise.state {
            State::Wanted { .. } => false,
            // It was taken out of the change again since: promising it once more is wanting it once more.
            State::Here(arrived) => is_photo_of(change, arrived),
            // The same bytes would be refused again: the device need not send them to hear it.
            State::Refused { .. } => true,
            State::Same { .. } | State::GivenUp { .. } => false,
        };
        if is_settled {
            return promise;
        }
        let refused = |refusal| State::Refused { refusal };
        let state = if promise.size == 0 {
            // No byte would ever come, and so nobody would ever say that it is whole.
            refused(Refusal::Empty)
        } else if promise.size > self.limits.file_bytes {
            refused(Refusal::TooLarge(self.limits.file_bytes))
        // The device need not send them to hear it.
        } else if known.purged.contains_key(&promise.sha256) {
            refused(Refusal::Purged)
        } else if let Some(photo) = known.published.get(&promise.sha256) {
            State::Same { photo: photo.clone() }
        // What was parted off keeps its papers: the bytes are here, and the photo is in this change.
        } else if let Some(arrived) = known.parted.get(&promise.sha256) {
            State::Here(arrived.clone())
        // With the fault it has: what came wrong once is still to be told.
        } else if promise.state.is_wanted() {
            return promise;
        } else {
            State::Wanted { fault: None }
        };
        promise.becomes(state);
        promise
    }

    /// Holds all that is promised to a change to the limits.
    async fn admit<'p>(
        &self,
        known: &Known,
        promised: impl Iterator<Item = &'p Promise>,
    ) -> Result<(), UploadError> {
        let mut all: HashMap<&Digest, &Promise> =
            known.own.iter().map(|(digest, (promise, _))| (digest, promise)).collect();
        // What is promised now stands in the place of what it was, so that nothing is counted twice.
        all.extend(promised.map(|promise| (&promise.sha256, promise)));
        // Those given up and refused count too: a list without end is none.
        if all.len() > self.limits.files {
            return Err(UploadError::TooManyFiles(self.limits.files));
        }
        let bytes = |of: fn(&State) -> bool| {
            let sizes = all.values().filter(|promise| of(&promise.state)).map(|promise| promise.size);
            // Sizes are what a device says: their sum must not overflow to a small one.
            sizes.fold(0, u64::saturating_add)
        };
        if bytes(|state| state.is_wanted() || matches!(state, State::Here(_))) > self.limits.change_bytes {
            return Err(UploadError::TooManyBytes(self.limits.change_bytes));
        }
        // Each lies there as it came and, until it has been looked at, once more.
        let needed = bytes(State::is_wanted).saturating_mul(2);
        if needed > 0 && self.parts.free_bytes().await? < needed.saturating_add(self.limits.spare_bytes) {
            return Err(UploadError::NoRoom);
        }
        Ok(())
    }
}
