//! Files as forms send them: of pages without script, and of programs.

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest as _, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::change::written;
use super::words::{Told, status};
use crate::changes::Change;
use crate::model::address::Page;
use crate::uploads::{Promise, State as Became, UploadError};
use crate::web::address::PageLanguage;
use crate::web::answer::AsItStands;
use crate::web::pages::reader;
use crate::web::site::Site;
use crate::web::staff::member::Member;

/// The name of the parts.
const PART: &str = "file";

const BAD_FORM: UploadError = UploadError::Bad("the form cannot be read, or was cut");

/// Takes the files of a page without script and leads back to the form; what was not taken is told first.
pub(super) async fn take_form(told: Told<'_>, member: &Member, id: &str, request: Request) -> Response {
    let taken = async {
        let change = written(told.site, member, id).await?;
        let mut form = opened(request).await?;
        let mut faults = Vec::new();
        let mut count = 0;
        while let Some(field) = form.next_field().await.map_err(|_| BAD_FORM)? {
            // A form in which nothing was picked has one part without name.
            if field.name() != Some(PART) || field.file_name().is_none_or(str::is_empty) {
                continue;
            }
            let name = field.file_name().unwrap_or("").to_owned();
            match take(told, member, &change, field).await {
                Ok(_) => count += 1,
                // What is wrong with one file is no reason to lose the others of the same form.
                Err(error @ UploadError::Refused(_)) => faults.push((name, error)),
                Err(error) => return Err(error),
            }
        }
        Ok((change, count, faults))
    };
    let (change, faults) = match taken.await {
        Ok((_, 0, faults)) if faults.is_empty() => {
            return told.answer(UploadError::Bad("no file was picked"));
        }
        Ok((change, _, faults)) => (change, faults),
        Err(error) => return told.answer(error),
    };
    let Some((_, first)) = faults.first() else {
        let to = told.site.addresses().path(&Page::change(&change.id).part("photos"), told.language);
        return (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    };
    let named = |name: &str| crate::uploads::shown_name(name);
    let lines = faults.iter().map(|(name, error)| format!("{}: {}\n", named(name), told.words(error)));
    let plain = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    let mut response = (status(first), plain, lines.collect::<String>()).into_response();
    response.extensions_mut().insert(AsItStands);
    response
}

/// `/api/v1/surveys/{change}/files`: takes the one file of a form.
pub(in crate::web) async fn take_survey_file(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    request: Request,
) -> Response {
    let told = Told { site: &site, language };
    let is_form = request.headers().get(CONTENT_TYPE);
    // Told before the body is read, which may be a photo of any size.
    if is_form.is_none_or(|kind| !kind.as_bytes().starts_with(b"multipart/form-data")) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let taken = async {
        let change = written(&site, &member, &id).await?;
        let mut form = opened(request).await?;
        let field = form.next_field().await.map_err(|_| BAD_FORM)?;
        let field = field.filter(|field| field.name() == Some(PART));
        let field = field.ok_or(UploadError::Bad("the form has one part, `file`"))?;
        let promise = take(told, &member, &change, field).await?;
        Ok((change, promise))
    };
    let (change, promise) = match taken.await {
        Ok(taken) => taken,
        Err(error) => return told.answer(error),
    };
    // What is published already is that photo and becomes no other.
    let page = match &promise.state {
        Became::Same { photo } => Page::photo(photo),
        _ => Page::below_change(&change.id, format_args!("photos/{}", promise.record().unwrap_or(""))),
    };
    let url = site.addresses().address(&page, language);
    let body = json!({ "id": promise.id.as_str(), "name": promise.name, "url": url });
    (StatusCode::CREATED, [(LOCATION, url)], Json(body)).into_response()
}

async fn opened(request: Request) -> Result<Multipart, UploadError> {
    Multipart::from_request(request, &()).await.map_err(|_| BAD_FORM)
}

/// Takes one file in as it comes.
async fn take(
    told: Told<'_>,
    member: &Member,
    change: &Change,
    field: Field<'_>,
) -> Result<Promise, UploadError> {
    let snapshot = told.site.snapshot();
    let device = reader(told.site, &snapshot, told.language).t("upload-device-page");
    let name = field.file_name().unwrap_or("").to_owned();
    let uploads = told.site.uploads();
    let standing = uploads.take_whole(&change.id, &member.person(), (&device, &name), field).await?;
    match standing.promise.state {
        Became::Refused { refusal } => Err(UploadError::Refused(refusal)),
        _ => Ok(standing.promise),
    }
}
