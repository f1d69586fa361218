//! `/staff/changes/new`: beginning a change, or joining the one that has the record in hand.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::changes::{About, Begun, ChangeError, ChangeId, Template as Kind};
use crate::model::address::Page;
use crate::model::{Id, Language};
use crate::search::romanised;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::staff::form::Posted;
use crate::web::staff::hand::readable;
use crate::web::staff::member::Member;
use crate::web::staff::page::{Frame, led_to, shown};
use crate::web::views::reader::Reader;

/// The most villages that are offered in one list; of a larger archive one comes here from the village's page.
const MOST: usize = 400;

#[derive(Serialize)]
struct NewContext {
    lang: &'static str,
    frame: Frame,
    start: Start,
}

impl Template for NewContext {
    const FILE: &'static str = "staff/new_change.html";
}

#[derive(Serialize)]
struct Start {
    action: String,
    templates: Vec<TemplateView>,
    villages: Vec<VillageView>,
    problem: Option<String>,
}

#[derive(Serialize)]
struct TemplateView {
    id: &'static str,
    label: String,
    what: String,
}

#[derive(Serialize)]
struct VillageView {
    id: String,
    name: String,
    town: String,
    open_draft: Option<String>,
    is_mine: bool,
}

/// Shows what can be begun.
pub(in crate::web) async fn show_new_change(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    member: Member,
) -> Result<Response, PageError> {
    show(&site, language, &member, None, StatusCode::OK).await
}

/// Begins it.
pub(in crate::web) async fn begin_change(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    member: Member,
    posted: Posted,
) -> Result<Response, PageError> {
    let template = Kind::from_word(posted.get("template"));
    let name = posted.get("village_name").trim().to_owned();
    let about = match posted.get("village") {
        "" if name.is_empty() => None,
        "" => id_for(&site, &name).await?.map(|id| About::New { id, name: name.chars().take(60).collect() }),
        known => Id::parse(known).ok().map(About::Known),
    };
    let (Some(template), Some(about)) = (template, about) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&site, language, &member, Some("change-new-incomplete"), status).await;
    };
    let begun = match site.changes().begin(&member.person(), template, about).await {
        Ok(Begun::New(change) | Begun::Open(change)) => change,
        Err(ChangeError::NoRecord | ChangeError::BadId) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(&site, language, &member, Some("change-new-no-record"), status).await;
        }
        Err(error) => return Err(error.into()),
    };
    // Who writes it already is led there, also by a second press of the same button.
    let is_theirs = begun.is_written_by(member.account().name.as_str());
    // The list on this page has the button to join those who write it.
    if !is_theirs {
        return show(&site, language, &member, Some("change-new-in-hand"), StatusCode::CONFLICT).await;
    }
    led_to(&site.addresses().path(&Page::change(&begun.id), language))
}

/// Joins those who write a change.
pub(in crate::web) async fn join_change(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
) -> Result<Response, PageError> {
    let id = ChangeId::parse(&id).ok_or(PageError::NotFound)?;
    // Joined first: only then is the draft of others theirs to read.
    let change = site.changes().join(&id, &member.person()).await?;
    readable(&site, &member, change.id.as_str()).await?;
    led_to(&site.addresses().path(&Page::change(&change.id), language))
}

/// An id for a new record by its name's sound, with a number behind where that is taken.
pub(super) async fn id_for(site: &Site, name: &str) -> Result<Option<Id>, PageError> {
    let sound = romanised(name);
    // An id has 64 signs at most: forty leave room for a number here and for those of the photos.
    let sound = if sound.is_empty() { "village".to_owned() } else { sound.chars().take(40).collect() };
    for number in 1..100 {
        let id = if number == 1 { sound.clone() } else { format!("{sound}-{number}") };
        let Ok(id) = Id::parse(&id) else { return Ok(None) };
        if site.changes().is_free(&id).await? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

async fn show(
    site: &Site,
    language: Language,
    member: &Member,
    problem: Option<&str>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let templates = Kind::ALL.into_iter().map(|template| TemplateView {
        id: template.word(),
        label: reader.t(&format!("change-template-{}", template.word())),
        what: reader.t(&format!("change-template-{}-what", template.word())),
    });
    let start = Start {
        action: reader.url(&Page::NEW_CHANGE),
        templates: templates.collect(),
        villages: villages(site, &reader, member).await?,
        problem: problem.map(|key| reader.t(key)),
    };
    let frame = Frame::of(site, &reader, &Page::NEW_CHANGE, reader.t("change-new-title"), member).await;
    shown(site, language, status, &NewContext { lang: language.code(), frame, start })
}

/// What a change can be about: the villages, then the essays.
async fn villages(site: &Site, reader: &Reader<'_>, member: &Member) -> Result<Vec<VillageView>, PageError> {
    let me = member.account().name.as_str();
    let mut views = Vec::new();
    let (named, open) = (reader.catalogue.named(0, MOST), reader.catalogue.open_entries(0, MOST));
    for village in named.iter().chain(&open) {
        let town = village.town.as_ref().and_then(|town| reader.catalogue.region().town(town));
        let town = town.map(|town| reader.name_text(&town.name).text).unwrap_or_default();
        let name = reader.name_text(&village.name).text;
        views.push(choice(site, reader, me, &village.id, (name, town)).await?);
    }
    for essay in reader.catalogue.essays() {
        let name = reader.text(&essay.essay.title).text;
        views.push(choice(site, reader, me, &essay.essay.id, (name, reader.t("change-new-essay"))).await?);
    }
    Ok(views)
}

/// One record to choose; that somebody has it in hand is told, and the way to them.
async fn choice(
    site: &Site,
    reader: &Reader<'_>,
    me: &str,
    id: &Id,
    (name, town): (String, String),
) -> Result<VillageView, PageError> {
    let open = site.changes().in_hand(id).await?;
    let is_mine = open.as_ref().is_some_and(|change| change.is_written_by(me));
    let open_draft = open.map(|change| {
        let page = if is_mine { Page::change(&change.id) } else { Page::below_change(&change.id, "join") };
        reader.url(&page)
    });
    Ok(VillageView { id: id.to_string(), name, town, open_draft, is_mine })
}
