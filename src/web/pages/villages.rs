//! `/villages`: the named villages by town, and one row for those not yet identified.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::error::ErrorPage;
use crate::catalogue::Catalogue;
use crate::model::Language;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::entry::{Group, OpenRow, groups, open_row};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::source::{SourceList, SourceView};

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
    open_entry: OpenRow,
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
}

/// `GET /villages`.
pub(in crate::web) async fn list_villages(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Query(query): Query<VillagesQuery>,
    headers: HeaderMap,
) -> Result<Response, ErrorPage> {
    let is_grid = query.view.as_deref() == Some("grid");
    let fill = |catalogue| fill(&site, catalogue, language, is_grid);
    super::answer(&site, language, path(is_grid), &headers, fill).await
}

fn path(is_grid: bool) -> String {
    if is_grid { "/villages?view=grid".to_owned() } else { "/villages".to_owned() }
}

async fn fill(
    site: &Site,
    catalogue: Arc<Catalogue>,
    language: Language,
    is_grid: bool,
) -> Result<VillagesContext, PageError> {
    let reader = super::reader(site, &catalogue, language);
    let mut sources = SourceList::new(reader);
    let groups = groups(site, &reader, &mut sources).await?;
    let views = [("list", false), ("grid", true)];
    let views =
        views.map(|(id, grid)| ViewLink { id, href: reader.url(&path(grid)), current: grid == is_grid });
    let head = PageHead {
        section: "villages",
        title: reader.t("villages-title"),
        description: reader.t("villages-description"),
        path: path(is_grid),
        picture: None,
        article: false,
    };
    Ok(VillagesContext {
        lang: language.code(),
        page: page(site, &reader, head),
        villages: Villages {
            view: if is_grid { "grid" } else { "list" },
            views: views.into(),
            named: catalogue.named().count(),
            open: catalogue.open_entries().count(),
            groups,
            open_entry: open_row(site, &reader).await?,
            sources: sources.into_views(),
        },
    })
}
