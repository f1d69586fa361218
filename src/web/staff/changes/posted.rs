//! What the form of a change posts, as edits of its fields.

mod codes;

use std::collections::HashMap;

pub(super) use self::codes::filled_words;
use super::photos::{BATCH, in_batch};
use super::positions::{Kept, POSITION, taken};
use crate::changes::form::{ids_in, next_unit};
use crate::changes::{Change, Edit, Sides, survey_id, take_pairs_apart};
use crate::model::{Id, Kind, Vocabulary};
use crate::uploads::UploadId;
use crate::web::errors::PageError;
use crate::web::site::Site;
use crate::web::staff::form::Posted;
use crate::web::staff::member::Member;

/// The name of the field that says which stand-in a photo takes the place of.
const REPLACES: &str = "replaces";

/// The edition of the change and the commit of the archive that a form was made from.
fn version_of(text: &str) -> Result<(u64, u64), PageError> {
    let parts = text
        .split_once('.')
        .and_then(|(edition, sequence)| Some((edition.parse().ok()?, sequence.parse().ok()?)));
    parts.ok_or_else(|| PageError::BadRequest("the form".into()))
}

/// Saves what was posted.
pub(super) async fn save(
    site: &Site,
    member: &Member,
    change: &Change,
    posted: &Posted,
) -> Result<Kept, PageError> {
    let seen = version_of(posted.get("version"))?;
    let sides = site.changes().sides(change).await?;
    let snapshot = site.snapshot();
    let mut edits = edits(posted, &sides, seen.1);
    codes::put_in_words(&mut edits, &sides, snapshot.catalogue().vocabulary());
    edits.extend(of_measures(&edits, change, &sides, snapshot.catalogue().vocabulary()));
    take_pairs_apart(&mut edits);
    edits.extend(removed(posted, &sides));
    edits.extend(taken_over(posted));
    let for_all = for_all(posted, &sides, &edits);
    edits.extend(for_all);
    let taken = taken(site, change, &sides, posted, &edits).await?;
    let place = taken.as_ref().map(|taken| taken.unit.clone());
    if let Some(taken) = taken {
        // One edit a field: a second one, sent with the same version, would be taken for what somebody else wrote
        // since.
        let is_taken = |edit: &Edit| taken.edits.iter().any(|new| new.same_field(edit));
        edits.retain(|edit| !is_taken(edit));
        edits.extend(taken.edits);
    }
    let by = member.person();
    // A unit that is taken out has a name behind the slash: `removed` has blanked that.
    if let Some((record, "")) = posted.get("remove").split_once('/') {
        match UploadId::parse(record) {
            // A file that has not come and never will.
            Some(id) if site.uploads().get(&id).await?.change == change.id => {
                site.uploads().give_up(&id, &by).await?;
            }
            _ => drop(site.changes().remove_photo(&change.id, &by, record).await?),
        }
        // The fields of its card are sent along. Saved, they would bring a published photo back into the change,
        // and of one that came in name what is not there.
        edits.retain(|edit| edit.record != record);
    }
    for (record, stand_in) in replaced(posted, change) {
        site.changes().replace_stand_in(&change.id, &by, &record, stand_in.as_ref()).await?;
    }
    let saved = site.changes().save(&change.id, &by, seen, &edits).await?;
    Ok(Kept { saved, place })
}

/// The fields of a form. Several values of one name are one list.
fn edits(posted: &Posted, sides: &[Sides], seen_sequence: u64) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (name, value) in &posted.0 {
        // A blank in it stands for no record: `choice …` are boxes of a conflict, which a script names so.
        let Some((record, field)) = name.split_once('/').filter(|(record, _)| !record.contains(' ')) else {
            continue;
        };
        if field == REPLACES {
            continue;
        }
        match places.get(name.as_str()).and_then(|place| edits.get_mut(*place)) {
            // Before a list of boxes the form has a hidden empty value: that none is ticked is sent too.
            Some(edit) if edit.value.is_empty() => edit.value.clone_from(value),
            Some(edit) if !value.is_empty() => edit.value.push_str(&format!(", {value}")),
            Some(_) => {}
            None => {
                places.insert(name, edits.len());
                edits.push(edit(record, field, value, false));
            }
        }
    }
    // Hundreds of photos with a dozen fields each: else all of them would be gone through for every field.
    let sides: HashMap<&str, &Sides> = sides.iter().map(|side| (side.name.as_str(), side)).collect();
    for edit in &mut edits {
        // Boxes come in the order of the catalogue: the same works or values in another order are no alteration, and
        // nobody's work.
        if edit.field == "sources" || edit.field.ends_with(".sources") || edit.field.ends_with(".codes") {
            let stands = sides.get(edit.record.as_str()).and_then(|side| side.after.get(&edit.field));
            if let Some(stands) = stands.filter(|stands| listed(stands) == listed(&edit.value)) {
                edit.value.clone_from(stands);
            }
        }
        // Whoever sends a field that stands beside what was published meanwhile has seen both.
        edit.settles = sides.get(edit.record.as_str()).is_some_and(|side| {
            let is_seen = side.live.as_ref().is_none_or(|live| live.revision.sequence <= seen_sequence);
            is_seen && side.conflicts.iter().any(|conflict| conflict.field == edit.field)
        });
    }
    edits
}

/// What a list names, whatever the order; what it names twice is there twice, so that it can be mended.
fn listed(list: &str) -> Vec<&str> {
    let mut named: Vec<&str> = ids_in(list).collect();
    named.sort_unstable();
    named
}

fn edit(record: &str, field: &str, value: &str, settles: bool) -> Edit {
    // What is public has no word for it.
    let value = if field == "visibility" && value == "public" { "" } else { value };
    Edit { record: record.to_owned(), field: field.to_owned(), value: value.to_owned(), settles }
}

/// The unit of each measure, which the vocabulary names, and of a new one the visit that measured.
fn of_measures(edits: &[Edit], change: &Change, sides: &[Sides], vocabulary: &Vocabulary) -> Vec<Edit> {
    // A visit is one once it is told when it was.
    let visit = survey_id(change).filter(|visit| {
        let date = format!("survey.{visit}.date");
        let is_typed = |edit: &Edit| edit.field == date && !edit.value.is_empty();
        sides.iter().any(|side| side.after.contains_key(&date)) || edits.iter().any(is_typed)
    });
    let visit = visit.map(|visit| visit.to_string());
    let mut more = Vec::new();
    for measured in
        edits.iter().filter(|edit| edit.field.ends_with(".measure") && edit.field.contains(".measure."))
    {
        let unit = measured.field.trim_end_matches(".measure");
        let measure = vocabulary.measures.iter().find(|measure| measure.id == measured.value);
        let mut with = |field: &str, value: Option<&str>| {
            more.push(edit(&measured.record, &format!("{unit}.{field}"), value.unwrap_or_default(), false));
        };
        with("unit", measure.map(|measure| measure.unit.as_str()));
        // What is published was measured at a visit before, and stays of that.
        if !sides.iter().any(|side| side.before.contains_key(&measured.field)) {
            with("survey", visit.as_deref().filter(|_| measure.is_some()));
        }
    }
    more
}

/// The fields of a unit that was taken out, all blank.
fn removed(posted: &Posted, sides: &[Sides]) -> Vec<Edit> {
    let Some((record, unit)) = posted.get("remove").split_once('/') else { return Vec::new() };
    let Some(side) = sides.iter().find(|side| side.name == record) else { return Vec::new() };
    let below = format!("{unit}.");
    let fields = side.after.keys().filter(|field| field.starts_with(&below));
    // They settle: the same fields are sent along as they stood, and whoever takes a unit out means all of it.
    fields.map(|field| edit(record, field, "", true)).collect()
}

/// What the camera of a photo says, taken over by a press: `new-1/taken=2026-04-12`.
fn taken_over(posted: &Posted) -> Option<Edit> {
    let (record, rest) = posted.get("take").split_once('/')?;
    let (field, value) = rest.split_once('=').filter(|(field, _)| *field != POSITION)?;
    // A press on what the camera says is meant, whatever stands in the field.
    Some(edit(record, field, value, true))
}

/// What is to be said of all photos that have come in and say nothing of it yet.
fn for_all(posted: &Posted, sides: &[Sides], edits: &[Edit]) -> Vec<Edit> {
    if posted.get("apply").is_empty() {
        return Vec::new();
    }
    let given = BATCH.map(|field| (field, posted.get(&in_batch(field)).trim()));
    let new = sides.iter().filter(|side| side.kind == Kind::Photo && side.live.is_none());
    let blank = new.flat_map(|side| {
        given
            .into_iter()
            .filter(|(field, value)| !value.is_empty() && !side.after.contains_key(*field))
            .map(move |given| (side, given))
    });
    let meant = blank.map(|(side, (field, value))| edit(&side.name, field, value, false));
    // What was typed into the field itself, sent along, says more than what is said of all.
    meant.filter(|meant| !edits.iter().any(|edit| edit.same_field(meant) && !edit.value.is_empty())).collect()
}

/// Which photos take the place of which stand-ins now, where that is another than before.
fn replaced(posted: &Posted, change: &Change) -> Vec<(String, Option<Id>)> {
    let mut changed = Vec::new();
    for (name, value) in &posted.0 {
        let Some((record, REPLACES)) = name.split_once('/') else { continue };
        let Some(proposed) = change.records.get(record) else { continue };
        // A blank choice is none: the photo is one more.
        let stand_in = Id::parse(value).ok();
        if proposed.replaces != stand_in {
            changed.push((record.to_owned(), stand_in));
        }
    }
    changed
}

/// The unit that a press has added, with its record.
pub(super) async fn added(
    site: &Site,
    posted: &Posted,
    change: &Change,
) -> Result<Option<(String, String)>, PageError> {
    let Some((record, kind)) = posted.get("add").split_once('/') else { return Ok(None) };
    let sides = site.changes().sides(change).await?;
    let side = sides.iter().find(|side| side.name == record);
    Ok(side.map(|side| (record.to_owned(), next_unit(kind, &side.after))))
}

/// The published photo that a press has opened.
pub(super) fn opened(posted: &Posted) -> Option<Id> {
    Id::parse(posted.get("open")).ok()
}
