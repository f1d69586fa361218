//! The disk shape of a village: `village.toml`; its prose stands beside it.

use super::fields::Fields;
use super::lines::Lines;
use super::place::{read_place, write_place};
use super::statement::{read_statement, write_statements};
use crate::model::{Entry, Id, Name, PartlyBilingual, Survey, Village};

/// Reads `village.toml`; the id is the folder's name. What is missing is noted, and filled so that the
/// village's places and statements are checked in the same run.
pub(super) fn read_village(id: Id, text: Option<PartlyBilingual>, fields: &mut Fields<'_>) -> Village {
    let entry = fields.word("entry");
    let name = fields.name("name");
    let town = fields.optional_id("town");
    let town_certainty = fields.optional_word("town_certainty");
    let administrative_unit = fields.optional_text("administrative_unit");
    let statistical_code = fields.optional_text("statistical_code");
    let code_match = fields.optional_bilingual("code_match");
    let homonyms = fields.optional_bilingual("homonyms");
    let note = fields.optional_bilingual("note");
    let lead = fields.optional_id("lead");
    let rights = fields.text("rights");
    let visibility = fields.optional_word("visibility");
    let places = fields.each("place", read_place);
    let statements = fields.each("statement", read_statement);
    let surveys = fields.each("survey", read_survey);
    Village {
        id,
        entry: entry.unwrap_or(Entry::Named),
        name: name.unwrap_or_else(|| Name { zh: String::new(), pinyin: None, en: None }),
        town,
        town_certainty,
        administrative_unit,
        statistical_code,
        code_match,
        homonyms,
        note,
        lead,
        rights: rights.unwrap_or_default(),
        // A word that is none holds the record back: no slip in it makes anything public.
        visibility: visibility.unwrap_or_default(),
        places,
        statements,
        surveys,
        text,
    }
}

fn read_survey(fields: &mut Fields<'_>) -> Option<Survey> {
    let id = fields.id("id");
    let date = fields.past_date("date");
    let surveyors = fields.texts("surveyors");
    let note = fields.optional_bilingual("note");
    Some(Survey { id: id?, date: date?, surveyors, note })
}

/// Writes `village.toml`.
pub(super) fn write_village(village: &Village) -> String {
    let mut lines = Lines::default();
    lines.word("entry", &village.entry);
    lines.name("name", &village.name);
    lines.optional_id("town", village.town.as_ref());
    lines.optional_text("town_certainty", village.town_certainty.map(|certainty| certainty.word()));
    lines.optional_text("administrative_unit", village.administrative_unit.as_deref());
    lines.optional_text("statistical_code", village.statistical_code.as_deref());
    lines.optional_bilingual("code_match", village.code_match.as_ref());
    lines.optional_bilingual("homonyms", village.homonyms.as_ref());
    lines.optional_bilingual("note", village.note.as_ref());
    lines.optional_id("lead", village.lead.as_ref());
    lines.text("rights", &village.rights);
    lines.visibility(village.visibility);
    for place in &village.places {
        lines.header("[[place]]");
        write_place(&mut lines, place);
    }
    write_statements(&mut lines, &village.statements);
    for survey in &village.surveys {
        lines.header("[[survey]]");
        lines.text("id", survey.id.as_str());
        lines.text("date", &survey.date.to_string());
        lines.texts("surveyors", &survey.surveyors);
        lines.optional_bilingual("note", survey.note.as_ref());
    }
    lines.into_text()
}
