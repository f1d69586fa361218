//! Putting an item in the place of what was, in the tables or over them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::contribution::{Contribution, Towns, shelf};
use super::item::{Item, Kept};
use crate::archive::{ListsError, PhotoEntry};
use crate::model::{Id, Village};

/// What lists are changed in.
pub(super) trait Changed {
    fn get(&self, id: &str) -> Result<Option<Kept>, ListsError>;
    fn set(&mut self, id: &str, kept: Kept) -> Result<(), ListsError>;
    fn ids(&self, shelf: &str) -> Result<Vec<String>, ListsError>;
    fn insert(&mut self, shelf: &str, key: &[u8], id_at: u8, now: u64) -> Result<(), ListsError>;
    fn remove(&mut self, shelf: &str, key: &[u8], now: u64) -> Result<(), ListsError>;
    fn add(&mut self, number: &str, change: i64, now: u64) -> Result<(), ListsError>;
}

/// Puts an item in the place of what was under its id; its photos come and go with a village.
pub(super) fn put(lists: &mut impl Changed, id: &Id, kept: Kept, towns: &Towns) -> Result<(), ListsError> {
    let before = lists.get(id.as_str())?;
    // Also what another process has put already: it must not count as touched once more.
    if before.as_ref() == Some(&kept) {
        return Ok(());
    }
    let now = kept.touched;
    let shown = |item: &Item| matches!(item, Item::Village(_));
    let was_shown = before.as_ref().is_some_and(|before| shown(&before.item));
    let is_shown = shown(&kept.item);
    let old = match &before {
        Some(before) => contribution(lists, id, &before.item, towns)?,
        None => Contribution::default(),
    };
    let new = contribution(lists, id, &kept.item, towns)?;
    replace(lists, &old, &new, now)?;
    lists.set(id.as_str(), kept)?;
    if was_shown != is_shown {
        for photo in photos_under(lists, id)? {
            let (none, all) = (Contribution::default(), Contribution::of_photo(&photo));
            let (old, new) = if was_shown { (&all, &none) } else { (&none, &all) };
            replace(lists, old, new, now)?;
        }
    }
    Ok(())
}

/// Writes what differs, so that what is derived of a list that stayed as it was may stay too.
pub(super) fn replace(
    lists: &mut impl Changed,
    old: &Contribution,
    new: &Contribution,
    now: u64,
) -> Result<(), ListsError> {
    for (shelf, (key, _)) in old.places.difference(&new.places) {
        lists.remove(shelf, key, now)?;
    }
    for (shelf, (key, id_at)) in new.places.difference(&old.places) {
        lists.insert(shelf, key, *id_at, now)?;
    }
    let names: BTreeSet<&String> = old.numbers.keys().chain(new.numbers.keys()).collect();
    for name in names {
        let of = |side: &Contribution| side.numbers.get(name).copied().unwrap_or(0);
        let change = of(new) - of(old);
        if change != 0 {
            lists.add(name, change, now)?;
        }
    }
    Ok(())
}

fn contribution(
    lists: &impl Changed,
    id: &Id,
    item: &Item,
    towns: &Towns,
) -> Result<Contribution, ListsError> {
    Ok(match item {
        Item::Village(village) => Contribution::of_village(village, towns),
        Item::Photo(photo) => {
            // By the village as it is now, also for what goes: one that comes or goes takes its photos along
            // (`put`).
            let is_shown = village(lists, &photo.village)?.is_some();
            let mut added = if is_shown { Contribution::of_photo(photo) } else { Contribution::default() };
            // Whether the village is shown or not: one that is shown later finds its photos here.
            added.under_village(photo);
            added
        }
        Item::Essay => Contribution::of_essay(id),
        Item::Internal | Item::Gone => Contribution::default(),
    })
}

fn village(lists: &impl Changed, id: &Id) -> Result<Option<Arc<Village>>, ListsError> {
    Ok(match lists.get(id.as_str())? {
        Some(Kept { item: Item::Village(village), .. }) => Some(village),
        _ => None,
    })
}

fn photos_under(lists: &impl Changed, village: &Id) -> Result<Vec<PhotoEntry>, ListsError> {
    let mut photos = Vec::new();
    for id in lists.ids(&shelf::under(village.as_str()))? {
        if let Some(Kept { item: Item::Photo(photo), .. }) = lists.get(&id)? {
            photos.push(photo);
        }
    }
    Ok(photos)
}
