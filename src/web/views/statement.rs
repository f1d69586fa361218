//! Statements on a page.

use serde::Serialize;

use super::reader::{Labelled, Reader, Text};
use super::source::{Mark, SourceList};
use crate::model::{Id, Measurement, Statement, Village};

/// A fact with its certainty and the marks of its sources.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::web) struct StatementView {
    property: Labelled,
    /// The coded values; none where the value says no more than they do.
    codes: Vec<Text>,
    pub(in crate::web) value: Text,
    /// When and by whom it was seen.
    seen: Option<String>,
    pub(in crate::web) certainty: Labelled,
    marks: Vec<Mark>,
    note: Option<Text>,
    measures: Vec<MeasureView>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct MeasureView {
    label: String,
    value: String,
    at: Option<Text>,
}

/// A statement for a reader; its sources are added to the page's list.
pub(in crate::web) fn view(
    statement: &Statement,
    reader: &Reader<'_>,
    sources: &mut SourceList<'_>,
) -> StatementView {
    StatementView {
        property: reader.property(&statement.property),
        codes: codes_beside(statement, reader),
        value: reader.text(&statement.value),
        seen: None,
        certainty: reader.certainty(statement.certainty),
        marks: sources.marks(&statement.sources),
        note: statement.note.as_ref().map(|note| reader.text(note)),
        measures: statement.measures.iter().map(|measure| measure_view(measure, reader)).collect(),
    }
}

/// The statements among `all` that are about one property.
pub(in crate::web) fn views_of(
    all: &[Statement],
    property: &str,
    reader: &Reader<'_>,
    sources: &mut SourceList<'_>,
) -> Vec<StatementView> {
    all.iter().filter(|statement| statement.property == property).map(|s| view(s, reader, sources)).collect()
}

/// The statements of a village about one property, with the surveys that saw them.
pub(in crate::web) fn views_in(
    village: &Village,
    property: &str,
    reader: &Reader<'_>,
    sources: &mut SourceList<'_>,
) -> Vec<StatementView> {
    let of = village.statements_of(property);
    let view = |statement: &Statement| StatementView {
        seen: statement.survey.as_ref().and_then(|id| survey(village, id, reader)),
        ..view(statement, reader, sources)
    };
    of.map(view).collect()
}

/// When a survey was and who made it: 2026年4月，张三、李四.
pub(in crate::web) fn survey(village: &Village, id: &Id, reader: &Reader<'_>) -> Option<String> {
    let survey = village.surveys.iter().find(|survey| survey.id == *id)?;
    let people = survey.surveyors.join(&reader.t("list-separator"));
    let date = reader.date(survey.date).text;
    Some(if people.is_empty() {
        date
    } else {
        reader.t_with("table-survey-of", [("date", date.into()), ("people", people.into())])
    })
}

/// The coded values that a statement shows beside its words.
pub(in crate::web) fn codes_beside(statement: &Statement, reader: &Reader<'_>) -> Vec<Text> {
    let vocabulary = reader.catalogue.vocabulary();
    let word = |code: &Id| reader.text(&vocabulary.words_of(&statement.property, [code.as_str()]));
    match vocabulary.words_beside(statement, reader.language) {
        Some(_) => statement.codes.iter().map(word).collect(),
        None => Vec::new(),
    }
}

fn measure_view(measurement: &Measurement, reader: &Reader<'_>) -> MeasureView {
    let measures = &reader.catalogue.vocabulary().measures;
    let label = measures.iter().find(|measure| measure.id == measurement.measure);
    MeasureView {
        label: label.map_or_else(|| measurement.measure.clone(), |measure| reader.text(&measure.name).text),
        value: with_unit(measurement),
        at: measurement.at.as_ref().map(|at| reader.text(at)),
    }
}

/// `68 m`, `1039 m²`, and a bare number for a count.
pub(in crate::web) fn with_unit(measurement: &Measurement) -> String {
    number_with_unit(measurement.value, unit_sign(&measurement.unit))
}

/// A number with the sign of its unit.
pub(in crate::web) fn number_with_unit(number: f64, sign: &str) -> String {
    if sign.is_empty() { number.to_string() } else { format!("{number} {sign}") }
}

/// The sign of a unit; a count has none.
pub(in crate::web) fn unit_sign(unit: &str) -> &str {
    match unit {
        "1" => "",
        "m2" => "m²",
        unit => unit,
    }
}
