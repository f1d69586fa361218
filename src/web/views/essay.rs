//! Essays in lists.

use serde::Serialize;

use super::reader::{DateText, Reader, Text};
use crate::archive::EssayEntry;
use crate::model::address::Page;
use crate::model::{Author, Language};

/// An essay in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct EssayCard {
    id: String,
    href: String,
    title: Text,
    authors: Vec<Text>,
    about: Option<Text>,
    published: Option<DateText>,
    /// How long it is, in words.
    length: String,
}

/// The card of an essay.
pub(in crate::web) fn essay_card(entry: &EssayEntry, reader: &Reader<'_>) -> EssayCard {
    let essay = &entry.essay;
    EssayCard {
        id: essay.id.to_string(),
        href: reader.url(&Page::essay(&essay.id)),
        title: reader.text(&essay.title),
        authors: essay.authors.iter().map(|author: &Author| reader.text(&author.name)).collect(),
        about: essay.abstract_text.as_ref().map(|text| reader.text(text)),
        published: essay.published.map(|date| reader.date(date)),
        length: length(entry, reader),
    }
}

/// How long an essay is, to the next hundred.
fn length(entry: &EssayEntry, reader: &Reader<'_>) -> String {
    let (written_in, length) = entry.length_for_reader(reader.language);
    let unit = if written_in == Language::Chinese { "characters" } else { "words" };
    // Upwards, so that a short text is not one of no length.
    reader.t_with(&format!("essay-length-{unit}"), [("n", (length.div_ceil(100) * 100).into())])
}
