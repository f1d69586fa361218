//! Bits that turn in originals, access forms and cached files: the right picture, or none and a word for the
//! log; never a wrong one under the digest of the right one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use baozhai::image::{
    Derivative, DerivativeError, Digest, Format, OriginalError, Parameters, RenderError, Request, SizeLimits,
};
use image::RgbImage;
use jpeg_encoder::ColorType;

use super::originals::{Gated, service, until};
use super::pictures::{jpeg_with, png, quarters, tiff};

const SIDES_PX: (u32, u32) = (820, 300);

/// Rounds for each kind of file and picture.
const ROUNDS: u64 = 12;

/// Grain in every block, so that a turned bit is somewhere to be seen.
fn scene() -> RgbImage {
    let mut scene = quarters(SIDES_PX.0, SIDES_PX.1);
    let mut dice = Dice(7);
    for pixel in scene.pixels_mut() {
        pixel.0[1] ^= dice.below(64) as u8;
    }
    scene
}

/// One that is indexed as it lies, one that is rewritten, one that is copied.
fn originals() -> Vec<Vec<u8>> {
    let scene = scene();
    let coded = |progressive: bool| {
        jpeg_with(scene.as_raw(), SIDES_PX, ColorType::Rgb, |encoder| encoder.set_progressive(progressive))
    };
    vec![coded(false), coded(true), png(scene.clone()), tiff(scene)]
}

/// Numbers that look thrown and are the same each time (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn turn_a_bit(&mut self, bytes: &mut [u8]) {
        let at = self.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << self.below(8);
    }
}

/// A thumbnail, a rung as it lies, a tile, the whole.
fn requests(photo: Digest) -> Vec<Request> {
    let asked = [
        ("full", "200,", "jpg"),
        ("full", "768,", "jpg"),
        ("512,0,308,300", "308,", "webp"),
        ("full", "max", "jpg"),
    ];
    let request = |(region, size, format)| {
        let parameters = Parameters::parse(region, size, "0", &format!("default.{format}")).expect("is read");
        Request::new(photo, parameters.of(SIDES_PX, &SizeLimits::default()).expect("fits"))
    };
    asked.into_iter().map(request).collect()
}

/// Asks a service without memory that begins now, as after a restart.
async fn ask(
    folder: &Path,
    originals: &Arc<Gated>,
    request: &Request,
    keep: bool,
) -> Result<Derivative, DerivativeError> {
    let service = service(folder, originals, |options| {
        options.cache_budget_bytes = if keep { 1 << 30 } else { 0 };
    });
    service.derivative(request).await
}

fn is_named(error: &DerivativeError, photo: Digest) -> bool {
    error.to_string().contains(&photo.to_string())
        && matches!(
            error,
            DerivativeError::Original(OriginalError::Damaged(_))
                | DerivativeError::Render(RenderError::Unread(OriginalError::Damaged(_)))
        )
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Writes into a file as a broken disk would, not as the program does.
fn overwrite(file: &Path, bytes: &[u8]) {
    use std::io::Write as _;
    let mut file = std::fs::OpenOptions::new().write(true).truncate(true).open(file).expect("opens");
    file.write_all(bytes).expect("writes");
}

#[tokio::test]
async fn an_original_that_has_rotten_makes_no_access_form() {
    let mut dice = Dice(1);
    for bytes in originals() {
        let mut store = Gated::open();
        let photo = store.add(bytes.clone());
        let store = Arc::new(store);
        let folder = tempfile::tempdir().expect("a folder");
        let asked = service(folder.path(), &store, |options| options.cache_budget_bytes = 0);
        for _ in 0..ROUNDS {
            let mut rotten = bytes.clone();
            dice.turn_a_bit(&mut rotten);
            store.put(photo, rotten);
            for request in requests(photo) {
                let error = asked.derivative(&request).await.expect_err("is not served");
                assert!(is_named(&error, photo), "{error}");
            }
            assert!(is_named(&asked.prepare(&photo).await.expect_err("is not made"), photo));
            assert!(files(folder.path()).is_empty(), "something was kept of it");
        }
        store.put(photo, bytes);
        for request in requests(photo) {
            asked.derivative(&request).await.expect("is served when it is mended, without a restart");
        }
    }
}

#[tokio::test]
async fn an_original_that_rots_later_is_served_right_or_not_at_all() {
    let mut dice = Dice(2);
    let bytes = originals().swap_remove(0);
    let mut store = Gated::open();
    let photo = store.add(bytes.clone());
    let store = Arc::new(store);
    let folder = tempfile::tempdir().expect("a folder");
    let asked = service(folder.path(), &store, |options| options.cache_budget_bytes = 0);
    let mut right = Vec::new();
    for request in requests(photo) {
        right.push(asked.derivative(&request).await.expect("is made"));
    }
    let mut refused = 0;
    for _ in 0..ROUNDS * 2 {
        let mut rotten = bytes.clone();
        dice.turn_a_bit(&mut rotten);
        store.put(photo, rotten);
        for (request, right) in requests(photo).iter().zip(&right) {
            match asked.derivative(request).await {
                Ok(made) => assert!(made == *right, "{request:?} is wrong"),
                Err(error) => {
                    assert!(is_named(&error, photo), "{error}");
                    refused += 1;
                }
            }
        }
    }
    assert!(
        refused >= ROUNDS,
        "the whole is read from the original, and most bits are in its scan: {refused}"
    );
    store.put(photo, bytes);
    for (request, right) in requests(photo).iter().zip(&right) {
        assert!(asked.derivative(request).await.expect("is mended") == *right, "{request:?}");
    }
}

#[tokio::test]
async fn an_access_form_that_rots_is_made_anew() {
    let mut dice = Dice(3);
    for bytes in originals() {
        let mut store = Gated::open();
        let photo = store.add(bytes);
        let store = Arc::new(store);
        let folder = tempfile::tempdir().expect("a folder");
        let mut right = Vec::new();
        for request in requests(photo) {
            right.push(ask(folder.path(), &store, &request, false).await.expect("is made"));
        }
        let file = files(folder.path()).swap_remove(0);
        let form = std::fs::read(&file).expect("reads");
        for _ in 0..ROUNDS {
            let mut rotten = form.clone();
            dice.turn_a_bit(&mut rotten);
            let at = dice.below(4) as usize;
            overwrite(&file, &rotten);
            let made = ask(folder.path(), &store, &requests(photo)[at], false).await.expect("is made");
            assert!(made == right[at], "{:?} is wrong", requests(photo)[at]);
        }
    }
}

#[tokio::test]
async fn a_cached_file_that_rots_is_made_anew() {
    let mut dice = Dice(4);
    let mut store = Gated::open();
    let photo = store.add_photo();
    let store = Arc::new(store);
    for format in Format::MADE {
        let folder = tempfile::tempdir().expect("a folder");
        let request = Gated::photo_wide(photo, 90, format);
        let kept = async || {
            let service = service(folder.path(), &store, |_| {});
            let mut made = service.derivative(&request).await.expect("is made");
            while made.is_meanwhile {
                tokio::task::yield_now().await;
                made = service.derivative(&request).await.expect("is made");
            }
            until(&service, |stats| stats.later == 0).await;
            made
        };
        let right = kept().await;
        let kept_as = |file: &PathBuf| file.extension().is_some_and(|own| own == format.extension());
        let file = files(&folder.path().join("images")).into_iter().find(kept_as).expect("is kept");
        let good = std::fs::read(&file).expect("reads");
        // An AVIF takes a second.
        let rounds = if format == Format::Avif { 2 } else { ROUNDS };
        for _ in 0..rounds {
            let mut rotten = good.clone();
            dice.turn_a_bit(&mut rotten);
            overwrite(&file, &rotten);
            assert!(kept().await == right, "{format:?}");
        }
    }
}

#[tokio::test]
async fn a_cached_file_that_says_other_sides_is_made_anew() {
    let mut store = Gated::open();
    let photo = store.add_photo();
    let store = Arc::new(store);
    let folder = tempfile::tempdir().expect("a folder");
    let request = Gated::photo_wide(photo, 90, Format::Jpeg);
    let right = ask(folder.path(), &store, &request, true).await.expect("is made");
    let file = files(&folder.path().join("images")).swap_remove(0);
    let good = std::fs::read(&file).expect("reads");
    // Width, height and length.
    for bit in 4 * 8..16 * 8 {
        let mut rotten = good.clone();
        rotten[bit / 8] ^= 1 << (bit % 8);
        overwrite(&file, &rotten);
        let made = ask(folder.path(), &store, &request, true).await.expect("is made");
        assert!(made == right, "bit {bit}");
    }
}
