//! The form in which forts are chosen, and what is said when an address cannot be served.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::MOST;
use crate::model::Id;
use crate::model::address::Page;
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

/// The form with some of the villages chosen.
pub(super) fn form(chosen: &[Id], reader: &Reader<'_>) -> ChooseForm {
    let listed = reader.catalogue.named(0, LISTED);
    ChooseForm::with(chosen, (&listed, reader.catalogue.named_count()), MOST, |_| true, reader)
}

/// The page with the form: none or one is chosen.
pub(super) fn choose_page(site: &Site, chosen: &Chosen, reader: &Reader<'_>) -> Result<Answer, PageError> {
    let notice = Notice::of_one(chosen, reader);
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

/// The same for a file.
pub(super) fn refused_file(refusal: &Refusal, reader: &Reader<'_>) -> Response {
    choosing::refused_file(status(refusal), &words(refusal, reader))
}

/// The same for a file of none or one.
pub(super) fn too_few_file(reader: &Reader<'_>) -> Response {
    choosing::refused_file(StatusCode::BAD_REQUEST, &reader.t("compare-too-few"))
}

fn render(
    site: &Site,
    chosen: &Chosen,
    notice: Option<Notice>,
    reader: &Reader<'_>,
) -> Result<String, PageError> {
    let words = ("inventory", reader.t("compare-title"), reader.t("compare-description"));
    let page = view(site, words, (Page::COMPARISON, chosen), notice.as_ref(), reader);
    let choose = ChoosePage { notice, form: form(&chosen.ids(), reader) };
    let context = ChooseContext { lang: reader.language.code(), page, choose };
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
