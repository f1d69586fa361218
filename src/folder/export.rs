//! Writes an archive in the open folder form, so that it can always leave.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::essay::write_essay;
use super::photo::write_photo;
use super::region::write_region;
use super::source::write_sources;
use super::village::write_village;
use super::vocabulary::write_vocabulary;
use crate::model::{Collection, Kind, PartlyBilingual, Photo, Record};
use crate::store::{BlobError, Blobs, DigestError, Key, Records, StoreError, write_atomically};

/// Heads read from the store at a time.
const PAGE: u32 = 1000;

/// Why an export did not happen, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is something in the folder already, which an export must not be mixed with.
    #[error("{} is not empty; name a new folder", .0.display())]
    NotEmpty(PathBuf),
    /// The folder could not be read or made.
    #[error("cannot write to {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A stored record is none this program knows.
    #[error("the record `{key}` cannot be read: {fault}")]
    Record {
        /// Its key.
        key: String,
        /// What is wrong.
        fault: String,
    },
    /// A photo's picture is missing or damaged.
    #[error("the picture of `{photo}` cannot be exported")]
    Picture {
        /// The photo's id.
        photo: String,
        /// Why.
        source: BlobError,
    },
    /// A digest in a record is none.
    #[error(transparent)]
    Digest(#[from] DigestError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes every newest record and its picture below `directory`, which must be empty or absent.
///
/// Returns the number of files. `file_done` is called after each, with the number there will be.
pub async fn export(
    records: &Records,
    blobs: &Blobs,
    directory: &Path,
    file_done: impl Fn(usize),
) -> Result<usize, ExportError> {
    refuse_mixing(directory)?;
    let collection = read_collection(records).await?;
    let texts = text_files(&collection);
    let total = texts.len() + collection.photos.len();
    for (path, text) in &texts {
        write(directory, path, text.as_bytes())?;
        file_done(total);
    }
    for photo in &collection.photos {
        let digest = photo.picture.sha256.parse()?;
        let picture = blobs.get_verified(&digest).await;
        let bytes = picture.map_err(|source| ExportError::Picture { photo: photo.id.to_string(), source })?;
        write(directory, &picture_path(photo), &bytes)?;
        file_done(total);
    }
    Ok(total)
}

fn refuse_mixing(directory: &Path) -> Result<(), ExportError> {
    match fs::read_dir(directory) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(ExportError::NotEmpty(directory.to_owned())),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(ExportError::Folder { path: directory.to_owned(), source }),
    }
}

fn write(directory: &Path, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
    let path = directory.join(path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)
            .map_err(|source| ExportError::Folder { path: parent.to_owned(), source })?;
    }
    Ok(write_atomically(path, bytes)?)
}

/// Every newest record of the store.
pub async fn read_collection(records: &Records) -> Result<Collection, ExportError> {
    let mut collection = Collection::default();
    let mut after: Option<Key> = None;
    loop {
        let page = records.heads(None, after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(collection) };
        after = Some(last.key.clone());
        for revision in &page {
            let fault = |fault: String| ExportError::Record { key: revision.key.to_string(), fault };
            let kind = Kind::from_word(revision.kind.as_str())
                .ok_or_else(|| fault(format!("its kind `{}` is unknown", revision.kind)))?;
            let record =
                Record::from_document(kind, &revision.body).map_err(|error| fault(error.to_string()))?;
            collection.add(record);
        }
    }
}

/// The text files of a collection as `(path, content)`: all but the pictures, and the guides.
fn text_files(collection: &Collection) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        super::GUIDES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    files.push((
        "villages/vocabulary.toml".to_owned(),
        write_vocabulary(&collection.vocabulary, &collection.terms),
    ));
    files.push(("villages/sources.toml".to_owned(), write_sources(&collection.sources)));
    files.push(("villages/region.toml".to_owned(), write_region(&collection.region)));
    for village in &collection.villages {
        let folder = format!("villages/{}", village.id);
        files.push((format!("{folder}/village.toml"), write_village(village)));
        add_prose(&mut files, &folder, village.text.as_ref());
    }
    for photo in &collection.photos {
        files.push((format!("photos/{}/{}.toml", photo.village, photo.id), write_photo(photo)));
    }
    for essay in &collection.essays {
        let folder = format!("essays/{}", essay.id);
        files.push((format!("{folder}/essay.toml"), write_essay(essay)));
        add_prose(&mut files, &folder, Some(&essay.text));
    }
    files
}

fn picture_path(photo: &Photo) -> String {
    format!("photos/{}/{}.{}", photo.village, photo.id, photo.picture.extension())
}

fn add_prose(files: &mut Vec<(String, String)>, folder: &str, text: Option<&PartlyBilingual>) {
    let Some(text) = text else { return };
    for (name, text) in [("text.zh.md", &text.zh), ("text.en.md", &text.en)] {
        if let Some(text) = text {
            files.push((format!("{folder}/{name}"), text.clone()));
        }
    }
}
