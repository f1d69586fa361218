//! What lists page from: villages and photos in their orders, with counts, for archives of any size.
//!
//! Derived, and safe to delete. Held in memory where the archive is small, else in a file beside the other caches, which
//! another process may bring forward too. A [`View`] is one moment of it: nobody waits for who writes. The lists hold
//! what they are ordered and counted by, and villages without their texts; what a page says beyond that it reads from
//! the records.

mod base;
mod change;
mod contribution;
mod item;
mod laid;
mod packed;
mod shelves;
mod view;
mod writing;

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use moka::sync::Cache;
use redb::backends::InMemoryBackend;
use redb::{Builder, ConcurrencyMode, Database, ReadableDatabase as _, TableDefinition};

pub(super) use contribution::{Towns, cell_of, number, shelf};
pub(super) use item::Item;
pub(super) use view::View;
pub(super) use writing::Writing;

use super::ListsError;
use crate::model::Village;

/// The layout of the tables: another one makes them anew.
const FORMAT: &str = "5";

/// Memory for pages of the file, in bytes.
const CACHE_BYTES: usize = 48 << 20;

/// Villages kept as they are read.
const DECODED: u64 = 2_000;

/// What the lists are: their format, the commit they are of, what tells its state from others, the order of towns.
const ABOUT: TableDefinition<'_, &str, &str> = TableDefinition::new("about");

/// Villages and photos by id.
const ITEMS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("items");

/// Villages as they were read, by the checksum of their bytes and their id.
type Decoded = Cache<(u32, Box<str>), Arc<Village>>;

/// The lists of an archive.
#[derive(Debug)]
pub(super) struct Lists {
    database: Database,
    decoded: Decoded,
}

impl Lists {
    /// Empty lists that go with the process.
    pub(super) fn in_memory() -> Result<Self, ListsError> {
        let database =
            Builder::new().set_cache_size(CACHE_BYTES).create_with_backend(InMemoryBackend::new())?;
        Ok(Self::of(database))
    }

    /// The lists in a file; empty ones where there is none, or none that can be used. Blocks: each byte is looked at.
    pub(super) fn in_file(path: &Path) -> Result<Self, ListsError> {
        let open = || {
            Builder::new()
                .set_cache_size(CACHE_BYTES)
                // Rows have a checksum of their own, orders and counts have none: what the disk does to them is
                // found only so.
                .set_check_integrity_on_open(true)
                .set_concurrency_mode(ConcurrencyMode::MultiWriter)
                .create(path)
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(redb::Error::Io)?;
        }
        // What the engine does not expect of a file ends in a panic.
        let database = match catch_unwind(AssertUnwindSafe(open)) {
            Ok(Ok(database)) => database,
            spoilt => {
                let error = spoilt.ok().and_then(Result::err).map(|error| error.to_string());
                tracing::warn!(error, "the lists cannot be used, and are made anew");
                // Whoever has the old file open goes on with it.
                let _ = Self::remove(path);
                open()?
            }
        };
        Ok(Self::of(database))
    }

    /// Takes the file away; says whether there was one. Whoever has it open goes on with it. Blocks.
    pub(super) fn remove(path: &Path) -> io::Result<bool> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            removed => removed.map(|()| true),
        }
    }

    fn of(database: Database) -> Self {
        Self { database, decoded: Cache::new(DECODED) }
    }

    /// The lists as they are now.
    pub(super) fn view(&self) -> Result<View, ListsError> {
        View::of(&self.database.begin_read()?, self.decoded.clone())
    }

    /// Begins to change them. Blocks while somebody else does.
    pub(super) fn write(&self) -> Result<Writing, ListsError> {
        Writing::begin(self.database.begin_write()?, self.decoded.clone())
    }
}
