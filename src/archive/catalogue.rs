//! The archive as one can ask it, at one sequence number: villages by town, photos by village.
//!
//! Derived: made from the heads in the store, never changed, replaced as a whole when the sequence
//! moves. It keeps what lists and filters need; prose and captions stay in the store.

mod essays;
mod index;
mod load;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

pub use essays::EssayEntry;

use super::disclosure::{Audience, Rules, Verdict};
use crate::model::{Certainty, Element, Entry, Id, Property, Region, Source, Term, Village, Vocabulary};
use crate::store::{Digest, FeedPosition};

/// The archive at one sequence number.
#[derive(Debug, Clone)]
pub struct Catalogue {
    position: FeedPosition,
    updated_at: Timestamp,
    vocabulary: Arc<Vocabulary>,
    region: Arc<Region>,
    sources: BTreeMap<Id, Arc<Source>>,
    terms: Vec<Arc<Term>>,
    villages: BTreeMap<Id, Arc<Village>>,
    village_revisions: BTreeMap<Id, u64>,
    /// Those that may be shown as far as they go themselves; see [`Index::photos`].
    photos: BTreeMap<Id, Arc<PhotoEntry>>,
    essays: BTreeMap<Id, Arc<EssayEntry>>,
    /// Items that are there, but not for this audience.
    internal: BTreeSet<Id>,
    rules: Rules,
    /// The commit of the newest withdrawal, or of its being lifted.
    withdrawn_at: u64,
    index: Index,
}

/// What is worked out once for a sequence number, so that no page has to look at everything.
#[derive(Debug, Clone, Default)]
struct Index {
    /// The photos of villages that are shown.
    photos: BTreeMap<Id, Arc<PhotoEntry>>,
    photos_of: HashMap<Id, Vec<Arc<PhotoEntry>>>,
    /// The photo that illustrates an element, and how many show it.
    of_element: HashMap<Arc<str>, (Arc<PhotoEntry>, usize)>,
    photo_count: PhotoCount,
    /// Named villages by town, the best known first, then the open entries.
    contents: Vec<Arc<Village>>,
    place: HashMap<Id, usize>,
    named: usize,
    featured: Vec<Arc<Village>>,
    cover: Option<Arc<Village>>,
    /// The newest first.
    essays: Vec<Arc<EssayEntry>>,
}

/// What lists know of a photo.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoEntry {
    /// Its id.
    pub id: Id,
    /// Its village.
    pub village: Id,
    /// Id of what it shows.
    pub element: Arc<str>,
    /// Whether it is a drawn stand-in.
    pub stand_in: bool,
    /// The original's digest.
    pub original: Digest,
    /// Width of the upright picture.
    pub width_px: u32,
    /// Height of the upright picture.
    pub height_px: u32,
    /// The newest revision's number.
    pub revision: u64,
}

/// How many photographs and how many stand-ins there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PhotoCount {
    /// Photographs (实景).
    pub real: usize,
    /// Drawn stand-ins (示意图).
    pub stand_in: usize,
}

impl PhotoCount {
    fn of<'a>(photos: impl IntoIterator<Item = &'a Arc<PhotoEntry>>) -> Self {
        photos.into_iter().fold(Self::default(), |mut count, photo| {
            if photo.stand_in {
                count.stand_in += 1;
            } else {
                count.real += 1;
            }
            count
        })
    }
}

impl Catalogue {
    /// The sequence number this was made from.
    pub fn sequence(&self) -> u64 {
        self.position.sequence()
    }

    /// When the newest change was committed.
    pub fn updated_at(&self) -> Timestamp {
        self.updated_at
    }

    /// The tables of what can be claimed, measured and photographed.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The county.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// All cited works, by id.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.values()
    }

    /// One cited work.
    pub fn source(&self, id: &Id) -> Option<&Arc<Source>> {
        self.sources.get(id)
    }

    /// The glossary, in the order of the vocabulary file.
    pub fn terms(&self) -> &[Arc<Term>] {
        &self.terms
    }

    /// One village, without its prose.
    pub fn village(&self, id: &Id) -> Option<&Arc<Village>> {
        self.villages.get(id)
    }

    /// The number of a village's newest revision.
    pub fn village_revision(&self, id: &Id) -> Option<u64> {
        self.village_revisions.get(id).copied()
    }

    /// The villages known by name, by id.
    pub fn named(&self) -> impl Iterator<Item = &Arc<Village>> {
        self.villages.values().filter(|village| village.entry == Entry::Named)
    }

    /// The entries kept open (名单待考), by id.
    pub fn open_entries(&self) -> impl Iterator<Item = &Arc<Village>> {
        self.villages.values().filter(|village| village.entry == Entry::Open)
    }

    /// How many villages are known by name.
    pub fn named_count(&self) -> usize {
        self.index.named
    }

    /// How many entries are kept open.
    pub fn open_count(&self) -> usize {
        self.index.contents.len() - self.index.named
    }

    /// The named villages in the order of the contents: by town in the region's order, those of no known
    /// town last; within a town the best known first.
    pub fn contents(&self) -> &[Arc<Village>] {
        &self.index.contents[..self.index.named]
    }

    /// The entries before and after one in the contents, the open entries coming last.
    pub fn neighbours(&self, id: &Id) -> (Option<&Arc<Village>>, Option<&Arc<Village>>) {
        let Some(place) = self.index.place.get(id) else { return (None, None) };
        let at = |place: Option<usize>| place.and_then(|place| self.index.contents.get(place));
        (at(place.checked_sub(1)), at(place.checked_add(1)))
    }

    /// The villages shown large: those of which most is known, the best known first.
    pub fn featured(&self) -> &[Arc<Village>] {
        &self.index.featured
    }

    /// The village whose lead opens the site: one that is not shown large beneath it, where there is one.
    pub fn cover(&self) -> Option<&Arc<Village>> {
        self.index.cover.as_ref()
    }

    /// One photo.
    pub fn photo(&self, id: &Id) -> Option<&Arc<PhotoEntry>> {
        self.index.photos.get(id)
    }

    /// All photos, by village in the order of ids.
    pub fn photos(&self) -> impl Iterator<Item = &Arc<PhotoEntry>> {
        self.index.photos.values()
    }

    /// The photos of one village, by id.
    pub fn photos_of(&self, village: &Id) -> &[Arc<PhotoEntry>] {
        self.index.photos_of.get(village).map_or(&[], Vec::as_slice)
    }

    /// How many photographs and stand-ins there are in all.
    pub fn photo_count(&self) -> PhotoCount {
        self.index.photo_count
    }

    /// How many photographs and stand-ins one village has.
    pub fn photo_count_of(&self, village: &Id) -> PhotoCount {
        PhotoCount::of(self.photos_of(village))
    }

    /// The photo that opens a village's page: its lead, else its first.
    pub fn lead_of(&self, village: &Village) -> Option<&Arc<PhotoEntry>> {
        village.lead.as_ref().and_then(|id| self.photo(id)).or_else(|| self.photos_of(&village.id).first())
    }

    /// The photo that illustrates an element: the first photograph of it, else the first stand-in.
    pub fn picture_of_element(&self, element: &str) -> Option<&Arc<PhotoEntry>> {
        self.index.of_element.get(element).map(|(photo, _)| photo)
    }

    /// How many photos show an element.
    pub fn count_of_element(&self, element: &str) -> usize {
        self.index.of_element.get(element).map_or(0, |(_, count)| *count)
    }

    /// One essay, without its text.
    pub fn essay(&self, id: &Id) -> Option<&Arc<EssayEntry>> {
        self.essays.get(id)
    }

    /// All essays, the newest first.
    pub fn essays(&self) -> &[Arc<EssayEntry>] {
        &self.index.essays
    }

    /// The essays that are about a village or mention it, the newest first.
    pub fn essays_about(&self, village: &Id) -> impl Iterator<Item = &Arc<EssayEntry>> {
        self.index.essays.iter().filter(move |entry| entry.villages.contains(village))
    }

    /// The essays that show a photo, the newest first.
    pub fn essays_with(&self, photo: &Id) -> impl Iterator<Item = &Arc<EssayEntry>> {
        self.index.essays.iter().filter(move |entry| entry.photos.contains(photo))
    }

    /// Who reads it.
    pub(super) fn audience(&self) -> Audience {
        self.rules.audience()
    }

    /// A photo, whether or not its village is shown.
    pub(super) fn any_photo(&self, id: &Id) -> Option<&Arc<PhotoEntry>> {
        self.photos.get(id)
    }

    /// What may be shown, and what not.
    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Whether an item is shown, in lists too.
    fn shows(&self, id: &Id) -> bool {
        self.villages.contains_key(id) || self.index.photos.contains_key(id) || self.essays.contains_key(id)
    }

    /// Whether what was derived of an item at commit `sequence` may be shown: it is shown still, and nothing of it has
    /// been withdrawn since.
    pub(super) fn shows_as_of(&self, id: &Id, sequence: u64) -> bool {
        self.shows(id) && (sequence >= self.withdrawn_at || self.rules.on_any_of(id) == Verdict::Shown)
    }

    /// Whether an item is there, but not for this audience.
    pub(super) fn is_internal(&self, id: &Id) -> bool {
        self.internal.contains(id)
    }

    /// The label of a property.
    pub fn property(&self, id: &str) -> Option<&Property> {
        self.vocabulary.properties.iter().find(|property| property.id == id)
    }

    /// The label of a photo element.
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.vocabulary.elements.iter().find(|element| element.id == id)
    }
}

/// How many statements of a village say something.
pub fn known(village: &Village) -> usize {
    village.statements.iter().filter(|statement| statement.certainty != Certainty::Unknown).count()
}
