//! The foot of a record's page: its revision, when it was published, its history.

use serde::Serialize;

use super::reader::{DateText, LicenceLink, Reader, Text, licence};
use crate::archive::Edition;
use crate::model::address::Page;
use crate::model::{Id, Kind, PartialDate, Withdrawal};
use crate::store::RevisionNote;
use crate::web::errors::PageError;

/// What a reader may hold a record to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct RecordView {
    id: String,
    revision: u64,
    published: DateText,
    licence: LicenceLink,
    history: Vec<PastRevision>,
    /// Where the newest revision stands, if this is not it.
    newer: Option<String>,
    /// The newest revision that is shown.
    #[serde(skip)]
    newest: u64,
}

/// One revision in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PastRevision {
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
        self.newest
    }
}

fn withdrawn(withdrawal: &Withdrawal, edition: &Edition, reader: &Reader<'_>) -> Text {
    let purged = edition.purged.as_ref().and_then(|on| PartialDate::parse(on).ok());
    let (word, date) = match purged {
        Some(date) => ("purged-on", date),
        None => ("withdrawn-on", withdrawal.date),
    };
    Text { text: format!("{} {}", reader.t(word), reader.date(date).text), lang: None }
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
    let mut editions = reader.snapshot.history(kind, id).await?;
    editions.reverse();
    // A withdrawn revision stays in the history without a link: that it was there is not hidden.
    let newest = editions.iter().find(|edition| edition.withdrawn.is_none());
    let newest = newest.map(|edition| edition.revision.number);
    let layer = |(place, edition): (usize, &Edition)| {
        let (note, is_shown) = (&edition.revision, edition.withdrawn.is_none());
        let is_other = note.number != shown.number;
        // Set against a revision that was withdrawn, the difference would tell its words.
        let before = editions.get(place + 1).filter(|before| before.withdrawn.is_none());
        PastRevision {
            revision: note.number,
            published: reader.day(note.committed_at),
            note: edition.withdrawn.as_ref().map(|withdrawal| withdrawn(withdrawal, edition, reader)),
            href: (is_other && is_shown).then(|| {
                // The newest stands at the address without a number.
                let older = Some(note.number).filter(|number| newest != Some(*number));
                reader.url(&page.clone().at(older))
            }),
            changes: (kind == Kind::Essay && is_shown && before.is_some())
                .then(|| reader.url(&Page::changes(id, note.number))),
            current: newest == Some(note.number),
        }
    };
    Ok(RecordView {
        id: id.to_string(),
        revision: shown.number,
        published: reader.day(shown.committed_at),
        licence: licence(rights),
        history: editions.iter().enumerate().map(layer).collect(),
        newer: (newest != Some(shown.number)).then(|| reader.url(&page)),
        newest: newest.unwrap_or(shown.number),
    })
}
