//! `kill -9` in the middle of a commit: afterwards the old state is there, or the new one, whole.

use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use baozhai::store::Records;

use super::backends::{change, key, village, villages};
use super::{Outcome, child};

const EACH: usize = 2_000;

/// The child: commits change after change, and says so after each.
pub(crate) async fn commit_for_ever(folder: &Path) -> Outcome {
    let records = Records::open(&Records::url_of(&folder.join("archive.db"))).await?;
    loop {
        let sequence = records.sequence().await?;
        let mut proposals = villages(&format!("v{sequence}"), EACH, 800);
        let head = records.head(&key("shared")).await?;
        proposals.push(village("shared", head.map(|head| head.number), sequence.to_string()));
        println!("committed {}", records.commit(change(proposals)).await?);
    }
}

#[tokio::test]
async fn killed_commits_leave_the_old_state_or_the_new() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("archive.db");
    // How long the log has become when the child is killed; one commit writes some 2.7 MB, so the last kill
    // comes when a commit is being copied to the database, or the next has begun.
    for log_bytes in [1, 100_000, 1_000_000, 2_000_000, 2_600_000, 2_700_000, 2_800_000, 500_000, 1_500_000] {
        let mut child = child::command(&[], "commit", folder.path())?.stdout(Stdio::piped()).spawn()?;
        let give_up = Instant::now() + Duration::from_secs(10);
        let log = file.with_extension("db-wal");
        while std::fs::metadata(&log).map_or(0, |log| log.len()) < log_bytes && Instant::now() < give_up {
            std::thread::yield_now();
        }
        child.kill()?;
        child.wait()?;
        let mut output = String::new();
        child.stdout.take().expect("a pipe").read_to_string(&mut output)?;

        let records = Records::open(&Records::url_of(&file)).await?;
        assert_eq!(records.faults().await?, [""; 0], "{log_bytes}");
        let sequence = records.sequence().await?;
        let told = output.lines().rev().find_map(|line| line.strip_prefix("committed "));
        assert!(told.map_or(Ok(0), str::parse::<u64>)? <= sequence, "{sequence} but told {told:?}");
        assert_eq!(records.count(None).await?, sequence * EACH as u64 + u64::from(sequence > 0));
        let shared = records.head(&key("shared")).await?;
        assert_eq!(shared.map(|head| head.body), sequence.checked_sub(1).map(|last| last.to_string()));
        records.close().await;
    }
    Ok(())
}
