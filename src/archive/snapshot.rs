//! What is read of the archive for one page, all of it at one sequence number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::disclosure::{Audience, Rules, Verdict};
use super::numbers::last_number_below;
use super::shown::{among_others, newest_shown, withdrawn_since};
use super::typed::{key_of, read, read_kept};
use super::{ArchiveError, Catalogue, Published, Typed};
use crate::model::{Id, Kind, Record, Withdrawal};
use crate::store::{
    Digest, FeedPosition, KeptRevision, Key, KindWord, Origin, Records, RevisionNote, StoreError,
};

/// Heads read from the store at a time.
const PAGE: u32 = 500;

/// The archive at one sequence number. Clones are the same moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    records: Records,
    catalogue: Catalogue,
    /// What is laid over it, by key.
    change: Arc<BTreeMap<Key, Published>>,
    /// What the change is called that is laid over it.
    name: Option<Arc<str>>,
    audience: Audience,
}

impl Snapshot {
    pub(super) fn new(records: Records, catalogue: Catalogue) -> Self {
        Self { records, catalogue, change: Arc::default(), name: None, audience: Audience::Public }
    }

    /// This with a change laid over it: what anybody would read if it were committed `at` this moment. Nothing is written;
    /// the revisions that the change would make have the numbers they would get.
    pub async fn with(&self, change: Vec<Record>, at: Timestamp) -> Result<Self, ArchiveError> {
        let keys =
            change.iter().map(|record| record.key().to_string().parse()).collect::<Result<Vec<Key>, _>>()?;
        let heads = self.records.records_at(self.sequence(), &keys).await?;
        let mut laid = (*self.change).clone();
        for (record, key) in change.into_iter().zip(keys) {
            let number =
                heads.iter().find(|head| head.note.key == key).map_or(0, |head| head.note.number) + 1;
            let document = record.to_document().map_err(|fault| ArchiveError::Record {
                key: key.clone(),
                number,
                fault: fault.to_string(),
            })?;
            let revision = RevisionNote {
                key: key.clone(),
                kind: KindWord::from_static(record.key().kind.word()),
                number,
                sequence: self.sequence() + 1,
                digest: Digest::of(&document),
                origin: Origin::Staff,
                committed_at: at,
            };
            laid.insert(key, Published { record, revision });
        }
        let all: Vec<Published> = laid.values().cloned().collect();
        let catalogue = self.catalogue.with(&all)?;
        Ok(Self {
            records: self.records.clone(),
            catalogue,
            change: Arc::new(laid),
            name: self.name.clone(),
            audience: self.audience,
        })
    }

    /// The same moment as others read it: to those who keep the archive nothing is hidden or withdrawn. Lists and counts stay
    /// those of everybody.
    #[must_use]
    pub fn read_by(&self, audience: Audience) -> Self {
        Self { audience, ..self.clone() }
    }

    /// Who reads.
    pub(super) fn audience(&self) -> Audience {
        self.audience
    }

    /// What may be shown, and what not.
    fn rules(&self) -> Rules {
        self.catalogue.rules().read_by(self.audience)
    }

    /// Whether an item is there, but not for whoever reads.
    fn is_internal(&self, id: &Id) -> bool {
        self.audience == Audience::Public && self.catalogue.is_internal(id)
    }

    /// The same, with the change that is laid over it called by a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        Self { name: Some(name.into()), ..self.clone() }
    }

    /// What the change is called that this photo comes from, if a change is laid over it and has it.
    pub fn brought_by(&self, photo: &Id) -> Option<&str> {
        let is_laid = key_of(Kind::Photo, photo).is_ok_and(|key| self.change.contains_key(&key));
        self.name.as_deref().filter(|_| is_laid)
    }

    /// The sequence number everything here is read at.
    pub fn sequence(&self) -> u64 {
        self.catalogue.sequence()
    }

    /// Lists and counts.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// One record, as it is at this moment.
    pub async fn get<R: Typed>(&self, id: &Id) -> Result<Option<Published<R>>, ArchiveError> {
        Ok(self.find(R::KIND, id, None).await?.and_then(Published::typed))
    }

    /// These records in the order of their ids here; what there is not, is of another kind or is not shown is left out.
    ///
    /// One question to the store, however many they are. What cannot be read is left out too, and the log names it.
    pub async fn get_all<'i, R: Typed>(
        &self,
        ids: impl IntoIterator<Item = &'i Id>,
    ) -> Result<Vec<Published<R>>, ArchiveError> {
        let noted = ids.into_iter().inspect(|id| self.catalogue.note(R::KIND, id));
        let keys = noted.map(|id| key_of(R::KIND, id)).collect::<Result<Vec<Key>, _>>()?;
        let mut found = HashMap::new();
        for published in self.shown_among(&keys).await? {
            found.insert(published.revision.key.clone(), published);
        }
        Ok(keys.iter().filter_map(|key| found.remove(key)?.typed()).collect())
    }

    /// A record of a kind: its revision `number`, else as it is at this moment.
    ///
    /// # Errors
    /// [`ArchiveError::Withdrawn`] if it was shown and is no more.
    pub async fn find(
        &self,
        kind: Kind,
        id: &Id,
        number: Option<u64>,
    ) -> Result<Option<Published>, ArchiveError> {
        let key = key_of(kind, id)?;
        self.catalogue.note(kind, id);
        let rules = &self.rules();
        let laid = self.change.get(&key);
        let found = match number {
            // What may not be shown of a laid change is internal in its lists (`Tables::with`): no rules are
            // asked.
            None if laid.is_some() => laid.cloned().filter(|_| !self.is_internal(id)),
            Some(number) if laid.is_some_and(|laid| laid.revision.number == number) => {
                laid.cloned().filter(|_| !self.is_internal(id))
            }
            Some(number) => {
                let found = match self.records.revision(&key, number).await {
                    Err(StoreError::Purged { .. }) if self.is_internal(id) => return Ok(None),
                    Err(StoreError::Purged { on, .. }) => {
                        return Err(rules.instead_of_purged(&key, number, on));
                    }
                    found => found?,
                };
                let found =
                    found.filter(|revision| revision.sequence <= self.sequence()).map(read).transpose()?;
                match found {
                    // Which is hidden now was never more than it is now: the stricter of then and now holds.
                    Some(found) if !self.is_internal(id) && rules.on_revision(&found).shows()? => Some(found),
                    _ => None,
                }
            }
            None => match self.records.records_at(self.sequence(), &[key]).await?.pop() {
                Some(kept) => newest_shown(&self.records, rules, kept).await?,
                None => None,
            },
        };
        // Items share one namespace: the id may be that of another kind.
        match found.filter(|found| found.record.key().kind == kind) {
            Some(found) if self.is_beside_what_is_shown(&found.record)? => Ok(Some(found)),
            _ => Ok(None),
        }
    }

    /// Revision `number` of a record, if it had been published by then.
    pub async fn past<R: Typed>(&self, id: &Id, number: u64) -> Result<Option<Published<R>>, ArchiveError> {
        Ok(self.find(R::KIND, id, Some(number)).await?.and_then(Published::typed))
    }

    /// Whether a photo is shown at all; looks nothing up in the store.
    ///
    /// # Errors
    /// [`ArchiveError::Withdrawn`] if it was shown and is no more.
    pub fn shows_photo(&self, photo: &Id) -> Result<bool, ArchiveError> {
        if self.audience == Audience::Staff {
            return Ok(true);
        }
        let entry = self.catalogue.any_photo(photo);
        self.catalogue.check()?;
        match entry {
            Some(entry) => self.shows_village(&entry.village),
            // Of one of which nothing is left, something was withdrawn.
            None => self.rules().on_any_of(photo).shows().map(|_| false),
        }
    }

    /// Whether the picture of revision `number` of a photo is shown, which is this one; looks nothing up in the store.
    ///
    /// # Errors
    /// [`ArchiveError::Withdrawn`] if it was shown and is no more.
    pub fn shows_picture(&self, photo: &Id, number: u64, picture: &Digest) -> Result<bool, ArchiveError> {
        Ok(self.rules().on_number(photo, number, Some(picture)).shows()? && self.shows_photo(photo)?)
    }

    /// Whether what was derived of a village, photo or essay at commit `sequence`, such as an entry of the search index,
    /// may be shown: the index follows a little later than the pages.
    pub fn shows_as_of(&self, item: &Id, sequence: u64) -> bool {
        self.catalogue.shows_as_of(item, sequence)
    }

    /// Every revision of a record that had been published by then, the oldest first; those kept inside are left out.
    pub async fn history(&self, kind: Kind, id: &Id) -> Result<Vec<Edition>, ArchiveError> {
        self.catalogue.note(kind, id);
        let mut editions = Vec::new();
        for kept in self.records.history_with_texts(&key_of(kind, id)?).await? {
            if kept.note.sequence > self.sequence() {
                continue;
            }
            let (note, purged) = (kept.note.clone(), kept.purged.clone());
            let verdict = match read_kept(kept) {
                Ok(published) => self.rules().on_revision(&published),
                Err(ArchiveError::Purged { key, number, on }) => {
                    match self.rules().instead_of_purged(&key, number, on) {
                        ArchiveError::Withdrawn(withdrawal) => Verdict::Withdrawn(withdrawal),
                        _ => Verdict::Shown,
                    }
                }
                // It was there, though nothing of it can be shown.
                Err(_) => Verdict::Shown,
            };
            match verdict {
                Verdict::Hidden => {}
                Verdict::Shown => editions.push(Edition { revision: note, withdrawn: None, purged }),
                Verdict::Withdrawn(withdrawal) => {
                    editions.push(Edition { revision: note, withdrawn: Some(*withdrawal), purged });
                }
            }
        }
        if let Some(laid) = self.change.get(&key_of(kind, id)?)
            && self.rules().on_revision(laid) == Verdict::Shown
        {
            editions.push(Edition { revision: laid.revision.clone(), withdrawn: None, purged: None });
        }
        Ok(editions)
    }

    /// Up to `limit` records of all kinds in the order of keys, from just after the key `after`. What cannot be read
    /// is left out, and the log names it.
    pub async fn list(&self, after: Option<&Key>, limit: u32) -> Result<Page, ArchiveError> {
        let kept = self.records.heads_at(self.sequence(), after, limit).await?;
        let last = kept.last().map(|kept| kept.note.key.clone());
        let mut records = Vec::with_capacity(kept.len());
        for kept in kept {
            records.extend(self.shown(kept).await?);
        }
        Ok(Page { records, last })
    }

    /// These records of any kind as they are shown; the others are left out.
    pub async fn get_any(&self, keys: &BTreeSet<Key>) -> Result<Vec<Published>, ArchiveError> {
        self.shown_among(&keys.iter().cloned().collect::<Vec<_>>()).await
    }

    /// The keys of the photos that are shown of any of these villages.
    pub fn photos_of<'v>(&self, villages: impl IntoIterator<Item = &'v Id>) -> Vec<Key> {
        let photos = villages.into_iter().flat_map(|village| self.catalogue.photos_of(village));
        photos.filter_map(|photo| photo.id.as_str().parse().ok()).collect()
    }

    /// How many records there are in all.
    pub async fn count(&self) -> Result<u64, StoreError> {
        self.records.count(None).await
    }

    /// What has changed after commit `since`, as it is at this moment; `None` if it is more than `most` records.
    pub async fn changed_since(&self, since: u64, most: usize) -> Result<Option<Changed>, ArchiveError> {
        let (mut position, mut keys) = (FeedPosition::after(since), BTreeSet::new());
        loop {
            // The feed goes beyond this moment; what is newer is read as of now, and comes again with a later one.
            let page = self.records.heads_since(&position, PAGE).await?;
            let Some(last) = page.last() else { break };
            position = FeedPosition::at(&last.note);
            for kept in page {
                if kept.note.kind.as_str() == Kind::Withdrawals.word() {
                    // What it is about has not changed itself.
                    keys.extend(withdrawn_since(&self.records, since, self.catalogue.rules()).await?);
                }
                keys.insert(kept.note.key);
            }
            if keys.len() > most {
                return Ok(None);
            }
        }
        let all: Vec<Key> = keys.iter().cloned().collect();
        let records = self.shown_among(&all).await?;
        for published in &records {
            keys.remove(&published.revision.key);
        }
        Ok(Some(Changed { records, gone: keys.into_iter().collect() }))
    }

    /// The highest number that any photo of a village has had, shown or not: numbers are never given again. 0 if there is none.
    pub async fn last_photo_number(&self, village: &Id) -> Result<u32, ArchiveError> {
        last_number_below(&self.records, &format!("{village}-")).await
    }

    /// These records as they are shown; the others are left out.
    async fn shown_among(&self, keys: &[Key]) -> Result<Vec<Published>, ArchiveError> {
        let mut shown = Vec::with_capacity(keys.len());
        let (laid, below): (Vec<&Key>, Vec<&Key>) =
            keys.iter().partition(|key| self.change.contains_key(key));
        for published in laid.into_iter().filter_map(|key| self.change.get(key)) {
            if self.rules().on_revision(published) == Verdict::Shown
                && self.is_beside_what_is_shown(&published.record).is_ok_and(|is_shown| is_shown)
            {
                shown.push(published.clone());
            }
        }
        let below: Vec<Key> = below.into_iter().cloned().collect();
        for kept in self.records.records_at(self.sequence(), &below).await? {
            shown.extend(self.shown(kept).await?);
        }
        Ok(shown)
    }

    /// A record among others.
    async fn shown(&self, kept: KeptRevision) -> Result<Option<Published>, ArchiveError> {
        let shown = among_others(newest_shown(&self.records, &self.rules(), kept).await)?;
        // An error is a withdrawn village's, or one of the lists, which the catalogue keeps for who makes a page.
        let is_shown = |published: &Published| {
            self.is_beside_what_is_shown(&published.record).is_ok_and(|is_shown| is_shown)
        };
        Ok(shown.filter(is_shown))
    }

    /// Whether what a record belongs to is shown: a photo goes with its village, an earlier revision with both the one it
    /// names and the one that the photo is of now.
    fn is_beside_what_is_shown(&self, record: &Record) -> Result<bool, ArchiveError> {
        match record {
            Record::Photo(photo) => Ok(self.shows_village(&photo.village)? && self.shows_photo(&photo.id)?),
            _ => Ok(true),
        }
    }

    fn shows_village(&self, village: &Id) -> Result<bool, ArchiveError> {
        if self.audience == Audience::Staff {
            return Ok(true);
        }
        let is_listed = self.catalogue.village(village).is_some();
        self.catalogue.check()?;
        Ok(self.rules().on_all_of(village).shows()? && is_listed)
    }
}

/// Some records of many.
#[derive(Debug)]
pub struct Page {
    /// The records.
    pub records: Vec<Published>,
    /// Where the next page begins after; `None` if there was nothing more to read.
    pub last: Option<Key>,
}

/// What has changed between two moments.
#[derive(Debug)]
pub struct Changed {
    /// Records as they are shown now.
    pub records: Vec<Published>,
    /// Those that are not shown any more, if they ever were.
    pub gone: Vec<Key>,
}

/// One revision in the history of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// What the store knows of it.
    pub revision: RevisionNote,
    /// Why it is shown no more.
    pub withdrawn: Option<Withdrawal>,
    /// The day on which its text was removed for good, if it was.
    pub purged: Option<String>,
}
