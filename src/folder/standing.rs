//! Which of the records that come in can stand in the archive: together with what is there they must pass
//! every check of meaning. What refers to something that neither has is left, and what refers to that.

use std::collections::{BTreeMap, BTreeSet};

use super::held::file_of;
use super::problem::{Problem, ProblemCode};
use super::texts::told;
use super::unread::Unread;
use crate::checks::{TextFaultCode, Written, check_texts};
use crate::model::{
    Collection, Fault, FaultCode, Kind, Language, Record, RecordKey, Target, check_collection,
};

/// Records by their key in the store.
type ByKey<T> = BTreeMap<String, T>;

/// What of an import stands.
pub(super) struct Standing {
    /// The records that come in.
    pub(super) records: Vec<Record>,
    /// Those that do not, each with the reason.
    pub(super) left: BTreeMap<RecordKey, Problem>,
}

/// Chooses of what is offered as much as can stand over the archive as it is.
///
/// A fault in an offered record leaves that record out. A fault in a record of the archive that was not there
/// before leaves out whichever offered record brought it, and the choice begins anew without that one. At the
/// worst nothing comes in, and the archive is what it was. What refers to a record of the archive that is
/// `unreadable` just now is not blamed.
pub(super) fn choose(archive: Collection, unreadable: &[RecordKey], offered: Vec<Record>) -> Standing {
    let archive: ByKey<Record> = by_key(archive.into_records());
    let mut offered: ByKey<Record> = by_key(offered.into_iter());
    let mut left = taken_keys(&archive, &mut offered);
    let mut before: Option<BTreeSet<(RecordKey, String)>> = None;
    'anew: loop {
        let mut standing: ByKey<&Record> =
            offered.iter().map(|(key, record)| (key.clone(), record)).collect();
        let mut dropped = BTreeMap::new();
        loop {
            let collection = overlay(&archive, &standing);
            let (own, others): (Vec<Found>, Vec<Found>) = faults(&collection, &unread(unreadable, &standing))
                .into_iter()
                .partition(|found| standing.contains_key(&found.record.to_string()));
            // Own faults until there are none, before anybody is blamed for another's: what falls now may have caused it.
            for found in &own {
                standing.remove(&found.record.to_string());
                dropped.entry(found.record.clone()).or_insert_with(|| found.problem.clone());
            }
            if !own.is_empty() {
                continue;
            }
            let before = before.get_or_insert_with(|| {
                let nothing = BTreeMap::new();
                let there = faults(&overlay(&archive, &nothing), &unread(unreadable, &nothing));
                there.iter().map(Found::identity).collect()
            });
            let mut blamed = BTreeMap::new();
            for found in others.iter().filter(|found| !before.contains(&found.identity())) {
                for key in found.brought_by(&collection, &standing) {
                    blamed.entry(key).or_insert(found);
                }
            }
            if blamed.is_empty() {
                let keep: BTreeSet<String> = standing.into_keys().collect();
                left.append(&mut dropped);
                offered.retain(|key, _| keep.contains(key));
                return Standing { records: offered.into_values().collect(), left };
            }
            for (key, found) in blamed {
                if let Some(record) = offered.remove(&key) {
                    left.insert(record.key(), found.told_of(&record.key()));
                }
            }
            // From the beginning: what was dropped in this round may stand now that the blamed ones are out.
            continue 'anew;
        }
    }
}

fn by_key(records: impl Iterator<Item = Record>) -> ByKey<Record> {
    records.map(|record| (record.key().to_string(), record)).collect()
}

/// Takes out of what is offered the items whose id belongs to an item of another kind.
fn taken_keys(archive: &ByKey<Record>, offered: &mut ByKey<Record>) -> BTreeMap<RecordKey, Problem> {
    let mut left = BTreeMap::new();
    offered.retain(|key, record| {
        let (Some(there), record) = (archive.get(key).map(Record::key), record.key()) else { return true };
        // The store keeps a key's kind for ever and would refuse all of the import for this one.
        if there.kind == record.kind {
            return true;
        }
        let message = format!("the archive has a {} `{key}`; choose another id", there.kind.word());
        let code = ProblemCode::Meaning(FaultCode::DuplicateId);
        let problem = Problem { code, file: file_of(&record), line: None, message };
        left.insert(record, problem);
        false
    });
    left
}

fn overlay(archive: &ByKey<Record>, standing: &ByKey<&Record>) -> Collection {
    let mut collection = Collection::default();
    for (_, record) in archive.iter().filter(|(key, _)| !standing.contains_key(*key)) {
        collection.add(record.clone());
    }
    for record in standing.values() {
        collection.add((*record).clone());
    }
    collection
}

/// What the archive cannot read and no record that comes in replaces.
fn unread(unreadable: &[RecordKey], standing: &ByKey<&Record>) -> Unread {
    let mut unread = Unread::default();
    for record in unreadable.iter().filter(|record| !standing.contains_key(&record.to_string())) {
        let target = match record.kind {
            Kind::Vocabulary => {
                // Not the terms, which are records of their own.
                unread.lists.extend(Target::OF_VOCABULARY);
                continue;
            }
            Kind::County => {
                unread.lists.insert(Target::Town);
                continue;
            }
            Kind::Source => Target::Source,
            Kind::Term => Target::Term,
            Kind::Village => Target::Village,
            Kind::Photo => Target::Photo,
            Kind::Essay => Target::Essay,
            // Nothing refers to it.
            Kind::Withdrawals => continue,
        };
        unread.items.insert((target, record.id.clone()));
    }
    unread
}

/// A fault of a whole collection, with what it may come from.
struct Found {
    record: RecordKey,
    problem: Problem,
    missing: Option<Target>,
}

/// Every fault of meaning of records and texts.
fn faults(collection: &Collection, unread: &Unread) -> Vec<Found> {
    let is_unread = |fault: &Fault| {
        fault.missing.as_ref().is_some_and(|it| unread.lists.contains(&it.0) || unread.items.contains(it))
    };
    let of_records = check_collection(collection).into_iter().filter(|fault| !is_unread(fault));
    let records = of_records.map(|fault| {
        let Fault { code, record, path, message, missing } = fault;
        let message = if path.is_empty() { message } else { format!("{message} (`{path}`)") };
        let problem =
            Problem { code: ProblemCode::Meaning(code), file: file_of(&record), line: None, message };
        Found { record, problem, missing: missing.map(|(target, _)| target) }
    });
    let in_texts = check_texts(collection, &texts(collection), &|record| unread.accounts_for(record));
    let in_texts = in_texts.into_iter().map(|fault| {
        let record = fault.record.clone();
        Found { record, problem: told(fault, |record, _| (file_of(record), None)), missing: None }
    });
    records.chain(in_texts).collect()
}

fn texts(collection: &Collection) -> Vec<Written> {
    let villages = collection
        .villages
        .iter()
        .filter_map(|village| Some((RecordKey::new(Kind::Village, &village.id), village.text.as_ref()?)));
    let essays = collection.essays.iter().map(|essay| (RecordKey::new(Kind::Essay, &essay.id), &essay.text));
    let mut texts = Vec::new();
    for (record, text) in villages.chain(essays) {
        for (language, text) in [(Language::Chinese, &text.zh), (Language::English, &text.en)] {
            let written = |text: &String| Written { record: record.clone(), language, text: text.clone() };
            texts.extend(text.as_ref().map(written));
        }
    }
    texts
}

impl Found {
    fn identity(&self) -> (RecordKey, String) {
        // By its words and, in a text, its line: a record that stays has the same text before and after.
        (self.record.clone(), self.problem.to_string())
    }

    /// The same, told of the record that would bring it into one the archive keeps.
    fn told_of(&self, record: &RecordKey) -> Problem {
        let message = format!(
            "with it `{}`, which the archive keeps, would be faulty: {}",
            self.record, self.problem.message
        );
        Problem { code: self.problem.code, file: file_of(record), line: None, message }
    }

    /// Which of the records that come in can have brought this fault into a record that stays: the one it
    /// refers to, or where that is not plain all of them.
    fn brought_by(&self, collection: &Collection, standing: &ByKey<&Record>) -> Vec<String> {
        let suspects = match (self.missing, self.problem.code) {
            (Some(target), _) if Target::OF_VOCABULARY.contains(&target) => {
                vec![RecordKey::vocabulary().to_string()]
            }
            (None, ProblemCode::Meaning(FaultCode::BadMeasure | FaultCode::TooManyCodes)) => {
                vec![RecordKey::vocabulary().to_string()]
            }
            (Some(Target::Town), _) | (None, ProblemCode::Meaning(FaultCode::OutsideCounty)) => {
                vec![RecordKey::region().to_string()]
            }
            (None, ProblemCode::Meaning(FaultCode::ForeignPhoto)) => {
                let village =
                    collection.villages.iter().find(|village| village.id.as_str() == self.record.id);
                village
                    .and_then(|village| village.lead.as_ref())
                    .map(ToString::to_string)
                    .into_iter()
                    .collect()
            }
            (None, ProblemCode::Text(TextFaultCode::UncitableSource | TextFaultCode::UnlistedSource)) => {
                collection
                    .sources
                    .iter()
                    .map(|source| RecordKey::new(Kind::Source, &source.id).to_string())
                    .filter(|key| self.problem.message.contains(&format!("`{}`", &key["source:".len()..])))
                    .collect()
            }
            _ => Vec::new(),
        };
        let there: Vec<String> = suspects.into_iter().filter(|key| standing.contains_key(key)).collect();
        if there.is_empty() { standing.keys().cloned().collect() } else { there }
    }
}
