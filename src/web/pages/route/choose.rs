//! The form in which the forts of a route are chosen, and what is said when there can be none.

use axum::Extension;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::MOST;
use super::stop::Hindrance;
use crate::archive::VillageFilter;
use crate::model::address::Page;
use crate::model::{Id, Name as VillageName, Village};
use crate::web::answer::{Answer, AsItStands, CachePolicy};
use crate::web::errors::PageError;
use crate::web::pages::HTML;
use crate::web::pages::chosen::{Chosen, Refusal};
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::reader::{Name, Reader, Text};

/// Forts the form lists; beside them it holds those chosen already.
const LISTED: usize = 60;

#[derive(Serialize)]
struct ChooseContext {
    lang: &'static str,
    page: PageView,
    plan: PlanPage,
}

impl Template for ChooseContext {
    const FILE: &'static str = "route_choose.html";
}

#[derive(Serialize)]
struct PlanPage {
    notice: Option<Notice>,
    form: PlanForm,
}

#[derive(Serialize)]
struct Notice {
    is_error: bool,
    text: String,
}

/// The form: surveyed forts with a box each.
#[derive(Serialize)]
pub(super) struct PlanForm {
    entries: Vec<Choice>,
    most: usize,
    unlisted: usize,
}

#[derive(Serialize)]
struct Choice {
    id: String,
    name: Name,
    town: Option<Text>,
    chosen: bool,
}

/// Why there is no route.
pub(super) enum NoRoute {
    /// The address cannot be read, or names what is not there.
    Refused(Refusal),
    /// Some of the forts cannot be gone to.
    Hindered(Vec<(VillageName, Hindrance)>),
    /// None or one is chosen.
    TooFew,
}

impl PlanForm {
    /// The form with some of the forts chosen.
    pub(super) fn with(chosen: &[Id], reader: &Reader<'_>) -> Self {
        let catalogue = reader.catalogue;
        let measured = VillageFilter { is_surveyed: Some(true), ..VillageFilter::default() };
        let (listed, all) = catalogue.select_named(measured, 0, LISTED);
        let is_listed = |id: &Id| listed.iter().any(|village| village.id == *id);
        let is_to_go_to = |village: &Village| !reader.snapshot.spots(village).is_empty();
        let beside = chosen.iter().filter(|id| !is_listed(id)).filter_map(|id| catalogue.village(id));
        let beside: Vec<_> = beside.filter(|village| is_to_go_to(village)).collect();
        let town = |village: &Village| {
            let town = catalogue.region().town(village.town.as_ref()?)?;
            Some(reader.name_text(&town.name))
        };
        let choice = |village: &Village| Choice {
            id: village.id.to_string(),
            name: reader.name(&village.name),
            town: town(village),
            chosen: chosen.contains(&village.id),
        };
        Self {
            entries: listed.iter().chain(&beside).map(|village| choice(village)).collect(),
            most: MOST,
            unlisted: all.saturating_sub(LISTED),
        }
    }
}

/// The page with the form: none or one is chosen.
pub(super) fn choose_page(site: &Site, chosen: &Chosen, reader: &Reader<'_>) -> Result<Answer, PageError> {
    let notice = chosen.ids().first().and_then(|id| reader.catalogue.village(id)).map(|village| {
        let name = reader.name_text(&village.name).text;
        Notice { is_error: false, text: reader.t_with("compare-one", [("name", name.into())]) }
    });
    let html = render(site, chosen, notice, reader)?;
    Ok(Answer::text(HTML, html, CachePolicy::Revalidate))
}

/// The page that says why there is no route, with the form to mend it.
pub(super) fn refused_page(
    site: &Site,
    chosen: &Chosen,
    why: &NoRoute,
    reader: &Reader<'_>,
) -> Result<Response, PageError> {
    let notice = Notice { is_error: true, text: words(why, reader) };
    let html = render(site, chosen, Some(notice), reader)?;
    Ok(Answer::text(HTML, html, CachePolicy::NoStore).with_status(status(why)).respond_plainly())
}

/// The same for a file: a status and a line of text.
pub(super) fn refused_file(why: &NoRoute, reader: &Reader<'_>) -> Response {
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status(why), Extension(AsItStands), headers, format!("{}\n", words(why, reader))).into_response()
}

fn render(
    site: &Site,
    chosen: &Chosen,
    notice: Option<Notice>,
    reader: &Reader<'_>,
) -> Result<String, PageError> {
    let is_error = notice.as_ref().is_some_and(|notice| notice.is_error);
    let head = PageHead {
        section: "villages",
        title: reader.t("route-title"),
        description: reader.t("route-description"),
        // The other language of a page that cannot be served is the form: nothing leads to a refusal.
        page: if is_error { Page::ROUTE } else { chosen.on(Page::ROUTE) },
        revision: None,
        picture: None,
        article: false,
    };
    let mut view = page(site, reader, head);
    if !chosen.forts.is_empty() || notice.is_some() {
        view = view.not_for_robots();
    }
    let form = PlanForm::with(&chosen.ids(), reader);
    let context = ChooseContext { lang: reader.language.code(), page: view, plan: PlanPage { notice, form } };
    site.templates.render(reader.language, &context)
}

fn status(why: &NoRoute) -> StatusCode {
    match why {
        NoRoute::Refused(Refusal::Unknown(_)) => StatusCode::NOT_FOUND,
        NoRoute::Refused(_) | NoRoute::Hindered(_) | NoRoute::TooFew => StatusCode::BAD_REQUEST,
    }
}

fn words(why: &NoRoute, reader: &Reader<'_>) -> String {
    let separator = reader.t("list-separator");
    match why {
        NoRoute::Refused(Refusal::Malformed(ids)) => {
            reader.t_with("route-malformed", [("ids", ids.join(&separator).into())])
        }
        NoRoute::Refused(Refusal::TooMany(n)) => {
            reader.t_with("route-too-many", [("n", (*n).into()), ("most", MOST.into())])
        }
        NoRoute::Refused(Refusal::Unknown(ids)) => {
            reader.t_with("route-unknown", [("ids", ids.join(&separator).into())])
        }
        NoRoute::Hindered(forts) => {
            let fort = |(name, why): &(VillageName, Hindrance)| {
                let name = reader.name_text(name).text;
                reader.t_with("route-hindered", [("name", name.into()), ("why", why.words(reader).into())])
            };
            let forts: Vec<String> = forts.iter().map(fort).collect();
            reader.t_with("route-hindered-all", [("forts", forts.join(&separator).into())])
        }
        NoRoute::TooFew => reader.t("route-too-few"),
    }
}
