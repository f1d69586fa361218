//! `/staff/changes/{id}/papers`: attaching a paper to a change, fetching it, taking it off.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Path, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::json;

use super::looked_at::{report, scan};
use super::papers::{may_attach, may_remove};
use crate::changes::{Attachment, AttachmentKind, Change, ChangeError};
use crate::model::Language;
use crate::model::address::Page;
use crate::store::Digest;
use crate::uploads::UploadError;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::layers::asks_for_json;
use crate::web::site::Site;
use crate::web::staff::hand::readable;
use crate::web::staff::member::Member;
use crate::web::staff::page::led_to;
use crate::web::staff::uploads::words::{Told, code, status};

/// The name of the part of the form.
const PART: &str = "file";

const BAD_FORM: UploadError = UploadError::Bad("the form cannot be read, or was cut");

/// What is attached.
#[derive(Deserialize)]
pub(in crate::web) struct PaperQuery {
    kind: Option<String>,
}

/// Takes the one file of a form and leads back to where the form stands; what was not taken is told there.
pub(in crate::web) async fn attach_paper(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    PageQuery(query): PageQuery<PaperQuery>,
    member: Member,
    request: Request,
) -> Result<Response, PageError> {
    let change = readable(&site, &member, &id).await?;
    let kind = query.kind.as_deref().and_then(AttachmentKind::from_word);
    let kind = kind.ok_or(PageError::BadRequest("the kind of paper is report or signed".into()))?;
    let (told, is_program) = (Told { site: &site, language }, asks_for_json(request.headers()));
    if !may_attach(&member, &change, kind) {
        // That it is too late is told to those who could have before; to all others nothing.
        let was_theirs = kind == AttachmentKind::Report
            && change.is_written_by(member.account().name.as_str())
            && !change.takes(kind);
        return match was_theirs {
            true if is_program => Ok(told.answer(UploadError::Over(change.state))),
            true => back(&site, language, &change, kind, Some("over")),
            false => Err(PageError::NotFound),
        };
    }
    match taken(&site, &member, &change, kind, request).await {
        Ok(paper) if is_program => Ok(made(&site, language, &change, &paper)),
        Ok(_) => back(&site, language, &change, kind, None),
        // A fault of the program is told as everywhere.
        Err(error) if is_program || status(&error) == StatusCode::INTERNAL_SERVER_ERROR => {
            Ok(told.answer(error))
        }
        Err(error) => back(&site, language, &change, kind, Some(code(&error))),
    }
}

async fn taken(
    site: &Site,
    member: &Member,
    change: &Change,
    kind: AttachmentKind,
    request: Request,
) -> Result<Attachment, UploadError> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| BAD_FORM)?;
    let field = loop {
        let field = form.next_field().await.map_err(|_| BAD_FORM)?;
        // A form in which nothing was picked has one part without name.
        let field = field.ok_or(UploadError::Bad("no file was picked"))?;
        if field.name() == Some(PART) && field.file_name().is_some_and(|name| !name.is_empty()) {
            break field;
        }
    };
    let name = field.file_name().unwrap_or("").to_owned();
    let called = name.clone();
    let look = move |bytes: &[u8]| match kind {
        AttachmentKind::Report => report(&called, bytes),
        AttachmentKind::Signed => scan(bytes),
    };
    site.uploads().attach(&change.id, &member.person(), (kind, &name), field, look).await
}

/// Leads to the papers on the page whose form was sent.
pub(super) fn back(
    site: &Site,
    language: Language,
    change: &Change,
    kind: AttachmentKind,
    fault: Option<&str>,
) -> Result<Response, PageError> {
    let page = match kind {
        AttachmentKind::Report if change.takes(kind) => Page::change(&change.id),
        AttachmentKind::Report | AttachmentKind::Signed => Page::below_change(&change.id, "slip"),
    };
    let page = match fault {
        Some(fault) => page.with("paper", fault),
        None => page,
    };
    led_to(&site.addresses().path(&page.part("papers"), language))
}

fn made(site: &Site, language: Language, change: &Change, paper: &Attachment) -> Response {
    let url = site.addresses().address(&address(change, paper), language);
    let body = json!({
        "name": paper.name,
        "media_type": paper.media_type,
        "bytes": paper.bytes,
        "sha256": paper.sha256.to_string(),
        "url": url,
    });
    (StatusCode::CREATED, [(LOCATION, url)], axum::Json(body)).into_response()
}

fn address(change: &Change, paper: &Attachment) -> Page {
    Page::below_change(&change.id, format_args!("papers/{}", paper.sha256))
}

/// A paper of a change that somebody may see.
pub(super) async fn paper_of(
    site: &Site,
    member: &Member,
    (id, sha256): (&str, &str),
) -> Result<(Change, Attachment), PageError> {
    let change = readable(site, member, id).await?;
    let sha256: Digest = sha256.parse().map_err(|_| PageError::NotFound)?;
    // Of what was refused or given up the bytes go with the next sweep: until then they are as good as gone.
    let paper = change.attachment(&sha256).filter(|_| change.keeps_attachments());
    let paper = paper.cloned().ok_or(PageError::NotFound)?;
    Ok((change, paper))
}

/// Gives a paper as it came, to be saved: it is never shown within the site.
pub(in crate::web) async fn fetch_paper(
    State(site): State<Arc<Site>>,
    Path((id, sha256)): Path<(String, String)>,
    member: Member,
) -> Result<Response, PageError> {
    let (_, paper) = paper_of(&site, &member, (&id, &sha256)).await?;
    let pieces = site.uploads().attached_pieces(&paper).await?;
    let media_type = HeaderValue::from_str(&paper.media_type).map_err(|_| PageError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, media_type),
        (CONTENT_DISPOSITION, kept_as(&paper.name)?),
        (CONTENT_LENGTH, HeaderValue::from(paper.bytes)),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// As a file of a name in any script (RFC 6266), with one that every program understands beside it.
fn kept_as(name: &str) -> Result<HeaderValue, PageError> {
    let ending = name.rsplit_once('.').map_or("bin", |(_, ending)| ending);
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
    let ending: String = ending.chars().map(plain).collect();
    let any = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let line = format!("attachment; filename=\"paper.{ending}\"; filename*=UTF-8''{any}");
    HeaderValue::from_str(&line).map_err(|_| PageError::NotFound)
}

/// Takes a paper off; one that is not there any more is off.
pub(in crate::web) async fn remove_paper(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path((id, sha256)): Path<(String, String)>,
    PageQuery(query): PageQuery<PaperQuery>,
    member: Member,
) -> Result<Response, PageError> {
    let change = readable(&site, &member, &id).await?;
    let sha256: Digest = sha256.parse().map_err(|_| PageError::NotFound)?;
    let Some(paper) = change.attachment(&sha256) else {
        let kind = query.kind.as_deref().and_then(AttachmentKind::from_word);
        return back(&site, language, &change, kind.unwrap_or(AttachmentKind::Report), None);
    };
    if !may_remove(&member, &change, paper.kind) {
        // What is over is told to who sees it; of what others have in hand nothing is.
        return Err(match change.takes(paper.kind) {
            true => PageError::NotFound,
            false => ChangeError::WrongState(change.state).into(),
        });
    }
    let off = site.changes().detach(&change.id, &member.person(), (paper.kind, &sha256)).await?;
    back(&site, language, &off, paper.kind, None)
}
