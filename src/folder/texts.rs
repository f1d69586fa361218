//! Where texts stand in a folder, and so the faults that are found in them.

use super::held::file_of;
use super::problem::Problem;
use crate::checks::{TextFault, WhereInRecord};
use crate::model::{Kind, Language, RecordKey};

/// The file of a village's or essay's text.
pub(super) fn text_file(record: &RecordKey, language: Language) -> String {
    let top = if record.kind == Kind::Essay { "essays" } else { "villages" };
    format!("{top}/{}/text.{}.md", record.id, language.code())
}

/// Says in which file and on which line a fault stands; `place_of` knows it of the values of a record.
pub(super) fn told(
    fault: TextFault,
    place_of: impl Fn(&RecordKey, &str) -> (String, Option<usize>),
) -> Problem {
    let TextFault { code, record, place, message } = fault;
    let (file, line) = match place {
        WhereInRecord::Line(language, line) => (text_file(&record, language), Some(line)),
        WhereInRecord::Value(path) => place_of(&record, &path),
        WhereInRecord::Whole => (file_of(&record), None),
    };
    Problem { code: code.into(), file, line, message }
}
