//! The two rules of what may be said: an essay's passages name their ground, and numbers that stand alone, in
//! headlines and descriptions, come from a statement.
//!
//! `essays/README.md` says both for writers. They are told by `check` and keep no record out:
//! what breaks them can be read and shown, and earlier revisions were written before them.

use std::collections::HashMap;

use super::evidence::Evidence;
use super::fault::{TextFault, TextFaultCode, WhereInRecord, Written};
use crate::model::{Bilingual, Collection, Kind, Language, RecordKey};
use crate::prose::{Ground, Part, Passage, passages, quantities};

/// Finds the passages of essays that name no ground.
pub fn ungrounded_passages(texts: &[Written]) -> Vec<TextFault> {
    let mut found = Vec::new();
    for written in texts.iter().filter(|written| written.record.kind == Kind::Essay) {
        for passage in passages(&written.text).iter().filter(|passage| passage.ground == Ground::None) {
            let message = format!(
                "{} states something and names no source: mark it with `[](source:…)`, or begin it with whose \
                 judgement it is (本文以为…, This essay holds …)",
                called(passage)
            );
            found.push(written.fault(TextFaultCode::UnsourcedPassage, passage.line, message));
        }
    }
    found
}

/// `paragraph 5 (“小张的尺寸…”)`: its number as the page shows it, and how it begins.
fn called(passage: &Passage) -> String {
    const SHOWN: usize = 16;
    let words: String = passage.words.trim().chars().take(SHOWN).collect();
    // The message stands on one line.
    let words = words.lines().next().unwrap_or_default().trim_end();
    let more = if passage.words.trim().chars().count() > words.chars().count() { "…" } else { "" };
    let part = match (passage.part, passage.paragraph) {
        (Part::Item, Some(number)) => format!("an item of paragraph {number}"),
        (Part::Table, _) => "the table".to_owned(),
        (Part::Note, _) => "the note".to_owned(),
        (_, Some(number)) => format!("paragraph {number}"),
        (_, None) => "this".to_owned(),
    };
    format!("{part} (“{words}{more}”)")
}

/// Finds the numbers in headlines, descriptions and the texts of villages that stand in no statement.
pub fn ungrounded_numbers(collection: &Collection, texts: &[Written]) -> Vec<TextFault> {
    let names = names(collection);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut look = Look { names: &names, found: Vec::new() };
    let mut evidence = HashMap::new();
    for village in &collection.villages {
        let key = RecordKey::new(Kind::Village, &village.id);
        let grounds = Evidence::of_village(collection, village);
        for (path, value) in [("homonyms", &village.homonyms), ("code_match", &village.code_match)] {
            look.value(&grounds, &key, path, value.as_ref());
        }
        // What an open entry is about is said in its note; no statement can be made of a village nobody knows.
        look.value(&grounds, &key, "note", village.note.as_ref());
        for (n, statement) in village.statements.iter().enumerate() {
            look.value(&grounds, &key, &format!("statement[{n}].short"), statement.short.as_ref());
        }
        evidence.insert(key, grounds);
    }
    for essay in &collection.essays {
        let key = RecordKey::new(Kind::Essay, &essay.id);
        let grounds = Evidence::of_essay(collection, essay);
        look.value(&grounds, &key, "title", Some(&essay.title));
        look.value(&grounds, &key, "abstract", essay.abstract_text.as_ref());
        evidence.insert(key, grounds);
    }
    for written in texts {
        if let Some(grounds) = evidence.get(&written.record) {
            look.text(grounds, written);
        }
    }
    look.found
}

/// The numbers of a collection, looked at one text after another.
struct Look<'a> {
    names: &'a [&'a str],
    found: Vec<TextFault>,
}

impl Look<'_> {
    fn value(&mut self, grounds: &Evidence, record: &RecordKey, path: &str, value: Option<&Bilingual>) {
        let Some(value) = value else { return };
        let both = [(Language::Chinese, Some(&value.zh)), (Language::English, value.en.as_ref())];
        for (language, text) in both.into_iter().filter_map(|(language, text)| Some((language, text?))) {
            let place = WhereInRecord::Value(format!("{path}.{}", language.code()));
            self.numbers(grounds, text, record, &place);
        }
    }

    /// A village's text is a description from end to end; of an essay's only the headings stand without marks.
    fn text(&mut self, grounds: &Evidence, written: &Written) {
        let is_essay = written.record.kind == Kind::Essay;
        for passage in passages(&written.text) {
            if !is_essay || passage.part == Part::Heading {
                let place = WhereInRecord::Line(written.language, passage.line);
                self.numbers(grounds, &passage.words, &written.record, &place);
            }
        }
    }

    fn numbers(&mut self, grounds: &Evidence, text: &str, record: &RecordKey, place: &WhereInRecord) {
        for number in quantities(text, self.names).iter().filter(|number| !grounds.has(number)) {
            let of = match record.kind {
                Kind::Essay => "of Hejin or of the villages this essay is about".to_owned(),
                _ => format!("of `{}`", record.id),
            };
            let message = format!(
                "`{}` stands in no statement {of}: add the statement with its source, or leave the number out",
                number.words
            );
            let (code, record, place) = (TextFaultCode::UnsourcedNumber, record.clone(), place.clone());
            self.found.push(TextFault { code, record, place, message });
        }
    }
}

/// The names the archive knows: a number within one is no claim.
fn names(collection: &Collection) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for village in &collection.villages {
        names.extend([Some(village.name.zh.clone()), village.name.en.clone()].into_iter().flatten());
        names.extend(village.name.zh.strip_suffix('村').map(str::to_owned));
        names.extend(village.administrative_unit.clone());
    }
    for town in &collection.region.towns {
        names.extend([Some(town.name.zh.clone()), town.name.en.clone()].into_iter().flatten());
    }
    names.extend(collection.region.candidates.iter().map(|candidate| candidate.name.clone()));
    for term in &collection.terms {
        names.push(term.name.zh.clone());
        names.extend(term.also_zh.iter().cloned());
    }
    for source in &collection.sources {
        names.push(source.title.clone());
        names.extend([&source.title_en, &source.container, &source.publisher].into_iter().flatten().cloned());
    }
    // A single character would be masked in every other word as well, in numbers and their units too.
    names.retain(|name| name.chars().count() > 1);
    names
}
