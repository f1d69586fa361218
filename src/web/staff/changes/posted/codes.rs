//! Coded values in words: where nobody writes more, a statement says what was chosen.

use std::collections::BTreeSet;

use super::super::positions::Filled;
use crate::changes::form::{ids_in, property_of};
use crate::changes::{Draft, Edit, Sides, Stale};
use crate::model::{Bilingual, Vocabulary};
use crate::web::staff::form::Posted;

/// Puts the words of the chosen values where a statement says nothing else, and takes them along when others are chosen.
pub(super) fn put_in_words(edits: &mut Vec<Edit>, sides: &[Sides], vocabulary: &Vocabulary) {
    for (record, unit) in touched(edits) {
        let Some(side) = sides.iter().find(|side| side.name == record) else { continue };
        let stands = |name: &str| side.after.get(&format!("{unit}.{name}")).cloned().unwrap_or_default();
        let now = |edits: &[Edit], name: &str| {
            let field = format!("{unit}.{name}");
            let typed = edits.iter().find(|edit| edit.record == record && edit.field == field);
            typed.map_or_else(|| stands(name), |edit| edit.value.clone())
        };
        let words = |codes: &str| vocabulary.words_of(property_of(&unit), ids_in(codes));
        let (before, after): (Bilingual, Bilingual) = (words(&stands("codes")), words(&now(edits, "codes")));
        let (zh, en) = (now(edits, "value.zh"), now(edits, "value.en"));
        let is_own = |text: &str, words: &str| !text.trim().is_empty() && text.trim() != words;
        // Whatever a person has written themselves is theirs, in each language.
        let is_zh_own = is_own(&zh, &before.zh);
        if !is_zh_own {
            put(edits, &record, format!("{unit}.value.zh"), after.zh, &stands("value.zh"));
        }
        if !is_own(&en, before.en.as_deref().unwrap_or_default()) {
            // Beside a person's own Chinese the words of the list would say something else.
            let en = after.en.filter(|_| !is_zh_own).unwrap_or_default();
            put(edits, &record, format!("{unit}.value.en"), en, &stands("value.en"));
        }
    }
}

/// The words that were put beside what was sent, for a script to show them.
pub(in crate::web::staff::changes) fn filled_words(
    posted: &Posted,
    draft: &Draft,
    stale: &[Stale],
) -> Vec<Filled> {
    let mut filled = Vec::new();
    for name in posted.0.iter().map(|(name, _)| name) {
        // Words that were cleared come back where values are chosen.
        let of_statement = name.strip_suffix(".codes").or_else(|| name.strip_suffix(".value.zh"));
        let Some((record, unit)) = of_statement.and_then(|name| name.split_once('/')) else { continue };
        let Some(side) = draft.sides.iter().find(|side| side.name == record) else { continue };
        if !side.after.contains_key(&format!("{unit}.codes")) && !name.ends_with(".codes") {
            continue;
        }
        for field in ["value.zh", "value.en"].map(|name| format!("{unit}.{name}")) {
            let is_stale = stale.iter().any(|stale| stale.record == record && stale.field == field);
            let is_conflict = side.conflicts.iter().any(|conflict| conflict.field == field);
            let name = format!("{record}/{field}");
            // What was typed in the same breath stands there already.
            if !is_stale && !is_conflict && posted.get(&name).trim().is_empty() {
                filled.push(Filled::of(name, side.after.get(&field).cloned().unwrap_or_default()));
            }
        }
    }
    filled
}

/// The statements whose values or words were sent.
fn touched(edits: &[Edit]) -> BTreeSet<(String, String)> {
    let unit = |edit: &Edit| {
        let unit = edit.field.strip_suffix(".codes").or_else(|| edit.field.strip_suffix(".value.zh"))?;
        unit.starts_with("statement.").then(|| (edit.record.clone(), unit.to_owned()))
    };
    edits.iter().filter_map(unit).collect()
}

/// Writes a field that was sent anew, since a second edit of it would be taken for somebody else's; or adds it.
fn put(edits: &mut Vec<Edit>, record: &str, field: String, value: String, stands: &str) {
    match edits.iter_mut().find(|edit| edit.record == record && edit.field == field) {
        Some(edit) => edit.value = value,
        None if value != stands => {
            edits.push(Edit { record: record.to_owned(), field, value, settles: false });
        }
        None => {}
    }
}
