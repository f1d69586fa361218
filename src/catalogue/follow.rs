//! Keeps a catalogue in step with the store.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;

use super::{Catalogue, CatalogueError};
use crate::store::Records;

/// A catalogue that follows the store; cheap to clone, never waits.
#[derive(Debug, Clone)]
pub struct Following {
    current: Arc<ArcSwap<Catalogue>>,
}

impl Following {
    /// Starts from the newest sequence.
    pub async fn start(records: &Records) -> Result<Self, CatalogueError> {
        let catalogue = Catalogue::load(records).await?;
        Ok(Self { current: Arc::new(ArcSwap::from_pointee(catalogue)) })
    }

    /// The newest catalogue.
    pub fn current(&self) -> Arc<Catalogue> {
        self.current.load_full()
    }

    /// Brings the catalogue forward if the store has moved on; says whether it had.
    ///
    /// When that fails the last good catalogue stays.
    pub async fn catch_up(&self, records: &Records) -> Result<bool, CatalogueError> {
        let current = self.current();
        if records.sequence().await? == current.sequence() {
            return Ok(false);
        }
        self.current.store(Arc::new(current.advanced(records).await?));
        Ok(true)
    }
}

/// Catches up every `interval`, for ever; `moved` is called after each step forward.
///
/// A failure is logged once and tried again; the last good state stays.
pub async fn follow(following: Following, records: Records, interval: Duration, moved: impl Fn(&Catalogue)) {
    let mut failing = false;
    loop {
        tokio::time::sleep(interval).await;
        match following.catch_up(&records).await {
            Ok(true) => {
                let catalogue = following.current();
                tracing::info!(sequence = catalogue.sequence(), "the archive has moved on");
                moved(&catalogue);
            }
            Ok(false) => failing = false,
            Err(error) => {
                if !std::mem::replace(&mut failing, true) {
                    let error: &dyn Error = &error; // logged with its causes
                    tracing::error!(error, "cannot follow the store; the last good state is served");
                }
            }
        }
    }
}
