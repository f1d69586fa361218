//! Pictures and photo cards.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::reader::{Labelled, NamedLink, Reader, Text};
use crate::archive::{PhotoCount, PhotoEntry, Published};
use crate::image::WIDTHS_PX;
use crate::model::address::{File, Page};
use crate::model::{Id, Language, Photo, Village};
use crate::web::errors::PageError;

/// A picture as the `<picture>` macro takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct PictureView {
    base: String,
    widths: Vec<u32>,
    width: u32,
    height: u32,
    alt: Text,
    placeholder: String,
    stand_in: bool,
}

impl PictureView {
    /// The path of the form that is sent along where a page is shared: JPEG, about 1024 px wide.
    pub(in crate::web) fn shared_path(&self) -> String {
        format!("{}/full/{},/0/default.jpg", self.base, self.shared_sides_px().0)
    }

    /// The path of a small form, for lists of the staff.
    pub(in crate::web) fn small_path(&self) -> String {
        let width = self.widths.first().copied().unwrap_or(self.width);
        format!("{}/full/{width},/0/default.jpg", self.base)
    }

    /// Width and height of that form.
    pub(in crate::web) fn shared_sides_px(&self) -> (u32, u32) {
        let fitting = self.widths.iter().copied().filter(|width| *width <= 1024).max();
        let width = fitting.unwrap_or(self.width);
        let height = f64::from(self.height) * f64::from(width) / f64::from(self.width.max(1));
        (width, height.round() as u32)
    }

    /// What is to be seen.
    pub(in crate::web) fn alt_text(&self) -> &str {
        &self.alt.text
    }
}

/// A picture with its caption that leads to its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct PhotoCard {
    pub(in crate::web) id: String,
    pub(in crate::web) href: String,
    pub(in crate::web) picture: PictureView,
    pub(in crate::web) caption: Text,
    element: Labelled,
    village: NamedLink,
}

/// How many photographs and stand-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(in crate::web) struct CountView {
    real: usize,
    stand_in: usize,
}

impl From<PhotoCount> for CountView {
    fn from(count: PhotoCount) -> Self {
        Self { real: count.real, stand_in: count.stand_in }
    }
}

/// The picture of a photo's revision.
pub(in crate::web) fn picture(photo: &Photo, revision: u64, reader: &Reader<'_>) -> PictureView {
    let mut widths: Vec<u32> =
        WIDTHS_PX.into_iter().filter(|width| *width <= photo.picture.width_px).collect();
    // A picture smaller than all of them is shown as it is: nothing is enlarged.
    if widths.is_empty() {
        widths.push(photo.picture.width_px);
    }
    PictureView {
        base: image_base(photo, revision, reader),
        widths,
        width: photo.picture.width_px,
        height: photo.picture.height_px,
        alt: reader.text(&photo.alt),
        placeholder: photo.picture.placeholder.clone(),
        stand_in: photo.stand_in,
    }
}

/// The path of a revision's image: it never changes, so it may be kept for ever.
pub(in crate::web) fn image_base(photo: &Photo, revision: u64, reader: &Reader<'_>) -> String {
    match reader.snapshot.brought_by(&photo.id) {
        // What nobody but the staff sees has no address of everybody's.
        Some(change) => {
            let page = Page::below_change(change, format_args!("pictures/{}", photo.id));
            // A picture has no language: the address without a prefix.
            reader.addresses.path(&page, Language::Chinese)
        }
        None => {
            reader.addresses.file(&File::Image { edition: 3, photo: &photo.id, revision: Some(revision) })
        }
    }
}

/// The card of a photo's revision.
pub(in crate::web) fn card(photo: &Photo, revision: u64, reader: &Reader<'_>) -> PhotoCard {
    let village = reader.catalogue.village(&photo.village);
    let name = village.map_or_else(
        || crate::model::Name { zh: photo.village.to_string(), pinyin: None, en: None },
        |village| village.name.clone(),
    );
    PhotoCard {
        id: photo.id.to_string(),
        href: reader.url(&Page::photo(&photo.id)),
        picture: picture(photo, revision, reader),
        caption: reader.text(&photo.caption),
        element: reader.element(&photo.element),
        village: NamedLink { name: reader.name(&name), href: reader.url(&Page::village(&photo.village)) },
    }
}

/// The photos of one page, read at once.
pub(in crate::web) struct Photos(HashMap<Id, Published<Photo>>);

impl Photos {
    /// Reads photos the catalogue lists.
    pub(in crate::web) async fn read(
        entries: impl Iterator<Item = PhotoEntry>,
        reader: &Reader<'_>,
    ) -> Result<Self, PageError> {
        let ids: Vec<Id> = entries.map(|entry| entry.id).collect();
        let read = reader.snapshot.get_all::<Photo>(&ids).await?;
        Ok(Self(read.into_iter().map(|photo| (photo.record.id.clone(), photo)).collect()))
    }

    /// Reads the photo that opens each of these villages.
    pub(in crate::web) async fn leads(
        villages: impl Iterator<Item = &Arc<Village>>,
        reader: &Reader<'_>,
    ) -> Result<Self, PageError> {
        let leads: Vec<_> = villages.filter_map(|village| reader.catalogue.lead_of(village)).collect();
        Self::read(leads.into_iter(), reader).await
    }

    /// One of them.
    pub(in crate::web) fn get(&self, id: &Id) -> Option<&Published<Photo>> {
        self.0.get(id)
    }

    /// The card of one of them.
    pub(in crate::web) fn card(&self, id: &Id, reader: &Reader<'_>) -> Option<PhotoCard> {
        self.get(id).map(|photo| card(&photo.record, photo.revision.number, reader))
    }

    /// The cards of these entries, in their order.
    pub(in crate::web) fn cards(&self, entries: &[PhotoEntry], reader: &Reader<'_>) -> Vec<PhotoCard> {
        entries.iter().filter_map(|entry| self.card(&entry.id, reader)).collect()
    }

    /// The picture of the photo that opens a village, if it has any.
    pub(in crate::web) fn lead_of(&self, village: &Village, reader: &Reader<'_>) -> Option<PictureView> {
        let photo = self.get(&reader.catalogue.lead_of(village)?.id)?;
        Some(picture(&photo.record, photo.revision.number, reader))
    }
}

/// The cards of photos the catalogue lists, in order.
pub(in crate::web) async fn cards(
    entries: &[PhotoEntry],
    reader: &Reader<'_>,
) -> Result<Vec<PhotoCard>, PageError> {
    let photos = Photos::read(entries.iter().cloned(), reader).await?;
    Ok(photos.cards(entries, reader))
}
