//! Every call to the system fails once, in import, purge, backup and reindex: afterwards the old state is there or the
//! new one, what was told as done is there, and the next run brings all to its end.

use std::path::Path;

use baozhai::store::{BlobState, Blobs, Records, StoreError, write_atomically};
use futures::TryStreamExt;

use super::{Outcome, import};
use crate::archives::{copy, edit, small};
use crate::failing::{Fault, at_every_call};
use crate::program::{Run, program_through, run};

/// One village and a photo of it.
fn tiny() -> anyhow::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    for name in ["villages/beta", "photos/beta"] {
        std::fs::create_dir_all(folder.path().join(name))?;
    }
    for (from, to) in [
        ("villages/beta/village.toml", "villages/beta/village.toml"),
        ("villages/region.toml", "villages/region.toml"),
        ("villages/sources.toml", "villages/sources.toml"),
        ("villages/vocabulary.toml", "villages/vocabulary.toml"),
        ("photos/alpha/alpha-03.toml", "photos/beta/beta-01.toml"),
        ("photos/alpha/alpha-03.webp", "photos/beta/beta-01.webp"),
    ] {
        write_atomically(folder.path().join(to), std::fs::read(small().join(from))?)?;
    }
    Ok(folder)
}

/// A folder with the tiny archive in `data` beside the folder `tiny` it came from.
fn imported() -> anyhow::Result<tempfile::TempDir> {
    let (at, folder) = (tempfile::tempdir()?, tiny()?);
    copy(folder.path(), &at.path().join("tiny"))?;
    assert_well(&import(at.path(), Path::new("tiny"))?);
    Ok(at)
}

fn assert_well(run: &Run) {
    assert_eq!(run.code, Some(0), "{run:?}");
}

/// The newest commit and how many pictures are there, if all is sound.
async fn state(data: &Path) -> anyhow::Result<(u64, usize)> {
    let records = match Records::open_existing(&Records::url_of(&data.join("archive.db"))).await {
        Ok(records) => records,
        Err(StoreError::NoRecords(_) | StoreError::Path { .. }) => return Ok((0, 0)),
        Err(other) => return Err(other.into()),
    };
    let (sequence, faults) = (records.sequence().await?, records.faults().await?);
    records.close().await;
    anyhow::ensure!(faults.is_empty(), "{faults:?}");
    if !data.join("blobs").exists() {
        return Ok((sequence, 0));
    }
    let blobs = Blobs::open_directory(data.join("blobs")).await?;
    let all: Vec<_> = blobs.list().try_collect().await?;
    for blob in &all {
        let found = blobs.verify(&blob.digest).await?;
        anyhow::ensure!(matches!(found, BlobState::Whole { .. }), "{found:?}");
    }
    Ok((sequence, all.len()))
}

fn state_of(data: &Path) -> anyhow::Result<(u64, usize)> {
    tokio::runtime::Runtime::new()?.block_on(state(data))
}

/// Runs `arguments` where `prepared` has been, each time with another failing call. `check` is given where it was, what
/// was told, and what is there now.
fn fails_everywhere(
    fault: Fault,
    prepared: &Path,
    arguments: &[&str],
    check: impl Fn(&Path, &Run, (u64, usize)) -> Outcome,
) -> Outcome {
    let arguments = &[&["--log", "error"], arguments].concat();
    at_every_call(fault, |wrapper| {
        let at = tempfile::tempdir()?;
        copy(prepared, at.path())?;
        let found = Run::from(program_through(wrapper, at.path()).args(arguments).output()?);
        let is_well = found.code == Some(0);
        let checked = state_of(&at.path().join("data")).and_then(|state| check(at.path(), &found, state));
        checked.map_err(|error| error.context(format!("{found:?}")))?;
        if !is_well {
            let again = run(at.path(), arguments)?;
            anyhow::ensure!(again.code == Some(0), "the next run: {again:?}, after {found:?}");
        }
        Ok(is_well)
    })
}

fn an_import_is_there_or_not(fault: Fault) -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, tiny()?);
    copy(folder.path(), &at.path().join("tiny"))?;
    fails_everywhere(fault, at.path(), &["import", "tiny"], |_, found, state| {
        anyhow::ensure!(state == (1, 1) || (found.code != Some(0) && state.0 == 0), "{state:?}");
        Ok(())
    })
}

fn a_change_is_there_or_not(fault: Fault) -> Outcome {
    let at = imported()?;
    edit(&at.path().join("tiny"), "villages/beta/village.toml", "乙村", "乙堡")?;
    let photo = small().join("photos/alpha/alpha-02");
    for end in ["toml", "png"] {
        let to = at.path().join("tiny/photos/beta/beta-02").with_extension(end);
        write_atomically(to, std::fs::read(photo.with_extension(end))?)?;
    }
    fails_everywhere(fault, at.path(), &["import", "tiny"], |_, found, state| {
        let is_right = state == (2, 2) || (found.code != Some(0) && matches!(state, (1, 1 | 2)));
        anyhow::ensure!(is_right, "{state:?}");
        Ok(())
    })
}

fn what_is_purged_is_listed_first(fault: Fault) -> Outcome {
    let at = imported()?;
    assert_well(&run(at.path(), &["withdraw", "beta", "--reason", "privacy"])?);
    fails_everywhere(fault, at.path(), &["purge", "beta"], |_, found, state| {
        let is_right = match state {
            (3, 0) => true,
            (2 | 3, 1) => found.code != Some(0),
            _ => false,
        };
        anyhow::ensure!(is_right, "{state:?}");
        Ok(())
    })
}

fn a_backup_is_whole_or_says_that_it_is_not(fault: Fault) -> Outcome {
    let at = imported()?;
    // Over an older copy, so that there is something to be lost.
    assert_well(&run(at.path(), &["backup", "copy"])?);
    edit(&at.path().join("tiny"), "villages/beta/village.toml", "乙村", "乙堡")?;
    assert_well(&import(at.path(), Path::new("tiny"))?);
    fails_everywhere(fault, at.path(), &["backup", "copy"], |at, found, state| {
        anyhow::ensure!(state == (2, 1), "the archive itself: {state:?}");
        if found.code == Some(0) || !at.join("copy/backup-unfinished").exists() {
            let copied = state_of(&at.join("copy"))?;
            let is_right = copied == (2, 1) || (found.code != Some(0) && copied == (1, 1));
            anyhow::ensure!(is_right, "the copy: {copied:?}");
        }
        Ok(())
    })
}

/// The index is derived: whatever fails, the archive is as it was, and there is an index of it or none.
fn an_index_is_made_or_not(fault: Fault) -> Outcome {
    let at = imported()?;
    assert_well(&run(at.path(), &["reindex"])?);
    edit(&at.path().join("tiny"), "villages/beta/village.toml", "乙村", "乙堡")?;
    assert_well(&import(at.path(), Path::new("tiny"))?);
    fails_everywhere(fault, at.path(), &["reindex"], |_, found, state| {
        anyhow::ensure!(state == (2, 1), "the archive itself: {state:?}");
        let is_told = found.stdout.contains("search index made, up to change 2");
        anyhow::ensure!(found.code != Some(0) || is_told, "not told");
        Ok(())
    })
}

/// A module for each command, and in it a test for each way to fail, as each takes a while.
macro_rules! on_every_fault {
    ($($command:ident: $module:ident;)+) => {$(
        mod $module {
            use super::{Fault, Outcome, $command};

            #[test]
            fn on_a_full_disk() -> Outcome {
                $command(Fault::FullDisk)
            }

            #[test]
            fn with_files_that_cannot_grow() -> Outcome {
                $command(Fault::Size)
            }

            #[test]
            fn when_a_sync_fails() -> Outcome {
                $command(Fault::Sync)
            }

            #[test]
            fn when_a_name_cannot_be_changed() -> Outcome {
                $command(Fault::Name)
            }
        }
    )+};
}

on_every_fault! {
    an_import_is_there_or_not: import_first;
    a_change_is_there_or_not: import_again;
    what_is_purged_is_listed_first: purge;
    a_backup_is_whole_or_says_that_it_is_not: backup;
    an_index_is_made_or_not: reindex;
}
