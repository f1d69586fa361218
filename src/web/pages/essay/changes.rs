//! `/essays/{id}@{n}/changes`: how one revision of an essay became another, by paragraph and by word.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::archive::Snapshot;
use crate::model::address::Page;
use crate::model::{Essay, Kind, Language, Record};
use crate::prose::{Change, Piece, differences, word_changes};
use crate::store::{RevisionNote, StoreError};
use crate::web::address::{ItemAddress, PageLanguage, plain_number};
use crate::web::errors::PageError;
use crate::web::extract::{PageQuery, Segment};
use crate::web::pages::{answer, item_address, read_item, reader};
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::reader::{DateText, Reader, Text};

#[derive(Serialize)]
struct ChangesContext {
    lang: &'static str,
    page: PageView,
    changes: Changes,
}

impl Template for ChangesContext {
    const FILE: &'static str = "essay_changes.html";
}

#[derive(Serialize)]
struct Changes {
    title: Text,
    href: String,
    from: Side,
    to: Side,
    /// What was changed of the record beside its text.
    fields: Vec<FieldChange>,
    texts: Vec<TextChange>,
    is_same: bool,
}

#[derive(Serialize)]
struct Side {
    revision: u64,
    published: DateText,
    href: String,
    sha256: String,
}

#[derive(Serialize)]
struct FieldChange {
    label: String,
    pieces: Vec<Piece>,
}

/// The text in one language.
#[derive(Serialize)]
struct TextChange {
    label: String,
    lang: &'static str,
    changes: Vec<Change>,
}

/// What the query may say; anything else in it is ignored.
#[derive(Deserialize)]
pub(in crate::web) struct ChangesQuery {
    from: Option<String>,
}

/// `GET /essays/{id}@{n}/changes`: since the revision before, or since `?from=`.
pub(in crate::web) async fn show_changes(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Segment(segment): Segment,
    PageQuery(query): PageQuery<ChangesQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let address = item_address(&segment)?;
    if address.form.is_some() {
        return Err(PageError::NotFound);
    }
    let to = address.revision.ok_or(PageError::NotFound)?;
    let from = match query.from.as_deref().filter(|from| !from.is_empty()) {
        Some(from) => plain_number(from).ok_or(PageError::BadRequest("the revision".into()))?,
        // The first revision has none before it and is set against itself; 0 was refused with the address.
        None => (to - 1).max(1),
    };
    let fill = |catalogue| fill(&site, catalogue, language, &address, from);
    let page = Page::changes(&address.id, to).with("from", from);
    answer(&site, language, &page, &headers, fill).await
}

async fn fill(
    site: &Site,
    snapshot: Snapshot,
    language: Language,
    address: &ItemAddress,
    from: u64,
) -> Result<ChangesContext, PageError> {
    let reader = reader(site, &snapshot, language);
    let (new, to) = essay(&snapshot, address).await?;
    let (old, from) =
        essay(&snapshot, &ItemAddress { id: address.id.clone(), revision: Some(from), form: None }).await?;
    let title = reader.text(&new.title);
    let texts = texts(&old, &new, &reader).await?;
    let fields = fields(&old, &new, &reader);
    let head = PageHead {
        section: "essays",
        title: reader.t_with("changes-page", [("title", title.text.clone().into())]),
        description: reader.t("changes-description"),
        page: Page::changes(&new.id, to.number).with("from", from.number),
        revision: None,
        picture: None,
        article: false,
    };
    Ok(ChangesContext {
        lang: language.code(),
        page: page(site, &reader, head),
        changes: Changes {
            title,
            href: reader.url(&Page::essay(&new.id)),
            is_same: fields.is_empty() && texts.is_empty(),
            from: side(&old, &from, &reader),
            to: side(&new, &to, &reader),
            fields,
            texts,
        },
    })
}

async fn essay(snapshot: &Snapshot, address: &ItemAddress) -> Result<(Essay, RevisionNote), PageError> {
    match read_item(snapshot, Kind::Essay, address).await? {
        (Record::Essay(essay), revision) => Ok((essay, revision)),
        _ => Err(PageError::NotFound),
    }
}

fn side(essay: &Essay, revision: &RevisionNote, reader: &Reader<'_>) -> Side {
    Side {
        revision: revision.number,
        published: reader.day(revision.committed_at),
        href: reader.url(&Page::essay(&essay.id).at(revision.number)),
        sha256: revision.digest.to_string(),
    }
}

/// The texts that differ. Comparing long ones takes a while, so it is not done where others are served.
async fn texts(old: &Essay, new: &Essay, reader: &Reader<'_>) -> Result<Vec<TextChange>, PageError> {
    let pairs = [
        (Language::Chinese, old.text.zh.clone(), new.text.zh.clone()),
        (Language::English, old.text.en.clone(), new.text.en.clone()),
    ];
    let mut texts = Vec::new();
    for (written_in, old, new) in pairs.into_iter().filter(|(_, old, new)| old != new) {
        // A text that came or went is set against none.
        let compare = move || differences(&old.unwrap_or_default(), &new.unwrap_or_default());
        let changes = tokio::task::spawn_blocking(compare).await.map_err(StoreError::from)?;
        texts.push(TextChange {
            label: reader.t(&format!("changes-text-{}", written_in.code())),
            lang: written_in.tag(),
            changes,
        });
    }
    Ok(texts)
}

/// The other fields that differ, each as a line of words.
fn fields(old: &Essay, new: &Essay, reader: &Reader<'_>) -> Vec<FieldChange> {
    let lines = |essay: &Essay| {
        let names = essay.authors.iter().map(|author| reader.text(&author.name).text).collect::<Vec<_>>();
        let keywords = essay.keywords.clone().unwrap_or_default();
        let ids =
            |ids: &[crate::model::Id]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        [
            ("essay-title", both(Some(&essay.title))),
            ("essay-authors", names.join(&reader.t("list-separator"))),
            ("essay-abstract", both(essay.abstract_text.as_ref())),
            ("essay-keywords", [keywords.zh, keywords.en].concat().join(", ")),
            ("essay-submitted", essay.submitted.map_or_else(String::new, |date| date.to_string())),
            ("essay-published", essay.published.map_or_else(String::new, |date| date.to_string())),
            ("essay-revised", essay.revised.map_or_else(String::new, |date| date.to_string())),
            ("essay-villages", ids(&essay.villages)),
            ("sources-title", ids(&essay.sources)),
            ("record-licence", essay.rights.clone()),
        ]
    };
    let changed = lines(old).into_iter().zip(lines(new)).filter(|(old, new)| old.1 != new.1);
    changed
        .map(|((key, old), (_, new))| FieldChange { label: reader.t(key), pieces: told(&old, &new) })
        .collect()
}

fn both(text: Option<&crate::model::Bilingual>) -> String {
    let Some(text) = text else { return String::new() };
    match &text.en {
        Some(en) => format!("{} / {en}", text.zh),
        None => text.zh.clone(),
    }
}

/// What became of a line: word by word, or the old and the new.
fn told(old: &str, new: &str) -> Vec<Piece> {
    word_changes(old, new).unwrap_or_else(|| {
        let piece = |kind, text: &str| Piece { kind, text: text.to_owned() };
        [piece("removed", old), piece("added", new)]
            .into_iter()
            .filter(|piece| !piece.text.is_empty())
            .collect()
    })
}
