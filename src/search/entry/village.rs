//! A village as it is searched, or an entry kept open.

use super::context::bilingual;
use super::{Context, Searchable};
use crate::archive::surveyed_point;
use crate::model::{Bilingual, Certainty, Entry, Language, Statement, Village};
use crate::search::HitKind;
use crate::search::eras::periods_in;
use crate::search::fold::folded_text;

/// The property that gives another name.
const OTHER_NAME: &str = "other_name";

/// The properties that say when.
const DATING: &[&str] = &["built", "period"];

pub(super) fn entry(village: &Village, context: &Context) -> Searchable {
    let kind = match village.entry {
        Entry::Named => HitKind::Village,
        Entry::Open => HitKind::OpenEntry,
    };
    let mut entry = Searchable::new(village.id.as_str(), kind, bilingual(&village.name));
    entry.shown.pinyin.clone_from(&village.name.pinyin);
    entry.add_name(&village.name);
    entry.names.extend(other_names(village).into_iter().map(|name| (name, None)));
    entry.names.extend(village.administrative_unit.iter().map(|name| (name.clone(), None)));
    if let Some(town) = village.town.as_ref().and_then(|town| context.town(town)) {
        entry.add_context(&town);
        entry.shown.of = Some(town.into());
    }
    entry.context.extend(village.statistical_code.clone());
    for note in [&village.note, &village.homonyms].into_iter().flatten() {
        entry.add_text(note);
    }
    for statement in &village.statements {
        add_statement(&mut entry, statement, context);
    }
    for survey in &village.surveys {
        entry.by.extend(survey.surveyors.iter().cloned());
        survey.note.iter().for_each(|note| entry.add_text(note));
    }
    if let Some(text) = &village.text {
        entry.add_markdown(text);
    }
    entry.villages.push(village.id.clone());
    entry.marks.town.clone_from(&village.town);
    entry.marks.periods = periods(village);
    entry.marks.certainties =
        Certainty::ALL.into_iter().filter(|c| village.statements.iter().any(|s| s.certainty == *c)).collect();
    // A box on the map must not tell more than the page does.
    entry.position = surveyed_point(village);
    entry.note_languages();
    entry
}

/// Names by which a village is known beside its own, as far as the record gives them apart.
pub(in crate::search) fn other_names(village: &Village) -> Vec<String> {
    let names = village.statements_of(OTHER_NAME).filter(|name| name.certainty != Certainty::Unknown);
    names.filter_map(|name| name.short.as_ref()).map(|short| short.zh.clone()).collect()
}

/// Statements are shown with the label of what they claim.
fn add_statement(entry: &mut Searchable, statement: &Statement, context: &Context) {
    let is_lead = statement.certainty == Certainty::Lead;
    let label = context.property(&statement.property);
    // The label says what the value is; a note speaks of it.
    let zh = |text: &str| label.map_or_else(|| text.to_owned(), |label| format!("{}：{text}", label.zh));
    let en = |text: &str| match label.and_then(|label| label.en.as_deref()) {
        Some(label) => format!("{label}: {text}"),
        None => text.to_owned(),
    };
    entry.add_passage(&zh(&statement.value.zh), Language::Chinese, is_lead);
    if let Some(text) = &statement.value.en {
        entry.add_passage(&en(text), Language::English, is_lead);
    }
    if let Some(note) = &statement.note {
        entry.add_passage(&note.zh, Language::Chinese, is_lead);
        if let Some(text) = &note.en {
            entry.add_passage(text, Language::English, is_lead);
        }
    }
    let beside = |language| context.vocabulary.words_beside(statement, language);
    if let Some(codes) = beside(Language::Chinese) {
        entry.add_passage(&zh(&codes.zh), Language::Chinese, is_lead);
    }
    if let Some(codes) = beside(Language::English).and_then(|codes| codes.en) {
        entry.add_passage(&en(&codes), Language::English, is_lead);
    }
    let places = statement.measures.iter().filter_map(|measure| measure.at.as_ref());
    places.for_each(|at: &Bilingual| entry.add_text(at));
}

fn periods(village: &Village) -> Vec<&'static str> {
    let dating = village.statements.iter().filter(|statement| {
        DATING.contains(&statement.property.as_str()) && statement.certainty != Certainty::Unknown
    });
    let text: Vec<String> = dating.map(|statement| folded_text(&statement.value.zh)).collect();
    periods_in(&text.join("\n"))
}
