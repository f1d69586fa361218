//! `/staff/changes/{id}/review`: what a change alters against what is published now, and the decision.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::compared::{CHOSEN, Given, RecordView, records};
use super::fields::{CheckView, FieldView, checks};
use super::papers::{PapersView, Place, papers};
use super::remarks::{CommentView, comments};
use super::rest::{RestView, rest_of};
use super::words::{self, written_in};
use crate::changes::{
    Act, Change, ChangeError, Decision, Draft, Finding, Publication, ReviewSteps, State as Stage, Verdict,
    whole_photo,
};
use crate::model::address::Page;
use crate::model::{Kind, Language};
use crate::people::Action;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::staff::form::Posted;
use crate::web::staff::hand::{may_edit, readable};
use crate::web::staff::member::Member;
use crate::web::staff::page::{Frame, led_to, shown};
use crate::web::staff::times::moment;
use crate::web::views::reader::{Labelled, Reader};

/// The longest that is said of a change or a field.
const MAX_SAID: usize = 4_000;

#[derive(Serialize)]
struct ReviewContext {
    lang: &'static str,
    frame: Frame,
    review: Review,
}

impl Template for ReviewContext {
    const FILE: &'static str = "staff/review.html";
}

#[derive(Serialize)]
struct Review {
    id: String,
    receipt: String,
    title: String,
    state: Labelled,
    author: String,
    submitted_at: Option<String>,
    note: String,
    note_lang: Option<&'static str>,
    version: String,
    action: String,
    can: Can,
    /// What was written of the decision, if it could not be carried out.
    decision: String,
    why_not: Option<String>,
    problem: Option<String>,
    edit: Option<String>,
    slip: String,
    undo: Option<String>,
    records: Vec<RecordView>,
    photos: Vec<RecordView>,
    /// What it is the rest of another with, or what of it is left in another.
    rest: Option<RestView>,
    checks: Vec<CheckView>,
    papers: PapersView,
    comments: Vec<CommentView>,
    log: Vec<LogLine>,
    seen_by: Vec<String>,
    delegate: Option<FieldView>,
}

#[derive(Serialize, Default)]
struct Can {
    take: bool,
    #[serde(rename = "return")]
    give_back: bool,
    reject: bool,
    /// Whether a part can be taken.
    approve: bool,
    publish: bool,
    edit: bool,
}

/// One line of what was done.
#[derive(Serialize)]
pub(super) struct LogLine {
    at: String,
    by: String,
    what: String,
    note: String,
    lang: Option<&'static str>,
}

/// Shows it; that a reviewer has looked is noted.
pub(in crate::web) async fn show_review(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
) -> Result<Response, PageError> {
    let mut change = readable(&site, &member, &id).await?;
    if member.has_seen(&site, &change.id).await {
        change = readable(&site, &member, &id).await?;
    }
    if member.may(Action::Review) && change.state.is_in_review() {
        change = site.changes().look(&change.id, &member.person()).await?;
    }
    show(&site, language, &member, change, Again::default()).await
}

/// Why a review is shown again after a decision, and what had been sent.
#[derive(Default)]
struct Again<'a> {
    problem: Option<&'static str>,
    findings: Option<Vec<Finding>>,
    posted: Option<&'a Posted>,
}

/// Decides.
pub(in crate::web) async fn decide(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    posted: Posted,
) -> Result<Response, PageError> {
    let change = readable(&site, &member, &id).await?;
    let act = posted.get("do");
    // With two steps the same button only passes it the first time, which needs no right to publish.
    let needed = match act {
        "publish" | "approve"
            if site.changes().steps() == ReviewSteps::Two && change.state == Stage::Submitted =>
        {
            Action::Review
        }
        "publish" | "approve" | "undo" => Action::Publish,
        _ => Action::Review,
    };
    if !member.may(needed) {
        // As at the door: what is there is not told to who may not have it.
        return Err(PageError::NotFound);
    }
    let mut findings = None;
    let problem = match done(&site, &member, &change, act, &posted).await {
        Ok(changed) => {
            return led_to(&site.addresses().path(&Page::below_change(&changed.id, "review"), language));
        }
        Err(Refusal::Change(ChangeError::Blocked(found))) => {
            findings = Some(found);
            if chosen(&posted, &change).is_some() { "review-part-blocked" } else { "change-blocked" }
        }
        Err(Refusal::Change(ChangeError::Busy)) => "review-altered",
        Err(Refusal::Change(ChangeError::OwnWork)) => "review-own",
        Err(Refusal::Change(ChangeError::Nothing)) => "change-nothing",
        Err(Refusal::Change(ChangeError::WrongState(_))) => "review-over",
        Err(Refusal::Change(error)) => return Err(error.into()),
        Err(Refusal::Reason) => "review-reason-needed",
        Err(Refusal::Unknown) => return Err(PageError::BadRequest("the form".into())),
    };
    // As it is now: it may be refused because it has changed.
    let change = site.changes().get(&change.id).await?;
    let again = Again { problem: Some(problem), findings, posted: Some(&posted) };
    show(&site, language, &member, change, again).await
}

/// Why a decision was not carried out.
enum Refusal {
    Change(ChangeError),
    /// Whoever gives back or refuses says why.
    Reason,
    /// No form of ours asks that.
    Unknown,
}

impl From<ChangeError> for Refusal {
    fn from(error: ChangeError) -> Self {
        Self::Change(error)
    }
}

async fn done(
    site: &Site,
    member: &Member,
    change: &Change,
    act: &str,
    posted: &Posted,
) -> Result<Change, Refusal> {
    let said = |text: &str| text.trim().chars().take(MAX_SAID).collect::<String>();
    let note = said(posted.get("note"));
    // What nobody has looked at is not decided on.
    let seen = || posted.get("version").parse::<u64>().map_err(|_| Refusal::Unknown);
    let in_place_of = Some(said(posted.get("in_place_of"))).filter(|name| !name.is_empty());
    let comments: Vec<(String, String)> = posted
        .0
        .iter()
        .filter_map(|(name, text)| Some((name.strip_prefix("comment:")?.to_owned(), said(text))))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let by = member.person();
    let verdict = match act {
        "take" => Verdict::Take,
        "return" => Verdict::Return,
        "reject" => Verdict::Reject,
        "publish" | "approve"
            if site.changes().steps() == ReviewSteps::Two && change.state == Stage::Submitted =>
        {
            Verdict::Pass
        }
        "publish" | "approve" => {
            let publication =
                Publication { by, in_place_of, note, seen: seen()?, only: chosen(posted, change) };
            return Ok(site.changes().publish_with(&change.id, &publication, &comments).await?);
        }
        "undo" => {
            site.changes().undo(&change.id, &by, &note).await?;
            return Ok(site.changes().get(&change.id).await?);
        }
        _ => return Err(Refusal::Unknown),
    };
    if matches!(verdict, Verdict::Reject | Verdict::Return) && note.is_empty() && comments.is_empty() {
        return Err(Refusal::Reason);
    }
    let decision = Decision { verdict, note, comments, in_place_of };
    Ok(site.changes().decide(&change.id, &by, seen()?, &decision).await?)
}

/// What is ticked of a change; `None` is all of it: where a form has no boxes, and asks for no part.
fn chosen(posted: &Posted, change: &Change) -> Option<BTreeSet<String>> {
    let rows = posted.0.iter().filter(|(name, _)| name == "approve");
    let mut chosen: BTreeSet<String> = rows.map(|(_, row)| row.clone()).collect();
    // Where a part was asked for, nothing ticked is nothing: read as all it would publish what nobody chose.
    if chosen.is_empty() && posted.get("do") != "approve" && posted.get(CHOSEN).is_empty() {
        return None;
    }
    // A photo that is left out is left with all its fields.
    let is_photo =
        |record: &str| change.records.get(record).is_some_and(|proposed| proposed.kind == Kind::Photo);
    let is_left = |row: &str| {
        let record = row.split('/').next().unwrap_or_default();
        is_photo(record) && !chosen.contains(&whole_photo(record))
    };
    let left: BTreeSet<String> = chosen.iter().filter(|row| is_left(row)).cloned().collect();
    chosen.retain(|row| !left.contains(row));
    // Units of measures stand in no row.
    let all = change.fields().map(|(record, field, _)| format!("{record}/{field}"));
    let units = all.filter(|name| name.contains(".measure.") && name.ends_with(".unit"));
    let units: Vec<String> =
        units.filter(|name| chosen.contains(&name.replace(".unit", ".measure"))).collect();
    chosen.extend(units);
    Some(chosen)
}

/// What was done with a change, in order.
pub(super) fn log_lines(reader: &Reader<'_>, change: &Change) -> Vec<LogLine> {
    let line = |step: &crate::changes::Step| {
        let what = reader.t(&format!("act-{}", step.act.word()));
        let what = match &step.in_place_of {
            Some(name) => {
                reader.t_with("act-in-place-of", [("what", what.into()), ("name", name.as_str().into())])
            }
            None => what,
        };
        let note = step.note.clone();
        LogLine { at: moment(step.at).text, by: step.by.shown.clone(), what, lang: written_in(&note), note }
    };
    change.steps.iter().map(line).collect()
}

/// Why somebody who could publish may not publish this.
fn why_not(reader: &Reader<'_>, site: &Site, member: &Member, draft: &Draft) -> Option<String> {
    let change = &draft.change;
    if !member.may(Action::Review) || !change.state.is_in_review() {
        return None;
    }
    let key = match site.changes().may_publish(change, &member.person()) {
        Err(ChangeError::OwnWork) => "review-own",
        _ if draft.is_blocked() => "change-blocked",
        _ => return None,
    };
    Some(reader.t(key))
}

fn can(site: &Site, member: &Member, draft: &Draft) -> Can {
    let change = &draft.change;
    let is_open = change.state.is_in_review() && member.may(Action::Review);
    let is_first = site.changes().steps() == ReviewSteps::Two && change.state == Stage::Submitted;
    let me = member.person();
    let may_go_on = match is_first {
        true => !change.is_work_of(&me.name),
        false => member.may(Action::Publish) && site.changes().may_publish(change, &me).is_ok(),
    };
    Can {
        take: is_open && change.reviewer.as_ref().is_none_or(|reviewer| reviewer.name != me.name),
        give_back: is_open,
        reject: is_open,
        // Also while the whole is blocked: a part of it may stand by itself.
        approve: is_open && may_go_on && !is_first,
        publish: is_open && may_go_on && !draft.is_blocked(),
        edit: is_open,
    }
}

async fn show(
    site: &Site,
    language: Language,
    member: &Member,
    change: Change,
    again: Again<'_>,
) -> Result<Response, PageError> {
    let mut draft = site.changes().draft(change).await?;
    // Before the findings of a part take their place: what is offered depends on the whole.
    let can = can(site, member, &draft);
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let why_not = why_not(&reader, site, member, &draft);
    draft.findings = again.findings.unwrap_or(draft.findings);
    let (change, id) = (&draft.change, &draft.change.id);
    let title = words::title(change, &draft.sides, &reader);
    let is_published = change.state == Stage::Published;
    let may_undo = is_published
        && member.may(Action::Publish)
        && !change.steps.iter().any(|step| step.act == Act::Undone);
    let note = change.steps.iter().rev().find(|step| step.act == Act::Submitted);
    let note = note.map(|step| step.note.clone()).unwrap_or_default();
    let given = Given(again.posted);
    // It would be compared with what it has become, or with what others have made of that since.
    let all = if is_published { Vec::new() } else { records(&reader, &draft, &given) };
    let (photos, records) = all.into_iter().partition(RecordView::is_photo);
    let review = Review {
        id: id.to_string(),
        receipt: id.to_string(),
        title: title.clone(),
        state: words::state(&reader, change.state),
        author: change.author.shown.clone(),
        submitted_at: change.submitted_at.map(|at| moment(at).text),
        note_lang: words::written_in(&note),
        note,
        version: change.edition.to_string(),
        action: reader.url(&Page::below_change(id, "review")),
        can,
        decision: again.posted.map(|posted| posted.get("note").to_owned()).unwrap_or_default(),
        why_not,
        problem: again.problem.map(|key| reader.t(key)),
        edit: may_edit(member, change).then(|| reader.url(&Page::change(id))),
        slip: reader.url(&Page::below_change(id, "slip")),
        undo: may_undo.then(|| reader.url(&Page::below_change(id, "review"))),
        records,
        photos,
        rest: rest_of(site, &reader, change).await?,
        checks: if change.state.is_open() { checks(&reader, &draft) } else { Vec::new() },
        papers: papers(&reader, member, (change, site.uploads().most_attached_bytes()), Place::Review, None),
        comments: comments(&reader, &draft),
        log: log_lines(&reader, change),
        seen_by: change.looked.keys().cloned().collect(),
        delegate: delegate(&reader, member, change, again.posted),
    };
    let status = if again.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = Frame::of(site, &reader, &Page::below_change(id, "review"), title, member).await;
    shown(site, language, status, &ReviewContext { lang: language.code(), frame, review })
}

fn delegate(
    reader: &Reader<'_>,
    member: &Member,
    change: &Change,
    posted: Option<&Posted>,
) -> Option<FieldView> {
    (member.may(Action::Review) && change.state.is_in_review()).then(|| FieldView {
        name: "in_place_of".to_owned(),
        id: "in-place-of".to_owned(),
        label: reader.t("review-delegate"),
        kind: "text",
        value: posted.map(|posted| posted.get("in_place_of").to_owned()).unwrap_or_default(),
        guidance: reader.maybe("review-delegate-what"),
        ..FieldView::default()
    })
}
