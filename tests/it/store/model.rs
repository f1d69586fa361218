//! Random sequences of changes, against the simplest thing that could be a store.

use std::collections::BTreeMap;

use baozhai::store::{
    Change, CommitError, Conflict, Digest, FeedPosition, KeptRevision, Key, KindConflict, KindWord, Origin,
    Proposal, Records,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::Outcome;
use super::backends::{PHOTO, RecordsPlace, VILLAGE, at, key};

/// Every revision of each key, as kind, body, sequence and origin; a key's first is number 1.
#[derive(Default)]
struct Model {
    revisions: BTreeMap<Key, Vec<(KindWord, String, u64, Origin)>>,
    sequence: u64,
}

#[derive(Debug, PartialEq)]
enum Refusal {
    Empty,
    Repeated(Vec<Key>),
    Conflict(Vec<Conflict>),
    Kind(Vec<KindConflict>),
    Unchanged(Vec<Key>),
}

impl Model {
    fn commit(&mut self, change: &Change) -> Result<u64, Refusal> {
        let mut by_key: BTreeMap<&Key, Vec<&Proposal>> = BTreeMap::new();
        for proposal in &change.proposals {
            by_key.entry(&proposal.key).or_default().push(proposal);
        }
        if by_key.is_empty() {
            return Err(Refusal::Empty);
        }
        let repeated: Vec<_> =
            by_key.iter().filter(|(_, of)| of.len() > 1).map(|(key, _)| (*key).clone()).collect();
        if !repeated.is_empty() {
            return Err(Refusal::Repeated(repeated));
        }
        let (mut conflicts, mut kinds, mut unchanged) = (Vec::new(), Vec::new(), Vec::new());
        for (key, proposal) in by_key.iter().map(|(key, of)| ((*key).clone(), of[0])) {
            let history = self.revisions.get(&key);
            let found = history.map(|history| history.len() as u64);
            if found != proposal.base {
                conflicts.push(Conflict { key: key.clone(), expected: proposal.base, found });
            }
            let Some((kind, body, ..)) = history.and_then(|history| history.last()) else { continue };
            if *kind != proposal.kind {
                kinds.push(KindConflict {
                    key: key.clone(),
                    proposed: proposal.kind.clone(),
                    found: kind.clone(),
                });
            }
            if *body == proposal.body {
                unchanged.push(key);
            }
        }
        if !conflicts.is_empty() {
            return Err(Refusal::Conflict(conflicts));
        }
        if !kinds.is_empty() {
            return Err(Refusal::Kind(kinds));
        }
        if !unchanged.is_empty() {
            return Err(Refusal::Unchanged(unchanged));
        }
        self.sequence += 1;
        for proposal in &change.proposals {
            let revision = (proposal.kind.clone(), proposal.body.clone(), self.sequence, change.origin);
            self.revisions.entry(proposal.key.clone()).or_default().push(revision);
        }
        Ok(self.sequence)
    }

    async fn assert_equals(&self, records: &Records) -> Outcome {
        assert_eq!(records.sequence().await?, self.sequence);
        let heads = records.heads(None, None, 100).await?;
        assert_eq!(
            heads.iter().map(|head| &head.key).collect::<Vec<_>>(),
            self.revisions.keys().collect::<Vec<_>>()
        );
        for head in &heads {
            let history = &self.revisions[&head.key];
            assert_eq!(head.number, history.len() as u64);
            assert_eq!(Some(head), records.head(&head.key).await?.as_ref());
            let notes = records.history(&head.key).await?;
            assert_eq!(notes.len(), history.len());
            for (note, (kind, body, sequence, origin)) in notes.iter().zip(history) {
                let found = (&note.kind, note.digest, note.sequence, note.origin);
                assert_eq!(found, (kind, Digest::of(body), *sequence, *origin));
                let revision = records.revision(&head.key, note.number).await?;
                assert_eq!(revision.map(|revision| revision.body).as_ref(), Some(body));
            }
        }
        let mut feed = heads;
        feed.sort_by(|a, b| (a.sequence, &a.key).cmp(&(b.sequence, &b.key)));
        let read = records.heads_since(&FeedPosition::start(), 100).await?;
        let read = read.into_iter().map(KeptRevision::whole).collect::<Result<Vec<_>, _>>()?;
        assert_eq!(read, feed);
        assert_eq!(records.changes(None, 100).await?.len() as u64, self.sequence);
        assert_eq!(records.faults().await?, [""; 0]);
        Ok(())
    }
}

fn refusal(error: CommitError) -> anyhow::Result<Refusal> {
    Ok(match error {
        CommitError::Empty => Refusal::Empty,
        CommitError::Repeated(keys) => Refusal::Repeated(keys),
        CommitError::Conflict(conflicts) => Refusal::Conflict(conflicts),
        CommitError::Kind(conflicts) => Refusal::Kind(conflicts),
        CommitError::Unchanged(keys) => Refusal::Unchanged(keys),
        other => return Err(other.into()),
    })
}

/// One proposal before it is known what its head is.
type Sketch = (usize, bool, u8, u8);

/// Few keys and bodies, so that proposals meet; most bases are right, so that changes succeed.
fn sketches() -> impl Strategy<Value = Vec<(bool, Vec<Sketch>)>> {
    let one = (0..5_usize, prop::bool::weighted(0.05), 0..12_u8, 0..4_u8);
    vec((any::<bool>(), vec(one, 0..4)), 1..25)
}

fn drawn(model: &Model, (staff, proposals): (bool, Vec<Sketch>)) -> Change {
    let keys = ["a", "a-b", "term:a", "open-1", "z"];
    let proposal = |(name, other_kind, base, body): Sketch| {
        let key = key(keys[name]);
        let head = model.revisions.get(&key).map(|history| history.len() as u64);
        let base = match base {
            0 => None,
            1 => Some(1),
            _ => head,
        };
        let kind = if (name % 2 == 0) ^ other_kind { VILLAGE } else { PHOTO };
        Proposal { key, kind, base, body: body.to_string() }
    };
    Change {
        author: "a".to_owned(),
        message: "m".to_owned(),
        origin: if staff { Origin::Staff } else { Origin::Import },
        at: at("2026-11-23T08:00:00Z"),
        proposals: proposals.into_iter().map(proposal).collect(),
    }
}

pub(crate) fn agrees<Backend: RecordsPlace>() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut runner = TestRunner::new(Config { cases: 32, failure_persistence: None, ..Config::default() });
    let agree = |sketches| {
        let run = async {
            let place = Backend::fresh()?;
            let records = place.open().await?;
            let mut model = Model::default();
            for sketch in sketches {
                let change = drawn(&model, sketch);
                let expected = model.commit(&change);
                let found = match records.commit(change).await {
                    Ok(sequence) => Ok(sequence),
                    Err(error) => Err(refusal(error)?),
                };
                assert_eq!(found, expected);
            }
            model.assert_equals(&records).await?;
            records.close().await;
            model.assert_equals(&place.open().await?).await
        };
        runtime.block_on(run).map_err(|error: anyhow::Error| TestCaseError::fail(format!("{error:?}")))
    };
    Ok(runner.run(&sketches(), agree)?)
}
