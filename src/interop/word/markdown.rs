//! Writes what was read of a Word file as the archive's Markdown.

use std::collections::HashMap;
use std::fmt::Write as _;

use undoc::model::RevisionType;
use undoc::{Block, Document, HeadingLevel, ListType, Paragraph, Table, TextRun};

use super::left_out::{LeftOut, LeftOutKind, add};
use super::{Draft, DraftPicture};
use crate::model::PictureFormat;

/// What has been written so far.
pub(super) struct Writer<'a> {
    document: &'a Document,
    blocks: Vec<String>,
    notes: Vec<String>,
    pictures: Vec<DraftPicture>,
    /// Names of pictures that have been shown, by their id in the file.
    shown: HashMap<&'a str, String>,
    left_out: Vec<LeftOut>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            blocks: Vec::new(),
            notes: Vec::new(),
            pictures: Vec::new(),
            shown: HashMap::new(),
            left_out: Vec::new(),
        }
    }

    pub(super) fn write(&mut self) {
        let document = self.document;
        let mut list = None;
        for section in &document.sections {
            let edges = [&section.header, &section.footer];
            let edges =
                edges.into_iter().flatten().filter(|edge| edge.iter().any(|part| !words(part).is_empty()));
            add(&mut self.left_out, LeftOutKind::HeadersAndFooters, edges.count());
            for block in &section.content {
                list = self.block(block, list);
            }
        }
    }

    pub(super) fn into_draft(self) -> Draft {
        let mut markdown = self.blocks.join("\n\n");
        if !self.notes.is_empty() {
            let _ = write!(markdown, "\n\n{}", self.notes.join("\n\n"));
        }
        markdown.push('\n');
        Draft { markdown, pictures: self.pictures, left_out: self.left_out, ..Draft::default() }
    }

    /// Writes a block; gives the kind of list it was an item of, which the next may go on with.
    fn block(&mut self, block: &'a Block, after: Option<ListType>) -> Option<ListType> {
        match block {
            Block::Paragraph(paragraph) => return self.paragraph(paragraph, after),
            Block::Table(table) => self.table(table),
            Block::Image { resource_id, alt_text, .. } => self.picture(resource_id, alt_text.as_deref()),
            Block::Note { label, content } => {
                let parts: Vec<String> = content.iter().map(|part| self.runs(&part.runs)).collect();
                self.notes.push(format!("[^{label}]: {}", parts.join("\n\n    ")));
                content.iter().for_each(|part| self.pictures_of(part));
            }
            Block::PageBreak | Block::SectionBreak => {}
        }
        None
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph, after: Option<ListType>) -> Option<ListType> {
        let text = self.runs(&paragraph.runs);
        let mut item = None;
        if !text.is_empty() {
            match (level(paragraph.heading), &paragraph.list_info) {
                (Some(level), _) => {
                    // A heading is a line, and its type is set by the page.
                    let line = text.replace("**", "").replace("\\\n", " ");
                    self.blocks.push(format!("{} {line}", "#".repeat(level)));
                }
                (None, Some(list)) => {
                    let mark = match (list.list_type, list.number) {
                        (ListType::Numbered, Some(number)) => format!("{number}."),
                        (ListType::Numbered, None) => "1.".to_owned(),
                        _ => "-".to_owned(),
                    };
                    let indent = " ".repeat(usize::from(list.level.min(8)) * 4);
                    let line = format!("{indent}{mark} {text}");
                    match self.blocks.last_mut().filter(|_| list.level > 0 || after == Some(list.list_type)) {
                        Some(last) => _ = write!(last, "\n{line}"),
                        None => self.blocks.push(line),
                    }
                    item = Some(list.list_type);
                }
                (None, None) => self.blocks.push(text),
            }
        }
        self.pictures_of(paragraph);
        item.filter(|_| paragraph.images.is_empty())
    }

    fn pictures_of(&mut self, paragraph: &'a Paragraph) {
        for image in &paragraph.images {
            self.picture(&image.resource_id, image.alt_text.as_deref());
        }
    }

    fn picture(&mut self, id: &'a str, alt: Option<&str>) {
        let name = match self.shown.get(id) {
            Some(name) => name.clone(),
            None => {
                let resource = self.document.resources.get(id);
                let extension = resource.and_then(|resource| extension_of(resource.mime_type.as_deref()?));
                let (Some(resource), Some(extension)) = (resource, extension) else {
                    return add(&mut self.left_out, LeftOutKind::Pictures, 1);
                };
                let name = format!("image-{:02}.{extension}", self.pictures.len() + 1);
                self.pictures.push(DraftPicture { name: name.clone(), bytes: resource.data.clone() });
                self.shown.insert(id, name.clone());
                name
            }
        };
        let alt = escaped(alt.unwrap_or_default().trim()).replace('\n', " ");
        self.blocks.push(format!("![{alt}](images/{name})"));
    }

    fn table(&mut self, table: &'a Table) {
        let joined =
            |cell: &undoc::Cell| cell.col_span > 1 || cell.row_span > 1 || !cell.nested_tables.is_empty();
        let joined = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| joined(cell)).count();
        add(&mut self.left_out, LeftOutKind::JoinedCells, joined);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in &table.rows {
            let mut cells = Vec::new();
            for cell in &row.cells {
                let mut parts: Vec<String> = cell.content.iter().map(|part| self.runs(&part.runs)).collect();
                let nested =
                    cell.nested_tables.iter().flat_map(|inner| &inner.rows).flat_map(|row| &row.cells);
                parts.extend(nested.flat_map(|cell| &cell.content).map(words));
                parts.retain(|part| !part.is_empty());
                cells.push(parts.join(" ").replace("\\\n", " ").replace('|', "\\|"));
                cells.extend((1..cell.col_span.min(64)).map(|_| String::new()));
            }
            rows.push(cells);
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let mut lines = vec![line(&rows[0]), format!("|{}", "---|".repeat(width))];
        lines.extend(rows[1..].iter().map(|row| line(row)));
        self.blocks.push(lines.join("\n"));
        for paragraph in table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.content) {
            self.pictures_of(paragraph);
        }
    }

    /// The words of a paragraph with their emphasis, links and marks of notes.
    fn runs(&mut self, runs: &'a [TextRun]) -> String {
        let mut text = String::new();
        let mut open = "";
        for run in runs {
            if run.revision == RevisionType::Deleted {
                continue;
            }
            let style = &run.style;
            let has_type =
                style.underline || style.superscript || style.subscript || style.highlight.is_some();
            add(
                &mut self.left_out,
                LeftOutKind::Typography,
                usize::from(has_type && !run.text.trim().is_empty()),
            );
            let emphasis = match (style.bold, style.italic) {
                _ if run.text.trim().is_empty() => open,
                (true, true) => "***",
                (true, false) => "**",
                (false, true) => "*",
                (false, false) => "",
            };
            if emphasis != open {
                close(&mut text, open);
                text.push_str(emphasis);
                open = emphasis;
            }
            let words = escaped(&run.text);
            match run
                .hyperlink
                .as_deref()
                .filter(|link| link.starts_with("http") || link.starts_with("mailto:"))
            {
                Some(link) if !words.trim().is_empty() => {
                    let _ = write!(text, "[{words}](<{}>)", link.replace(['<', '>', '\n'], ""));
                }
                _ => text.push_str(&words),
            }
            if let Some(note) = &run.note {
                let _ = write!(text, "[^{note}]");
            }
            if run.line_break {
                text.push_str("\\\n");
            }
        }
        close(&mut text, open);
        text.trim().trim_end_matches('\\').trim_end().to_owned()
    }
}

/// Ends emphasis before the white space that stands behind it: `**字 **` would be none.
fn close(text: &mut String, emphasis: &str) {
    if emphasis.is_empty() {
        return;
    }
    let end = text.trim_end().len();
    text.insert_str(end, emphasis);
}

fn words(paragraph: &Paragraph) -> String {
    paragraph.runs.iter().map(|run| escaped(&run.text)).collect::<String>().trim().to_owned()
}

/// How a picture is called that is carried over. A GIF, which no photo can be, lies beside the draft all the same:
/// whoever works on it makes of it what the archive takes.
fn extension_of(media_type: &str) -> Option<&'static str> {
    let known = PictureFormat::from_media_type(media_type).map(PictureFormat::extension);
    known.or((media_type == "image/gif").then_some("gif"))
}

/// Levels from 2, as the page's title is the first.
fn level(heading: HeadingLevel) -> Option<usize> {
    match heading {
        HeadingLevel::None => None,
        HeadingLevel::H1 | HeadingLevel::H2 => Some(2),
        HeadingLevel::H3 => Some(3),
        HeadingLevel::H4 => Some(4),
        HeadingLevel::H5 => Some(5),
        HeadingLevel::H6 => Some(6),
    }
}

/// Words that Markdown takes for words.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' => escaped.extend(['\\', c]),
            '\t' | '\u{a0}' => escaped.push(' '),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}
