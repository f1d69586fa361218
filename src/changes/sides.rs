//! A record in a change from each side: as it is published, as it is proposed, and what of the two goes together.

use super::change::{Change, Proposed};
use super::error::ChangeError;
use super::fields::{
    FieldFault, Fields, essay_fields, essay_of, photo_fields, photo_of, village_fields, village_of,
};
use crate::archive::{Published, Snapshot};
use crate::model::{Datum, Id, Kind, Position, Record, Village};

/// One record of a change.
#[derive(Debug, Clone)]
pub struct Sides {
    /// How the change calls it.
    pub name: String,
    /// Its id; of a photo that comes in, the one it would get now.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// As it is published now.
    pub live: Option<Published>,
    /// That as fields.
    pub before: Fields,
    /// With what was entered laid over it.
    pub after: Fields,
    /// The fields where both the change and what was published meanwhile differ from what there was.
    pub conflicts: Vec<FieldConflict>,
    /// Whether it brings a picture in.
    pub is_picture_new: bool,
}

/// A field that was published anew after somebody had entered another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldConflict {
    /// The field.
    pub field: String,
    /// What was published when the value was entered.
    pub over: String,
    /// What is published now.
    pub live: String,
    /// What was entered.
    pub draft: String,
}

impl Sides {
    /// A published record that no change has touched.
    pub(super) fn untouched(live: Published) -> Option<Self> {
        let id = Id::parse(live.revision.key.name()).ok()?;
        let before = fields_of(&live.record);
        Some(Self {
            name: id.to_string(),
            id,
            kind: live.record.key().kind,
            after: before.clone(),
            before,
            live: Some(live),
            conflicts: Vec::new(),
            is_picture_new: false,
        })
    }

    /// Whether it has a number only as long as nothing else takes it: a photo that comes in, in no other's place.
    pub(super) fn is_numbered_anew(&self) -> bool {
        self.is_picture_new && self.live.is_none()
    }

    /// Whether the change alters anything of it.
    pub fn is_changed(&self) -> bool {
        self.before != self.after || self.is_picture_new
    }

    /// The fields that differ, in order of their names.
    pub fn changed(&self) -> impl Iterator<Item = (&str, Option<&str>, Option<&str>)> {
        let names: std::collections::BTreeSet<&String> =
            self.before.keys().chain(self.after.keys()).collect();
        let sides = names.into_iter().map(|name| {
            (
                name.as_str(),
                self.before.get(name).map(String::as_str),
                self.after.get(name).map(String::as_str),
            )
        });
        sides.filter(|(_, before, after)| before != after)
    }

    /// How far the point of a place moves on the ground, whole metres; told at its longitude, if both points are known and in
    /// datums that can be brought together.
    pub fn moved_m(&self, field: &str) -> Option<u64> {
        let unit = field.strip_prefix("place.").and_then(|_| field.strip_suffix(".lon"))?;
        let point = |fields: &Fields| {
            let said = |name: &str| fields.get(&format!("{unit}.{name}"));
            let degrees = |name: &str| super::fields::degrees(said(name)?);
            let position = Position::new(degrees("lon")?, degrees("lat")?).ok()?;
            Some((Datum::from_word(said("datum")?)?, position))
        };
        let ((was_in, was), (is_in, is)) = (point(&self.before)?, point(&self.after)?);
        Some(was_in.convert(was, is_in)?.distance_m(is).round() as u64)
    }

    /// The record as it would be, or every fault of its fields.
    pub fn record(&self, change: &Change) -> Result<Record, Vec<FieldFault>> {
        let live = self.live.as_ref().map(|live| &live.record);
        match self.kind {
            Kind::Village => {
                let before: Option<&Village> = match live {
                    Some(Record::Village(village)) => Some(village),
                    _ => None,
                };
                village_of(&self.id, before, &self.after).map(Record::Village)
            }
            Kind::Photo => {
                let new = change.records.get(&self.name).and_then(|proposed| proposed.picture.clone());
                let picture = new.or_else(|| match live {
                    Some(Record::Photo(photo)) => Some(photo.picture.clone()),
                    _ => None,
                });
                let Some(picture) = picture else {
                    let code = super::fields::FieldFaultCode::Missing;
                    return Err(vec![FieldFault { field: "picture".to_owned(), code }]);
                };
                photo_of(&self.id, &change.about, picture, &self.after).map(Record::Photo)
            }
            _ => essay_of(&self.id, &self.after).map(Record::Essay),
        }
    }
}

/// Every record of a change, in the order of their names there.
pub(super) async fn sides(change: &Change, snapshot: &Snapshot) -> Result<Vec<Sides>, ChangeError> {
    let mut taken: Vec<Id> = Vec::new();
    let mut all = Vec::with_capacity(change.records.len());
    // Photos that come in are numbered as they came: new-2 before new-10.
    let mut records: Vec<(&String, &Proposed)> = change.records.iter().collect();
    records.sort_by_key(|(name, _)| (name.strip_prefix("new-").and_then(|n| n.parse::<u32>().ok()), *name));
    for (name, proposed) in records {
        let id = match (Id::parse(name), &proposed.replaces) {
            // The photograph becomes a further revision of the stand-in, under its id.
            (_, Some(replaced)) => replaced.clone(),
            (Ok(id), None) if !(proposed.kind == Kind::Photo && proposed.is_new) => id,
            _ => next_photo(snapshot, &change.about, &mut taken).await?,
        };
        all.push(side(name, id, proposed, snapshot).await?);
    }
    Ok(all)
}

async fn side(name: &str, id: Id, proposed: &Proposed, snapshot: &Snapshot) -> Result<Sides, ChangeError> {
    // Nothing has the number of a photo that comes in.
    let is_numbered_anew = proposed.kind == Kind::Photo && proposed.is_new && proposed.replaces.is_none();
    let live = if is_numbered_anew { None } else { snapshot.find(proposed.kind, &id, None).await? };
    let before = live.as_ref().map(|live| fields_of(&live.record)).unwrap_or_default();
    // A photograph takes the place of a drawing whole: nothing that was said of the drawing is said of it.
    let mut after = if proposed.replaces.is_some() { Fields::new() } else { before.clone() };
    let mut conflicts = Vec::new();
    for (field, entered) in &proposed.fields {
        let published = before.get(field).map_or("", String::as_str);
        // Where both sides came to the same value there is nothing to choose.
        if proposed.replaces.is_none() && entered.over != published && entered.value != published {
            conflicts.push(FieldConflict {
                field: field.clone(),
                over: entered.over.clone(),
                live: published.to_owned(),
                draft: entered.value.clone(),
            });
        }
        // A blank value takes the field away: that no field is blank is what readers of `Fields` rely on.
        if entered.value.trim().is_empty() {
            after.remove(field);
        } else {
            after.insert(field.clone(), entered.value.clone());
        }
    }
    let (kind, is_picture_new) = (proposed.kind, proposed.picture.is_some());
    Ok(Sides { name: name.to_owned(), id, kind, live, before, after, conflicts, is_picture_new })
}

/// The fields of a record that changes can touch.
pub(super) fn fields_of(record: &Record) -> Fields {
    match record {
        Record::Village(village) => village_fields(village),
        Record::Photo(photo) => photo_fields(photo),
        Record::Essay(essay) => essay_fields(essay),
        _ => Fields::new(),
    }
}

/// The next number of a village's photos: behind all it has, those kept inside and those withdrawn too.
async fn next_photo(snapshot: &Snapshot, village: &Id, taken: &mut Vec<Id>) -> Result<Id, ChangeError> {
    // Photos of one change follow each other, though none of them is published yet.
    let last = match taken.last() {
        Some(last) => number_of(last),
        None => snapshot.last_photo_number(village).await?,
    };
    let id = photo_id(village, last + 1).ok_or(ChangeError::NoRoom)?;
    taken.push(id.clone());
    Ok(id)
}

/// The photo of a village with a number; `None` where there is no such number.
pub(super) fn photo_id(village: &Id, number: u32) -> Option<Id> {
    Id::parse(&format!("{village}-{number:02}")).ok()
}

pub(super) fn number_of(photo: &Id) -> u32 {
    photo.as_str().rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
