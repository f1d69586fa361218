//! The disk shape of `vocabulary.toml`: the tables curators change, and the terms of the glossary.

use super::fields::Fields;
use super::lines::Lines;
use crate::model::{Choose, Code, CodeList, Element, Measure, Property, Term, Vocabulary};

/// Reads `vocabulary.toml`.
pub(super) fn read_vocabulary(fields: &mut Fields<'_>) -> Option<(Vocabulary, Vec<Term>)> {
    let properties = fields.each("property", read_property);
    let measures = fields.each("measure", |fields| {
        let (id, name, unit) = (fields.text("id"), fields.bilingual("name"), fields.text("unit"));
        Some(Measure { id: id?, name: name?, unit: unit? })
    });
    let elements = fields.each("element", |fields| {
        let (id, name) = (fields.text("id"), fields.bilingual("name"));
        Some(Element { id: id?, name: name? })
    });
    let code_lists = fields.each("code_list", read_code_list);
    let terms = fields.each("term", read_term);
    let order = terms.iter().map(|term| term.id.clone()).collect();
    Some((Vocabulary { properties, measures, elements, code_lists, terms: order }, terms))
}

fn read_property(fields: &mut Fields<'_>) -> Option<Property> {
    let (id, name) = (fields.text("id"), fields.bilingual("name"));
    let in_inventory = fields.flag("in_inventory", true);
    let part = fields.optional_word("part");
    let codes = fields.ids("codes");
    // A word that is none is told here, and not a second time at every statement that has several.
    let choose = fields.optional_word("choose").unwrap_or(Choose::Many);
    let guidance = fields.optional_bilingual("guidance");
    let example = fields.optional_bilingual("example");
    Some(Property { id: id?, name: name?, in_inventory, part, codes, choose, guidance, example })
}

fn read_code_list(fields: &mut Fields<'_>) -> Option<CodeList> {
    let (id, name, origin) = (fields.id("id"), fields.bilingual("name"), fields.bilingual("origin"));
    let codes = fields.each("code", |fields| {
        let (id, name) = (fields.id("id"), fields.bilingual("name"));
        Some(Code { id: id?, name: name? })
    });
    Some(CodeList { id: id?, name: name?, origin: origin?, codes })
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
        lines.optional_text("part", property.part.map(|part| part.word()));
        lines.ids("codes", &property.codes);
        if !property.choose.is_many() {
            lines.word("choose", &property.choose);
        }
        lines.optional_bilingual("guidance", property.guidance.as_ref());
        lines.optional_bilingual("example", property.example.as_ref());
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
    for list in &vocabulary.code_lists {
        lines.header("[[code_list]]");
        lines.text("id", list.id.as_str());
        lines.bilingual("name", &list.name);
        lines.bilingual("origin", &list.origin);
        for code in &list.codes {
            lines.header("[[code_list.code]]");
            lines.text("id", code.id.as_str());
            lines.bilingual("name", &code.name);
        }
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
