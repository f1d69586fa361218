//! Random batches of papers, against the simplest thing that could keep them.

use std::collections::BTreeMap;

use baozhai::store::{Batch, Collection, Content, PaperError, Papers};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::Outcome;
use super::backends::{RecordsPlace, at, key};
use super::papers::{AUDIT, DRAFT, SESSION};

const KEYS: [&str; 4] = ["a", "a-b", "term:a", "z"];
const RECORDS: [&str; 2] = ["fancunbu", "xiaozhang"];

/// Version, body, label and whether it expires, by collection and key.
type Rows = BTreeMap<(Collection, String), (u64, String, Option<&'static str>, bool)>;

#[derive(Default)]
struct Model {
    rows: Rows,
    last: u64,
}

#[derive(Clone, Debug)]
enum Sketch {
    Put {
        place: usize,
        is_new: bool,
        is_stale: bool,
        body: u8,
        label: usize,
        expires: bool,
    },
    Delete {
        place: usize,
        is_stale: bool,
    },
    Expect {
        place: usize,
        is_stale: bool,
    },
    Append {
        body: u8,
    },
    /// Only by itself.
    Sweep,
}

fn place(n: usize) -> (Collection, &'static str) {
    ([DRAFT, SESSION][n / KEYS.len()], KEYS[n % KEYS.len()])
}

impl Model {
    /// The batch of some steps, and what becomes of the rows by it; `None` if something has changed meanwhile.
    fn apply(&self, sketches: &[Sketch]) -> (Batch, Option<Rows>) {
        let (version, mut rows, mut conflict) = (self.last + 1, self.rows.clone(), false);
        let mut batch = Batch::new(at("2026-11-28T08:00:00Z"));
        for sketch in sketches {
            let found = |n: usize| self.rows.get(&(place(n).0, place(n).1.to_owned())).map(|row| row.0);
            let seen = |n: usize, is_stale: bool| found(n).unwrap_or(7) + 1000 * u64::from(is_stale);
            match *sketch {
                Sketch::Put { place: n, is_new, is_stale, body, label, expires } => {
                    let (collection, name) = place(n);
                    let label = RECORDS.get(label).copied();
                    let mut content = Content::new(body.to_string());
                    if let Some(label) = label {
                        content = content.labelled("record", label);
                    }
                    if expires {
                        content = content.until(at("2026-12-01T00:00:00Z"));
                    }
                    let base = (!is_new && found(n).is_some()).then(|| seen(n, is_stale));
                    batch = match base {
                        None => batch.insert(collection, key(name), content),
                        Some(base) => batch.put_if(collection, key(name), base, content),
                    };
                    conflict |= base != found(n);
                    rows.insert((collection, name.to_owned()), (version, body.to_string(), label, expires));
                }
                Sketch::Delete { place: n, is_stale } => {
                    let (collection, name) = place(n);
                    batch = batch.delete_if(collection, key(name), seen(n, is_stale));
                    conflict |= Some(seen(n, is_stale)) != found(n);
                    rows.remove(&(collection, name.to_owned()));
                }
                Sketch::Expect { place: n, is_stale } => {
                    batch = batch.expect(place(n).0, key(place(n).1), seen(n, is_stale));
                    conflict |= Some(seen(n, is_stale)) != found(n);
                }
                Sketch::Append { body } => {
                    batch = batch.append(AUDIT, Content::new(body.to_string()));
                    let number = rows.keys().filter(|(collection, _)| *collection == AUDIT).count() + 1;
                    rows.insert((AUDIT, format!("{number:012}")), (version, body.to_string(), None, false));
                }
                Sketch::Sweep => {}
            }
        }
        (batch, (!conflict).then_some(rows))
    }

    async fn assert_equals(&self, papers: &Papers) -> Outcome {
        let mut found = Rows::new();
        for collection in [DRAFT, SESSION, AUDIT] {
            for paper in papers.list(collection, None, 1000).await?.papers {
                assert_eq!(papers.get(collection, &paper.key).await?.as_ref(), Some(&paper));
                let label = paper.labels.first().map(|(_, value)| value.as_str());
                let label = RECORDS.into_iter().find(|record| Some(*record) == label);
                let row = (paper.version, paper.body, label, paper.expires_at.is_some());
                found.insert((collection, paper.key.to_string()), row);
            }
            for record in RECORDS {
                let labelled = papers.labelled(collection, ("record", record), None, 1000).await?.papers;
                let of_it = self.rows.iter().filter(|(at, row)| at.0 == collection && row.2 == Some(record));
                let expected: Vec<_> = of_it.map(|(at, _)| at.1.as_str()).collect();
                assert_eq!(labelled.iter().map(|paper| paper.key.as_str()).collect::<Vec<_>>(), expected);
            }
        }
        assert_eq!(found, self.rows);
        Ok(())
    }
}

fn sketches() -> impl Strategy<Value = Vec<Vec<Sketch>>> {
    let places = 0..2 * KEYS.len();
    let stale = prop::bool::weighted(0.1);
    let put = (places.clone(), prop::bool::weighted(0.1), stale, 0..4_u8, 0..3_usize, any::<bool>());
    let put = put.prop_map(|(place, is_new, is_stale, body, label, expires)| Sketch::Put {
        place,
        is_new,
        is_stale,
        body,
        label,
        expires,
    });
    let one = prop_oneof![
        5 => put,
        2 => (places.clone(), stale).prop_map(|(place, is_stale)| Sketch::Delete { place, is_stale }),
        1 => (places, stale).prop_map(|(place, is_stale)| Sketch::Expect { place, is_stale }),
        2 => (0..4_u8).prop_map(|body| Sketch::Append { body }),
        1 => Just(Sketch::Sweep),
    ];
    vec(vec(one, 1..4), 1..25)
}

async fn run<Backend: RecordsPlace>(all: Vec<Vec<Sketch>>) -> Outcome {
    let place = Backend::fresh()?;
    let records = place.open().await?;
    let (papers, mut model) = (Papers::of(&records), Model::default());
    for sketches in all {
        if let [Sketch::Sweep, ..] = sketches[..] {
            let many = model.rows.len();
            model.rows.retain(|_, row| !row.3);
            let swept = papers.sweep(at("2026-12-01T00:00:00Z")).await?;
            assert_eq!(swept, (many - model.rows.len()) as u64);
        } else {
            let (batch, expected) = model.apply(&sketches);
            match (papers.write(batch).await, expected) {
                (Ok(_), Some(rows)) => model.rows = rows,
                (Err(PaperError::Conflict(_)), None) => {}
                (Err(PaperError::Repeated(..) | PaperError::Empty), _) => {}
                (other, expected) => anyhow::bail!("{other:?} instead of {expected:?}"),
            }
        }
        model.last = papers.last_write().await?;
    }
    model.assert_equals(&papers).await?;
    assert_eq!(records.faults().await?, [""; 0]);
    records.close().await;
    model.assert_equals(&Papers::of(&place.open().await?)).await
}

pub(crate) fn agree<Backend: RecordsPlace>() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut runner = TestRunner::new(Config { cases: 32, failure_persistence: None, ..Config::default() });
    let agrees = |all| {
        runtime
            .block_on(run::<Backend>(all))
            .map_err(|error: anyhow::Error| TestCaseError::fail(format!("{error:?}")))
    };
    Ok(runner.run(&sketches(), agrees)?)
}
