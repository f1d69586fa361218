//! `import`, `export` and `verify`: what goes in comes out equal, and nothing is lost on the way.

mod attached;
mod backup;
mod damage;
mod failing_calls;
mod history;
mod interrupted;
mod mended;
mod papers;
mod partly;
mod purge;
mod roundtrip;
mod staff;
mod storage;
mod withdraw;

use std::path::Path;

use baozhai::store::{Records, write_atomically};

use crate::archives::{copy_of_small, small};
use crate::program::{Run, run};

type Outcome = anyhow::Result<()>;

/// Imports a folder into `data` beside the tester.
fn import(at: &Path, folder: &Path) -> anyhow::Result<Run> {
    Ok(run(at, &["import", path(folder)?])?)
}

fn path(path: &Path) -> anyhow::Result<&str> {
    path.to_str().ok_or_else(|| anyhow::anyhow!("{path:?}"))
}

async fn records(at: &Path) -> anyhow::Result<Records> {
    Ok(Records::open(&Records::url_of(&at.join("data/archive.db"))).await?)
}

/// The small archive with `count` more photos, each with bytes of its own.
fn with_photos(count: usize) -> anyhow::Result<tempfile::TempDir> {
    let folder = copy_of_small()?;
    let record = std::fs::read(small().join("photos/alpha/alpha-01.toml"))?;
    let jpeg = std::fs::read(small().join("photos/alpha/alpha-01.jpg"))?;
    for number in 100..100 + count {
        let stem = folder.path().join(format!("photos/alpha/alpha-{number}"));
        // A comment of the number right behind the first marker.
        let comment = [&[0xff, 0xfe, 0, 5], format!("{number}").as_bytes()].concat();
        write_atomically(stem.with_extension("toml"), &record)?;
        write_atomically(stem.with_extension("jpg"), [&jpeg[..2], &comment, &jpeg[2..]].concat())?;
    }
    Ok(folder)
}
