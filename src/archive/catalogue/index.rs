//! Works out the orders and counts that pages ask for, once for a sequence number.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::{Catalogue, Index, PhotoCount, known};
use crate::model::{Certainty, Id, Village};

/// How many villages are shown large.
const FEATURED: usize = 2;

impl Catalogue {
    /// Works the index out anew.
    pub(super) fn reindex(&mut self) {
        let mut index = Index { photo_count: PhotoCount::of(self.photos.values()), ..Index::default() };
        for photo in self.photos.values() {
            index.photos_of.entry(photo.village.clone()).or_default().push(Arc::clone(photo));
            let (shown, count) =
                index.of_element.entry(Arc::clone(&photo.element)).or_insert_with(|| (Arc::clone(photo), 0));
            *count += 1;
            if shown.stand_in && !photo.stand_in {
                *shown = Arc::clone(photo);
            }
        }
        let towns: HashMap<&Id, usize> =
            self.region.towns.iter().enumerate().map(|(place, town)| (&town.id, place)).collect();
        let town = |village: &Village| village.town.as_ref().and_then(|id| towns.get(id)).copied();
        let mut named: Vec<_> = self.named().map(Arc::clone).collect();
        named.sort_by_key(|village| (town(village).unwrap_or(usize::MAX), Reverse(known(village))));
        let mut best = named.clone();
        best.sort_by_key(|village| Reverse((weight(village), known(village))));
        index.cover = best.get(FEATURED).or_else(|| best.first()).cloned();
        best.truncate(FEATURED);
        index.featured = best;
        index.named = named.len();
        index.contents = named;
        index.contents.extend(self.open_entries().map(Arc::clone));
        index.place =
            index.contents.iter().enumerate().map(|(place, village)| (village.id.clone(), place)).collect();
        index.essays = self.essays.values().map(Arc::clone).collect();
        index.essays.sort_by_key(|entry| (Reverse(entry.essay.published), entry.essay.id.clone()));
        self.index = index;
    }
}

/// How much the sources behind a village carry, so that reported facts outweigh as many leads.
fn weight(village: &Village) -> usize {
    let worth = |certainty| match certainty {
        Certainty::Established | Certainty::Reported => 3,
        Certainty::Lead => 2,
        Certainty::Unknown => 0,
    };
    village.statements.iter().map(|statement| worth(statement.certainty)).sum()
}
