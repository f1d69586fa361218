//! What every page of the staff shares: who is signed in, what they may go to, the frame.

use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::cookie;
use super::member::Member;
use crate::model::Language;
use crate::model::address::Page;
use crate::people::{Action, Token};
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::PageError;
use crate::web::pages::HTML;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageView, bare_page};
use crate::web::views::reader::{Link, Reader};

/// What the base template of the staff needs, whatever the page.
#[derive(Serialize)]
pub(in crate::web) struct Frame {
    page: PageView,
    me: Option<Me>,
    nav: Vec<Place>,
}

/// Who is signed in.
#[derive(Serialize)]
struct Me {
    shown: String,
    name: String,
    role: String,
}

/// A place that this role may go to.
#[derive(Serialize)]
struct Place {
    link: Link,
    is_here: bool,
    /// How much is new there.
    count: u64,
}

/// The pages in the head, with the text that names each and what each asks for.
const PLACES: [(Page, &str, Action); 6] = [
    (Page::STAFF, "staff-home", Action::ReadWork),
    (Page::CHANGES, "staff-changes", Action::ReadWork),
    (Page::NOTICES, "staff-notices", Action::ReadWork),
    (Page::PEOPLE, "staff-people", Action::ManagePeople),
    (Page::AUDIT, "staff-audit", Action::ReadAudit),
    (Page::ACCOUNT, "staff-account", Action::ReadWork),
];

impl Frame {
    /// The frame of `page`, under a title.
    pub(in crate::web) fn of(
        site: &Site,
        reader: &Reader<'_>,
        page: &Page,
        title: String,
        member: Option<&Member>,
    ) -> Self {
        let places =
            PLACES.into_iter().filter(|(_, _, action)| member.is_some_and(|member| member.may(*action)));
        let nav = places.map(|(place, text, _)| Place {
            is_here: place == *page,
            count: member.filter(|_| place == Page::NOTICES).map_or(0, |member| member.unread),
            link: Link { label: reader.t(text), href: reader.url(&place) },
        });
        let me = member.map(|member| Me {
            shown: member.account().shown.to_string(),
            name: member.account().name.to_string(),
            role: reader.t(&format!("role-{}", member.role().word())),
        });
        let description = reader.t("staff-description");
        let view = bare_page(site, reader, "staff", title, description).standing_at(site, reader, page);
        Self { page: view, me, nav: nav.collect() }
    }
}

/// Renders a page of the staff; it is never kept, and an error that has a page of its own is told by it.
pub(in crate::web) fn shown<T: Template>(
    site: &Site,
    language: Language,
    status: StatusCode,
    context: &T,
) -> Result<Response, PageError> {
    let html = site.templates.render(language, context)?;
    Ok(Answer::text(HTML, html, CachePolicy::NoStore).with_status(status).respond_plainly())
}

/// Leads on after a form was done, so that going back sends nothing twice.
pub(in crate::web) fn led_to(path: &str) -> Result<Response, PageError> {
    let to = HeaderValue::from_str(path).map_err(|_| PageError::NotFound)?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response())
}

/// The answer with a session that the browser is to keep.
pub(super) fn with_session(site: &Site, mut response: Response, token: &Token) -> Response {
    if let Some(cookie) = cookie::keeping(site.addresses(), token) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The answer with no session to keep any more.
pub(super) fn without_session(site: &Site, mut response: Response) -> Response {
    if let Some(cookie) = cookie::forgetting(site.addresses()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
