//! Tables of a Word file: cells joined across and down keep the places of the others.

use super::body::Body;
use super::left_out::LeftOutKind;
use super::xml::Element;

/// A cell joined across more columns counts for so many.
const MOST_ACROSS: usize = 64;

pub(super) fn write(body: &mut Body<'_>, table: &Element) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut joined, mut pictures) = (0, Vec::new());
    for row in rows_of(table) {
        let properties = row.get("trPr");
        if properties.is_some_and(|own| own.get("del").is_some()) {
            body.add(LeftOutKind::DeletedPassages, 1);
            continue;
        }
        let skipped =
            |name: &str| properties.and_then(|own| own.value(name)).and_then(|count| count.parse().ok());
        let mut cells = vec![String::new(); skipped("gridBefore").unwrap_or(0).min(MOST_ACROSS)];
        for cell in cells_of(row) {
            let own = cell.get("tcPr");
            let across = own.and_then(|own| own.value("gridSpan")).and_then(|count| count.parse().ok());
            let across: usize = across.unwrap_or(1).clamp(1, MOST_ACROSS);
            let begins = |name: &str| {
                own.and_then(|own| own.get(name))
                    .is_some_and(|joint| joint.attribute("val") == Some("restart"))
            };
            let has_tables = cell.elements().any(|inner| inner.name == "tbl");
            joined += usize::from(across > 1 || begins("vMerge") || begins("hMerge") || has_tables);
            let mut parts = Vec::new();
            texts(body, cell, &mut parts);
            pictures.extend(body.take_pending());
            parts.retain(|part| !part.is_empty());
            cells.push(parts.join(" "));
            cells.extend((1..across).map(|_| String::new()));
        }
        rows.push(cells);
    }
    body.add(LeftOutKind::JoinedCells, joined);
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width > 0 {
        rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        let line = |cells: &Vec<String>| format!("| {} |", cells.join(" | "));
        let mut lines = vec![line(&rows[0]), format!("|{}", "---|".repeat(width))];
        lines.extend(rows[1..].iter().map(line));
        body.blocks.push(lines.join("\n"));
    }
    body.show(pictures);
}

/// The rows, within controls too.
fn rows_of(table: &Element) -> Vec<&Element> {
    named(table, "tr")
}

fn cells_of(row: &Element) -> Vec<&Element> {
    named(row, "tc")
}

fn named<'e>(of: &'e Element, name: &str) -> Vec<&'e Element> {
    let each = of.elements().flat_map(|element| match element.name.as_str() {
        own if own == name => vec![element],
        "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => named(element, name),
        _ => Vec::new(),
    });
    each.collect()
}

/// The words of a cell, paragraph by paragraph; a table within it is read across and down.
fn texts(body: &mut Body<'_>, of: &Element, to: &mut Vec<String>) {
    for element in of.elements() {
        match element.name.as_str() {
            "p" => {
                let text = body.words(element).replace(super::inline::PAGE_BREAK, " ");
                let text = text.trim().trim_end_matches("\\\n").replace("\\\n", " ").replace('|', "\\|");
                to.push(text.trim().trim_end_matches('\\').trim_end().to_owned());
            }
            "tcPr" | "trPr" | "tblPr" | "del" | "moveFrom" => {}
            _ => texts(body, element, to),
        }
    }
}
