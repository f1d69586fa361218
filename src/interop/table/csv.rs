//! A table as CSV (RFC 4180): UTF-8 with a byte order mark, which spreadsheets need to see it.

use ::csv::{Terminator, WriterBuilder};

use super::{Field, Layout, Lines, Table, TableError, guarded};

/// The mark that tells spreadsheets it is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes a table.
///
/// Words that begin like a formula get `'` before them; numbers are written as numbers.
///
/// # Errors
/// If the writer fails, which in memory it does not.
pub fn write_csv(table: &Table, layout: Layout) -> Result<Vec<u8>, TableError> {
    let Lines { head, lines, .. } = table.lines(layout);
    // CR LF is the line break of RFC 4180 (2, 1).
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.to_vec());
    let failed = |error: &dyn std::error::Error| TableError::Csv(error.to_string());
    writer.write_record(head.iter().map(|name| guarded(name).into_owned())).map_err(|e| failed(&e))?;
    for line in &lines {
        writer.write_record(line.iter().map(text_of)).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

fn text_of(field: &Field) -> String {
    match field {
        Field::Empty => String::new(),
        // Not guarded: -3.5 is a number, and with a sign before it would be words.
        Field::Number(number) => number.to_string(),
        Field::Words(words) => guarded(words).into_owned(),
    }
}
