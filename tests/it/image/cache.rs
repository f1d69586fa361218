//! The disk cache: kept within its budget, over restarts, and never trusted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use baozhai::image::{Derivatives, Digest, Format};

use super::originals::{Gated, service, until};

struct Bench {
    folder: tempfile::TempDir,
    originals: Arc<Gated>,
    photo: Digest,
}

fn bench() -> Bench {
    let mut originals = Gated::open();
    let photo = originals.add_photo();
    Bench { folder: tempfile::tempdir().expect("a folder"), originals: Arc::new(originals), photo }
}

impl Bench {
    fn service(&self, budget_bytes: u64) -> Derivatives {
        service(self.folder.path(), &self.originals, |options| options.cache_budget_bytes = budget_bytes)
    }

    async fn ask(&self, service: &Derivatives, width_px: u32) {
        let request = Gated::photo_wide(self.photo, width_px, Format::Jpeg);
        let made = service.derivative(&request).await.expect("is made");
        assert_eq!(made.width_px, width_px);
    }

    fn files(&self) -> Vec<PathBuf> {
        files(&self.folder.path().join("images"))
    }

    fn bytes(&self) -> u64 {
        bytes(&self.folder.path().join("images"))
    }

    /// With the access forms.
    fn all_bytes(&self) -> u64 {
        bytes(self.folder.path())
    }
}

fn bytes(folder: &Path) -> u64 {
    files(folder).iter().map(|file| file.metadata().expect("a file").len()).sum()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

const ROOMY: u64 = 1 << 30;

#[tokio::test]
async fn a_restart_finds_what_was_kept() {
    let bench = bench();
    bench.ask(&bench.service(ROOMY), 100).await;
    let later = bench.service(ROOMY);
    bench.ask(&later, 100).await;
    assert_eq!((later.stats().computed, later.stats().from_disk), (0, 1));
}

#[tokio::test]
async fn work_begun_is_kept_though_everyone_has_left() {
    let bench = bench();
    let service = bench.service(ROOMY);
    let request = Gated::photo_wide(bench.photo, 100, Format::Jpeg);
    let asking = {
        let service = service.clone();
        tokio::spawn(async move { service.derivative(&request).await })
    };
    until(&service, |stats| stats.computed == 1).await;
    asking.abort();
    drop(asking.await); // or it might be joined
    until(&service, |_| bench.files().iter().any(|file| file.extension().is_some_and(|e| e == "jpg"))).await;
    bench.ask(&service, 100).await;
    assert_eq!((service.stats().computed, service.stats().from_disk), (1, 1));
}

#[tokio::test]
async fn the_budget_holds_and_the_longest_unused_leave() {
    let bench = bench();
    let service = bench.service(ROOMY);
    bench.ask(&service, 100).await;
    let one = bench.bytes();
    let budget_bytes = one * 10 + bench.all_bytes() - one;
    let service = bench.service(budget_bytes);
    for width_px in 101..140 {
        bench.ask(&service, width_px).await;
        bench.ask(&service, 101).await; // stays in use
        assert!(bench.all_bytes() <= budget_bytes, "{} of {budget_bytes} bytes", bench.all_bytes());
    }
    assert!(bench.files().len() > 3);
    assert!(bench.files().iter().any(|file| file.to_string_lossy().contains("-101_76-")));
    assert!(bench.files().iter().any(|file| file.to_string_lossy().contains("-139_104-")));
    assert!(!bench.files().iter().any(|file| file.to_string_lossy().contains("-102_77-")));
}

#[tokio::test]
async fn the_budget_holds_after_a_restart() {
    let bench = bench();
    let service = bench.service(ROOMY);
    for width_px in 100..120 {
        bench.ask(&service, width_px).await;
    }
    let budget_bytes = bench.all_bytes() / 2;
    let later = bench.service(budget_bytes);
    bench.ask(&later, 130).await;
    assert!(bench.all_bytes() <= budget_bytes);

    let swept = bench.service(budget_bytes / 2).sweep().await.expect("is swept");
    assert!(bench.all_bytes() <= budget_bytes / 2);
    assert_eq!((swept.kept, swept.kept_bytes), (bench.files().len() as u64, bench.bytes()));
    assert!(swept.removed > 0);
}

#[tokio::test]
async fn every_format_that_is_made_is_counted_and_leaves_after_a_restart() {
    for format in Format::MADE {
        let bench = bench();
        let service = bench.service(ROOMY);
        let request = Gated::photo_wide(bench.photo, 100, format);
        while service.derivative(&request).await.expect("is made").is_meanwhile {
            tokio::task::yield_now().await;
        }
        until(&service, |stats| stats.later == 0).await;
        let kept = bench.service(ROOMY).sweep().await.expect("is swept");
        assert_eq!((kept.kept, kept.kept_bytes), (bench.files().len() as u64, bench.bytes()), "{format:?}");
        bench.service(1).sweep().await.expect("is swept");
        assert!(bench.files().is_empty(), "{format:?} stays for ever");
    }
}

/// Photographs that differ in their sides.
fn many() -> (Arc<Gated>, Vec<(Digest, u32)>) {
    let mut originals = Gated::open();
    let photos = (400..408).map(|width_px| {
        let picture = super::pictures::quarters(width_px, 300);
        (originals.add(super::pictures::jpeg(&picture)), width_px)
    });
    let photos = photos.collect();
    (Arc::new(originals), photos)
}

#[tokio::test]
async fn access_forms_are_within_the_budget_and_leave_after_derivatives() {
    let (originals, photos) = many();
    let folder = tempfile::tempdir().expect("a folder");
    let start = |budget_bytes| {
        service(folder.path(), &originals, |options| {
            options.cache_budget_bytes = budget_bytes;
            options.access_floor_bytes = 0;
        })
    };
    let ask = async |service: &Derivatives, (photo, width_px): (Digest, u32), made_px| {
        let recipe = super::pictures::wide((width_px, 300), made_px, Format::Jpeg);
        service.derivative(&baozhai::image::Request::new(photo, recipe)).await.expect("is made");
    };
    ask(&start(ROOMY), photos[0], 100).await;
    let (form, one) = (bytes(&folder.path().join("access")), bytes(folder.path()));
    assert!(form > 0);
    // Room for all forms and for few derivatives: forms stay.
    let budget_bytes = form * 11 + one;
    let service = start(budget_bytes);
    for photo in &photos {
        for made_px in [100, 110, 120] {
            ask(&service, *photo, made_px).await;
            assert!(bytes(folder.path()) <= budget_bytes, "over {budget_bytes}");
        }
    }
    assert_eq!(files(&folder.path().join("access")).len(), photos.len());
    // Room for few forms: the longest unused leave, and are made again when they are asked for.
    let budget_bytes = form * 5;
    let backwards = photos.iter().rev().copied().collect();
    for (order, made_px) in [(backwards, 130), (photos.clone(), 131)] {
        let service = start(budget_bytes);
        for photo in order {
            ask(&service, photo, made_px).await;
            assert!(bytes(folder.path()) <= budget_bytes, "over {budget_bytes}");
        }
    }
    let left = files(&folder.path().join("access"));
    let is_there =
        |photo: Digest| left.iter().any(|file| file.to_string_lossy().contains(&photo.to_string()));
    assert!(!left.is_empty() && left.len() < photos.len());
    assert!(is_there(photos[7].0) && !is_there(photos[0].0), "{left:?}");
    // Working ahead drives none out.
    let ahead = start(budget_bytes);
    for (photo, _) in &photos {
        ahead.prepare(photo).await.expect("is passed over");
    }
    assert!(ahead.stats().prepared <= 1, "{} made", ahead.stats().prepared);
    // So after a restart.
    start(form * 2).sweep().await.expect("is swept");
    assert!(bytes(folder.path()) <= form * 2);
}

#[tokio::test]
async fn access_forms_have_a_floor_and_are_in_memory_below_it() {
    for (floor_bytes, is_kept) in [(1 << 20, true), (0, false)] {
        let bench = bench();
        let service = service(bench.folder.path(), &bench.originals, |options| {
            options.cache_budget_bytes = 0;
            options.access_floor_bytes = floor_bytes;
        });
        bench.ask(&service, 100).await;
        bench.ask(&service, 110).await;
        assert_eq!(bench.all_bytes() > 0, is_kept);
        assert_eq!((service.stats().prepared, service.stats().cache_failures), (1, 0));
    }
}

#[tokio::test]
async fn no_budget_keeps_nothing() {
    let bench = bench();
    let service = bench.service(0);
    bench.ask(&service, 100).await;
    bench.ask(&service, 100).await;
    assert!(bench.files().is_empty());
    assert_eq!((service.stats().computed, service.stats().cache_failures), (2, 0));
}

#[tokio::test]
async fn damaged_files_are_made_again() {
    let bench = bench();
    let service = bench.service(ROOMY);
    bench.ask(&service, 100).await;
    let file = bench.files().remove(0);
    let good = std::fs::read(&file).expect("reads");
    let mut turned = good.clone();
    turned[good.len() - 9] ^= 1;
    let damages = [Vec::new(), good[..20].to_vec(), good[..good.len() - 1].to_vec(), turned, vec![0; 4096]];
    for (count, damage) in (1..).zip(damages) {
        overwrite(&file, &damage);
        bench.ask(&service, 100).await;
        assert_eq!(service.stats().cache_damaged, count);
        assert_eq!(std::fs::read(&file).expect("reads"), good);
    }
    assert_eq!(service.stats().computed, 6);
}

/// Writes into a file as a broken disk would, not as the program does.
fn overwrite(file: &Path, bytes: &[u8]) {
    use std::io::Write as _;
    let mut file = std::fs::OpenOptions::new().write(true).truncate(true).open(file).expect("opens");
    file.write_all(bytes).expect("writes");
}

#[tokio::test]
async fn the_folder_may_go_while_the_service_runs() {
    let bench = bench();
    let service = bench.service(ROOMY);
    bench.ask(&service, 100).await;
    std::fs::remove_dir_all(bench.folder.path()).expect("is removed");
    bench.ask(&service, 100).await;
    bench.ask(&service, 100).await;
    let stats = service.stats();
    assert_eq!((stats.computed, stats.from_disk, stats.cache_failures), (2, 1, 0));
    std::fs::remove_dir_all(bench.folder.path()).expect("is removed");
    assert_eq!(service.sweep().await.expect("is swept").kept, 0);
}

#[tokio::test]
async fn a_cache_that_cannot_be_written_costs_no_answer() {
    let bench = bench();
    // A file stands where the folder should be; permissions would prove nothing to root.
    let file = tempfile::NamedTempFile::new().expect("a file");
    let service = service(&file.path().join("cache"), &bench.originals, |_| {});
    bench.ask(&service, 100).await;
    bench.ask(&service, 100).await;
    // Two derivatives, and the access form they share.
    assert_eq!((service.stats().computed, service.stats().cache_failures), (2, 3));
}

#[tokio::test]
async fn clearing_removes_derivatives_and_nothing_else() {
    let bench = bench();
    let service = service(bench.folder.path(), &bench.originals, |options| {
        options.memory_budget_bytes = 1 << 20;
    });
    bench.ask(&service, 100).await;
    bench.ask(&service, 101).await;
    let own = [bench.folder.path().join("images/notes.txt"), bench.files()[0].with_file_name("notes.txt")];
    for path in &own {
        std::fs::copy("Cargo.toml", path).expect("is copied");
    }
    let swept = service.clear().await.expect("is cleared");
    assert_eq!((swept.removed, swept.kept, swept.kept_bytes), (2, 0, 0));
    let mut left = bench.files();
    left.sort();
    let mut own = own.to_vec();
    own.sort();
    assert_eq!(left, own);
    bench.ask(&service, 100).await;
    assert_eq!(service.stats().computed, 3);
}

#[tokio::test]
async fn leftovers_of_broken_writes_are_swept() {
    let bench = bench();
    let service = bench.service(ROOMY);
    bench.ask(&service, 100).await;
    let fresh = bench.files()[0].with_file_name(".1-1.tmp");
    let old = bench.files()[0].with_file_name(".1-2.tmp");
    for path in [&fresh, &old] {
        std::fs::copy("Cargo.toml", path).expect("is copied");
    }
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7200);
    let file = std::fs::OpenOptions::new().write(true).open(&old).expect("opens");
    file.set_modified(long_ago).expect("is set back");
    assert_eq!(service.sweep().await.expect("is swept").removed, 1);
    assert!(fresh.exists() && !old.exists());
}

#[tokio::test]
async fn a_folder_that_is_emptied_or_damaged_while_it_serves_costs_no_answer() {
    // Of a PNG all is made of the access form.
    let mut originals = Gated::open();
    let photo = originals.add(super::pictures::png(super::pictures::quarters(400, 300)));
    let bench =
        Bench { folder: tempfile::tempdir().expect("a folder"), originals: Arc::new(originals), photo };
    let service = bench.service(0);
    let access = bench.folder.path().join("access");
    bench.ask(&service, 100).await;
    std::fs::remove_dir_all(&access).expect("is there");
    bench.ask(&service, 110).await;
    assert_eq!(service.stats().prepared, 2, "made anew");
    for cut in [1000, 0] {
        for file in files(&access) {
            std::fs::OpenOptions::new()
                .write(true)
                .open(&file)
                .expect("is there")
                .set_len(cut)
                .expect("is cut");
        }
        bench.ask(&service, 120 + cut as u32 / 100).await;
    }
    // In the place of the folder stands a file: nothing can be kept, and all is served.
    std::fs::remove_dir_all(&access).expect("is there");
    baozhai::store::write_atomically(&access, "in the way").expect("is written");
    bench.ask(&service, 131).await;
    bench.ask(&service, 132).await;
}

#[tokio::test]
async fn what_lies_under_the_name_of_another_is_not_taken_for_it() {
    let mut originals = Gated::open();
    let photos =
        [originals.add_photo(), originals.add(super::pictures::jpeg(&image::RgbImage::new(400, 300)))];
    let folder = tempfile::tempdir().expect("a folder");
    let originals = Arc::new(originals);
    let ask = async |photo: Digest| {
        let service = service(folder.path(), &originals, |_| {});
        let request = Gated::photo_wide(photo, 100, Format::Jpeg);
        let made = service.derivative(&request).await.expect("is made");
        super::pictures::decoded(&made.bytes).get_pixel(5, 5).0
    };
    let before = [ask(photos[0]).await, ask(photos[1]).await];
    for kind in ["images", "access"] {
        let found = files(&folder.path().join(kind));
        assert_eq!(found.len(), 2, "{found:?}");
        let aside = folder.path().join("aside");
        for (from, to) in [(&found[0], &aside), (&found[1], &found[0]), (&aside, &found[1])] {
            std::fs::rename(from, to).expect("is moved");
        }
        if kind == "access" {
            std::fs::remove_dir_all(folder.path().join("images")).expect("is there");
        }
        assert_eq!([ask(photos[0]).await, ask(photos[1]).await], before, "{kind} exchanged");
    }
}
