//! `baozhai serve` from the first start to the last signal.

use std::time::Instant;

use baozhai::store::write_atomically;

use super::Outcome;
use crate::archives::{copy_of_small, edit};
use crate::program::run;
use crate::serving::{Serving, free_address};

#[test]
fn the_first_start_brings_the_folder_in_and_the_second_has_it() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let arguments = ["--folder", folder.path().to_str().unwrap_or_default()];
    let first = Serving::start(at.path(), &arguments)?;
    assert!(first.get("/villages/alpha")?.contains("甲堡村"));
    assert!(first.get("/healthz")?.contains("\"folder\":{\"state\":\"imported\"}"));
    drop(first);
    let second = Serving::start(at.path(), &[])?;
    assert!(!second.said.contains("first start"), "{}", second.said);
    assert!(second.get("/healthz")?.contains("\"sequence\":1"));
    Ok(())
}

#[test]
fn a_hangup_takes_in_a_changed_folder_and_a_faulty_one_leaves_the_last_good_state() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let serving = Serving::start(at.path(), &["--folder", folder.path().to_str().unwrap_or_default()])?;
    let village = "villages/beta/village.toml";
    edit(folder.path(), village, "乙村", "乙堡")?;
    serving.signal("HUP")?;
    serving.wait_for("/villages/beta", "乙堡")?;
    assert!(serving.get("/villages/beta@1")?.contains("乙村"));

    edit(folder.path(), village, "named", "nmaed")?;
    serving.signal("HUP")?;
    let health = serving.wait_for("/healthz", "\"state\":\"faulty\"")?;
    assert!(health.starts_with("HTTP/1.1 200") && health.contains("\"problems\":1"), "{health}");
    assert!(health.contains("\"code\":\"bad-value\"") && !health.contains("village.toml"), "{health}");
    assert!(serving.get("/villages/beta")?.contains("乙堡"));

    edit(folder.path(), village, "nmaed", "named")?;
    edit(folder.path(), village, "乙堡", "乙寨")?;
    serving.signal("HUP")?;
    serving.wait_for("/villages/beta", "乙寨")?;
    serving.wait_for("/healthz", "\"state\":\"imported\"")?;
    Ok(())
}

#[test]
fn a_faulty_folder_at_a_later_start_leaves_the_last_good_state() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let arguments = ["--folder", folder.path().to_str().unwrap_or_default()];
    drop(Serving::start(at.path(), &arguments)?);
    std::fs::remove_dir_all(folder.path().join("villages"))?;
    let serving = Serving::start(at.path(), &arguments)?;
    assert!(serving.get("/villages/alpha")?.contains("甲堡村"));
    assert!(serving.get("/healthz")?.contains("\"state\":\"faulty\""));
    Ok(())
}

#[test]
fn a_hangup_takes_in_what_is_whole_beside_what_is_faulty() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let serving = Serving::start(at.path(), &["--folder", folder.path().to_str().unwrap_or_default()])?;
    edit(folder.path(), "villages/beta/village.toml", "named", "nmaed")?;
    edit(folder.path(), "villages/gamma/village.toml", "丙村", "丙堡")?;
    serving.signal("HUP")?;
    serving.wait_for("/villages/gamma", "丙堡")?;
    let health = serving.wait_for("/healthz", "\"state\":\"faulty\"")?;
    assert!(health.contains("\"problems\":1,\"left\":1,"), "{health}");
    assert!(serving.get("/villages/beta")?.contains("乙村"));
    Ok(())
}

#[test]
fn a_faulty_folder_at_the_first_start_is_served_without_what_is_faulty() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    write_atomically(folder.path().join("villages/vocabulary.toml"), "[[[")?;
    let serving = Serving::start(at.path(), &["--folder", folder.path().to_str().unwrap_or_default()])?;
    assert!(serving.get("/villages/beta")?.contains("乙村"));
    assert!(serving.get("/")?.starts_with("HTTP/1.1 200"));
    assert!(serving.get("/villages/alpha")?.starts_with("HTTP/1.1 404"));
    serving.wait_for("/healthz", "\"state\":\"faulty\"")?;
    Ok(())
}

#[test]
fn a_folder_of_nothing_at_the_first_start_is_no_start() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let folder = folder.path().to_str().unwrap_or_default();
    let address = free_address()?.to_string();
    let refused = run(at.path(), &["serve", "--listen", &address, "--folder", folder])?;
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("the archive is empty and nothing in "), "{refused:?}");
    Ok(())
}

/// Bytes this process has read so far, from files and sockets.
fn bytes_read(serving: &Serving) -> anyhow::Result<u64> {
    let told = std::fs::read_to_string(format!("/proc/{}/io", serving.id()))?;
    let count = told.lines().find_map(|line| line.strip_prefix("rchar: "));
    Ok(count.ok_or_else(|| anyhow::anyhow!("{told}"))?.parse()?)
}

/// A folder with a file that takes hours to read: an earlier picture of a terabyte, all of it holes.
#[test]
fn a_stop_does_not_wait_for_a_folder_being_taken_in() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let photos = folder.path().join("photos");
    assert_eq!(run(at.path(), &["import", folder.path().to_str().unwrap_or_default()])?.code, Some(0));
    std::fs::copy(photos.join("alpha/alpha-02.png"), photos.join("gamma/gamma-01.png"))?;
    assert_eq!(run(at.path(), &["import", folder.path().to_str().unwrap_or_default()])?.code, Some(0));
    assert_eq!(run(at.path(), &["export", "out"])?.code, Some(0));
    let log = tempfile::NamedTempFile::new()?;
    let serving = Serving::start_with_log(at.path(), &["--folder", "out"], log.reopen()?)?;
    let old = std::fs::read_dir(at.path().join("out/history/pictures"))?.next().expect("one is old")?;
    std::fs::File::options().write(true).open(old.path())?.set_len(1 << 40)?;
    let before = bytes_read(&serving)?;
    serving.signal("HUP")?;
    while bytes_read(&serving)? < before + (64 << 20) {
        std::thread::yield_now();
    }
    serving.signal("TERM")?;
    assert_eq!(serving.ended()?.code(), Some(0));
    let told = std::fs::read_to_string(log.path())?;
    let given_up = "stopped while the folder was being taken in; the next start takes it in";
    assert_eq!(told.matches(given_up).count(), 1, "{told}");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}

#[test]
fn what_another_process_imports_is_seen() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let path = folder.path().to_str().unwrap_or_default();
    run(at.path(), &["import", path])?;
    let serving = Serving::start(at.path(), &[])?;
    assert!(serving.get("/villages/beta")?.contains("乙村"));
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    run(at.path(), &["import", path])?;
    serving.wait_for("/villages/beta", "乙堡")?;
    Ok(())
}

#[test]
fn it_stops_with_a_good_word_when_told_to() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    for name in ["TERM", "INT"] {
        let serving = Serving::start(at.path(), &["--folder", folder.path().to_str().unwrap_or_default()])?;
        serving.get("/")?;
        let told = Instant::now();
        serving.signal(name)?;
        let status = serving.ended()?;
        assert_eq!(status.code(), Some(0), "{name}: {status}");
        assert!(told.elapsed().as_secs() < 9, "{name}: it waited for nobody");
    }
    Ok(())
}

#[test]
fn who_takes_nothing_leaves_visitors_a_way_in_however_few_files_there_are() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    run(at.path(), &["import", folder.path().to_str().unwrap_or_default()])?;
    // Once by the limit it finds, once because the system refuses more.
    let found = Serving::start_through(&["prlimit", "--nofile=128:128"], at.path(), &[])?;
    let refused = Serving::start(at.path(), &["--max-connections", "4000"])?;
    refused.allow_more_files(24)?;
    for serving in [found, refused] {
        let mut holders = Vec::new();
        for _ in 0..150 {
            // Those that were closed for later ones may fail to ask.
            holders.extend(serving.hold());
        }
        assert!(serving.get("/villages/alpha")?.starts_with("HTTP/1.1 200"));
    }
    Ok(())
}

#[test]
fn a_hangup_without_a_folder_ends_nothing() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    run(at.path(), &["import", folder.path().to_str().unwrap_or_default()])?;
    let serving = Serving::start(at.path(), &[])?;
    serving.signal("HUP")?;
    assert!(serving.get("/healthz")?.starts_with("HTTP/1.1 200"));
    serving.signal("TERM")?;
    assert_eq!(serving.ended()?.code(), Some(0));
    Ok(())
}

#[test]
fn a_taken_port_is_told() -> Outcome {
    let at = tempfile::tempdir()?;
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let refused = run(at.path(), &["serve", "--listen", &address])?;
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.starts_with(&format!("baozhai: cannot listen on {address}: ")), "{refused:?}");
    Ok(())
}

#[test]
fn the_shipped_collection_is_the_seed_of_a_first_start() -> Outcome {
    let at = tempfile::tempdir()?;
    let address = free_address()?.to_string();
    // Without its plates the collection is faulty, and a start says so instead of serving half of it.
    let has_plates =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("photos/fancunbu/fancunbu-01.jpg").exists();
    if has_plates {
        let serving = Serving::start(at.path(), &[])?;
        assert!(serving.said.contains("first start"), "{}", serving.said);
        assert!(serving.get("/villages/fancunbu")?.contains("樊村堡"));
    } else {
        let refused = run(at.path(), &["serve", "--listen", &address])?;
        assert!(refused.code == Some(2) && refused.stderr.contains("the shipped collection is faulty"));
    }
    Ok(())
}
