//! Reads a TOML table key by key, noting every fault with its line instead of stopping.
//!
//! Serde stops at the first fault of a file and drops the lines of values, and no library found
//! collects both, so this small reader over `toml`'s spanned tables is our own.

mod dates;
mod file;

use std::collections::BTreeSet;

use serde::de::IntoDeserializer;
use serde::de::value::{Error as WordError, StrDeserializer};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

pub(super) use self::file::{File, FileNotes};
use super::problem::ProblemCode;
use crate::model::{Bilingual, Id, Name, PartlyBilingual, may_stand};

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
        file.keep_line(path.clone(), line);
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
        // Known also where it is absent: an unknown key may have been meant for it.
        let value: &Spanned<DeValue<'_>> = self.table.get(key)?;
        let line = self.file.line(value.span().start);
        self.file.keep_line(self.path_of(key), line);
        Some((value.get_ref(), line))
    }

    fn wrong_type(&self, key: &str, line: usize, wanted: &str, found: &DeValue<'_>) {
        let found = found.type_str();
        self.note_at(key, ProblemCode::BadValue, line, format!("`{key}` is {wanted}, not {found}"));
    }

    fn missing(&self, key: &str) {
        let place = if self.path.is_empty() { String::new() } else { format!(" in `{}`", self.path) };
        self.note_at(key, ProblemCode::MissingKey, self.line, format!("`{key}` is missing{place}"));
    }

    /// Notes a fault of one value, so that it is not blamed a second time for what it means.
    fn note_at(&self, key: &str, code: ProblemCode, line: usize, message: String) {
        self.file.mark_faulty(self.path_of(key));
        self.file.note(code, Some(line), message);
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
                let message = format!("`{key}` is empty: leave the key out");
                self.note_at(key, ProblemCode::BadValue, line, message);
                None
            }
            DeValue::String(text) => self.printable(key, text, line),
            other => {
                self.wrong_type(key, line, "a text", other);
                None
            }
        }
    }

    /// Refuses what no page, terminal or XML file can show: an escape such as `\u0000` gets past TOML.
    fn printable(&self, key: &str, text: &str, line: usize) -> Option<String> {
        if let Some(found) = text.chars().find(|c| !may_stand(*c)) {
            let message = format!("`{key}` holds the control character U+{:04X}", u32::from(found));
            self.note_at(key, ProblemCode::BadValue, line, message);
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        self.require(key);
        self.optional_text(key)
    }

    /// A list of texts, empty where absent.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some((value, line)) = self.take(key) else { return Vec::new() };
        let path = self.path_of(key);
        let DeValue::Array(items) = value else {
            self.wrong_type(key, line, "a list of texts", value);
            return Vec::new();
        };
        let (mut texts, mut kept) = (Vec::with_capacity(items.len()), Vec::with_capacity(items.len()));
        for (n, item) in items.iter().enumerate() {
            let line = self.file.line(item.span().start);
            self.file.keep_line(format!("{path}[{n}]"), line);
            let text = match item.get_ref() {
                DeValue::String(text) => self.printable(key, text, line),
                other => {
                    self.wrong_type(key, line, "a list of texts", other);
                    None
                }
            };
            if let Some(text) = text {
                texts.push(text);
                kept.push(n);
            }
        }
        self.file.keep_items(&path, &kept, items.len());
        texts
    }

    /// A list of ids, empty where absent.
    pub(super) fn ids(&mut self, key: &'static str) -> Vec<Id> {
        // Places here are those among the texts that could be read, to which `keep_items` has moved their lines.
        let (texts, path) = (self.texts(key), self.path_of(key));
        let (mut ids, mut kept) = (Vec::with_capacity(texts.len()), Vec::with_capacity(texts.len()));
        for (n, text) in texts.iter().enumerate() {
            let line = self.file.line_at(&format!("{path}[{n}]"));
            if let Some(id) = self.parse(Id::parse(text), ProblemCode::BadId, line) {
                ids.push(id);
                kept.push(n);
            }
        }
        self.file.keep_items(&path, &kept, texts.len());
        ids
    }

    /// An id that may be absent.
    pub(super) fn optional_id(&mut self, key: &'static str) -> Option<Id> {
        let text = self.optional_text(key)?;
        self.parse_at(key, Id::parse(&text), ProblemCode::BadId)
    }

    /// An id that must be there.
    pub(super) fn id(&mut self, key: &'static str) -> Option<Id> {
        self.require(key);
        self.optional_id(key)
    }

    /// One of the words a type offers.
    pub(super) fn optional_word<T: serde::de::DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let text = self.optional_text(key)?;
        // By way of serde, whose error lists the words that there are.
        let word: StrDeserializer<'_, WordError> = text.as_str().into_deserializer();
        let parsed = T::deserialize(word).map_err(|error| format!("`{key}`: {error}"));
        self.parse_at(key, parsed, ProblemCode::BadValue)
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
        let (zh, en) = (fields.text("zh"), fields.optional_text("en"));
        fields.finish();
        Some(Bilingual { zh: zh?, en })
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
        (value.zh.is_some() || value.en.is_some()).then_some(value)
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

    /// The tables of a `[[key]]` list; a single `[key]` counts as a list of one, and what is no table is none.
    fn tables(&mut self, key: &'static str) -> Vec<Option<Fields<'f>>> {
        let Some((value, line)) = self.take(key) else { return Vec::new() };
        let path = self.path_of(key);
        match value {
            DeValue::Table(table) => vec![Some(Fields::new(self.file, table, format!("{path}[0]"), line))],
            DeValue::Array(items) => {
                items.iter().enumerate().map(|(n, item)| self.table_of_list(key, &path, n, item)).collect()
            }
            other => {
                self.wrong_type(key, line, "a list of tables", other);
                vec![None]
            }
        }
    }

    fn table_of_list(
        &self,
        key: &str,
        path: &str,
        n: usize,
        item: &'f Spanned<DeValue<'f>>,
    ) -> Option<Fields<'f>> {
        let line = self.file.line(item.span().start);
        match item.get_ref() {
            DeValue::Table(table) => Some(Fields::new(self.file, table, format!("{path}[{n}]"), line)),
            other => {
                self.wrong_type(key, line, "a list of tables", other);
                None
            }
        }
    }

    /// Reads each table of a list, keeps those that are whole, and looks for unknown keys in all.
    pub(super) fn each<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&mut Fields<'f>) -> Option<T>,
    ) -> Vec<T> {
        let tables = self.tables(key);
        let count = tables.len();
        let (mut values, mut kept) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (n, fields) in tables.into_iter().enumerate() {
            let Some(mut fields) = fields else { continue };
            let before = self.file.faults();
            let value = read(&mut fields);
            fields.finish();
            if self.path.is_empty() {
                self.file.keep_table(key, value.is_some().then_some(values.len()), before);
            }
            kept.extend(value.is_some().then_some(n));
            values.extend(value);
        }
        self.file.keep_items(&self.path_of(key), &kept, count);
        values
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

    /// Notes the error of a failed parse of one value.
    fn parse_at<T, E: ToString>(&self, key: &str, result: Result<T, E>, code: ProblemCode) -> Option<T> {
        let line = self.file.line_at(&self.path_of(key)).unwrap_or(self.line);
        result.map_err(|error| self.note_at(key, code, line, error.to_string())).ok()
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
        // Not by way of an integer: 1e19 is written without an exponent, and -0 keeps its sign.
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n as f64)
        }
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn pair_of(pair: &DeArray<'_>) -> Option<(f64, f64)> {
    match (pair.first(), pair.get(1), pair.len()) {
        (Some(a), Some(b), 2) => Some((number(a.get_ref())?, number(b.get_ref())?)),
        _ => None,
    }
}
