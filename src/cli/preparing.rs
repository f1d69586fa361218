//! Makes the access forms of pictures before anyone asks for them.

use std::time::Duration;

use futures::StreamExt as _;

use crate::archive::{Archive, Catalogue, Snapshot};
use crate::image::{DerivativeError, Derivatives};
use crate::model::{Id, Record};
use crate::store::Digest;

/// How long the one who works ahead waits when visitors wait for pictures themselves.
const PATIENCE: Duration = Duration::from_millis(200);

/// More changed records than this are not looked at one by one.
const MANY: usize = 10_000;

/// So many photos of a round are named when they have no access form; of more there is one line: where the originals are
/// gone, the log would else be as long as the archive.
const NAMED: usize = 20;

/// Makes those that are missing, as many at a time as there are workers. Gives how many could not be made.
pub(super) async fn prepare_all(
    catalogue: &Catalogue,
    derivatives: &Derivatives,
    prepared: impl Fn(),
) -> usize {
    let at_once = std::thread::available_parallelism().map_or(2, usize::from);
    let prepared = &prepared;
    let work = futures::stream::iter(catalogue.all_photos()).map(|photo| async move {
        let (photo, made) = (photo.id, derivatives.prepare(&photo.original).await);
        prepared();
        made.inspect_err(|error| tracing::warn!(%photo, %error, "no access form")).is_err()
    });
    work.buffer_unordered(at_once).filter(|failed| std::future::ready(*failed)).count().await
}

/// Makes those that are missing one by one, while no visitor waits; each time the archive has moved those of what is new.
pub(super) async fn prepare_ahead(archive: Archive, derivatives: Derivatives) {
    let (mut moved, mut seen) = (archive.moved(), None);
    loop {
        let snapshot = archive.snapshot();
        let mut failed = 0;
        match changed_since(&snapshot, seen).await {
            Some(photos) => {
                for (id, original) in photos {
                    prepare_one(&derivatives, &id, &original, &mut failed).await;
                }
            }
            None => {
                for photo in snapshot.catalogue().all_photos() {
                    prepare_one(&derivatives, &photo.id, &photo.original, &mut failed).await;
                }
            }
        }
        if failed > NAMED {
            tracing::warn!(photos = failed, "no access forms; the first are named above");
        }
        // The snapshot's, not the newest: what was published during the work is looked at in the next round.
        seen = Some(snapshot.sequence());
        // What moved during the work counts: none is lost. An archive that is gone moves no more.
        if moved.changed().await.is_err() {
            return;
        }
    }
}

/// The photos that have changed since a commit; `None` if they are better all looked at.
async fn changed_since(snapshot: &Snapshot, since: Option<u64>) -> Option<Vec<(Id, Digest)>> {
    // An error is no reason to miss any: then all are looked at, and those that are there cost little.
    let changed = snapshot.changed_since(since?, MANY).await.ok()??;
    let photos = changed.records.into_iter().filter_map(|published| match published.record {
        Record::Photo(photo) => Some((photo.id, photo.picture.sha256.parse().ok()?)),
        _ => None,
    });
    Some(photos.collect())
}

async fn prepare_one(derivatives: &Derivatives, photo: &Id, original: &Digest, failed: &mut usize) {
    if let Err(error) = prepare_behind_visitors(derivatives, original).await {
        *failed += 1;
        if *failed <= NAMED {
            tracing::warn!(%photo, %error, "no access form");
        }
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
