//! What can be wrong with a text, and where in its record.

use crate::model::{Language, RecordKey};

/// A text of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The village or essay it belongs to.
    pub record: RecordKey,
    /// Its language.
    pub language: Language,
    /// The Markdown.
    pub text: String,
}

impl Written {
    /// A fault on one of its lines.
    pub(super) fn fault(&self, code: TextFaultCode, line: usize, message: String) -> TextFault {
        let place = WhereInRecord::Line(self.language, line);
        TextFault { code, record: self.record.clone(), place, message }
    }
}

/// Something wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFault {
    /// What kind of fault it is.
    pub code: TextFaultCode,
    /// The record it is in.
    pub record: RecordKey,
    /// Where in the record.
    pub place: WhereInRecord,
    /// What is wrong and, where it can be said, how to mend it.
    pub message: String,
}

/// A place in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhereInRecord {
    /// A line of its text in a language, from 1.
    Line(Language, usize),
    /// A value, as keys and indexes: `statement[2].short.zh`.
    Value(String),
    /// The record as a whole.
    Whole,
}

/// The kinds of faults, each with a word that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextFaultCode {
    /// HTML in a text, which is left out.
    RawHtml,
    /// A picture in a text that is no figure of the archive.
    ForeignPicture,
    /// A link in a text that leads nowhere.
    BrokenLink,
    /// A note that is marked in a text and not there.
    MissingNote,
    /// A note that no mark leads to.
    IdleNote,
    /// A paragraph that is too long.
    LongParagraph,
    /// A reference to a record that is not there.
    DanglingReference,
    /// A source that an essay cites and does not list.
    UnlistedSource,
    /// A source that an essay lists and does not cite.
    UncitedSource,
    /// A source that is no work to be cited.
    UncitableSource,
    /// A passage of an essay that states something, names no source and is not told as a judgement.
    UnsourcedPassage,
    /// A number in a headline, a description or a village's text that stands in no statement.
    UnsourcedNumber,
}

impl TextFaultCode {
    /// The code as printed and as named in tests and documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::RawHtml => "raw-html",
            Self::ForeignPicture => "foreign-picture",
            Self::BrokenLink => "broken-link",
            Self::MissingNote => "missing-note",
            Self::IdleNote => "idle-note",
            Self::LongParagraph => "long-paragraph",
            Self::DanglingReference => "dangling-reference",
            Self::UnlistedSource => "unlisted-source",
            Self::UncitedSource => "uncited-source",
            Self::UncitableSource => "uncitable-source",
            Self::UnsourcedPassage => "unsourced-passage",
            Self::UnsourcedNumber => "unsourced-number",
        }
    }
}
