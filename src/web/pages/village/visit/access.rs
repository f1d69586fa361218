//! What is known of the visit itself: whether one may go in, and what one meets on the way.

use serde::Serialize;

use crate::model::{Certainty, Entry, Village};
use crate::web::views::reader::{Labelled, Reader, Text};
use crate::web::views::source::{Mark, SourceList};
use crate::web::views::statement::{StatementView, codes_beside, views_in};

/// Properties that a visitor asks for, each told in the box alone; of a vocabulary that lacks one nothing is said.
pub(in crate::web::pages::village) const ON_THE_WAY: [&str; 6] =
    ["hours", "parking", "surface", "steps", "toilet", "signal"];

/// Whether one may go in.
#[derive(Serialize)]
pub(super) struct Admission {
    /// What was chosen of a list, beside other words.
    codes: Vec<Text>,
    text: Text,
    certainty: Labelled,
    marks: Vec<Mark>,
}

impl Admission {
    pub(super) fn of(village: &Village, reader: &Reader<'_>, sources: &mut SourceList<'_>) -> Self {
        match village.statements_of("access").last() {
            Some(statement) => Self {
                codes: codes_beside(statement, reader),
                text: reader.text(&statement.value),
                certainty: reader.certainty(statement.certainty),
                marks: sources.marks(&statement.sources),
            },
            None => Self {
                codes: Vec::new(),
                text: Text { text: reader.t("access-unknown"), lang: None },
                certainty: reader.certainty(Certainty::Unknown),
                marks: Vec::new(),
            },
        }
    }
}

/// One thing that one meets on the way, with when and by whom it was seen.
#[derive(Serialize)]
pub(super) struct Met {
    property: Labelled,
    statements: Vec<StatementView>,
}

/// What is known of the way, and the labels of what is not.
pub(super) fn met(
    village: &Village,
    reader: &Reader<'_>,
    sources: &mut SourceList<'_>,
) -> (Vec<Met>, Vec<String>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    let properties = ON_THE_WAY.into_iter().filter(|id| reader.catalogue.property(id).is_some());
    for id in properties.filter(|_| village.entry == Entry::Named) {
        let property = reader.property(id);
        if village.statements_of(id).any(|statement| statement.certainty != Certainty::Unknown) {
            known.push(Met { property, statements: views_in(village, id, reader, sources) });
        } else {
            unknown.push(property.label);
        }
    }
    (known, unknown)
}
