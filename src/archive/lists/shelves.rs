//! Ordered sets of ids, of which the n-th is found without walking past those before it.
//!
//! A shelf's entries stand under its name and a key that orders them. Marks stand at every few hundred of them and say how
//! many follow until the next: a page deep in a long list skips marks instead of entries. No library of ordered tables
//! on disk counts, so this is written here.

use redb::{ReadableTable, Table, TableDefinition, WriteTransaction};

use crate::archive::ListsError;

/// An entry's id begins at this byte of its key.
pub(super) const ENTRIES: TableDefinition<'_, (&str, &[u8]), u8> = TableDefinition::new("entries");

/// How many entries stand from this key up to the next mark.
pub(super) const MARKS: TableDefinition<'_, (&str, &[u8]), u64> = TableDefinition::new("marks");

/// How many entries a shelf has, and which commit last changed it; plain numbers too.
pub(super) const TOTALS: TableDefinition<'_, &str, (u64, u64)> = TableDefinition::new("totals");

/// More entries than this get a second mark.
const FULL: u64 = 512;

/// The shelves, to be changed.
pub(super) struct Shelves<'t> {
    entries: Table<'t, (&'static str, &'static [u8]), u8>,
    marks: Table<'t, (&'static str, &'static [u8]), u64>,
    totals: Table<'t, &'static str, (u64, u64)>,
}

impl<'t> Shelves<'t> {
    pub(super) fn open(transaction: &'t WriteTransaction) -> Result<Self, ListsError> {
        Ok(Self {
            entries: transaction.open_table(ENTRIES)?,
            marks: transaction.open_table(MARKS)?,
            totals: transaction.open_table(TOTALS)?,
        })
    }

    /// Adds an entry whose id begins at byte `id_at` of `key`; nothing if it is there.
    pub(super) fn insert(&mut self, shelf: &str, key: &[u8], id_at: u8, now: u64) -> Result<(), ListsError> {
        if self.entries.insert((shelf, key), id_at)?.is_some() {
            return Ok(());
        }
        let (mark, count) = self.mark_of(shelf, key)?;
        if count < FULL {
            self.marks.insert((shelf, mark.as_slice()), count + 1)?;
        } else {
            let middle = entry_at(&self.entries, shelf, &mark, FULL / 2)?;
            self.marks.insert((shelf, mark.as_slice()), FULL / 2)?;
            // The new entry stands in one half or the other by now: both together have one more than was counted.
            self.marks.insert((shelf, middle.as_slice()), count + 1 - FULL / 2)?;
        }
        self.add(shelf, 1, now)
    }

    /// Takes an entry away; nothing if it is not there.
    pub(super) fn remove(&mut self, shelf: &str, key: &[u8], now: u64) -> Result<(), ListsError> {
        if self.entries.remove((shelf, key))?.is_none() {
            return Ok(());
        }
        let (mark, count) = self.mark_of(shelf, key)?;
        if count > 1 {
            self.marks.insert((shelf, mark.as_slice()), count - 1)?;
        } else {
            // What comes here later stands under the mark before it, or under a first one made anew.
            self.marks.remove((shelf, mark.as_slice()))?;
        }
        self.add(shelf, -1, now)
    }

    /// Adds to a total.
    pub(super) fn add(&mut self, name: &str, change: i64, now: u64) -> Result<(), ListsError> {
        let before = self.totals.get(name)?.map_or(0, |total| total.value().0);
        let after = before.checked_add_signed(change);
        let after = after.ok_or_else(|| ListsError::Damaged(format!("{name} is fewer than none")))?;
        self.totals.insert(name, (after, now))?;
        Ok(())
    }

    /// The ids on a shelf, in its order.
    pub(super) fn ids(&self, shelf: &str) -> Result<Vec<String>, ListsError> {
        let mut ids = Vec::new();
        for entry in self.entries.range((shelf, [].as_slice())..)? {
            let (key, id_at) = entry?;
            let (name, key) = key.value();
            if name != shelf {
                break;
            }
            ids.push(id_of(&(key.to_vec(), id_at.value()))?);
        }
        Ok(ids)
    }

    /// The mark that an entry stands under; the first one stands before all keys.
    fn mark_of(&self, shelf: &str, key: &[u8]) -> Result<(Vec<u8>, u64), ListsError> {
        let mut before = self.marks.range((shelf, [].as_slice())..=(shelf, key))?;
        match before.next_back() {
            Some(found) => {
                let (mark, count) = found?;
                Ok((mark.value().1.to_vec(), count.value()))
            }
            None => Ok((Vec::new(), 0)),
        }
    }
}

/// Where an id stands on a shelf: the key that orders it, and where the id begins in that.
pub(super) type Place = (Vec<u8>, u8);

/// The shelves, to be read.
pub(super) struct Reading<E, M> {
    pub(super) entries: E,
    pub(super) marks: M,
}

impl<E, M> Reading<E, M>
where
    E: ReadableTable<(&'static str, &'static [u8]), u8>,
    M: ReadableTable<(&'static str, &'static [u8]), u64>,
{
    /// Up to `limit` places of a shelf, from the one that has `offset` before it.
    pub(super) fn slice(&self, shelf: &str, offset: u64, limit: usize) -> Result<Vec<Place>, ListsError> {
        let (mut from, mut past) = (None, offset);
        for mark in self.marks.range((shelf, [].as_slice())..)? {
            let (mark, count) = mark?;
            let (name, key) = mark.value();
            if name != shelf {
                break;
            }
            if past < count.value() {
                from = Some(key.to_vec());
                break;
            }
            past -= count.value();
        }
        let Some(from) = from else { return Ok(Vec::new()) };
        let mut places = Vec::new();
        for entry in self.entries.range((shelf, from.as_slice())..)? {
            let (key, id_at) = entry?;
            let (name, key) = key.value();
            if name != shelf || places.len() >= limit {
                break;
            }
            // Never more than the entries of one mark.
            if past > 0 {
                past -= 1;
                continue;
            }
            places.push((key.to_vec(), id_at.value()));
        }
        Ok(places)
    }

    /// Up to `limit` places before `key` on a shelf, the nearest first.
    pub(super) fn before(&self, shelf: &str, key: &[u8], limit: usize) -> Result<Vec<Place>, ListsError> {
        let earlier = self.entries.range((shelf, [].as_slice())..(shelf, key))?;
        places(shelf, earlier.rev(), limit)
    }

    /// Up to `limit` places after `key` on a shelf, the nearest first.
    pub(super) fn after(&self, shelf: &str, key: &[u8], limit: usize) -> Result<Vec<Place>, ListsError> {
        // The least key that is greater.
        let next = [key, &[0]].concat();
        places(shelf, self.entries.range((shelf, next.as_slice())..)?, limit)
    }
}

type Entry<'a> = (redb::AccessGuard<'a, (&'static str, &'static [u8])>, redb::AccessGuard<'a, u8>);

fn places<'a>(
    shelf: &str,
    entries: impl Iterator<Item = Result<Entry<'a>, redb::StorageError>>,
    limit: usize,
) -> Result<Vec<Place>, ListsError> {
    let mut places = Vec::new();
    for entry in entries.take(limit) {
        let (key, id_at) = entry?;
        let (name, key) = key.value();
        if name != shelf {
            break;
        }
        places.push((key.to_vec(), id_at.value()));
    }
    Ok(places)
}

/// The id of a place.
pub(super) fn id_of((key, id_at): &Place) -> Result<String, ListsError> {
    let id = key.get(usize::from(*id_at)..).and_then(|id| std::str::from_utf8(id).ok());
    id.map(str::to_owned).ok_or_else(|| ListsError::Damaged("an entry has no id".to_owned()))
}

fn entry_at(
    entries: &impl ReadableTable<(&'static str, &'static [u8]), u8>,
    shelf: &str,
    from: &[u8],
    place: u64,
) -> Result<Vec<u8>, ListsError> {
    let found = entries.range((shelf, from)..)?.nth(usize::try_from(place).unwrap_or(usize::MAX));
    let (key, _) = found.transpose()?.ok_or_else(|| ListsError::Damaged(format!("{shelf} ends early")))?;
    Ok(key.value().1.to_vec())
}

#[cfg(test)]
pub(super) mod tests_support {
    use std::collections::BTreeSet;

    use super::Shelves;
    use crate::archive::ListsError;
    use crate::archive::lists::Lists;

    /// Puts ids on a shelf.
    pub(in crate::archive::lists) fn fill(
        lists: &Lists,
        shelf: &str,
        ids: &BTreeSet<String>,
    ) -> Result<(), ListsError> {
        let writing = lists.write()?;
        {
            let mut shelves = Shelves::open(writing.transaction())?;
            for id in ids {
                shelves.insert(shelf, id.as_bytes(), 0, 1)?;
            }
        }
        writing.commit(1, "test")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use redb::backends::InMemoryBackend;
    use redb::{Database, ReadableDatabase as _};

    use super::*;

    /// Ids come and go, in many more than fit under one mark; the shelf reads as an ordered set does.
    fn reads_as_a_set_does(steps: &[(u16, bool)]) -> Result<(), Box<dyn std::error::Error>> {
        let database = Database::builder().create_with_backend(InMemoryBackend::new())?;
        let mut expected: BTreeSet<String> = BTreeSet::new();
        let writing = database.begin_write()?;
        {
            let mut shelves = Shelves::open(&writing)?;
            // Neighbours in the order of names must not be taken for one's own.
            for other in ["a", "shelf ", "shelf0"] {
                shelves.insert(other, b"other", 0, 1)?;
            }
            for (number, comes) in steps {
                let id = format!("v-{number:05}");
                if *comes {
                    shelves.insert("shelf", id.as_bytes(), 0, 7)?;
                    expected.insert(id);
                } else {
                    shelves.remove("shelf", id.as_bytes(), 8)?;
                    expected.remove(&id);
                }
            }
        }
        writing.commit()?;
        let reading = database.begin_read()?;
        let shelves = Reading { entries: reading.open_table(ENTRIES)?, marks: reading.open_table(MARKS)? };
        let ids = |places: Vec<Place>| places.iter().map(id_of).collect::<Result<Vec<_>, _>>();
        let expected: Vec<String> = expected.into_iter().collect();
        let totals = reading.open_table(TOTALS)?;
        let total = totals.get("shelf")?.map_or(0, |total| total.value().0);
        assert_eq!(usize::try_from(total)?, expected.len());
        for offset in
            [0, 1, 255, 256, 511, 512, 513, 700, expected.len().saturating_sub(1), expected.len(), 9_999]
        {
            let found = ids(shelves.slice("shelf", offset as u64, 60)?)?;
            let wanted: Vec<String> = expected.iter().skip(offset).take(60).cloned().collect();
            assert_eq!(found, wanted, "from place {offset} of {}", expected.len());
        }
        for (place, id) in expected.iter().enumerate().step_by(97) {
            let before = ids(shelves.before("shelf", id.as_bytes(), 2)?)?;
            let after = ids(shelves.after("shelf", id.as_bytes(), 2)?)?;
            assert_eq!(before, expected[..place].iter().rev().take(2).cloned().collect::<Vec<_>>());
            assert_eq!(after, expected[place + 1..].iter().take(2).cloned().collect::<Vec<_>>());
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_shelf_reads_as_a_set_does(steps in prop::collection::vec((0..3_000_u16, prop::bool::weighted(0.8)), 0..5_000)) {
            prop_assert!(reads_as_a_set_does(&steps).is_ok_and(|()| true));
        }
    }

    #[test]
    fn a_long_shelf_is_filled_in_order_and_emptied() -> Result<(), Box<dyn std::error::Error>> {
        let fill = (0..4_000).map(|number| (number, true));
        let empty = (0..4_000).rev().filter(|number| number % 512 < 300).map(|number| (number, false));
        reads_as_a_set_does(&fill.clone().collect::<Vec<_>>())?;
        reads_as_a_set_does(&fill.chain(empty).collect::<Vec<_>>())
    }
}
