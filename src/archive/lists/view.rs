//! The lists at one moment, perhaps with a change laid over them.

use std::sync::Arc;

use redb::ReadTransaction;

use super::Decoded;
use super::base::Base;
use super::change::put;
use super::contribution::{named_key, shelf};
use super::item::{Item, Kept};
use super::laid::{Laid, Laying};
use super::shelves::{Place, id_of};
use crate::archive::{ListsError, PhotoEntry};
use crate::model::{Entry, Id, Village};

/// The lists at one moment, whatever is written meanwhile.
#[derive(Clone)]
pub(in crate::archive) struct View {
    base: Arc<Base>,
    laid: Option<Arc<Laid>>,
}

impl View {
    pub(super) fn of(transaction: &ReadTransaction, decoded: Decoded) -> Result<Self, ListsError> {
        Ok(Self { base: Arc::new(Base::of(transaction, decoded)?), laid: None })
    }

    /// The same with items put in the place of what was, each with the number of its revision.
    pub(in crate::archive) fn with(&self, items: Vec<(Id, Item, u64)>) -> Result<Self, ListsError> {
        let laid = self.laid.as_deref().cloned().unwrap_or_default();
        let mut laying = Laying { base: &self.base, laid };
        for (id, item, revision) in items {
            let kept = Kept { item, revision, touched: self.base.sequence + 1 };
            put(&mut laying, &id, kept, &self.base.towns)?;
        }
        Ok(Self { base: Arc::clone(&self.base), laid: Some(Arc::new(laying.laid)) })
    }

    #[cfg(test)]
    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    /// The commit this is of.
    pub(in crate::archive) fn sequence(&self) -> u64 {
        self.base.sequence
    }

    /// What is kept of an id.
    pub(in crate::archive) fn get(&self, id: &str) -> Result<Option<Kept>, ListsError> {
        match self.laid.as_ref().and_then(|laid| laid.items.get(id)) {
            Some(kept) => Ok(Some(kept.clone())),
            None => self.base.get(id),
        }
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
        let total = self.base.total(name)?;
        let change = self.laid.as_ref().map_or(0, |laid| {
            let moved = laid.shelves.get(name).map_or(0, |moved| moved.difference());
            moved + laid.numbers.get(name).copied().unwrap_or(0)
        });
        Ok(total.saturating_add_signed(change))
    }

    /// The commit that last changed a shelf or a number.
    pub(in crate::archive) fn total_touched(&self, name: &str) -> Result<u64, ListsError> {
        Ok(self.base.totals.get(name)?.map_or(0, |total| total.value().1))
    }

    /// Up to `limit` ids of a shelf, from the one at place `offset`.
    pub(in crate::archive) fn ids(
        &self,
        shelf: &str,
        offset: u64,
        limit: usize,
    ) -> Result<Vec<String>, ListsError> {
        self.slice(shelf, offset, limit)?.iter().map(id_of).collect()
    }

    /// The ids before and after a village in the contents, which open entries end.
    pub(in crate::archive) fn neighbours(
        &self,
        village: &Village,
    ) -> Result<(Option<String>, Option<String>), ListsError> {
        let (shelf, key) = match village.entry {
            Entry::Named => (shelf::NAMED, named_key(village, &self.base.towns).0),
            Entry::Open => (shelf::OPEN, village.id.as_str().bytes().collect()),
        };
        let (before, after) = match self.laid.as_ref().and_then(|laid| laid.shelves.get(shelf)) {
            Some(moved) => (moved.before(&self.base, shelf, &key)?, moved.after(&self.base, shelf, &key)?),
            None => {
                let shelves = &self.base.shelves;
                (shelves.before(shelf, &key, 1)?.pop(), shelves.after(shelf, &key, 1)?.pop())
            }
        };
        let mut before = before.as_ref().map(id_of).transpose()?;
        let mut after = after.as_ref().map(id_of).transpose()?;
        match village.entry {
            Entry::Named if after.is_none() => after = self.ids(shelf::OPEN, 0, 1)?.pop(),
            Entry::Open if before.is_none() => {
                let named = self.total(shelf::NAMED)?;
                before = self.ids(shelf::NAMED, named.saturating_sub(1), 1)?.pop();
            }
            Entry::Named | Entry::Open => {}
        }
        Ok((before, after))
    }

    /// The smallest and the largest radius of circles, in metres.
    pub(in crate::archive) fn radii_m(&self) -> Result<Option<(f64, f64)>, ListsError> {
        let circles = self.total(shelf::CIRCLES)?;
        let radius = |offset: u64| {
            let places = self.slice(shelf::CIRCLES, offset, 1)?;
            // Their keys begin with the radius; see `Contribution::of_village`.
            let bits = places.first().and_then(|(key, _)| key.first_chunk().copied());
            Ok::<_, ListsError>(bits.map(|bits| f64::from_bits(u64::from_be_bytes(bits))))
        };
        Ok(radius(0)?.zip(radius(circles.saturating_sub(1))?))
    }

    /// Whether an id is there, but not for this audience.
    pub(in crate::archive) fn is_internal(&self, id: &Id) -> Result<bool, ListsError> {
        Ok(matches!(self.get(id.as_str())?, Some(Kept { item: Item::Internal, .. })))
    }

    fn slice(&self, shelf: &str, offset: u64, limit: usize) -> Result<Vec<Place>, ListsError> {
        match &self.laid {
            Some(laid) => laid.slice(&self.base, shelf, offset, limit),
            None => self.base.shelves.slice(shelf, offset, limit),
        }
    }
}
