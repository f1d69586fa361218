//! What large pictures take of memory: no more than was set aside for them, however many are asked for.
//!
//! Measured by the kernel over this process, in which a test is alone as nextest runs it.

use std::io::Write as _;
use std::sync::Arc;

use baozhai::image::{Digest, Format, Request};
use image::RgbImage;

use super::originals::{Gated, service};
use super::pictures::{png, wide};

const SIDE_PX: u32 = 6400;

/// What its pixels take.
const PIXELS_BYTES: u64 = SIDE_PX as u64 * SIDE_PX as u64 * 3;

/// Codecs, threads, what the allocator keeps.
const BESIDE_BYTES: u64 = 80 << 20;

fn status_bytes(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("reads");
    let value = status.lines().find_map(|own| own.strip_prefix(line)).expect("such a line");
    value.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u64>().expect("a number") << 10
}

/// Begins to measure; gives what is taken now.
fn begin() -> u64 {
    let mut refs = std::fs::OpenOptions::new().write(true).open("/proc/self/clear_refs").expect("opens");
    refs.write_all(b"5").expect("sets the peak back");
    status_bytes("VmRSS:")
}

fn large(originals: &mut Gated, shade: u8) -> Digest {
    originals.add(png(RgbImage::from_pixel(SIDE_PX, SIDE_PX, image::Rgb([shade, 120, 90]))))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_picture_is_made_ready_in_little_more_than_its_pixels() {
    let mut originals = Gated::open();
    let photo = large(&mut originals, 1);
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(folder.path(), &Arc::new(originals), |_| {});
    let before = begin();
    service.prepare(&photo).await.expect("is made");
    let taken = status_bytes("VmHWM:") - before;
    assert!(taken < PIXELS_BYTES + BESIDE_BYTES, "{} MiB", taken >> 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_decodes_and_encodes_shares_one_budget() {
    let mut originals = Gated::open();
    let photos: Vec<Digest> = (1..4).map(|shade| large(&mut originals, shade * 60)).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let budget_bytes = PIXELS_BYTES + (64 << 20);
    let service = service(folder.path(), &Arc::new(originals), |options| {
        options.workers = 4;
        options.decode_budget_bytes = budget_bytes;
        options.timeout = std::time::Duration::from_secs(600);
    });
    let before = begin();
    let requests = photos.iter().flat_map(|photo| {
        [(300, Format::Jpeg), (1000, Format::WebP), (2400, Format::Jpeg)]
            .map(|(width_px, format)| Request::new(*photo, wide((SIDE_PX, SIDE_PX), width_px, format)))
    });
    let asked = requests.map(|request| {
        let service = service.clone();
        tokio::spawn(async move { service.derivative(&request).await })
    });
    for answer in futures::future::join_all(asked.collect::<Vec<_>>()).await {
        answer.expect("ran").expect("is made");
    }
    let taken = status_bytes("VmHWM:") - before;
    assert!(taken < budget_bytes + BESIDE_BYTES, "{} MiB", taken >> 20);
}
