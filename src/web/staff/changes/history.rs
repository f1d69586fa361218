//! `/staff/records/{id}/history`: what became of a record, by whom, and taking it back to what it was.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::words::written_in;
use crate::archive::ArchiveError;
use crate::changes::{Act, Change, ChangeError, State as Stage};
use crate::model::address::Page;
use crate::model::{Id, Kind, PartialDate};
use crate::people::Action;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::staff::form::Posted;
use crate::web::staff::member::Member;
use crate::web::staff::page::{Frame, led_to, shown};
use crate::web::staff::times::moment;
use crate::web::views::reader::{Reader, Text};

#[derive(Serialize)]
struct HistoryContext {
    lang: &'static str,
    frame: Frame,
    history: History,
}

impl Template for HistoryContext {
    const FILE: &'static str = "staff/history.html";
}

#[derive(Serialize)]
struct History {
    name: String,
    name_lang: Option<&'static str>,
    href: String,
    editions: Vec<EditionView>,
    withdraw: Option<String>,
}

#[derive(Serialize)]
struct EditionView {
    number: u64,
    at: String,
    by: String,
    message: String,
    lang: Option<&'static str>,
    href: String,
    change: Option<ChangeLink>,
    changes: Option<String>,
    revert: Option<Revert>,
    withdrawn: Option<WithdrawnView>,
    /// The day on which the text was removed for good.
    purged: Option<String>,
    is_newest: bool,
}

#[derive(Serialize)]
struct ChangeLink {
    href: String,
    receipt: String,
}

#[derive(Serialize)]
struct Revert {
    action: String,
    number: u64,
}

#[derive(Serialize)]
struct WithdrawnView {
    at: String,
    reason: String,
    note: Option<Text>,
}

/// A record that the staff do something with, with its kind and what it is called.
pub(super) struct Known {
    pub(super) id: Id,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) name_lang: Option<&'static str>,
    /// What the changes that touch it are about: of a photo its village.
    pub(super) about: Id,
    pub(super) revision: u64,
}

/// The record of an id, whichever of the three kinds it is.
pub(super) async fn known(site: &Site, reader: &Reader<'_>, id: &str) -> Result<Known, PageError> {
    let id = Id::parse(id).map_err(|_| PageError::NotFound)?;
    for kind in [Kind::Village, Kind::Photo, Kind::Essay] {
        let head = match site.changes().head(kind, &id).await {
            Err(ChangeError::Archive(ArchiveError::Purged { .. })) => return purged(site, id).await,
            head => head?,
        };
        if let Some(head) = head {
            let name = match &head.record {
                crate::model::Record::Village(village) => reader.name_text(&village.name),
                crate::model::Record::Photo(photo) => reader.text(&photo.caption),
                crate::model::Record::Essay(essay) => reader.text(&essay.title),
                _ => Text { text: id.to_string(), lang: None },
            };
            let Text { text: name, lang: name_lang } = name;
            let about = match head.record {
                crate::model::Record::Photo(photo) => photo.village,
                _ => id.clone(),
            };
            return Ok(Known { id, kind, name, name_lang, about, revision: head.revision.number });
        }
    }
    Err(PageError::NotFound)
}

/// A record whose newest text was removed for good: of its name there is only the id.
async fn purged(site: &Site, id: Id) -> Result<Known, PageError> {
    // Villages, photos and essays share one namespace.
    let told = site.changes().history(Kind::Village, &id).await?;
    let newest = &told.last().ok_or(PageError::NotFound)?.edition.revision;
    let kind = Kind::from_word(newest.kind.as_str()).ok_or(PageError::NotFound)?;
    Ok(Known { kind, name: id.to_string(), name_lang: None, about: id.clone(), revision: newest.number, id })
}

/// Shows every revision.
pub(in crate::web) async fn show_history(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let known = known(&site, &reader, &id).await?;
    let changes = site.changes().about(&known.about).await?.changes;
    let mut editions = Vec::new();
    for told in site.changes().history(known.kind, &known.id).await? {
        let number = told.edition.revision.number;
        let is_newest = number == known.revision;
        let page = Page::record(known.kind, &known.id).at(number);
        let by_change = of_change(&changes, &known.id, number);
        let message = match by_change {
            // The change's own words say more than the commit's.
            Some(change) => said_of(change),
            None => told.message,
        };
        editions.push(EditionView {
            number,
            at: moment(told.edition.revision.committed_at).text,
            by: told.author,
            lang: written_in(&message),
            message,
            href: reader.url(&page),
            change: by_change.map(|change| ChangeLink {
                href: reader.url(&Page::below_change(&change.id, "review")),
                receipt: change.id.to_string(),
            }),
            changes: (known.kind == Kind::Essay && number > 1 && told.edition.purged.is_none())
                .then(|| reader.url(&Page::changes(&known.id, number))),
            // Made the newest again, what was withdrawn would be shown under a number that no withdrawal names.
            revert: (!is_newest
                && member.may(Action::Publish)
                && told.edition.withdrawn.is_none()
                && told.edition.purged.is_none())
            .then(|| Revert { action: reader.url(&Page::of_record(&known.id, "revert")), number }),
            withdrawn: told.edition.withdrawn.as_ref().map(|withdrawal| WithdrawnView {
                at: reader.date(withdrawal.date).text,
                reason: reader.t(&format!("history-because-{}", withdrawal.reason.word())),
                note: withdrawal.note.as_ref().map(|note| reader.text(note)),
            }),
            purged: told
                .edition
                .purged
                .as_ref()
                .map(|on| PartialDate::parse(on).map_or_else(|_| on.clone(), |date| reader.date(date).text)),
            is_newest,
        });
    }
    editions.reverse();
    let history = History {
        href: reader.url(&Page::record(known.kind, &known.id)),
        withdraw: member.may(Action::Withdraw).then(|| reader.url(&Page::of_record(&known.id, "withdraw"))),
        name: known.name.clone(),
        name_lang: known.name_lang,
        editions,
    };
    let page = Page::of_record(&known.id, "history");
    let frame = Frame::of(&site, &reader, &page, known.name, &member).await;
    shown(&site, language, StatusCode::OK, &HistoryContext { lang: language.code(), frame, history })
}

/// What was said when a change was published.
fn said_of(change: &Change) -> String {
    let step = change.steps.iter().rev().find(|step| step.act == Act::Published);
    step.map(|step| step.note.clone()).unwrap_or_default()
}

/// The change that published a revision.
fn of_change<'c>(changes: &'c [Change], record: &Id, number: u64) -> Option<&'c Change> {
    changes.iter().filter(|change| change.state == Stage::Published).find(|change| {
        change
            .published
            .iter()
            .any(|published| published.key == record.as_str() && published.revision == number)
    })
}

/// Makes a record again what it was.
pub(in crate::web) async fn revert(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    posted: Posted,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let known = known(&site, &reader, &id).await?;
    let number: u64 = posted.get("number").parse().map_err(|_| PageError::BadRequest("the form".into()))?;
    match site.changes().revert(known.kind, &known.id, number, &member.person(), "").await {
        // It is what it was: what was wanted is so.
        Ok(_) | Err(ChangeError::Nothing) => {}
        Err(error) => return Err(error.into()),
    }
    led_to(&reader.url(&Page::of_record(&known.id, "history")))
}
