//! Several writers, readers beside a writer, writers that give up, programs starting at once.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use baozhai::store::{CommitError, Records};
use futures::future::try_join_all;

use super::Outcome;
use super::backends::{RecordsPlace, change, key, village, villages};

/// Eight tasks on two sets of connections add one to the same record, each with a record of its own beside.
pub(crate) async fn writers_lose_nothing(place: &impl RecordsPlace) -> Outcome {
    const EACH: u64 = 12;
    let stores = [place.open().await?, place.open().await?];
    stores[0].commit(change([village("shared", None, "0")])).await?;
    let tasks = (0..8).map(|writer| {
        let records = stores[writer % 2].clone();
        tokio::spawn(async move { count_up(&records, writer, EACH).await })
    });
    let mut sequences = Vec::new();
    for task in try_join_all(tasks).await? {
        sequences.extend(task?);
    }
    sequences.sort_unstable();
    assert_eq!(sequences, (2..=8 * EACH + 1).collect::<Vec<_>>());
    let shared = stores[1].head(&key("shared")).await?.expect("a head");
    assert_eq!((shared.body, shared.number), ((8 * EACH).to_string(), 8 * EACH + 1));
    assert_eq!(stores[0].faults().await?, [""; 0]);
    Ok(())
}

async fn count_up(records: &Records, writer: usize, times: u64) -> anyhow::Result<Vec<u64>> {
    let mut sequences = Vec::new();
    while (sequences.len() as u64) < times {
        let head = records.head(&key("shared")).await?.expect("a head");
        let next = (head.body.parse::<u64>()? + 1).to_string();
        let own = village(&format!("own-{writer}-{}", sequences.len()), None, "{}");
        match records.commit(change([village("shared", Some(head.number), next), own])).await {
            Ok(sequence) => sequences.push(sequence),
            Err(CommitError::Conflict(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(sequences)
}

pub(crate) async fn readers_see_whole_commits(place: &impl RecordsPlace) -> Outcome {
    let (writer, reader) = (place.open().await?, place.open().await?);
    for round in 0..3 {
        let prefix = format!("v{round}");
        let before = reader.count(None).await?;
        let task = {
            let (writer, proposals) = (writer.clone(), villages(&prefix, 2_000, 200));
            tokio::spawn(async move { writer.commit(change(proposals)).await })
        };
        loop {
            let finished = task.is_finished();
            let count = reader.count(None).await?;
            assert!(count == before || count == before + 2_000, "{count} of {before} + 2000");
            let page = reader.heads(None, Some(&key(&prefix)), 5_000).await?;
            assert!(matches!(page.len(), 0 | 2_000), "{}", page.len());
            if finished {
                break;
            }
        }
        task.await??;
        assert_eq!(reader.count(None).await?, before + 2_000);
    }
    Ok(())
}

/// A client that goes away drops its commit at any point: it is then there whole, or not at all.
pub(crate) async fn dropped_commits_leave_nothing(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    for round in 0..40_u64 {
        let commit = records.commit(change(villages(&format!("v{round}"), 450, 100)));
        let mut commit = pin!(commit);
        for _ in 0..round {
            if poll_fn(|context| Poll::Ready(commit.as_mut().poll(context).is_ready())).await {
                break;
            }
            tokio::task::yield_now().await;
            records.sequence().await?;
        }
    }
    let sequence = records.commit(change([village("last", None, "{}")])).await?;
    assert_eq!(records.count(None).await?, (sequence - 1) * 450 + 1);
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn many_open_a_new_store_at_once(place: &impl RecordsPlace) -> Outcome {
    let stores = try_join_all((0..12).map(|_| place.open())).await?;
    let commits = stores
        .iter()
        .enumerate()
        .map(|(i, records)| records.commit(change([village(&format!("v-{i}"), None, "{}")])));
    let mut sequences = try_join_all(commits).await?;
    sequences.sort_unstable();
    assert_eq!(sequences, (1..=12).collect::<Vec<_>>());
    Ok(())
}
