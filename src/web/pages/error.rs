//! Error pages: a real status, a way on, and nothing of what went wrong inside.

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::model::address::{Page, mended};
use crate::model::{Language, Withdrawal};
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::{PageError, causes};
use crate::web::render::Template;
use crate::web::request_id::current_request_id;
use crate::web::site::Site;
use crate::web::views::page::{PageView, bare_page};
use crate::web::views::reader::{DateText, Reader, Text};

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
        let is_told = withdrawal.is_reason_public;
        let reason = is_told.then(|| reader.t(&format!("withdrawn-{}", withdrawal.reason.word())));
        Self {
            date: reader.date(withdrawal.date),
            reason,
            note: withdrawal.note.as_ref().filter(|_| is_told).map(|note| reader.text(note)),
        }
    }
}

impl Template for ErrorContext {
    const FILE: &'static str = "error.html";
}

/// What stands at no address: a missing slash is mended, the rest is not there.
pub(in crate::web) async fn no_such_address(
    State(site): State<Arc<Site>>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, PageError> {
    // The target here is the path within the site; a browser has to be led by all of it.
    let led = mended(uri.path()).and_then(|path| lead_to(site.addresses().outer(&path), &uri));
    led.ok_or(PageError::NotFound)
}

/// What is asked for beside the path of the base address: the site is not there, but the page leads to it.
pub(in crate::web) async fn beside_the_site(
    State(site): State<Arc<Site>>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, PageError> {
    let home = site.addresses().path(&Page::HOME, Language::Chinese);
    let is_home = site.addresses().is_bare_base(uri.path());
    is_home.then(|| lead_to(home, &uri)).flatten().ok_or(PageError::NotFound)
}

/// Leads to a path, with the query of what was asked for.
fn lead_to(path: String, asked: &Uri) -> Option<Response> {
    let target = asked.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
    let target = HeaderValue::from_str(&target).ok()?;
    Some((StatusCode::PERMANENT_REDIRECT, [(LOCATION, target)]).into_response())
}

/// The page of an error, or of a status that some layer has answered with.
pub(in crate::web) fn error_page(
    site: &Site,
    language: Language,
    status: StatusCode,
    error: Option<&PageError>,
) -> Response {
    let snapshot = site.snapshot();
    let reader = super::reader(site, &snapshot, language);
    let (title, text) =
        (reader.t(&title_key(status)), reader.t(&format!("error-{}-text", text_status(status))));
    let withdrawal = error.and_then(PageError::withdrawal);
    let context = ErrorContext {
        lang: language.code(),
        page: bare_page(site, &reader, "none", title, text),
        error: ErrorView {
            status: status.as_u16(),
            request_id: status.is_server_error().then(current_request_id).flatten(),
            advice: matches!(error, Some(PageError::Region(_))).then(|| reader.t("error-region")),
            gone: withdrawal.map(|withdrawal| Gone::of(withdrawal, &reader)),
        },
    };
    match site.templates.render(language, &context) {
        Ok(html) => {
            let answer = Answer::text(super::HTML, html, CachePolicy::NoStore).with_status(status);
            answer.respond_plainly()
        }
        Err(error) => {
            tracing::error!(error = causes(&error), "the error page cannot be rendered");
            // Templates have just failed, so there is no page to tell it.
            (StatusCode::INTERNAL_SERVER_ERROR, "error\n").into_response()
        }
    }
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
