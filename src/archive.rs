//! One reading of the archive: what is shown, at which moment.
//!
//! The only way to records for all that reads them. The store knows keys and texts; here they are villages, photos
//! and essays. A [`Snapshot`] holds one sequence number: whatever is on one page comes from it, however much is
//! committed meanwhile. Nothing here writes.

mod catalogue;
mod disclosed;
mod disclosure;
mod entry;
mod error;
mod follow;
mod lists;
mod numbers;
mod places;
mod shown;
mod snapshot;
mod typed;
mod withdrawn;

use std::io;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use tokio::sync::{Mutex, watch};

pub use catalogue::{Catalogue, EssayEntry, Nearby, OF_FORTS, PhotoCount, PhotoFilter, Used, VillageFilter};
pub use disclosed::{Disclosed, as_published, surveyed_point};
pub use disclosure::Audience;
pub use entry::{PhotoEntry, known, surest_of_fort};
pub use error::{ArchiveError, ListsError};
pub use follow::follow;
pub use places::{Spot, Whereabouts};
pub use snapshot::{Changed, Edition, Page, Snapshot};
pub use typed::{Published, Typed};

use catalogue::Tables;
use lists::Lists;

use crate::store::{Records, StoreError};

/// More records than this are listed in a file: fewer are read in the time it takes to look at one.
const LARGE: u64 = 20_000;

/// The file of the lists among the caches.
const LISTS: &str = "lists.redb";

/// The archive as readers know it; follows the store. Clones share what they know.
#[derive(Debug, Clone)]
pub struct Archive {
    records: Records,
    /// Made from the newest sequence number that has been read whole.
    current: Arc<ArcSwap<Tables>>,
    lists: Arc<Lists>,
    is_failing: Arc<AtomicBool>,
    /// Tells those who derive something of it that it has moved.
    moved: Arc<watch::Sender<u64>>,
    /// Whoever catches up waits here: the slower of two would bring back what the faster has left behind.
    turn: Arc<Mutex<()>>,
}

impl Archive {
    /// Starts from the newest sequence number, with lists that go with the process.
    pub async fn open(records: Records) -> Result<Self, ArchiveError> {
        Self::start(records, Lists::in_memory()?).await
    }

    /// The same with lists that stay, in a folder of caches, where the archive is too large to make them at each start.
    pub async fn open_beside(records: Records, caches: &Path) -> Result<Self, ArchiveError> {
        if records.count(None).await? > LARGE {
            return Self::open_listed_in(records, &caches.join(LISTS)).await;
        }
        Self::open(records).await
    }

    /// Takes away lists that were kept in a folder of caches, so that they are made anew; says whether there were any.
    /// Whoever has them open goes on with them. Blocks.
    pub fn clear_lists(caches: &Path) -> io::Result<bool> {
        Lists::remove(&caches.join(LISTS))
    }

    /// The same with lists in this file, which others may have open too; it is made anew if it cannot be used.
    pub async fn open_listed_in(records: Records, file: &Path) -> Result<Self, ArchiveError> {
        let file = file.to_owned();
        // It looks at every byte of the file.
        let opened = tokio::task::spawn_blocking(move || Lists::in_file(&file)).await;
        Self::start(records, opened.unwrap_or_else(|panic| resume_unwind(panic.into_panic()))?).await
    }

    async fn start(records: Records, lists: Lists) -> Result<Self, ArchiveError> {
        let tables = Tables::load(&records, &lists).await?;
        let moved = Arc::new(watch::Sender::new(tables.sequence()));
        let (current, lists) = (Arc::new(ArcSwap::from_pointee(tables)), Arc::new(lists));
        Ok(Self { records, current, lists, is_failing: Arc::default(), moved, turn: Arc::default() })
    }

    /// The archive at the newest sequence number that has been read; never waits.
    pub fn snapshot(&self) -> Snapshot {
        // A catalogue of its own, since it notes what is asked of it; the tables behind are everybody's.
        Snapshot::new(self.records.clone(), Catalogue::new(self.current.load_full()))
    }

    /// Moves to the newest sequence number; says whether there was a newer one.
    ///
    /// When that fails the last good state stays.
    pub async fn catch_up(&self) -> Result<bool, ArchiveError> {
        let _turn = self.turn.lock().await;
        let current = self.current.load_full();
        let (found, shown) = (self.records.sequence().await?, current.sequence());
        if found == shown {
            return Ok(false);
        }
        if found < shown {
            // Half of what is shown would be of one state, half of the other.
            return Err(ArchiveError::GoneBack { found, shown });
        }
        // The number alone proves nothing: a backup may have been laid over it all and gone its own way since.
        if state_at(&self.records, shown).await?.as_deref() != Some(current.state()) {
            return Err(ArchiveError::Replaced { shown });
        }
        let advanced = current.advanced(&self.records, &self.lists).await?;
        let sequence = advanced.sequence();
        // Shown before it is told: whoever is woken takes a snapshot at once.
        self.current.store(Arc::new(advanced));
        self.moved.send_replace(sequence);
        tracing::info!(sequence, "the archive has moved on");
        Ok(true)
    }

    /// Tells the sequence number whenever it moves, for whatever is derived from the archive.
    pub fn moved(&self) -> watch::Receiver<u64> {
        self.moved.subscribe()
    }

    /// Whether it could not follow the store when it last tried.
    pub fn is_failing(&self) -> bool {
        self.is_failing.load(Ordering::Relaxed)
    }

    /// The store's newest sequence number, which what is read may be behind.
    pub async fn newest(&self) -> Result<u64, StoreError> {
        self.records.sequence().await
    }

    /// The store's sequence number as a newcomer finds it on disk; see [`Records::pulse`].
    pub async fn pulse(&self) -> Result<u64, StoreError> {
        self.records.pulse().await
    }

    /// What tells the state after change `sequence` from those of other archives, and from other states of this one that
    /// share its beginning; whatever is derived keeps it beside the number. `None` if there is no such change.
    pub async fn state_at(&self, sequence: u64) -> Result<Option<String>, StoreError> {
        state_at(&self.records, sequence).await
    }
}

async fn state_at(records: &Records, sequence: u64) -> Result<Option<String>, StoreError> {
    match sequence {
        0 => Ok(Some("empty".to_owned())),
        _ => Ok(records.mark_of(sequence).await?.map(|mark| mark.to_string())),
    }
}
