//! `/essays`: the essays, the newest first.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::archive::Snapshot;
use crate::model::address::Page;
use crate::model::{Id, Language};
use crate::web::address::{PageLanguage, page_number};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::essay::{EssayCard, essay_card};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::pager::{Pager, page_of};
use crate::web::views::source::{BOOK, SourceView, view};

/// Essays on one page.
const PAGE: usize = 24;

#[derive(Serialize)]
struct EssaysContext {
    lang: &'static str,
    page: PageView,
    essays: Essays,
}

impl Template for EssaysContext {
    const FILE: &'static str = "essays.html";
}

#[derive(Serialize)]
struct Essays {
    essays: Vec<EssayCard>,
    pages: Pager,
    /// The book this archive is the home of, whose essays are not in hand.
    book: Option<SourceView>,
}

/// What the query may say; anything else in it is ignored.
#[derive(Deserialize)]
pub(in crate::web) struct EssaysQuery {
    page: Option<String>,
}

/// `GET /essays`.
pub(in crate::web) async fn list_essays(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<EssaysQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let number = page_number(query.page.as_deref())?;
    let fill = |snapshot: Snapshot| {
        let filled = fill(&site, &snapshot, language, number);
        async { filled }
    };
    super::answer(&site, language, &address(number), &headers, fill).await
}

/// The canonical address of a page of the list.
fn address(number: usize) -> Page {
    if number == 1 { Page::ESSAYS } else { Page::ESSAYS.with("page", number) }
}

fn fill(
    site: &Site,
    snapshot: &Snapshot,
    language: Language,
    number: usize,
) -> Result<EssaysContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, snapshot, language);
    let pages = Pager::of(catalogue.essays().len(), PAGE, number, |page| reader.url(&address(page)))
        .ok_or(PageError::NotFound)?;
    let shown = page_of(catalogue.essays(), PAGE, number);
    let book = Id::parse(BOOK).ok().and_then(|id| catalogue.source(&id));
    let head = PageHead {
        section: "essays",
        title: reader.t("essays-title"),
        description: reader.t("essays-description"),
        page: address(number),
        revision: None,
        picture: None,
        article: false,
    };
    Ok(EssaysContext {
        lang: language.code(),
        page: page(site, &reader, head),
        essays: Essays {
            essays: shown.iter().map(|entry| essay_card(entry, &reader)).collect(),
            pages,
            book: book.map(|book| view(book, 1, Vec::new(), &reader)),
        },
    })
}
