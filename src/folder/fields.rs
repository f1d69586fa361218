//! Reads a TOML table key by key, noting every fault with its line instead of stopping.
//!
//! Serde stops at the first fault of a file and drops the lines of values, and no library found
//! collects both, so this small reader over `toml`'s spanned tables is our own.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::de::IntoDeserializer;
use serde::de::value::{Error as WordError, StrDeserializer};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::problem::{Problem, ProblemCode};
use crate::model::{Bilingual, Id, Name, PartialDate, PartlyBilingual};

/// One TOML file being read: its text, what was wrong, and on which line each value stands.
pub(super) struct File<'t> {
    path: &'t str,
    text: &'t str,
    problems: RefCell<Vec<Problem>>,
    lines: RefCell<BTreeMap<String, usize>>,
}

/// What is left of a [`File`] when it has been read.
pub(super) struct FileNotes {
    pub(super) problems: Vec<Problem>,
    /// Lines by the path of a value, e.g. `statement[2].sources[0]`.
    pub(super) lines: BTreeMap<String, usize>,
}

impl<'t> File<'t> {
    /// Parses `text` and hands its top table to `read`.
    pub(super) fn read<T>(
        path: &'t str,
        text: &'t str,
        read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> (Option<T>, FileNotes) {
        let file = File { path, text, problems: RefCell::default(), lines: RefCell::default() };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
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
        (value, FileNotes { problems: file.problems.into_inner(), lines: file.lines.into_inner() })
    }

    fn line(&self, offset: usize) -> usize {
        let end = offset.min(self.text.len());
        1 + self.text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count()
    }

    fn note(&self, code: ProblemCode, line: Option<usize>, message: String) {
        self.problems.borrow_mut().push(Problem { code, file: self.path.to_owned(), line, message });
    }
}

/// A table whose keys are taken one by one; what nobody takes is an unknown key.
pub(super) struct Fields<'f> {
    file: &'f File<'f>,
    table: &'f DeTable<'f>,
    path: String,
    line: usize,
    known: BTreeSet<&'static str>,
}

impl<'f> Fields<'f> {
    fn new(file: &'f File<'f>, table: &'f DeTable<'f>, path: String, line: usize) -> Self {
        file.lines.borrow_mut().insert(path.clone(), line);
        Self { file, table, path, line, known: BTreeSet::new() }
    }

    /// Notes a fault of this table.
    pub(super) fn fault(&self, code: ProblemCode, message: impl Into<String>) {
        self.file.note(code, Some(self.line), message.into());
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn take(&mut self, key: &'static str) -> Option<(&'f DeValue<'f>, usize)> {
        self.known.insert(key);
        let value: &Spanned<DeValue<'_>> = self.table.get(key)?;
        let line = self.file.line(value.span().start);
        self.file.lines.borrow_mut().insert(self.path_of(key), line);
        Some((value.get_ref(), line))
    }

    fn wrong_type(&self, key: &str, line: usize, wanted: &str, found: &DeValue<'_>) {
        let found = found.type_str();
        self.file.note(ProblemCode::BadValue, Some(line), format!("`{key}` is {wanted}, not {found}"));
    }

    fn missing(&self, key: &str) {
        let place = if self.path.is_empty() { String::new() } else { format!(" in `{}`", self.path) };
        self.file.note(ProblemCode::MissingKey, Some(self.line), format!("`{key}` is missing{place}"));
    }

    /// Whether the table has the key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A text that may be absent. An empty text is a fault.
    pub(super) fn optional_text(&mut self, key: &'static str) -> Option<String> {
        let (value, line) = self.take(key)?;
        match value {
            DeValue::String(text) if text.trim().is_empty() => {
                self.file.note(
                    ProblemCode::BadValue,
                    Some(line),
                    format!("`{key}` is empty: leave the key out"),
                );
                None
            }
            DeValue::String(text) => Some(text.to_string()),
            other => {
                self.wrong_type(key, line, "a text", other);
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        self.require(key);
        self.optional_text(key)
    }

    /// A list of texts, empty where absent.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some((value, line)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            self.wrong_type(key, line, "a list of texts", value);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for (n, item) in items.iter().enumerate() {
            let line = self.file.line(item.span().start);
            self.file.lines.borrow_mut().insert(format!("{}[{n}]", self.path_of(key)), line);
            match item.get_ref() {
                DeValue::String(text) => texts.push(text.to_string()),
                other => self.wrong_type(key, line, "a list of texts", other),
            }
        }
        texts
    }

    /// A list of ids, empty where absent.
    pub(super) fn ids(&mut self, key: &'static str) -> Vec<Id> {
        let texts = self.texts(key);
        let line = self.file.lines.borrow().get(&self.path_of(key)).copied();
        texts.iter().filter_map(|text| self.parse(Id::parse(text), ProblemCode::BadId, line)).collect()
    }

    /// An id that may be absent.
    pub(super) fn optional_id(&mut self, key: &'static str) -> Option<Id> {
        let (text, line) = (self.optional_text(key)?, self.line_of(key));
        self.parse(Id::parse(&text), ProblemCode::BadId, line)
    }

    /// An id that must be there.
    pub(super) fn id(&mut self, key: &'static str) -> Option<Id> {
        let (text, line) = (self.text(key)?, self.line_of(key));
        self.parse(Id::parse(&text), ProblemCode::BadId, line)
    }

    /// A date that may be absent.
    pub(super) fn optional_date(&mut self, key: &'static str) -> Option<PartialDate> {
        let (text, line) = match self.take(key)? {
            (DeValue::String(text), line) => (text.to_string(), line),
            // An unquoted 2026-04-12 is a TOML date and means the same.
            (DeValue::Datetime(date), line) => (date.to_string(), line),
            (other, line) => {
                self.wrong_type(key, line, "a date", other);
                return None;
            }
        };
        self.parse(PartialDate::parse(&text), ProblemCode::BadDate, Some(line))
    }

    /// A date that must be there.
    pub(super) fn date(&mut self, key: &'static str) -> Option<PartialDate> {
        self.require(key);
        self.optional_date(key)
    }

    /// One of the words a type offers.
    pub(super) fn optional_word<T: serde::de::DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let (text, line) = (self.optional_text(key)?, self.line_of(key));
        let word: StrDeserializer<'_, WordError> = text.as_str().into_deserializer();
        let parsed = T::deserialize(word).map_err(|error| format!("`{key}`: {error}"));
        self.parse(parsed, ProblemCode::BadValue, line)
    }

    /// One of the words a type offers, which must be there.
    pub(super) fn word<T: serde::de::DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        self.require(key);
        self.optional_word(key)
    }

    /// A number that may be absent.
    pub(super) fn optional_number(&mut self, key: &'static str) -> Option<f64> {
        let (value, line) = self.take(key)?;
        let number = number(value);
        if number.is_none() {
            self.wrong_type(key, line, "a number", value);
        }
        number
    }

    /// A number that must be there.
    pub(super) fn number(&mut self, key: &'static str) -> Option<f64> {
        self.require(key);
        self.optional_number(key)
    }

    /// `true` or `false`; `absent` where the key is not there.
    pub(super) fn flag(&mut self, key: &'static str, absent: bool) -> bool {
        match self.take(key) {
            None => absent,
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((other, line)) => {
                self.wrong_type(key, line, "true or false", other);
                absent
            }
        }
    }

    /// A list of `[number, number]`, each with its line.
    pub(super) fn pairs(&mut self, key: &'static str) -> Option<Vec<((f64, f64), usize)>> {
        let (value, line) = self.take(key)?;
        let pair = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::Array(pair) => pair_of(pair).map(|pair| (pair, self.file.line(item.span().start))),
            _ => None,
        };
        let pairs = match value {
            DeValue::Array(items) => items.iter().map(pair).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        if pairs.is_none() {
            self.wrong_type(key, line, "a list of [longitude, latitude]", value);
        }
        pairs
    }

    /// A value in two languages that may be absent.
    pub(super) fn optional_bilingual(&mut self, key: &'static str) -> Option<Bilingual> {
        let mut fields = self.optional_table(key)?;
        let value = Some(Bilingual { zh: fields.text("zh")?, en: fields.optional_text("en") });
        fields.finish();
        value
    }

    /// A value in two languages that must be there.
    pub(super) fn bilingual(&mut self, key: &'static str) -> Option<Bilingual> {
        self.require(key);
        self.optional_bilingual(key)
    }

    /// A note of which either language may be missing.
    pub(super) fn partly_bilingual(&mut self, key: &'static str) -> Option<PartlyBilingual> {
        let mut fields = self.optional_table(key)?;
        let value = PartlyBilingual { zh: fields.optional_text("zh"), en: fields.optional_text("en") };
        fields.finish();
        Some(value)
    }

    /// A name with its reading and English.
    pub(super) fn name(&mut self, key: &'static str) -> Option<Name> {
        self.require(key);
        let mut fields = self.optional_table(key)?;
        let (zh, pinyin, en) =
            (fields.text("zh"), fields.optional_text("pinyin"), fields.optional_text("en"));
        fields.finish();
        Some(Name { zh: zh?, pinyin, en })
    }

    /// A table below this one.
    pub(super) fn optional_table(&mut self, key: &'static str) -> Option<Fields<'f>> {
        let (value, line) = self.take(key)?;
        match value {
            DeValue::Table(table) => Some(Fields::new(self.file, table, self.path_of(key), line)),
            other => {
                self.wrong_type(key, line, "a table", other);
                None
            }
        }
    }

    /// The tables of a `[[key]]` list; a single `[key]` counts as a list of one.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Fields<'f>> {
        let Some((value, line)) = self.take(key) else { return Vec::new() };
        let path = self.path_of(key);
        match value {
            DeValue::Table(table) => vec![Fields::new(self.file, table, format!("{path}[0]"), line)],
            DeValue::Array(items) => {
                let mut tables = Vec::with_capacity(items.len());
                for (n, item) in items.iter().enumerate() {
                    let line = self.file.line(item.span().start);
                    match item.get_ref() {
                        DeValue::Table(table) => {
                            tables.push(Fields::new(self.file, table, format!("{path}[{n}]"), line));
                        }
                        other => self.wrong_type(key, line, "a list of tables", other),
                    }
                }
                tables
            }
            other => {
                self.wrong_type(key, line, "a list of tables", other);
                Vec::new()
            }
        }
    }

    /// Reads each table of a list, keeps those that are whole, and looks for unknown keys in all.
    pub(super) fn each<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&mut Fields<'f>) -> Option<T>,
    ) -> Vec<T> {
        let read_one = |mut fields: Fields<'f>| {
            let value = read(&mut fields);
            fields.finish();
            value
        };
        self.tables(key).into_iter().filter_map(read_one).collect()
    }

    /// Says which keys nobody took.
    pub(super) fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.known.contains(name) {
                continue;
            }
            let likely = self.known.iter().map(|known| (strsim::jaro_winkler(name, known), *known));
            let likely = likely.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
            let hint = likely.map_or(String::new(), |(_, known)| format!("; did you mean `{known}`?"));
            let line = self.file.line(key.span().start);
            self.file.note(
                ProblemCode::UnknownKey,
                Some(line),
                format!("no record has a key `{name}` here{hint}"),
            );
        }
    }

    fn require(&mut self, key: &'static str) {
        if !self.has(key) {
            self.known.insert(key);
            self.missing(key);
        }
    }

    fn line_of(&self, key: &str) -> Option<usize> {
        self.file.lines.borrow().get(&self.path_of(key)).copied()
    }

    /// Notes the error of a failed parse at `line`.
    pub(super) fn parse<T, E: ToString>(
        &self,
        result: Result<T, E>,
        code: ProblemCode,
        line: Option<usize>,
    ) -> Option<T> {
        result.map_err(|error| self.file.note(code, line.or(Some(self.line)), error.to_string())).ok()
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n as f64)
        }
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn pair_of(pair: &DeArray<'_>) -> Option<(f64, f64)> {
    match (pair.get(0), pair.get(1), pair.len()) {
        (Some(a), Some(b), 2) => Some((number(a.get_ref())?, number(b.get_ref())?)),
        _ => None,
    }
}
