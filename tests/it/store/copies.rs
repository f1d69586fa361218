//! The database file by itself: what a copy of it holds, a copy that a commit has torn, a file that went away.

use std::fs;
use std::path::{Path, PathBuf};

use baozhai::store::{Batch, Papers, Records, StoreError, write_atomically};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use sqlx::{Connection, Executor, SqliteConnection};

use super::Outcome;
use super::backends::{at, change, key, village, villages};
use super::papers::{AUDIT, DRAFT, SESSION, batch, content};

const PAGE_BYTES: usize = 4096;

async fn open(path: &Path) -> Result<Records, StoreError> {
    Records::open(&Records::url_of(path)).await
}

async fn existing(path: &Path) -> Result<Records, StoreError> {
    Records::open_existing(&Records::url_of(path)).await
}

fn beside(path: &Path, end: &str) -> PathBuf {
    path.with_file_name(format!("{}{end}", path.file_name().unwrap_or_default().to_string_lossy()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_alone_holds_every_commit_that_was_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (file, copy) = (folder.path().join("archive.db"), folder.path().join("copy.db"));
    let records = open(&file).await?;
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let records = records.clone();
            tokio::spawn(async move {
                loop {
                    records.heads(None, None, 1000).await.expect("reading goes on");
                }
            })
        })
        .collect();
    for round in 0..20 {
        let sequence = records.commit(change(villages(&format!("v{round}"), 40, 900))).await?;
        fs::copy(&file, &copy)?;
        let copied = existing(&copy).await?;
        assert_eq!((copied.sequence().await?, copied.faults().await?), (sequence, vec![]), "round {round}");
        copied.close().await;
    }
    readers.iter().for_each(tokio::task::JoinHandle::abort);
    Ok(())
}

/// All that can be read of a database, or what is found to be wrong with it.
async fn state_of(path: &Path) -> Result<Vec<String>, String> {
    let told = |error: StoreError| error.to_string();
    let records = existing(path).await.map_err(told)?;
    let read = async {
        let faults = records.faults().await?;
        if !faults.is_empty() {
            return Ok(Err(faults.join("; ")));
        }
        let mut lines = vec![records.sequence().await?.to_string()];
        lines.extend(records.changes(None, 1000).await?.iter().map(|change| format!("{change:?}")));
        for head in records.heads(None, None, 10_000).await? {
            for number in 1..=head.number {
                lines.push(format!("{:?}", records.revision(&head.key, number).await?));
            }
        }
        let papers = Papers::of(&records);
        lines.push(papers.last_write().await?.to_string());
        for collection in [DRAFT, SESSION, AUDIT] {
            lines.push(format!("{:?}", papers.list(collection, None, 10_000).await?));
        }
        for name in ["old", "new"] {
            lines.push(format!("{:?}", papers.labelled(DRAFT, ("record", name), None, 10_000).await?));
        }
        Ok::<_, StoreError>(Ok(lines))
    };
    let read = read.await.map_err(told);
    records.close().await;
    read?
}

/// What lies between two states.
#[derive(Clone, Copy, Debug)]
enum Between {
    /// A commit of so many new records and one that was there.
    Commit(usize),
    /// A writing of so many new papers, old ones put anew and deleted, and a log.
    Papers(usize),
    /// Both as one.
    Publication(usize),
    /// What expires being swept away.
    Sweep,
}

/// Papers put, put anew, deleted and appended: some of those that `two_states` has made.
async fn writes(papers: &Papers, many: usize) -> anyhow::Result<Batch> {
    let mut writing = batch().append(AUDIT, content("once more").labelled("record", "new"));
    for n in 0..many {
        writing = writing.insert(
            DRAFT,
            key(&format!("new-{n:03}")),
            content(&"n".repeat(900)).labelled("record", "new"),
        );
    }
    for (n, paper) in papers.list(DRAFT, None, 200).await?.papers.into_iter().enumerate().take(2 + many) {
        writing = match n % 2 {
            0 => writing.put_if(DRAFT, paper.key, paper.version, content("again").labelled("record", "new")),
            _ => writing.delete_if(DRAFT, paper.key, paper.version),
        };
    }
    Ok(writing)
}

/// Two states of a database that one write lies between, as files.
async fn two_states(folder: &Path, between: Between) -> anyhow::Result<[Vec<u8>; 2]> {
    let file = folder.join("archive.db");
    let records = open(&file).await?;
    for round in 0..4 {
        records.commit(change(villages(&format!("v{round}"), 60, 700))).await?;
    }
    records.commit(change([village("shared", None, "first")])).await?;
    let papers = Papers::of(&records);
    let mut writing = batch();
    for n in 0..60 {
        let text = "文".repeat(20 * (n % 30));
        writing = writing.insert(DRAFT, key(&format!("d-{n:03}")), content(&text).labelled("record", "old"));
        let session = content("x").labelled("account", "li").until(at("2026-12-01T00:00:00Z"));
        writing = writing.insert(SESSION, key(&format!("s-{n:03}")), session).append(AUDIT, content("done"));
    }
    papers.write(writing).await?;
    let before = fs::read(&file)?;
    let proposals = |many| {
        let mut proposals = villages("w", many, 1500);
        proposals.push(village("shared", Some(1), "second"));
        proposals
    };
    match between {
        Between::Commit(many) => drop(records.commit(change(proposals(many))).await?),
        Between::Papers(many) => drop(papers.write(writes(&papers, many).await?).await?),
        Between::Publication(many) => {
            papers.publish(change(proposals(many)), writes(&papers, many).await?).await?;
        }
        Between::Sweep => assert_eq!(papers.sweep(at("2026-12-01T00:00:00Z")).await?, 60),
    }
    records.close().await;
    Ok([before, fs::read(&file)?])
}

/// What a copy may hold that reads some pages before a commit comes to them and some after.
#[test]
fn a_copy_that_a_commit_has_torn_is_never_taken_for_whole() -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let sizes = [0, 1, 30, 400];
    let kinds = [Between::Commit, Between::Papers, Between::Publication];
    let all = kinds.iter().flat_map(|kind| sizes.map(kind)).chain([Between::Sweep]);
    for between in all {
        let folder = tempfile::tempdir()?;
        let [before, after] = runtime.block_on(two_states(folder.path(), between))?;
        let pages = after.len() / PAGE_BYTES;
        let torn = folder.path().join("torn.db");
        let state = |bytes: &[u8]| {
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(beside(&torn, end));
            }
            write_atomically(&torn, bytes)?;
            Ok::<_, StoreError>(runtime.block_on(state_of(&torn)))
        };
        let whole = [state(&before)?, state(&after)?];
        assert!(whole.iter().all(Result::is_ok) && whole[0] != whole[1], "{whole:?}");
        // Most commits touch few pages: those alone are drawn.
        let differ: Vec<usize> = (0..pages)
            .filter(|page| {
                let part = page * PAGE_BYTES..(page + 1) * PAGE_BYTES;
                before.get(part.clone()) != after.get(part)
            })
            .collect();
        let mut runner =
            TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
        let mixtures = proptest::collection::vec(any::<bool>(), differ.len());
        runner.run(&mixtures, |is_new| {
            let mut bytes = before.clone();
            for (page, _) in differ.iter().zip(&is_new).filter(|(_, is_new)| **is_new) {
                let part = page * PAGE_BYTES..(page + 1) * PAGE_BYTES;
                bytes.resize(bytes.len().max(part.end), 0);
                bytes[part.clone()].copy_from_slice(&after[part]);
            }
            let found = state(&bytes).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(
                found.is_err() || whole.contains(&found),
                "a mixture was taken for whole: {between:?}"
            );
            Ok(())
        })?;
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_made_where_an_archive_has_to_be() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("archive.db");
    assert!(matches!(existing(&file).await, Err(StoreError::NoRecords(_))));
    assert!(!file.exists());
    write_atomically(&file, "")?;
    assert!(matches!(existing(&file).await, Err(StoreError::NoRecords(_))));
    assert_eq!(fs::metadata(&file)?.len(), 0);
    // What an old program left in a file whose log was not copied: a header and no table.
    let bare = folder.path().join("bare.db");
    let mut made = SqliteConnection::connect(&format!("{}?mode=rwc", Records::url_of(&bare))).await?;
    made.execute("PRAGMA journal_mode = WAL; VACUUM").await?;
    made.close().await?;
    assert!(fs::metadata(&bare)?.len() > 0);
    assert!(matches!(existing(&bare).await, Err(StoreError::NoRecords(_))));
    Ok(())
}

#[tokio::test]
async fn a_log_without_its_database_is_noticed() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("archive.db");
    write_atomically(beside(&file, "-wal"), "commits that are nowhere else")?;
    for made in [open(&file).await, existing(&file).await] {
        assert!(matches!(made, Err(StoreError::Lost(_))), "{made:?}");
    }
    assert!(!file.exists() && beside(&file, "-wal").exists());
    Ok(())
}

#[tokio::test]
async fn a_database_that_was_taken_away_is_not_made_anew_and_may_come_back() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (file, away) = (folder.path().join("archive.db"), folder.path().join("away"));
    let records = open(&file).await?;
    records.commit(change([village("a", None, "1")])).await?;
    assert_eq!(records.pulse().await?, 1);
    fs::create_dir(&away)?;
    for end in ["", "-wal", "-shm"] {
        if beside(&file, end).exists() {
            fs::rename(beside(&file, end), beside(&away.join("archive.db"), end))?;
        }
    }
    assert!(records.pulse().await.is_err() && records.sequence().await.is_err());
    assert!(records.commit(change([village("b", None, "1")])).await.is_err());
    assert!(!file.exists());
    // Another state of the archive comes in its place: it is read, not what was open before.
    let elsewhere = open(&away.join("archive.db")).await?;
    elsewhere.commit(change([village("a", Some(1), "2")])).await?;
    elsewhere.close().await;
    fs::rename(away.join("archive.db"), &file)?;
    assert_eq!((records.pulse().await?, records.sequence().await?), (2, 2));
    assert_eq!(records.head(&key("a")).await?.map(|head| head.body).as_deref(), Some("2"));
    assert_eq!(records.commit(change([village("b", None, "1")])).await?, 3);
    Ok(())
}

#[tokio::test]
async fn a_log_that_was_taken_away_is_noticed_by_the_next_reader() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("archive.db");
    let records = open(&file).await?;
    records.commit(change([village("a", None, "1")])).await?;
    assert_eq!(records.sequence().await?, 1);
    fs::remove_file(beside(&file, "-wal"))?;
    let other = open(&file).await?;
    other.commit(change([village("a", Some(1), "2")])).await?;
    // With the old log open it would see its own past for ever.
    assert_eq!(records.sequence().await?, 2);
    assert_eq!(records.commit(change([village("a", Some(2), "3")])).await?, 3);
    assert_eq!((other.sequence().await?, other.faults().await?), (3, vec![]));
    Ok(())
}

#[tokio::test]
async fn a_file_that_was_cut_is_felt_whatever_is_remembered_of_it() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("archive.db");
    let records = open(&file).await?;
    records.commit(change(villages("v", 300, 900))).await?;
    records.heads(None, None, 1000).await?;
    let whole = fs::read(&file)?;
    for bytes in [0, 1000, PAGE_BYTES, whole.len() / 2, whole.len() - PAGE_BYTES] {
        fs::OpenOptions::new().write(true).open(&file)?.set_len(bytes as u64)?;
        assert!(records.pulse().await.is_err(), "{bytes} bytes");
        write_atomically(&file, &whole)?;
        assert_eq!(records.pulse().await?, 1, "{bytes} bytes");
    }
    Ok(())
}

#[tokio::test]
async fn a_copy_is_one_state_while_others_write() -> Outcome {
    let folder = tempfile::tempdir()?;
    let records = open(&folder.path().join("archive.db")).await?;
    records.commit(change(villages("v", 300, 900))).await?;
    let writer = records.clone();
    let writing = tokio::spawn(async move {
        for round in 0..20 {
            writer.commit(change(villages(&format!("w{round}"), 20, 900))).await?;
        }
        Ok::<_, baozhai::store::CommitError>(())
    });
    for n in 0..5 {
        let copy = folder.path().join(format!("copy-{n}.db"));
        let least = records.sequence().await?;
        records.copy_into(&copy).await?;
        let copied = existing(&copy).await?;
        let sequence = copied.sequence().await?;
        assert!(sequence >= least, "{sequence} after {least}");
        assert_eq!(copied.faults().await?, [""; 0]);
        assert_eq!(copied.commit_digests(sequence).await?, records.commit_digests(sequence).await?);
        copied.close().await;
        assert!(records.copy_into(&copy).await.is_err(), "nothing is written over");
    }
    writing.await??;
    Ok(())
}
