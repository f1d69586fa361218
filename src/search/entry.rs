//! What of a record can be found: its names, its texts piece by piece, and what results are narrowed by.

mod context;
mod essay;
mod photo;
mod reference;
mod village;

use serde::{Deserialize, Serialize};

pub(super) use context::{Context, VillageName};
pub(super) use village::other_names;

use super::HitKind;
use crate::model::{Bilingual, Certainty, Id, Language, Name, PartlyBilingual, Record};

/// A record as it is searched. One record may be several, and some are none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Searchable {
    /// What is shown of it.
    pub(super) shown: Shown,
    /// Its Chinese names, each with its own pinyin where the record gives it; the first is the title's.
    pub(super) names: Vec<(String, Option<String>)>,
    /// Its names in other letters.
    pub(super) latin_names: Vec<String>,
    /// What it belongs to: the names of its village and town, its keywords.
    pub(super) context: Vec<String>,
    /// Who made it.
    pub(super) by: Vec<String>,
    /// The villages it is about.
    pub(super) villages: Vec<Id>,
    /// What results are narrowed by.
    pub(super) marks: Marks,
    /// WGS 84 degrees, longitude first: only a position that was measured on site and is public as recorded.
    pub(super) position: Option<(f64, f64)>,
}

/// What results are narrowed by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Marks {
    pub(super) town: Option<Id>,
    pub(super) periods: Vec<&'static str>,
    pub(super) elements: Vec<String>,
    pub(super) certainties: Vec<Certainty>,
    pub(super) languages: Vec<Language>,
}

/// What is shown of an entry; kept in the index so that a result needs nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Shown {
    pub(super) id: String,
    pub(super) kind: HitKind,
    pub(super) title: InBoth,
    pub(super) pinyin: Option<String>,
    /// The name of what it belongs to.
    pub(super) of: Option<InBoth>,
    pub(super) is_stand_in: bool,
    pub(super) passages: Vec<Passage>,
}

/// A [`Bilingual`] whose every field is written, as the packed form needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct InBoth {
    pub(super) zh: String,
    en: Option<String>,
}

impl From<Bilingual> for InBoth {
    fn from(Bilingual { zh, en }: Bilingual) -> Self {
        Self { zh, en }
    }
}

impl From<InBoth> for Bilingual {
    fn from(InBoth { zh, en }: InBoth) -> Self {
        Self { zh, en }
    }
}

/// A piece of text in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Passage {
    pub(super) is_english: bool,
    /// Whether it is only a lead (待核实): found, marked, ranked lower.
    pub(super) is_lead: bool,
    pub(super) text: String,
}

/// The entries of a record.
pub(super) fn entries_of(record: &Record, context: &Context) -> Vec<Searchable> {
    match record {
        Record::Village(village) => vec![village::entry(village, context)],
        Record::Photo(photo) => vec![photo::entry(photo, context)],
        Record::Essay(essay) => vec![essay::entry(essay, context)],
        Record::Source(source) => vec![reference::source(source)],
        Record::Term(term) => vec![reference::term(term, context)],
        Record::County(region) => reference::region(region, context),
        Record::Vocabulary(_) | Record::Withdrawals(_) => Vec::new(),
    }
}

impl Searchable {
    fn new(id: &str, kind: HitKind, title: Bilingual) -> Self {
        let shown = Shown {
            id: id.to_owned(),
            kind,
            title: title.into(),
            pinyin: None,
            of: None,
            is_stand_in: false,
            passages: Vec::new(),
        };
        Self {
            shown,
            names: Vec::new(),
            latin_names: Vec::new(),
            context: Vec::new(),
            by: Vec::new(),
            villages: Vec::new(),
            marks: Marks::default(),
            position: None,
        }
    }

    fn add_name(&mut self, name: &Name) {
        self.names.push((name.zh.clone(), name.pinyin.clone()));
        // A term's English may be several words for it.
        self.latin_names.extend(name.en.iter().flat_map(|en| en.split(';')).map(|en| en.trim().to_owned()));
    }

    fn add_context(&mut self, text: &Bilingual) {
        self.context.push(text.zh.clone());
        self.context.extend(text.en.clone());
    }

    fn add_passage(&mut self, text: &str, language: Language, is_lead: bool) {
        // A line is a passage, so that no snippet runs from one paragraph into the next.
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let is_english = language == Language::English;
            self.shown.passages.push(Passage { is_english, is_lead, text: line.to_owned() });
        }
    }

    fn add_text(&mut self, text: &Bilingual) {
        self.add_passage(&text.zh, Language::Chinese, false);
        if let Some(en) = &text.en {
            self.add_passage(en, Language::English, false);
        }
    }

    fn add_partly(&mut self, text: &PartlyBilingual) {
        for (language, text) in [(Language::Chinese, &text.zh), (Language::English, &text.en)] {
            if let Some(text) = text {
                self.add_passage(text, language, false);
            }
        }
    }

    fn add_markdown(&mut self, text: &PartlyBilingual) {
        for (language, text) in [(Language::Chinese, &text.zh), (Language::English, &text.en)] {
            if let Some(text) = text {
                self.add_passage(&crate::prose::to_plain_text(text), language, false);
            }
        }
    }

    /// Notes the languages in which there is something to read.
    fn note_languages(&mut self) {
        let is_in =
            |language| self.shown.passages.iter().any(|p| p.is_english == (language == Language::English));
        self.marks.languages = Language::ALL.into_iter().filter(|language| is_in(*language)).collect();
    }
}
