//! The checks of the vocabulary and of coded values: ids that are there twice, values that no list has.

use std::collections::HashSet;

use super::{Check, FaultCode, Target};
use crate::model::{Certainty, RecordKey, Statement};

impl Check<'_> {
    pub(super) fn vocabulary(&mut self) {
        let (key, vocabulary) = (RecordKey::vocabulary(), self.vocabulary);
        let lists: [(&str, Vec<&str>); 4] = [
            ("property", vocabulary.properties.iter().map(|p| p.id.as_str()).collect()),
            ("measure", vocabulary.measures.iter().map(|m| m.id.as_str()).collect()),
            ("element", vocabulary.elements.iter().map(|e| e.id.as_str()).collect()),
            ("code_list", vocabulary.code_lists.iter().map(|list| list.id.as_str()).collect()),
        ];
        for (list, ids) in lists {
            let mut seen = HashSet::new();
            for (n, id) in ids.into_iter().enumerate().filter(|(_, id)| !seen.insert(*id)) {
                let message = format!("the {list} `{id}` is there twice");
                self.fault(FaultCode::DuplicateId, &key, format!("{list}[{n}].id"), message);
            }
        }
        // Of all lists: a value is named without its list wherever it is used.
        let mut seen = HashSet::new();
        for (n, list) in vocabulary.code_lists.iter().enumerate() {
            for (m, code) in list.codes.iter().enumerate().filter(|(_, code)| !seen.insert(&code.id)) {
                let message = format!("the coded value `{}` is there twice", code.id);
                self.fault(FaultCode::DuplicateId, &key, format!("code_list[{n}].code[{m}].id"), message);
            }
        }
        for (n, property) in vocabulary.properties.iter().enumerate() {
            for (m, list) in property.codes.iter().enumerate() {
                if !vocabulary.code_lists.iter().any(|known| known.id == *list) {
                    let path = format!("property[{n}].codes[{m}]");
                    self.dangling(&key, path, Target::CodeList, list.as_str());
                }
            }
        }
    }

    /// The coded values of one statement.
    pub(super) fn codes(&mut self, record: &RecordKey, path: &str, statement: &Statement) {
        let vocabulary = self.vocabulary;
        // That there is no such property is told already.
        let Some(property) = vocabulary.property(&statement.property) else { return };
        let mut seen = HashSet::new();
        for (n, code) in statement.codes.iter().enumerate() {
            let path = format!("{path}.codes[{n}]");
            if !seen.insert(code) {
                let message = format!("`{code}` is there twice");
                self.fault(FaultCode::TooManyCodes, record, path, message);
            } else if vocabulary.word_of(&property.id, code).is_none() {
                let message = match vocabulary.property_with(code) {
                    Some(other) => {
                        format!("`{code}` is a coded value of `{}`, not of `{}`", other.id, property.id)
                    }
                    None if property.codes.is_empty() => {
                        format!("`{}` has no coded values: leave `{code}` out", property.id)
                    }
                    None => format!("`{}` has no coded value `{code}` in the vocabulary", property.id),
                };
                self.fault(FaultCode::UnknownCode, record, path, message);
                if let Some(fault) = self.faults.last_mut() {
                    fault.missing = Some((Target::Code, code.to_string()));
                }
            }
        }
        // A page shows the value in bold: it would say what nobody found.
        if statement.certainty == Certainty::Unknown && !statement.codes.is_empty() {
            let message = "what was looked for and not found has no coded value";
            self.fault(FaultCode::CodedUnknown, record, format!("{path}.codes"), message);
        }
        if !property.choose.is_many() && seen.len() > 1 {
            let message = format!("`{}` has one coded value at the most, not {}", property.id, seen.len());
            self.fault(FaultCode::TooManyCodes, record, format!("{path}.codes"), message);
        }
    }
}
