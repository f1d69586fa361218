//! One TOML file while it is read: what was wrong with it, and on which line each value stands.

use std::cell::RefCell;
use std::collections::BTreeMap;

use toml::de::DeTable;

use super::Fields;
use crate::folder::problem::{Problem, ProblemCode};

/// A TOML file being read.
pub(in crate::folder) struct File<'t> {
    path: &'t str,
    /// Where each line begins: counting from the top for every value takes minutes for a hostile file.
    line_starts: Vec<usize>,
    notes: RefCell<FileNotes>,
}

/// What is left of a [`File`] when it has been read.
#[derive(Default)]
pub(in crate::folder) struct FileNotes {
    pub(in crate::folder) problems: Vec<Problem>,
    /// Lines by the path of a value, e.g. `statement[2].sources[0]`.
    pub(in crate::folder) lines: BTreeMap<String, usize>,
    /// Values at which something was wrong, and lists that lack an item for it.
    pub(in crate::folder) faulty: BTreeMap<String, ()>,
    /// The first fault of each table of a top list that was read all the same, e.g. of `source[3]`.
    pub(in crate::folder) tables: BTreeMap<String, Problem>,
    /// How many faults stand outside and within the tables `[[term]]` and `[[source]]`, records of their own.
    pub(in crate::folder) outside: usize,
    pub(in crate::folder) within: usize,
}

impl<'t> File<'t> {
    /// Parses `text` and hands its top table to `read`.
    pub(in crate::folder) fn read<T>(
        path: &'t str,
        text: &'t str,
        read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> (Option<T>, FileNotes) {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(ends.map(|(end, _)| end + 1)).collect();
        let file = File { path, line_starts, notes: RefCell::default() };
        let (table, errors) = DeTable::parse_recoverable(text);
        // Behind a header that cannot be read, every key seems to be there twice.
        let repeats = |error: &&toml::de::Error| error.message() == "duplicate key";
        let broken = errors.iter().any(|error| !repeats(&error));
        for error in errors.iter().filter(|error| !broken || !repeats(error)) {
            let line = error.span().map(|span| file.line(span.start));
            file.note(ProblemCode::BadToml, line, error.message().to_owned());
        }
        // A table with syntax faults is not read on: what is missing from it may only be misspelt.
        let value = if errors.is_empty() {
            let mut fields = Fields::new(&file, table.get_ref(), String::new(), 1);
            let value = read(&mut fields);
            fields.finish();
            value
        } else {
            None
        };
        let mut notes = file.notes.into_inner();
        notes.outside = notes.problems.len() - notes.within;
        (value, notes)
    }

    /// The line of a byte.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// Notes a fault.
    pub(super) fn note(&self, code: ProblemCode, line: Option<usize>, message: String) {
        let problem = Problem { code, file: self.path.to_owned(), line, message };
        self.notes.borrow_mut().problems.push(problem);
    }

    /// Keeps the line of a value for the faults of meaning.
    pub(super) fn keep_line(&self, path: String, line: usize) {
        self.notes.borrow_mut().lines.insert(path, line);
    }

    /// Keeps that something was wrong with a value.
    pub(super) fn mark_faulty(&self, path: String) {
        self.notes.borrow_mut().faulty.insert(path, ());
    }

    /// How many faults were noted so far.
    pub(super) fn faults(&self) -> usize {
        self.notes.borrow().problems.len()
    }

    /// Keeps which table of a top list the faults after the first `before` are in; `place` is its place among
    /// those that were read.
    pub(super) fn keep_table(&self, list: &str, place: Option<usize>, before: usize) {
        let mut notes = self.notes.borrow_mut();
        let count = notes.problems.len() - before;
        let Some(first) = notes.problems.get(before).cloned() else { return };
        // A fault in one of these holds back that record, not the vocabulary it stands with.
        if matches!(list, "term" | "source") {
            notes.within += count;
        }
        if let Some(place) = place {
            notes.tables.insert(format!("{list}[{place}]"), first);
        }
    }

    /// The line of a value that was kept.
    pub(super) fn line_at(&self, path: &str) -> Option<usize> {
        self.notes.borrow().lines.get(path).copied()
    }

    /// Says which of the `count` items of a list were read, in order: what is kept goes by the new places.
    pub(super) fn keep_items(&self, list: &str, kept: &[usize], count: usize) {
        if kept.len() == count {
            return;
        }
        let mut notes = self.notes.borrow_mut();
        let opening = format!("{list}[");
        let moved = |path: &str| -> Option<String> {
            let (number, rest) = path[opening.len()..].split_once(']')?;
            let place = kept.binary_search(&number.parse().ok()?).ok()?;
            Some(format!("{opening}{place}]{rest}"))
        };
        let lines = take_below(&mut notes.lines, &opening);
        notes.lines.extend(lines.iter().filter_map(|(path, line)| Some((moved(path)?, *line))));
        let faulty = take_below(&mut notes.faulty, &opening);
        notes.faulty.extend(faulty.keys().filter_map(|path| Some((moved(path)?, ()))));
        // What the model misses in it may be what was left out, and that has been told.
        notes.faulty.insert(list.to_owned(), ());
    }
}

/// Takes out what stands under paths that begin with `opening`, a list's path and `[`.
fn take_below<T>(map: &mut BTreeMap<String, T>, opening: &str) -> BTreeMap<String, T> {
    let mut below = map.split_off(opening);
    // `\\` comes right after `[`.
    let end = format!("{}\\", &opening[..opening.len() - 1]);
    map.extend(below.split_off(&end));
    below
}
