//! What a request for an image needs to know of a photo: its bytes, its sides, its credit, its licence.

use std::sync::Arc;

use moka::future::Cache;

use super::Images;
use super::address::Identifier;
use crate::archive::{ArchiveError, Snapshot};
use crate::model::address::Page;
use crate::model::{Id, Language, Photo};
use crate::store::Digest;
use crate::web::errors::PageError;
use crate::web::site::Site;
use crate::web::views::reader::licence;

/// How many are kept in memory, at some 300 bytes each.
const KEPT: u64 = 20_000;

/// The words that go before the credit of a drawn stand-in, inside the file too.
const STAND_IN: &str = "示意图（非实景）";

/// One revision of a photo, as far as its images go.
pub(super) struct Picture {
    /// The photo and the number of the revision.
    of: (Id, u64),
    pub(super) original: Digest,
    /// Width and height of the upright picture.
    pub(super) sides_px: (u32, u32),
    /// Whose it is, under which licence, and where its record stands; goes into every file.
    pub(super) credit: Arc<str>,
    /// The licence by the address that IIIF knows it by.
    pub(super) rights: Option<String>,
}

/// What was read of photos lately. A revision never changes, so nothing here grows old.
pub(super) struct Pictures(Cache<(Id, u64), Arc<Picture>>);

impl Default for Pictures {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

/// The picture an identifier names; what is not shown costs no look into the store.
pub(super) async fn find(
    images: &Images,
    snapshot: &Snapshot,
    identifier: &Identifier,
) -> Result<Arc<Picture>, PageError> {
    let Some(newest) = snapshot.catalogue().photo(&identifier.photo) else {
        // Tells one that was withdrawn (410) from one that never was.
        snapshot.shows_photo(&identifier.photo)?;
        return Err(PageError::NotFound);
    };
    let number = identifier.revision.unwrap_or(newest.revision);
    let key = (identifier.photo.clone(), number);
    if let Some(picture) = images.pictures.0.get(&key).await {
        return if picture.is_shown(snapshot)? { Ok(picture) } else { Err(PageError::NotFound) };
    }
    // This asks by itself whether the revision may be shown; what lies in memory above has to be asked again.
    let photo = snapshot.past::<Photo>(&identifier.photo, number).await?.ok_or(PageError::NotFound)?;
    let picture = Arc::new(read(&images.site, &photo.record, number)?);
    images.pictures.0.insert(key, Arc::clone(&picture)).await;
    Ok(picture)
}

impl Picture {
    /// Whether it is shown at this moment: what is kept in memory may have been withdrawn since.
    pub(super) fn is_shown(&self, snapshot: &Snapshot) -> Result<bool, ArchiveError> {
        let (photo, number) = &self.of;
        snapshot.shows_picture(photo, *number, &self.original)
    }
}

fn read(site: &Site, photo: &Photo, revision: u64) -> Result<Picture, PageError> {
    Ok(Picture {
        of: (photo.id.clone(), revision),
        original: photo.picture.sha256.parse().map_err(|_| PageError::NotFound)?,
        sides_px: (photo.picture.width_px, photo.picture.height_px),
        credit: credit(site, photo, revision).into(),
        rights: rights(&photo.rights),
    })
}

fn credit(site: &Site, photo: &Photo, revision: u64) -> String {
    // One file goes to all readers: its credit cannot follow their language.
    let address = site.addresses().address(&Page::photo(&photo.id).at(revision), Language::Chinese);
    let credit = format!("{} · {} · {address}", photo.credit.zh, licence(&photo.rights).label);
    if photo.stand_in { format!("{STAND_IN} · {credit}") } else { credit }
}

/// The licence's name in IIIF: of Creative Commons', by `http:` (5.6). Others have none.
fn rights(spdx: &str) -> Option<String> {
    let part = match spdx {
        "CC0-1.0" => "publicdomain/zero/1.0".to_owned(),
        "CC-PDDC" | "CC-PDM-1.0" => "publicdomain/mark/1.0".to_owned(),
        _ => {
            let licence = spdx.strip_prefix("CC-")?;
            let at = licence.find(|c: char| c.is_ascii_digit())?;
            let (terms, version) = (licence[..at].strip_suffix('-')?, &licence[at..]);
            // `3.0-AT`: carried over to the law of a country.
            format!("licenses/{terms}/{}", version.replace('-', "/")).to_lowercase()
        }
    };
    Some(format!("http://creativecommons.org/{part}/"))
}

#[cfg(test)]
mod tests {
    use super::rights;

    #[test]
    fn a_licence_is_named_as_iiif_names_it() {
        for (spdx, part) in [
            ("CC-BY-4.0", "licenses/by/4.0/"),
            ("CC-BY-NC-SA-4.0", "licenses/by-nc-sa/4.0/"),
            ("CC-BY-3.0-AT", "licenses/by/3.0/at/"),
            ("CC0-1.0", "publicdomain/zero/1.0/"),
            ("CC-PDM-1.0", "publicdomain/mark/1.0/"),
        ] {
            assert_eq!(rights(spdx), Some(format!("http://creativecommons.org/{part}")), "{spdx}");
        }
        for other in ["", "MIT", "CC-", "CC-4.0", "CC-BY", "LicenseRef-all-rights-reserved"] {
            assert_eq!(rights(other), None, "{other}");
        }
    }
}
