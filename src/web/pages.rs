//! One file a page: its address's handler, its context, its template of the same name.

pub(super) mod about;
mod choosing;
mod chosen;
mod citation_file;
pub(super) mod compare;
pub(super) mod error;
pub(super) mod essay;
pub(super) mod essays;
pub(super) mod glossary;
pub(super) mod home;
pub(super) mod inventory;
pub(super) mod map;
pub(super) mod open;
pub(super) mod photo;
pub(super) mod photos;
pub(super) mod route;
pub(super) mod search;
mod table_file;
pub(super) mod village;
pub(super) mod villages;

use std::sync::Arc;

use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use self::citation_file::CiteQuery;
use super::address::ItemAddress;
use super::answer::{Answer, CachePolicy};
use super::errors::PageError;
use super::render::Template;
use super::site::Site;
use super::views::reader::Reader;
use crate::archive::Snapshot;
use crate::model::address::Page;
use crate::model::{Id, Kind, Language, Record};
use crate::store::RevisionNote;

/// The media type of every page.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// Answers with a page, from memory if it is there.
///
/// `fill` makes the context from a snapshot; it runs when the page is not remembered, or what it was made from has changed.
async fn answer<T, F>(
    site: &Arc<Site>,
    language: Language,
    page: &Page,
    headers: &HeaderMap,
    fill: impl FnOnce(Snapshot) -> F,
) -> Result<Response, PageError>
where
    T: Template,
    F: Future<Output = Result<T, PageError>>,
{
    let snapshot = site.snapshot();
    // The clone notes what it is asked where the original does: by those notes the cache knows what the page was
    // made from.
    let made = || make(site, language, fill(snapshot.clone()));
    let answer = site.remembered(&snapshot, site.addresses().path(page, language), made).await?;
    Ok(answer.respond(headers).await)
}

/// Answers for the record that a segment names: in a form for programs, else with its page, which is not kept
/// where it cites a part.
async fn answer_item<T, F>(
    site: &Arc<Site>,
    language: Language,
    (kind, segment): (Kind, &str),
    query: &CiteQuery,
    headers: &HeaderMap,
    fill: impl FnOnce(Snapshot, ItemAddress) -> F,
) -> Result<Response, PageError>
where
    T: Template,
    F: Future<Output = Result<T, PageError>>,
{
    let address = item_address(segment)?;
    if let Some(form) = address.form {
        // In a box, as rendering is: most who ask want the page.
        return Ok(
            Box::pin(citation_file::answer(site, language, kind, &address, form, query, headers)).await
        );
    }
    let page = address.page(kind);
    let fill = |snapshot| fill(snapshot, address);
    if query.part().is_some() {
        return Box::pin(answer_afresh(site, language, headers, fill)).await;
    }
    answer(site, language, &page, headers, fill).await
}

/// Answers with a page of which there are too many to keep: nobody shall fill memory with variants.
async fn answer_afresh<T, F>(
    site: &Arc<Site>,
    language: Language,
    headers: &HeaderMap,
    fill: impl FnOnce(Snapshot) -> F,
) -> Result<Response, PageError>
where
    T: Template,
    F: Future<Output = Result<T, PageError>>,
{
    let snapshot = site.snapshot();
    let answer = make(site, language, fill(snapshot.clone())).await?;
    // The cache asks this of the pages it keeps; here somebody has to, or a list that could not be read is a gap
    // in the page.
    snapshot.catalogue().check()?;
    Ok(Arc::new(answer).respond(headers).await)
}

async fn make<T: Template>(
    site: &Site,
    language: Language,
    filled: impl Future<Output = Result<T, PageError>>,
) -> Result<Answer, PageError> {
    let context = filled.await?;
    let html = site.templates.render(language, &context)?;
    Ok(Answer::text(HTML, html, CachePolicy::Revalidate).with_links(context.signposts()))
}

/// The page of a record as everybody would be shown it, over a snapshot that has a change laid over it; it is never kept.
pub(super) async fn preview(
    site: &Arc<Site>,
    snapshot: Snapshot,
    language: Language,
    kind: Kind,
    id: &Id,
) -> Result<Response, PageError> {
    let address = ItemAddress { id: id.clone(), revision: None, form: None };
    let answer = match kind {
        Kind::Village => make(site, language, village::fill(site, snapshot, language, address)).await?,
        Kind::Photo => make(site, language, photo::fill(site, snapshot, language, address, None)).await?,
        Kind::Essay => make(site, language, essay::fill(site, snapshot, language, address, None)).await?,
        _ => return Err(PageError::NotFound),
    };
    Ok(answer.respond_plainly())
}

/// Leads to the one address of what was asked for in another way.
fn lead_to(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, address)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// The reader of a page made from `snapshot`.
pub(super) fn reader<'a>(site: &'a Site, snapshot: &'a Snapshot, language: Language) -> Reader<'a> {
    Reader::new(language, snapshot, site.addresses(), &site.templates)
}

/// The item a segment names; a segment that names none is a 404.
fn item_address(segment: &str) -> Result<ItemAddress, PageError> {
    ItemAddress::parse(segment).ok_or(PageError::NotFound)
}

/// The revision an address names, the newest where it names none. All items share their ids, so that a photo's
/// names no village.
async fn read_item(
    snapshot: &Snapshot,
    kind: Kind,
    address: &ItemAddress,
) -> Result<(Record, RevisionNote), PageError> {
    let found = snapshot.find(kind, &address.id, address.revision).await?.ok_or(PageError::NotFound)?;
    Ok((found.record, found.revision))
}
