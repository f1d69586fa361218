//! What is told of an upload that fails: a status for the program, a line for the person.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::changes::ChangeError;
use crate::model::Language;
use crate::uploads::{Refusal, UploadError};
use crate::web::answer::AsItStands;
use crate::web::errors::{PageError, causes};
use crate::web::pages::reader;
use crate::web::site::Site;

/// A checksum that does not agree (tus 1.0, checksum).
const CHECKSUM_MISMATCH: u16 = 460;

/// Who is told, and in which language.
#[derive(Clone, Copy)]
pub(in crate::web::staff) struct Told<'s> {
    pub(in crate::web::staff) site: &'s Site,
    pub(in crate::web::staff) language: Language,
}

impl Told<'_> {
    /// The line for a person.
    pub(in crate::web::staff) fn words(&self, error: &UploadError) -> String {
        let snapshot = self.site.snapshot();
        let reader = reader(self.site, &snapshot, self.language);
        match error {
            UploadError::Refused(refusal) => self.refusal(refusal),
            UploadError::TooManyFiles(most) => {
                reader.t_with("upload-fault-too-many-files", [("most", (*most).into())])
            }
            UploadError::TooManyAttachments(most) => {
                reader.t_with("upload-fault-too-many-papers", [("most", (*most).into())])
            }
            UploadError::TooManyBytes(most) => {
                reader.t_with("upload-fault-too-many-bytes", [("gigabytes", (most / 1_000_000_000).into())])
            }
            other => reader.t(&format!("upload-fault-{}", code(other))),
        }
    }

    /// Why a file is not taken.
    pub(super) fn refusal(&self, refusal: &Refusal) -> String {
        let snapshot = self.site.snapshot();
        let reader = reader(self.site, &snapshot, self.language);
        reader.t_with(&format!("upload-refused-{}", refusal.code()), [("about", refusal.about().into())])
    }

    /// The answer: `application/problem+json` with a code that stays.
    pub(in crate::web::staff) fn answer(&self, error: UploadError) -> Response {
        let status = status(&error);
        // A fault of the program is told as everywhere: nothing of it is for who sends a file.
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            return PageError::Upload(Box::new(error)).into_response();
        }
        if status.is_server_error() {
            tracing::warn!(error = causes(&error), "an upload cannot go on now");
        }
        let body = json!({
            "title": error.to_string(),
            "status": status.as_u16(),
            "detail": self.words(&error),
            "code": code(&error),
        });
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        // tus does not ask for it: it spares the client the question how far the file has come.
        if let UploadError::Offset(offset) = &error {
            headers.insert("upload-offset", (*offset).into());
        }
        if status.is_server_error() {
            headers.insert(RETRY_AFTER, 10.into());
        }
        response.extensions_mut().insert(AsItStands);
        response
    }
}

/// A word that stays.
pub(in crate::web::staff) fn code(error: &UploadError) -> &'static str {
    match error {
        UploadError::NotFound => "not-found",
        UploadError::GivenUp => "given-up",
        UploadError::Refused(refusal) => refusal.code(),
        UploadError::Over(_) => "over",
        UploadError::NoPhotos => "no-photos",
        UploadError::Offset(_) => "offset",
        UploadError::TooMuch => "too-much",
        UploadError::OtherSum => "other-sum",
        UploadError::Bad(_) => "bad",
        UploadError::TooManyFiles(_) => "too-many-files",
        UploadError::TooManyBytes(_) => "too-many-bytes",
        UploadError::ChangeFull => "change-full",
        UploadError::TooManyAttachments(_) => "too-many-papers",
        UploadError::NoRoom => "no-room",
        UploadError::Cut => "cut",
        UploadError::Busy => "busy",
        _ => "failed",
    }
}

/// The one place where a failed upload becomes a status.
pub(in crate::web::staff) fn status(error: &UploadError) -> StatusCode {
    // It has no name in `StatusCode`, which takes every number from 100 to 999.
    let mismatch = StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST);
    match error {
        UploadError::NotFound | UploadError::Change(ChangeError::NotFound) => StatusCode::NOT_FOUND,
        // tus 1.0.0, termination: 404 or 410 from then on.
        UploadError::GivenUp => StatusCode::GONE,
        UploadError::Refused(Refusal::OtherBytes) | UploadError::OtherSum => mismatch,
        UploadError::Refused(Refusal::TooLarge(_) | Refusal::Swells) | UploadError::TooMuch => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        UploadError::Refused(
            Refusal::NotAPicture
            | Refusal::Unsupported(_)
            | Refusal::Animated
            | Refusal::OldWord
            | Refusal::NotWord
            | Refusal::NotAScan,
        ) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        UploadError::Refused(_)
        | UploadError::TooManyFiles(_)
        | UploadError::TooManyBytes(_)
        | UploadError::TooManyAttachments(_)
        | UploadError::ChangeFull => StatusCode::UNPROCESSABLE_ENTITY,
        // tus 1.0.0, PATCH: 409 where the offsets differ.
        UploadError::Over(_) | UploadError::NoPhotos | UploadError::Offset(_) => StatusCode::CONFLICT,
        UploadError::Bad(_) | UploadError::Cut => StatusCode::BAD_REQUEST,
        UploadError::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
        UploadError::Busy => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
