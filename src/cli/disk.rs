//! Looks after the data folder while it is served: whether it can be written to, and whether the pictures are there.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::archive::PhotoFilter;
use crate::store::{Blobs, Digest, StoreError, try_writing};
use crate::web::Site;

/// How often it is looked after.
const INTERVAL: Duration = Duration::from_secs(10);

/// Pictures looked for at a time: a few, others each time, so that it costs nothing however many there are.
const LOOKED_FOR: usize = 25;

/// Tells the site what is wrong with the disk, for ever.
pub(super) async fn watch_the_disk(site: Arc<Site>, data: PathBuf, blobs: Blobs) {
    let mut place = 0;
    loop {
        let folder = data.clone();
        // By writing: free space and permissions say nothing of a disk that was mounted read-only after an error.
        let tried = tokio::task::spawn_blocking(move || try_writing(&folder)).await;
        let fault = match tried {
            Ok(Err(StoreError::Full)) => Some("the disk is full"),
            Ok(Err(_)) => Some("the data folder cannot be written to"),
            // A task that came to no end says nothing about the disk.
            Ok(Ok(())) | Err(_) => missing_pictures(&site, &blobs, &mut place).await,
        };
        site.health().set_disk(fault);
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Whether the originals have gone. That one is missing is for `verify` to say: nobody is turned away for it.
async fn missing_pictures(site: &Site, blobs: &Blobs, place: &mut usize) -> Option<&'static str> {
    let snapshot = site.archive().snapshot();
    let (photos, _) = snapshot.catalogue().photos(PhotoFilter::default(), *place, LOOKED_FOR);
    let wanted: Vec<Digest> = photos.iter().map(|photo| photo.original).collect();
    // A short page is the last one: the next round begins anew, whatever was published meanwhile.
    *place = if wanted.len() < LOOKED_FOR { 0 } else { *place + LOOKED_FOR };
    let mut missing = 0;
    for original in &wanted {
        missing += usize::from(matches!(blobs.exists(original).await, Ok(false)));
    }
    // Half of them: a disk that is not mounted lacks all, single ones that are lost are no reason to take the site
    // down.
    (missing > 0 && missing * 2 >= wanted.len()).then_some("the pictures are missing")
}
