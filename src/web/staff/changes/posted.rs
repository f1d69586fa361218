//! What the form of a change posts, as edits of its fields.

use crate::changes::form::next_unit;
use crate::changes::{Change, Draft, Edit, Saved, Sides};
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
) -> Result<Saved, PageError> {
    let seen = version_of(posted.get("version"))?;
    let draft = site.changes().draft(change.clone()).await?;
    let snapshot = site.snapshot();
    let mut edits = edits(posted, &draft, snapshot.catalogue().vocabulary(), seen.1);
    edits.extend(removed(posted, &draft));
    edits.extend(taken_over(posted));
    edits.extend(for_all(posted, &draft));
    let by = member.person();
    if let Some((record, "")) = posted.get("remove").split_once('/') {
        match UploadId::parse(record) {
            // A file that has not come and never will.
            Some(id) if site.uploads().get(&id).await?.change == change.id => {
                site.uploads().give_up(&id, &by).await?;
            }
            _ => drop(site.changes().remove_photo(&change.id, &by, record).await?),
        }
        edits.retain(|edit| edit.record != record);
    }
    for (record, stand_in) in replaced(posted, &draft) {
        site.changes().replace_stand_in(&change.id, &by, &record, stand_in.as_ref()).await?;
    }
    Ok(site.changes().save(&change.id, &by, seen, &edits).await?)
}

/// The fields of a form. Several values of one name are one list.
fn edits(posted: &Posted, draft: &Draft, vocabulary: &Vocabulary, seen_sequence: u64) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for (name, value) in &posted.0 {
        let Some((record, field)) = name.split_once('/').filter(|(record, _)| !record.contains(' ')) else {
            continue;
        };
        if field == REPLACES {
            continue;
        }
        match edits.iter_mut().find(|edit| edit.record == record && edit.field == field) {
            Some(edit) if edit.value.is_empty() => edit.value.clone_from(value),
            Some(edit) if !value.is_empty() => edit.value = format!("{}, {value}", edit.value),
            Some(_) => {}
            None => edits.push(Edit {
                record: record.to_owned(),
                field: field.to_owned(),
                value: value.clone(),
                settles: false,
            }),
        }
    }
    for edit in &mut edits {
        // Whoever sends a field that stands beside what was published meanwhile has seen both.
        let side = draft.sides.iter().find(|side| side.name == edit.record);
        edit.settles = side.is_some_and(|side| {
            let is_seen = side.live.as_ref().is_none_or(|live| live.revision.sequence <= seen_sequence);
            is_seen && side.conflicts.iter().any(|conflict| conflict.field == edit.field)
        });
        // A public record has no word for it.
        if edit.field == "visibility" && edit.value == "public" {
            edit.value.clear();
        }
    }
    units_of_measures(&mut edits, draft, vocabulary);
    edits
}

/// With the unit of each measure, which the vocabulary names, and the visit that measured.
fn units_of_measures(edits: &mut Vec<Edit>, draft: &Draft, vocabulary: &Vocabulary) {
    let mut more = Vec::new();
    for edit in
        edits.iter().filter(|edit| edit.field.contains(".measure.") && edit.field.ends_with(".measure"))
    {
        let unit = edit.field.trim_end_matches(".measure");
        let measure = vocabulary.measures.iter().find(|measure| measure.id == edit.value);
        let visit = crate::changes::survey_id(&draft.change).filter(|_| measure.is_some());
        let has_visit = visit.as_ref().is_some_and(|visit| {
            let field = format!("survey.{visit}.date");
            draft.sides.iter().any(|side| side.after.contains_key(&field))
                || edits.iter().any(|edit| edit.field == field && !edit.value.is_empty())
        });
        let already = draft.sides.iter().any(|side| side.before.contains_key(&format!("{unit}.measure")));
        let one = |field: &str, value: String| Edit {
            record: edit.record.clone(),
            field: format!("{unit}.{field}"),
            value,
            settles: false,
        };
        more.push(one("unit", measure.map(|measure| measure.unit.clone()).unwrap_or_default()));
        if !already {
            let visit = visit.filter(|_| has_visit).map(|visit| visit.to_string());
            more.push(one("survey", visit.unwrap_or_default()));
        }
    }
    edits.extend(more);
}

/// The fields of a unit that was taken out, all blank.
fn removed(posted: &Posted, draft: &Draft) -> Vec<Edit> {
    let Some((record, unit)) = posted.get("remove").split_once('/') else { return Vec::new() };
    let Some(side) = draft.sides.iter().find(|side| side.name == record) else { return Vec::new() };
    let below = format!("{unit}.");
    let fields = side.after.keys().filter(|field| field.starts_with(&below));
    let blank = |field: &String| Edit {
        record: record.to_owned(),
        field: field.clone(),
        value: String::new(),
        settles: true,
    };
    fields.map(blank).collect()
}

/// What the camera of a photo says, taken over by a press: `new-1/taken=2026-04-12`.
fn taken_over(posted: &Posted) -> Option<Edit> {
    let (record, rest) = posted.get("take").split_once('/')?;
    let (field, value) = rest.split_once('=')?;
    let (record, field, value) = (record.to_owned(), field.to_owned(), value.to_owned());
    Some(Edit { record, field, value, settles: true })
}

/// What is to be said of all photos that have come in and say nothing of it yet.
fn for_all(posted: &Posted, draft: &Draft) -> Vec<Edit> {
    if posted.get("apply").is_empty() {
        return Vec::new();
    }
    let given = posted.0.iter().filter_map(|(name, value)| Some((name.strip_prefix("all ")?, value)));
    let given: Vec<_> = given.filter(|(_, value)| !value.trim().is_empty()).collect();
    let new = draft.sides.iter().filter(|side| side.kind == Kind::Photo && side.live.is_none());
    let edit = |(side, (field, value)): (&Sides, (&str, &String))| Edit {
        record: side.name.clone(),
        field: field.to_owned(),
        // A public photo has no word for it.
        value: if field == "visibility" && value == "public" { String::new() } else { value.clone() },
        settles: false,
    };
    let pairs = new.flat_map(|side| given.iter().map(move |given| (side, *given)));
    pairs.filter(|(side, (field, _))| !side.after.contains_key(*field)).map(edit).collect()
}

/// Which photos take the place of which stand-ins now, where that is another than before.
fn replaced(posted: &Posted, draft: &Draft) -> Vec<(String, Option<Id>)> {
    let mut changed = Vec::new();
    for (name, value) in &posted.0 {
        let Some((record, REPLACES)) = name.split_once('/') else { continue };
        let Some(proposed) = draft.change.records.get(record) else { continue };
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
    let draft = site.changes().draft(change.clone()).await?;
    let side = draft.sides.iter().find(|side| side.name == record);
    Ok(side.map(|side| (record.to_owned(), next_unit(kind, &side.after))))
}
