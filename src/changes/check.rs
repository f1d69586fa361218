//! The checks of a change: what must be mended before it goes on, and what should be looked at.

use super::change::Change;
use super::error::ChangeError;
use super::fields::village_units;
use super::finding::Finding;
use super::purged::{is_purged, purged_pictures};
use super::sides::Sides;
use crate::archive::Snapshot;
use crate::checks::{TextFault, WhereInRecord, Written, check_texts};
use crate::model::{
    Collection, Fault, FaultCode, Id, Kind, Language, Photo, Record, RecordKey, Target, Village,
    check_collection,
};

/// What is made of a change: the records that could be made of it, and all that was found.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) records: Vec<(String, Record)>,
    /// The visit as a source, if they cite it.
    pub(super) visit: Option<Record>,
    pub(super) findings: Vec<Finding>,
}

/// Makes the records of a change and finds what is wrong with them, by the same code as `baozhai check`.
///
/// What is wrong with a record that the change does not touch is not its fault, and is not told.
pub(super) async fn check(
    change: &Change,
    sides: &[Sides],
    snapshot: &Snapshot,
    at: jiff::Timestamp,
) -> Result<Checked, ChangeError> {
    let mut findings = Vec::new();
    let mut records = Vec::new();
    for side in sides.iter().filter(|side| side.is_changed()) {
        for conflict in &side.conflicts {
            findings.push(Finding::new(true, "conflict", &side.name, &conflict.field));
        }
        if let Some(field) = also_replaced(side, sides) {
            findings.push(Finding::new(true, "also-replaced", &side.name, field));
        }
        match side.record(change) {
            Ok(record) => records.push((side.name.clone(), record)),
            Err(faults) => findings.extend(
                faults
                    .into_iter()
                    .map(|fault| Finding::new(true, fault.code.word(), &side.name, fault.field)),
            ),
        }
    }
    let purged = purged_pictures(snapshot).await?;
    for (name, record) in &records {
        // Only of a picture that comes in: what is said of one that is gone may still be mended.
        let is_new = sides.iter().any(|side| side.name == *name && side.is_picture_new);
        if let Some(date) = is_purged(record, &purged).filter(|_| is_new) {
            findings.push(Finding::new(true, "purged-picture", name, "").about(date.to_string()));
        }
    }
    let visit = super::survey::survey_source(change, records.iter().map(|(_, record)| record));
    // With the visit: statements cite it, though it comes in only with them.
    let made: Vec<Record> = records.iter().map(|(_, record)| record.clone()).chain(visit.clone()).collect();
    // Held against the archive as it would be, so that a village and the photo that leads it can come in together.
    let laid = snapshot.with(made.clone(), at).await?;
    let collection = around(&made, &laid).await?;
    let of = |key: &RecordKey| {
        sides
            .iter()
            .find(|side| side.kind == key.kind && side.id.as_str() == key.id)
            .filter(|side| records.iter().any(|(name, _)| *name == side.name))
    };
    for fault in check_collection(&collection) {
        if let Some(side) = of(&fault.record).filter(|_| !is_there_after_all(&fault, &laid)) {
            findings.push(of_meaning(&fault, side));
        }
    }
    // A text may name anything in the archive, which is far more than what stands around these records.
    let is_there = |key: &RecordKey| Id::parse(&key.id).is_ok_and(|id| is_known(&laid, key.kind, &id));
    for fault in check_texts(&collection, &texts(&made), &is_there) {
        if let Some(side) = of(&fault.record) {
            findings.push(of_text(&fault, side));
        }
    }
    // By the calendar there: in UTC a visit of this morning would still be to come.
    let today = crate::model::day_in_shanghai(at);
    for (name, record) in &records {
        if let Some(side) = sides.iter().find(|side| side.name == *name) {
            // Against what is published, not against `laid`, in which the record would be compared with itself.
            super::advice::advise(record, side, snapshot, today, &mut findings);
        }
    }
    // Stable: within what blocks, and within what does not, they stay in the order of the records.
    findings.sort_by_key(|finding| !finding.is_blocking);
    Ok(Checked { records, visit, findings })
}

/// The field that a change alters of a stand-in whose place a photo of the same change takes: one of the two is meant.
fn also_replaced<'s>(side: &'s Sides, sides: &[Sides]) -> Option<&'s str> {
    let takes_its_place =
        |other: &Sides| other.is_picture_new && other.kind == side.kind && other.id == side.id;
    let is_replaced = !side.is_picture_new && sides.iter().any(takes_its_place);
    is_replaced.then(|| side.changed().next().map_or("", |(field, _, _)| field))
}

/// The changed records with the few that all are held against; the many are asked for one by one.
async fn around(made: &[Record], laid: &Snapshot) -> Result<Collection, ChangeError> {
    let catalogue = laid.catalogue();
    let mut collection = Collection {
        vocabulary: catalogue.vocabulary().clone(),
        region: catalogue.region().clone(),
        sources: catalogue.sources().map(|source| source.as_ref().clone()).collect(),
        terms: catalogue.terms().iter().map(|term| term.as_ref().clone()).collect(),
        ..Collection::default()
    };
    for record in made {
        match record {
            // Those that are there have been put there by the overlay.
            Record::Source(_) | Record::Term(_) => {}
            record => collection.add(record.clone()),
        }
    }
    let villages: Vec<Id> = collection.photos.iter().map(|photo| photo.village.clone()).collect();
    for id in villages {
        // One that the change makes itself is there already, and counts before the published one.
        if !collection.villages.iter().any(|village| village.id == id)
            && let Some(village) = laid.get::<Village>(&id).await?
        {
            collection.villages.push(village.record);
        }
    }
    // Behind the villages: what leads those that were just fetched is asked for as well.
    let leads: Vec<Id> = collection.villages.iter().filter_map(|village| village.lead.clone()).collect();
    for id in leads {
        if !collection.photos.iter().any(|photo| photo.id == id)
            && let Some(photo) = laid.get::<Photo>(&id).await?
        {
            collection.photos.push(photo.record);
        }
    }
    Ok(collection)
}

/// Whether what a fault could not find is in the archive, though not among the records that were looked through.
fn is_there_after_all(fault: &Fault, laid: &Snapshot) -> bool {
    let Some((target, id)) = &fault.missing else { return false };
    let kind = match target {
        Target::Village => Kind::Village,
        Target::Photo => Kind::Photo,
        Target::Essay => Kind::Essay,
        // Of all other kinds `around` takes whatever there is: what it does not find is missing.
        _ => return false,
    };
    fault.code == FaultCode::DanglingReference && Id::parse(id).is_ok_and(|id| is_known(laid, kind, &id))
}

fn is_known(laid: &Snapshot, kind: Kind, id: &Id) -> bool {
    let catalogue = laid.catalogue();
    match kind {
        Kind::Village => catalogue.village(id).is_some(),
        Kind::Photo => catalogue.photo(id).is_some(),
        Kind::Essay => catalogue.essay(id).is_some(),
        Kind::Source => catalogue.source(id).is_some(),
        Kind::Term => catalogue.terms().iter().any(|term| term.id == *id),
        Kind::Vocabulary | Kind::County | Kind::Withdrawals => false,
    }
}

/// The texts of records.
fn texts(made: &[Record]) -> Vec<Written> {
    let written = |record: &Record| {
        let text = match record {
            Record::Village(village) => village.text.as_ref(),
            Record::Essay(essay) => Some(&essay.text),
            _ => None,
        };
        let sides = text.map(|text| [(Language::Chinese, &text.zh), (Language::English, &text.en)]);
        let key = record.key();
        let sides = sides.into_iter().flatten().filter_map(move |(language, text)| {
            text.clone().map(|text| Written { record: key.clone(), language, text })
        });
        sides.collect::<Vec<_>>()
    };
    made.iter().flat_map(written).collect()
}

fn of_meaning(fault: &Fault, side: &Sides) -> Finding {
    let about = fault.missing.as_ref().map(|(_, id)| id.clone()).unwrap_or_default();
    Finding::new(true, fault.code.word(), &side.name, field_at(&fault.path, side)).about(about)
}

/// Faults of texts that change what is shown block; those of style are told.
fn of_text(fault: &TextFault, side: &Sides) -> Finding {
    use crate::checks::TextFaultCode::{IdleNote, LongParagraph, UncitedSource};
    let is_style = matches!(fault.code, IdleNote | LongParagraph | UncitedSource);
    let (field, about) = match &fault.place {
        WhereInRecord::Line(language, line) => (format!("text.{}", language.code()), line.to_string()),
        WhereInRecord::Value(path) => (field_at(path, side), String::new()),
        WhereInRecord::Whole => (String::new(), String::new()),
    };
    Finding::new(!is_style, fault.code.word(), &side.name, field).about(about)
}

/// The field that a path in a record means: `statement[2].sources[0]` is the sources of the third statement.
fn field_at(path: &str, side: &Sides) -> String {
    let after = match (&side.kind, path.split_once('[')) {
        (Kind::Village, Some((list @ ("statement" | "place" | "survey"), rest))) => {
            let Some((number, rest)) = rest.split_once(']') else { return String::new() };
            let unit = number.parse::<usize>().ok().and_then(|number| unit_at(list, number, side));
            let rest = rest.trim_start_matches('.');
            match unit {
                Some(unit) if rest.is_empty() => format!("{unit}.value.zh"),
                Some(unit) => format!("{unit}.{rest}"),
                None => String::new(),
            }
        }
        _ => path.to_owned(),
    };
    // `measure[0].unit` is counted from 1 in fields; a list of ids is one field.
    let mut field = String::new();
    for part in after.split('.') {
        let part = match part.split_once('[') {
            Some((list @ "measure", number)) => {
                let number = number.trim_end_matches(']').parse::<usize>().unwrap_or(0);
                format!("{list}.{}", number + 1)
            }
            Some((list, _)) => list.to_owned(),
            None => part.to_owned(),
        };
        if !field.is_empty() {
            field.push('.');
        }
        field.push_str(&part);
    }
    field
}

/// What the fields call the n-th statement, place or visit of the record that they make.
fn unit_at(list: &str, number: usize, side: &Sides) -> Option<String> {
    let before = match side.live.as_ref().map(|live| &live.record) {
        Some(Record::Village(village)) => Some(village),
        _ => None,
    };
    village_units(list, before, &side.after).get(number).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::fields::Fields;

    fn side(after: &[(&str, &str)]) -> Option<Sides> {
        let after = after.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let id = Id::parse("alpha").ok()?;
        Some(Sides {
            name: "alpha".to_owned(),
            id,
            kind: Kind::Village,
            live: None,
            before: Fields::new(),
            after,
            conflicts: Vec::new(),
            is_picture_new: false,
        })
    }

    #[test]
    fn a_path_in_a_record_leads_to_its_field() {
        let fields = [
            ("entry", "named"),
            ("name.zh", "甲"),
            ("rights", "CC-BY-4.0"),
            ("statement.wall.1.value.zh", "残"),
            ("statement.wall.1.certainty", "lead"),
            ("statement.wall.1.measure.1.measure", "wall_height"),
            ("statement.wall.1.measure.1.value", "3"),
            ("statement.wall.1.measure.1.unit", "m"),
        ];
        let Some(side) = side(&fields) else { panic!("the id is one") };
        assert_eq!(field_at("statement[0].sources", &side), "statement.wall.1.sources");
        assert_eq!(field_at("statement[0].sources[1]", &side), "statement.wall.1.sources");
        assert_eq!(field_at("statement[0].measure[0].unit", &side), "statement.wall.1.measure.1.unit");
        assert_eq!(field_at("lead", &side), "lead");
        assert_eq!(field_at("statement[7].sources", &side), "");
    }
}
