//! The pictures of an import: those of new records are kept, and those of known ones are mended where their
//! bytes are missing or damaged.
//!
//! Each is read again from the archive and hashed. That is little beside the reading before it, which decodes
//! every picture of the folder; and nothing less finds every damage that `verify` does.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;

use super::ImportError;
use crate::folder::tree::Tree;
use crate::model::{Collection, Id, Kind, Picture, Record};
use crate::store::{BlobError, Blobs, Digest, HeadNote, Key, Records, StoreError};

/// A picture of the folder that could be read.
pub(super) struct FolderPicture {
    pub(super) digest: Digest,
    bytes: u64,
    pub(super) path: String,
    /// Whether the archive has a record of this key.
    is_known: bool,
    /// Whether the record that names it comes in now.
    pub(super) is_new: bool,
}

/// The pictures of a collection, by their photos' keys. Records with faults are among them: their pictures may
/// be sound, and those of the archive be in need of them.
pub(super) fn pictures_of(
    collection: &Collection,
    mut paths: HashMap<Id, String>,
    heads: &HashMap<Key, HeadNote>,
) -> BTreeMap<Key, FolderPicture> {
    let mut pictures = BTreeMap::new();
    for photo in &collection.photos {
        let Picture { sha256, bytes, .. } = &photo.picture;
        // What could not be read has no digest.
        let (Some(path), Ok(digest)) = (paths.remove(&photo.id), sha256.parse()) else { continue };
        let Ok(key) = Key::new(photo.id.to_string()) else { continue };
        let is_known = heads.contains_key(&key);
        pictures.insert(key, FolderPicture { digest, bytes: *bytes, path, is_known, is_new: false });
    }
    pictures
}

/// Keeps a picture where it is wanted and not there whole; says whether that was a repair.
pub(super) async fn keep(
    picture: &FolderPicture,
    key: &Key,
    tree: &dyn Tree,
    records: &Records,
    blobs: &Blobs,
) -> Result<bool, ImportError> {
    let is_repair = match blobs.get_verified(&picture.digest).await {
        Ok(_) => return Ok(false),
        // Whoever else has the picture needs it whole.
        Err(BlobError::Damaged { .. }) => true,
        Err(BlobError::Missing(_)) => picture.is_known && is_named(&picture.digest, key, records).await?,
        Err(BlobError::Store(error)) => return Err(error.into()),
    };
    if !(is_repair || picture.is_new) {
        return Ok(false);
    }
    // No more bytes than were looked at: a file that has grown since is refused, not swallowed.
    let bytes = tree
        .read(&picture.path, picture.bytes)
        .map_err(|source| ImportError::Picture { path: picture.path.clone(), source })?;
    if Digest::of(&bytes) != picture.digest {
        return Err(ImportError::Moving(picture.path.clone()));
    }
    blobs.repair(Bytes::from(bytes)).await?;
    if is_repair {
        tracing::warn!(%key, digest = %picture.digest, "a picture was missing or damaged; it is whole again");
    }
    Ok(is_repair)
}

/// Whether any revision of a photo names the picture.
async fn is_named(digest: &Digest, key: &Key, records: &Records) -> Result<bool, ImportError> {
    for note in records.history(key).await? {
        let revision = match records.revision(key, note.number).await {
            Ok(revision) => revision,
            // `verify` tells of a text that is damaged.
            Err(StoreError::Damaged(_) | StoreError::Purged { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let record = revision.and_then(|revision| Record::from_document(Kind::Photo, &revision.body).ok());
        if let Some(Record::Photo(photo)) = record
            && photo.picture.sha256.parse() == Ok(*digest)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
