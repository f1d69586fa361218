//! A change laid over the lists: what they would be if it were committed. Nothing is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::base::Base;
use super::change::Changed;
use super::item::Kept;
use super::shelves::{Place, id_of};
use crate::archive::ListsError;

/// What differs from the lists below.
#[derive(Clone, Default)]
pub(super) struct Laid {
    pub(super) items: HashMap<String, Kept>,
    pub(super) shelves: HashMap<String, Moved>,
    pub(super) numbers: HashMap<String, i64>,
}

impl Laid {
    /// Up to `limit` places of a shelf as it is with what is laid over it, from the one that has `offset` before it.
    pub(super) fn slice(
        &self,
        base: &Base,
        shelf: &str,
        offset: u64,
        limit: usize,
    ) -> Result<Vec<Place>, ListsError> {
        match self.shelves.get(shelf) {
            Some(moved) => moved.slice(base, shelf, offset, limit),
            None => base.shelves.slice(shelf, offset, limit),
        }
    }
}

/// What came to a shelf and what went.
#[derive(Clone, Default)]
pub(super) struct Moved {
    come: BTreeMap<Vec<u8>, u8>,
    gone: BTreeSet<Vec<u8>>,
}

impl Moved {
    /// How many more there are than below.
    pub(super) fn difference(&self) -> i64 {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        count(self.come.len()) - count(self.gone.len())
    }

    /// Up to `limit` places of the shelf, from the one that has `offset` before it.
    fn slice(&self, base: &Base, shelf: &str, offset: u64, limit: usize) -> Result<Vec<Place>, ListsError> {
        // So far back that nothing which came can have pushed what is wanted before it.
        let total = base.total(shelf)?;
        let start = offset.saturating_sub(self.come.len() as u64).min(total.saturating_sub(1));
        let more = self.come.len() + self.gone.len();
        // As many more as it begins too early by, and as may be gone of them.
        let below = base.shelves.slice(shelf, start, limit.saturating_add(more).saturating_add(1))?;
        let first = below.first().map(|(key, _)| key.clone()).filter(|_| start > 0);
        let is_before = |key: &&Vec<u8>| first.as_ref().is_some_and(|first| *key < first);
        let come = self.come.keys().filter(is_before).count() as u64;
        let gone = self.gone.iter().filter(is_before).count() as u64;
        let mut places: BTreeMap<Vec<u8>, u8> = below.into_iter().collect();
        let end = places.last_key_value().map(|(key, _)| key.clone());
        // What is read ends before the shelf does: what came after that has its place further on.
        let is_whole = start + places.len() as u64 >= total;
        let within =
            |key: &Vec<u8>| !is_before(&key) && (is_whole || end.as_ref().is_some_and(|end| key <= end));
        places.retain(|key, _| !self.gone.contains(key));
        places.extend(self.come.iter().filter(|(key, _)| within(key)).map(|(key, at)| (key.clone(), *at)));
        // Before the first that was read stand `start` from below with what came among them, less what went.
        let skipped = usize::try_from(offset.saturating_sub(start + come - gone)).unwrap_or(usize::MAX);
        Ok(places.into_iter().skip(skipped).take(limit).collect())
    }

    /// The place before `key`.
    pub(super) fn before(&self, base: &Base, shelf: &str, key: &[u8]) -> Result<Option<Place>, ListsError> {
        // Of so many at least one has not gone.
        let below = base.shelves.before(shelf, key, self.gone.len() + 1)?;
        let below = below.into_iter().find(|(key, _)| !self.gone.contains(key));
        let come = self
            .come
            .iter()
            .rev()
            .find(|(other, _)| other.as_slice() < key)
            .map(|(key, at)| (key.clone(), *at));
        Ok(below.into_iter().chain(come).max())
    }

    /// The place after `key`.
    pub(super) fn after(&self, base: &Base, shelf: &str, key: &[u8]) -> Result<Option<Place>, ListsError> {
        let below = base.shelves.after(shelf, key, self.gone.len() + 1)?;
        let below = below.into_iter().find(|(key, _)| !self.gone.contains(key));
        let come = self.come.iter().find(|(other, _)| other.as_slice() > key);
        Ok(below.into_iter().chain(come.map(|(key, at)| (key.clone(), *at))).min())
    }
}

/// A change in the making.
pub(super) struct Laying<'b> {
    pub(super) base: &'b Base,
    pub(super) laid: Laid,
}

impl Changed for Laying<'_> {
    fn get(&self, id: &str) -> Result<Option<Kept>, ListsError> {
        match self.laid.items.get(id) {
            Some(kept) => Ok(Some(kept.clone())),
            None => self.base.get(id),
        }
    }

    fn set(&mut self, id: &str, kept: Kept) -> Result<(), ListsError> {
        self.laid.items.insert(id.to_owned(), kept);
        Ok(())
    }

    fn ids(&self, shelf: &str) -> Result<Vec<String>, ListsError> {
        self.laid.slice(self.base, shelf, 0, usize::MAX)?.iter().map(id_of).collect()
    }

    fn insert(&mut self, shelf: &str, key: &[u8], id_at: u8, _: u64) -> Result<(), ListsError> {
        let moved = self.laid.shelves.entry(shelf.to_owned()).or_default();
        // What went and comes back stands below as it was, and in neither of the two.
        if !moved.gone.remove(key) {
            moved.come.insert(key.to_vec(), id_at);
        }
        Ok(())
    }

    fn remove(&mut self, shelf: &str, key: &[u8], _: u64) -> Result<(), ListsError> {
        let moved = self.laid.shelves.entry(shelf.to_owned()).or_default();
        if moved.come.remove(key).is_none() {
            moved.gone.insert(key.to_vec());
        }
        Ok(())
    }

    fn add(&mut self, number: &str, change: i64, _: u64) -> Result<(), ListsError> {
        *self.laid.numbers.entry(number.to_owned()).or_default() += change;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::archive::lists::Lists;
    use crate::archive::lists::shelves::tests_support::fill;

    /// The shelf below with ids of even numbers; ids come and go over it.
    fn reads_as_a_set_does(below: u16, steps: &[(u16, bool)]) -> Result<(), ListsError> {
        let lists = Lists::in_memory()?;
        let id = |number: u16| format!("v-{number:05}");
        let mut expected: BTreeSet<String> = (0..below).map(|number| id(number * 2)).collect();
        fill(&lists, "shelf", &expected)?;
        let view = lists.view()?;
        let mut laying = Laying { base: view.base(), laid: Laid::default() };
        for (number, comes) in steps {
            let id = id(*number);
            if *comes && expected.insert(id.clone()) {
                laying.insert("shelf", id.as_bytes(), 0, 1)?;
            } else if !*comes && expected.remove(&id) {
                laying.remove("shelf", id.as_bytes(), 1)?;
            }
        }
        let Laid { shelves, .. } = laying.laid;
        let moved = shelves.get("shelf").cloned().unwrap_or_default();
        let expected: Vec<String> = expected.into_iter().collect();
        for offset in (0..=expected.len() + 3).step_by(1 + expected.len() / 60) {
            let found = moved.slice(view.base(), "shelf", offset as u64, 7)?;
            let found = found.iter().map(id_of).collect::<Result<Vec<_>, _>>()?;
            let wanted: Vec<String> = expected.iter().skip(offset).take(7).cloned().collect();
            assert_eq!(found, wanted, "from place {offset} of {}", expected.len());
        }
        for (place, id) in expected.iter().enumerate().step_by(1 + expected.len() / 60) {
            let text = |place: Option<Place>| place.map(|place| id_of(&place)).transpose();
            let before = text(moved.before(view.base(), "shelf", id.as_bytes())?)?;
            let after = text(moved.after(view.base(), "shelf", id.as_bytes())?)?;
            assert_eq!(before.as_ref(), place.checked_sub(1).and_then(|place| expected.get(place)));
            assert_eq!(after.as_ref(), expected.get(place + 1));
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn what_is_laid_over_a_shelf_stands_where_it_would(
            below in prop_oneof![0..4_u16, 600..1_500_u16],
            steps in prop::collection::vec((0..3_200_u16, any::<bool>()), 0..40),
        ) {
            prop_assert!(reads_as_a_set_does(below, &steps).is_ok());
        }
    }
}
