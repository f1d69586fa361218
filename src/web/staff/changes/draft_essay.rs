//! `/staff/changes/{id}/papers/{paper}/essay`: an essay begun from a report, to be gone on with by hand.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::attach::paper_of;
use super::begin::id_for;
use super::looked_at::DOCX;
use crate::changes::{About, Attachment, Begun, Change, ChangeError, DraftedFrom, Edit, Template};
use crate::interop::word::{Draft, LeftOutKind, read_word};
use crate::model::Language;
use crate::model::address::Page;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::pages::reader;
use crate::web::site::Site;
use crate::web::staff::member::Member;
use crate::web::staff::page::led_to;
use crate::web::views::reader::Reader;

/// The longest title that is taken over, characters, as where a change is begun.
const MOST_TITLE: usize = 60;

/// What stands in the place of a picture: the draft is the Chinese text, whoever begins it.
const PICTURE: &str = "图";

/// Begins it, or leads to the one that was begun from the same report and is still in hand.
pub(in crate::web) async fn begin_essay(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path((id, sha256)): Path<(String, String)>,
    member: Member,
) -> Result<Response, PageError> {
    let (change, paper) = paper_of(&site, &member, (&id, &sha256)).await?;
    if paper.media_type != DOCX {
        return Err(PageError::NotFound);
    }
    let from = DraftedFrom { change: change.id.clone(), sha256: paper.sha256 };
    let own = site.changes().of_person(member.account().name.as_str()).await?;
    let is_it = |known: &&Change| known.state.is_open() && known.drafted_from.as_ref() == Some(&from);
    let essay = match own.changes.iter().find(is_it) {
        Some(known) => known.id.clone(),
        None => begun(&site, language, &member, (&change, &paper), &from).await?,
    };
    led_to(&site.addresses().path(&Page::change(&essay), language))
}

async fn begun(
    site: &Site,
    language: Language,
    member: &Member,
    (change, paper): (&Change, &Attachment),
    from: &DraftedFrom,
) -> Result<crate::changes::ChangeId, PageError> {
    let bytes = site.uploads().attached_bytes(paper).await?;
    let read = tokio::task::spawn_blocking(move || read_word(&bytes)).await;
    // It was read when it came: another edition of the reader may refuse it.
    let draft = match read {
        Ok(Ok(draft)) => draft,
        Ok(Err(_)) | Err(_) => {
            return Err(PageError::BadRequest("the report cannot be read as a text".into()));
        }
    };
    let title = draft.title.clone().filter(|title| !title.trim().is_empty());
    let title = title.unwrap_or_else(|| stem(&paper.name).to_owned());
    let title: String = title.trim().chars().take(MOST_TITLE).collect();
    let id = id_for(site, &title).await?.ok_or(ChangeError::BadId)?;
    let by = member.person();
    let about = About::New { id: id.clone(), name: title.clone() };
    let (Begun::New(essay) | Begun::Open(essay)) = site.changes().begin(&by, Template::Essay, about).await?;
    if !essay.is_written_by(member.account().name.as_str()) {
        return Err(ChangeError::Busy.into());
    }
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let edits = fields(&reader, change, &id.to_string(), &draft);
    let said = said(&reader, change, paper, &draft);
    // The note first: killed in between, the same button leads to what has been begun, and it says what it is.
    site.changes().drafted_from(&essay.id, &by, from, &said).await?;
    let seen = (essay.edition, snapshot.sequence());
    site.changes().save(&essay.id, &by, seen, &edits).await?;
    Ok(essay.id)
}

/// The name of a file without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What the report says, field by field.
fn fields(reader: &Reader<'_>, change: &Change, id: &str, draft: &Draft) -> Vec<Edit> {
    let text = without_pictures(draft);
    let is_live = reader.catalogue.village(&change.about).is_some();
    let village = if is_live { change.about.to_string() } else { String::new() };
    let all = [
        ("text.zh", text),
        ("author.1.name.zh", draft.author.clone().unwrap_or_default()),
        ("keywords.zh", draft.keywords.join("、")),
        ("villages", village),
    ];
    let given = all.into_iter().filter(|(_, value)| !value.trim().is_empty());
    let edit = |(field, value): (&str, String)| Edit {
        record: id.to_owned(),
        field: field.to_owned(),
        value,
        settles: false,
    };
    given.map(edit).collect()
}

/// The text with a word in the place of each picture: photos come into the archive by a survey, with their credit and rights.
fn without_pictures(draft: &Draft) -> String {
    let mut text = draft.markdown.clone();
    for picture in &draft.pictures {
        let end = format!("](images/{})", picture.name);
        while let Some(at) = text.find(&end) {
            let Some(begin) = text[..at].rfind("![") else { break };
            let said = text[begin + 2..at].trim();
            let instead = if said.is_empty() {
                format!("（{PICTURE}）")
            } else {
                format!("（{PICTURE}：{said}）")
            };
            text.replace_range(begin..at + end.len(), &instead);
        }
    }
    text
}

/// Where the draft is from, and what of the report it lacks.
fn said(reader: &Reader<'_>, change: &Change, paper: &Attachment, draft: &Draft) -> String {
    let mut said = reader.t_with(
        "essay-from-report",
        [("receipt", change.id.as_str().into()), ("name", paper.name.as_str().into())],
    );
    let pictures = draft.pictures.len();
    let left = draft.left_out.iter().map(|left| (left_word(left.kind), left.count));
    let left = (pictures > 0).then_some(("photos", pictures)).into_iter().chain(left);
    let left: Vec<String> = left
        .map(|(word, count)| reader.t_with(&format!("essay-left-{word}"), [("n", count.into())]))
        .collect();
    if !left.is_empty() {
        let _ = write!(said, "{}{}", reader.t("essay-left-lead"), left.join(&reader.t("list-separator")));
        said.push_str(&reader.t("essay-left-end"));
    }
    said
}

/// The word of texts for what could not be carried over.
fn left_word(kind: LeftOutKind) -> &'static str {
    match kind {
        LeftOutKind::Comments => "comments",
        LeftOutKind::DeletedPassages => "deleted",
        LeftOutKind::HeadersAndFooters => "headers",
        LeftOutKind::Formulas => "formulas",
        LeftOutKind::Charts => "charts",
        LeftOutKind::Diagrams => "diagrams",
        LeftOutKind::EmbeddedFiles => "embedded",
        LeftOutKind::Pictures => "pictures",
        LeftOutKind::JoinedCells => "cells",
        LeftOutKind::HiddenText => "hidden",
        LeftOutKind::StruckOut => "struck",
        LeftOutKind::Symbols => "symbols",
        LeftOutKind::Numbers => "numbers",
        LeftOutKind::Drawings => "drawings",
        LeftOutKind::Notes => "notes",
        LeftOutKind::Links => "links",
        LeftOutKind::Typography => "typography",
    }
}
