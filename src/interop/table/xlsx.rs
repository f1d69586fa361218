//! A table as a workbook (ECMA-376): the table, its sources in full, what the words mean.
//!
//! The same table gives the same bytes: the one time inside is that of the newest revision.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::lines::Width;
use super::{Field, Layout, Lines, Table, TableError, guarded};

/// What a cell of a workbook holds at most, in UTF-16 units.
const MAX_CELL: usize = 32_767;
/// What the name of a sheet holds at most, in characters.
const MAX_SHEET_NAME: usize = 31;
/// What the head or foot of a printed page holds at most, in characters; its codes included.
const MAX_MARGIN: usize = 240;
const PAPER: Color = Color::RGB(0xF3_EC_DE);
const RULE: Color = Color::RGB(0x9C_83_5C);

/// Writes a table.
///
/// Words that begin like a formula get `'` before them; numbers are numbers, their unit stands beside them.
///
/// # Errors
/// If the workbook cannot be made: more lines than a sheet has.
pub fn write_xlsx(table: &Table, layout: Layout) -> Result<Vec<u8>, TableError> {
    let mut book = Workbook::new();
    // The library would take the time of now, and no two files would be the same.
    book.set_properties(&properties(table)?);
    let formats = Formats::new();
    let lines = table.lines(layout);
    write_sheet(book.add_worksheet(), &sheet_name(&table.title), &lines, table, &formats)?;
    write_sheet(book.add_worksheet(), &sheet_name(&table.words.sources), &sources(table), table, &formats)?;
    write_sheet(book.add_worksheet(), &sheet_name(&table.words.key), &key(table), table, &formats)?;
    Ok(book.save_to_buffer()?)
}

struct Formats {
    head: Format,
    words: Format,
    number: Format,
}

impl Formats {
    fn new() -> Self {
        let base = || Format::new().set_align(FormatAlign::Top);
        Self {
            head: base()
                .set_bold()
                .set_text_wrap()
                .set_background_color(PAPER)
                .set_border_bottom(FormatBorder::Thin)
                .set_border_bottom_color(RULE),
            words: base().set_text_wrap(),
            number: base(),
        }
    }
}

fn properties(table: &Table) -> Result<DocProperties, XlsxError> {
    let seconds = table.dated.as_second();
    Ok(DocProperties::new()
        .set_title(&table.title)
        .set_subject(&table.address)
        .set_author(&table.archive)
        .set_company(&table.archive)
        .set_comment(format!("{} {}", table.words.dated.0, table.words.dated.1))
        .set_creation_datetime(&ExcelDateTime::from_timestamp(seconds)?))
}

fn write_sheet(
    sheet: &mut Worksheet,
    name: &str,
    lines: &Lines,
    table: &Table,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let columns = lines.widths.iter().zip(0u16..);
    for (width, column) in columns {
        sheet.set_column_width(column, characters(*width))?;
    }
    for (title, column) in lines.head.iter().zip(0u16..) {
        sheet.write_string_with_format(0, column, cell_text(title), &formats.head)?;
    }
    for (line, row) in lines.lines.iter().zip(1u32..) {
        for (field, column) in line.iter().zip(0u16..) {
            match field {
                Field::Empty => {}
                Field::Number(number) => {
                    sheet.write_number_with_format(row, column, *number, &formats.number)?;
                }
                Field::Words(words) => {
                    // As a string, which is no formula whatever it begins with; the guard is for what becomes of
                    // the cell later.
                    sheet.write_string_with_format(row, column, cell_text(words), &formats.words)?;
                }
            }
        }
    }
    let fixed = u16::try_from(lines.fixed).unwrap_or(0);
    sheet.set_freeze_panes(1, fixed)?;
    if let (Ok(last_row), Ok(columns)) = (u32::try_from(lines.lines.len()), u16::try_from(lines.head.len()))
        && last_row > 0
        && columns > 0
    {
        sheet.autofilter(0, 0, last_row, columns - 1)?;
    }
    print_as_sheet(sheet, table)
}

/// On A4 across, as wide as one page, the head on each, with whose it is and where it stands.
fn print_as_sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    // `&` begins a code there. A half for each, so that a head of two texts keeps to what it holds.
    let plain = |text: &str| clipped(text, MAX_MARGIN / 2).replace('&', "&&");
    // 9 is A4; 0 pages down means as many as there are.
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_header(format!("&L{}&R{}", plain(&table.archive), plain(&table.words.dated.1)));
    sheet.set_footer(format!("&L{}&R&P / &N", plain(&table.address)));
    Ok(())
}

fn sources(table: &Table) -> Lines {
    let words = &table.words;
    let head =
        [&words.source_number, &words.source_id, &words.sources, &words.grade, &words.url, &words.note];
    let text = |text: Option<&str>| text.map_or(Field::Empty, |text| Field::Words(text.to_owned()));
    let lines = table.sources.iter().zip(1u32..).map(|(source, number)| {
        vec![
            Field::Number(f64::from(number)),
            Field::Words(source.id.to_string()),
            Field::Words(source.citation.clone()),
            Field::Words(source.grade.clone()),
            text(source.url.as_deref()),
            text(source.note.as_ref().map(|note| note.text.as_str())),
        ]
    });
    Lines {
        head: head.map(Clone::clone).into(),
        widths: vec![Width::Narrow, Width::Middle, Width::Wide, Width::Narrow, Width::Wide, Width::Wide],
        lines: lines.collect(),
        fixed: 0,
    }
}

/// What the words mean, and what the table is: where it stands, of what day, whose.
fn key(table: &Table) -> Lines {
    let words = &table.words;
    let blanks = [&words.blank_statement, &words.blank_measure, &words.blank_access];
    let about = [
        (words.archive.clone(), table.archive.clone()),
        (words.address.clone(), table.address.clone()),
        words.dated.clone(),
        words.licence.clone(),
    ];
    let pairs = words.certainties.iter().chain(blanks).cloned().chain(about);
    Lines {
        head: vec![words.word.clone(), words.meaning.clone()],
        widths: vec![Width::Middle, Width::Wide],
        lines: pairs.map(|(word, meaning)| vec![Field::Words(word), Field::Words(meaning)]).collect(),
        fixed: 0,
    }
}

/// Words as a cell takes them: no formula, no longer than it holds.
fn cell_text(words: &str) -> String {
    clipped(&guarded(words), MAX_CELL)
}

/// A text of at most `most` UTF-16 units; what is cut off is told.
fn clipped(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut taken = 0;
    // One unit is left for the sign, and no character is cut in two.
    let kept = text.chars().take_while(|c| {
        taken += c.len_utf16();
        taken < most
    });
    kept.chain(['…']).collect()
}

/// A name that a sheet may have: without the signs of references, not too long.
fn sheet_name(title: &str) -> String {
    let plain = title.chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c });
    let name: String = plain.take(MAX_SHEET_NAME).collect();
    // Behind the cut: a quotation mark at an edge is refused, also one that the cut has put there.
    let name = name.trim_matches(['\'', ' ']).to_owned();
    if name.is_empty() { "-".to_owned() } else { name }
}

/// The width of a column, in characters of the default face; a Chinese one takes two.
fn characters(width: Width) -> f64 {
    match width {
        Width::Narrow => 10.0,
        Width::Middle => 18.0,
        Width::Wide => 40.0,
    }
}
