//! `kill -9` in the middle of an import or of the first start: the next one finishes.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{Outcome, path, with_photos};
use crate::archives::{files, without_history};
use crate::program::{program, run};

/// How far a child has come, in bytes and files of its data folder: it only grows.
pub(super) fn progress(data: &Path) -> u64 {
    let mut bytes = 0;
    let mut folders = vec![data.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => bytes += 1 + metadata.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}

/// Kills the child when its data folder has grown to `bytes`; it may have ended before.
pub(super) fn kill_at(mut child: Child, data: &Path, bytes: u64) -> Outcome {
    let give_up = Instant::now() + Duration::from_secs(20);
    while progress(data) < bytes && child.try_wait()?.is_none() && Instant::now() < give_up {
        std::thread::yield_now();
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// What a whole run leaves, so that the kills can be spread over all of it.
fn whole(folder: &Path) -> anyhow::Result<u64> {
    let at = tempfile::tempdir()?;
    assert_eq!(run(at.path(), &["import", path(folder)?])?.code, Some(0));
    Ok(progress(&at.path().join("data")))
}

fn assert_sound_and_whole(at: &Path, folder: &Path) -> Outcome {
    let verified = run(at, &["verify"])?;
    assert_eq!(verified.code, Some(0), "{verified:?}");
    let exported = run(at, &["export", "out"])?;
    assert_eq!(exported.code, Some(0), "{exported:?}");
    let mut found = files(&at.join("out"))?;
    without_history(&mut found);
    found.retain(|name, _| !name.ends_with("README.md"));
    assert!(found == files(folder)?);
    Ok(())
}

#[test]
fn a_killed_import_is_finished_by_the_next() -> Outcome {
    let folder = with_photos(40)?;
    let whole = whole(folder.path())?;
    for round in 0..12 {
        let at = tempfile::tempdir()?;
        let data = at.path().join("data");
        let child =
            program(at.path()).args(["import", path(folder.path())?]).stdout(Stdio::null()).spawn()?;
        kill_at(child, &data, 1 + whole * round / 11)?;
        if data.join("archive.db").exists() {
            // Killed before the schema was there it is no archive yet, before the commit an empty one with pictures,
            // and each says so; never is it damaged.
            let verified = run(at.path(), &["verify"])?;
            let is_none_yet = verified.stderr.contains("there is no archive")
                || verified.stdout.contains("the first import was cut off");
            assert!(verified.code == Some(0) || is_none_yet, "round {round}: {verified:?}");
            assert!(!verified.stdout.contains("blob "), "round {round}: {verified:?}");
        }
        let imported = run(at.path(), &["import", path(folder.path())?])?;
        assert_eq!(imported.code, Some(0), "round {round}: {imported:?}");
        assert!(
            imported.stdout.starts_with("sequence 1: 58 added")
                || imported.stdout.starts_with("nothing new: 58"),
            "round {round}: {imported:?}"
        );
        assert_sound_and_whole(at.path(), folder.path())?;
    }
    Ok(())
}

#[test]
fn a_killed_first_start_is_finished_by_the_next() -> Outcome {
    let folder = with_photos(40)?;
    let whole = whole(folder.path())?;
    let serve = ["serve", "--listen", "127.0.0.1:0", "--folder", path(folder.path())?];
    for round in 0..10 {
        let at = tempfile::tempdir()?;
        let data = at.path().join("data");
        let start = || program(at.path()).args(serve).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        kill_at(start()?, &data, 1 + whole * round / 9)?;
        // The second start is killed as well, but only when it has got as far as a whole one.
        let second = crate::serving::Serving::start(at.path(), &["--folder", path(folder.path())?])?;
        assert!(second.get("/healthz")?.contains("\"sequence\":1"), "round {round}");
        drop(second);
        assert_sound_and_whole(at.path(), folder.path())?;
    }
    Ok(())
}
