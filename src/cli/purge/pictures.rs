//! Which pictures of a record go: those that no revision of any photo may show.

use std::collections::BTreeMap;

use anyhow::Context;

use crate::archive::{ArchiveError, Snapshot};
use crate::cli::data_folder::DataFolder;
use crate::model::{Id, Kind, Photo, Record};
use crate::store::{Digest, Key};

/// Records read from the store at a time.
const PAGE: u32 = 500;

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
    let mut after: Option<Key> = None;
    loop {
        let heads = data.records.head_digests(after.as_ref(), PAGE).await?;
        let Some(last) = heads.last() else { return Ok(uses) };
        after = Some(last.key.clone());
        // All revisions: an old one stays readable and needs its picture.
        for head in heads.iter().filter(|head| head.kind.as_str() == Kind::Photo.word()) {
            // What has no words any more may show nothing, so it needs no bytes.
            let there = data.records.history_with_texts(&head.key).await?;
            for kept in there.into_iter().filter(|kept| kept.purged.is_none()) {
                let name = format!("{}@{}", head.key, kept.note.number);
                // Of what cannot be read nobody knows whether it needs the same bytes.
                let body = kept.body.with_context(|| format!("{name} is damaged: mend the archive first"))?;
                let read = Record::from_document(Kind::Photo, &body);
                let Record::Photo(photo) = read.with_context(|| format!("{name} cannot be read"))? else {
                    continue;
                };
                uses.entry(photo.picture.sha256.parse()?).or_default().push((photo, kept.note.number));
            }
        }
    }
}
