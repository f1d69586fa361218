//! Writing a file whole or not at all: the one way in which exports and caches write.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{Digest, StoreError};

/// Puts `bytes` at `path`, so that a reader, a crash or a full disk sees the old file or the new one.
///
/// The bytes go to a new file beside it, `.baozhai-*.tmp`, which is synced and renamed; then the folder is
/// synced. On an error nothing is left behind; after a kill the temporary may be, and may be deleted. The
/// folder must exist. A symbolic link at `path` is replaced, not followed. Blocks.
pub fn write_atomically(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> Result<(), StoreError> {
    let path = path.as_ref();
    write(path, &[bytes.as_ref()], Lasting::ThroughPowerLoss)
        .map_err(|source| StoreError::of_file(path, source))
}

/// Does the same without waiting for the disk: after a loss of power the file may be missing or hold other
/// bytes. For what is derived and proves itself when it is read.
pub fn write_derived(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> Result<(), StoreError> {
    write_derived_parts(path, &[bytes.as_ref()])
}

/// As [`write_derived`], one part behind the other: what is large need not be copied into one piece.
pub fn write_derived_parts(path: impl AsRef<Path>, parts: &[&[u8]]) -> Result<(), StoreError> {
    let path = path.as_ref();
    write(path, parts, Lasting::WhileRunning).map_err(|source| StoreError::of_file(path, source))
}

/// A file that is written bit by bit, and is there only when it has been finished; else nothing is.
#[derive(Debug)]
pub struct AtomicFile {
    path: PathBuf,
    temporary: PathBuf,
    file: BufWriter<File>,
    hasher: Sha256,
}

impl AtomicFile {
    /// Begins a file that will be at `path`, in a folder that exists.
    pub fn begin(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let path = path.into();
        let (file, temporary) =
            create_beside(folder_of(&path)).map_err(|source| StoreError::of_file(&path, source))?;
        Ok(Self { path, temporary, file: BufWriter::new(file), hasher: Sha256::new() })
    }

    /// Adds bytes.
    pub fn add(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), StoreError> {
        self.hasher.update(bytes.as_ref());
        self.file.write_all(bytes.as_ref()).map_err(|source| StoreError::of_file(&self.path, source))
    }

    /// Puts it in its place, through a loss of power; returns the digest of its bytes.
    pub fn finish(mut self) -> Result<Digest, StoreError> {
        let placed = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        // Synced before the rename: else a loss of power could leave the name with none of the bytes.
        let placed = placed.and_then(|()| std::fs::rename(&self.temporary, &self.path));
        placed
            .and_then(|()| sync_folder(folder_of(&self.path)))
            .map_err(|source| StoreError::of_file(&self.path, source))?;
        // Copied, as what has a `Drop` cannot be taken apart.
        Ok(Digest::finish(self.hasher.clone()))
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        // After a finish there is none of that name any more.
        let _ = std::fs::remove_file(&self.temporary);
    }
}

/// What a written file must outlast.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lasting {
    WhileRunning,
    ThroughPowerLoss,
}

fn write(path: &Path, parts: &[&[u8]], lasting: Lasting) -> io::Result<()> {
    // `/` and `..` would fail at the rename only, with all the bytes written.
    if path.file_name().is_none() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"));
    }
    // Beside its place, since a rename is one step only within a file system.
    let folder = folder_of(path);
    let (file, temporary) = create_beside(folder)?;
    let written = fill(file, parts, lasting).and_then(|()| std::fs::rename(&temporary, path));
    if let Err(error) = written {
        // The first error is the one to tell; what cannot be removed here is only a temporary.
        let _ = std::fs::remove_file(&temporary);
        return Err(error);
    }
    match lasting {
        Lasting::WhileRunning => Ok(()),
        Lasting::ThroughPowerLoss => sync_folder(folder),
    }
}

/// Removes the temporaries `.baozhai-*.tmp` and `.tmp*` below `folder` that were last written before `before`, which
/// killed writers left; returns how many. Younger ones may belong to a writer at work. Blocks.
///
/// What cannot be looked at or removed is passed over: it is only a leftover.
pub fn clear_temporaries(folder: &Path, before: Timestamp) -> Result<u64, StoreError> {
    let mut removed = 0;
    let (top, mut folders) = (folder, vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            // Not there yet, or taken away by somebody else meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(_) if folder.as_path() != top => continue,
            Err(error) => return Err(StoreError::of_file(&folder, error)),
        };
        for entry in entries.flatten() {
            // Follows no link: one that leads out of here is neither folder nor file, and is left alone.
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && is_temporary(&entry.file_name().to_string_lossy()) {
                removed += u64::from(remove_if_older(&entry.path(), before).unwrap_or(false));
            }
        }
    }
    Ok(removed)
}

/// Ours, and those of the search engine's writer.
fn is_temporary(name: &str) -> bool {
    name.starts_with(".tmp") || (name.starts_with(".baozhai-") && name.ends_with(".tmp"))
}

/// Removes a file that was last written before `before`; says whether it was.
pub(super) fn remove_if_older(path: &Path, before: Timestamp) -> io::Result<bool> {
    let written = std::fs::metadata(path)?.modified()?;
    // A time that cannot be told counts as young: rather a leftover too many than a file at work gone.
    let is_older = Timestamp::try_from(written).is_ok_and(|written| written < before);
    if is_older {
        std::fs::remove_file(path)?;
    }
    Ok(is_older)
}

/// The folder that `path` lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Finds out why `path` cannot be opened for writing, by opening it or, if there is none, a file beside it.
pub(super) fn try_opening(path: &Path) -> io::Result<()> {
    match OpenOptions::new().read(true).write(true).open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let (_, temporary) = create_beside(folder_of(path))?;
    std::fs::remove_file(temporary)
}

/// Finds out whether files may be made in `folder`, by making one and removing it; syncs nothing. Blocks.
pub fn may_write(folder: &Path) -> Result<(), StoreError> {
    let tried = create_beside(folder).and_then(|(_, temporary)| std::fs::remove_file(temporary));
    tried.map_err(|error| StoreError::of_file(folder, error))
}

/// Finds out whether `folder` takes another 64 KiB, by writing and removing them. Blocks.
pub fn try_writing(folder: &Path) -> Result<(), StoreError> {
    let tried = create_beside(folder).and_then(|(file, temporary)| {
        let filled = fill(file, &[&[0; 64 << 10]], Lasting::ThroughPowerLoss);
        // Removed whatever came of it: a disk that is full must not get fuller with each try.
        std::fs::remove_file(temporary).and(filled)
    });
    tried.map_err(|error| StoreError::of_file(folder, error))
}

fn fill(mut file: File, parts: &[&[u8]], lasting: Lasting) -> io::Result<()> {
    for part in parts {
        file.write_all(part)?;
    }
    match lasting {
        Lasting::WhileRunning => Ok(()),
        Lasting::ThroughPowerLoss => file.sync_all(),
    }
}

/// Creates a file that no one else has, under a name short enough for every file system.
fn create_beside(folder: &Path) -> io::Result<(File, PathBuf)> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".baozhai-{}-{n}.tmp", std::process::id()));
        // `create_new` follows no link either: one that was laid under this name cannot lead the bytes elsewhere.
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            // left by a process that had the same number and was killed
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Makes a rename in `folder` last through a loss of power; only Unix can open a folder for that.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
