//! A search result as a page shows it, and the address it leads to.

use serde::Serialize;

use super::reader::{Labelled, Reader, Text};
use crate::archive::Snapshot;
use crate::model::address::Page;
use crate::model::{Id, Kind, Language};
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
            href: reader.url(&page_of(hit.kind, &hit.id)),
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

/// Whether a result of an index of commit `sequence` may be shown now.
pub(in crate::web) fn is_shown(snapshot: &Snapshot, kind: HitKind, id: &str, sequence: u64) -> bool {
    match kind {
        // All of them together are one result, which is no record.
        HitKind::OpenEntry if id == "open" => true,
        HitKind::Village | HitKind::OpenEntry | HitKind::Photo | HitKind::Essay => {
            Id::parse(id).is_ok_and(|id| snapshot.shows_as_of(&id, sequence))
        }
        // What stands in lists cannot be withdrawn.
        HitKind::Term | HitKind::Source | HitKind::Region => true,
    }
}

/// The page that shows a result. The index may hold for a moment what the records no longer have.
pub(in crate::web) fn page_of(kind: HitKind, id: &str) -> Page {
    let kind = match kind {
        HitKind::OpenEntry if id == "open" => return Page::OPEN_ENTRIES,
        HitKind::Village | HitKind::OpenEntry => Kind::Village,
        HitKind::Photo => Kind::Photo,
        HitKind::Essay => Kind::Essay,
        HitKind::Term => Kind::Term,
        HitKind::Source => Kind::Source,
        HitKind::Region => Kind::County,
    };
    Id::parse(id).map_or(Page::HOME, |id| Page::record(kind, &id))
}
