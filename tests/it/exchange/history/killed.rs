//! `kill -9` in the middle of a replay: a beginning of the very history is there, and the next import goes on.

use std::process::Stdio;

use super::super::interrupted::{kill_at, progress};
use super::{Outcome, all, import, records, staff_edit};
use crate::archives::small;
use crate::program::{program, run};

#[tokio::test]
async fn a_killed_replay_is_a_beginning_and_goes_on() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let here = records(at.path()).await?;
    let mut before = "乙村".to_owned();
    for n in 0..60 {
        let name = format!("乙村{n}");
        staff_edit(&here, "beta", &format!("\"{before}\""), &format!("\"{name}\"")).await?;
        before = name;
    }
    here.close().await;
    run(at.path(), &["export", "out"])?;
    let out = at.path().join("out");
    let expected = all(at.path()).await?;
    let whole = tempfile::tempdir()?;
    import(whole.path(), &out)?;
    let bytes = progress(&whole.path().join("data")).max(400_000);
    let mut beginnings = 0;
    for round in 0..10 {
        let other = tempfile::tempdir()?;
        let data = other.path().join("data");
        let folder = super::super::path(&out)?;
        let child = program(other.path()).args(["import", folder]).stdout(Stdio::null()).spawn()?;
        kill_at(child, &data, 1 + bytes * round / 9)?;
        if data.join("archive.db").exists() {
            let (mut log, _) = all(other.path()).await?;
            beginnings += usize::from(!log.is_empty() && log.len() < expected.0.len());
            log.reverse();
            let begun = expected.0.iter().rev().take(log.len()).cloned().collect::<Vec<_>>();
            assert_eq!(log, begun, "round {round}");
        }
        let imported = import(other.path(), &out)?;
        assert_eq!(imported.code, Some(0), "round {round}: {imported:?}");
        assert_eq!(all(other.path()).await?, expected, "round {round}");
    }
    eprintln!("{beginnings} of 10 kills left a beginning");
    Ok(())
}
