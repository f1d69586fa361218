//! Walks a tree, reads every record, and gathers every problem of the whole in one run.

mod photos;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::essay::read_essay;
use super::fields::{Fields, File, FileNotes};
use super::files::Files;
use super::held::{hold_doubled, hold_faulty};
use super::history::read_history;
use super::pictures::ReadPicture;
use super::problem::{Problem, ProblemCode};
use super::purged::PurgedList;
use super::reading::{ReadAt, Reading};
use super::region::read_region;
use super::source::read_sources;
use super::texts::{text_file, told};
use super::tree::Tree;
use super::unread::Unread;
use super::village::read_village;
use super::vocabulary::read_vocabulary;
use super::withdrawals::read_withdrawals;
use crate::checks::{Written, check_texts, ungrounded_numbers, ungrounded_passages};
use crate::model::{
    Fault, Id, Kind, Language, PartlyBilingual, RecordKey, Target, check_collection, may_stand,
};

/// No record is written by hand in more than this; 1 MiB.
const MAX_TEXT_BYTES: u64 = 1 << 20;

/// Reads a whole tree.
pub fn read_folder(tree: &dyn Tree, pictures: &dyn ReadPicture) -> Reading {
    let mut walk = Walk::of(tree);
    let files = Files::sort(tree, &mut walk.reading.problems);
    if walk.reading.problems.iter().any(|problem| problem.code == ProblemCode::NotAnArchive) {
        hold_faulty(&mut walk.reading, &walk.places, &files);
        return walk.reading;
    }
    walk.lists(&files);
    walk.withdrawals(&files);
    walk.villages(&files);
    walk.photos(&files, pictures);
    walk.essays(&files);
    // Before the checks of meaning: what those find is no fault of a record in itself, and `standing` judges it
    // over the archive that it comes to.
    hold_faulty(&mut walk.reading, &walk.places, &files);
    walk.meaning();
    walk.writing();
    walk.grounds();
    let mut reading = walk.reading;
    // After them, since it tells the fault of a double in the words of the model.
    hold_doubled(&mut reading);
    let purged = PurgedList::of(reading.collection.withdrawals.as_ref());
    reading.history = read_history(tree, &reading.collection.photos, &reading.picture_paths, &purged);
    reading.problems.sort_by(Problem::by_place);
    reading.ungrounded.sort_by(Problem::by_place);
    reading
}

struct Walk<'t> {
    tree: &'t dyn Tree,
    reading: Reading,
    places: HashMap<RecordKey, ReadAt>,
    unread: Unread,
    texts: Vec<Written>,
}

impl<'t> Walk<'t> {
    fn of(tree: &'t dyn Tree) -> Self {
        let (reading, places, unread, texts) = Default::default();
        Self { tree, reading, places, unread, texts }
    }

    fn problem(&mut self, code: ProblemCode, file: &str, line: Option<usize>, message: impl Into<String>) {
        self.reading.problems.push(Problem { code, file: file.to_owned(), line, message: message.into() });
    }

    fn text(&mut self, path: &str) -> Option<String> {
        let bytes = match self.tree.read(path, MAX_TEXT_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                self.problem(ProblemCode::TooLarge, path, None, "a text file here has at most 1 MiB");
                return None;
            }
            Err(error) => {
                self.problem(ProblemCode::Unreadable, path, None, error.to_string());
                return None;
            }
        };
        match String::from_utf8(bytes) {
            // Editors on Windows put both there: they are no part of the text, nor should a digest depend on them.
            Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n")),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let line = 1 + error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count();
                let message = "not UTF-8 from here on: save the file as UTF-8 (GBK is a frequent cause)";
                self.problem(ProblemCode::BadUtf8, path, Some(line), message);
                None
            }
        }
    }

    /// Refuses prose that holds what no page can show.
    fn printable(&mut self, path: &str, text: String) -> Option<String> {
        let is_foreign = |(_, c): &(usize, char)| !may_stand(*c) && *c != '\r';
        let Some((at, found)) = text.char_indices().find(is_foreign) else { return Some(text) };
        let line = 1 + text[..at].bytes().filter(|byte| *byte == b'\n').count();
        let message = format!("the text holds the control character U+{:04X}", u32::from(found));
        self.problem(ProblemCode::BadValue, path, Some(line), message);
        None
    }

    /// Reads one TOML file; keeps the lines of its values and says whether it was without fault.
    fn toml<T>(
        &mut self,
        path: &str,
        read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> (Option<T>, Arc<FileNotes>, bool) {
        let Some(text) = self.text(path) else {
            // One fault outside of all tables, so that the vocabulary or the region of this file is held back.
            return (None, Arc::new(FileNotes { outside: 1, ..FileNotes::default() }), false);
        };
        let (value, mut notes) = File::read(path, &text, read);
        let whole = notes.problems.is_empty() && value.is_some();
        self.reading.problems.append(&mut notes.problems);
        (value, Arc::new(notes), whole)
    }

    fn read_at(&mut self, record: RecordKey, file: &str, prefix: String, notes: &Arc<FileNotes>) {
        self.places.insert(record, ReadAt { file: file.to_owned(), prefix, notes: Arc::clone(notes) });
    }

    fn lists(&mut self, files: &Files) {
        let vocabulary = [Target::OF_VOCABULARY.as_slice(), &[Target::Term]].concat();
        for (file, targets) in [
            ("villages/vocabulary.toml", vocabulary.as_slice()),
            ("villages/sources.toml", &[Target::Source]),
            ("villages/region.toml", &[Target::Town]),
        ] {
            let whole = if files.lists.contains(file) {
                match file {
                    "villages/vocabulary.toml" => self.vocabulary(file),
                    "villages/sources.toml" => self.sources(file),
                    _ => self.region(file),
                }
            } else {
                self.problem(ProblemCode::MissingFile, file, None, "this file must be there");
                false
            };
            // One fault in a list, and what is looked for may be what could not be read.
            if !whole {
                self.unread.lists.extend(targets);
            }
        }
    }

    fn vocabulary(&mut self, file: &str) -> bool {
        let (read, notes, whole) = self.toml(file, read_vocabulary);
        if let Some((vocabulary, terms)) = read {
            for (n, term) in terms.iter().enumerate() {
                self.read_at(RecordKey::new(Kind::Term, &term.id), file, format!("term[{n}]"), &notes);
            }
            self.reading.collection.vocabulary = vocabulary;
            self.reading.collection.terms = terms;
        }
        self.read_at(RecordKey::vocabulary(), file, String::new(), &notes);
        whole
    }

    fn sources(&mut self, file: &str) -> bool {
        let (read, notes, whole) = self.toml(file, read_sources);
        for (n, source) in read.iter().flatten().enumerate() {
            self.read_at(RecordKey::new(Kind::Source, &source.id), file, format!("source[{n}]"), &notes);
        }
        self.reading.collection.sources = read.unwrap_or_default();
        whole
    }

    fn region(&mut self, file: &str) -> bool {
        let (read, notes, whole) = self.toml(file, read_region);
        self.reading.collection.region = read.unwrap_or_default();
        self.read_at(RecordKey::region(), file, String::new(), &notes);
        whole
    }

    /// What is withdrawn; most archives have nothing of the kind.
    fn withdrawals(&mut self, files: &Files) {
        const FILE: &str = "villages/withdrawn.toml";
        if files.lists.contains(FILE) {
            let (read, notes, _) = self.toml(FILE, read_withdrawals);
            // A photo whose bytes were purged is not in the folder; who refers to it is not to blame.
            for withdrawal in read.iter().flat_map(|read| &read.withdrawals) {
                let id = withdrawal.record.to_string();
                self.unread
                    .items
                    .extend([Target::Photo, Target::Village, Target::Essay].map(|of| (of, id.clone())));
            }
            self.reading.collection.withdrawals = read;
            self.read_at(RecordKey::withdrawals(), FILE, String::new(), &notes);
        }
    }

    fn id(&mut self, text: &str, file: &str) -> Option<Id> {
        Id::parse(text).map_err(|error| self.problem(ProblemCode::BadId, file, None, error.to_string())).ok()
    }

    fn villages(&mut self, files: &Files) {
        for (folder, names) in &files.villages {
            let file = format!("villages/{folder}/village.toml");
            let text = self.prose(Kind::Village, folder, names);
            let read =
                self.item(folder, &file, names.contains("village.toml"), Kind::Village, |id, fields| {
                    Some(read_village(id, text, fields))
                });
            match read {
                Some(village) => self.reading.collection.villages.push(village),
                None => drop(self.unread.items.insert((Target::Village, folder.clone()))),
            }
        }
    }

    fn essays(&mut self, files: &Files) {
        for (folder, names) in &files.essays {
            let file = format!("essays/{folder}/essay.toml");
            let text = self.prose(Kind::Essay, folder, names);
            let read = self.item(folder, &file, names.contains("essay.toml"), Kind::Essay, |id, fields| {
                read_essay(id, text, fields)
            });
            match read {
                Some(essay) => self.reading.collection.essays.push(essay),
                None => drop(self.unread.items.insert((Target::Essay, folder.clone()))),
            }
        }
    }

    fn item<T>(
        &mut self,
        folder: &str,
        file: &str,
        is_there: bool,
        kind: Kind,
        read: impl FnOnce(Id, &mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let id = self.id(folder, file)?;
        if !is_there {
            self.problem(ProblemCode::MissingFile, file, None, "the record itself is missing");
            return None;
        }
        let (item, notes, _) = self.toml(file, |fields| read(id.clone(), fields));
        self.read_at(RecordKey::new(kind, &id), file, String::new(), &notes);
        item
    }

    fn prose(&mut self, kind: Kind, id: &str, names: &HashSet<String>) -> Option<PartlyBilingual> {
        let record = RecordKey { kind, id: id.to_owned() };
        let mut read = |language: Language| {
            let path = text_file(&record, language);
            let name = path.rsplit('/').next().unwrap_or(&path);
            let text = names.contains(name).then(|| self.text(&path)).flatten()?;
            let text = self.printable(&path, text)?;
            if text.trim().is_empty() {
                self.problem(ProblemCode::BadValue, &path, None, "the text is empty: leave the file out");
                return None;
            }
            self.texts.push(Written { record: record.clone(), language, text: text.clone() });
            Some(text)
        };
        let (zh, en) = (read(Language::Chinese), read(Language::English));
        (zh.is_some() || en.is_some()).then_some(PartlyBilingual { zh, en })
    }

    /// Adds the faults of meaning, with the file and line each stands on.
    fn meaning(&mut self) {
        for fault in check_collection(&self.reading.collection) {
            if self.follows_from_another(&fault) {
                continue;
            }
            let (file, line) = self.place_of(&fault.record, &fault.path);
            self.problem(ProblemCode::Meaning(fault.code), &file, line, fault.message);
        }
    }

    /// Adds what is wrong with the texts; what could not be read is not missed.
    fn writing(&mut self) {
        let is_unread = |record: &RecordKey| self.unread.accounts_for(record);
        let faults = check_texts(&self.reading.collection, &self.texts, &is_unread);
        let place_of = |record: &RecordKey, path: &str| self.place_of(record, path);
        let problems: Vec<Problem> = faults.into_iter().map(|fault| told(fault, place_of)).collect();
        self.reading.problems.extend(problems);
    }

    /// Adds what is said without a ground. Numbers wait until every record can be read: what vouches for one may be
    /// in the file that cannot.
    fn grounds(&mut self) {
        let mut found = ungrounded_passages(&self.texts);
        if self.reading.problems.iter().all(|problem| !problem.file.ends_with(".toml")) {
            found.extend(ungrounded_numbers(&self.reading.collection, &self.texts));
        }
        let place_of = |record: &RecordKey, path: &str| self.place_of(record, path);
        self.reading.ungrounded = found.into_iter().map(|fault| told(fault, place_of)).collect();
    }

    /// File and line of a record's value.
    fn place_of(&self, record: &RecordKey, path: &str) -> (String, Option<usize>) {
        let place = self.places.get(record);
        place.map_or((record.to_string(), None), |at| (at.file.clone(), at.line(path)))
    }

    /// Whether a fault is there only because something else could not be read, which has been told.
    fn follows_from_another(&self, fault: &Fault) -> bool {
        let at = self.places.get(&fault.record);
        let faulty = |path: &str| at.is_some_and(|at| at.notes.faulty.contains_key(&at.full_path(path)));
        let unread = match &fault.missing {
            // Surveys stand in the record that refers to them, so that its own file says whether one was left out.
            Some((Target::Survey, _)) => faulty("survey"),
            Some(missing) => self.unread.lists.contains(&missing.0) || self.unread.items.contains(missing),
            None => false,
        };
        // Whether sources are wanted depends on the certainty beside them.
        let certainty = fault.path.strip_suffix("sources").map(|claim| format!("{claim}certainty"));
        unread || faulty(&fault.path) || certainty.is_some_and(|certainty| faulty(&certainty))
    }
}
