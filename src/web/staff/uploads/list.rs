//! `/staff/changes/{id}/files`: what is promised to a change and how it stands; as a form, the door without script.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

use super::change::{seen, written};
use super::words::Told;
use crate::model::Language;
use crate::model::address::Page;
use crate::store::Digest;
use crate::uploads::{Like, Named, Promise, State as Became, UploadError};
use crate::web::address::PageLanguage;
use crate::web::site::Site;
use crate::web::staff::member::Member;

/// The longest list of promises, bytes: 2 000 files of long names.
const LIST_BYTES: usize = 4 << 20;

/// What a device promises.
#[derive(Deserialize)]
struct Promised {
    device: String,
    files: Vec<PromisedFile>,
}

#[derive(Deserialize)]
struct PromisedFile {
    name: String,
    size: u64,
    sha256: Digest,
}

/// The answer.
#[derive(Serialize)]
struct List {
    devices: Vec<Device>,
    files: Vec<File>,
}

#[derive(Serialize)]
struct Device {
    name: String,
    total: usize,
    arrived: usize,
    missing: usize,
    refused: usize,
}

#[derive(Serialize)]
struct File {
    id: String,
    name: String,
    size: u64,
    sha256: String,
    state: &'static str,
    offset: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    /// The published photo it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<String>,
    /// The photo of the change it has become.
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
    /// Why it is not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Photos it looks like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    looks_like: Vec<String>,
}

impl File {
    fn of(told: Told<'_>, promise: &Promise, offset: u64, like: &[Like]) -> Self {
        let address = |page: &Page| told.site.addresses().path(page, Language::Chinese);
        let why = match &promise.state {
            Became::Refused { refusal } => Some(told.refusal(refusal)),
            Became::Wanted { fault } => fault.as_ref().map(|fault| told.refusal(fault)),
            _ => None,
        };
        let looks_like = like.iter().map(|like| match like {
            Like::InChange(record) => record.clone(),
            Like::Published(id) => id.to_string(),
        });
        Self {
            id: promise.id.to_string(),
            name: promise.name.clone(),
            size: promise.size,
            sha256: promise.sha256.to_string(),
            state: promise.state.word(),
            offset,
            href: promise.state.is_wanted().then(|| address(&Page::upload(&promise.id))),
            same_as: match &promise.state {
                Became::Same { photo } => Some(photo.to_string()),
                _ => None,
            },
            photo: promise.record().map(str::to_owned),
            why,
            looks_like: looks_like.collect(),
        }
    }
}

/// Tells what is promised and how it stands.
pub(in crate::web) async fn list_files(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
) -> Response {
    let told = Told { site: &site, language };
    let listed = async {
        let change = seen(&site, &member, &id).await?;
        let files = site.uploads().files(&change).await?;
        let devices = files.devices.into_iter().map(|line| Device {
            name: line.name,
            total: line.total,
            arrived: line.arrived,
            missing: line.missing,
            refused: line.refused,
        });
        let of = files.files.iter().map(|file| File::of(told, &file.promise, file.offset, &file.like));
        Ok(List { devices: devices.collect(), files: of.collect() })
    };
    match listed.await {
        Ok(list) => Json(list).into_response(),
        Err(error) => told.answer(error),
    }
}

/// Takes promises, or the files of a form.
pub(in crate::web) async fn take_files(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    request: Request,
) -> Response {
    let told = Told { site: &site, language };
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if kind.starts_with("multipart/form-data") {
        return super::form::take_form(told, &member, &id, request).await;
    }
    let answer = async {
        let change = written(&site, &member, &id).await?;
        // Read here and by no extractor: the same address takes forms with files, whose size is another.
        let body = axum::body::to_bytes(request.into_body(), LIST_BYTES).await;
        let body = body.map_err(|_| UploadError::Bad("the list is cut or too long"))?;
        let promised: Promised =
            serde_json::from_slice(&body).map_err(|_| UploadError::Bad("the list cannot be read"))?;
        let named = promised.files.into_iter();
        let named: Vec<Named> =
            named.map(|PromisedFile { name, size, sha256 }| Named { name, size, sha256 }).collect();
        let by = member.person();
        let standings = site.uploads().promise(&change.id, &by, &promised.device, &named).await?;
        // What a file looks like is known once it is there, and the counts of devices are of all files, not of
        // those just promised.
        let files = standings.iter().map(|standing| File::of(told, &standing.promise, standing.offset, &[]));
        Ok(List { devices: Vec::new(), files: files.collect() })
    };
    match answer.await {
        Ok(list) => Json(list).into_response(),
        Err(error) => told.answer(error),
    }
}
