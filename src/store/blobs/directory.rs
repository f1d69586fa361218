//! Everything that only a directory of blobs has: opening, leftovers, the operating system's errors.

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use object_store::local::LocalFileSystem;

use crate::store::{Digest, StoreError, file};

pub(super) fn open(directory: &Path) -> Result<LocalFileSystem, StoreError> {
    let failed = |source| StoreError::of_file(directory, source);
    match fs::create_dir(directory) {
        Ok(()) => file::sync_folder(file::folder_of(directory)).map_err(failed)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error)),
    }
    // also refuses a file, and a folder that may not be read
    fs::read_dir(directory).map_err(failed)?;
    let store = LocalFileSystem::new_with_prefix(directory).map_err(|error| meaning(directory, error))?;
    // Not the default; `put` tells a blob only when it would outlast a loss of power.
    Ok(store.with_fsync(true))
}

/// Removes files named `…#<digits>`, which is what `LocalFileSystem` writes to before it renames.
pub(super) fn clear_leftovers(directory: &Path, before: Timestamp) -> Result<u64, StoreError> {
    let mut removed = 0;
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| StoreError::of_file(&folder, error))? {
            let entry = entry.map_err(|error| StoreError::of_file(&folder, error))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(|error| StoreError::of_file(&path, error))?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && is_leftover(&path) {
                match file::remove_if_older(&path, before) {
                    Ok(gone) => removed += u64::from(gone),
                    // its writer has just finished
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(StoreError::of_file(&path, error)),
                }
            }
        }
    }
    Ok(removed)
}

fn is_leftover(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.split_once('#'));
    name.is_some_and(|(digest, suffix)| {
        digest.parse::<Digest>().is_ok()
            && !suffix.is_empty()
            && suffix.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// What an error of the store means: object_store keeps the operating system's a few sources down.
pub(super) fn meaning(directory: &Path, error: object_store::Error) -> StoreError {
    let first: &(dyn Error + 'static) = &error;
    let kind = std::iter::successors(Some(first), |error| (*error).source())
        .find_map(|error| error.downcast_ref::<io::Error>())
        .map(io::Error::kind);
    match kind {
        // All of it, under the kind of its cause: so a full disk is told as one.
        Some(kind) => StoreError::of_file(directory, io::Error::new(kind, error)),
        None => StoreError::Failed(Box::new(error)),
    }
}
