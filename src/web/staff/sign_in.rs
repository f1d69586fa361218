//! `/staff/sign-in` and `/staff/sign-out`: coming in, also in the middle of a form, and going.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};

use super::form::Posted;
use super::page::{Frame, led_to, shown, with_session, without_session};
use super::visit::Visit;
use super::way_on;
use crate::model::Language;
use crate::model::address::Page;
use crate::people::PeopleError;
use crate::web::address::PageLanguage;
use crate::web::answer::AsItStands;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::layers::asks_for_json;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::reader::Reader;

/// What stands before the names of fields that another form is to be sent with again.
const KEPT: &str = "kept:";

/// What is never kept in a page.
const SECRETS: [&str; 3] = ["password", "old", "new"];

#[derive(Serialize)]
struct SignInContext {
    lang: &'static str,
    frame: Frame,
    sign_in: SignIn,
}

impl Template for SignInContext {
    const FILE: &'static str = "staff/sign_in.html";
}

#[derive(Serialize, Default)]
struct SignIn {
    name: String,
    next: String,
    /// The fields of a form that is sent again afterwards.
    kept: Vec<(String, String)>,
    /// Whether there is such a form, even one without fields.
    is_again: bool,
    /// Whether what was sent could not be kept: files.
    is_lost: bool,
    fault: Option<String>,
    /// In the place of the form, where no password may be sent.
    way: Option<String>,
}

#[derive(Serialize)]
struct AgainContext {
    lang: &'static str,
    frame: Frame,
    again: Again,
}

impl Template for AgainContext {
    const FILE: &'static str = "staff/again.html";
}

#[derive(Serialize)]
struct Again {
    action: String,
    fields: Vec<(String, String)>,
}

/// What the address says.
#[derive(Deserialize)]
pub(in crate::web) struct NextQuery {
    next: Option<String>,
}

/// Shows the form.
pub(in crate::web) async fn show_sign_in(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<NextQuery>,
    visit: Visit,
) -> Result<Response, PageError> {
    let next = query.next.as_deref().and_then(|next| way_on::checked(site.addresses(), next));
    let form = SignIn { next: next.unwrap_or_default().to_owned(), ..SignIn::default() };
    show(&site, language, &visit, form, StatusCode::OK)
}

/// The form in the place of the answer to another form, whose fields it carries along.
pub(super) fn sign_in_again(
    site: &Arc<Site>,
    language: Language,
    visit: Visit,
    next: String,
    posted: Option<Posted>,
) -> Result<Response, PageError> {
    let next = way_on::checked(site.addresses(), &next).unwrap_or_default().to_owned();
    let (is_again, is_lost) = (posted.is_some(), posted.is_none());
    let mut kept = posted.unwrap_or_default().0;
    // A page stands in the browser's memory and is shown to who views its source.
    kept.retain(|(name, _)| !SECRETS.contains(&name.as_str()));
    let fault = None;
    let form = SignIn { next, kept, is_again, is_lost, fault, ..SignIn::default() };
    show(site, language, &visit, form, StatusCode::UNAUTHORIZED)
}

/// Signs in and leads on.
pub(in crate::web) async fn sign_in(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    headers: HeaderMap,
    visit: Visit,
    posted: Posted,
) -> Result<Response, PageError> {
    // In the middle of a form that a script keeps.
    let is_script = asks_for_json(&headers);
    // Looked at once more: it has been through the browser, or never was on a page of ours.
    let next = way_on::checked(site.addresses(), posted.get("next")).unwrap_or_default().to_owned();
    let kept: Vec<(String, String)> = posted
        .0
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(KEPT)?.to_owned(), value.clone())))
        .collect();
    // Without a way on, which may have been refused above, there is nowhere to send it.
    let is_again = !posted.get("again").is_empty() && !next.is_empty();
    let name = posted.get("name").trim().chars().take(64).collect();
    let mut form = SignIn { name, next, kept, is_again, ..SignIn::default() };
    // Before the password is looked at: nobody on the line learns from the answer whether it was right.
    if !visit.is_private {
        return show(&site, language, &visit, form, StatusCode::FORBIDDEN);
    }
    let now = site.options.clock.now();
    let (name, password) = (posted.get("name"), posted.get("password"));
    let error = match site.people().sign_in(name, password, visit.client.clone(), now).await {
        Ok((token, _)) => {
            let response = if is_script {
                StatusCode::NO_CONTENT.into_response()
            } else if form.is_again {
                send_again(&site, language, form)?
            } else if form.next.is_empty() {
                led_to(&site.addresses().path(&Page::STAFF, language))?
            } else {
                led_to(&form.next)?
            };
            return Ok(with_session(&site, response, &token));
        }
        Err(error) => error,
    };
    let snapshot = site.snapshot();
    let (words, status) = failure(&reader(&site, &snapshot, language), error)?;
    if is_script {
        // Not the shape that all refusals have: the words belong into the dialog in which somebody types.
        let told = Json(serde_json::json!({ "title": words.0, "status": status.as_u16() }));
        return Ok(with_wait((status, Extension(AsItStands), told).into_response(), words.1));
    }
    form.fault = Some(words.0);
    let response = show(&site, language, &visit, form, status)?;
    Ok(with_wait(response, words.1))
}

/// What is told of a failure, with the seconds to wait, and its status; what is no fault of theirs stays an error.
pub(super) fn failure(
    reader: &Reader<'_>,
    error: PeopleError,
) -> Result<((String, Option<u64>), StatusCode), PageError> {
    match error {
        PeopleError::Wrong => Ok(((reader.t("staff-wrong"), None), StatusCode::UNPROCESSABLE_ENTITY)),
        PeopleError::Wait { seconds } => {
            let (key, count) = if seconds < 90 {
                ("staff-wait-seconds", seconds)
            } else {
                ("staff-wait-minutes", seconds.div_ceil(60))
            };
            let words = reader.t_with(key, [("n", count.into())]);
            Ok(((words, Some(seconds)), StatusCode::TOO_MANY_REQUESTS))
        }
        other => Err(other.into()),
    }
}

pub(super) fn with_wait(mut response: Response, seconds: Option<u64>) -> Response {
    if let Some(seconds) = seconds {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// The form that was interrupted, to be sent with one press; a script presses.
fn send_again(site: &Site, language: Language, form: SignIn) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let frame = Frame::outside(site, &reader, &Page::SIGN_IN, reader.t("staff-again-title"));
    let again = Again { action: form.next, fields: form.kept };
    shown(site, language, StatusCode::OK, &AgainContext { lang: language.code(), frame, again })
}

fn show(
    site: &Site,
    language: Language,
    visit: &Visit,
    mut form: SignIn,
    status: StatusCode,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    form.way = way_to_tls(&reader, site, visit);
    let frame = Frame::outside(site, &reader, &Page::SIGN_IN, reader.t("staff-sign-in"));
    shown(site, language, status, &SignInContext { lang: language.code(), frame, sign_in: form })
}

/// How to come by a private line, where this one is not.
pub(super) fn way_to_tls(reader: &Reader<'_>, site: &Site, visit: &Visit) -> Option<String> {
    if visit.is_private {
        return None;
    }
    let address = reader.address(&Page::SIGN_IN);
    let key = if site.addresses().is_https() { "staff-line-elsewhere" } else { "staff-line-plain" };
    Some(reader.t_with(key, [("address", address.into())]))
}

/// Ends the session, if there is one.
pub(in crate::web) async fn sign_out(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    visit: Visit,
) -> Result<Response, PageError> {
    let now = site.options.clock.now();
    // Whoever has none is led on all the same, and the cookie is taken out: a second press is no error.
    if let Some(token) = &visit.token
        && let Some(signed) = site.people().session(token, now).await?
    {
        site.people().sign_out(&signed, visit.client.address, now).await?;
    }
    Ok(without_session(&site, led_to(&site.addresses().path(&Page::SIGN_IN, language))?))
}
