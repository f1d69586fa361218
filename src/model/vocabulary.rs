//! The controlled vocabulary: properties, measures, photo elements and the terms of the glossary.

use serde::{Deserialize, Serialize};

use super::id::Id;
use super::text::{Bilingual, Name, PartlyBilingual};

/// The tables curators change: what can be claimed, measured and photographed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// What can be claimed of a village, in the order of display.
    pub properties: Vec<Property>,
    /// What can be measured.
    pub measures: Vec<Measure>,
    /// What a photo can show.
    pub elements: Vec<Element>,
    /// The terms in the order in which the glossary shows them; the terms are records of their own.
    pub terms: Vec<Id>,
}

impl Vocabulary {
    /// Where a term stands in the glossary; terms the order does not name come last.
    pub fn place_of(&self, term: &Id) -> usize {
        // All of those have one place: whoever sorts by it has to bring the order among them.
        self.terms.iter().position(|id| id == term).unwrap_or(usize::MAX)
    }

    /// Gives the terms that only `before` names their places again, each behind the one it stood behind.
    pub fn keep_places_of(&mut self, before: &Self) {
        let mut place = 0;
        for term in &before.terms {
            match self.terms.iter().position(|id| id == term) {
                // The place moves along with the old order: what is put in goes behind the neighbour that it had.
                Some(there) => place = there + 1,
                None => {
                    self.terms.insert(place, term.clone());
                    place += 1;
                }
            }
        }
    }
}

/// Something that can be claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// Its id, e.g. `fort_size`.
    pub id: String,
    /// Its label.
    pub name: Bilingual,
    /// Whether 家底表 has a column for it.
    pub in_inventory: bool,
}

/// Something that can be measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Its id, e.g. `wall_height`.
    pub id: String,
    /// Its label.
    pub name: Bilingual,
    /// Its unit: `m`, `cm`, `m2` or `1`.
    pub unit: String,
}

/// Something a photo can show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// Its id, e.g. `gate`.
    pub id: String,
    /// Its label.
    pub name: Bilingual,
}

/// A term (词条) of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its id.
    pub id: Id,
    /// The term with its reading and English.
    pub name: Name,
    /// Other Chinese words for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_zh: Vec<String>,
    /// Other English words for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_en: Vec<String>,
    /// What it means here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_note: Option<PartlyBilingual>,
    /// Id of the photo element that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// What to look for on the spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_for: Option<Bilingual>,
    /// Address of a close match in the Getty Art & Architecture Thesaurus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aat: Option<String>,
}
