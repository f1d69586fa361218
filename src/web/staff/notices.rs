//! `/staff/notices`: what somebody is told of the changes that they write or review, the newest first.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::changes::words;
use super::form::Posted;
use super::hand::{page_for, whole};
use super::member::Member;
use super::page::{Frame, led_to, shown};
use super::times::moment;
use crate::changes::{Change, ChangeId, KeptNotice, Notice};
use crate::model::address::Page;
use crate::web::address::{PageLanguage, plain_number};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::reader::{DateText, Reader};

/// Notices on one page.
const ON_A_PAGE: usize = 50;

#[derive(Serialize)]
struct NoticesContext {
    lang: &'static str,
    frame: Frame,
    notices: NoticesView,
}

impl Template for NoticesContext {
    const FILE: &'static str = "staff/notices.html";
}

#[derive(Serialize)]
struct NoticesView {
    rows: Vec<NoticeView>,
    unread: u64,
    /// The page with what came before.
    older: Option<String>,
    is_newest: bool,
}

#[derive(Serialize)]
struct NoticeView {
    href: String,
    text: String,
    receipt: String,
    at: DateText,
    is_unread: bool,
}

/// Behind how many the page begins.
#[derive(Deserialize)]
pub(in crate::web) struct BehindQuery {
    behind: Option<String>,
}

/// Shows them. What leads to a change is read when the change is seen.
pub(in crate::web) async fn show_notices(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<BehindQuery>,
    member: Member,
) -> Result<Response, PageError> {
    let behind = match query.behind.as_deref() {
        None => 0,
        Some(text) => plain_number(text).and_then(|n| usize::try_from(n).ok()).ok_or(PageError::NotFound)?,
    };
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let all = site.changes().notices(&member.account().name).await?;
    let older = behind.saturating_add(ON_A_PAGE);
    let older = (all.len() > older).then(|| reader.url(&Page::NOTICES.with("behind", older)));
    let mut known = BTreeMap::new();
    let mut rows = Vec::new();
    for kept in all.into_iter().skip(behind).take(ON_A_PAGE) {
        rows.extend(row(&site, &reader, &member, kept, &mut known).await?);
    }
    let frame = Frame::of(&site, &reader, &Page::NOTICES, reader.t("staff-notices"), &member).await;
    let notices = NoticesView { rows, unread: frame.unread(), older, is_newest: behind == 0 };
    shown(&site, language, StatusCode::OK, &NoticesContext { lang: language.code(), frame, notices })
}

/// Notes that all of them are read.
pub(in crate::web) async fn read_notices(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    member: Member,
    posted: Posted,
) -> Result<Response, PageError> {
    if posted.get("do") != "read" {
        return Err(PageError::BadRequest("the form".into()));
    }
    site.changes().note_read(&member.account().name, None).await?;
    led_to(&site.addresses().path(&Page::NOTICES, language))
}

/// One of them; `None` of what they may not see any more. `known` are the changes that were read for others.
async fn row(
    site: &Site,
    reader: &Reader<'_>,
    member: &Member,
    kept: KeptNotice,
    known: &mut BTreeMap<ChangeId, Option<Change>>,
) -> Result<Option<NoticeView>, PageError> {
    let id = kept.notice.leads_to().clone();
    if !known.contains_key(&id) {
        known.insert(id.clone(), whole(site, &id).await?);
    }
    let Some(change) = known.get(&id).and_then(Option::as_ref).filter(|change| member.may_read(change))
    else {
        return Ok(None);
    };
    let (me, role) = (member.account().name.as_str(), member.role());
    Ok(Some(NoticeView {
        href: reader.url(&page_for(me, role, change)),
        text: sentence(reader, &kept.notice, &words::title(change, &[], reader)),
        receipt: kept.notice.change.to_string(),
        at: moment(kept.notice.at),
        is_unread: kept.is_unread,
    }))
}

/// What happened, in a sentence; `title` is what the change is called.
pub(in crate::web) fn sentence(reader: &Reader<'_>, notice: &Notice, title: &str) -> String {
    let record = notice.record.as_deref().unwrap_or_default();
    let what = reader.t_with(
        &format!("notice-{}", notice.news.word()),
        [
            ("by", notice.by.shown.as_str().into()),
            ("title", title.into()),
            ("record", record.into()),
            ("n", notice.revision.unwrap_or_default().into()),
        ],
    );
    let end = match notice.comments {
        0 => reader.t("notice-end"),
        n => reader.t_with("notice-comments", [("n", n.into())]),
    };
    what + &end
}
