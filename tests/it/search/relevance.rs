//! Every expected result among the first three, for the queries of `tests/fixtures/search/queries.tsv`.

use std::path::Path;

use super::Outcome;
use super::corpus::Corpus;

/// A query and what it must find.
fn table(name: &str) -> anyhow::Result<Vec<(String, Vec<String>)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/search").join(name);
    let text = std::fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut cells = line.split('\t');
            let (Some(query), Some(ids)) = (cells.next(), cells.next()) else {
                anyhow::bail!("no ids: {line}")
            };
            Ok((query.to_owned(), ids.split(' ').map(str::to_owned).collect()))
        })
        .collect()
}

/// The queries of a table whose ids are not all among the first three.
async fn missed(name: &str) -> anyhow::Result<(usize, Vec<String>)> {
    let corpus = Corpus::shipped().await?;
    let table = table(name)?;
    let asked = table.len();
    let mut missed = Vec::new();
    for (query, ids) in table {
        let found = corpus.ids(&query).await?;
        let first = &found[..found.len().min(3)];
        if !ids.iter().all(|id| first.contains(id)) {
            missed.push(format!("{query}: {ids:?} not in {found:?}"));
        }
    }
    Ok((asked, missed))
}

#[tokio::test]
async fn what_is_looked_for_is_among_the_first_three() -> Outcome {
    let (asked, missed) = missed("queries.tsv").await?;
    assert!(asked >= 60);
    assert!(missed.is_empty(), "{missed:#?}");
    Ok(())
}

/// Nothing was tuned to these: most of them are found, and which are not stays to be seen.
#[tokio::test]
async fn what_was_not_foreseen_is_mostly_found() -> Outcome {
    for table in ["unseen.tsv", "unseen-essays.tsv"] {
        let (asked, missed) = missed(table).await?;
        println!("{table}: {} of {asked} missed: {missed:#?}", missed.len());
        assert!(missed.len() * 10 <= asked, "{table}: {missed:#?}");
    }
    Ok(())
}

#[tokio::test]
async fn nonsense_finds_nothing() -> Outcome {
    let corpus = Corpus::shipped().await?;
    for nonsense in
        ["qwrtzxcv", "魑魅魍魉", "饕餮貔貅狻猊", "zzzzzzzz", "！！！", "0000000", "xylophone quartz"]
    {
        assert_eq!(corpus.ids(nonsense).await?, Vec::<String>::new(), "{nonsense}");
    }
    Ok(())
}
