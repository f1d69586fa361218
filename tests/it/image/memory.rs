//! What a large picture takes of memory: a part of what its pixels would.
//!
//! Measured by the kernel over this process, in which a test is alone as nextest runs it.

use std::io::Write as _;
use std::sync::Arc;

use baozhai::image::Digest;
use image::RgbImage;

use super::originals::{Gated, service};
use super::pictures::png;

const SIDE_PX: u32 = 6400;

/// What its pixels take.
const PIXELS_BYTES: u64 = SIDE_PX as u64 * SIDE_PX as u64 * 3;

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
async fn a_large_picture_is_made_ready_in_less_than_its_pixels() {
    let mut originals = Gated::open();
    let photo = large(&mut originals, 1);
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(folder.path(), &Arc::new(originals), |_| {});
    let before = begin();
    service.prepare(&photo).await.expect("is made");
    let taken = status_bytes("VmHWM:") - before;
    assert!(taken < PIXELS_BYTES / 4 * 3, "{} MiB", taken >> 20);
}
