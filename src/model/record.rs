//! Records of every kind, their keys, and the canonical form a digest is taken of.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::{County, Essay, Id, Photo, Source, Term, Village, Visibility, Vocabulary, Withdrawals};

/// What kind of record a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// [`Vocabulary`]; there is one.
    Vocabulary,
    /// [`Source`].
    Source,
    /// [`Term`].
    Term,
    /// [`County`]; there is one.
    County,
    /// [`Village`].
    Village,
    /// [`Photo`].
    Photo,
    /// [`Essay`].
    Essay,
    /// [`Withdrawals`]; there is one.
    Withdrawals,
}

impl Kind {
    /// All kinds; what stands later may refer to what stands earlier.
    pub const ALL: [Self; 8] = [
        Self::Vocabulary,
        Self::Source,
        Self::Term,
        Self::County,
        Self::Village,
        Self::Photo,
        Self::Essay,
        Self::Withdrawals,
    ];

    /// The word the store keeps.
    pub fn word(self) -> &'static str {
        match self {
            Self::Vocabulary => "vocabulary",
            Self::Source => "source",
            Self::Term => "term",
            Self::County => "region",
            Self::Village => "village",
            Self::Photo => "photo",
            Self::Essay => "essay",
            Self::Withdrawals => "withdrawals",
        }
    }

    /// The kind a stored word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether its records share the one namespace of items, so that their ids stand alone in a key.
    pub fn is_item(self) -> bool {
        matches!(self, Self::Village | Self::Photo | Self::Essay)
    }
}

/// The key of a record: the bare id of a village, photo or essay, else `kind:id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey {
    /// The kind of the record.
    pub kind: Kind,
    /// Its id; `hejin` for the kinds of which there is one.
    pub id: String,
}

impl RecordKey {
    /// The key of a record that has an id.
    pub fn new(kind: Kind, id: &Id) -> Self {
        Self { kind, id: id.to_string() }
    }

    /// The key of the region.
    pub fn region() -> Self {
        Self { kind: Kind::County, id: "hejin".to_owned() }
    }

    /// The key of what is withdrawn.
    pub fn withdrawals() -> Self {
        Self { kind: Kind::Withdrawals, id: "hejin".to_owned() }
    }

    /// The key of the vocabulary.
    pub fn vocabulary() -> Self {
        Self { kind: Kind::Vocabulary, id: "hejin".to_owned() }
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind.is_item() {
            f.write_str(&self.id)
        } else {
            write!(f, "{}:{}", self.kind.word(), self.id)
        }
    }
}

/// A record of any kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Record {
    /// The vocabulary.
    Vocabulary(Vocabulary),
    /// A source.
    Source(Source),
    /// A term.
    Term(Term),
    /// The region.
    County(County),
    /// A village.
    Village(Village),
    /// A photo.
    Photo(Photo),
    /// An essay.
    Essay(Essay),
    /// What is withdrawn.
    Withdrawals(Withdrawals),
}

impl Record {
    /// Its key.
    pub fn key(&self) -> RecordKey {
        match self {
            Self::Vocabulary(_) => RecordKey::vocabulary(),
            Self::County(_) => RecordKey::region(),
            Self::Withdrawals(_) => RecordKey::withdrawals(),
            Self::Source(source) => RecordKey::new(Kind::Source, &source.id),
            Self::Term(term) => RecordKey::new(Kind::Term, &term.id),
            Self::Village(village) => RecordKey::new(Kind::Village, &village.id),
            Self::Photo(photo) => RecordKey::new(Kind::Photo, &photo.id),
            Self::Essay(essay) => RecordKey::new(Kind::Essay, &essay.id),
        }
    }

    /// Whom it is for; what stands in lists is for everybody.
    pub fn visibility(&self) -> Visibility {
        match self {
            Self::Village(village) => village.visibility,
            Self::Photo(photo) => photo.visibility,
            Self::Essay(essay) => essay.visibility,
            Self::Vocabulary(_)
            | Self::Source(_)
            | Self::Term(_)
            | Self::County(_)
            | Self::Withdrawals(_) => Visibility::Public,
        }
    }

    /// Reads a stored document of a known kind.
    pub fn from_document(kind: Kind, document: &str) -> Result<Self, serde_json::Error> {
        // By its kind, not by what fits: types refuse fields they do not know, since reading and writing would
        // lose them.
        Ok(match kind {
            Kind::Vocabulary => Self::Vocabulary(serde_json::from_str(document)?),
            Kind::Source => Self::Source(serde_json::from_str(document)?),
            Kind::Term => Self::Term(serde_json::from_str(document)?),
            Kind::County => Self::County(serde_json::from_str(document)?),
            Kind::Village => Self::Village(serde_json::from_str(document)?),
            Kind::Photo => Self::Photo(serde_json::from_str(document)?),
            Kind::Essay => Self::Essay(serde_json::from_str(document)?),
            Kind::Withdrawals => Self::Withdrawals(serde_json::from_str(document)?),
        })
    }

    /// The document to store: its canonical JSON.
    pub fn to_document(&self) -> Result<String, serde_json::Error> {
        canonical_json(self)
    }
}

/// JSON with keys in order, text in NFC and no spare white space.
pub fn canonical_json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    // By way of a value: types write their fields in the order of their definition, which may change.
    let mut canonical = serde_json::to_value(value)?;
    normalise(&mut canonical);
    serde_json::to_string(&canonical)
}

fn normalise(value: &mut Value) {
    match value {
        // The same letters can be typed composed and taken apart: equal to people, and of two digests.
        Value::String(text) => *text = text.nfc().collect(),
        Value::Array(values) => values.iter_mut().for_each(normalise),
        Value::Object(members) => {
            // Sorted here and not left to serde_json, whose maps keep another order as soon as any crate asks for
            // it.
            let mut sorted: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            for (key, mut member) in sorted {
                normalise(&mut member);
                members.insert(key.nfc().collect(), member);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::canonical_json;

    #[test]
    fn canonical_form_has_sorted_keys_and_composed_text() {
        let value = serde_json::json!({ "b": 1, "a": { "d": "Xia\u{30c}o", "c": [2.5, null] } });
        assert_eq!(
            canonical_json(&value).ok().as_deref(),
            Some("{\"a\":{\"c\":[2.5,null],\"d\":\"Xiǎo\"},\"b\":1}")
        );
    }
}
