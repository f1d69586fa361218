//! What can be asked and what comes back.

use serde::{Deserialize, Serialize};

use super::collect::Counts;
use super::query::Query;
use super::snippet::Marked;
use crate::archive::ArchiveError;
use crate::model::{Bilingual, Language};
use crate::store::StoreError;

/// What a result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HitKind {
    /// A village known by name.
    Village,
    /// A term of the glossary.
    Term,
    /// An essay.
    Essay,
    /// An entry kept open (名单待考), and the names that may be one.
    OpenEntry,
    /// The county as a whole.
    Region,
    /// A photo or a stand-in.
    Photo,
    /// A cited work.
    Source,
}

impl HitKind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Village, Self::Term, Self::Essay, Self::OpenEntry, Self::Region, Self::Photo, Self::Source];

    /// The word used in the index and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Term => "term",
            Self::Essay => "essay",
            Self::OpenEntry => "open-entry",
            Self::Region => "region",
            Self::Photo => "photo",
            Self::Source => "source",
        }
    }

    /// The kind a word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What a result gains by being of this kind: little, so that it only decides between like texts.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Village => 6.0,
            Self::Term | Self::Essay => 5.0,
            Self::Region => 4.0,
            Self::OpenEntry => 2.0,
            Self::Source => 1.0,
            Self::Photo => 0.0,
        }
    }
}

/// The order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// By name, in the order of pinyin.
    Name,
    /// The newest first.
    Newest,
}

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
    /// Leaves out what is not to be shown.
    pub fn retain(&mut self, is_shown: impl Fn(HitKind, &str) -> bool) {
        for (_, group) in &mut self.groups {
            let before = group.hits.len();
            group.hits.retain(|hit| is_shown(hit.kind, &hit.id));
            self.total -= (before - group.hits.len()) as u64;
        }
        self.groups.retain(|(_, group)| !group.hits.is_empty());
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

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is no index yet.
    #[error("the search index is being made")]
    NotReady,
    /// The index is not what was written.
    #[error("the search index is damaged: {0}")]
    Damaged(String),
    /// What is kept to be shown cannot be written or read.
    #[error("a search entry cannot be read: {0}")]
    Shown(String),
    /// The engine failed.
    #[error(transparent)]
    Index(#[from] tantivy::TantivyError),
    /// A file failed.
    #[error("a file of the search index: {0}")]
    File(#[from] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] ArchiveError),
}

impl SearchError {
    /// Whether it may come of files that are no longer what was written.
    pub(super) fn is_of_the_index(&self) -> bool {
        matches!(self, Self::Index(_) | Self::Damaged(_) | Self::Shown(_) | Self::File(_))
    }
}
