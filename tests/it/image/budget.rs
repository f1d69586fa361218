//! The memory for decoding: one budget for all that is made at the same time.

use std::sync::Arc;
use std::time::Duration;

use baozhai::image::{Digest, Format};
use futures::future::join_all;

use super::originals::{Gated, service, until};
use super::pictures::{png, quarters, with_chunk};

/// What one small picture is counted for, 40 MB, is more than the first, and less than half of the last, in bytes.
const LESS_THAN_ONE: u64 = 8 << 20;
const ONE: u64 = 60 << 20;
const TWO: u64 = 120 << 20;

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long it is looked whether a second one begins.
const A_WHILE: Duration = Duration::from_millis(300);

/// Asks for two pictures where there is so much memory and a worker for each: whether both are made at once. Both
/// have to be made in the end.
async fn are_made_together(budget_bytes: u64) -> bool {
    let mut originals = Gated::open().with_parts_held();
    let photo = originals.add_photo();
    let originals = Arc::new(originals);
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(folder.path(), &originals, |options| options.decode_budget_bytes = budget_bytes);
    service.prepare(&photo).await.expect("is made ready");
    let ask = |width_px| {
        let (service, request) = (service.clone(), Gated::photo_wide(photo, width_px, Format::Jpeg));
        tokio::spawn(async move { service.derivative(&request).await })
    };
    let asked = [ask(50), ask(60)];
    tokio::time::timeout(PATIENCE, until(&service, |_| originals.readers() >= 1)).await.expect("one begins");
    let together = tokio::time::timeout(A_WHILE, until(&service, |_| originals.readers() == 2)).await.is_ok();
    originals.lift_parts();
    let made = tokio::time::timeout(PATIENCE, join_all(asked)).await.expect("both end");
    assert!(made.into_iter().all(|made| made.expect("ran").is_ok()));
    assert_eq!(originals.readers(), 2);
    together
}

#[tokio::test(flavor = "multi_thread")]
async fn two_run_together_only_as_far_as_the_memory_goes() {
    assert!(are_made_together(TWO).await, "there is memory for both");
    assert!(!are_made_together(ONE).await, "there is memory for one");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_more_than_all_of_it_is_made_alone() {
    assert!(!are_made_together(LESS_THAN_ONE).await);
}

/// Its file alone takes more than there is, before it is known what its pixels will take.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_is_made_ready_whatever_the_memory() {
    let mut originals = Gated::open();
    let plain = png(quarters(400, 300));
    let mut large = |fill: u8| -> Digest { originals.add(with_chunk(&plain, b"teSt", &vec![fill; 9 << 20])) };
    let photos = [large(1), large(2)];
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(folder.path(), &Arc::new(originals), |options| {
        options.decode_budget_bytes = LESS_THAN_ONE;
    });
    let both = join_all(photos.iter().map(|photo| service.prepare(photo)));
    let made = tokio::time::timeout(PATIENCE, both).await.expect("neither waits for the other");
    assert!(made.iter().all(Result::is_ok), "{made:?}");
}
