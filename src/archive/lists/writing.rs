//! Changing the lists, all of a step or nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use moka::sync::Cache;
use redb::{ReadableTable as _, Table, WriteTransaction};

use super::contribution::{Contribution, Towns, shelf};
use super::item::{Item, Kept};
use super::shelves::Shelves;
use super::{ABOUT, Decoded, FORMAT, ITEMS};
use crate::archive::ListsError;
use crate::archive::PhotoEntry;
use crate::model::{Id, Village};

/// A change of the lists that nobody sees before [`Writing::commit`].
pub(in crate::archive) struct Writing {
    transaction: WriteTransaction,
    towns: Towns,
}

/// The tables of a change.
struct Tables<'t> {
    items: Table<'t, &'static str, &'static [u8]>,
    shelves: Shelves<'t>,
    decoded: Decoded,
}

impl Writing {
    pub(super) fn begin(transaction: WriteTransaction) -> Result<Self, ListsError> {
        let writing = Self { transaction, towns: Towns::default() };
        let towns = writing.about("towns")?.map(|line| Towns::read(&line)).unwrap_or_default();
        Ok(Self { towns, ..writing })
    }

    /// The commit the lists are of; 0 if they are to be made anew, as those of another format or archive are.
    pub(in crate::archive) fn sequence_of(&self, archive: &str) -> Result<u64, ListsError> {
        let is = |name, expected: &str| Ok::<_, ListsError>(self.about(name)?.as_deref() == Some(expected));
        if !is("format", FORMAT)? || !is("archive", archive)? {
            return Ok(0);
        }
        Ok(self.about("sequence")?.and_then(|number| number.parse().ok()).unwrap_or(0))
    }

    /// Takes everything out.
    pub(in crate::archive) fn clear(&mut self) -> Result<(), ListsError> {
        for table in self.transaction.list_tables()?.collect::<Vec<_>>() {
            self.transaction.delete_table(table)?;
        }
        self.towns = Towns::default();
        Ok(())
    }

    /// Orders villages by towns in this order.
    pub(in crate::archive) fn order_towns(&mut self, towns: Towns) -> Result<(), ListsError> {
        if towns == self.towns {
            return Ok(());
        }
        let now = self.about("sequence")?.and_then(|number| number.parse().ok()).unwrap_or(0);
        let mut tables = self.tables()?;
        for named in [shelf::NAMED, shelf::OPEN] {
            for id in tables.shelves.ids(named)? {
                if let Some(Kept { item: Item::Village(village), .. }) = tables.get(&id)? {
                    let before = Contribution::of_village(&village, &self.towns);
                    tables.replace(before, Contribution::of_village(&village, &towns), now + 1)?;
                }
            }
        }
        drop(tables);
        self.towns = towns;
        self.transaction.open_table(ABOUT)?.insert("towns", self.towns.line().as_str())?;
        Ok(())
    }

    /// Puts what is shown of some ids in the place of what was.
    pub(in crate::archive) fn put(&mut self, items: Vec<(Id, Item, u64, u64)>) -> Result<(), ListsError> {
        let mut tables = self.tables()?;
        for (id, item, revision, touched) in items {
            tables.put(&id, Kept { item, revision, touched }, &self.towns)?;
        }
        Ok(())
    }

    /// Makes it so, for all to see: these are the lists of an archive at one commit.
    pub(in crate::archive) fn commit(self, archive: &str, sequence: u64) -> Result<(), ListsError> {
        {
            let mut about = self.transaction.open_table(ABOUT)?;
            about.insert("format", FORMAT)?;
            about.insert("archive", archive)?;
            about.insert("sequence", sequence.to_string().as_str())?;
            // A view opens all tables, also those nothing stands in yet.
            self.tables()?;
        }
        Ok(self.transaction.commit()?)
    }

    fn about(&self, name: &str) -> Result<Option<String>, ListsError> {
        let about = self.transaction.open_table(ABOUT)?;
        Ok(about.get(name)?.map(|value| value.value().to_owned()))
    }

    fn tables(&self) -> Result<Tables<'_>, ListsError> {
        Ok(Tables {
            items: self.transaction.open_table(ITEMS)?,
            shelves: Shelves::open(&self.transaction)?,
            decoded: Cache::new(1),
        })
    }
}

impl Tables<'_> {
    fn get(&self, id: &str) -> Result<Option<Kept>, ListsError> {
        self.items.get(id)?.map(|row| Kept::decode(id, row.value(), &self.decoded)).transpose()
    }

    fn village(&self, id: &Id) -> Result<Option<Arc<Village>>, ListsError> {
        Ok(match self.get(id.as_str())? {
            Some(Kept { item: Item::Village(village), .. }) => Some(village),
            _ => None,
        })
    }

    fn put(&mut self, id: &Id, kept: Kept, towns: &Towns) -> Result<(), ListsError> {
        let before = self.get(id.as_str())?;
        if before.as_ref() == Some(&kept) {
            return Ok(());
        }
        let now = kept.touched;
        let shown = |item: &Item| matches!(item, Item::Village(_));
        let was_shown = before.as_ref().is_some_and(|before| shown(&before.item));
        let old = match &before {
            Some(before) => self.contribution(id, &before.item, towns)?,
            None => Contribution::default(),
        };
        let new = self.contribution(id, &kept.item, towns)?;
        self.replace(old, new, now)?;
        self.items.insert(id.as_str(), kept.encode()?.as_slice())?;
        // Its photos come and go with it.
        if was_shown != shown(&kept.item) {
            for photo in self.photos_under(id)? {
                let (gone, come) = (Contribution::default(), Contribution::of_photo(&photo));
                if was_shown { self.replace(come, gone, now)? } else { self.replace(gone, come, now)? }
            }
        }
        Ok(())
    }

    fn photos_under(&self, village: &Id) -> Result<Vec<PhotoEntry>, ListsError> {
        let mut photos = Vec::new();
        for id in self.shelves.ids(&shelf::under(village.as_str()))? {
            if let Some(Kept { item: Item::Photo(photo), .. }) = self.get(&id)? {
                photos.push(photo);
            }
        }
        Ok(photos)
    }

    fn contribution(&self, id: &Id, item: &Item, towns: &Towns) -> Result<Contribution, ListsError> {
        Ok(match item {
            Item::Village(village) => Contribution::of_village(village, towns),
            Item::Photo(photo) => {
                let is_shown = self.village(&photo.village)?.is_some();
                let mut added =
                    if is_shown { Contribution::of_photo(photo) } else { Contribution::default() };
                added.under_village(photo);
                added
            }
            Item::Essay => Contribution::of_essay(id),
            Item::Internal | Item::Gone => Contribution::default(),
        })
    }

    /// Writes what differs, so that what is derived of a list that stayed as it was may stay too.
    fn replace(&mut self, old: Contribution, new: Contribution, now: u64) -> Result<(), ListsError> {
        for (shelf, (key, _)) in old.places.difference(&new.places) {
            self.shelves.remove(shelf, key, now)?;
        }
        for (shelf, (key, id_at)) in new.places.difference(&old.places) {
            self.shelves.insert(shelf, key, *id_at, now)?;
        }
        let names: BTreeSet<&String> = old.numbers.keys().chain(new.numbers.keys()).collect();
        for name in names {
            let of = |side: &Contribution| side.numbers.get(name).copied().unwrap_or(0);
            let change = of(&new) - of(&old);
            if change != 0 {
                self.shelves.add(name, change, now)?;
            }
        }
        Ok(())
    }
}
