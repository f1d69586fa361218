//! The form in which the forts of a route are chosen, and what is said when there can be none.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::MOST;
use super::stop::Hindrance;
use crate::archive::VillageFilter;
use crate::model::address::Page;
use crate::model::{Id, Name as VillageName, Village};
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::PageError;
use crate::web::pages::HTML;
use crate::web::pages::choosing::{self, ChooseForm, LISTED, Notice, view};
use crate::web::pages::chosen::{Chosen, Refusal};
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::PageView;
use crate::web::views::reader::Reader;

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
    form: ChooseForm,
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

/// The form with some of the forts chosen: it offers those that were surveyed.
pub(super) fn form(chosen: &[Id], reader: &Reader<'_>) -> ChooseForm {
    let measured = VillageFilter { is_surveyed: Some(true), ..VillageFilter::default() };
    let (listed, all) = reader.catalogue.select_named(measured, 0, LISTED);
    let is_to_go_to = |village: &Village| !reader.snapshot.spots(village).is_empty();
    ChooseForm::with(chosen, (&listed, all), MOST, is_to_go_to, reader)
}

/// The page with the form: none or one is chosen.
pub(super) fn choose_page(site: &Site, chosen: &Chosen, reader: &Reader<'_>) -> Result<Answer, PageError> {
    let notice = Notice::of_one(chosen, reader);
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
    choosing::refused_file(status(why), &words(why, reader))
}

fn render(
    site: &Site,
    chosen: &Chosen,
    notice: Option<Notice>,
    reader: &Reader<'_>,
) -> Result<String, PageError> {
    let words = ("villages", reader.t("route-title"), reader.t("route-description"));
    let page = view(site, words, (Page::ROUTE, chosen), notice.as_ref(), reader);
    let plan = PlanPage { notice, form: form(&chosen.ids(), reader) };
    let context = ChooseContext { lang: reader.language.code(), page, plan };
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
