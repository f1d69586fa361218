//! `/staff/audit`: the log of what was done, the newest first; `/staff/audit.jsonl`: all of it, the oldest first.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use futures::stream;
use serde::{Deserialize, Serialize};

use super::changes::words::written_in;
use super::member::Member;
use super::page::{Frame, shown};
use super::times::moment;
use crate::model::address::Page;
use crate::people::{AuditRecord, Event, PeopleError};
use crate::web::address::{PageLanguage, plain_number};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::reader::{DateText, Reader};

/// Entries on one page, and in one piece of the file.
const ON_A_PAGE: u32 = 50;
const AT_ONCE: u32 = 500;

#[derive(Serialize)]
struct AuditContext {
    lang: &'static str,
    frame: Frame,
    audit: AuditView,
}

impl Template for AuditContext {
    const FILE: &'static str = "staff/audit.html";
}

#[derive(Serialize)]
struct AuditView {
    entries: Vec<EntryView>,
    damaged: usize,
    /// The page with what came before.
    older: Option<String>,
    is_newest: bool,
}

#[derive(Serialize)]
struct EntryView {
    number: u64,
    at: DateText,
    who: String,
    account: Option<String>,
    what: String,
    of: String,
    detail: String,
    lang: Option<&'static str>,
    address: String,
}

/// Where to read on.
#[derive(Deserialize)]
pub(in crate::web) struct BeforeQuery {
    before: Option<String>,
}

/// Shows a page of it.
pub(in crate::web) async fn show_audit(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<BeforeQuery>,
    member: Member,
) -> Result<Response, PageError> {
    let before = match query.before.as_deref() {
        None => None,
        // Keys of the log have twelve digits: a longer number would sort among them as text does.
        Some(text) => Some(plain_number(text).filter(|n| *n < 1_000_000_000_000).ok_or(PageError::NotFound)?),
    };
    let page = site.people().audit().list_back(before, ON_A_PAGE).await?;
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let audit = AuditView {
        entries: page.entries.into_iter().map(|(number, entry)| entry_view(&reader, number, entry)).collect(),
        damaged: page.damaged,
        older: page.next.map(|next| reader.url(&Page::AUDIT.with("before", next))),
        is_newest: before.is_none(),
    };
    let frame = Frame::of(&site, &reader, &Page::AUDIT, reader.t("staff-audit"), &member).await;
    shown(&site, language, StatusCode::OK, &AuditContext { lang: language.code(), frame, audit })
}

fn entry_view(reader: &Reader<'_>, number: u64, entry: AuditRecord) -> EntryView {
    let is_role = entry.what == Event::RoleChanged.word() || entry.what == Event::AccountAdded.word();
    EntryView {
        number,
        at: moment(entry.at),
        // Without an account it was the operator, at the machine itself, or a stranger at the door, who has no
        // name.
        who: match (&entry.who.account, entry.who.shown.as_str()) {
            (Some(_), shown) => shown.to_owned(),
            (None, "") => reader.t("audit-nobody"),
            (None, _) => reader.t("audit-operator"),
        },
        account: entry.who.account.map(|name| name.to_string()),
        // An entry of another edition of the program is shown by its own word.
        what: reader.maybe(&format!("event-{}", entry.what)).unwrap_or(entry.what),
        of: entry.of,
        // A role is told in the words of the page.
        lang: if is_role { None } else { written_in(&entry.detail) },
        detail: if is_role { reader.t(&format!("role-{}", entry.detail)) } else { entry.detail },
        address: entry.who.address.map(|address| address.to_string()).unwrap_or_default(),
    }
}

/// All of it as a file, piece by piece.
pub(in crate::web) async fn keep_audit(
    State(site): State<Arc<Site>>,
    _: Member,
) -> Result<Response, PageError> {
    let audit = site.people().audit();
    // The first piece now, so that what fails at once is told as an error.
    let (first, next) = audit.lines(0, AT_ONCE).await?;
    let rest = stream::unfold((audit, next), |(audit, next)| async move {
        let piece = audit.lines(next?, AT_ONCE).await;
        let next = piece.as_ref().ok().and_then(|(_, next)| *next);
        // A piece that fails ends the connection: the file is cut there, and not taken for all of the log.
        Some((piece.map(|(lines, _)| Bytes::from(lines)), (audit, next)))
    });
    let first = stream::iter([Ok::<_, PeopleError>(Bytes::from(first))]);
    let mut response = Response::new(Body::from_stream(futures::StreamExt::chain(first, rest)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/jsonl"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"audit.jsonl\""));
    Ok(response)
}
