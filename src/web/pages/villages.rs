//! `/villages`: the named villages by town, and one row for those not yet identified.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::archive::Snapshot;
use crate::model::Language;
use crate::model::address::Page;
use crate::web::address::{PageLanguage, page_number};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::entry::{Group, OpenRow, groups, open_row, pictured_open_entries};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::pager::Pager;
use crate::web::views::picture::Photos;
use crate::web::views::source::{SourceList, SourceView};

/// Villages on one page.
const PAGE: usize = 60;

#[derive(Serialize)]
struct VillagesContext {
    lang: &'static str,
    page: PageView,
    villages: Villages,
}

impl Template for VillagesContext {
    const FILE: &'static str = "villages.html";
}

#[derive(Serialize)]
struct Villages {
    view: &'static str,
    views: Vec<ViewLink>,
    named: usize,
    open: usize,
    groups: Vec<Group>,
    open_entry: Option<OpenRow>,
    pages: Pager,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct ViewLink {
    id: &'static str,
    href: String,
    current: bool,
}

/// What the query may say; anything else in it is ignored.
#[derive(Deserialize)]
pub(in crate::web) struct VillagesQuery {
    view: Option<String>,
    page: Option<String>,
}

/// How the villages are shown.
#[derive(Clone, Copy)]
struct Shown {
    is_grid: bool,
    page: usize,
}

impl Shown {
    /// The canonical address: parameters in one order, the list and page 1 unsaid.
    fn address(self) -> Page {
        let page = if self.is_grid { Page::VILLAGES.with("view", "grid") } else { Page::VILLAGES };
        if self.page == 1 { page } else { page.with("page", self.page) }
    }
}

/// `GET /villages`.
pub(in crate::web) async fn list_villages(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<VillagesQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let page = page_number(query.page.as_deref())?;
    let shown = Shown { is_grid: query.view.as_deref() == Some("grid"), page };
    let fill = |catalogue| fill(&site, catalogue, language, shown);
    super::answer(&site, language, &shown.address(), &headers, fill).await
}

async fn fill(
    site: &Site,
    snapshot: Snapshot,
    language: Language,
    shown: Shown,
) -> Result<VillagesContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let mut sources = SourceList::new(reader);
    let href = |shown: Shown| reader.url(&shown.address());
    let pages = Pager::of(catalogue.named_count(), PAGE, shown.page, |page| href(Shown { page, ..shown }))
        .ok_or(PageError::NotFound)?;
    let listed = catalogue.named((shown.page - 1).saturating_mul(PAGE), PAGE);
    let open = pictured_open_entries(&reader);
    // One reading for the list and for the row of open entries.
    let leads = Photos::leads(listed.iter().chain(&open), &reader).await?;
    let groups = groups(&listed, &leads, &reader, &mut sources);
    let views = [("list", false), ("grid", true)].map(|(id, is_grid)| ViewLink {
        id,
        href: href(Shown { is_grid, page: 1 }),
        current: is_grid == shown.is_grid,
    });
    let open_entry = match catalogue.open_count() {
        0 => None,
        _ => Some(open_row(&leads, &reader)),
    };
    let head = PageHead {
        section: "villages",
        title: reader.t("villages-title"),
        description: reader.t("villages-description"),
        page: shown.address(),
        revision: None,
        picture: None,
        article: false,
    };
    Ok(VillagesContext {
        lang: language.code(),
        page: page(site, &reader, head),
        villages: Villages {
            view: if shown.is_grid { "grid" } else { "list" },
            views: views.into(),
            named: catalogue.named_count(),
            open: catalogue.open_count(),
            groups,
            open_entry,
            pages,
            sources: sources.into_views(),
        },
    })
}
