//! What can be asked and what comes back.

use super::collect::Counts;
use super::kinds::{HitKind, Sort};
use super::query::Query;
use super::schema::KIND;
use super::snippet::Marked;
use crate::model::{Bilingual, Language};

/// A box on the map, WGS 84 degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The western edge.
    pub west: f64,
    /// The southern edge.
    pub south: f64,
    /// The eastern edge.
    pub east: f64,
    /// The northern edge.
    pub north: f64,
}

/// What results are narrowed to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    /// One kind.
    pub kind: Option<HitKind>,
    /// The id of a town.
    pub town: Option<String>,
    /// The id of a period.
    pub period: Option<String>,
    /// The id of an element.
    pub element: Option<String>,
    /// The word of a certainty.
    pub certainty: Option<String>,
    /// The code of a language.
    pub language: Option<String>,
    /// Only what was measured on site and is public as measured; circles are in no box.
    pub area: Option<Area>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// The words.
    pub query: Query,
    /// What results are narrowed to.
    pub filters: Filters,
    /// Their order.
    pub sort: Sort,
    /// How many to pass over.
    pub offset: usize,
    /// How many to give, of all or of each kind.
    pub limit: usize,
    /// Whether they come by kind.
    pub groups: bool,
    /// Whether to count by every mark.
    pub counts: bool,
    /// The reader's language, for titles and pieces of text.
    pub language: Language,
}

impl Ask {
    /// The best of everything, in one list and without counts, for a Chinese reader.
    pub fn best(query: Query, limit: usize) -> Self {
        Self {
            query,
            filters: Filters::default(),
            sort: Sort::Relevance,
            offset: 0,
            limit,
            groups: false,
            counts: false,
            language: Language::Chinese,
        }
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// How many in all.
    pub total: u64,
    /// The results, by kind where that was asked; each group with the rank of its best.
    pub(super) groups: Vec<(u64, Group)>,
    /// How many there are of each value of each mark.
    pub counts: Counts,
    /// What was probably meant, where words were taken for others.
    pub meant: Option<String>,
    /// Words that nothing in the archive is like.
    pub left_out: Vec<String>,
    /// The sequence number this is from.
    pub sequence: u64,
}

impl Found {
    /// Leaves out what is not to be shown, and what is said of it.
    ///
    /// As far as these results go: what else was found and is not to be shown is not known here.
    pub fn retain(&mut self, is_shown: impl Fn(HitKind, &str) -> bool) {
        let mut hidden = 0;
        for (_, group) in &mut self.groups {
            for hit in group.hits.extract_if(.., |hit| !is_shown(hit.kind, &hit.id)) {
                hidden += 1;
                group.total = group.total.saturating_sub(1);
                if let Some(count) =
                    self.counts.get_mut(KIND).and_then(|counts| counts.get_mut(hit.kind.word()))
                {
                    *count = count.saturating_sub(1);
                }
            }
        }
        if hidden == 0 {
            return;
        }
        self.total = self.total.saturating_sub(hidden);
        self.groups.retain(|(_, group)| !group.hits.is_empty());
        for (mark, counts) in &mut self.counts {
            // Of the other marks it is not known here which the hidden ones have: a value that so few have may be of
            // them alone, and is not told.
            let least = if *mark == KIND { 1 } else { hidden + 1 };
            counts.retain(|_, count| *count >= least);
        }
        self.meant = self.meant.take().and_then(|_| self.best_title());
    }

    /// The title of the best result.
    pub(super) fn best_title(&self) -> Option<String> {
        self.groups.first().and_then(|(_, group)| group.hits.first()).map(|hit| hit.title.plain())
    }

    /// The groups, that of the best result first.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().map(|(_, group)| group)
    }
}

/// Results of one kind, or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Their kind, where results come by kind.
    pub kind: Option<HitKind>,
    /// How many there are of it in all.
    pub total: u64,
    /// The results.
    pub hits: Vec<Hit>,
}

/// A result.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The id of the record, as it was imported.
    pub id: String,
    /// What it is.
    pub kind: HitKind,
    /// Its title.
    pub title: Marked,
    /// Its title in both languages, unmarked.
    pub bilingual_title: Bilingual,
    /// The language of the title.
    pub title_language: Language,
    /// Its own pinyin.
    pub pinyin: Option<String>,
    /// The name of what it belongs to.
    pub of: Option<Bilingual>,
    /// Whether it is a drawn stand-in.
    pub is_stand_in: bool,
    /// The piece of its text that says why it was found.
    pub snippet: Marked,
    /// The language of that piece.
    pub snippet_language: Language,
    /// Whether that piece is only a lead (待核实).
    pub is_lead: bool,
}

/// A name offered while typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The id of the record.
    pub id: String,
    /// What it is.
    pub kind: HitKind,
    /// Its name.
    pub title: Bilingual,
    /// Its own pinyin.
    pub pinyin: Option<String>,
    /// The name of what it belongs to.
    pub of: Option<Bilingual>,
}

/// How it stands with the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// It is made or made anew; an older one answers meanwhile, if there is one.
    Building {
        /// Records taken in.
        done: u64,
        /// Records in all.
        total: u64,
    },
    /// It follows the archive.
    Ready,
    /// It could not be made or brought forward, which the log explains; it is tried again.
    Failing,
}
