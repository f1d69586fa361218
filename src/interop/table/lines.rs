//! A table as lines of fields, which every kind of file writes alike.
//!
//! A few forts stand side by side; many stand below one another, one claim a line. Either way a number has
//! a field to itself and its unit another.

use super::{Cell, Claim, Fact, FactKind, Table, Value};

/// How the forts of a table are laid out in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Side by side: a line for each fact, a group of columns for each fort.
    Beside,
    /// Below one another: a line for each claim.
    Below,
}

/// One field.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Nothing.
    Empty,
    /// A number.
    Number(f64),
    /// Words, as they are; who writes them guards them.
    Words(String),
}

impl Field {
    fn of(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Empty, |text| Self::Words(text.to_owned()))
    }
}

/// The fields of a line.
pub type Line = Vec<Field>;

/// How wide a column has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// For a word or a number.
    Narrow,
    /// For a name.
    Middle,
    /// For sentences.
    Wide,
}

/// A table as lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The names of the columns.
    pub head: Vec<String>,
    /// How wide each is.
    pub widths: Vec<Width>,
    /// The lines.
    pub lines: Vec<Line>,
    /// How many columns say what a line is about.
    pub fixed: usize,
}

impl Table {
    /// The table as lines.
    pub fn lines(&self, layout: Layout) -> Lines {
        match layout {
            Layout::Beside => beside(self),
            Layout::Below => below(self),
        }
    }
}

fn beside(table: &Table) -> Lines {
    let words = &table.words;
    let mut head = vec![words.fact.clone(), words.unit.clone()];
    let mut widths = vec![Width::Middle, Width::Narrow];
    for fort in &table.forts {
        // With the id: two forts may have one name, and columns of one name run together in programs that read by
        // name.
        let named = format!("{} {}", fort.name.text, fort.cited());
        let parts = [&words.codes, &words.at, &words.survey, &words.certainty, &words.sources, &words.note];
        head.push(named.clone());
        head.extend(parts.map(|part| format!("{named} {part}")));
        let (narrow, middle, wide) = (Width::Narrow, Width::Middle, Width::Wide);
        widths.extend([wide, middle, middle, middle, narrow, wide, wide]);
    }
    let mut lines = Vec::new();
    for (fact, cells) in table.facts.iter().zip(&table.cells) {
        // A fort of which several things are claimed takes as many lines; the others stay empty there.
        let depth = cells.iter().map(|cell| cell.claims.len()).max().unwrap_or(0).max(1);
        for level in 0..depth {
            let mut line = vec![Field::of(Some(&fact.label)), Field::of(Some(fact.unit()))];
            for cell in cells {
                line.extend(group(table, fact, cell, level));
            }
            lines.push(line);
        }
    }
    Lines { head, widths, lines, fixed: 2 }
}

/// The seven fields of a fort in one line.
fn group(table: &Table, fact: &Fact, cell: &Cell, level: usize) -> [Field; 7] {
    let [codes, at, survey, certainty, sources, note] = beyond_value(table, fact, cell, level);
    let value = match cell.claims.get(level).map(|claim| &claim.value) {
        None => Field::Empty,
        Some(Value::Number(number)) => Field::Number(*number),
        Some(Value::Statement { words, .. }) => Field::of(Some(&words.text)),
    };
    [value, codes, at, survey, certainty, sources, note]
}

fn below(table: &Table) -> Lines {
    let words = &table.words;
    let head = [
        &words.fort,
        &words.revision,
        &words.town,
        &words.fact,
        &words.number,
        &words.unit,
        &words.value,
        &words.codes,
        &words.at,
        &words.survey,
        &words.certainty,
        &words.sources,
        &words.note,
    ];
    let (narrow, middle, wide) = (Width::Narrow, Width::Middle, Width::Wide);
    let widths = vec![
        middle, middle, middle, middle, narrow, narrow, wide, middle, middle, middle, narrow, wide, wide,
    ];
    let mut lines = Vec::new();
    for (place, fort) in table.forts.iter().enumerate() {
        let about = [
            Field::of(Some(&fort.name.text)),
            Field::Words(fort.cited()),
            Field::of(fort.town.as_ref().map(|town| town.text.as_str())),
        ];
        for (fact, cells) in table.facts.iter().zip(&table.cells) {
            let Some(cell) = cells.get(place) else { continue };
            // At least one line: what nobody has looked for is told as well.
            for level in 0..cell.claims.len().max(1) {
                let mut line = about.to_vec();
                line.push(Field::of(Some(&fact.label)));
                line.extend(number_unit_words(fact, cell.claims.get(level)));
                line.extend(beyond_value(table, fact, cell, level));
                lines.push(line);
            }
        }
    }
    Lines { head: head.map(Clone::clone).into(), widths, lines, fixed: 1 }
}

fn number_unit_words(fact: &Fact, claim: Option<&Claim>) -> [Field; 3] {
    let unit = Field::of(matches!(fact.kind, FactKind::Measure { .. }).then(|| fact.unit()));
    match claim.map(|claim| &claim.value) {
        None => [Field::Empty, unit, Field::Empty],
        Some(Value::Number(number)) => [Field::Number(*number), unit, Field::Empty],
        Some(Value::Statement { words, .. }) => [Field::Empty, unit, Field::of(Some(&words.text))],
    }
}

/// The coded values, where, by which survey, how surely, after whom, with what reservation. An empty cell says so once.
fn beyond_value(table: &Table, fact: &Fact, cell: &Cell, level: usize) -> [Field; 6] {
    match cell.claims.get(level) {
        Some(claim) => [
            Field::of(Some(&claim.coded(&table.words.between))),
            Field::of(claim.at.as_ref().map(|at| at.text.as_str())),
            Field::of(claim.survey.as_deref()),
            Field::of(Some(table.certainty_word(claim.certainty))),
            Field::of(Some(&table.sources_of(claim))),
            Field::of(claim.note.as_ref().map(|note| note.text.as_str())),
        ],
        None => {
            let blank = (level == 0).then(|| table.blank_word(fact));
            [Field::Empty, Field::Empty, Field::Empty, Field::of(blank), Field::Empty, Field::Empty]
        }
    }
}
