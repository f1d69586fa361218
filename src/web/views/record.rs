//! The foot of a record's page: its revision, when it was published, its history.

use serde::Serialize;

use super::reader::{DateText, Link, Reader, Text, licence};
use crate::model::address::Page;
use crate::model::{Id, Kind};
use crate::store::RevisionNote;
use crate::web::errors::PageError;

/// What a reader may hold a record to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct RecordView {
    id: String,
    revision: u64,
    published: DateText,
    licence: Link,
    history: Vec<Layer>,
    /// Where the newest revision stands, if this is not it.
    newer: Option<String>,
}

/// One revision in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Layer {
    revision: u64,
    published: DateText,
    note: Option<Text>,
    href: Option<String>,
    /// Where it is set against the revision before, for a text.
    changes: Option<String>,
    current: bool,
}

impl RecordView {
    /// When the record came in.
    pub(in crate::web) fn first_published(&self) -> DateText {
        self.history.last().map_or_else(|| self.published.clone(), |first| first.published.clone())
    }

    /// The newest revision's number.
    pub(in crate::web) fn newest(&self) -> u64 {
        self.history.first().map_or(self.revision, |layer| layer.revision)
    }
}

/// The foot of an item's page.
pub(in crate::web) async fn view(
    kind: Kind,
    id: &Id,
    shown: &RevisionNote,
    rights: &str,
    reader: &Reader<'_>,
) -> Result<RecordView, PageError> {
    let page = Page::record(kind, id);
    let mut notes = reader.snapshot.history(kind, id).await?;
    notes.reverse();
    let newest = notes.first().map(|note| note.number);
    let layer = |note: &RevisionNote| Layer {
        revision: note.number,
        published: reader.day(note.committed_at),
        note: None,
        href: (note.number != shown.number).then(|| {
            let older = Some(note.number).filter(|number| newest != Some(*number));
            reader.url(&page.clone().at(older))
        }),
        changes: (kind == Kind::Essay && note.number > 1)
            .then(|| reader.url(&Page::changes(id, note.number))),
        current: newest == Some(note.number),
    };
    Ok(RecordView {
        id: id.to_string(),
        revision: shown.number,
        published: reader.day(shown.committed_at),
        licence: licence(rights),
        history: notes.iter().map(layer).collect(),
        newer: (newest != Some(shown.number)).then(|| reader.url(&page)),
    })
}
