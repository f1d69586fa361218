//! The data folder: where the database, the blobs and the caches lie.

mod absent;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use futures::TryStreamExt;

pub(super) use self::absent::Absent;
use crate::search;
use crate::store::{Blobs, Clock, Records, StoreError, clear_temporaries, may_write};

/// The records' file in the data folder.
pub(super) const DATABASE: &str = "archive.db";

/// The folder of the originals in the data folder.
pub(super) const BLOBS: &str = "blobs";

/// Lies in a backup while it is being written.
pub(super) const UNFINISHED: &str = "backup-unfinished";

/// What to do where there is no archive.
const NO_ARCHIVE: &str = ": name another with --data; `baozhai serve` or `baozhai import` makes one";

/// A file that a writer has not finished for so long belongs to one that was killed.
const ABANDONED: Duration = Duration::from_secs(3600);

/// An opened data folder.
pub(super) struct DataFolder {
    pub(super) records: Records,
    pub(super) blobs: Blobs,
    pub(super) clock: Clock,
    path: PathBuf,
}

impl DataFolder {
    /// Opens the folder, and makes it and an empty archive where there is nothing.
    ///
    /// Pictures without records are no nothing: a new archive over them would hide that the old one's records are lost.
    pub(super) async fn open(path: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(path)
            .with_context(|| format!("cannot make the data folder {}", path.display()))?;
        // Before the database is opened: opening writes beside it, and half a copy must be left as it is.
        refuse_unfinished(path)?;
        match Self::open_with(path, Opening::Existing).await {
            Err(error) if is_nothing(&error) => {}
            opened => return opened,
        }
        if let Some(lost) = first_picture(path).await? {
            anyhow::bail!(
                "there are pictures in {} but no records beside them (the first is {lost}): bring {DATABASE} back from \
                 a backup, or name an empty folder",
                path.join(BLOBS).display()
            );
        }
        Self::open_with(path, Opening::Create).await
    }

    /// Opens a folder that must hold an archive: a misspelt one is not filled with an empty archive.
    pub(super) async fn open_existing(path: &Path) -> anyhow::Result<Self> {
        match fs::metadata(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot look into {}", path.display()));
            }
            Ok(found) if found.is_dir() => refuse_unfinished(path)?,
            _ => anyhow::bail!("there is no archive in {}{NO_ARCHIVE}", path.display()),
        }
        match Self::open_with(path, Opening::Existing).await {
            Err(error) if is_nothing(&error) => match first_picture(path).await? {
                Some(_) => anyhow::bail!(
                    "there are pictures in {} but no records beside them: bring {DATABASE} back from a backup",
                    path.join(BLOBS).display()
                ),
                None => anyhow::bail!("there is no archive in {}{NO_ARCHIVE}", path.display()),
            },
            opened => opened,
        }
    }

    /// Whether there is an archive in the folder, or what is left of one.
    pub(super) fn is_there(path: &Path) -> bool {
        path.join(DATABASE).is_file()
    }

    async fn open_with(path: &Path, opening: Opening) -> anyhow::Result<Self> {
        let context = || format!("cannot open the archive in {}", path.display());
        let url = Records::url_of(&path.join(DATABASE));
        let records = match opening {
            Opening::Existing => Records::open_existing(&url).await,
            Opening::Create => Records::open(&url).await,
        };
        let records = records.with_context(context)?;
        // After the records: it makes the folder, which must not appear where there is no archive.
        let blobs = Blobs::open_directory(path.join(BLOBS)).await.with_context(context)?;
        Ok(Self { records, blobs, clock: Clock::system(), path: path.to_owned() })
    }

    /// Refuses a cache that belongs to somebody else: nothing could be made in it, neither pictures nor the search.
    ///
    /// A full disk is no reason: what is there can be served.
    pub(super) fn ensure_cache(&self) -> anyhow::Result<()> {
        for folder in [self.cache(), self.search_index(), self.cache().join("access")] {
            match may_write(&folder) {
                // One that is not there yet is made when it is needed.
                Err(error @ StoreError::Path { .. }) if folder.is_dir() => {
                    return Err(error).with_context(|| {
                        format!(
                            "cannot write to {}: give it to who serves, or delete it, as all in it is made again",
                            folder.display()
                        )
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Closes the records, and says so where a copy of their file alone would lack the last commits: whoever makes one
    /// has to know. A server empties the log as soon as it can.
    pub(super) async fn close_after_commit(&self) {
        self.records.close().await;
        if !self.records.is_settled() {
            eprintln!(
                "baozhai: what was committed is kept, but {DATABASE}-wal could not be emptied into {DATABASE} (another \
                 program reads it, or the disk is full): copy with `baozhai backup`, not file by file"
            );
        }
    }

    /// Removes what writers that were killed an hour ago or earlier have left; returns how much.
    pub(super) async fn clear_leftovers(&self) -> Result<u64, StoreError> {
        // Another command may be writing beside a server at this moment: only what is older than any write takes
        // goes.
        let before = self.clock.now() - ABANDONED;
        let blobs = self.blobs.clear_leftovers(before).await?;
        let (cache, index) = (self.cache(), self.search_index());
        let derived = tokio::task::spawn_blocking(move || {
            Ok::<_, StoreError>(
                search::clear_leftovers(&index, before) as u64 + clear_temporaries(&cache, before)?,
            )
        });
        Ok(blobs + derived.await??)
    }

    /// The folder itself.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where derivatives and access forms are kept; safe to delete.
    pub(super) fn cache(&self) -> PathBuf {
        self.path.join("cache")
    }

    /// Where files that are being uploaded grow; what lies there was promised and is waited for.
    pub(super) fn uploads(&self) -> PathBuf {
        self.path.join("uploads")
    }

    /// Where the search index is kept; safe to delete.
    pub(super) fn search_index(&self) -> PathBuf {
        self.cache().join("search")
    }
}

/// Whether an archive may come into being.
#[derive(Clone, Copy)]
enum Opening {
    Create,
    Existing,
}

fn is_nothing(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StoreError::NoRecords(_)))
}

/// A picture in a folder that may hold none, or not even the place for them.
async fn first_picture(path: &Path) -> anyhow::Result<Option<String>> {
    // Looked for first, as opening would make the folder.
    let folder = path.join(BLOBS);
    match fs::metadata(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        _ => {}
    }
    let context = || format!("cannot look into {}", folder.display());
    let blobs = Blobs::open_directory(&folder).await.with_context(context)?;
    let first = blobs.list().try_next().await.with_context(context)?;
    Ok(first.map(|blob| blob.digest.to_string()))
}

/// Refuses a backup that was cut off while it was written.
fn refuse_unfinished(path: &Path) -> anyhow::Result<()> {
    let mark = path.join(UNFINISHED);
    let is_unfinished = mark.try_exists().with_context(|| format!("cannot look into {}", path.display()))?;
    anyhow::ensure!(
        !is_unfinished,
        "{} is a backup that was cut off: run `baozhai backup` into it again; if it held an older one, that is still \
         whole and can be used when the file {UNFINISHED} is removed",
        path.display()
    );
    Ok(())
}

/// Refuses to write a copy of the archive into the archive.
pub(super) fn refuse_own_folder(data: &DataFolder, folder: &Path) -> anyhow::Result<()> {
    // Canonical on both sides: a link or `..` in one of them would hide that they are the same.
    let own =
        fs::canonicalize(data.path()).with_context(|| format!("cannot find {}", data.path().display()))?;
    // What does not exist yet lies where the nearest folder that does lies.
    let there = folder.ancestors().find_map(|part| fs::canonicalize(part).ok());
    let there = there.map_or_else(|| fs::canonicalize("."), Ok).context("cannot tell where that is")?;
    anyhow::ensure!(
        !there.starts_with(&own),
        "{} lies in the data folder itself: name a folder elsewhere, best on another disk",
        folder.display()
    );
    Ok(())
}
