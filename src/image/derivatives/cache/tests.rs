//! What the list knows, whenever it is made.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Cache, Folders};
use crate::image::{Digest, Rendered};

#[test]
fn what_is_written_while_the_folder_is_listed_anew_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = Folders { derivatives: folder.path().join("images"), access: folder.path().join("access") };
    let cache = Cache::new(folders, 1 << 20, 1 << 20);
    let name = format!("{}.access", Digest::of(b"original"));
    let name = format!("{}/{name}", &name[..2]);
    assert!(cache.admit_access(&name, 500_000).expect("is listed"));
    // Nothing of it is on disk yet.
    cache.sweep().expect("is swept");
    cache.note_access(&name, 500_000);
    let total_bytes = |cache: &Cache| cache.lock().as_ref().map(|lists| lists.access.total_bytes);
    assert_eq!(total_bytes(&cache), Some(500_000));
    // And once, however often it is noted.
    cache.note_access(&name, 500_000);
    assert_eq!(total_bytes(&cache), Some(500_000));
}

#[test]
fn derivatives_that_are_written_while_it_is_swept_are_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = Folders { derivatives: folder.path().join("images"), access: folder.path().join("access") };
    let cache = Cache::new(folders, 1 << 30, 1 << 20);
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                cache.sweep().expect("is swept");
            }
        });
        for number in 0..200_u32 {
            let original = Digest::of(number.to_le_bytes()).to_string();
            let made = Rendered { bytes: vec![7; 5000], width_px: 10, height_px: 10 };
            cache.put(&format!("{}/{original}-full.jpg", &original[..2]), &made);
        }
        is_done.store(true, Ordering::Relaxed);
    });
    assert_eq!(cache.lock().as_ref().map(|lists| lists.derivatives.files.len()), Some(200));
}
