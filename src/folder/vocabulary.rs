//! The disk shape of `vocabulary.toml`: the tables curators change, and the terms of the glossary.

use super::fields::Fields;
use super::lines::Lines;
use crate::model::{Element, Measure, Property, Term, Vocabulary};

/// Reads `vocabulary.toml`.
pub(super) fn read_vocabulary(fields: &mut Fields<'_>) -> Option<(Vocabulary, Vec<Term>)> {
    let properties = fields.each("property", |fields| {
        let (id, name) = (fields.text("id"), fields.bilingual("name"));
        let in_inventory = fields.flag("in_inventory", true);
        Some(Property { id: id?, name: name?, in_inventory })
    });
    let measures = fields.each("measure", |fields| {
        let (id, name, unit) = (fields.text("id"), fields.bilingual("name"), fields.text("unit"));
        Some(Measure { id: id?, name: name?, unit: unit? })
    });
    let elements = fields.each("element", |fields| {
        let (id, name) = (fields.text("id"), fields.bilingual("name"));
        Some(Element { id: id?, name: name? })
    });
    let terms = fields.each("term", read_term);
    let order = terms.iter().map(|term| term.id.clone()).collect();
    Some((Vocabulary { properties, measures, elements, terms: order }, terms))
}

fn read_term(fields: &mut Fields<'_>) -> Option<Term> {
    let id = fields.id("id");
    let name = fields.name("name");
    let also_zh = fields.texts("also_zh");
    let also_en = fields.texts("also_en");
    let scope_note = fields.partly_bilingual("scope_note");
    let element = fields.optional_text("element");
    let look_for = fields.optional_bilingual("look_for");
    let aat = fields.optional_text("aat");
    Some(Term { id: id?, name: name?, also_zh, also_en, scope_note, element, look_for, aat })
}

/// Writes `vocabulary.toml`.
pub(super) fn write_vocabulary<'a>(
    vocabulary: &Vocabulary,
    terms: impl IntoIterator<Item = &'a Term>,
) -> String {
    let mut lines = Lines::default();
    for property in &vocabulary.properties {
        lines.header("[[property]]");
        lines.text("id", &property.id);
        lines.bilingual("name", &property.name);
        if !property.in_inventory {
            lines.flag("in_inventory", false);
        }
    }
    for measure in &vocabulary.measures {
        lines.header("[[measure]]");
        lines.text("id", &measure.id);
        lines.bilingual("name", &measure.name);
        lines.text("unit", &measure.unit);
    }
    for element in &vocabulary.elements {
        lines.header("[[element]]");
        lines.text("id", &element.id);
        lines.bilingual("name", &element.name);
    }
    let mut terms: Vec<&Term> = terms.into_iter().collect();
    // Read again, terms are in the order in which their tables stand.
    terms.sort_by_key(|term| vocabulary.place_of(&term.id));
    for term in terms {
        lines.header("[[term]]");
        lines.text("id", term.id.as_str());
        lines.name("name", &term.name);
        lines.texts("also_zh", &term.also_zh);
        lines.texts("also_en", &term.also_en);
        lines.partly_bilingual("scope_note", term.scope_note.as_ref());
        lines.optional_text("element", term.element.as_deref());
        lines.optional_bilingual("look_for", term.look_for.as_ref());
        lines.optional_text("aat", term.aat.as_deref());
    }
    lines.into_text()
}
