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
    /// The frame of `page`, under a title. Made last: what somebody has read by opening the page is not counted any more.
    pub(in crate::web) async fn of(
        site: &Site,
        reader: &Reader<'_>,
        page: &Page,
        title: String,
        member: &Member,
    ) -> Self {
        let unread = unread(site, member).await;
        let places = PLACES.into_iter().filter(|(_, _, action)| member.may(*action));
        let nav = places.map(|(place, text, _)| Place {
            is_here: place == *page,
            count: if place == Page::NOTICES { unread } else { 0 },
            link: Link { label: reader.t(text), href: reader.url(&place) },
        });
        let me = Me {
            shown: member.account().shown.to_string(),
            name: member.account().name.to_string(),
            role: reader.t(&format!("role-{}", member.role().word())),
        };
        Self { me: Some(me), nav: nav.collect(), ..Self::outside(site, reader, page, title) }
    }

    /// The same before the door: signing in, invitations.
    pub(in crate::web) fn outside(site: &Site, reader: &Reader<'_>, page: &Page, title: String) -> Self {
        let description = reader.t("staff-description");
        let view = bare_page(site, reader, "staff", title, description).standing_at(site, reader, page);
        Self { page: view, me: None, nav: Vec::new() }
    }

    /// How many notices its reader has not read.
    pub(super) fn unread(&self) -> u64 {
        self.nav.iter().map(|place| place.count).sum()
    }
}

/// How many notices somebody has not read. A page is shown without the number too.
async fn unread(site: &Site, member: &Member) -> u64 {
    let unread = site.changes().unread(&member.account().name, member.role()).await;
    unread.unwrap_or_else(|error| {
        tracing::warn!(%error, "unread notices cannot be counted");
        0
    })
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
