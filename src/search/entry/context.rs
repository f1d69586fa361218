//! What entries take from other records: labels of the vocabulary, names of towns and villages.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Bilingual, County, Id, Name, Vocabulary};

/// What is known of a village where its photos and essays are indexed.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::search) struct VillageName {
    pub(in crate::search) name: Name,
    /// Other names by which it is known.
    pub(in crate::search) others: Vec<String>,
    pub(in crate::search) town: Option<Id>,
}

/// What entries take from other records.
#[derive(Debug, Clone, Default)]
pub(in crate::search) struct Context {
    pub(in crate::search) vocabulary: Arc<Vocabulary>,
    pub(in crate::search) region: Arc<County>,
    /// The villages that the records at hand refer to.
    pub(in crate::search) villages: HashMap<Id, VillageName>,
}

impl Context {
    pub(super) fn property(&self, id: &str) -> Option<&Bilingual> {
        self.vocabulary.properties.iter().find(|property| property.id == id).map(|property| &property.name)
    }

    pub(super) fn element(&self, id: &str) -> Option<&Bilingual> {
        self.vocabulary.elements.iter().find(|element| element.id == id).map(|element| &element.name)
    }

    pub(super) fn town(&self, id: &Id) -> Option<Bilingual> {
        self.region.town(id).map(|town| bilingual(&town.name))
    }
}

/// A name without its reading.
pub(in crate::search) fn bilingual(name: &Name) -> Bilingual {
    Bilingual { zh: name.zh.clone(), en: name.en.clone() }
}
