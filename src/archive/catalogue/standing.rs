//! Named villages by town, by how sure their fort is, by whether somebody measured where they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Catalogue;
use crate::archive::disclosed::told_publicly;
use crate::archive::lists::shelf;
use crate::archive::{known, surest_of_fort};
use crate::model::{Certainty, Entry, Id, Village};

/// What may be said of a fort, the surest first; nothing at all comes last.
pub const OF_FORTS: [Option<Certainty>; 5] = [
    Some(Certainty::Established),
    Some(Certainty::Reported),
    Some(Certainty::Lead),
    Some(Certainty::Unknown),
    None,
];

/// Which named villages are asked for; what is not set is not asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VillageFilter<'f> {
    /// Of one town of the county.
    pub town: Option<&'f Id>,
    /// Whose fort is at the surest so certain; `Some(None)` where nothing is said of it.
    pub fort: Option<Option<Certainty>>,
    /// Whether somebody measured on site where they are, and everybody may be told.
    pub is_surveyed: Option<bool>,
    /// Which an essay is about or mentions.
    pub has_essay: bool,
}

impl Catalogue {
    /// Up to `limit` named villages from place `offset`, by town in the county's order, and how many there are in all.
    ///
    /// Within a town the best known come first; where forts or surveys are asked for, those measured on site and then
    /// the surer forts stand before them.
    pub fn select_named(
        &self,
        filter: VillageFilter<'_>,
        offset: usize,
        limit: usize,
    ) -> (Vec<Arc<Village>>, usize) {
        if filter.has_essay {
            let found = self.of_essays(filter);
            let count = found.len();
            return (found.into_iter().skip(offset).take(limit).collect(), count);
        }
        let (mut villages, mut total) = (Vec::new(), 0);
        for shelf in self.shelves_of(filter) {
            let count = self.total(&shelf);
            let (past, room) = (offset.saturating_sub(total), limit - villages.len());
            if room > 0 && past < count {
                villages.extend(self.villages(&shelf, past, room));
            }
            total += count;
        }
        (villages, total)
    }

    /// How many named villages there are that may be asked for so.
    pub fn count_named(&self, filter: VillageFilter<'_>) -> usize {
        if filter.has_essay {
            return self.of_essays(filter).len();
        }
        self.shelves_of(filter).iter().map(|shelf| self.total(shelf)).sum()
    }

    /// The shelves that hold what is asked for, each village once, in their order.
    fn shelves_of(&self, filter: VillageFilter<'_>) -> Vec<String> {
        let VillageFilter { town, fort, is_surveyed, has_essay: _ } = filter;
        if (fort, is_surveyed) == (None, None) {
            return vec![town.map_or_else(|| shelf::NAMED.to_owned(), |town| shelf::town(town.as_str()))];
        }
        let towns = match town {
            Some(town) => vec![town.as_str()],
            None => self.region().towns.iter().map(|town| town.id.as_str()).chain([""]).collect(),
        };
        let mut shelves = Vec::new();
        for town in towns {
            for survey in
                [true, false].into_iter().filter(|own| is_surveyed.is_none_or(|asked| asked == *own))
            {
                let forts = OF_FORTS.into_iter().filter(|own| fort.is_none_or(|asked| asked == *own));
                shelves.extend(forts.map(|fort| shelf::standing(town, fort, survey)));
            }
        }
        shelves
    }

    /// Whether a village is among those asked for.
    pub fn is_among(&self, filter: VillageFilter<'_>, village: &Village) -> bool {
        let VillageFilter { town, fort, is_surveyed, has_essay } = filter;
        let measured = || told_publicly(village).is_some_and(|place| place.surveyed_point().is_some());
        village.entry == Entry::Named
            && town.is_none_or(|town| village.town.as_ref() == Some(town))
            && fort.is_none_or(|fort| surest_of_fort(village) == fort)
            && is_surveyed.is_none_or(|asked| measured() == asked)
            && (!has_essay || self.essays_about(&village.id).next().is_some())
    }

    /// The same of villages in essays, of which an archive has few.
    fn of_essays(&self, filter: VillageFilter<'_>) -> Vec<Arc<Village>> {
        let ids: BTreeSet<&Id> = self.essays().iter().flat_map(|entry| &entry.villages).collect();
        let mut found: Vec<Arc<Village>> = ids.into_iter().filter_map(|id| self.village(id)).collect();
        // That they are in essays they are by now.
        let filter = VillageFilter { has_essay: false, ..filter };
        found.retain(|village| self.is_among(filter, village));
        let towns = &self.region().towns;
        // Those of no known town last, as in the contents; by their ids they are in order already.
        found.sort_by_key(|village| {
            let place = towns.iter().position(|town| village.town.as_ref() == Some(&town.id));
            (place.unwrap_or(usize::MAX), usize::MAX - known(village))
        });
        found
    }
}
