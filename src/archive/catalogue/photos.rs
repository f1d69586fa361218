//! Photos by village and by what they show.

use super::Catalogue;
use crate::archive::PhotoEntry;
use crate::archive::lists::{number, shelf};
use crate::model::{Id, Village};

/// Photos read from the lists at a time.
const BATCH: usize = 500;

/// How many photographs and how many stand-ins there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PhotoCount {
    /// Photographs (实景).
    pub real: usize,
    /// Drawn stand-ins (示意图).
    pub stand_in: usize,
}

impl PhotoCount {
    /// How many of each there are among these.
    pub fn among(photos: &[PhotoEntry]) -> Self {
        let real = photos.iter().filter(|photo| !photo.stand_in).count();
        Self { real, stand_in: photos.len() - real }
    }
}

/// Which photos are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct PhotoFilter<'f> {
    /// Of one village.
    pub village: Option<&'f Id>,
    /// Of one element.
    pub element: Option<&'f str>,
}

impl Catalogue {
    /// One photo of a village that is shown.
    pub fn photo(&self, id: &Id) -> Option<PhotoEntry> {
        self.any_photo(id).filter(|photo| self.village(&photo.village).is_some())
    }

    /// Up to `limit` photos from place `offset`, by id, and how many there are in all.
    pub fn photos(&self, filter: PhotoFilter<'_>, offset: usize, limit: usize) -> (Vec<PhotoEntry>, usize) {
        let shelf = match filter {
            PhotoFilter { village: Some(village), element } => {
                let photos = self.photos_of(village).into_iter();
                let found: Vec<_> =
                    photos.filter(|photo| element.is_none_or(|element| *photo.element == *element)).collect();
                let count = found.len();
                return (found.into_iter().skip(offset).take(limit).collect(), count);
            }
            PhotoFilter { village: None, element: Some(element) } => shelf::element(element),
            PhotoFilter { village: None, element: None } => shelf::PHOTOS.to_owned(),
        };
        // Only photos of villages that are shown stand on these, so that no village is looked up for each.
        let ids = self.ids(&shelf, offset, limit);
        (ids.iter().filter_map(|id| self.any_photo(id)).collect(), self.total(&shelf))
    }

    /// All photos by id, some at a time.
    pub fn all_photos(&self) -> impl Iterator<Item = PhotoEntry> {
        // Of one moment, in which no place shifts while the others are read.
        let starts = (0..self.total(shelf::PHOTOS)).step_by(BATCH);
        starts.flat_map(|offset| self.photos(PhotoFilter::default(), offset, BATCH).0)
    }

    /// How many photos there are that may be asked for so.
    pub fn count_photos(&self, filter: PhotoFilter<'_>) -> usize {
        match filter {
            // Choices of villages ask this of each.
            PhotoFilter { village: Some(village), element: None } if self.village(village).is_some() => {
                self.total(&shelf::under(village.as_str()))
            }
            _ => self.photos(filter, 0, 0).1,
        }
    }

    /// Up to `limit` ids of photos from place `offset`.
    pub fn photo_ids(&self, offset: usize, limit: usize) -> Vec<Id> {
        self.ids(shelf::PHOTOS, offset, limit)
    }

    /// The photos of one village, by id.
    pub fn photos_of(&self, village: &Id) -> Vec<PhotoEntry> {
        if self.village(village).is_none() {
            return Vec::new();
        }
        let ids = self.ids(&shelf::under(village.as_str()), 0, usize::MAX);
        ids.iter().filter_map(|id| self.any_photo(id)).collect()
    }

    /// How many photographs and stand-ins there are in all.
    pub fn photo_count(&self) -> PhotoCount {
        let real = self.total(number::REAL);
        PhotoCount { real, stand_in: self.total(shelf::PHOTOS).saturating_sub(real) }
    }

    /// The photo that opens a village's page: its lead, else its first.
    pub fn lead_of(&self, village: &Village) -> Option<PhotoEntry> {
        let lead = village.lead.as_ref().and_then(|id| self.photo(id));
        lead.or_else(|| {
            self.village(&village.id)?;
            let first = self.ids(&shelf::under(village.id.as_str()), 0, 1).pop()?;
            self.any_photo(&first)
        })
    }

    /// The photo that illustrates an element: the first photograph of it, else the first stand-in.
    pub fn picture_of_element(&self, element: &str) -> Option<PhotoEntry> {
        let first = |stand_in| self.ids(&shelf::element_of(element, stand_in), 0, 1).pop();
        first(false).or_else(|| first(true)).and_then(|id| self.any_photo(&id))
    }

    /// How many photos show an element.
    pub fn count_of_element(&self, element: &str) -> usize {
        self.total(&shelf::element(element))
    }

    /// A photo, whether or not its village is shown.
    pub(in crate::archive) fn any_photo(&self, id: &Id) -> Option<PhotoEntry> {
        self.used.note(id.as_str());
        self.read(self.tables.lists.photo(id.as_str())).flatten()
    }
}
