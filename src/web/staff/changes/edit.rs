//! `/staff/changes/{id}`: the form of a change, and saving it, by a script field by field or as a whole.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::conflicts::{ConflictView, conflicts};
use super::fields::{CheckView, Fields, checks};
use super::papers::{PapersView, Place, papers};
use super::photos::{self, Come, FilesView};
use super::positions::{self, Filled, Kept, ReadView};
use super::posted::{added, filled_words, opened, save};
use super::remarks::{CommentView, comments};
use super::rest::as_rest;
use super::sections::SectionView;
use super::words;
use crate::changes::form::sections;
use crate::changes::{Change, ChangeError, ChangeId, Draft, Saved, Stale};
use crate::model::address::Page;
use crate::model::{Kind, Language};
use crate::people::Action;
use crate::web::address::PageLanguage;
use crate::web::answer::AsItStands;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::layers::asks_for_json;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::staff::form::Posted;
use crate::web::staff::hand::{may_edit, readable, whole, writable};
use crate::web::staff::member::Member;
use crate::web::staff::page::{Frame, led_to, shown};
use crate::web::staff::times::moment;
use crate::web::views::reader::Labelled;

/// Whoever wrote within this time is still at it.
const LATELY_S: i64 = 600;

#[derive(Serialize)]
struct ChangeContext {
    lang: &'static str,
    frame: Frame,
    change: ChangeView,
}

impl Template for ChangeContext {
    const FILE: &'static str = "staff/change.html";
}

#[derive(Serialize)]
struct ChangeView {
    id: String,
    receipt: String,
    title: String,
    template: String,
    state: Labelled,
    village: Named,
    version: String,
    action: String,
    submit_action: String,
    discard_action: String,
    preview: String,
    review: Option<String>,
    history: Option<String>,
    author: String,
    others: Vec<Other>,
    saved_at: Option<String>,
    can: Can,
    sections: Vec<SectionView>,
    checks: Vec<CheckView>,
    comments: Vec<CommentView>,
    conflicts: Vec<ConflictView>,
    note: String,
    /// What it is the rest of another with.
    rest: Option<String>,
    /// What stands in the way of what was asked.
    problem: Option<String>,
    files: Option<FilesView>,
    papers: PapersView,
    /// Of an essay: the change whose report it was begun from.
    from: Option<Named>,
}

#[derive(Serialize)]
struct Named {
    name: String,
    href: String,
}

#[derive(Serialize)]
struct Other {
    name: String,
    at: String,
}

#[derive(Serialize)]
struct Can {
    edit: bool,
    submit: bool,
    discard: bool,
}

/// A unit that was just added, still blank, or a published photo that was opened.
#[derive(Deserialize)]
pub(in crate::web) struct FormQuery {
    with: Option<String>,
    /// Why a paper was not taken, by its code.
    paper: Option<String>,
}

/// What a script is told when it has saved.
#[derive(Serialize)]
struct SavedView {
    version: String,
    saved_at: String,
    conflicts: Vec<ConflictView>,
    checks: Vec<CheckView>,
    others: Vec<Other>,
    /// What was filled in by what was sent: the two numbers of a pasted pair.
    filled: Vec<Filled>,
    /// What was understood of each place.
    places: Vec<ReadView>,
}

/// Shows the form.
pub(in crate::web) async fn show_change(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    PageQuery(query): PageQuery<FormQuery>,
    member: Member,
) -> Result<Response, PageError> {
    let mut change = readable(&site, &member, &id).await?;
    if member.has_seen(&site, &change.id).await {
        change = readable(&site, &member, &id).await?;
    }
    let draft = site.changes().draft(change).await?;
    show(
        &site,
        language,
        &member,
        draft,
        Asked { with: query.with.as_deref(), paper: query.paper.as_deref(), ..Asked::default() },
    )
    .await
}

/// What a form is shown with beside the change.
#[derive(Default)]
struct Asked<'a> {
    with: Option<&'a str>,
    paper: Option<&'a str>,
    stale: Vec<Stale>,
    problem: Option<&'static str>,
    note: &'a str,
}

/// Saves what was sent.
pub(in crate::web) async fn save_change(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    headers: HeaderMap,
    member: Member,
    posted: Posted,
) -> Result<Response, PageError> {
    let change = writable(&site, &member, &id).await?;
    let Kept { saved, place } = match save(&site, &member, &change, &posted).await {
        // A script shows the reason beside the field and goes on; a whole page of an error is no use to it.
        Err(PageError::Change(error)) if asks_for_json(&headers) => return refused(&site, language, error),
        saved => saved?,
    };
    if asks_for_json(&headers) {
        return told(&site, language, &member, &posted, saved).await;
    }
    let (change, stale) = (saved.change, saved.stale);
    // Not led on: what was not taken stands only in this request, and is shown in the answer.
    if !stale.is_empty() {
        let draft = site.changes().draft(change).await?;
        return show(&site, language, &member, draft, Asked { stale, ..Asked::default() }).await;
    }
    let page = Page::change(&change.id);
    let page = match (added(&site, &posted, &change).await?, opened(&posted), place) {
        (Some((record, unit)), ..) => page.with("with", &unit).part(words::id_of(&record, &unit)),
        (None, Some(photo), _) => page.with("with", &photo).part(words::card_id(photo.as_str())),
        (None, None, Some(unit)) => page.part(words::id_of(change.about.as_str(), &unit)),
        (None, None, None) => page,
    };
    led_to(&site.addresses().path(&page, language))
}

/// Saves what was sent, then gives the change to the reviewers.
pub(in crate::web) async fn submit_change(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    posted: Posted,
) -> Result<Response, PageError> {
    let change = writable(&site, &member, &id).await?;
    // What stands in the form is what is given out, whether a script has saved it before or not.
    let Kept { saved, .. } = save(&site, &member, &change, &posted).await?;
    let note: String = posted.get("note").trim().chars().take(2_000).collect();
    // Asked anew: another device may have promised files since the page was made.
    let come = photos::come(&site, &saved.change).await?;
    let problem = if come.is_some_and(|come| come.missing() > 0) {
        "change-files-missing"
    } else if saved.stale.is_empty() {
        match site.changes().submit(&saved.change.id, &member.person(), &note).await {
            Ok(change) => {
                return led_to(&site.addresses().path(&Page::below_change(&change.id, "review"), language));
            }
            Err(ChangeError::Blocked(_)) => "change-blocked",
            Err(ChangeError::Nothing) => "change-nothing",
            Err(ChangeError::Busy) => "change-moved",
            Err(error) => return Err(error.into()),
        }
    } else {
        "change-moved"
    };
    // Read anew: where it was refused as busy, others have saved since.
    let draft = site.changes().draft(site.changes().get(&saved.change.id).await?).await?;
    let asked = Asked { stale: saved.stale, problem: Some(problem), note: &note, ..Asked::default() };
    show(&site, language, &member, draft, asked).await
}

/// Gives a change up.
pub(in crate::web) async fn discard_change(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
) -> Result<Response, PageError> {
    let change = writable(&site, &member, &id).await?;
    site.changes().discard(&change.id, &member.person()).await?;
    led_to(&site.addresses().path(&Page::CHANGES, language))
}

/// Tells a script, in the words of the page, why nothing was saved.
fn refused(site: &Site, language: Language, error: ChangeError) -> Result<Response, PageError> {
    let key = match error {
        ChangeError::TooLarge => "change-too-large",
        ChangeError::NoField(_) => "change-no-field",
        ChangeError::WrongState(_) => "change-over",
        error => return Err(error.into()),
    };
    let snapshot = site.snapshot();
    let title = reader(site, &snapshot, language).t(key);
    let status = PageError::from(error).status();
    let mut response =
        (status, Json(serde_json::json!({ "title": title, "status": status.as_u16() }))).into_response();
    // Else refusals would be told by another layer, which knows nothing of fields.
    response.extensions_mut().insert(AsItStands);
    Ok(response)
}

fn version(draft: &Draft) -> String {
    // The edition says what others of the change had written, the commit what was published: a form may be behind
    // in either. That of the draft, since more may have been published while the page was made.
    format!("{}.{}", draft.change.edition, draft.sequence)
}

/// Tells a script what became of what it sent.
async fn told(
    site: &Site,
    language: Language,
    member: &Member,
    posted: &Posted,
    saved: Saved,
) -> Result<Response, PageError> {
    let missing = photos::come(site, &saved.change).await?.map_or(0, |come| come.missing());
    let draft = site.changes().draft(saved.change).await?;
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let view = SavedView {
        version: version(&draft),
        saved_at: moment(site.options.clock.now()).text,
        conflicts: conflicts(&reader, &draft, &saved.stale),
        checks: photos::missing(&reader, missing).into_iter().chain(checks(&reader, &draft)).collect(),
        others: others(&draft.change, member, site.options.clock.now()),
        filled: positions::filled(posted, &draft, &saved.stale)
            .into_iter()
            .chain(filled_words(posted, &draft, &saved.stale))
            .collect(),
        places: positions::all_read(&reader, &draft),
    };
    Ok(Json(view).into_response())
}

/// Who else has written lately.
fn others(change: &Change, member: &Member, now: Timestamp) -> Vec<Other> {
    let mut others: Vec<Other> = Vec::new();
    // Newest first: of each person the latest value stays, and its time is told.
    let mut newest: Vec<_> = change.fields().map(|(_, _, entered)| entered).collect();
    newest.sort_by_key(|entered| std::cmp::Reverse(entered.at));
    for entered in newest {
        let is_late = now.duration_since(entered.at).as_secs() > LATELY_S;
        let is_me = entered.by.name == member.account().name.as_str();
        if !is_late && !is_me && !others.iter().any(|other| other.name == entered.by.shown) {
            others.push(Other { name: entered.by.shown.clone(), at: moment(entered.at).text });
        }
    }
    others
}

/// The change whose report an essay was begun from, for those who may read that too.
async fn source(site: &Site, member: &Member, essay: &Change) -> Result<Option<ChangeId>, PageError> {
    let Some(from) = &essay.drafted_from else { return Ok(None) };
    let change = whole(site, &from.change).await?.filter(|change| member.may_read(change));
    Ok(change.map(|change| change.id))
}

async fn show(
    site: &Site,
    language: Language,
    member: &Member,
    draft: Draft,
    asked: Asked<'_>,
) -> Result<Response, PageError> {
    let come = photos::come(site, &draft.change).await?;
    let missing = come.as_ref().map_or(0, Come::missing);
    let source = source(site, member, &draft.change).await?;
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let change = &draft.change;
    let main = draft.sides.iter().find(|side| side.name == change.about.as_str());
    let fields = Fields { reader, draft: &draft, me: member.account().name.as_str() };
    let sections = main.map(|side| {
        let asked = sections(change, side, reader.catalogue.vocabulary(), asked.with);
        asked.iter().map(|section| fields.section(section, side)).collect()
    });
    let (id, kind) = (&change.id, main.map_or(Kind::Village, |side| side.kind));
    let is_live = main.is_some_and(|side| side.live.is_some());
    let edit = may_edit(member, change);
    let title = words::title(change, &draft.sides, &reader);
    let view = ChangeView {
        id: id.to_string(),
        receipt: id.to_string(),
        title: title.clone(),
        template: reader.t(&format!("change-template-{}", change.template.word())),
        state: words::state(&reader, change.state),
        village: Named {
            name: words::about(change, &reader),
            href: reader.url(&if is_live { Page::record(kind, &change.about) } else { Page::change(id) }),
        },
        version: version(&draft),
        action: reader.url(&Page::change(id)),
        submit_action: reader.url(&Page::below_change(id, "submit")),
        discard_action: reader.url(&Page::below_change(id, "discard")),
        preview: reader.url(&Page::below_change(id, format_args!("preview/{}", change.about))),
        review: member.may(Action::Review).then(|| reader.url(&Page::below_change(id, "review"))),
        history: is_live.then(|| reader.url(&Page::of_record(&change.about, "history"))),
        author: change.author.shown.clone(),
        others: others(change, member, site.options.clock.now()),
        saved_at: change.fields().map(|(_, _, entered)| entered.at).max().map(|at| moment(at).text),
        can: Can {
            edit,
            submit: edit && change.state.is_written(),
            discard: edit && change.state.is_written(),
        },
        sections: sections.unwrap_or_default(),
        checks: photos::missing(&reader, missing).into_iter().chain(checks(&reader, &draft)).collect(),
        comments: comments(&reader, &draft),
        conflicts: conflicts(&reader, &draft, &asked.stale),
        note: asked.note.to_owned(),
        rest: as_rest(&reader, change),
        problem: asked.problem.map(|key| reader.t(key)),
        files: come.map(|come| photos::files(&fields, come, member, asked.with)),
        papers: papers(
            &reader,
            member,
            (change, site.uploads().most_attached_bytes()),
            Place::Form,
            asked.paper,
        ),
        from: source.map(|id| Named { name: id.to_string(), href: reader.url(&Page::change(&id)) }),
    };
    let status = match (&asked.problem, asked.stale.is_empty()) {
        (None, true) => StatusCode::OK,
        (Some(_), true) => StatusCode::UNPROCESSABLE_ENTITY,
        (_, false) => StatusCode::CONFLICT,
    };
    let frame = Frame::of(site, &reader, &Page::change(id), title, member).await;
    shown(site, language, status, &ChangeContext { lang: language.code(), frame, change: view })
}
