//! The archive as one can ask it, at one sequence number: villages by town, photos by village.
//!
//! What an archive has few of is in memory ([`Tables`]); villages and photos stand in the lists. Whatever is asked here is
//! noted, so that a page which was made from it knows whether it still holds.

mod essays;
mod load;
mod nearby;
mod photos;
mod standing;
mod tables;
mod used;
mod villages;

use std::sync::Arc;

use jiff::Timestamp;

pub use essays::EssayEntry;
pub use nearby::Nearby;
pub use photos::{PhotoCount, PhotoFilter};
pub use standing::{OF_FORTS, VillageFilter};

pub(super) use tables::Tables;
pub use used::Used;

use super::ListsError;
use super::disclosure::{Rules, Verdict};
use super::typed::key_of;
use super::{ArchiveError, Published};
use crate::model::{County, Element, Id, Kind, Property, Source, Term, Vocabulary};

/// The archive at one sequence number.
#[derive(Debug, Clone)]
pub struct Catalogue {
    tables: Arc<Tables>,
    used: Arc<Used>,
}

impl Catalogue {
    pub(super) fn new(tables: Arc<Tables>) -> Self {
        Self { tables, used: Arc::default() }
    }

    /// This with a change laid over it; see [`Tables::with`].
    pub(super) fn with(&self, change: &[Published]) -> Result<Self, ArchiveError> {
        Ok(Self::new(Arc::new(self.tables.with(change)?)))
    }

    /// The sequence number this was made from.
    pub fn sequence(&self) -> u64 {
        self.tables.sequence()
    }

    /// When the newest change was committed.
    pub fn updated_at(&self) -> Timestamp {
        self.used.note(Used::EVERYTHING);
        self.tables.updated_at
    }

    /// The tables of what can be claimed, measured and photographed.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.used.note(Kind::Vocabulary.word());
        &self.tables.vocabulary
    }

    /// The county.
    pub fn region(&self) -> &County {
        self.used.note(Kind::County.word());
        &self.tables.region
    }

    /// All cited works, by id.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.used.note(Kind::Source.word());
        self.tables.sources.values()
    }

    /// One cited work.
    pub fn source(&self, id: &Id) -> Option<&Arc<Source>> {
        // Also where there is none: a page that lacks it has to be made anew when it comes.
        self.note(Kind::Source, id);
        self.tables.sources.get(id)
    }

    /// The glossary, in the order of the vocabulary file.
    pub fn terms(&self) -> &[Arc<Term>] {
        self.used.note(Kind::Term.word());
        &self.tables.terms
    }

    /// One essay, without its text.
    pub fn essay(&self, id: &Id) -> Option<&Arc<EssayEntry>> {
        self.note(Kind::Essay, id);
        self.tables.essays.get(id)
    }

    /// All essays, the newest first.
    pub fn essays(&self) -> &[Arc<EssayEntry>] {
        // By the kind: an essay that comes, goes or is altered may belong on any page that shows some of them.
        self.used.note(Kind::Essay.word());
        &self.tables.newest_essays
    }

    /// The essays that are about a village or mention it, the newest first.
    pub fn essays_about(&self, village: &Id) -> impl Iterator<Item = &Arc<EssayEntry>> {
        self.essays().iter().filter(move |entry| entry.villages.contains(village))
    }

    /// The essays that show a photo, the newest first.
    pub fn essays_with(&self, photo: &Id) -> impl Iterator<Item = &Arc<EssayEntry>> {
        self.essays().iter().filter(move |entry| entry.photos.contains(photo))
    }

    /// The label of a property.
    pub fn property(&self, id: &str) -> Option<&Property> {
        self.vocabulary().properties.iter().find(|property| property.id == id)
    }

    /// The label of a photo element.
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.vocabulary().elements.iter().find(|element| element.id == id)
    }

    /// What was asked so far, and whether an answer could not be read.
    pub fn used(&self) -> &Used {
        &self.used
    }

    /// Whether all that was asked could be read.
    pub fn check(&self) -> Result<(), ArchiveError> {
        self.used.check()
    }

    /// Whether what was made at commit `made` from `used` would be made the same now.
    pub fn still_holds(&self, used: &[Box<str>], made: u64) -> bool {
        let is_as_it_was = |name: &str| match self.tables.touched(name) {
            Ok(touched) => touched <= made,
            // What cannot be read may have changed.
            Err(_) => false,
        };
        self.sequence() == made || used.iter().all(|name| is_as_it_was(name))
    }

    /// What may be shown, and what not.
    pub(super) fn rules(&self) -> &Rules {
        &self.tables.rules
    }

    /// Whether what was derived of an item at commit `sequence` may be shown: it is shown still, and nothing of it has
    /// been withdrawn since.
    pub(super) fn shows_as_of(&self, id: &Id, sequence: u64) -> bool {
        // What was derived after the last withdrawal has heeded it. Of what is older it is not known which part
        // was derived: any withdrawal of the item is enough to leave it out.
        let is_shown =
            self.village(id).is_some() || self.photo(id).is_some() || self.tables.essays.contains_key(id);
        is_shown
            && (sequence >= self.tables.withdrawn_at || self.tables.rules.on_any_of(id) == Verdict::Shown)
    }

    /// Whether an item is there, but not for this audience.
    pub(super) fn is_internal(&self, id: &Id) -> bool {
        // What cannot be read stays inside.
        self.read(self.tables.lists.is_internal(id)).unwrap_or(true)
    }

    /// Notes that a record was asked for.
    pub(super) fn note(&self, kind: Kind, id: &Id) {
        // A record of no such key cannot be there, nor come.
        if let Ok(key) = key_of(kind, id) {
            self.used.note(key.as_str());
        }
    }

    /// What was read, or nothing and a note that it could not be: whoever makes a page of this asks in the end.
    fn read<T>(&self, read: Result<T, ListsError>) -> Option<T> {
        read.inspect_err(|fault| self.used.fail(fault)).ok()
    }
}
