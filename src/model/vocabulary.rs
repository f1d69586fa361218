//! The controlled vocabulary: properties, measures, photo elements and the terms of the glossary.

use serde::{Deserialize, Serialize};

use super::codes::{Choose, CodeList, FormPart};
use super::id::Id;
use super::statement::Statement;
use super::text::{Bilingual, Language, Name, PartlyBilingual};

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
    /// What statements can choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub code_lists: Vec<CodeList>,
    /// The terms in the order in which the glossary shows them; the terms are records of their own.
    pub terms: Vec<Id>,
}

impl Vocabulary {
    /// The property of an id.
    pub fn property(&self, id: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.id == id)
    }

    /// The lists that a property chooses from, in its order.
    pub fn lists_of<'v>(&'v self, property: &'v Property) -> impl Iterator<Item = &'v CodeList> {
        property.codes.iter().filter_map(|id| self.code_lists.iter().find(|list| list.id == *id))
    }

    /// What a coded value of a property is called: of several lists with the list, 自然因素·水灾. `None` where the property
    /// has no such value.
    pub fn word_of(&self, property: &str, code: &Id) -> Option<Bilingual> {
        let property = self.property(property)?;
        let (list, code) = self
            .lists_of(property)
            .find_map(|list| list.codes.iter().find(|found| found.id == *code).map(|code| (list, code)))?;
        if property.codes.len() == 1 {
            return Some(code.name.clone());
        }
        let en = list.name.en.as_ref().zip(code.name.en.as_ref());
        Some(Bilingual {
            zh: format!("{}·{}", list.name.zh, code.name.zh),
            en: en.map(|(list, code)| format!("{list} · {code}")),
        })
    }

    /// What the coded values of a statement say, in their order; one that is unknown stands as its id.
    pub fn words_of<'i>(&self, property: &str, codes: impl IntoIterator<Item = &'i str>) -> Bilingual {
        let word = |code: &str| {
            let known = Id::parse(code).ok().and_then(|id| self.word_of(property, &id));
            known.unwrap_or_else(|| Bilingual { zh: code.to_owned(), en: Some(code.to_owned()) })
        };
        let words: Vec<Bilingual> = codes.into_iter().map(word).collect();
        let zh: Vec<&str> = words.iter().map(|word| word.zh.as_str()).collect();
        let en: Option<Vec<&str>> = words.iter().map(|word| word.en.as_deref()).collect();
        Bilingual { zh: zh.join("、"), en: en.map(|en| en.join(", ")) }
    }

    /// What the coded values of a statement say in a language where its own words there say anything else; `None` too where
    /// it has none. Words that were made of the values alone would say the same thing twice.
    pub fn words_beside(&self, statement: &Statement, language: Language) -> Option<Bilingual> {
        let words = self.words_of(&statement.property, statement.codes.iter().map(Id::as_str));
        let is_said = words.for_reader(language).0 == statement.value.for_reader(language).0;
        (!statement.codes.is_empty() && !is_said).then_some(words)
    }

    /// The property that a coded value belongs to, the first if there are several.
    pub fn property_with(&self, code: &Id) -> Option<&Property> {
        let has = |list: &CodeList| list.codes.iter().any(|found| found.id == *code);
        self.properties.iter().find(|property| self.lists_of(property).any(has))
    }

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
    /// The part of the form that asks for it; none for what stands among the other statements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<FormPart>,
    /// Ids of the lists that its statements choose from, in the order of the form (see [`CodeList`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Id>,
    /// How many coded values one statement may have.
    #[serde(default, skip_serializing_if = "Choose::is_many")]
    pub choose: Choose,
    /// What to write, for the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Bilingual>,
    /// A worked example, for the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Bilingual>,
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
