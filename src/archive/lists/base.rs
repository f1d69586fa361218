//! The tables of the lists at one moment.

use redb::{ReadOnlyTable, ReadTransaction};

use super::contribution::Towns;
use super::item::Kept;
use super::shelves::{ENTRIES, MARKS, Reading, TOTALS};
use super::{ABOUT, Decoded, ITEMS};
use crate::archive::ListsError;

type Entries = ReadOnlyTable<(&'static str, &'static [u8]), u8>;
type Marks = ReadOnlyTable<(&'static str, &'static [u8]), u64>;

/// The tables as they are.
pub(super) struct Base {
    pub(super) sequence: u64,
    pub(super) towns: Towns,
    items: ReadOnlyTable<&'static str, &'static [u8]>,
    pub(super) shelves: Reading<Entries, Marks>,
    pub(super) totals: ReadOnlyTable<&'static str, (u64, u64)>,
    decoded: Decoded,
}

impl Base {
    pub(super) fn of(transaction: &ReadTransaction, decoded: Decoded) -> Result<Self, ListsError> {
        let about = transaction.open_table(ABOUT)?;
        let line = |name| Ok::<_, ListsError>(about.get(name)?.map(|value| value.value().to_owned()));
        let shelves =
            Reading { entries: transaction.open_table(ENTRIES)?, marks: transaction.open_table(MARKS)? };
        Ok(Self {
            sequence: line("sequence")?.and_then(|number| number.parse().ok()).unwrap_or(0),
            towns: line("towns")?.map(|line| Towns::read(&line)).unwrap_or_default(),
            // A table holds on to the moment it was opened at: the transaction may end before it.
            items: transaction.open_table(ITEMS)?,
            shelves,
            totals: transaction.open_table(TOTALS)?,
            decoded,
        })
    }

    pub(super) fn get(&self, id: &str) -> Result<Option<Kept>, ListsError> {
        self.items.get(id)?.map(|row| Kept::decode(id, row.value(), &self.decoded)).transpose()
    }

    pub(super) fn total(&self, name: &str) -> Result<u64, ListsError> {
        Ok(self.totals.get(name)?.map_or(0, |total| total.value().0))
    }
}
