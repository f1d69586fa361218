//! Writing a record out as fields.

use std::fmt::Display;

use serde::Serialize;

use super::Fields;
use crate::model::{Bilingual, Id, PartlyBilingual};

/// Fields as they are written.
#[derive(Default)]
pub(super) struct Writer(Fields);

impl Writer {
    pub(super) fn finish(self) -> Fields {
        self.0
    }

    /// A field; a blank one is left out.
    pub(super) fn put(&mut self, name: impl Into<String>, value: impl Display) {
        let value = value.to_string();
        if !super::is_blank(&value) {
            self.0.insert(name.into(), value);
        }
    }

    pub(super) fn maybe(&mut self, name: impl Into<String>, value: Option<impl Display>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// A value by the word that its document form has for it.
    pub(super) fn word(&mut self, name: impl Into<String>, value: &impl Serialize) {
        // All that comes here is written as one word; anything else could be no value of a field.
        if let Ok(serde_json::Value::String(word)) = serde_json::to_value(value) {
            self.put(name, word);
        }
    }

    pub(super) fn ids(&mut self, name: impl Into<String>, ids: &[Id]) {
        // Joined as forms join the boxes of a list: what nobody has ticked anew must come back as the same text.
        self.put(name, ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", "));
    }

    pub(super) fn bilingual(&mut self, name: &str, text: &Bilingual) {
        self.put(format!("{name}.zh"), &text.zh);
        self.maybe(format!("{name}.en"), text.en.as_ref());
    }

    pub(super) fn maybe_bilingual(&mut self, name: &str, text: Option<&Bilingual>) {
        if let Some(text) = text {
            self.bilingual(name, text);
        }
    }

    pub(super) fn partly(&mut self, name: &str, text: Option<&PartlyBilingual>) {
        self.maybe(format!("{name}.zh"), text.and_then(|text| text.zh.as_ref()));
        self.maybe(format!("{name}.en"), text.and_then(|text| text.en.as_ref()));
    }
}
