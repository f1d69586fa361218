//! `/staff/changes/{id}/slip`: the sheet to be printed and signed (审批单).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::compared::{Given, PhotoChange, RecordView, photos, records};
use super::fields::{CheckView, checks};
use super::papers::{PapersView, Place, papers};
use super::rest::{RestView, rest_of};
use super::words;
use crate::changes::Act;
use crate::model::address::Page;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::staff::hand::readable;
use crate::web::staff::member::Member;
use crate::web::staff::page::{Frame, shown};
use crate::web::staff::times::moment;

#[derive(Serialize)]
struct SlipContext {
    lang: &'static str,
    frame: Frame,
    slip: Slip,
}

impl Template for SlipContext {
    const FILE: &'static str = "staff/slip.html";
}

#[derive(Serialize)]
struct Slip {
    receipt: String,
    title: String,
    village: String,
    author: String,
    submitted_at: Option<String>,
    printed_at: String,
    note: String,
    back: String,
    records: Vec<RecordView>,
    photos: Vec<PhotoChange>,
    checks: Vec<CheckView>,
    rest: Option<RestView>,
    papers: PapersView,
}

/// Why a paper was not taken, by its code.
#[derive(Deserialize)]
pub(in crate::web) struct SlipQuery {
    paper: Option<String>,
}

/// Shows it.
pub(in crate::web) async fn show_slip(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    PageQuery(query): PageQuery<SlipQuery>,
    member: Member,
) -> Result<Response, PageError> {
    let change = readable(&site, &member, &id).await?;
    let draft = site.changes().draft(change).await?;
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let (change, id) = (&draft.change, &draft.change.id);
    let title = words::title(change, &draft.sides, &reader);
    let note = change.steps.iter().rev().find(|step| step.act == Act::Submitted);
    let slip = Slip {
        receipt: id.to_string(),
        title: title.clone(),
        village: words::about(change, &reader),
        author: change.author.shown.clone(),
        submitted_at: change.submitted_at.map(|at| moment(at).text),
        printed_at: moment(site.options.clock.now()).text,
        note: note.map(|step| step.note.clone()).unwrap_or_default(),
        back: reader.url(&Page::below_change(id, "review")),
        records: records(&reader, &draft, &Given::default()),
        photos: photos(&reader, &draft),
        checks: checks(&reader, &draft),
        rest: rest_of(&site, &reader, change).await?,
        papers: papers(
            &reader,
            &member,
            (change, site.uploads().most_attached_bytes()),
            Place::Slip,
            query.paper.as_deref(),
        ),
    };
    let frame = Frame::of(&site, &reader, &Page::below_change(id, "slip"), title, &member).await;
    shown(&site, language, StatusCode::OK, &SlipContext { lang: language.code(), frame, slip })
}
