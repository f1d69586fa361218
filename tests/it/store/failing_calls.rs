//! Every call to the system fails once while records and papers are written: each write is there or not, whole.

use std::path::Path;

use baozhai::store::{Papers, Records};
use sqlx::{Connection, Executor, SqliteConnection};

use super::backends::{at, change, key, village, villages};
use super::papers::{AUDIT, DRAFT, SESSION, batch, content};
use super::{Outcome, child};
use crate::failing::{Fault, at_every_call};

/// The child: writes papers, publishes with them, sweeps, and says so after each.
pub(crate) async fn write_papers(folder: &Path) -> Outcome {
    let records = Records::open_existing(&Records::url_of(&folder.join("archive.db"))).await?;
    let papers = Papers::of(&records);
    let draft = papers.version(DRAFT, &key("a")).await?.expect("a paper");
    let text = "文".repeat(3_000);
    let put = batch().put_if(DRAFT, key("a"), draft, content(&text)).append(AUDIT, content("put"));
    let draft = papers.write(put).await?;
    println!("told 1");
    let mut proposals = villages("v", 6, 800);
    proposals.push(village("shared", Some(1), "2"));
    let close = batch().delete_if(DRAFT, key("a"), draft).append(AUDIT, content("published"));
    papers.publish(change(proposals), close).await?;
    println!("told 2");
    papers.sweep(at("2027-01-01T00:00:00Z")).await?;
    println!("told 3");
    records.close().await;
    Ok(())
}

/// How many of the child's writes are there; each is whole, and none is there without those before it.
async fn written(folder: &Path) -> anyhow::Result<usize> {
    let records = Records::open_existing(&Records::url_of(&folder.join("archive.db"))).await?;
    let (papers, faults) = (Papers::of(&records), records.faults().await?);
    anyhow::ensure!(faults.is_empty(), "{faults:?}");
    let state = (
        papers.get(DRAFT, &key("a")).await?.map(|paper| paper.body.len() > 1_000),
        papers.count(AUDIT).await?,
        (records.sequence().await?, records.count(None).await?),
        papers.count(SESSION).await?,
    );
    records.close().await;
    match state {
        (Some(false), 0, (1, 1), 5) => Ok(0),
        (Some(true), 1, (1, 1), 5) => Ok(1),
        (None, 2, (2, 7), 5) => Ok(2),
        (None, 2, (2, 7), 0) => Ok(3),
        other => anyhow::bail!("between two states: {other:?}"),
    }
}

async fn prepare(folder: &Path) -> Outcome {
    let records = Records::open(&Records::url_of(&folder.join("archive.db"))).await?;
    records.commit(change([village("shared", None, "1")])).await?;
    let mut writing = batch().insert(DRAFT, key("a"), content("begun"));
    for n in 0..5 {
        let session = content("x").labelled("account", "li").until(at("2026-12-01T00:00:00Z"));
        writing = writing.insert(SESSION, key(&format!("s-{n}")), session);
    }
    Papers::of(&records).write(writing).await?;
    records.close().await;
    Ok(())
}

/// The child is run with each call failing in turn; what was told is there, and of what was not all or nothing.
fn fails_everywhere(fault: Fault) -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let prepared = tempfile::tempdir()?;
    runtime.block_on(prepare(prepared.path()))?;
    at_every_call(fault, |wrapper| {
        let folder = tempfile::tempdir()?;
        std::fs::copy(prepared.path().join("archive.db"), folder.path().join("archive.db"))?;
        let output = child::command(wrapper, "papers", folder.path())?.output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = (1..=3).filter(|n| said.contains(&format!("told {n}"))).count();
        let there = runtime.block_on(written(folder.path()))?;
        anyhow::ensure!((told..=told + 1).contains(&there), "{there} are there, {told} were told");
        Ok(output.status.success())
    })
}

#[test]
fn papers_are_there_or_not_on_a_full_disk() -> Outcome {
    fails_everywhere(Fault::FullDisk)
}

#[test]
fn papers_are_there_or_not_when_files_cannot_grow() -> Outcome {
    fails_everywhere(Fault::Size)
}

#[test]
fn papers_are_there_or_not_when_a_sync_fails() -> Outcome {
    fails_everywhere(Fault::Sync)
}

#[test]
fn papers_are_there_or_not_when_a_file_cannot_be_renamed_or_removed() -> Outcome {
    fails_everywhere(Fault::Name)
}

#[test]
fn a_row_that_cannot_be_written_takes_the_others_back() -> Outcome {
    tokio::runtime::Runtime::new()?.block_on(fail_at_every_row())
}

/// A fuse in the database itself blows at the n-th row, in each of the ways in which SQLite can fail. `FAIL` alone leaves
/// the rows before it to the program: it is tried at every row, the others at some.
async fn fail_at_every_row() -> Outcome {
    let prepared = tempfile::tempdir()?;
    prepare(prepared.path()).await?;
    for (how, step) in [("FAIL", 1), ("ABORT", 5), ("ROLLBACK", 5)] {
        let mut least = 0;
        for rows in (0..).step_by(step) {
            let folder = tempfile::tempdir()?;
            let file = folder.path().join("archive.db");
            std::fs::copy(prepared.path().join("archive.db"), &file)?;
            set_fuse(&file, rows, how).await?;
            let child = write_papers(folder.path()).await;
            draw_fuse(&file).await?;
            let there = written(folder.path()).await?;
            // All may be there after a failure too: a sweep looks once more for what has expired.
            assert!(there >= least, "{rows} {how}: {there} after {least}");
            least = there;
            if child.is_ok() {
                assert!(rows > 12 && there == 3, "{rows} {how}");
                break;
            }
        }
    }
    Ok(())
}

/// Lets so many rows be written in each transaction to come, and then fails in the way `how` of `RAISE`.
async fn set_fuse(path: &Path, rows: u32, how: &str) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnection::connect(&Records::url_of(path)).await?;
    let mut sql = format!("CREATE TABLE fuse (rows BIGINT); INSERT INTO fuse VALUES ({rows});");
    for table in ["counter", "change_log", "revision", "head", "paper", "paper_label"] {
        for event in ["INSERT", "UPDATE", "DELETE"] {
            sql += &format!(
                "CREATE TRIGGER fuse_{table}_{event} AFTER {event} ON {table} BEGIN
                    SELECT RAISE({how}, 'the fuse') WHERE (SELECT rows FROM fuse) = 0;
                    UPDATE fuse SET rows = rows - 1; END;"
            );
        }
    }
    connection.execute(sqlx::AssertSqlSafe(sql)).await?;
    connection.close().await
}

/// Takes the fuse out again.
async fn draw_fuse(path: &Path) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnection::connect(&Records::url_of(path)).await?;
    let triggers: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'fuse%'")
            .fetch_all(&mut connection)
            .await?;
    for trigger in triggers {
        connection.execute(sqlx::AssertSqlSafe(format!("DROP TRIGGER {trigger}"))).await?;
    }
    connection.execute("DROP TABLE fuse").await?;
    connection.close().await
}
