//! Error pages: a real status, a way on, and nothing of what went wrong inside.

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::http::header::{CACHE_CONTROL, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::model::address::{Page, mended};
use crate::model::{Language, Withdrawal};
use crate::web::address::language_of;
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::{PageError, causes};
use crate::web::layers::current_request_id;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageView, bare_page};
use crate::web::views::reader::{DateText, Reader, Text};

/// A failure that is shown as a page.
pub(in crate::web) struct ErrorPage {
    pub(in crate::web) site: Arc<Site>,
    pub(in crate::web) language: Language,
    pub(in crate::web) error: PageError,
}

#[derive(Serialize)]
struct ErrorContext {
    lang: &'static str,
    page: PageView,
    error: ErrorView,
}

#[derive(Serialize)]
struct ErrorView {
    status: u16,
    request_id: Option<String>,
    /// What to mend, where the visitor can.
    advice: Option<String>,
    gone: Option<Gone>,
}

#[derive(Serialize)]
struct Gone {
    date: DateText,
    reason: Option<String>,
    note: Option<Text>,
}

impl Gone {
    /// The date, and the reason where it may be told.
    fn of(withdrawal: &Withdrawal, reader: &Reader<'_>) -> Self {
        let told = withdrawal.is_reason_public;
        let reason = told.then(|| reader.t(&format!("withdrawn-{}", withdrawal.reason.word())));
        Self {
            date: reader.date(withdrawal.date),
            reason,
            note: withdrawal.note.as_ref().filter(|_| told).map(|note| reader.text(note)),
        }
    }
}

impl Template for ErrorContext {
    const FILE: &'static str = "error.html";
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        let status = self.error.status();
        log(&self.error, status);
        error_page(&self.site, self.language, &self.error)
    }
}

/// An error of an address that is not a page: a status and a line of text.
pub(in crate::web) struct PlainError(PageError);

/// Turns a failure into the answer of an address that is not a page.
pub(in crate::web) fn plain_error(error: PageError) -> PlainError {
    PlainError(error)
}

impl IntoResponse for PlainError {
    fn into_response(self) -> Response {
        let status = self.0.status();
        log(&self.0, status);
        let reason = self.0.reason();
        let reason = reason.as_deref().or(status.canonical_reason()).unwrap_or("error");
        let mut response = (status, [(CACHE_CONTROL, "no-store")], format!("{reason}\n")).into_response();
        retry_later(&mut response);
        response
    }
}

/// What stands at no address: a missing slash is mended, the rest is a 404 with a way on.
pub(in crate::web) async fn no_such_address(
    State(site): State<Arc<Site>>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    match mended(uri.path()).and_then(|path| lead_to(site.addresses().outer(&path), &uri)) {
        Some(response) => response,
        None => error_page(&site, language_of(&uri), &PageError::NotFound),
    }
}

/// What is asked for beside the path of the base address: the site is not there, but the page leads to it.
pub(in crate::web) async fn beside_the_site(
    State(site): State<Arc<Site>>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let home = site.addresses().path(&Page::HOME, Language::Chinese);
    let is_home = site.addresses().is_bare_base(uri.path());
    match is_home.then(|| lead_to(home, &uri)).flatten() {
        Some(response) => response,
        None => error_page(&site, language_of(&uri), &PageError::NotFound),
    }
}

/// Leads to a path, with the query of what was asked for.
fn lead_to(path: String, asked: &Uri) -> Option<Response> {
    let target = asked.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
    let target = HeaderValue::from_str(&target).ok()?;
    Some((StatusCode::PERMANENT_REDIRECT, [(LOCATION, target)]).into_response())
}

/// A known address asked with a method it does not have; the router adds `Allow`.
pub(in crate::web) async fn no_such_method(
    State(site): State<Arc<Site>>,
    OriginalUri(uri): OriginalUri,
    method: Method,
) -> Response {
    tracing::debug!(%method, path = uri.path(), "method not allowed");
    status_page(&site, language_of(&uri), StatusCode::METHOD_NOT_ALLOWED)
}

fn error_page(site: &Site, language: Language, error: &PageError) -> Response {
    let told = match (error.withdrawal(), error) {
        (Some(withdrawal), _) => Told::Gone(withdrawal),
        (None, PageError::Region(_)) => Told::Advice("error-region"),
        (None, _) => Told::Nothing,
    };
    page_of_status(site, language, error.status(), &told)
}

/// What a visitor is told beside the words of the status.
enum Told<'e> {
    Nothing,
    Gone(&'e Withdrawal),
    /// A key of the interface texts.
    Advice(&'static str),
}

/// The page of a status that some layer has answered with.
pub(in crate::web) fn status_page(site: &Site, language: Language, status: StatusCode) -> Response {
    page_of_status(site, language, status, &Told::Nothing)
}

fn page_of_status(site: &Site, language: Language, status: StatusCode, told: &Told<'_>) -> Response {
    let snapshot = site.snapshot();
    let reader = super::reader(site, &snapshot, language);
    let (title, text) =
        (reader.t(&title_key(status)), reader.t(&format!("error-{}-text", text_status(status))));
    let (gone, advice) = match told {
        Told::Nothing => (None, None),
        Told::Gone(withdrawal) => (Some(Gone::of(withdrawal, &reader)), None),
        Told::Advice(key) => (None, Some(reader.t(key))),
    };
    let context = ErrorContext {
        lang: language.code(),
        page: bare_page(site, &reader, "none", title, text),
        error: ErrorView {
            status: status.as_u16(),
            request_id: status.is_server_error().then(current_request_id).flatten(),
            advice,
            gone,
        },
    };
    let mut response = match site.templates.render(language, &context) {
        Ok(html) => {
            let answer = Answer::text(super::HTML, html, CachePolicy::NoStore).with_status(status);
            answer.respond_plainly()
        }
        Err(error) => {
            tracing::error!(error = causes(&error), "the error page cannot be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, "error\n").into_response()
        }
    };
    retry_later(&mut response);
    response
}

fn title_key(status: StatusCode) -> String {
    format!("error-{}-title", text_status(status))
}

/// The status whose words fit: those that have none share the words of their class.
fn text_status(status: StatusCode) -> u16 {
    match status.as_u16() {
        known @ (400 | 404 | 410 | 500 | 503) => known,
        400..500 => 400,
        _ => 500,
    }
}

fn retry_later(response: &mut Response) {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("10"));
    }
}

fn log(error: &PageError, status: StatusCode) {
    let id = current_request_id().unwrap_or_default();
    match status {
        StatusCode::INTERNAL_SERVER_ERROR => {
            tracing::error!(id, error = causes(error), status = status.as_u16(), "a page failed");
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            tracing::warn!(id, error = causes(error), status = status.as_u16(), "too much at once");
        }
        StatusCode::NOT_FOUND if matches!(error, PageError::Derivative(_)) => {
            tracing::warn!(id, error = causes(error), status = status.as_u16(), "a picture cannot be made");
        }
        _ => {}
    }
}
