//! Keeps what is known of the archive in step with the store.

use std::error::Error;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Archive;

/// Catches up every `interval`, for ever: with what another process has committed, since who commits here catches up.
///
/// A failure is logged once and tried again; the last good state stays.
pub async fn follow(archive: Archive, interval: Duration) {
    loop {
        // First, since the newest state was read when the archive was opened.
        tokio::time::sleep(interval).await;
        let caught_up = archive.catch_up().await;
        let was_failing = archive.is_failing.swap(caught_up.is_err(), Ordering::Relaxed);
        if let Err(error) = caught_up
            && !was_failing
        {
            let error: &dyn Error = &error; // logged with its causes
            tracing::error!(error, "cannot follow the store; the last good state is served");
        }
    }
}
