//! A search result as a page shows it, and the address it leads to.

use serde::Serialize;

use super::reader::{Labelled, Reader, Text};
use crate::model::Language;
use crate::search::{Hit, HitKind, Marked, Piece};

/// A result.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct HitView {
    kind: Labelled,
    href: String,
    title: MarkedText,
    pinyin: Option<String>,
    of: Option<Text>,
    stand_in: bool,
    snippet: MarkedText,
    /// The word for a lead, where the piece shown is one.
    lead: Option<Labelled>,
}

/// A text in pieces, with the language it is in where that is not the page's.
#[derive(Debug, Clone, Serialize)]
struct MarkedText {
    pieces: Vec<Piece>,
    lang: Option<&'static str>,
}

impl HitView {
    /// A result for a reader.
    pub(in crate::web) fn of(hit: &Hit, reader: &Reader<'_>) -> Self {
        let marked = |text: &Marked, language: Language| MarkedText {
            pieces: text.pieces.clone(),
            lang: (language != reader.language).then(|| language.tag()),
        };
        Self {
            kind: kind(hit.kind, reader),
            href: reader.url(&path_of(hit.kind, &hit.id)),
            title: marked(&hit.title, hit.title_language),
            pinyin: hit.pinyin.clone().filter(|_| reader.language == Language::Chinese),
            of: hit.of.as_ref().map(|of| reader.text(of)),
            stand_in: hit.is_stand_in,
            snippet: marked(&hit.snippet, hit.snippet_language),
            lead: hit.is_lead.then(|| reader.certainty(crate::model::Certainty::Lead)),
        }
    }
}

/// A kind with its word.
pub(in crate::web) fn kind(kind: HitKind, reader: &Reader<'_>) -> Labelled {
    let word = kind.word();
    Labelled { id: word.to_owned(), label: reader.t(&format!("find-kind-{word}")) }
}

/// The path of the page that shows a result, without the language's prefix.
pub(in crate::web) fn path_of(kind: HitKind, id: &str) -> String {
    match kind {
        HitKind::Village => format!("/villages/{id}"),
        HitKind::OpenEntry if id == "open" => "/villages/open".to_owned(),
        HitKind::OpenEntry => format!("/villages/{id}"),
        HitKind::Photo => format!("/photos/{id}"),
        HitKind::Essay => format!("/essays/{id}"),
        HitKind::Term => format!("/glossary#{id}"),
        HitKind::Source => format!("/about/data#source-{id}"),
        HitKind::Region => "/".to_owned(),
    }
}
