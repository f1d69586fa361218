//! Builds the table of forts × facts for a reader; `cell.rs` shows its cells on a page.

mod cell;
mod words;

use std::sync::Arc;

use jiff::Timestamp;

pub(in crate::web) use self::cell::{CellView, cell_view};
use self::words::table_words;
use super::reader::Reader;
use super::source;
use super::statement::{codes_beside, survey, unit_sign};
use crate::interop::table::{Cell, Cited, Claim, Coded, Fact, FactKind, Fort, Layout, Table, Value, Words};
use crate::model::{Bilingual, Id, Language, Measurement, Statement, Village};

/// A village in the revision that a table shows.
pub(in crate::web) struct ShownFort {
    pub(in crate::web) village: Arc<Village>,
    pub(in crate::web) revision: u64,
}

/// What a table is called, where it is cited and of what day it is.
pub(in crate::web) struct TableHead {
    pub(in crate::web) title: String,
    pub(in crate::web) archive: String,
    pub(in crate::web) address: String,
    pub(in crate::web) dated: Timestamp,
}

/// The facts of a table: the properties of 家底表 and those that `forts` say something of beside, then the
/// measures.
pub(in crate::web) fn facts(forts: &[ShownFort], reader: &Reader<'_>) -> Vec<Fact> {
    let vocabulary = reader.catalogue.vocabulary();
    let is_said = |id: &str| forts.iter().any(|fort| fort.village.statements_of(id).next().is_some());
    let properties =
        vocabulary.properties.iter().filter(|property| property.in_inventory || is_said(&property.id));
    let statements = properties.map(|property| Fact {
        id: property.id.clone(),
        label: reader.text(&property.name).text,
        kind: FactKind::Statement,
    });
    statements.chain(measures(reader)).collect()
}

/// The facts of 家底表 alone.
pub(in crate::web) fn inventory_facts(reader: &Reader<'_>) -> Vec<Fact> {
    facts(&[], reader)
}

fn measures(reader: &Reader<'_>) -> impl Iterator<Item = Fact> {
    reader.catalogue.vocabulary().measures.iter().map(|measure| Fact {
        id: measure.id.clone(),
        label: reader.text(&measure.name).text,
        kind: FactKind::Measure { unit: unit_sign(&measure.unit).to_owned() },
    })
}

/// The table of `forts` × `facts`. Sources are numbered as a reader of the layout meets them.
pub(in crate::web) fn table(
    head: TableHead,
    forts: &[ShownFort],
    facts: Vec<Fact>,
    layout: Layout,
    reader: &Reader<'_>,
) -> Table {
    let mut cited = Vec::new();
    let mut cells = vec![vec![Cell::default(); forts.len()]; facts.len()];
    let (columns, rows) = (0..forts.len(), 0..facts.len());
    let places: Vec<(usize, usize)> = match layout {
        Layout::Beside => rows.flat_map(|row| columns.clone().map(move |column| (row, column))).collect(),
        Layout::Below => columns.flat_map(|column| rows.clone().map(move |row| (row, column))).collect(),
    };
    for (row, column) in places {
        cells[row][column] = cell(&forts[column].village, &facts[row], &mut cited, reader);
    }
    let sources = cited.iter().filter_map(|id| cited_source(id, reader)).collect();
    let words = table_words(forts, head.dated, reader);
    Table {
        title: head.title,
        archive: head.archive,
        address: head.address,
        dated: head.dated,
        language: reader.language,
        forts: forts.iter().map(|fort| fort_of(fort, reader)).collect(),
        facts,
        cells,
        sources,
        words,
    }
}

fn fort_of(shown: &ShownFort, reader: &Reader<'_>) -> Fort {
    let town = shown.village.town.as_ref().and_then(|id| reader.catalogue.region().town(id));
    Fort {
        id: shown.village.id.clone(),
        revision: shown.revision,
        name: reader.words(shown.village.name.for_reader(reader.language)),
        town: town.map(|town| reader.words(town.name.for_reader(reader.language))),
    }
}

fn cell(village: &Village, fact: &Fact, cited: &mut Vec<Id>, reader: &Reader<'_>) -> Cell {
    let statements = village.statements.iter();
    let mut found: Vec<(&Statement, Option<&Measurement>)> = match fact.kind {
        FactKind::Statement => {
            statements.filter(|statement| statement.property == fact.id).map(|s| (s, None)).collect()
        }
        FactKind::Measure { .. } => statements
            .flat_map(|statement| statement.measures.iter().map(move |number| (statement, Some(number))))
            .filter(|(_, number)| number.is_some_and(|number| number.measure == fact.id))
            .collect(),
    };
    // The surest first, since `cell.rs` shows a cell by its first claim. Stable: equals stay as the record has
    // them.
    found.sort_by_key(|(statement, _)| statement.certainty);
    let claims =
        found.into_iter().map(|(statement, number)| claim(village, statement, number, cited, reader));
    Cell { claims: claims.collect() }
}

fn claim(
    village: &Village,
    statement: &Statement,
    number: Option<&Measurement>,
    cited: &mut Vec<Id>,
    reader: &Reader<'_>,
) -> Claim {
    let words = |text: &Bilingual| reader.words(text.for_reader(reader.language));
    let value = match number {
        Some(number) => Value::Number(number.value),
        None => {
            Value::Statement { words: words(&statement.value), short: statement.short.as_ref().map(words) }
        }
    };
    // Only those that are there: then `cited` and the table's sources are of one length, and a place in the one
    // is a place in the other.
    let known = statement.sources.iter().filter(|id| reader.catalogue.source(id).is_some());
    Claim {
        value,
        property: statement.property.clone(),
        codes: match number {
            Some(_) => Vec::new(),
            None => statement.codes.iter().map(|code| coded(&statement.property, code, reader)).collect(),
        },
        is_coded_alone: codes_beside(statement, reader).is_empty(),
        at: number.and_then(|number| number.at.as_ref()).map(words),
        // Of a number the survey that measured it, of words the one that saw it.
        survey: number
            .map_or(statement.survey.as_ref(), |number| number.survey.as_ref())
            .and_then(|id| survey(village, id, reader)),
        certainty: statement.certainty,
        sources: known.map(|id| place_of(id, cited)).collect(),
        note: statement.note.as_ref().map(words),
    }
}

fn coded(property: &str, code: &Id, reader: &Reader<'_>) -> Coded {
    let word = reader.catalogue.vocabulary().words_of(property, [code.as_str()]);
    Coded { id: code.clone(), word: reader.words(word.for_reader(reader.language)) }
}

fn place_of(id: &Id, cited: &mut Vec<Id>) -> usize {
    cited.iter().position(|other| other == id).unwrap_or_else(|| {
        cited.push(id.clone());
        cited.len() - 1
    })
}

fn cited_source(id: &Id, reader: &Reader<'_>) -> Option<Cited> {
    let found = reader.catalogue.source(id)?;
    let short = source::short(found, reader);
    Some(Cited {
        id: id.clone(),
        short: Words { text: short.text, other: short.lang.and(Some(Language::Chinese)) },
        citation: source::plain_citation(found, reader),
        grade: source::grade(found, reader),
        url: found.url.clone(),
        note: found.note.as_ref().map(|note| reader.words(note.for_reader(reader.language))),
    })
}
