//! Villages as fields.

use std::collections::BTreeMap;

use super::angle::Axis;
use super::reader::Reader;
use super::writer::Writer;
use super::{FieldFaultCode, Fields, Made};
use crate::model::{
    Certainty, Datum, Geometry, Id, Measurement, Method, Name, Place, PublicPrecision, Role, StandsFor,
    Statement, Survey, Village, Visibility,
};

/// The parts of a geometry that is no single point, one position a line.
const POINTS: &str = "points";
const OUTLINE: &str = "outline";

/// A pair of coordinates as it was pasted, as long as it could not be taken apart.
pub(in crate::changes) const PAIR: &str = "pair";

/// A village as fields.
pub fn village_fields(village: &Village) -> Fields {
    let mut to = Writer::default();
    to.word("entry", &village.entry);
    to.put("name.zh", &village.name.zh);
    to.maybe("name.pinyin", village.name.pinyin.as_ref());
    to.maybe("name.en", village.name.en.as_ref());
    to.maybe("town", village.town.as_ref());
    to.maybe("town_certainty", village.town_certainty.map(Certainty::word));
    to.maybe("administrative_unit", village.administrative_unit.as_ref());
    to.maybe("statistical_code", village.statistical_code.as_ref());
    to.maybe_bilingual("code_match", village.code_match.as_ref());
    to.maybe_bilingual("homonyms", village.homonyms.as_ref());
    to.maybe_bilingual("note", village.note.as_ref());
    to.maybe("lead", village.lead.as_ref());
    to.put("rights", &village.rights);
    if !village.visibility.is_public() {
        to.word("visibility", &village.visibility);
    }
    to.partly("text", village.text.as_ref());
    // Counted in the order of the record, as `place_order` does: a form and a check mean the same one by a name.
    for (place, unit) in village.places.iter().zip(place_units(&village.places)) {
        put_place(&mut to, &unit, place);
    }
    for (statement, unit) in village.statements.iter().zip(statement_units(&village.statements)) {
        put_statement(&mut to, &unit, statement);
    }
    for survey in &village.surveys {
        let unit = format!("survey.{}", survey.id);
        to.put(format!("{unit}.date"), survey.date);
        to.put(format!("{unit}.surveyors"), survey.surveyors.join("、"));
        to.maybe_bilingual(&format!("{unit}.note"), survey.note.as_ref());
    }
    to.finish()
}

/// The village that fields make, in the order of the one they were made from: what is new stands behind what is of its kind.
pub fn village_of(id: &Id, before: Option<&Village>, fields: &Fields) -> Made<Village> {
    let mut from = Reader::new(fields);
    let name_zh = from.needed("name.zh");
    // What stands in for a missing name, kind or licence is seen by nobody: `finish` then gives the faults alone.
    let name = Name {
        zh: name_zh.clone().unwrap_or_default(),
        pinyin: from.text("name.pinyin"),
        en: from.text("name.en"),
    };
    let entry = from.needed_word("entry");
    let rights = from.needed("rights");
    let places = place_order(&from, before).iter().filter_map(|unit| place(&mut from, unit)).collect();
    let statements =
        statement_order(&from, before).iter().filter_map(|unit| statement(&mut from, unit)).collect();
    let surveys = survey_order(&from, before).iter().filter_map(|unit| survey(&mut from, unit)).collect();
    let village = Village {
        id: id.clone(),
        entry: entry.unwrap_or(crate::model::Entry::Named),
        name,
        town: from.id("town"),
        town_certainty: from.word("town_certainty"),
        administrative_unit: from.text("administrative_unit"),
        statistical_code: from.text("statistical_code"),
        code_match: from.bilingual("code_match"),
        homonyms: from.bilingual("homonyms"),
        note: from.bilingual("note"),
        lead: from.id("lead"),
        rights: rights.unwrap_or_default(),
        visibility: from.word("visibility").unwrap_or(Visibility::Public),
        places,
        statements,
        surveys,
        text: from.partly("text"),
    };
    from.finish(Some(village))
}

/// How the statements, places or visits (`list`) of the village that fields make are called, in its order.
pub fn village_units(list: &str, before: Option<&Village>, fields: &Fields) -> Vec<String> {
    let from = Reader::new(fields);
    match list {
        "statement" => statement_order(&from, before),
        "place" => place_order(&from, before),
        "survey" => survey_order(&from, before),
        _ => Vec::new(),
    }
}

/// How each statement is called: `statement.wall.1`, counted within its property.
fn statement_units(statements: &[Statement]) -> Vec<String> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let unit = |statement: &Statement| {
        let count = counts.entry(statement.property.clone()).or_default();
        *count += 1;
        format!("statement.{}.{count}", statement.property)
    };
    statements.iter().map(unit).collect()
}

/// How each place is called: `place.gate.1`, counted within its role.
fn place_units(places: &[Place]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let unit = |place: &Place| {
        let role = place.role.word();
        let count = counts.entry(role).or_default();
        *count += 1;
        format!("place.{role}.{count}")
    };
    places.iter().map(unit).collect()
}

fn put_statement(to: &mut Writer, unit: &str, statement: &Statement) {
    to.bilingual(&format!("{unit}.value"), &statement.value);
    to.ids(format!("{unit}.codes"), &statement.codes);
    to.maybe_bilingual(&format!("{unit}.short"), statement.short.as_ref());
    to.put(format!("{unit}.certainty"), statement.certainty.word());
    to.ids(format!("{unit}.sources"), &statement.sources);
    to.maybe(format!("{unit}.survey"), statement.survey.as_ref());
    to.maybe_bilingual(&format!("{unit}.note"), statement.note.as_ref());
    for (n, measurement) in statement.measures.iter().enumerate() {
        let unit = format!("{unit}.measure.{}", n + 1);
        to.put(format!("{unit}.measure"), &measurement.measure);
        to.put(format!("{unit}.value"), measurement.value);
        to.put(format!("{unit}.unit"), &measurement.unit);
        to.maybe_bilingual(&format!("{unit}.at"), measurement.at.as_ref());
        to.maybe(format!("{unit}.survey"), measurement.survey.as_ref());
    }
}

fn put_place(to: &mut Writer, unit: &str, place: &Place) {
    let lines = |positions: &[crate::model::Position]| {
        let lines = positions.iter().map(|position| format!("{}, {}", position.lon(), position.lat()));
        lines.collect::<Vec<_>>().join("\n")
    };
    match &place.geometry {
        Geometry::Point(position) => {
            to.put(format!("{unit}.lon"), position.lon());
            to.put(format!("{unit}.lat"), position.lat());
        }
        Geometry::Points(positions) => to.put(format!("{unit}.{POINTS}"), lines(positions)),
        Geometry::Outline(positions) => to.put(format!("{unit}.{OUTLINE}"), lines(positions)),
    }
    to.maybe(format!("{unit}.altitude_m"), place.altitude_m);
    to.word(format!("{unit}.datum"), &place.datum);
    to.put(format!("{unit}.uncertainty_m"), place.uncertainty_m);
    to.word(format!("{unit}.method"), &place.method);
    to.maybe(format!("{unit}.stands_for"), place.stands_for.map(StandsFor::word));
    to.put(format!("{unit}.certainty"), place.certainty.word());
    to.maybe_bilingual(&format!("{unit}.basis"), place.basis.as_ref());
    to.ids(format!("{unit}.sources"), &place.sources);
    to.word(format!("{unit}.public"), &place.public);
}

/// How the statements of the fields are called, in the order of those before; a new one behind the last of its property,
/// else at the end.
fn statement_order(from: &Reader<'_>, before: Option<&Village>) -> Vec<String> {
    let known = before.map(|village| statement_units(&village.statements)).unwrap_or_default();
    let mut units: Vec<String> = known.iter().filter(|unit| is_there(from, unit)).cloned().collect();
    for property in from.below("statement.") {
        let of_property = format!("statement.{property}.");
        for n in from.below(&of_property) {
            let unit = format!("{of_property}{n}");
            if !units.contains(&unit) && is_there(from, &unit) {
                // Readers meet statements in the order of the record, so that those of one property stay together.
                let behind = units.iter().rposition(|other| other.starts_with(&of_property));
                units.insert(behind.map_or(units.len(), |last| last + 1), unit);
            }
        }
    }
    units
}

fn statement(from: &mut Reader<'_>, unit: &str) -> Option<Statement> {
    let property = unit.split('.').nth(1)?.to_owned();
    let value = from.needed_bilingual(&format!("{unit}.value"));
    let certainty = from.needed_word(&format!("{unit}.certainty"));
    let codes = from.ids(&format!("{unit}.codes"));
    let short = from.bilingual(&format!("{unit}.short"));
    let survey = from.id(&format!("{unit}.survey"));
    let sources = from.ids(&format!("{unit}.sources"));
    let note = from.bilingual(&format!("{unit}.note"));
    let below = format!("{unit}.measure.");
    let mut measures = Vec::new();
    for n in from.below(&below) {
        measures.extend(measurement(from, &format!("{below}{n}")));
    }
    Some(Statement {
        property,
        value: value?,
        codes,
        short,
        certainty: certainty?,
        sources,
        survey,
        note,
        measures,
    })
}

fn measurement(from: &mut Reader<'_>, unit: &str) -> Option<Measurement> {
    let measure = from.needed(&format!("{unit}.measure"));
    // `number` finds nothing wrong with a blank field, so that it is asked for as well.
    from.needed(&format!("{unit}.value"));
    let value = from.number(&format!("{unit}.value"));
    let of_unit = from.needed(&format!("{unit}.unit"));
    let at = from.bilingual(&format!("{unit}.at"));
    let survey = from.id(&format!("{unit}.survey"));
    Some(Measurement { measure: measure?, value: value?, unit: of_unit?, at, survey })
}

/// The same of the places.
fn place_order(from: &Reader<'_>, before: Option<&Village>) -> Vec<String> {
    let known = before.map(|village| place_units(&village.places)).unwrap_or_default();
    let mut units: Vec<String> = known.iter().filter(|unit| is_there(from, unit)).cloned().collect();
    for role in from.below("place.") {
        for n in from.below(&format!("place.{role}.")) {
            let unit = format!("place.{role}.{n}");
            if !units.contains(&unit) && is_there(from, &unit) {
                units.push(unit);
            }
        }
    }
    units
}

fn place(from: &mut Reader<'_>, unit: &str) -> Option<Place> {
    let word = unit.split('.').nth(1).unwrap_or_default();
    let role: Option<Role> = serde_json::from_value(word.into()).ok();
    if role.is_none() {
        from.fault(unit, FieldFaultCode::NoChoice);
    }
    let geometry = geometry(from, unit);
    let altitude_m = from.number(&format!("{unit}.altitude_m"));
    let datum: Option<Datum> = from.needed_word(&format!("{unit}.datum"));
    // For `number` a blank field is no fault.
    from.needed(&format!("{unit}.uncertainty_m"));
    let uncertainty_m = from.number(&format!("{unit}.uncertainty_m"));
    let method: Option<Method> = from.needed_word(&format!("{unit}.method"));
    let stands_for: Option<StandsFor> = from.word(&format!("{unit}.stands_for"));
    let certainty: Option<Certainty> = from.needed_word(&format!("{unit}.certainty"));
    let basis = from.bilingual(&format!("{unit}.basis"));
    let sources = from.ids(&format!("{unit}.sources"));
    let public: Option<PublicPrecision> = from.needed_word(&format!("{unit}.public"));
    Some(Place {
        role: role?,
        geometry: geometry?,
        altitude_m,
        datum: datum?,
        uncertainty_m: uncertainty_m?,
        method: method?,
        stands_for,
        certainty: certainty?,
        basis,
        sources,
        public: public?,
    })
}

fn geometry(from: &mut Reader<'_>, unit: &str) -> Option<Geometry> {
    let has = |from: &mut Reader<'_>, name: &str| from.text(&format!("{unit}.{name}")).is_some();
    // Numbers of another shape are then read by nobody and so told as a fault: none is dropped unseen.
    if has(from, POINTS) {
        return Some(Geometry::Points(from.positions(&format!("{unit}.{POINTS}"))));
    }
    if has(from, OUTLINE) {
        return Some(Geometry::Outline(from.positions(&format!("{unit}.{OUTLINE}"))));
    }
    let (lon, lat) = (format!("{unit}.lon"), format!("{unit}.lat"));
    let pair = format!("{unit}.{PAIR}");
    if from.text(&pair).is_some() && from.text(&lon).is_none() && from.text(&lat).is_none() {
        return from.pair(&pair).map(Geometry::Point);
    }
    // What stands in it beside the two numbers is to be taken apart or away first.
    from.pair(&pair);
    from.needed(&lon);
    from.needed(&lat);
    let (lon_deg, lat_deg) = (from.degrees(&lon, Axis::Lon), from.degrees(&lat, Axis::Lat));
    from.position((&lon, &lat), (lon_deg?, lat_deg?)).map(Geometry::Point)
}

/// The same of the visits.
fn survey_order(from: &Reader<'_>, before: Option<&Village>) -> Vec<String> {
    let known = before.map(|village| village.surveys.as_slice()).unwrap_or_default();
    let mut units: Vec<String> = known.iter().map(|survey| format!("survey.{}", survey.id)).collect();
    units.retain(|unit| is_there(from, unit));
    for id in from.below("survey.") {
        let unit = format!("survey.{id}");
        if !units.contains(&unit) && is_there(from, &unit) {
            units.push(unit);
        }
    }
    units
}

fn survey(from: &mut Reader<'_>, unit: &str) -> Option<Survey> {
    let id = unit.split('.').nth(1).and_then(|id| Id::parse(id).ok());
    if id.is_none() {
        from.fault(unit, FieldFaultCode::NotAnId);
    }
    from.needed(&format!("{unit}.date"));
    let date = from.date(&format!("{unit}.date"));
    from.needed(&format!("{unit}.surveyors"));
    let surveyors = from.list(&format!("{unit}.surveyors"));
    let note = from.bilingual(&format!("{unit}.note"));
    Some(Survey { id: id?, date: date?, surveyors, note })
}

/// Whether anything is said of a statement, place or visit: one of which every field is blank is taken out.
fn is_there(from: &Reader<'_>, unit: &str) -> bool {
    from.has_below(&format!("{unit}."))
}
