//! The form in which forts are chosen, and what is said when an address cannot be served.

use axum::Extension;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::MOST;
use crate::archive::known;
use crate::model::address::Page;
use crate::model::{Id, Village};
use crate::web::answer::{Answer, AsItStands, CachePolicy};
use crate::web::errors::PageError;
use crate::web::pages::HTML;
use crate::web::pages::chosen::{Chosen, Refusal};
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::reader::{Name, Reader, Text};

/// Villages the form lists; beside them it holds those chosen already.
const LISTED: usize = 60;

#[derive(Serialize)]
struct ChooseContext {
    lang: &'static str,
    page: PageView,
    choose: ChoosePage,
}

impl Template for ChooseContext {
    const FILE: &'static str = "compare_choose.html";
}

#[derive(Serialize)]
struct ChoosePage {
    notice: Option<Notice>,
    form: ChooseForm,
}

#[derive(Serialize)]
struct Notice {
    is_error: bool,
    text: String,
}

/// The form.
#[derive(Serialize)]
pub(super) struct ChooseForm {
    entries: Vec<Choice>,
    most: usize,
    unlisted: usize,
}

#[derive(Serialize)]
struct Choice {
    id: String,
    name: Name,
    town: Option<Text>,
    known: usize,
    chosen: bool,
}

impl ChooseForm {
    /// The form with some of the villages chosen.
    pub(super) fn with(chosen: &[Id], reader: &Reader<'_>) -> Self {
        let catalogue = reader.catalogue;
        let listed = catalogue.named(0, LISTED);
        let is_listed = |id: &Id| listed.iter().any(|village| village.id == *id);
        // What was chosen beyond the list has its box too, or sending the form once more would lose it.
        let is_new = |place: usize| !chosen[..place].contains(&chosen[place]) && !is_listed(&chosen[place]);
        let beside: Vec<_> = (0..chosen.len())
            .filter(|place| is_new(*place))
            .filter_map(|place| catalogue.village(&chosen[place]))
            .collect();
        let choice = |village: &Village| Choice {
            id: village.id.to_string(),
            name: reader.name(&village.name),
            town: village
                .town
                .as_ref()
                .and_then(|id| catalogue.region().town(id))
                .map(|town| reader.name_text(&town.name)),
            known: known(village),
            chosen: chosen.contains(&village.id),
        };
        let entries = listed.iter().chain(&beside).map(|village| choice(village)).collect();
        Self { entries, most: MOST, unlisted: catalogue.named_count().saturating_sub(LISTED) }
    }
}

/// The page with the form: none or one is chosen.
pub(super) fn choose_page(site: &Site, chosen: &Chosen, reader: &Reader<'_>) -> Result<Answer, PageError> {
    let notice = match chosen.ids().first().and_then(|id| reader.catalogue.village(id)) {
        None => None,
        Some(village) => {
            let name = reader.name_text(&village.name).text;
            Some(Notice { is_error: false, text: reader.t_with("compare-one", [("name", name.into())]) })
        }
    };
    let html = render(site, chosen, notice, reader)?;
    Ok(Answer::text(HTML, html, CachePolicy::Revalidate))
}

/// The page that says why there is no comparison, with the form to mend it.
pub(super) fn refused_page(
    site: &Site,
    chosen: &Chosen,
    refusal: &Refusal,
    reader: &Reader<'_>,
) -> Result<Response, PageError> {
    let notice = Notice { is_error: true, text: words(refusal, reader) };
    let html = render(site, chosen, Some(notice), reader)?;
    Ok(Answer::text(HTML, html, CachePolicy::NoStore).with_status(status(refusal)).respond_plainly())
}

/// The same for a file: a status and a line of text.
pub(super) fn refused_file(refusal: &Refusal, reader: &Reader<'_>) -> Response {
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status(refusal), Extension(AsItStands), headers, format!("{}\n", words(refusal, reader))).into_response()
}

/// The same for a file of none or one.
pub(super) fn too_few_file(reader: &Reader<'_>) -> Response {
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::BAD_REQUEST, Extension(AsItStands), headers, format!("{}\n", reader.t("compare-too-few")))
        .into_response()
}

fn render(
    site: &Site,
    chosen: &Chosen,
    notice: Option<Notice>,
    reader: &Reader<'_>,
) -> Result<String, PageError> {
    let is_error = notice.as_ref().is_some_and(|notice| notice.is_error);
    let head = PageHead {
        section: "inventory",
        title: reader.t("compare-title"),
        description: reader.t("compare-description"),
        // The other language of a page that cannot be served is the form: nothing leads to a refusal.
        page: if is_error { Page::COMPARISON } else { chosen.on(Page::COMPARISON) },
        revision: None,
        picture: None,
        article: false,
    };
    let mut view = page(site, reader, head);
    if !chosen.forts.is_empty() || notice.is_some() {
        view = view.not_for_robots();
    }
    let form = ChooseForm::with(&chosen.ids(), reader);
    let context =
        ChooseContext { lang: reader.language.code(), page: view, choose: ChoosePage { notice, form } };
    site.templates.render(reader.language, &context)
}

fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Malformed(_) | Refusal::TooMany(_) => StatusCode::BAD_REQUEST,
        Refusal::Unknown(_) => StatusCode::NOT_FOUND,
    }
}

fn words(refusal: &Refusal, reader: &Reader<'_>) -> String {
    let list = |ids: &[String]| ids.join(&reader.t("list-separator"));
    match refusal {
        Refusal::Malformed(ids) => reader.t_with("compare-malformed", [("ids", list(ids).into())]),
        Refusal::TooMany(n) => reader.t_with("compare-too-many", [("n", (*n).into()), ("most", MOST.into())]),
        Refusal::Unknown(ids) => reader.t_with("compare-unknown", [("ids", list(ids).into())]),
    }
}
