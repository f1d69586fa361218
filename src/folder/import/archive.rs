//! The archive as an import finds it: what is compared, what stays beside what comes in, and what is damaged.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::DamagedText;
use crate::model::{Collection, Kind, Record, RecordKey};
use crate::store::{HeadNote, KeptRevision, Key, Records, StoreError};

/// Heads compared at a time.
const HEADS: u32 = 10_000;

/// Texts read at a time.
const TEXTS: u32 = 200;

/// What is there.
pub(super) struct Archive {
    /// The newest revision of each record, without its text.
    pub(super) heads: HashMap<Key, HeadNote>,
    /// Every record whose newest text can be read.
    pub(super) collection: Collection,
    /// Those whose text cannot. They keep nothing out: an import of the true folder is how they are mended.
    pub(super) damaged: BTreeMap<Key, DamagedText>,
    /// Those whose text was removed for good.
    pub(super) purged: BTreeSet<Key>,
}

/// Reads every head.
pub(super) async fn read_archive(records: &Records) -> Result<Archive, StoreError> {
    let last = records.sequence().await?;
    let mut archive = Archive {
        heads: heads(records).await?,
        collection: Collection::default(),
        damaged: BTreeMap::new(),
        purged: BTreeSet::new(),
    };
    let mut after: Option<Key> = None;
    loop {
        let page = records.heads_at(last, after.as_ref(), TEXTS).await?;
        let Some(newest) = page.last() else { return Ok(archive) };
        after = Some(newest.note.key.clone());
        for revision in page {
            // It is no damage that the folder could mend.
            if revision.purged.is_some() {
                archive.purged.insert(revision.note.key);
                continue;
            }
            match read(&revision) {
                Ok(record) => archive.collection.add(record),
                Err(fault) => {
                    let (key, number) = (revision.note.key, revision.note.number);
                    let damaged = DamagedText { key: key.clone(), revision: number, fault };
                    archive.damaged.insert(key, damaged);
                }
            }
        }
    }
}

async fn heads(records: &Records) -> Result<HashMap<Key, HeadNote>, StoreError> {
    let mut heads = HashMap::new();
    let mut after: Option<Key> = None;
    loop {
        let page = records.head_digests(after.as_ref(), HEADS).await?;
        let Some(last) = page.last() else { return Ok(heads) };
        after = Some(last.key.clone());
        heads.extend(page.into_iter().map(|head| (head.key.clone(), head)));
    }
}

fn read(revision: &KeptRevision) -> Result<Record, String> {
    let body = revision.body.as_ref().ok_or("its text has not its digest any more")?;
    let word = revision.note.kind.as_str();
    let kind = Kind::from_word(word).ok_or_else(|| format!("its kind `{word}` is unknown"))?;
    Record::from_document(kind, body).map_err(|error| error.to_string())
}

impl Archive {
    /// The records that are there and cannot be read.
    pub(super) fn unreadable(&self) -> Vec<RecordKey> {
        let known = self.damaged.keys().chain(&self.purged).filter_map(|key| self.heads.get(key));
        known
            .filter_map(|head| {
                let kind = Kind::from_word(head.kind.as_str())?;
                let key = head.key.as_str();
                let id = key.split_once(':').map_or(key, |(_, id)| id).to_owned();
                Some(RecordKey { kind, id })
            })
            .collect()
    }
}
