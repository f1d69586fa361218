//! The disk shape of `region.toml`.

use super::fields::Fields;
use super::lines::Lines;
use super::place::{read_place, write_place};
use super::problem::ProblemCode;
use super::statement::{read_statement, write_statements};
use crate::model::{Candidate, County, Town};

/// Reads `region.toml`.
pub(super) fn read_region(fields: &mut Fields<'_>) -> Option<County> {
    let statements = fields.each("statement", read_statement);
    let towns = fields.each("town", read_town);
    let candidates = fields.each("candidate", read_candidate);
    Some(County { statements, towns, candidates })
}

fn read_town(fields: &mut Fields<'_>) -> Option<Town> {
    let id = fields.id("id");
    let name = fields.name("name");
    let statistical_code = fields.text("statistical_code");
    let mut places = fields.each("place", read_place);
    if places.len() > 1 {
        fields.fault(ProblemCode::BadValue, "a town has one place");
    }
    Some(Town { id: id?, name: name?, statistical_code: statistical_code?, place: places.pop() })
}

fn read_candidate(fields: &mut Fields<'_>) -> Option<Candidate> {
    let name = fields.text("name");
    let statistical_code = fields.text("statistical_code");
    let town = fields.id("town");
    let status = fields.word("status");
    let kind = fields.text("kind");
    let named_in_article = fields.flag("named_in_article", false);
    Some(Candidate {
        name: name?,
        statistical_code: statistical_code?,
        town: town?,
        status: status?,
        kind: kind?,
        named_in_article,
    })
}

/// Writes `region.toml`.
pub(super) fn write_region(region: &County) -> String {
    let mut lines = Lines::default();
    write_statements(&mut lines, &region.statements);
    for town in &region.towns {
        lines.header("[[town]]");
        lines.text("id", town.id.as_str());
        lines.name("name", &town.name);
        lines.text("statistical_code", &town.statistical_code);
        if let Some(place) = &town.place {
            // One table, as a town has one place; it is read as a list of one.
            lines.header("[town.place]");
            write_place(&mut lines, place);
        }
    }
    for candidate in &region.candidates {
        lines.header("[[candidate]]");
        lines.text("name", &candidate.name);
        lines.text("statistical_code", &candidate.statistical_code);
        lines.text("town", candidate.town.as_str());
        lines.word("status", &candidate.status);
        lines.text("kind", &candidate.kind);
        lines.flag("named_in_article", candidate.named_in_article);
    }
    lines.into_text()
}
