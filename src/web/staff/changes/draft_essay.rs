//! `/staff/changes/{id}/papers/{paper}/essay`: an essay begun from a report, to be gone on with by hand.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::attach::{back, paper_of};
use super::begin::id_for;
use super::looked_at::DOCX;
use crate::changes::{
    About, Attachment, AttachmentKind, Begun, Change, ChangeError, ChangeId, DraftedFrom, Edit, MAX_VALUE,
    Template,
};
use crate::interop::word::{Draft, LeftOutKind, read_word_text};
use crate::model::address::Page;
use crate::model::{Language, as_text};
use crate::uploads::{Refusal, UploadError};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::pages::reader;
use crate::web::site::Site;
use crate::web::staff::member::Member;
use crate::web::staff::page::led_to;
use crate::web::views::reader::Reader;

/// The longest title that is taken over, characters, as where a change is begun.
const MOST_TITLE: usize = 60;

/// The longest author or list of keywords that is taken over, characters.
const MOST_OF_PROPERTY: usize = 1_000;

/// The field of the text.
const TEXT: &str = "text.zh";

/// What stands between the words and the name of a picture.
const FOLDER: &str = "](images/";

/// No picture of a draft has a longer name; bytes.
const LONGEST_NAME: usize = 40;

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
    let known = own.changes.into_iter().find(|known| is_it(&known));
    let essay = match known {
        // One without a text was cut off while it was begun.
        Some(known) if has_text(&known) || !known.state.is_written() => known.id,
        known => {
            let report = match read(&site, &paper).await? {
                Ok(report) => report,
                Err(fault) => return back(&site, language, &change, AttachmentKind::Report, Some(fault)),
            };
            begun(&site, language, &member, (&change, &paper), (known, from, &report)).await?
        }
    };
    led_to(&site.addresses().path(&Page::change(&essay), language))
}

/// Whether the text of an essay was entered, and be it taken out again.
fn has_text(essay: &Change) -> bool {
    essay.fields().any(|(_, field, _)| field == TEXT)
}

/// A report, read.
struct Report {
    draft: Draft,
    /// Its text with a word in the place of each picture.
    text: String,
}

/// Reads a report; the code of what to say where nothing can be begun from it.
async fn read(site: &Site, paper: &Attachment) -> Result<Result<Report, &'static str>, PageError> {
    let read = site.uploads().look_again(paper, |bytes| {
        let draft = read_word_text(bytes).ok()?;
        let text = as_text(&without_pictures(&draft));
        Some(Report { draft, text })
    });
    Ok(match read.await {
        Ok(Some(report)) if report.text.len() > MAX_VALUE => Err("too-long"),
        Ok(Some(report)) => Ok(report),
        // It was read when it came: another edition of the reader may refuse it.
        Ok(None) | Err(UploadError::Refused(Refusal::Damaged)) => Err("damaged"),
        Err(error) => return Err(error.into()),
    })
}

async fn begun(
    site: &Site,
    language: Language,
    member: &Member,
    (change, paper): (&Change, &Attachment),
    (known, from, report): (Option<Change>, DraftedFrom, &Report),
) -> Result<ChangeId, PageError> {
    let (by, draft) = (member.person(), &report.draft);
    let essay = match known {
        Some(known) => Box::new(known),
        None => {
            let title = draft.title.clone().filter(|title| !title.trim().is_empty());
            let title = title.unwrap_or_else(|| stem(&paper.name).to_owned());
            let title: String = title.trim().chars().take(MOST_TITLE).collect();
            let id = id_for(site, &title).await?.ok_or(ChangeError::BadId)?;
            let about = About::New { id, name: title };
            let (Begun::New(essay) | Begun::Open(essay)) =
                site.changes().begin(&by, Template::Essay, about).await?;
            essay
        }
    };
    if !essay.is_written_by(member.account().name.as_str()) {
        return Err(ChangeError::Busy.into());
    }
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let mut edits = fields(&reader, change, essay.about.as_str(), report);
    // What stands in one that was cut off was typed since.
    edits.retain(|edit| !essay.fields().any(|(_, field, _)| field == edit.field));
    let said = said(&reader, paper, draft);
    // The note first: killed in between, the same button fills what has been begun, and it says what it is.
    site.changes().drafted_from(&essay.id, &by, &from, &said).await?;
    let seen = (essay.edition, snapshot.sequence());
    site.changes().save(&essay.id, &by, seen, &edits).await?;
    Ok(essay.id)
}

/// The name of a file without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What the report says, field by field.
fn fields(reader: &Reader<'_>, change: &Change, id: &str, report: &Report) -> Vec<Edit> {
    let is_live = reader.catalogue.village(&change.about).is_some();
    let village = if is_live { change.about.to_string() } else { String::new() };
    let short = |text: &str| text.chars().take(MOST_OF_PROPERTY).collect::<String>();
    let all = [
        (TEXT, report.text.clone()),
        ("author.1.name.zh", short(report.draft.author.as_deref().unwrap_or_default())),
        ("keywords.zh", short(&report.draft.keywords.join("、"))),
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
    let names: HashSet<&str> = draft.pictures.iter().map(|picture| picture.name.as_str()).collect();
    let (mut text, mut rest) = (String::with_capacity(draft.markdown.len()), draft.markdown.as_str());
    while let Some(at) = rest.find(FOLDER) {
        let (before, named) = (&rest[..at], &rest[at + FOLDER.len()..]);
        let end = named.bytes().take(LONGEST_NAME).position(|byte| byte == b')');
        let is_picture = end.is_some_and(|end| names.contains(&named[..end]));
        match (before.rfind("!["), end) {
            (Some(begin), Some(end)) if is_picture => {
                text.push_str(&before[..begin]);
                match before[begin + 2..].trim() {
                    "" => _ = write!(text, "（{PICTURE}）"),
                    said => _ = write!(text, "（{PICTURE}：{said}）"),
                }
                rest = &named[end + 1..];
            }
            // Somebody's own words.
            _ => {
                text.push_str(&rest[..at + FOLDER.len()]);
                rest = named;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Where the draft is from, and what of the report it lacks. Without the number of its change: others read along here.
fn said(reader: &Reader<'_>, paper: &Attachment, draft: &Draft) -> String {
    let mut said = reader.t_with("essay-from-report", [("name", paper.name.as_str().into())]);
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
