//! Ids: the one namespace of villages, photos and essays, and the ids inside lists.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Words an item may not be called because addresses use them.
pub const RESERVED_WORDS: &[&str] = &[
    // An id is for ever, so words are kept free that no route has yet.
    "about",
    "api",
    "assets",
    "collection",
    "compare",
    "en",
    "essays",
    "glossary",
    "iiif",
    "inventory",
    "map",
    "new",
    "oai",
    "open",
    "photos",
    "search",
    "staff",
    "top",
    "villages",
];

/// An id: 1 to 64 characters of `a–z 0–9 -`.
///
/// Never reused for another thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

/// Why a text is not an [`Id`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    /// Empty, or longer than 64 characters.
    #[error("an id has 1 to 64 characters, this one has {0}")]
    Length(usize),
    /// Holds a character outside `a–z 0–9 -`.
    #[error("an id is made of a–z, 0–9 and -, not {0:?}")]
    Character(char),
}

impl Id {
    /// Reads an id.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        // Counted in bytes, which are the characters of what an id may hold; the message counts for people.
        if text.is_empty() || text.len() > 64 {
            return Err(BadId::Length(text.chars().count()));
        }
        match text.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-')) {
            Some(found) => Err(BadId::Character(found)),
            None => Ok(Self(text.to_owned())),
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an address uses this word, so that no item may have it.
    pub fn is_reserved(&self) -> bool {
        RESERVED_WORDS.contains(&self.as_str())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Id {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        Self::parse(&text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl std::borrow::Borrow<str> for Id {
    // Maps by `Id` are asked with plain text: equality, order and hash are derived from the text alone.
    fn borrow(&self) -> &str {
        &self.0
    }
}
