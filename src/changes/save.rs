//! Saving what was typed: field by field, so that two people in one change get in each other's way only where they write
//! the same field.

use std::collections::HashMap;

use jiff::Timestamp;

use super::Changes;
use super::change::{Change, ChangeId, Entered, Person, Proposed};
use super::error::ChangeError;
use super::fields::Fields;
use super::sides::{fields_of, sides};
use crate::archive::{ArchiveError, Published, Snapshot};
use crate::model::{Id, Kind, Record, as_text};

/// The longest value of one field, bytes: an essay of a hundred thousand characters.
pub const MAX_VALUE: usize = 400 << 10;

/// The most fields of one record that are kept.
const MAX_FIELDS: usize = 2_000;

/// The most records of one change.
pub(super) const MAX_RECORDS: usize = 2_000;

/// One field as somebody left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The record, as the change calls it.
    pub record: String,
    /// The field.
    pub field: String,
    /// Its value; blank takes away what is there.
    pub value: String,
    /// Whether it is meant whatever others wrote or published: the answer to a conflict.
    pub settles: bool,
}

impl Edit {
    /// Whether both are of one field.
    pub fn same_field(&self, other: &Self) -> bool {
        self.record == other.record && self.field == other.field
    }
}

/// A value that was not taken, since somebody else had written the same field since the form was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The record.
    pub record: String,
    /// The field.
    pub field: String,
    /// What was sent.
    pub yours: String,
    /// What stands there.
    pub theirs: Entered,
}

/// What came of saving.
#[derive(Debug)]
pub struct Saved {
    /// The change as it is now.
    pub change: Change,
    /// What was not taken.
    pub stale: Vec<Stale>,
}

impl Changes {
    /// Saves fields of a change that was fetched in edition `seen`, when the archive was at commit `sequence`.
    ///
    /// All that can be taken is, as one. Whoever may write it is for the caller to say; a reviewer writes what is in review.
    pub async fn save(
        &self,
        id: &ChangeId,
        by: &Person,
        (seen, sequence): (u64, u64),
        edits: &[Edit],
    ) -> Result<Saved, ChangeError> {
        let (change, _) = self.kept(id).await?.ok_or(ChangeError::NotFound)?;
        let snapshot = self.snapshot().await?;
        // Read before `alter`, whose closure cannot wait. What is published between the two is no loss: `over` says
        // what was seen, and the merge finds a conflict.
        let mut published: HashMap<String, Shown> = HashMap::new();
        for side in sides(&change, &snapshot).await? {
            let then = then(side.live.as_ref(), sequence, &snapshot).await?;
            published.insert(side.name, Shown { now: side.before, then });
        }
        for name in edits.iter().map(|edit| &edit.record).collect::<std::collections::BTreeSet<_>>() {
            if !published.contains_key(name) {
                // A published photo comes into the change with the first field of it that is saved.
                let photo = photo_of_it(&change, name, &snapshot).await?;
                let then = then(Some(&photo), sequence, &snapshot).await?;
                published.insert(name.clone(), Shown { now: fields_of(&photo.record), then });
            }
        }
        let mut stale = Vec::new();
        let change = self
            .alter(id, |change, at| {
                // A try that was lost to somebody has left its own.
                stale.clear();
                take(change, by, at, seen, edits, &published, &mut stale)
            })
            .await?;
        Ok(Saved { change, stale })
    }
}

/// What is published of a record: now, and when the form was fetched if that was something else.
struct Shown {
    now: Fields,
    then: Option<Fields>,
}

impl Shown {
    fn now(&self, field: &str) -> &str {
        self.now.get(field).map_or("", String::as_str)
    }

    /// What whoever wrote a field saw published of it.
    fn seen(&self, field: &str) -> &str {
        self.then.as_ref().map_or_else(|| self.now(field), |then| then.get(field).map_or("", String::as_str))
    }
}

fn take(
    change: &mut Change,
    by: &Person,
    at: Timestamp,
    seen: u64,
    edits: &[Edit],
    published: &HashMap<String, Shown>,
    stale: &mut Vec<Stale>,
) -> Result<(), ChangeError> {
    if !(change.state.is_written() || change.state.is_in_review()) {
        return Err(ChangeError::WrongState(change.state));
    }
    // The one that `altered` gives the change below: all values of one save are of one edition.
    let edition = change.edition + 1;
    let mut is_altered = false;
    for edit in edits {
        // As an export can write it and an import reads it.
        let value = as_text(&edit.value);
        if !is_name(&edit.field) {
            // What was sent as a name may be of any length; this is enough to know it by.
            return Err(ChangeError::NoField(edit.field.chars().take(80).collect()));
        }
        let published =
            published.get(&edit.record).ok_or_else(|| ChangeError::NoField(edit.record.clone()))?;
        let entered = change.records.get(&edit.record).and_then(|proposed| proposed.fields.get(&edit.field));
        let stands = entered.map_or_else(|| published.now(&edit.field), |entered| entered.value.as_str());
        // A form without a script sends every field it has: what nobody altered must not become the work of who
        // pressed the button, for then they could not approve it.
        if stands == value && !edit.settles {
            continue;
        }
        if let Some(theirs) = entered.filter(|theirs| theirs.edition > seen && !edit.settles) {
            let (record, field) = (edit.record.clone(), edit.field.clone());
            stale.push(Stale { record, field, yours: value, theirs: theirs.clone() });
            continue;
        }
        // Who settles a conflict was shown what is published now; all others what it was when they fetched the
        // form.
        let over = if edit.settles { published.now(&edit.field) } else { published.seen(&edit.field) };
        if value.len() > MAX_VALUE || change.records.len() > MAX_RECORDS {
            return Err(ChangeError::TooLarge);
        }
        let entered = Entered { value, over: over.to_owned(), by: by.clone(), at, edition };
        // Only a published photo is not in the change from the start, and `photo_of_it` has found this one.
        let proposed =
            change.records.entry(edit.record.clone()).or_insert_with(|| Proposed::new(Kind::Photo, false));
        proposed.fields.insert(edit.field.clone(), entered);
        if proposed.fields.len() > MAX_FIELDS {
            return Err(ChangeError::TooLarge);
        }
        is_altered = true;
    }
    if is_altered {
        change.altered(at, by);
    }
    Ok(())
}

/// A name as forms have them; what no record has is found when the record is made.
fn is_name(field: &str) -> bool {
    (1..=120).contains(&field.len())
        && field
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'))
        && field.split('.').all(|part| !part.is_empty())
}

/// A photo of the village that a change is about, which the change has not touched yet.
async fn photo_of_it(change: &Change, name: &str, snapshot: &Snapshot) -> Result<Published, ChangeError> {
    let none = || ChangeError::NoField(name.chars().take(80).collect());
    let id = Id::parse(name).map_err(|_| none())?;
    let photo = snapshot.find(Kind::Photo, &id, None).await?.ok_or_else(none)?;
    match &photo.record {
        Record::Photo(of) if of.village == change.about => Ok(photo),
        _ => Err(none()),
    }
}

/// A record as it was published at commit `sequence`; `None` if it is still the same.
async fn then(
    live: Option<&Published>,
    sequence: u64,
    snapshot: &Snapshot,
) -> Result<Option<Fields>, ChangeError> {
    let Some(live) = live.filter(|live| live.revision.sequence > sequence) else { return Ok(None) };
    let (key, id) = (live.record.key(), live.revision.key.name());
    let Ok(id) = Id::parse(id) else { return Ok(None) };
    for number in (1..live.revision.number).rev() {
        match snapshot.find(key.kind, &id, Some(number)).await {
            Ok(Some(past)) if past.revision.sequence <= sequence => {
                return Ok(Some(fields_of(&past.record)));
            }
            Ok(_) => {}
            // What it said nobody knows any more: whoever had it before them saw what stood before it, or nothing.
            Err(ArchiveError::Purged { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // It was brought in after the form was fetched: nothing of it was seen.
    Ok(Some(Fields::new()))
}

/// Writes what a new record has from the start.
pub(super) fn name_new(change: &mut Change, by: &Person, at: Timestamp, name: &str) {
    let about = change.about.to_string();
    let Some(proposed) = change.records.get_mut(&about) else { return };
    let fields: &[(&str, &str)] = match proposed.kind {
        Kind::Essay => &[("title.zh", name), ("rights", RIGHTS)],
        _ => &[("name.zh", name), ("entry", "named"), ("rights", RIGHTS)],
    };
    for (field, value) in fields {
        let entered = Entered {
            value: (*value).to_owned(),
            over: String::new(),
            by: by.clone(),
            at,
            edition: change.edition,
        };
        proposed.fields.insert((*field).to_owned(), entered);
    }
}

/// What a new record is published under unless somebody says otherwise: the licence of the archive's own texts and data.
pub(super) const RIGHTS: &str = "CC-BY-4.0";
