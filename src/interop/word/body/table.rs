//! Tables of a Word file: cells joined across and down keep the places of the others.

use std::mem;

use super::{Body, has_lost_end};
use crate::interop::word::left_out::LeftOutKind;
use crate::interop::word::xml::Element;

/// A cell joined across more columns counts for so many; Word itself has 63 at most.
const MOST_ACROSS: usize = 64;
/// Rows are filled up in a table of no more cells; a larger one is read without it, too.
const MOST_FILLED: usize = 100_000;

impl Body<'_> {
    pub(super) fn table(&mut self, table: &Element) {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut joined = 0;
        for row in named(table, "tr") {
            let properties = row.get("trPr");
            if properties.is_some_and(|own| own.get("del").is_some()) {
                self.add(LeftOutKind::DeletedPassages, 1);
                continue;
            }
            let skipped =
                |name: &str| properties.and_then(|own| own.value(name)).and_then(|count| count.parse().ok());
            let mut cells = vec![String::new(); skipped("gridBefore").unwrap_or(0).min(MOST_ACROSS)];
            for cell in named(row, "tc") {
                let own = cell.get("tcPr");
                let across = own.and_then(|own| own.value("gridSpan")).and_then(|count| count.parse().ok());
                let across: usize = across.unwrap_or(1).clamp(1, MOST_ACROSS);
                let begins = |name: &str| {
                    own.and_then(|own| own.get(name))
                        .is_some_and(|joint| joint.attribute("val") == Some("restart"))
                };
                let has_tables = cell.elements().any(|inner| inner.name == "tbl");
                joined += usize::from(across > 1 || begins("vMerge") || begins("hMerge") || has_tables);
                let mut words = Words::default();
                self.words_within(cell, &mut words);
                cells.push(words.text);
                // Empty ones in their place: the cells behind a joined one stay below their heads.
                cells.extend((1..across).map(|_| String::new()));
            }
            rows.push(cells);
        }
        self.add(LeftOutKind::JoinedCells, joined);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if let Some(first) = rows.first_mut().filter(|_| width > 0) {
            // Always: the head decides how many columns Markdown shows.
            first.resize(width, String::new());
            if width * rows.len() <= MOST_FILLED {
                rows.iter_mut().for_each(|row| row.resize(width, String::new()));
            }
            let line = |cells: &Vec<String>| format!("| {} |", cells.join(" | "));
            let mut lines = vec![line(&rows[0]), format!("|{}", "---|".repeat(width))];
            lines.extend(rows[1..].iter().map(line));
            self.blocks.push(lines.join("\n"));
        }
        let (pictures, boxes) = (mem::take(&mut self.pending), mem::take(&mut self.boxes));
        self.show(pictures);
        self.blocks.extend(boxes);
    }

    /// The words of a cell, paragraph by paragraph; a table within it is read across and down.
    fn words_within(&mut self, of: &Element, words: &mut Words) {
        for element in of.elements() {
            match element.name.as_str() {
                "p" => {
                    // Last of all escapes, as it means something only here.
                    let own = self.words_in_cell(element).replace('|', "\\|");
                    words.add(&own, has_lost_end(element.get("pPr")));
                }
                "tr" if element.get("trPr").is_some_and(|own| own.get("del").is_some()) => {
                    self.add(LeftOutKind::DeletedPassages, 1);
                }
                "oMathPara" | "oMath" => self.add(LeftOutKind::Formulas, element.count("oMath")),
                "AlternateContent" => {
                    if let Some(own) = element.alternative() {
                        self.words_within(own, words);
                    }
                }
                "tbl" | "tr" | "tc" | "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {
                    self.words_within(element, words);
                }
                _ => {}
            }
        }
    }
}

/// Paragraphs as words of one line.
#[derive(Default)]
struct Words {
    text: String,
    /// Whether the next paragraph goes on without a blank.
    goes_on: bool,
}

impl Words {
    fn add(&mut self, own: &str, goes_on: bool) {
        if !self.text.is_empty() && !own.is_empty() && !self.goes_on {
            self.text.push(' ');
        }
        self.text.push_str(own);
        self.goes_on = goes_on;
    }
}

/// Rows or cells, within controls too.
fn named<'e>(of: &'e Element, name: &str) -> Vec<&'e Element> {
    let each = of.elements().flat_map(|element| match element.name.as_str() {
        own if own == name => vec![element],
        "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => named(element, name),
        _ => Vec::new(),
    });
    each.collect()
}
