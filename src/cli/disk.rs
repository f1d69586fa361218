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
    let catalogue = snapshot.catalogue();
    let photos = |from, most| {
        let (photos, _) = catalogue.photos(PhotoFilter::default(), from, most);
        photos.iter().map(|photo| photo.original).collect::<Vec<Digest>>()
    };
    let wanted = next_of(photos, place);
    let mut missing = 0;
    for original in &wanted {
        missing += usize::from(matches!(blobs.exists(original).await, Ok(false)));
    }
    // Half of them, and there are always as many as can be: a disk that is not mounted lacks all, single ones that are lost are no reason to take the site
    // down.
    (missing > 0 && missing * 2 >= wanted.len()).then_some("the pictures are missing")
}

/// The next of a list to be looked at, by a page from a place on; a short page, the last one, is filled from the beginning,
/// since of two photos one would be half of all.
fn next_of<T>(page: impl Fn(usize, usize) -> Vec<T>, place: &mut usize) -> Vec<T> {
    let mut next = page(*place, LOOKED_FOR);
    let missing = LOOKED_FOR.saturating_sub(next.len());
    if missing == 0 {
        *place += LOOKED_FOR;
        return next;
    }
    // Not beyond where this page began: a short list is looked at once.
    let from_beginning = missing.min(*place);
    next.extend(page(0, from_beginning));
    *place = from_beginning;
    next
}

#[cfg(test)]
mod tests {
    use super::{LOOKED_FOR, next_of};

    #[test]
    fn each_round_looks_at_as_many_as_there_are_and_none_is_passed_over() {
        for count in [0, 1, 24, 25, 26, 49, 50, 75, 101] {
            let all: Vec<usize> = (0..count).collect();
            let page =
                |from: usize, most: usize| all.iter().skip(from).take(most).copied().collect::<Vec<_>>();
            let (mut place, mut seen) = (0, std::collections::BTreeSet::new());
            for round in 0..12 {
                let next = next_of(page, &mut place);
                assert_eq!(next.len(), count.min(LOOKED_FOR), "{count} photos, round {round}");
                seen.extend(next);
            }
            assert_eq!(seen.len(), count);
        }
    }

    #[test]
    fn a_list_that_has_become_shorter_is_begun_anew() {
        let mut place = 100;
        let page = |from: usize, most: usize| (0..30).skip(from).take(most).collect::<Vec<usize>>();
        assert_eq!(next_of(page, &mut place).len(), LOOKED_FOR);
        assert_eq!(place, LOOKED_FOR);
    }
}
