//! Writes TOML in the one layout of the open form, so that an export reads like a hand-written file.

use std::fmt::Write;

use crate::model::{Bilingual, Certainty, Id, Name, PartialDate, PartlyBilingual, Visibility};

/// A TOML text growing line by line.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
}

impl Lines {
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Opens a table, `[[statement]]` or `[town.place]`, after a blank line.
    pub(super) fn header(&mut self, header: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(header);
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        let value = quoted(value);
        self.line(&format!("{key} = {value}"));
    }

    pub(super) fn optional_text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    /// A list of texts on one line; an empty list is left out.
    pub(super) fn texts<T: AsRef<str>>(&mut self, key: &str, values: &[T]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| quoted(value.as_ref())).collect();
            self.line(&format!("{key} = [{}]", values.join(", ")));
        }
    }

    /// The certainty and sources of a claim.
    pub(super) fn claim(&mut self, certainty: Certainty, sources: &[Id]) {
        self.text("certainty", certainty.word());
        self.ids("sources", sources);
    }

    pub(super) fn ids(&mut self, key: &str, ids: &[Id]) {
        let ids: Vec<&str> = ids.iter().map(Id::as_str).collect();
        self.texts(key, &ids);
    }

    pub(super) fn optional_id(&mut self, key: &str, id: Option<&Id>) {
        self.optional_text(key, id.map(Id::as_str));
    }

    pub(super) fn optional_date(&mut self, key: &str, date: Option<PartialDate>) {
        self.optional_text(key, date.map(|date| date.to_string()).as_deref());
    }

    /// A word of a closed list, as serde names it.
    pub(super) fn word(&mut self, key: &str, word: &impl serde::Serialize) {
        if let Ok(serde_json::Value::String(word)) = serde_json::to_value(word) {
            self.text(key, &word);
        }
    }

    /// Whom a record is for; what everybody may see says nothing of it.
    pub(super) fn visibility(&mut self, visibility: Visibility) {
        if !visibility.is_public() {
            self.word("visibility", &visibility);
        }
    }

    pub(super) fn number(&mut self, key: &str, number: f64) {
        self.line(&format!("{key} = {}", decimal(number)));
    }

    pub(super) fn flag(&mut self, key: &str, flag: bool) {
        self.line(&format!("{key} = {flag}"));
    }

    pub(super) fn pairs(&mut self, key: &str, pairs: impl Iterator<Item = (f64, f64)>) {
        let pairs: Vec<String> = pairs.map(|(a, b)| format!("[{}, {}]", decimal(a), decimal(b))).collect();
        self.line(&format!("{key} = [{}]", pairs.join(", ")));
    }

    pub(super) fn bilingual(&mut self, key: &str, value: &Bilingual) {
        self.text(&format!("{key}.zh"), &value.zh);
        self.optional_text(&format!("{key}.en"), value.en.as_deref());
    }

    pub(super) fn optional_bilingual(&mut self, key: &str, value: Option<&Bilingual>) {
        if let Some(value) = value {
            self.bilingual(key, value);
        }
    }

    pub(super) fn partly_bilingual(&mut self, key: &str, value: Option<&PartlyBilingual>) {
        if let Some(value) = value {
            self.optional_text(&format!("{key}.zh"), value.zh.as_deref());
            self.optional_text(&format!("{key}.en"), value.en.as_deref());
        }
    }

    pub(super) fn name(&mut self, key: &str, name: &Name) {
        self.text(&format!("{key}.zh"), &name.zh);
        self.optional_text(&format!("{key}.pinyin"), name.pinyin.as_deref());
        self.optional_text(&format!("{key}.en"), name.en.as_deref());
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// A number as people write it, and with an exponent where that would be an endless row of digits.
fn decimal(number: f64) -> String {
    // Either way Rust writes the fewest digits that are read back as the same number.
    if number.abs() < 1e15 { number.to_string() } else { format!("{number:e}") }
}

/// A TOML basic string on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => {
                // Writing into a String cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
