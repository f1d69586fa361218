//! Which records of a folder are faulty in themselves, so that an import leaves them as the archive has them.
//!
//! What is faulty only for what it refers to is found by [`super::standing`], which knows the archive.

use std::collections::{HashMap, HashSet};

use super::files::Files;
use super::problem::{Problem, ProblemCode};
use super::reading::{ReadAt, Reading};
use crate::model::{FaultCode, Id, Kind, RecordKey};

/// A stray name as near as this to a missing one is taken for a slip of it.
const LIKENESS_OF_A_SLIP: f64 = 0.85;

/// Holds back every record in whose own file, or table of a file, something is wrong.
pub(super) fn hold_faulty(reading: &mut Reading, places: &HashMap<RecordKey, ReadAt>, files: &Files) {
    for problem in &reading.problems {
        let record = match problem.code {
            ProblemCode::StrayFile if is_beside_the_record(&problem.file, files) => None,
            _ => record_at(problem),
        };
        if let Some(record) = record {
            reading.held.entry(record).or_insert_with(|| problem.clone());
        }
    }
    for (record, at) in places {
        if let Some(problem) = at.notes.tables.get(&at.prefix) {
            reading.held.insert(record.clone(), problem.clone());
        }
    }
    for (record, file) in
        [(RecordKey::vocabulary(), "villages/vocabulary.toml"), (RecordKey::region(), "villages/region.toml")]
    {
        let is_whole = places.get(&record).is_some_and(|at| at.notes.outside == 0);
        // In a folder that is no archive no fault is the file's own: then the first of all is told.
        let fault = reading.problems.iter().find(|problem| problem.file == file);
        if let Some(problem) = fault.or(reading.problems.first()).filter(|_| !is_whole) {
            reading.held.insert(record, problem.clone());
        }
    }
    // With one withdrawal misread, what it hides would be shown: the archive keeps what it has.
    let file = file_of(&RecordKey::withdrawals());
    if let Some(problem) = reading.problems.iter().find(|problem| problem.file == file) {
        reading.held.insert(RecordKey::withdrawals(), problem.clone());
    }
}

/// Holds back all records of one key: which of them is meant cannot be known.
pub(super) fn hold_doubled(reading: &mut Reading) {
    let mut by_key: HashMap<String, Vec<RecordKey>> = HashMap::new();
    for record in reading.collection.keys() {
        by_key.entry(record.to_string()).or_default().push(record);
    }
    let told = ProblemCode::Meaning(FaultCode::DuplicateId);
    for (key, records) in by_key.into_iter().filter(|(_, records)| records.len() > 1) {
        let names =
            |problem: &&Problem| problem.code == told && problem.message.contains(&format!("`{key}`"));
        let fault = reading.problems.iter().find(names).cloned().unwrap_or_else(|| Problem {
            code: told,
            file: file_of(&records[0]),
            line: None,
            message: format!("`{key}` is there twice"),
        });
        reading.held.extend(records.into_iter().map(|record| (record, fault.clone())));
    }
}

/// The file a record stands in.
pub(super) fn file_of(record: &RecordKey) -> String {
    let id = &record.id;
    match record.kind {
        Kind::Vocabulary | Kind::Term => "villages/vocabulary.toml".to_owned(),
        Kind::Source => "villages/sources.toml".to_owned(),
        Kind::County => "villages/region.toml".to_owned(),
        Kind::Withdrawals => "villages/withdrawn.toml".to_owned(),
        Kind::Village => format!("villages/{id}/village.toml"),
        Kind::Essay => format!("essays/{id}/essay.toml"),
        // The folder is the village's, which the id begins with.
        Kind::Photo => {
            let village = id.rsplit_once('-').map_or(id.as_str(), |(village, _)| village);
            format!("photos/{village}/{id}.toml")
        }
    }
}

/// The record a problem's file belongs to, if it is the file of one record.
fn record_at(problem: &Problem) -> Option<RecordKey> {
    let parts: Vec<&str> = problem.file.split('/').collect();
    let (kind, id) = match parts.as_slice() {
        // A folder that cannot be listed, or a link in the place of one.
        [top, folder] if problem.code == ProblemCode::Unreadable => (kind_of(top)?, *folder),
        ["photos", _, name] => (Kind::Photo, name.rsplit_once('.').map_or(*name, |(stem, _)| stem)),
        [top, folder, _, ..] => (kind_of(top)?, *folder),
        _ => return None,
    };
    Id::parse(id).is_ok().then(|| RecordKey { kind, id: id.to_owned() })
}

fn kind_of(top: &str) -> Option<Kind> {
    match top {
        "villages" => Some(Kind::Village),
        "essays" => Some(Kind::Essay),
        _ => None,
    }
}

/// Whether a stray file has nothing to do with the record it lies beside. A text under a name that is nearly
/// right is a text the record would lose.
fn is_beside_the_record(file: &str, files: &Files) -> bool {
    let parts: Vec<&str> = file.split('/').collect();
    let (folders, names) = match parts.as_slice() {
        ["villages", _, _] => (&files.villages, ["village.toml", "text.zh.md", "text.en.md"]),
        ["essays", _, _] => (&files.essays, ["essay.toml", "text.zh.md", "text.en.md"]),
        // A second picture: which one is meant?
        ["photos", village, name] => {
            let stem = name.rsplit_once('.').map_or(*name, |(stem, _)| stem);
            return !files.photos.contains_key(&((*village).to_owned(), stem.to_owned()));
        }
        _ => return true,
    };
    let there: HashSet<&str> = folders.get(parts[1]).into_iter().flatten().map(String::as_str).collect();
    let stray = parts[2].to_lowercase();
    let likeness = |name: &&str| strsim::jaro_winkler(&stray, name);
    let nearest = names.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    nearest.is_none_or(|name| there.contains(name) || likeness(&name) < LIKENESS_OF_A_SLIP)
}
