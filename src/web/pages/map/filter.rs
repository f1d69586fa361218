//! What the map was asked to show, and the one address it has so.

use serde::Deserialize;

use crate::archive::{Catalogue, OF_FORTS, VillageFilter};
use crate::model::address::Page;
use crate::model::{Certainty, Id};
use crate::web::address::page_number;
use crate::web::errors::PageError;

/// What the query may say; anything else in it is ignored.
#[derive(Deserialize)]
pub(in crate::web) struct MapQuery {
    town: Option<String>,
    certainty: Option<String>,
    position: Option<String>,
    essay: Option<String>,
    page: Option<String>,
    at: Option<String>,
}

/// The same after parsing: only what there is.
#[derive(Clone, Default)]
pub(super) struct Asked {
    pub(super) town: Option<Id>,
    /// Of the fort; `Some(None)` where nothing is said of one.
    pub(super) fort: Option<Option<Certainty>>,
    pub(super) is_surveyed: Option<bool>,
    pub(super) has_essay: bool,
    pub(super) page: usize,
    pub(super) at: Option<Id>,
}

/// The word of a certainty in addresses.
pub(super) fn fort_word(fort: Option<Certainty>) -> &'static str {
    fort.map_or("none", Certainty::word)
}

/// The word of a position in addresses.
pub(super) fn position_word(is_surveyed: bool) -> &'static str {
    if is_surveyed { "surveyed" } else { "unsurveyed" }
}

impl Asked {
    /// Reads a query. A choice that there is not is a 404; a village that there is not is nobody's choice.
    pub(super) fn parse(query: MapQuery, catalogue: &Catalogue) -> Result<Self, PageError> {
        let chosen = |value: Option<String>| value.filter(|value| !value.is_empty());
        let town = |word: String| {
            let towns = &catalogue.region().towns;
            towns.iter().find(|town| town.id.as_str() == word).map(|town| town.id.clone())
        };
        let fort = |word: String| OF_FORTS.into_iter().find(|fort| fort_word(*fort) == word);
        let position = |word: String| [true, false].into_iter().find(|own| position_word(*own) == word);
        let at = chosen(query.at).and_then(|id| Id::parse(&id).ok());
        Ok(Self {
            // Each of these pages is kept in memory: words that somebody made up must not make any.
            town: known(chosen(query.town), town)?,
            fort: known(chosen(query.certainty), fort)?,
            is_surveyed: known(chosen(query.position), position)?,
            has_essay: chosen(query.essay).is_some(),
            page: page_number(query.page.as_deref())?,
            // Links to a circle are passed on; the map is whole without one.
            at: at.filter(|id| catalogue.village(id).is_some()),
        })
    }

    /// What is asked of the lists.
    pub(super) fn lists(&self) -> VillageFilter<'_> {
        VillageFilter {
            town: self.town.as_ref(),
            fort: self.fort,
            is_surveyed: self.is_surveyed,
            has_essay: self.has_essay,
        }
    }

    /// Whether it is narrowed to anything.
    pub(super) fn is_narrowed(&self) -> bool {
        self.lists() != VillageFilter::default()
    }

    /// The canonical address: parameters in one order, page 1 unsaid.
    pub(super) fn address(&self) -> Page {
        let number = (self.page > 1).then(|| self.page.to_string());
        let words = [
            ("town", self.town.as_ref().map(Id::as_str)),
            ("certainty", self.fort.map(fort_word)),
            ("position", self.is_surveyed.map(position_word)),
            ("essay", self.has_essay.then_some("yes")),
            ("page", number.as_deref()),
            ("at", self.at.as_ref().map(Id::as_str)),
        ];
        let said = words.into_iter().filter_map(|(name, value)| Some((name, value?)));
        said.fold(Page::MAP, |page, (name, value)| page.with(name, value))
    }

    pub(super) fn at_page(&self, page: usize) -> Self {
        Self { page, at: None, ..self.clone() }
    }

    /// The same with the circle of a village, or with none.
    pub(super) fn with_circle_of(&self, at: Option<&Id>) -> Self {
        Self { at: at.cloned(), ..self.clone() }
    }

    /// All that it says but the town, of which another is taken, or none.
    pub(super) fn of_town(&self, town: Option<&Id>) -> Self {
        Self { town: town.cloned(), page: 1, at: None, ..self.clone() }
    }
}

/// What a word names, if there is a word; a word that names nothing is a 404.
fn known<T>(word: Option<String>, find: impl FnOnce(String) -> Option<T>) -> Result<Option<T>, PageError> {
    word.map(|word| find(word).ok_or(PageError::NotFound)).transpose()
}
