//! A part of a change: what of it is published, and what goes back as a change of its own.
//!
//! A photo that comes in is taken with its bytes or left with them. Its number is only the next one that is free: with
//! others left out it gets another, so that what names it by number is looked after here.

use std::collections::{BTreeSet, HashMap};

use super::Draft;
use super::attachment::AttachmentKind;
use super::change::{Change, ChangeId, Comment, Entered, Proposed, State, Step};
use super::finding::Finding;
use super::sides::{Sides, number_of, photo_id};
use crate::model::{Id, Kind};

/// What a whole photo is called where its fields are called `new-1/caption.zh`: among what is chosen, and by comments.
pub fn whole_photo(record: &str) -> String {
    format!("{record}/")
}

/// How much a change proposes, told of what was left of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// Photos that come in or are altered.
    pub photos: usize,
    /// Fields of other records.
    pub fields: usize,
}

impl Change {
    /// The number of the change that was left when a part of this one was published.
    pub fn rest_id(&self) -> Option<ChangeId> {
        self.parts.checked_sub(1).map(|part| self.id.rest(part))
    }

    /// What it is the rest of another with; `None` if it is no rest.
    pub fn as_rest(&self) -> Option<Rest> {
        let is_rest = self.id.as_str().matches('-').count() > 1;
        is_rest.then(|| {
            let proposing = self.records.values().filter(|proposed| !is_idle(proposed));
            let (photos, others): (Vec<_>, Vec<_>) =
                proposing.partition(|proposed| proposed.kind == Kind::Photo);
            Rest { photos: photos.len(), fields: others.iter().map(|proposed| proposed.fields.len()).sum() }
        })
    }
}

fn is_idle(proposed: &Proposed) -> bool {
    proposed.fields.is_empty() && proposed.picture.is_none()
}

/// Whether a field can be chosen or left: what was entered and is no other than what is published goes with the rest.
fn is_left(side: &Sides, field: &str, only: &BTreeSet<String>) -> bool {
    side.before.get(field) != side.after.get(field) && !only.contains(&format!("{}/{field}", side.name))
}

/// The change with only what was chosen of it.
pub(super) fn taken(whole: &Change, sides: &[Sides], only: &BTreeSet<String>) -> Change {
    let mut taken = whole.clone();
    for side in sides {
        let is_photo_left = side.is_picture_new && !only.contains(&whole_photo(&side.name));
        if is_photo_left {
            taken.records.remove(&side.name);
        } else if let Some(proposed) = taken.records.get_mut(&side.name) {
            proposed.fields.retain(|field, _| !is_left(side, field, only));
        }
    }
    let about = whole.about.as_str();
    // The record that the change is about stays, even idle: forms and titles look for it.
    taken.records.retain(|name, proposed| name == about || !is_idle(proposed));
    taken
}

/// A change, and the part of it that is to be published.
pub(super) struct Parting<'a> {
    /// All of it.
    pub(super) whole: &'a Change,
    /// Its records.
    pub(super) sides: &'a [Sides],
    /// What is made of the part.
    pub(super) draft: &'a Draft,
}

impl Parting<'_> {
    /// Fields of the part that name a photo which is left out, or which has another number without those that are.
    pub(super) fn faults(&self) -> Vec<Finding> {
        let moved: Vec<&Id> = self
            .sides
            .iter()
            .filter(|side| side.is_numbered_anew() && self.published_as(&side.name) != Some(&side.id))
            .map(|side| &side.id)
            .collect();
        // There a photo is named by its number: as the lead, and in the texts.
        let fields = self.draft.change.fields().filter(|(record, _, _)| *record == self.whole.about.as_str());
        let fault = |(record, field, entered): (&str, &str, &Entered)| {
            let named = moved.iter().find(|id| words(&entered.value).any(|word| word == id.as_str()))?;
            Some(Finding::new(true, "photo-left-out", record, field).about(named.as_str()))
        };
        fields.filter_map(fault).collect()
    }

    /// What goes back, as a change of its own, with the step that gives it back; `None` if nothing does.
    pub(super) fn left(&self, returned: Step) -> Option<Change> {
        let (whole, taken) = (self.whole, &self.draft.change);
        let mut left = whole.clone();
        left.records.clear();
        let mut names: HashMap<String, String> = HashMap::new();
        for (name, proposed) in &whole.records {
            // What nothing was taken of goes back as it is, with its bytes.
            let Some(part) = taken.records.get(name) else {
                left.records.insert(name.clone(), proposed.clone());
                continue;
            };
            // The bytes went with the part; what is left of a photo is an alteration of what was published.
            let mut rest = Proposed { picture: None, replaces: None, ..proposed.clone() };
            rest.fields.retain(|field, _| !part.fields.contains_key(field));
            // What is published now is no longer brought in; what was not chosen of it is an alteration.
            let published = self.draft.records.iter().find(|(made, _)| made == name);
            rest.is_new &= published.is_none();
            let name_then = match self.published_as(name) {
                Some(id) if proposed.picture.is_some() => id.to_string(),
                _ => name.clone(),
            };
            if name_then != *name {
                // The photo was published without these fields. Where it took a stand-in's place they were entered
                // over words of the drawing, which are gone: kept, they would be conflicts with nobody.
                rest.fields.values_mut().for_each(|entered| entered.over.clear());
                names.insert(name.clone(), name_then.clone());
            }
            if !is_idle(&rest) || *name == whole.about.as_str() {
                // A stand-in may have been altered beside the photo that takes its place.
                let there =
                    left.records.entry(name_then).or_insert_with(|| Proposed::new(rest.kind, rest.is_new));
                for (field, entered) in rest.fields {
                    there.fields.entry(field).or_insert(entered);
                }
            }
        }
        if left.records.values().all(is_idle) {
            return None;
        }
        // Photos that go back are numbered behind those that are published, and texts that go back name them so.
        let numbers = self.numbers_then();
        for entered in left.records.values_mut().flat_map(|proposed| proposed.fields.values_mut()) {
            entered.value = renamed(&entered.value, &numbers);
        }
        left.id = whole.id.rest(whole.parts);
        // A rest that is parted once more counts for itself: 0003-2-2.
        left.parts = 0;
        left.state = State::Returned;
        left.edition += 1;
        left.reviewer = None;
        // A slip was signed for what is published by it; the report is about all of it.
        left.attachments.retain(|paper| paper.kind == AttachmentKind::Report);
        for comment in &mut left.comments {
            if let Some((record, field)) = comment.on.split_once('/')
                && let Some(then) = names.get(record)
            {
                comment.on = format!("{then}/{field}");
            }
        }
        let records = std::mem::take(&mut left.records);
        left.comments.retain(|comment| is_about(&records, &comment.on));
        left.records = records;
        if !returned.note.trim().is_empty() {
            let Step { at, by, note, .. } = returned.clone();
            left.comments.push(Comment { at, by, on: String::new(), text: note });
        }
        left.steps.push(returned);
        Some(left)
    }

    /// The id that a record of the part gets.
    fn published_as(&self, name: &str) -> Option<&Id> {
        self.draft.sides.iter().find(|side| side.name == name).map(|side| &side.id)
    }

    /// What the photos that come in are called afterwards, by what they would have been called together.
    fn numbers_then(&self) -> HashMap<String, String> {
        let new: Vec<&Sides> = self.sides.iter().filter(|side| side.is_numbered_anew()).collect();
        // The first that was free before; as many as were taken have theirs from there on, and the rest comes
        // behind.
        let first = new.iter().map(|side| number_of(&side.id)).min().unwrap_or(0);
        let gone = new.iter().filter(|side| self.published_as(&side.name).is_some()).count();
        let mut next = first.saturating_add(u32::try_from(gone).unwrap_or(u32::MAX));
        let mut numbers = HashMap::new();
        for side in new {
            let then = self.published_as(&side.name).cloned().or_else(|| {
                next = next.saturating_add(1);
                photo_id(&self.whole.about, next - 1)
            });
            if let Some(then) = then.filter(|then| *then != side.id) {
                numbers.insert(side.id.to_string(), then.to_string());
            }
        }
        numbers
    }
}

/// Whether a comment is about something that is in these records, or about all of it.
fn is_about(records: &std::collections::BTreeMap<String, Proposed>, on: &str) -> bool {
    let Some((record, field)) = on.split_once('/') else { return true };
    records.get(record).is_some_and(|proposed| field.is_empty() || proposed.fields.contains_key(field))
}

/// Whether a sign may stand in an id.
// No blank need stand beside an id: in Chinese texts it touches characters, which are none of its signs.
fn is_of_id(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '-'
}

/// What may be ids in a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign| !is_of_id(sign)).filter(|word| !word.is_empty())
}

/// A text with other ids in it.
fn renamed(text: &str, names: &HashMap<String, String>) -> String {
    // Each piece keeps the sign behind it: put together they are the same text.
    let pieces = text.split_inclusive(|sign| !is_of_id(sign));
    let piece = |piece: &str| {
        let word = piece.trim_end_matches(|sign| !is_of_id(sign));
        names.get(word).map_or_else(|| piece.to_owned(), |then| format!("{then}{}", &piece[word.len()..]))
    };
    pieces.map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_get_their_new_numbers_in_a_text_and_only_they() {
        let names = [("alpha-02", "alpha-03"), ("alpha-03", "alpha-02")];
        let names = names.map(|(from, to)| (from.to_owned(), to.to_owned())).into();
        let text = "见alpha-02、alpha-03，非 alpha-021 与 xalpha-02。alpha-02";
        assert_eq!(renamed(text, &names), "见alpha-03、alpha-02，非 alpha-021 与 xalpha-02。alpha-03");
    }
}
