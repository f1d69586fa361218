//! Problems of a folder: a code that never changes, a file, a line, a sentence.

use std::cmp::Ordering;
use std::fmt::{self, Write};

use crate::checks::TextFaultCode;
use crate::model::FaultCode;

/// One thing wrong in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// The file, from the top of the folder, with `/` between the parts.
    pub file: String,
    /// The line, from 1; none where the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong and, where it can be said, how to mend it.
    pub message: String,
}

/// The kinds of problems, each with a word that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemCode {
    /// None of the three top folders is there.
    NotAnArchive,
    /// A file or folder could not be read.
    Unreadable,
    /// A text file is larger than any record can be.
    TooLarge,
    /// A file whose place or name means nothing here.
    StrayFile,
    /// A folder name that is no id.
    BadId,
    /// A file that must be there is not.
    MissingFile,
    /// A photo's record has no picture beside it.
    MissingPhoto,
    /// The bytes are not UTF-8.
    BadUtf8,
    /// The text is not TOML.
    BadToml,
    /// A key that no record has.
    UnknownKey,
    /// A key that must be there is not.
    MissingKey,
    /// A value of the wrong type or with a word that is not offered.
    BadValue,
    /// A date the calendar does not have.
    BadDate,
    /// Coordinates that are not on the earth.
    OffTheEarth,
    /// Longitude and latitude exchanged.
    ExchangedCoordinates,
    /// A picture that cannot be read as one, or is broken.
    UnreadablePicture,
    /// A picture too large to be decoded safely.
    PictureTooLarge,
    /// A picture whose content is of another kind than its name says.
    WrongExtension,
    /// A fault of what is written, found by the checks.
    Text(TextFaultCode),
    /// A line of the history that cannot be read.
    BadHistory,
    /// A history that is not whole or contradicts itself.
    BrokenHistory,
    /// A picture that a revision of the history names and that is not in the folder.
    MissingOldPicture,
    /// A photo whose picture was removed for good.
    PurgedPicture,
    /// A record whose text was removed for good.
    PurgedText,
    /// A fault of meaning, found by the model.
    Meaning(FaultCode),
}

impl ProblemCode {
    /// The code as printed and as named in tests and documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotAnArchive => "not-an-archive",
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too-large",
            Self::StrayFile => "stray-file",
            Self::BadId => "bad-id",
            Self::MissingFile => "missing-file",
            Self::MissingPhoto => "missing-photo",
            Self::BadUtf8 => "bad-utf8",
            Self::BadToml => "bad-toml",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::BadValue => "bad-value",
            Self::BadDate => "bad-date",
            Self::OffTheEarth => "off-the-earth",
            Self::ExchangedCoordinates => "exchanged-coordinates",
            Self::UnreadablePicture => "unreadable-picture",
            Self::PictureTooLarge => "picture-too-large",
            Self::WrongExtension => "wrong-extension",
            Self::Text(code) => code.word(),
            Self::BadHistory => "bad-history",
            Self::BrokenHistory => "broken-history",
            Self::MissingOldPicture => "missing-old-picture",
            Self::PurgedPicture => "purged-picture",
            Self::PurgedText => "purged-text",
            Self::Meaning(code) => code.word(),
        }
    }
}

impl From<TextFaultCode> for ProblemCode {
    fn from(code: TextFaultCode) -> Self {
        match code {
            // It is one fault, whether a text refers to what is not there or a value.
            TextFaultCode::DanglingReference => Self::Meaning(FaultCode::DanglingReference),
            code => Self::Text(code),
        }
    }
}

impl Problem {
    /// The order of a report: by file and line.
    pub(super) fn by_place(&self, other: &Self) -> Ordering {
        (&self.file, self.line, self.code).cmp(&(&other.file, other.line, other.code))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_printable(f, &self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}: ", self.code.word())?;
        write_printable(f, &self.message)
    }
}

/// Names and keys come from strangers: a line break or a terminal's escape in one is shown, not obeyed.
fn write_printable(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|c| match c {
        // Marks that turn the direction of writing make one name look like another.
        c if c.is_control()
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
        {
            write!(f, "{}", c.escape_default())
        }
        c => f.write_char(c),
    })
}
