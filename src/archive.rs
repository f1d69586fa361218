//! One reading of the archive: what is shown, at which moment.
//!
//! The only way to records for all that reads them. The store knows keys and texts; here they are villages, photos
//! and essays. A [`Snapshot`] holds one sequence number: whatever is on one page comes from it, however much is
//! committed meanwhile. Nothing here writes.

mod catalogue;
mod disclosure;
mod error;
mod follow;
mod places;
mod shown;
mod snapshot;
mod typed;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use tokio::sync::{Mutex, watch};

pub use catalogue::{Catalogue, EssayEntry, PhotoCount, PhotoEntry, known};
pub use disclosure::Audience;
pub use error::ArchiveError;
pub use follow::follow;
pub use places::{Disclosed, Whereabouts, surveyed_point};
pub use snapshot::{Changed, Edition, Page, Snapshot};
pub use typed::{Published, Typed};

use crate::store::{Records, StoreError};

/// The archive as readers know it; follows the store. Clones share what they know.
#[derive(Debug, Clone)]
pub struct Archive {
    records: Records,
    /// Made from the newest sequence number that has been read whole.
    current: Arc<ArcSwap<Catalogue>>,
    is_failing: Arc<AtomicBool>,
    /// Tells those who derive something of it that it has moved.
    moved: Arc<watch::Sender<u64>>,
    /// Whoever catches up waits here: the slower of two would bring back what the faster has left behind.
    turn: Arc<Mutex<()>>,
}

impl Archive {
    /// Starts from the newest sequence number.
    pub async fn open(records: Records) -> Result<Self, ArchiveError> {
        let catalogue = Catalogue::load(&records).await?;
        let moved = Arc::new(watch::Sender::new(catalogue.sequence()));
        let current = Arc::new(ArcSwap::from_pointee(catalogue));
        Ok(Self { records, current, is_failing: Arc::default(), moved, turn: Arc::default() })
    }

    /// The archive at the newest sequence number that has been read; never waits.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.records.clone(), self.current.load_full())
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
        let advanced = current.advanced(&self.records).await?;
        let sequence = advanced.sequence();
        self.current.store(Arc::new(advanced));
        self.moved.send_replace(sequence);
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

    /// What tells this archive from another: its first change. `empty` before there is one.
    pub async fn identity(&self) -> Result<String, StoreError> {
        let first = self.records.changes(Some(2), 1).await?;
        let first = first.first().map(|change| format!("{} {}", change.committed_at, change.revisions));
        Ok(first.unwrap_or_else(|| "empty".to_owned()))
    }
}
