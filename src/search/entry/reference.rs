//! What is looked up rather than visited: sources, terms, the county and the names that wait.

use super::context::bilingual;
use super::{Context, Searchable};
use crate::model::{Bilingual, Certainty, County, Language, Source, Term};
use crate::search::HitKind;

/// The id of the entry for the county as a whole, and of the one for the names that may be open entries.
const REGION: &str = "region";
const OPEN: &str = "open";

const REGION_TITLE: (&str, &str) = ("河津堡寨总说", "The forts of Hejin as a whole");
const OPEN_TITLE: (&str, &str) = ("名单待考：候选村名", "Not yet identified: the candidates");

pub(super) fn source(source: &Source) -> Searchable {
    let title = Bilingual { zh: source.title.clone(), en: source.title_en.clone() };
    let mut entry = Searchable::new(source.id.as_str(), HitKind::Source, title);
    entry.names.push((source.title.clone(), None));
    entry.latin_names.extend(source.title_en.clone());
    entry.by.extend(source.authors.iter().chain(&source.editors).chain(&source.contributors).cloned());
    entry.context.extend(source.container.iter().chain(&source.publisher).cloned());
    entry.context.extend(source.issued.map(|issued| issued.to_string()));
    let shown = [source.container.clone(), source.publisher.clone()];
    let made = entry.by.iter().cloned().chain(shown.into_iter().flatten());
    let line: Vec<String> = made.chain(source.issued.map(|issued| issued.to_string())).collect();
    entry.add_passage(&line.join("，"), Language::Chinese, false);
    source.note.iter().for_each(|note| entry.add_text(note));
    entry.note_languages();
    entry
}

pub(super) fn term(term: &Term, context: &Context) -> Searchable {
    let mut entry = Searchable::new(term.id.as_str(), HitKind::Term, bilingual(&term.name));
    entry.shown.pinyin.clone_from(&term.name.pinyin);
    entry.add_name(&term.name);
    entry.names.extend(term.also_zh.iter().map(|also| (also.clone(), None)));
    entry.latin_names.extend(term.also_en.iter().cloned());
    if let Some(element) = &term.element {
        context.element(element).into_iter().for_each(|label| entry.add_context(label));
        entry.marks.elements.push(element.clone());
    }
    term.scope_note.iter().for_each(|note| entry.add_partly(note));
    term.look_for.iter().for_each(|text| entry.add_text(text));
    if !term.also_zh.is_empty() {
        entry.add_passage(&term.also_zh.join("、"), Language::Chinese, false);
    }
    if !term.also_en.is_empty() {
        entry.add_passage(&term.also_en.join("; "), Language::English, false);
    }
    entry.note_languages();
    entry
}

/// What is claimed of the county as a whole, and the names that may be among the open entries.
pub(super) fn region(region: &County, context: &Context) -> Vec<Searchable> {
    let title = |(zh, en): (&str, &str)| Bilingual { zh: zh.to_owned(), en: Some(en.to_owned()) };
    let mut county = Searchable::new(REGION, HitKind::Region, title(REGION_TITLE));
    county.names.push((county.shown.title.zh.clone(), None));
    county.latin_names.push(REGION_TITLE.1.to_owned());
    for statement in &region.statements {
        let is_lead = statement.certainty == Certainty::Lead;
        county.add_passage(&statement.value.zh, Language::Chinese, is_lead);
        if let Some(en) = &statement.value.en {
            county.add_passage(en, Language::English, is_lead);
        }
    }
    let mut open = Searchable::new(OPEN, HitKind::OpenEntry, title(OPEN_TITLE));
    open.names.push((open.shown.title.zh.clone(), None));
    open.latin_names.push(OPEN_TITLE.1.to_owned());
    for candidate in &region.candidates {
        let town = context.town(&candidate.town);
        let town_zh = town.as_ref().map_or("", |town| town.zh.as_str());
        // Those the article names are entries of their own.
        if !candidate.named_in_article {
            open.names.push((candidate.name.clone(), None));
        }
        open.add_passage(&format!("{}（{town_zh}）", candidate.name), Language::Chinese, false);
    }
    let mut entries = Vec::new();
    for mut entry in [county, open] {
        // With nothing to say they would still be found by their titles.
        if !entry.shown.passages.is_empty() {
            entry.note_languages();
            entries.push(entry);
        }
    }
    entries
}
