//! The service: once for all, within bounds, and without those who have left.

use std::sync::Arc;
use std::time::Duration;

use baozhai::image::{
    DerivativeError, Digest, Format, OriginalError, Parameters, ProbeError, RenderError, Request, SizeLimits,
};
use futures::future::join_all;
use image::RgbImage;

use super::originals::{Gated, service, until};
use super::pictures::{decoded, jpeg, jpeg_claiming, wide};

/// Four photographs of the same sides.
fn several(originals: &mut Gated) -> Vec<Digest> {
    let of = |shade| jpeg(&RgbImage::from_pixel(400, 300, image::Rgb([shade; 3])));
    (0..4).map(|shade| originals.add(of(shade * 60))).collect()
}

fn small(original: Digest) -> Request {
    Gated::photo_wide(original, 100, Format::WebP)
}

#[tokio::test]
async fn an_answer_says_all_a_response_needs() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::open();
    let photo = originals.add_photo();
    let service = service(folder.path(), &Arc::new(originals), |_| {});
    let made = service.derivative(&small(photo)).await.expect("is made");
    assert_eq!((made.media_type, made.width_px, made.height_px), ("image/webp", 100, 75));
    assert_eq!(decoded(&made.bytes).dimensions(), (100, 75));
    assert_eq!(made.etag, small(photo).etag());
    assert!(made.etag.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    let other = Gated::photo_wide(photo, 101, Format::WebP);
    assert_ne!(other.etag(), made.etag);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_at_once_are_computed_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::closed();
    let photo = originals.add_photo();
    let originals = Arc::new(originals);
    let service = service(folder.path(), &originals, |options| options.max_queue = 1);
    let callers = (0..200).map(|_| {
        let service = service.clone();
        tokio::spawn(async move { service.derivative(&small(photo)).await })
    });
    let callers: Vec<_> = callers.collect();
    until(&service, |stats| stats.joined == 199).await;
    originals.lift();
    let answers = join_all(callers).await;
    let first = answers[0].as_ref().expect("ran").as_ref().expect("is made");
    assert!(answers.iter().all(|answer| answer.as_ref().expect("ran").as_ref() == Ok(first)));
    assert_eq!((service.stats().computed, originals.asked()), (1, 1));
}

#[tokio::test]
async fn memory_answers_before_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::open();
    let photo = originals.add_photo();
    let service = service(folder.path(), &Arc::new(originals), |options| {
        options.memory_budget_bytes = 1 << 20;
    });
    for _ in 0..3 {
        service.derivative(&small(photo)).await.expect("is made");
    }
    let stats = service.stats();
    assert_eq!((stats.computed, stats.from_memory, stats.from_disk), (1, 2, 0));
}

#[tokio::test]
async fn one_who_leaves_takes_nothing_from_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::closed();
    let photo = originals.add_photo();
    let originals = Arc::new(originals);
    let service = service(folder.path(), &originals, |_| {});
    let begin = || {
        let service = service.clone();
        tokio::spawn(async move { service.derivative(&small(photo)).await })
    };
    let first = begin();
    until(&service, |_| originals.asked() == 1).await;
    let second = begin();
    until(&service, |stats| stats.joined == 1).await;
    first.abort();
    assert!(first.await.expect_err("was aborted").is_cancelled());
    originals.lift();
    assert!(second.await.expect("ran").is_ok());
    let stats = service.stats();
    assert_eq!((stats.computed, stats.abandoned, originals.asked()), (1, 0, 1));
}

#[tokio::test]
async fn work_nobody_waits_for_is_not_begun() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::closed();
    let photos = several(&mut originals);
    let originals = Arc::new(originals);
    let service = service(folder.path(), &originals, |options| options.workers = 1);
    let begin = |width_px| {
        let service = service.clone();
        // One that has no access form yet: who waits for that of another waits in no queue.
        let request = Gated::photo_wide(photos[width_px as usize / 10 - 5], width_px, Format::Jpeg);
        tokio::spawn(async move { service.derivative(&request).await })
    };
    let first = begin(50);
    until(&service, |_| originals.asked() == 1).await;
    let second = begin(60);
    until(&service, |stats| stats.waiting == 1).await;
    second.abort();
    until(&service, |stats| stats.waiting == 0 && stats.abandoned == 1).await;
    originals.lift();
    assert!(first.await.expect("ran").is_ok());
    assert_eq!((service.stats().computed, originals.asked()), (1, 1));
    // What was abandoned can be asked for again.
    assert!(begin(60).await.expect("ran").is_ok());
}

#[tokio::test]
async fn a_full_queue_refuses_and_recovers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::closed();
    let photos = several(&mut originals);
    let originals = Arc::new(originals);
    let service = service(folder.path(), &originals, |options| {
        options.workers = 1;
        options.max_queue = 1;
    });
    let ask = |width_px| {
        let service = service.clone();
        let photo = photos[width_px as usize / 10 - 5];
        async move { service.derivative(&Gated::photo_wide(photo, width_px, Format::Jpeg)).await }
    };
    let first = tokio::spawn(ask(50));
    until(&service, |_| originals.asked() == 1).await;
    let second = tokio::spawn(ask(60));
    until(&service, |stats| stats.waiting == 1).await;
    assert_eq!(ask(70).await, Err(DerivativeError::Busy));
    assert_eq!(service.prepare(&photos[3]).await, Err(DerivativeError::Busy));
    originals.lift();
    assert!(first.await.expect("ran").is_ok());
    assert!(second.await.expect("ran").is_ok());
    assert!(ask(70).await.is_ok());
    assert_eq!(service.stats().refused, 2);
}

#[tokio::test]
async fn tiles_of_one_original_that_is_not_ready_leave_a_worker_to_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::closed();
    let photos = several(&mut originals);
    let originals = Arc::new(originals);
    let service = service(folder.path(), &originals, |options| options.max_queue = 1);
    let ask = |photo: usize, width_px| {
        let (service, photo) = (service.clone(), photos[photo]);
        tokio::spawn(
            async move { service.derivative(&Gated::photo_wide(photo, width_px, Format::Jpeg)).await },
        )
    };
    let mut asked: Vec<_> = (50..60).map(|width_px| ask(0, width_px)).collect();
    until(&service, |_| originals.asked() == 1).await;
    asked.push(ask(1, 50));
    until(&service, |_| originals.asked() == 2).await;
    assert_eq!(service.stats().waiting, 0, "it need not wait");
    originals.lift();
    let made =
        join_all(asked).await.into_iter().filter(|made| made.as_ref().is_ok_and(Result::is_ok)).count();
    assert!(made >= 2, "those with a worker are made, the others as far as the queue goes: {made}");
    assert_eq!((service.stats().prepared, originals.asked()), (2, 2));
}

#[tokio::test]
async fn waiting_has_an_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::closed();
    let photo = originals.add_photo();
    let originals = Arc::new(originals);
    let service = service(folder.path(), &originals, |options| options.timeout = Duration::from_millis(5));
    assert_eq!(service.derivative(&small(photo)).await, Err(DerivativeError::TimedOut));
    assert_eq!(service.stats().abandoned, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_over_the_memory_budget_are_made_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::open();
    let photo = originals.add_photo();
    let service = service(folder.path(), &Arc::new(originals), |options| options.decode_budget_bytes = 1);
    let requests: Vec<_> =
        (10..40).map(|width_px| Gated::photo_wide(photo, width_px, Format::Jpeg)).collect();
    let answers = join_all(requests.iter().map(|request| service.derivative(request))).await;
    assert!(answers.iter().all(Result::is_ok));
}

#[tokio::test]
async fn what_cannot_be_made_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::open();
    let photo = originals.add_photo();
    let text = originals.add(b"hello".to_vec());
    let bomb = originals.add(jpeg_claiming(65_000, 65_000, false));
    let missing = "0".repeat(64).parse().expect("a digest");
    let originals = Arc::new(originals);
    let service = service(folder.path(), &originals, |_| {});
    let ask = |original, width_px| {
        let service = service.clone();
        async move {
            let request = Request::new(original, wide((401, 300), width_px, Format::Jpeg));
            service.derivative(&request).await.expect_err("is refused")
        }
    };
    // A record that knows its picture wrongly.
    let other_sides = RenderError::OtherSides { recipe_px: (401, 300), picture_px: (400, 300) };
    assert_eq!(ask(photo, 401).await, DerivativeError::Render(other_sides));
    assert_eq!(ask(missing, 10).await, DerivativeError::Original(OriginalError::Missing));
    let refusal = |error| DerivativeError::Render(RenderError::Original(error));
    assert_eq!(ask(text, 10).await, refusal(ProbeError::NotAnImage));
    assert!(matches!(
        ask(bomb, 10).await,
        DerivativeError::Render(RenderError::Original(ProbeError::TooManyPixels { .. }))
    ));
    assert_eq!(service.stats().prepared, 1);
}

#[tokio::test]
async fn avif_is_made_while_nobody_waits_and_webp_comes_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::open();
    let photo = originals.add_photo();
    let service = service(folder.path(), &Arc::new(originals), |_| {});
    let request = Gated::photo_wide(photo, 100, Format::Avif).with_credit("Zhang · CC BY 4.0".into());
    for _ in 0..2 {
        let meanwhile = service.derivative(&request).await.expect("is made");
        assert_eq!((meanwhile.media_type, meanwhile.is_meanwhile), ("image/webp", true));
        assert_ne!(meanwhile.etag, request.etag());
        assert_eq!(decoded(&meanwhile.bytes).dimensions(), (100, 75));
    }
    until(&service, |stats| stats.later == 0).await;
    let made = service.derivative(&request).await.expect("is made");
    assert_eq!((made.media_type, made.is_meanwhile), ("image/avif", false));
    assert_eq!((&made.bytes[4..12], made.width_px, made.height_px), (&b"ftypavif"[..], 100, 75));
    assert_eq!(made.etag, request.etag());
    assert!(made.bytes.windows(5).any(|word| word == b"Zhang"), "it carries its credit");
    assert_eq!(service.stats().computed, 2, "one WebP, one AVIF");
}

#[tokio::test]
async fn the_avif_asked_for_last_is_made_before_those_that_wait_longer() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::open();
    let photo = originals.add_photo();
    let service = service(folder.path(), &Arc::new(originals), |_| {});
    for width_px in 101..=140 {
        let request = Gated::photo_wide(photo, width_px, Format::Avif);
        service.derivative(&request).await.expect("is made");
    }
    let last = Gated::photo_wide(photo, 200, Format::Avif);
    while service.derivative(&last).await.expect("is made").is_meanwhile {
        tokio::task::yield_now().await;
    }
    let waiting = service.stats().later;
    assert!(waiting > 0, "others still wait");
}

#[tokio::test]
async fn avif_can_be_switched_off_and_is_not_begun_where_it_could_not_be_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::open();
    let photo = originals.add_photo();
    let originals = Arc::new(originals);
    let off = service(folder.path(), &originals, |options| options.avif = false);
    assert!(!off.formats().contains(&Format::Avif));
    let nothing_kept = service(folder.path(), &originals, |options| options.cache_budget_bytes = 0);
    assert!(nothing_kept.formats().contains(&Format::Avif));
    for service in [off, nothing_kept] {
        let request = Gated::photo_wide(photo, 100, Format::Avif);
        assert!(service.derivative(&request).await.expect("is made").is_meanwhile);
        assert_eq!(service.stats().later, 0);
    }
}

#[tokio::test]
async fn heavy_work_leaves_a_worker_to_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut originals = Gated::closed();
    let photos: Vec<Digest> = (0..4)
        .map(|shade| originals.add(jpeg(&RgbImage::from_pixel(3000, 2000, image::Rgb([shade; 3])))))
        .collect();
    let light = originals.add_photo();
    let originals = Arc::new(originals);
    let service = service(folder.path(), &originals, |_| {});
    let ask = |request: Request| {
        let service = service.clone();
        tokio::spawn(async move { service.derivative(&request).await })
    };
    let recipe = Parameters::parse("full", "max", "45", "default.png").expect("is read");
    let recipe = recipe.of((3000, 2000), &SizeLimits::default()).expect("fits");
    let heavy: Vec<_> = photos.into_iter().map(|photo| ask(Request::new(photo, recipe))).collect();
    until(&service, |_| originals.asked() == 1).await;
    let light = ask(small(light));
    until(&service, |_| originals.asked() == 2).await;
    assert_eq!(service.stats().waiting, 0, "it need not wait");
    heavy.iter().for_each(tokio::task::JoinHandle::abort);
    originals.lift();
    light.await.expect("ran").expect("is made");
}
