//! The data folder: where the database, the blobs and the caches lie.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::store::{Blobs, Clock, Records};

/// The records' file in the data folder.
const DATABASE: &str = "archive.db";

/// An opened data folder.
pub(super) struct DataFolder {
    pub(super) records: Records,
    pub(super) blobs: Blobs,
    pub(super) clock: Clock,
    path: PathBuf,
}

impl DataFolder {
    /// Opens the folder, and makes it if it is not there.
    pub(super) async fn open(path: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(path)
            .with_context(|| format!("cannot make the data folder {}", path.display()))?;
        Self::open_in(path).await
    }

    /// Opens a folder that must hold an archive: a misspelt one is not filled with an empty archive.
    pub(super) async fn open_existing(path: &Path) -> anyhow::Result<Self> {
        anyhow::ensure!(Self::is_there(path), "there is no archive in {}", path.display());
        Self::open_in(path).await
    }

    /// Whether there is an archive in the folder.
    pub(super) fn is_there(path: &Path) -> bool {
        path.join(DATABASE).is_file()
    }

    async fn open_in(path: &Path) -> anyhow::Result<Self> {
        let context = || format!("cannot open the archive in {}", path.display());
        let records = Records::open(&Records::url_of(&path.join(DATABASE))).await.with_context(context)?;
        let blobs = Blobs::open_directory(path.join("blobs")).await.with_context(context)?;
        Ok(Self { records, blobs, clock: Clock::system(), path: path.to_owned() })
    }

    /// Where derivatives and access forms are kept; safe to delete.
    pub(super) fn cache(&self) -> PathBuf {
        self.path.join("cache")
    }

    /// Where the search index is kept; safe to delete.
    pub(super) fn search_index(&self) -> PathBuf {
        self.cache().join("search")
    }
}
