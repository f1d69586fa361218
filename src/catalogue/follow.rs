//! Keeps a catalogue in step with the store.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;

use super::{Catalogue, CatalogueError};
use crate::store::Records;

/// A catalogue that follows the store; cheap to clone, never waits.
#[derive(Debug, Clone)]
pub struct Following {
    current: Arc<ArcSwap<Catalogue>>,
    is_failing: Arc<AtomicBool>,
}

impl Following {
    /// Starts from the newest sequence.
    pub async fn start(records: &Records) -> Result<Self, CatalogueError> {
        let catalogue = Catalogue::load(records).await?;
        Ok(Self { current: Arc::new(ArcSwap::from_pointee(catalogue)), is_failing: Arc::default() })
    }

    /// The newest catalogue.
    pub fn current(&self) -> Arc<Catalogue> {
        self.current.load_full()
    }

    /// Whether it could not follow when it last tried.
    pub fn is_failing(&self) -> bool {
        self.is_failing.load(Ordering::Relaxed)
    }

    /// Brings the catalogue forward if the store has moved on; says whether it had.
    ///
    /// When that fails the last good catalogue stays.
    pub async fn catch_up(&self, records: &Records) -> Result<bool, CatalogueError> {
        let current = self.current();
        let (found, shown) = (records.sequence().await?, current.sequence());
        if found == shown {
            return Ok(false);
        }
        if found < shown {
            // Half of what is shown would be of one state, half of the other.
            return Err(CatalogueError::GoneBack { found, shown });
        }
        self.current.store(Arc::new(current.advanced(records).await?));
        Ok(true)
    }
}

/// Catches up every `interval`, for ever; `moved` is called after each step forward.
///
/// A failure is logged once and tried again; the last good state stays.
pub async fn follow(following: Following, records: Records, interval: Duration, moved: impl Fn(&Catalogue)) {
    loop {
        tokio::time::sleep(interval).await;
        let caught_up = following.catch_up(&records).await;
        let was_failing = following.is_failing.swap(caught_up.is_err(), Ordering::Relaxed);
        match caught_up {
            Ok(true) => {
                let catalogue = following.current();
                tracing::info!(sequence = catalogue.sequence(), "the archive has moved on");
                moved(&catalogue);
            }
            Ok(false) => {}
            Err(error) => {
                if !was_failing {
                    let error: &dyn Error = &error; // logged with its causes
                    tracing::error!(error, "cannot follow the store; the last good state is served");
                }
            }
        }
    }
}
