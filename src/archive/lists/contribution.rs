//! What an item adds to the lists: its places on shelves, and what it counts for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::shelves::Place;
use crate::archive::disclosed::told_publicly;
use crate::archive::{PhotoEntry, known, surest_of_fort};
use crate::model::{Certainty, County, Entry, Id, Village};

/// The shelves that every archive has.
pub(in crate::archive) mod shelf {
    use crate::model::Certainty;

    /// Named villages in the order of the contents.
    pub(in crate::archive) const NAMED: &str = "named";
    /// Entries kept open, by id.
    pub(in crate::archive) const OPEN: &str = "open";
    /// Named villages, those of which most is known first.
    pub(in crate::archive) const BEST: &str = "best";
    /// Villages whose place is a circle, by its radius.
    pub(in crate::archive) const CIRCLES: &str = "circles";
    /// Essays, by id.
    pub(in crate::archive) const ESSAYS: &str = "essays";
    /// Photos of villages that are shown, by id.
    pub(in crate::archive) const PHOTOS: &str = "photos";

    /// Named villages of a town, the best known first.
    pub(in crate::archive) fn town(id: &str) -> String {
        format!("town {id}")
    }

    /// Named villages of a town (`""` where none is known) of which the surest that is said of the fort is `fort`, and
    /// whose place was measured on site or not, as everybody is told; the best known first.
    ///
    /// Each named village stands on one of these, so that any choice of towns, certainties and surveys is a few of them.
    pub(in crate::archive) fn standing(town: &str, fort: Option<Certainty>, is_surveyed: bool) -> String {
        let (fort, survey) = (fort.map_or("none", Certainty::word), if is_surveyed { "on" } else { "off" });
        format!("standing {fort} {survey} {town}")
    }

    /// Named villages that were measured on site and of which everybody may be told exactly where, in one cell of a grid of
    /// tenths of a degree in WGS 84, counted east and north, by id.
    pub(in crate::archive) fn around((east, north): (i32, i32)) -> String {
        format!("around {east} {north}")
    }

    /// Villages of a statistical code.
    pub(in crate::archive) fn code(code: &str) -> String {
        format!("code {code}")
    }

    /// Villages that a photo opens.
    pub(in crate::archive) fn led_by(photo: &str) -> String {
        format!("led by {photo}")
    }

    /// All photos of an element.
    pub(in crate::archive) fn element(id: &str) -> String {
        format!("element {id}")
    }

    /// The photographs of an element, or its stand-ins.
    pub(in crate::archive) fn element_of(id: &str, stand_in: bool) -> String {
        format!("element {id} {}", if stand_in { "drawn" } else { "real" })
    }

    /// All photos of a village, whether or not that is shown.
    pub(in crate::archive) fn under(village: &str) -> String {
        format!("under {village}")
    }
}

/// Numbers that are kept beside the shelves.
pub(in crate::archive) mod number {
    use crate::model::Certainty;

    /// Photographs of villages that are shown.
    pub(in crate::archive) const REAL: &str = "# photographs";
    /// Villages measured on site.
    pub(in crate::archive) const SURVEYED: &str = "# surveyed";
    /// Villages of which no more than the town is told.
    pub(in crate::archive) const PLACELESS: &str = "# placeless";

    /// Statements of a certainty.
    pub(in crate::archive) fn statements(certainty: Certainty) -> String {
        format!("# statements {}", certainty.word())
    }

    /// Named villages of which a property or a measure is known, or was looked for and not found.
    pub(in crate::archive) fn fact(is_measure: bool, id: &str, is_known: bool) -> String {
        let kind = if is_measure { "measure" } else { "property" };
        let grade = if is_known { "known" } else { "unknown" };
        format!("# {kind} {id} {grade}")
    }
}

/// Towns in the county's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::archive) struct Towns(HashMap<Id, u16>);

impl Towns {
    pub(in crate::archive) fn of(region: &County) -> Self {
        // The last number is left for villages of no known town.
        let places = region.towns.iter().zip(0..u16::MAX);
        Self(places.map(|(town, place)| (town.id.clone(), place)).collect())
    }

    /// The order in a line, to be kept; [`Towns::read`] reads it.
    pub(super) fn line(&self) -> String {
        let mut towns: Vec<_> = self.0.iter().map(|(id, place)| (place, id.as_str())).collect();
        towns.sort_unstable();
        towns.into_iter().map(|(_, id)| id).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn read(line: &str) -> Self {
        let ids = line.split(' ').filter_map(|id| Id::parse(id).ok());
        Self(ids.zip(0..u16::MAX).collect())
    }

    fn place(&self, village: &Village) -> u16 {
        village.town.as_ref().and_then(|id| self.0.get(id)).copied().unwrap_or(u16::MAX)
    }

    /// The id of a village's town, if the county has it.
    fn known<'v>(&self, village: &'v Village) -> Option<&'v Id> {
        village.town.as_ref().filter(|id| self.0.contains_key(*id))
    }
}

/// What one item adds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Contribution {
    pub(super) places: BTreeSet<(String, Place)>,
    pub(super) numbers: BTreeMap<String, i64>,
}

impl Contribution {
    /// What a village adds that is shown.
    pub(super) fn of_village(village: &Village, towns: &Towns) -> Self {
        let mut added = Self::default();
        let id = &village.id;
        // As everybody is told, since staff read the same lists and counts.
        let place = told_publicly(village);
        match village.entry {
            Entry::Named => {
                added.place(shelf::NAMED, named_key(village, towns));
                added.place(
                    shelf::BEST,
                    key(
                        &[falling(weight(village)), falling(known(village))],
                        named_key(village, towns).0,
                        // Two numbers of two bytes stand before the id in the other key.
                        Some(4),
                    ),
                );
                if let Some(town) = &village.town {
                    added.place(
                        &shelf::town(town.as_str()),
                        key(&[falling(known(village))], id_bytes(id), None),
                    );
                }
                let town = towns.known(village).map_or("", Id::as_str);
                let point = place.and_then(|place| place.surveyed_point());
                added.place(
                    &shelf::standing(town, surest_of_fort(village), point.is_some()),
                    key(&[falling(known(village))], id_bytes(id), None),
                );
                if let Some(point) = point {
                    added.place(&shelf::around(cell_of(point)), (id_bytes(id), 0));
                }
                added.count_facts(village);
            }
            Entry::Open => added.place(shelf::OPEN, (id_bytes(id), 0)),
        }
        if let Some(code) = &village.statistical_code {
            added.place(&shelf::code(code), (id_bytes(id), 0));
        }
        if let Some(lead) = &village.lead {
            added.place(&shelf::led_by(lead.as_str()), (id_bytes(id), 0));
        }
        for statement in &village.statements {
            added.count(number::statements(statement.certainty));
        }
        match place {
            None => added.count(number::PLACELESS),
            Some(place) if place.method.is_measured_on_site() => added.count(number::SURVEYED),
            // Radii are not negative, whose bits are in the order of the numbers.
            Some(place) => {
                let mut key = place.radius_m.to_bits().to_be_bytes().to_vec();
                key.extend(id.as_str().bytes());
                added.place(shelf::CIRCLES, (key, 8));
            }
        }
        added
    }

    /// What a photo adds whose village is shown.
    pub(super) fn of_photo(photo: &PhotoEntry) -> Self {
        let mut added = Self::default();
        let by_id = || (id_bytes(&photo.id), 0);
        added.place(shelf::PHOTOS, by_id());
        added.place(&shelf::element(&photo.element), by_id());
        added.place(&shelf::element_of(&photo.element, photo.stand_in), by_id());
        if !photo.stand_in {
            added.count(number::REAL);
        }
        added
    }

    /// What an essay adds that is shown.
    pub(super) fn of_essay(id: &Id) -> Self {
        let mut added = Self::default();
        added.place(shelf::ESSAYS, (id_bytes(id), 0));
        added
    }

    /// What a photo adds in any case.
    pub(super) fn under_village(&mut self, photo: &PhotoEntry) {
        self.place(&shelf::under(photo.village.as_str()), (id_bytes(&photo.id), 0));
    }

    fn place(&mut self, shelf: &str, place: Place) {
        self.places.insert((shelf.to_owned(), place));
    }

    fn count(&mut self, number: impl Into<String>) {
        *self.numbers.entry(number.into()).or_default() += 1;
    }

    /// Each fact by the surest that is said of it.
    fn count_facts(&mut self, village: &Village) {
        let mut facts: BTreeMap<(bool, &str), Certainty> = BTreeMap::new();
        for statement in &village.statements {
            let measures = statement.measures.iter().map(|found| (true, found.measure.as_str()));
            for fact in measures.chain([(false, statement.property.as_str())]) {
                let surest = facts.entry(fact).or_insert(statement.certainty);
                *surest = statement.certainty.min(*surest);
            }
        }
        for ((is_measure, id), certainty) in facts {
            self.count(number::fact(is_measure, id, certainty != Certainty::Unknown));
        }
    }
}

/// The cell of [`shelf::around`] that holds a point, degrees east and north.
pub(in crate::archive) fn cell_of((lon, lat): (f64, f64)) -> (i32, i32) {
    // Degrees are 180 at the most.
    let tenths = |degrees: f64| (degrees * 10.0).floor() as i32;
    (tenths(lon), tenths(lat))
}

/// By town in the county's order, those of no known town last; within a town the best known first.
pub(super) fn named_key(village: &Village, towns: &Towns) -> Place {
    key(&[towns.place(village), falling(known(village))], id_bytes(&village.id), None)
}

/// Numbers that order, then what ends with the id, which begins `more` bytes into it.
fn key(numbers: &[u16], rest: Vec<u8>, more: Option<u8>) -> Place {
    let mut key: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
    let id_at = u8::try_from(key.len()).unwrap_or(u8::MAX).saturating_add(more.unwrap_or(0));
    key.extend(rest);
    (key, id_at)
}

/// A number of which the larger comes first.
fn falling(number: usize) -> u16 {
    u16::MAX - u16::try_from(number).unwrap_or(u16::MAX)
}

fn id_bytes(id: &Id) -> Vec<u8> {
    id.as_str().bytes().collect()
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
