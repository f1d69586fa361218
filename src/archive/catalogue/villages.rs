//! Villages by town, by what is known of them, by name.

use std::sync::Arc;

use super::Catalogue;
use crate::archive::lists::{number, shelf};
use crate::model::{Certainty, Id, Village};

/// How many villages are shown large.
const FEATURED: usize = 2;

/// Villages read from the lists at a time.
const BATCH: usize = 500;

impl Catalogue {
    /// One village, without its prose.
    pub fn village(&self, id: &Id) -> Option<Arc<Village>> {
        self.used.note(id.as_str());
        self.read(self.tables.lists.village(id.as_str())).flatten()
    }

    /// The number of a village's newest revision.
    pub fn village_revision(&self, id: &Id) -> Option<u64> {
        self.village(id)?;
        self.read(self.tables.lists.get(id.as_str())).flatten().map(|kept| kept.revision)
    }

    /// How many villages are known by name.
    pub fn named_count(&self) -> usize {
        self.total(shelf::NAMED)
    }

    /// How many entries are kept open.
    pub fn open_count(&self) -> usize {
        self.total(shelf::OPEN)
    }

    /// Up to `limit` named villages from place `offset` in the order of the contents: by town in the county's order, those
    /// of no known town last; within a town the best known first.
    pub fn named(&self, offset: usize, limit: usize) -> Vec<Arc<Village>> {
        self.villages(shelf::NAMED, offset, limit)
    }

    /// Up to `limit` entries kept open (名单待考) from place `offset`, by id.
    pub fn open_entries(&self, offset: usize, limit: usize) -> Vec<Arc<Village>> {
        self.villages(shelf::OPEN, offset, limit)
    }

    /// All villages in the order of the contents, the open entries last, some at a time.
    pub fn all_villages(&self) -> impl Iterator<Item = Arc<Village>> {
        let batches = |shelf: &'static str| {
            let starts = (0..self.total(shelf)).step_by(BATCH);
            starts.flat_map(move |offset| self.villages(shelf, offset, BATCH))
        };
        batches(shelf::NAMED).chain(batches(shelf::OPEN))
    }

    /// Up to `limit` ids of villages in the order of [`Catalogue::all_villages`], from place `offset`.
    pub fn village_ids(&self, offset: usize, limit: usize) -> Vec<Id> {
        let named = self.named_count();
        let mut ids = self.ids(shelf::NAMED, offset, limit);
        if ids.len() < limit {
            ids.extend(self.ids(shelf::OPEN, offset.saturating_sub(named), limit - ids.len()));
        }
        ids
    }

    /// Up to `limit` named villages of a town, the best known first.
    pub fn named_in(&self, town: &Id, limit: usize) -> Vec<Arc<Village>> {
        self.villages(&shelf::town(town.as_str()), 0, limit)
    }

    /// The villages that have a statistical code, by id.
    pub fn with_code(&self, code: &str) -> Vec<Arc<Village>> {
        self.villages(&shelf::code(code), 0, BATCH)
    }

    /// Up to `limit` villages whose pages a photo opens.
    pub fn led_by(&self, photo: &Id, limit: usize) -> Vec<Arc<Village>> {
        self.villages(&shelf::led_by(photo.as_str()), 0, limit)
    }

    /// The entries before and after one in the contents, the open entries coming last.
    pub fn neighbours(&self, id: &Id) -> (Option<Arc<Village>>, Option<Arc<Village>>) {
        let Some(village) = self.village(id) else { return (None, None) };
        // Who stands beside it may change while it stays as it is itself.
        self.used.note(shelf::NAMED);
        self.used.note(shelf::OPEN);
        let (before, after) = self.read(self.tables.lists.neighbours(&village)).unwrap_or_default();
        let village = |id: Option<String>| self.village(&Id::parse(&id?).ok()?);
        (village(before), village(after))
    }

    /// The villages shown large: those of which most is known, the best known first.
    pub fn featured(&self) -> Vec<Arc<Village>> {
        self.villages(shelf::BEST, 0, FEATURED)
    }

    /// The village whose lead opens the site: one that is not shown large beneath it, where there is one.
    pub fn cover(&self) -> Option<Arc<Village>> {
        self.villages(shelf::BEST, FEATURED, 1).pop().or_else(|| self.villages(shelf::BEST, 0, 1).pop())
    }

    /// How many statements on villages are of a certainty.
    pub fn statements(&self, certainty: Certainty) -> usize {
        self.total(&number::statements(certainty))
    }

    /// Of how many named villages a property (or a measure) is known, and of how many it was looked for and not found.
    pub fn fact_counts(&self, is_measure: bool, id: &str) -> (usize, usize) {
        let count = |is_known| self.total(&number::fact(is_measure, id, is_known));
        (count(true), count(false))
    }

    /// How many villages were measured on site, as far as that is told.
    pub fn surveyed_count(&self) -> usize {
        self.total(number::SURVEYED)
    }

    /// Of how many villages no more than the town is told.
    pub fn placeless_count(&self) -> usize {
        self.total(number::PLACELESS)
    }

    /// How many villages are told as a circle, and the smallest and the largest radius in metres.
    pub fn circles(&self) -> (usize, Option<(f64, f64)>) {
        (self.total(shelf::CIRCLES), self.read(self.tables.lists.radii_m()).flatten())
    }

    /// Up to `limit` villages of a shelf, from the one at place `offset`.
    pub(super) fn villages(&self, shelf: &str, offset: usize, limit: usize) -> Vec<Arc<Village>> {
        self.ids(shelf, offset, limit).iter().filter_map(|id| self.village(id)).collect()
    }

    /// Up to `limit` ids of a shelf, from the one at place `offset`.
    pub(super) fn ids(&self, shelf: &str, offset: usize, limit: usize) -> Vec<Id> {
        self.used.note(shelf);
        let ids = self.read(self.tables.lists.ids(shelf, offset as u64, limit)).unwrap_or_default();
        ids.iter().filter_map(|id| Id::parse(id).ok()).collect()
    }

    /// How many stand on a shelf, or a number kept beside them.
    pub(super) fn total(&self, name: &str) -> usize {
        self.used.note(name);
        let total = self.read(self.tables.lists.total(name)).unwrap_or(0);
        usize::try_from(total).unwrap_or(usize::MAX)
    }
}
