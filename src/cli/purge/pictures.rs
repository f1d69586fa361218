//! Which pictures of a record go: those that no revision of any photo may show.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use anyhow::Context;

use crate::archive::{ArchiveError, Snapshot};
use crate::changes::pictures_of_photos;
use crate::cli::data_folder::DataFolder;
use crate::model::{Id, Photo};
use crate::store::Digest;

/// Every picture with all revisions of photos that show it: bytes may be those of several.
pub(super) type Uses = BTreeMap<Digest, Vec<(Photo, u64)>>;

/// The pictures of a photo, or of all photos of a village.
pub(super) struct Pictures {
    /// Those that nothing may show.
    pub(super) gone: Vec<Digest>,
    /// Those that something shows, with a revision that does.
    pub(super) kept: Vec<(Digest, String)>,
}

impl Pictures {
    /// Looks at the pictures of revision `number`, or of all.
    pub(super) fn of(id: &Id, number: Option<u64>, uses: &Uses, snapshot: &Snapshot) -> Self {
        let is_withdrawn = |digest: &Digest, (photo, number): &(Photo, u64)| {
            // Only what is known to be withdrawn: any other answer, an error too, keeps the bytes.
            matches!(snapshot.shows_picture(&photo.id, *number, digest), Err(ArchiveError::Withdrawn(_)))
        };
        let is_meant = |(photo, revision): &(Photo, u64)| match number {
            Some(number) => photo.id == *id && *revision == number,
            None => photo.id == *id || photo.village == *id,
        };
        let mut pictures = Self { gone: Vec::new(), kept: Vec::new() };
        for (digest, shown) in uses.iter().filter(|(_, shown)| shown.iter().any(is_meant)) {
            match shown.iter().find(|one| !is_withdrawn(digest, one)) {
                None => pictures.gone.push(*digest),
                Some((photo, number)) => pictures.kept.push((*digest, format!("{}@{number}", photo.id))),
            }
        }
        pictures
    }
}

/// Reads which revisions of photos show which picture.
pub(super) async fn uses(data: &DataFolder) -> anyhow::Result<Uses> {
    let mut uses = Uses::new();
    let read = pictures_of_photos(&data.records, |picture, photo, number| {
        uses.entry(picture).or_default().push((photo, number));
        ControlFlow::Continue(())
    });
    // Of what cannot be read nobody knows whether it needs the same bytes.
    read.await.context("mend the archive first")?;
    Ok(uses)
}
