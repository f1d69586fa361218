//! The lists at one moment.

use std::sync::Arc;

use redb::{ReadOnlyTable, ReadTransaction};

use super::contribution::{Towns, named_key, of_element, shelf};
use super::item::{Item, Kept};
use super::shelves::{ENTRIES, MARKS, TOTALS, beside, last, slice};
use super::{ABOUT, Decoded, ITEMS};
use crate::archive::ListsError;
use crate::archive::PhotoEntry;
use crate::model::{Id, Village};

/// The lists at one moment, whatever is written meanwhile.
pub(in crate::archive) struct View {
    sequence: u64,
    towns: Towns,
    items: ReadOnlyTable<&'static str, &'static [u8]>,
    entries: ReadOnlyTable<(&'static str, &'static [u8]), u8>,
    marks: ReadOnlyTable<(&'static str, &'static [u8]), u64>,
    totals: ReadOnlyTable<&'static str, (u64, u64)>,
    decoded: Decoded,
}

impl View {
    pub(super) fn of(transaction: &ReadTransaction, decoded: Decoded) -> Result<Self, ListsError> {
        let about = transaction.open_table(ABOUT)?;
        let line = |name| Ok::<_, ListsError>(about.get(name)?.map(|value| value.value().to_owned()));
        Ok(Self {
            sequence: line("sequence")?.and_then(|number| number.parse().ok()).unwrap_or(0),
            towns: line("towns")?.map(|line| Towns::read(&line)).unwrap_or_default(),
            items: transaction.open_table(ITEMS)?,
            entries: transaction.open_table(ENTRIES)?,
            marks: transaction.open_table(MARKS)?,
            totals: transaction.open_table(TOTALS)?,
            decoded,
        })
    }

    /// The commit this is of.
    pub(in crate::archive) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// What is kept of an id.
    pub(in crate::archive) fn get(&self, id: &str) -> Result<Option<Kept>, ListsError> {
        self.items.get(id)?.map(|row| Kept::decode(id, row.value(), &self.decoded)).transpose()
    }

    /// A village that is shown.
    pub(in crate::archive) fn village(&self, id: &str) -> Result<Option<Arc<Village>>, ListsError> {
        Ok(match self.get(id)? {
            Some(Kept { item: Item::Village(village), .. }) => Some(village),
            _ => None,
        })
    }

    /// A photo, whether or not its village is shown.
    pub(in crate::archive) fn photo(&self, id: &str) -> Result<Option<PhotoEntry>, ListsError> {
        Ok(match self.get(id)? {
            Some(Kept { item: Item::Photo(photo), .. }) => Some(photo),
            _ => None,
        })
    }

    /// How many stand on a shelf, or a number kept beside them.
    pub(in crate::archive) fn total(&self, name: &str) -> Result<u64, ListsError> {
        Ok(self.totals.get(name)?.map_or(0, |total| total.value().0))
    }

    /// The commit that last changed a shelf or a number.
    pub(in crate::archive) fn total_touched(&self, name: &str) -> Result<u64, ListsError> {
        Ok(self.totals.get(name)?.map_or(0, |total| total.value().1))
    }

    /// Up to `limit` ids of a shelf, from the one at place `offset`.
    pub(in crate::archive) fn ids(
        &self,
        shelf: &str,
        offset: u64,
        limit: usize,
    ) -> Result<Vec<String>, ListsError> {
        slice(&self.entries, &self.marks, shelf, offset, limit)
    }

    /// The shelf of an element's photos.
    pub(in crate::archive) fn element_shelf(element: &str) -> String {
        of_element(element)
    }

    /// The ids before and after a village in the contents, which open entries end.
    pub(in crate::archive) fn neighbours(
        &self,
        village: &Village,
    ) -> Result<(Option<String>, Option<String>), ListsError> {
        let (key, _) = named_key(village, &self.towns);
        let (shelf, key) = match village.entry {
            crate::model::Entry::Named => (shelf::NAMED, key),
            crate::model::Entry::Open => (shelf::OPEN, village.id.as_str().bytes().collect()),
        };
        let (before, after) = beside(&self.entries, shelf, &key)?;
        Ok(match village.entry {
            crate::model::Entry::Named if after.is_none() => (before, self.ids(shelf::OPEN, 0, 1)?.pop()),
            crate::model::Entry::Open if before.is_none() => {
                let named = self.total(shelf::NAMED)?;
                let last = named.checked_sub(1).map(|place| self.ids(shelf::NAMED, place, 1));
                (last.transpose()?.and_then(|mut last| last.pop()), after)
            }
            _ => (before, after),
        })
    }

    /// The smallest and the largest radius of circles, in metres.
    pub(in crate::archive) fn radii_m(&self) -> Result<Option<(f64, f64)>, ListsError> {
        let radius = |key: &[u8]| key.first_chunk().map(|bits| f64::from_bits(u64::from_be_bytes(*bits)));
        let first = self.entries.range((shelf::CIRCLES, [].as_slice())..)?.next().transpose()?;
        let first = first.map(|(key, _)| (key.value().0 == shelf::CIRCLES).then(|| radius(key.value().1)));
        let last = last(&self.entries, shelf::CIRCLES)?.and_then(|key| radius(&key));
        Ok(first.flatten().flatten().zip(last))
    }

    /// Whether an id is there, but not for this audience.
    pub(in crate::archive) fn is_internal(&self, id: &Id) -> Result<bool, ListsError> {
        Ok(matches!(self.get(id.as_str())?, Some(Kept { item: Item::Internal, .. })))
    }
}
