//! A cell of the table on a page: its claims with their marks.

use serde::Serialize;

use crate::interop::table::{Claim, Table, Value, Words};
use crate::model::{Certainty, Id};
use crate::web::views::reader::{Labelled, Reader, Text};
use crate::web::views::source::{Mark, SourceList};
use crate::web::views::statement::number_with_unit;

/// A claim in a cell of a page.
#[derive(Serialize)]
pub(in crate::web) struct ClaimView {
    value: Text,
    /// The coded values; none where the value says no more than they do.
    codes: Vec<Text>,
    short: Option<Text>,
    is_number: bool,
    at: Option<Text>,
    survey: Option<String>,
    certainty: Labelled,
    marks: Vec<Mark>,
    note: Option<Text>,
    href: String,
}

/// A cell of a page.
#[derive(Serialize)]
pub(in crate::web) struct CellView {
    /// `known`, `unknown` or `blank`.
    pub(in crate::web) state: &'static str,
    /// 未查 or 未测 where there is no claim.
    blank: Option<String>,
    claims: Vec<ClaimView>,
}

/// The coded values that a claim shows beside its words.
fn beside(claim: &Claim, reader: &Reader<'_>) -> Vec<Text> {
    if claim.is_coded_alone {
        Vec::new()
    } else {
        claim.codes.iter().map(|code| reader.shown(&code.word)).collect()
    }
}

/// A cell, whose claims stand at `href`; its sources are added to the page's list.
pub(in crate::web) fn cell_view(
    table: &Table,
    (row, column): (usize, usize),
    href: &str,
    reader: &Reader<'_>,
    sources: &mut SourceList<'_>,
) -> CellView {
    let (fact, cell) = (&table.facts[row], &table.cells[row][column]);
    let claims: Vec<ClaimView> = cell
        .claims
        .iter()
        .map(|claim| {
            let text = |words: &Words| reader.shown(words);
            let (value, short, is_number) = match &claim.value {
                Value::Number(number) => {
                    (Text { text: number_with_unit(*number, fact.unit()), lang: None }, None, true)
                }
                Value::Statement { words, short } => (text(words), short.as_ref().map(text), false),
            };
            // Each place is one of the table's sources: `table.rs` has numbered none that is not there.
            let ids: Vec<Id> = claim.sources.iter().map(|place| table.sources[*place].id.clone()).collect();
            ClaimView {
                codes: beside(claim, reader),
                value,
                short,
                is_number,
                at: claim.at.as_ref().map(text),
                survey: claim.survey.clone(),
                certainty: reader.certainty(claim.certainty),
                marks: sources.marks(&ids),
                note: claim.note.as_ref().map(text),
                href: format!("{href}#f-{}", claim.property),
            }
        })
        .collect();
    // The surest claim comes first: a cell is unknown only where nothing better is said.
    let state = match cell.claims.first() {
        None => "blank",
        Some(claim) if claim.certainty == Certainty::Unknown => "unknown",
        Some(_) => "known",
    };
    CellView { state, blank: claims.is_empty().then(|| table.blank_word(fact).to_owned()), claims }
}
