//! `/staff/uploads`: the bytes of promised files by the tus protocol, version 1.0.0 (<https://tus.io/protocols/resumable-upload>).

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::change::{promised, written};
use super::words::Told;
use crate::model::address::Page;
use crate::store::Digest;
use crate::uploads::{Named, Part, State as Became, UploadError};
use crate::web::address::PageLanguage;
use crate::web::answer::AsItStands;
use crate::web::site::Site;
use crate::web::staff::member::Member;

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,checksum,termination";

/// What a part is called.
const PART: &[u8] = b"application/offset+octet-stream";

/// Says what is spoken here.
pub(in crate::web) async fn options(State(site): State<Arc<Site>>) -> Response {
    // The one request that need not say its version (tus 1.0.0, Tus-Resumable): by it a client learns which are
    // spoken.
    let mut response = resumable(StatusCode::NO_CONTENT.into_response());
    let headers = response.headers_mut();
    headers.insert("tus-version", HeaderValue::from_static(VERSION));
    headers.insert("tus-extension", HeaderValue::from_static(EXTENSIONS));
    headers.insert("tus-checksum-algorithm", HeaderValue::from_static("sha256"));
    headers.insert("tus-max-size", site.uploads().limits().file_bytes.into());
    response
}

/// Promises one file: its change, name and digest stand in `Upload-Metadata`.
pub(in crate::web) async fn create(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    member: Member,
    headers: HeaderMap,
) -> Response {
    spoken(Told { site: &site, language }, &headers, async {
        let size = number(&headers, "upload-length").ok_or(UploadError::Bad("Upload-Length is missing"))?;
        let said = metadata(&headers).ok_or(UploadError::Bad("Upload-Metadata cannot be read"))?;
        let of = |name: &str| said.get(name).map_or("", String::as_str);
        let sha256: Digest = of("sha256")
            .parse()
            .map_err(|_| UploadError::Bad("the metadata needs `sha256` in hexadecimal"))?;
        let change = written(&site, &member, of("change")).await?;
        let device = if of("device").is_empty() { "tus" } else { of("device") };
        let named = [Named { name: of("filename").to_owned(), size, sha256 }];
        let standings = site.uploads().promise(&change.id, &member.person(), device, &named).await?;
        let standing = standings.into_iter().next().ok_or(UploadError::NotFound)?;
        if let Became::Refused { refusal } = standing.promise.state {
            return Err(UploadError::Refused(refusal));
        }
        let at = site.addresses().address(&Page::upload(&standing.promise.id), language);
        // The same file may have been promised before: what has come of it need not come again.
        Ok(at_offset((StatusCode::CREATED, [(LOCATION, at)]), standing.offset))
    })
    .await
}

/// Tells how far a file has come.
pub(in crate::web) async fn offset(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    headers: HeaderMap,
) -> Response {
    spoken(Told { site: &site, language }, &headers, async {
        let promise = promised(&site, &member, &id).await?;
        let standing = site.uploads().standing(&promise.id).await?;
        match standing.promise.state {
            Became::GivenUp { .. } => Err(UploadError::GivenUp),
            Became::Refused { refusal } => Err(UploadError::Refused(refusal)),
            _ => {
                let mut response = at_offset(StatusCode::OK, standing.offset);
                // tus 1.0.0, HEAD: the length is told wherever it is known.
                response.headers_mut().insert("upload-length", standing.promise.size.into());
                Ok(response)
            }
        }
    })
    .await
}

/// Takes a part in as it comes.
pub(in crate::web) async fn send(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    request: Request,
) -> Response {
    // The body is not read before all else is known to be right: it may be any part of a large file.
    let (head, body) = request.into_parts();
    spoken(Told { site: &site, language }, &head.headers, async {
        // tus 1.0.0, PATCH: no other kind is taken for bytes of a file.
        if head.headers.get(CONTENT_TYPE).is_none_or(|kind| kind.as_bytes() != PART) {
            return Ok(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let promise = promised(&site, &member, &id).await?;
        let offset = number(&head.headers, "upload-offset");
        let part = Part {
            offset: offset.ok_or(UploadError::Bad("Upload-Offset is missing"))?,
            length: number(&head.headers, CONTENT_LENGTH.as_str()),
            sum: sum(&head.headers)?,
        };
        let (uploads, pieces) = (site.uploads().clone(), body.into_data_stream());
        // On a task of its own: when the line breaks this future is dropped, and what has come shall count.
        let added = tokio::spawn(async move { uploads.append(&promise.id, part, pieces).await });
        // A task that broke down: the client is to ask how far the file has come, and go on.
        let standing = added.await.map_err(|_| UploadError::Busy)??;
        Ok(at_offset(StatusCode::NO_CONTENT, standing.offset))
    })
    .await
}

/// Gives a file up.
pub(in crate::web) async fn terminate(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    headers: HeaderMap,
) -> Response {
    spoken(Told { site: &site, language }, &headers, async {
        let promise = promised(&site, &member, &id).await?;
        site.uploads().give_up(&promise.id, &member.person()).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// What is answered to a request of this protocol: `answer`, unless it is of another version.
async fn spoken(
    told: Told<'_>,
    headers: &HeaderMap,
    answer: impl Future<Output = Result<Response, UploadError>>,
) -> Response {
    // tus 1.0.0: of another version nothing is done, and the answer names the one that is spoken here.
    if headers.get("tus-resumable").is_none_or(|version| version != VERSION) {
        let mut response = resumable(StatusCode::PRECONDITION_FAILED.into_response());
        response.headers_mut().insert("tus-version", HeaderValue::from_static(VERSION));
        response.extensions_mut().insert(AsItStands);
        return response;
    }
    resumable(answer.await.unwrap_or_else(|error| told.answer(error)))
}

/// An answer that tells how many bytes are there.
fn at_offset(answer: impl IntoResponse, offset: u64) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert("upload-offset", offset.into());
    response
}

fn resumable(mut response: Response) -> Response {
    response.headers_mut().insert("tus-resumable", HeaderValue::from_static(VERSION));
    response
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let text = headers.get(name)?.to_str().ok()?;
    // `parse` alone would also take `+5`.
    let is_plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_plain.then(|| text.parse().ok())?
}

/// `name base64,name base64`.
fn metadata(headers: &HeaderMap) -> Option<HashMap<String, String>> {
    let pairs = headers.get("upload-metadata")?.to_str().ok()?.split(',');
    pairs
        .map(|pair| {
            // A name may stand without a value (tus 1.0.0, creation).
            let (name, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
            let value = STANDARD.decode(value.trim()).ok()?;
            Some((name.to_owned(), String::from_utf8(value).ok()?))
        })
        .collect()
}

/// The digest that a part is said to have.
fn sum(headers: &HeaderMap) -> Result<Option<Digest>, UploadError> {
    const BAD: UploadError = UploadError::Bad("Upload-Checksum is `sha256` and its base64");
    let Some(said) = headers.get("upload-checksum") else { return Ok(None) };
    let coded = said.to_str().ok().and_then(|said| said.strip_prefix("sha256 ")).ok_or(BAD)?;
    let bytes = STANDARD.decode(coded.trim()).map_err(|_| BAD)?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.parse().map(Some).map_err(|_| BAD)
}
