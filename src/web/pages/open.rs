//! `/villages/open`: what is known of the entries that are not yet identified, and who they may be.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::archive::Snapshot;
use crate::model::Entry;
use crate::model::address::Page;
use crate::model::{Candidate, CandidateStatus, Language};
use crate::web::address::{PageLanguage, page_number};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::pager::Pager;
use crate::web::views::picture::{Photos, PictureView};
use crate::web::views::reader::{Labelled, Name, Reader};
use crate::web::views::source::{SourceList, SourceView};
use crate::web::views::statement::{StatementView, views_of};

/// Entries on one page.
const PAGE: usize = 24;

/// What the query may say; anything else in it is ignored.
#[derive(Deserialize)]
pub(in crate::web) struct OpenQuery {
    page: Option<String>,
}

#[derive(Serialize)]
struct OpenContext {
    lang: &'static str,
    page: PageView,
    open: Open,
}

impl Template for OpenContext {
    const FILE: &'static str = "open.html";
}

#[derive(Serialize)]
struct Open {
    counts: Vec<StatementView>,
    entries: Vec<OpenEntry>,
    pages: Pager,
    candidates: Vec<CandidateView>,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct OpenEntry {
    id: String,
    name: Name,
    href: String,
    picture: Option<PictureView>,
}

#[derive(Serialize)]
struct CandidateView {
    name: String,
    code: String,
    town: String,
    kind: String,
    status: Labelled,
    href: Option<String>,
}

/// `GET /villages/open`.
pub(in crate::web) async fn show_open_entries(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<OpenQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let number = page_number(query.page.as_deref())?;
    let fill = |catalogue| fill(&site, catalogue, language, number);
    super::answer(&site, language, &address(number), &headers, fill).await
}

/// The canonical address: page 1 unsaid.
fn address(number: usize) -> Page {
    if number == 1 { Page::OPEN_ENTRIES } else { Page::OPEN_ENTRIES.with("page", number) }
}

async fn fill(
    site: &Site,
    snapshot: Snapshot,
    language: Language,
    number: usize,
) -> Result<OpenContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let mut sources = SourceList::new(reader);
    let counts = views_of(&catalogue.region().statements, "count", &reader, &mut sources);
    let href = |number| reader.url(&address(number));
    let pages = Pager::of(catalogue.open_count(), PAGE, number, href).ok_or(PageError::NotFound)?;
    let open = catalogue.open_entries((number - 1).saturating_mul(PAGE), PAGE);
    let leads = Photos::leads(open.iter(), &reader).await?;
    let entries = open.iter().map(|village| OpenEntry {
        id: village.id.to_string(),
        name: reader.name(&village.name),
        href: reader.url(&Page::village(&village.id)),
        picture: leads.lead_of(village, &reader),
    });
    let entries = entries.collect();
    let head = PageHead {
        section: "villages",
        title: reader.t("open-title"),
        description: reader.t("open-description"),
        page: address(number),
        revision: None,
        picture: None,
        article: false,
    };
    Ok(OpenContext {
        lang: language.code(),
        page: page(site, &reader, head),
        open: Open {
            counts,
            entries,
            pages,
            candidates: catalogue.region().candidates.iter().map(|c| candidate(c, &reader)).collect(),
            sources: sources.into_views(),
        },
    })
}

fn candidate(candidate: &Candidate, reader: &Reader<'_>) -> CandidateView {
    let status = match candidate.status {
        CandidateStatus::Current => "current",
        CandidateStatus::DroppedAfter2016 => "dropped-after-2016",
        CandidateStatus::DroppedAfter2019 => "dropped-after-2019",
    };
    let town = reader.catalogue.region().town(&candidate.town);
    let coded = reader.catalogue.with_code(&candidate.statistical_code);
    let entry = coded.iter().find(|village| village.entry == Entry::Named);
    CandidateView {
        name: candidate.name.clone(),
        code: candidate.statistical_code.clone(),
        town: town.map_or_else(String::new, |town| reader.name_text(&town.name).text),
        kind: candidate.kind.clone(),
        status: Labelled { id: status.to_owned(), label: reader.t(&format!("status-{status}")) },
        href: entry.map(|village| reader.url(&Page::village(&village.id))),
    }
}
