//! Makes the access forms of pictures before anyone asks for them.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use tokio::sync::Notify;

use crate::archive::{Archive, Catalogue};
use crate::image::{DerivativeError, Derivatives};
use crate::store::Digest;

/// How long the one who works ahead waits when visitors wait for pictures themselves.
const PATIENCE: Duration = Duration::from_millis(200);

/// Makes those that are missing, as many at a time as there are workers. Gives how many could not be made.
pub(super) async fn prepare_all(
    catalogue: &Catalogue,
    derivatives: &Derivatives,
    prepared: impl Fn(),
) -> usize {
    let at_once = std::thread::available_parallelism().map_or(2, usize::from);
    let work = futures::stream::iter(catalogue.photos()).map(|photo| async {
        let made = derivatives.prepare(&photo.original).await;
        prepared();
        made.inspect_err(|error| tracing::warn!(photo = %photo.id, %error, "no access form")).is_err()
    });
    work.buffer_unordered(at_once).filter(|failed| std::future::ready(*failed)).count().await
}

/// Makes those that are missing one by one, while no visitor waits; again each time the archive has moved.
pub(super) async fn prepare_ahead(archive: Archive, derivatives: Derivatives, moved: Arc<Notify>) {
    let mut seen: HashSet<Digest> = HashSet::new();
    loop {
        for photo in archive.snapshot().catalogue().photos() {
            if !seen.insert(photo.original) {
                continue;
            }
            if let Err(error) = prepare_behind_visitors(&derivatives, &photo.original).await {
                tracing::warn!(photo = %photo.id, %error, "no access form");
            }
        }
        moved.notified().await;
    }
}

async fn prepare_behind_visitors(
    derivatives: &Derivatives,
    original: &Digest,
) -> Result<(), DerivativeError> {
    loop {
        while derivatives.stats().waiting > 0 {
            tokio::time::sleep(PATIENCE).await;
        }
        match derivatives.prepare(original).await {
            Err(DerivativeError::Busy) => {}
            done => return done,
        }
    }
}
