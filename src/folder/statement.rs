//! The disk shape of a statement with its measurements.

use super::fields::Fields;
use super::lines::Lines;
use crate::model::{Bilingual, Certainty, Measurement, Statement};

/// Reads one `[[statement]]`. What is missing is noted, and filled so that the rest of it is checked.
pub(super) fn read_statement(fields: &mut Fields<'_>) -> Option<Statement> {
    let property = fields.text("property");
    let value = fields.bilingual("value");
    let codes = fields.ids("codes");
    let short = fields.optional_bilingual("short");
    let certainty = fields.word("certainty");
    let sources = fields.ids("sources");
    let survey = fields.optional_id("survey");
    let note = fields.optional_bilingual("note");
    let measures = fields.each("measure", read_measurement);
    Some(Statement {
        property: property.unwrap_or_default(),
        value: value.unwrap_or_else(|| Bilingual { zh: String::new(), en: None }),
        codes,
        short,
        certainty: certainty.unwrap_or(Certainty::Lead),
        sources,
        survey,
        note,
        measures,
    })
}

fn read_measurement(fields: &mut Fields<'_>) -> Option<Measurement> {
    let measure = fields.text("measure");
    let value = fields.number("value");
    let unit = fields.text("unit");
    let at = fields.optional_bilingual("at");
    let survey = fields.optional_id("survey");
    Some(Measurement { measure: measure?, value: value?, unit: unit?, at, survey })
}

/// Writes statements one after another.
pub(super) fn write_statements(lines: &mut Lines, statements: &[Statement]) {
    for statement in statements {
        lines.header("[[statement]]");
        lines.text("property", &statement.property);
        lines.bilingual("value", &statement.value);
        lines.ids("codes", &statement.codes);
        lines.optional_bilingual("short", statement.short.as_ref());
        lines.claim(statement.certainty, &statement.sources);
        lines.optional_id("survey", statement.survey.as_ref());
        lines.optional_bilingual("note", statement.note.as_ref());
        for measurement in &statement.measures {
            lines.header("[[statement.measure]]");
            lines.text("measure", &measurement.measure);
            lines.number("value", measurement.value);
            lines.text("unit", &measurement.unit);
            lines.optional_bilingual("at", measurement.at.as_ref());
            lines.optional_id("survey", measurement.survey.as_ref());
        }
    }
}
