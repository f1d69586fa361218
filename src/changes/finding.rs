//! What is found in a change, as data: forms and reviews lead from it to its field, and the words are the interface's.

/// Something to be mended or looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether the change cannot go on with it.
    pub is_blocking: bool,
    /// What it is, a word that stays.
    pub code: &'static str,
    /// The record, as the change calls it.
    pub record: String,
    /// The field; blank if it is about the record.
    pub field: String,
    /// What it is about, for the words: an id, a line of a text.
    pub about: String,
}

impl Finding {
    pub(super) fn new(is_blocking: bool, code: &'static str, record: &str, field: impl Into<String>) -> Self {
        Self { is_blocking, code, record: record.to_owned(), field: field.into(), about: String::new() }
    }

    pub(super) fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }
}
