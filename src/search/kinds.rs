//! What results can be, and in which order they come.

use serde::{Deserialize, Serialize};

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
