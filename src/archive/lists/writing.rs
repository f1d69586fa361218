//! Changing the lists, all of a step or nothing.

use redb::{ReadableTable as _, Table, WriteTransaction};

use super::change::{Changed, put, replace};
use super::contribution::{Contribution, Towns, shelf};
use super::item::{Item, Kept};
use super::shelves::Shelves;
use super::{ABOUT, Decoded, FORMAT, ITEMS};
use crate::archive::ListsError;
use crate::model::Id;

/// A change of the lists that nobody sees before [`Writing::commit`].
pub(in crate::archive) struct Writing {
    transaction: WriteTransaction,
    towns: Towns,
    decoded: Decoded,
}

/// The lists, open to be changed.
struct Open<'t> {
    items: Table<'t, &'static str, &'static [u8]>,
    shelves: Shelves<'t>,
    decoded: Decoded,
}

impl Writing {
    pub(super) fn begin(transaction: WriteTransaction, decoded: Decoded) -> Result<Self, ListsError> {
        let writing = Self { transaction, towns: Towns::default(), decoded };
        let towns = writing.about("towns")?.map(|line| Towns::read(&line)).unwrap_or_default();
        Ok(Self { towns, ..writing })
    }

    /// The commit the lists are of, and what tells its state from others; `None` if there is nothing in them that can be
    /// used, as in those of another format.
    pub(in crate::archive) fn made_from(&self) -> Result<Option<(u64, String)>, ListsError> {
        if self.about("format")?.as_deref() != Some(FORMAT) {
            return Ok(None);
        }
        let sequence = self.about("sequence")?.and_then(|number| number.parse().ok());
        Ok(sequence.zip(self.about("state")?))
    }

    /// Takes everything out.
    pub(in crate::archive) fn clear(&mut self) -> Result<(), ListsError> {
        for table in self.transaction.list_tables()?.collect::<Vec<_>>() {
            self.transaction.delete_table(table)?;
        }
        // Their order went with the tables.
        self.towns = Towns::default();
        Ok(())
    }

    /// Orders villages by towns in this order.
    pub(in crate::archive) fn order_towns(&mut self, towns: Towns) -> Result<(), ListsError> {
        if towns == self.towns {
            return Ok(());
        }
        // After the commit the lists are of, so that pages with the old order fall.
        let now = self.about("sequence")?.and_then(|number| number.parse().ok()).unwrap_or(0);
        let mut lists = self.open()?;
        for named in [shelf::NAMED, shelf::OPEN] {
            for id in lists.shelves.ids(named)? {
                if let Some(Kept { item: Item::Village(village), .. }) = lists.get(&id)? {
                    let before = Contribution::of_village(&village, &self.towns);
                    replace(&mut lists, &before, &Contribution::of_village(&village, &towns), now + 1)?;
                }
            }
        }
        drop(lists);
        self.towns = towns;
        self.transaction.open_table(ABOUT)?.insert("towns", self.towns.line().as_str())?;
        Ok(())
    }

    /// Puts what is shown of some ids in the place of what was.
    pub(in crate::archive) fn put(&mut self, items: Vec<(Id, Item, u64, u64)>) -> Result<(), ListsError> {
        let mut lists = self.open()?;
        for (id, item, revision, touched) in items {
            put(&mut lists, &id, Kept { item, revision, touched }, &self.towns)?;
        }
        Ok(())
    }

    /// Makes it so, for all to see: these are the lists of one commit, told from others by its `state`.
    pub(in crate::archive) fn commit(self, sequence: u64, state: &str) -> Result<(), ListsError> {
        {
            let mut about = self.transaction.open_table(ABOUT)?;
            about.insert("format", FORMAT)?;
            about.insert("sequence", sequence.to_string().as_str())?;
            about.insert("state", state)?;
            // A view opens all tables, also those nothing stands in yet.
            self.open()?;
        }
        Ok(self.transaction.commit()?)
    }

    #[cfg(test)]
    pub(super) fn transaction(&self) -> &WriteTransaction {
        &self.transaction
    }

    fn about(&self, name: &str) -> Result<Option<String>, ListsError> {
        let about = self.transaction.open_table(ABOUT)?;
        Ok(about.get(name)?.map(|value| value.value().to_owned()))
    }

    fn open(&self) -> Result<Open<'_>, ListsError> {
        Ok(Open {
            items: self.transaction.open_table(ITEMS)?,
            shelves: Shelves::open(&self.transaction)?,
            decoded: self.decoded.clone(),
        })
    }
}

impl Changed for Open<'_> {
    fn get(&self, id: &str) -> Result<Option<Kept>, ListsError> {
        self.items.get(id)?.map(|row| Kept::decode(id, row.value(), &self.decoded)).transpose()
    }

    fn set(&mut self, id: &str, kept: Kept) -> Result<(), ListsError> {
        self.items.insert(id, kept.encode()?.as_slice())?;
        Ok(())
    }

    fn ids(&self, shelf: &str) -> Result<Vec<String>, ListsError> {
        self.shelves.ids(shelf)
    }

    fn insert(&mut self, shelf: &str, key: &[u8], id_at: u8, now: u64) -> Result<(), ListsError> {
        self.shelves.insert(shelf, key, id_at, now)
    }

    fn remove(&mut self, shelf: &str, key: &[u8], now: u64) -> Result<(), ListsError> {
        self.shelves.remove(shelf, key, now)
    }

    fn add(&mut self, number: &str, change: i64, now: u64) -> Result<(), ListsError> {
        self.shelves.add(number, change, now)
    }
}
