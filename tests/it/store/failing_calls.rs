//! Every call to the system fails once while records and papers are written: each write is there or not, whole.

use std::path::Path;

use baozhai::store::{Papers, Records};

use super::backends::{at, change, key, village, villages};
use super::papers::{AUDIT, DRAFT, SESSION, batch, content};
use super::{Outcome, child};
use crate::failing::at_every_call;

/// The child: writes papers, publishes with them, sweeps, and says so after each.
pub(crate) async fn write_papers(folder: &Path) -> Outcome {
    let records = Records::open_existing(&Records::url_of(&folder.join("archive.db"))).await?;
    let papers = Papers::of(&records);
    let draft = papers.version(DRAFT, &key("a")).await?.expect("a paper");
    let text = "文".repeat(3_000);
    let put = batch().put_if(DRAFT, key("a"), draft, content(&text)).append(AUDIT, content("put"));
    let draft = papers.write(put).await?;
    println!("told 1");
    let mut proposals = villages("v", 20, 800);
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
        (None, 2, (2, 21), 5) => Ok(2),
        (None, 2, (2, 21), 0) => Ok(3),
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

#[test]
fn papers_and_what_is_published_with_them_are_there_or_not() -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let prepared = tempfile::tempdir()?;
    runtime.block_on(prepare(prepared.path()))?;
    at_every_call(|wrapper, _| {
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
