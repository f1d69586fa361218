//! `/staff/changes`: what waits for whom.

use std::sync::Arc;

use axum::extract::State as Extracted;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::found::{InReport, MOST_CHANGES, MOST_REPORTS, found};
use super::rest::{RestView, rest_of};
use super::words;
use crate::changes::{Change, State};
use crate::model::address::Page;
use crate::people::Action;
use crate::search::{MAX_QUERY_CHARS, Words};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::staff::hand::page_for;
use crate::web::staff::member::Member;
use crate::web::staff::page::{Frame, shown};
use crate::web::views::reader::{Labelled, Reader};

/// The most that a list shows on the front page.
const MOST_AT_HOME: usize = 5;

/// The most that one list shows; the number beside it says how many there are.
const MOST: u32 = 100;

#[derive(Serialize)]
struct ChangesContext {
    lang: &'static str,
    frame: Frame,
    queue: Queue,
}

impl Template for ChangesContext {
    const FILE: &'static str = "staff/changes.html";
}

#[derive(Serialize)]
struct Queue {
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    start: Option<String>,
    empty: String,
    search: SearchView,
}

/// The box in which changes are looked for.
#[derive(Serialize)]
struct SearchView {
    action: String,
    q: String,
    /// What was found, in words; where something is looked for, the rows are that.
    told: Option<String>,
}

/// The piece of a report that a change was found by.
#[derive(Serialize)]
struct PieceView {
    name: String,
    lang: Option<&'static str>,
    pieces: Vec<crate::search::Piece>,
}

#[derive(Serialize)]
struct Tab {
    id: &'static str,
    label: String,
    count: usize,
    href: String,
    is_current: bool,
}

#[derive(Serialize)]
struct Row {
    href: String,
    receipt: String,
    title: String,
    village: String,
    template: String,
    state: Labelled,
    age: String,
    is_overdue: bool,
    author: String,
    reviewer: Option<String>,
    blocking: usize,
    advisory: usize,
    looked: Vec<String>,
    /// What it is the rest of another with, or what of it is left in another.
    rest: Option<RestView>,
    /// Where it was found by what its report says.
    piece: Option<PieceView>,
}

/// Which list, or what is looked for.
#[derive(Deserialize)]
pub(in crate::web) struct QueueQuery {
    list: Option<String>,
    q: Option<String>,
}

/// The lists, each with whom it is for.
const LISTS: [&str; 6] = ["own", "mine", "waiting", "late", "returned", "published"];

/// Shows one of the lists, and how many stand in each.
pub(in crate::web) async fn show_changes(
    Extracted(site): Extracted<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<QueueQuery>,
    member: Member,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let now = site.options.clock.now();
    // Auditors read the lists of all too, though nothing there is theirs to decide.
    let is_reviewer = member.may(Action::Review) || member.may(Action::ReadAudit);
    let lists: Vec<&'static str> = LISTS
        .into_iter()
        .filter(|list| is_reviewer || matches!(*list, "own" | "returned" | "published"))
        .collect();
    let first = if is_reviewer { "waiting" } else { "own" };
    let asked = query.list.as_deref().and_then(|asked| lists.iter().find(|list| **list == asked)).copied();
    let current = asked.unwrap_or(first);
    let q: String = query.q.unwrap_or_default().trim().chars().take(MAX_QUERY_CHARS).collect();
    let wanted = Words::parse(&q);
    let mut tabs = Vec::new();
    let mut rows = Vec::new();
    for list in lists {
        let (changes, count) = listed(&site, &member, list, is_reviewer, now).await?;
        tabs.push(Tab {
            id: list,
            label: reader.t(&format!("queue-{list}")),
            count,
            href: reader.url(&Page::CHANGES.with("list", list)),
            is_current: list == current && wanted.is_none(),
        });
        // Only of the list that is shown: for each row the checks of its change are made.
        if list == current && wanted.is_none() {
            for change in changes.into_iter().take(MOST as usize) {
                rows.push(row(&site, &reader, &member, change, now).await?);
            }
        }
    }
    let mut told = None;
    if let Some(wanted) = &wanted {
        let found = found(&site, &reader, &member, wanted, MOST as usize).await?;
        let key = if found.is_cut { "queue-found-cut" } else { "queue-found" };
        told = Some(reader.t_with(
            key,
            [
                ("n", found.changes.len().into()),
                ("q", q.as_str().into()),
                ("most", MOST.into()),
                ("changes", MOST_CHANGES.into()),
                ("reports", MOST_REPORTS.into()),
            ],
        ));
        for (change, piece) in found.changes {
            let piece = piece.map(|InReport { name, marked }| PieceView {
                name,
                lang: words::written_in(&marked.plain()),
                pieces: marked.pieces,
            });
            rows.push(Row { piece, ..row(&site, &reader, &member, change, now).await? });
        }
    }
    let start = member.may(Action::Draft).then(|| reader.url(&Page::NEW_CHANGE));
    let empty = match wanted {
        Some(_) => reader.t("queue-found-none"),
        None => reader.t(&format!("queue-empty-{current}")),
    };
    let search = SearchView { action: reader.url(&Page::CHANGES), q, told };
    let queue = Queue { tabs, rows, start, empty, search };
    let frame = Frame::of(&site, &reader, &Page::CHANGES, reader.t("queue-title"), &member).await;
    shown(&site, language, StatusCode::OK, &ChangesContext { lang: language.code(), frame, queue })
}

/// One list of what waits for somebody, on the front page of the staff.
#[derive(Serialize)]
pub(in crate::web) struct Waiting {
    title: String,
    href: String,
    count: usize,
    rows: Vec<Row>,
}

/// What waits for somebody: what they have in hand, what they review, and for reviewers what nobody has taken.
pub(in crate::web) async fn waiting(
    site: &Site,
    reader: &Reader<'_>,
    member: &Member,
) -> Result<Vec<Waiting>, PageError> {
    let now = site.options.clock.now();
    let is_reviewer = member.may(Action::Review);
    let mut lists = Vec::new();
    for list in
        LISTS.into_iter().filter(|list| *list == "own" || is_reviewer && matches!(*list, "mine" | "waiting"))
    {
        let (changes, count) = listed(site, member, list, is_reviewer, now).await?;
        let mut rows = Vec::new();
        for change in changes.into_iter().take(MOST_AT_HOME) {
            rows.push(row(site, reader, member, change, now).await?);
        }
        if count > 0 {
            let title = reader.t(&format!("queue-{list}"));
            lists.push(Waiting { title, href: reader.url(&Page::CHANGES.with("list", list)), count, rows });
        }
    }
    Ok(lists)
}

/// The changes of a list, the newest first, and how many there are; those that wait, the oldest first.
async fn listed(
    site: &Site,
    member: &Member,
    list: &str,
    is_reviewer: bool,
    now: Timestamp,
) -> Result<(Vec<Change>, usize), PageError> {
    let (changes, me) = (site.changes(), member.account().name.as_str());
    let mut found = match list {
        "own" => {
            let mut own = changes.of_person(me).await?.changes;
            own.retain(|change| change.state.is_open());
            own
        }
        // Of what is over there is ever more: only what is shown is read.
        "published" if is_reviewer => {
            let (newest, count) = changes.newest_in_state(State::Published, MOST).await?;
            return Ok((newest.changes, usize::try_from(count).unwrap_or(usize::MAX)));
        }
        "returned" if is_reviewer => changes.in_state(State::Returned).await?.changes,
        "returned" | "published" => {
            let state = if list == "returned" { State::Returned } else { State::Published };
            let mut own = changes.of_person(me).await?.changes;
            own.retain(|change| change.state == state);
            own
        }
        _ => {
            let mut waiting = changes.in_state(State::Submitted).await?.changes;
            waiting.extend(changes.in_state(State::Passed).await?.changes);
            waiting.sort_by_key(|change| change.submitted_at);
            waiting.retain(|change| match list {
                "mine" => change.reviewer.as_ref().is_some_and(|reviewer| reviewer.name == me),
                "late" => is_overdue(site, change, now),
                _ => change.reviewer.is_none(),
            });
            waiting
        }
    };
    if list == "own" {
        found.sort_by_key(|change| std::cmp::Reverse(change.created_at));
    }
    let count = found.len();
    Ok((found, count))
}

fn is_overdue(site: &Site, change: &Change, now: Timestamp) -> bool {
    let most = i64::from(site.options.overdue_days);
    let days = |since: Timestamp| now.duration_since(since).as_hours() / 24;
    change.state.is_in_review() && change.submitted_at.is_some_and(|since| days(since) >= most)
}

async fn row(
    site: &Site,
    reader: &Reader<'_>,
    member: &Member,
    change: Change,
    now: Timestamp,
) -> Result<Row, PageError> {
    let id = change.id.clone();
    let href = page_for(member.account().name.as_str(), member.role(), &change);
    let since = change.submitted_at.filter(|_| change.state.is_in_review()).unwrap_or(change.created_at);
    let days = now.duration_since(since).as_hours() / 24;
    let age = reader.t_with("queue-age", [("days", days.into())]);
    let is_late = is_overdue(site, &change, now);
    let (title, state) = (words::title(&change, &[], reader), words::state(reader, change.state));
    let looked = change.looked.keys().cloned().collect();
    let rest = rest_of(site, reader, &change).await?;
    let (author, reviewer) =
        (change.author.shown.clone(), change.reviewer.clone().map(|person| person.shown));
    let (village, template) =
        (words::about(&change, reader), reader.t(&format!("change-template-{}", change.template.word())));
    // What is over is not looked through again: the archive has moved on.
    let findings = match change.state.is_open() {
        true => site.changes().draft(change).await?.findings,
        false => Vec::new(),
    };
    let blocking = findings.iter().filter(|finding| finding.is_blocking).count();
    Ok(Row {
        href: reader.url(&href),
        receipt: id.to_string(),
        title,
        village,
        template,
        state,
        age,
        is_overdue: is_late,
        author,
        reviewer,
        blocking,
        advisory: findings.len() - blocking,
        looked,
        rest,
        piece: None,
    })
}
