//! Refusals: a handler says what went wrong, and here, in one place, its audience is told, in its own shape.
//!
//! An error travels from its handler in the extensions of a bare response. What layers and routers refuse by
//! themselves, too much of a body or a method that is not there, comes without one and is told by its status.

use std::sync::Arc;

use axum::body::{Body, HttpBody as _};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::answer::AsItStands;
use super::audience::ErrorShape;
use super::errors::{PageError, causes};
use super::problem::problem;
use super::request_id::current_request_id;

/// What a response carries until its audience is told.
#[derive(Clone)]
struct Failure {
    // Extensions of a response have to be `Clone`, which an error is not.
    error: Arc<PageError>,
    /// The address is that of a file, so that no page is told there.
    is_file: bool,
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        carried(self, false)
    }
}

/// An error at an address of a file that stands among the pages: never told as a page.
pub(super) struct FileError(pub(super) PageError);

impl From<PageError> for FileError {
    fn from(error: PageError) -> Self {
        Self(error)
    }
}

impl IntoResponse for FileError {
    fn into_response(self) -> Response {
        carried(self.0, true)
    }
}

fn carried(error: PageError, is_file: bool) -> Response {
    let mut response = error.status().into_response();
    response.extensions_mut().insert(Failure { error: Arc::new(error), is_file });
    response
}

/// The answer as its audience gets it: what is no error, and an error that has an answer of its own, as it is; any
/// other in the audience's shape, a page by `page`. Other headers of a refusal, such as `Allow`, stay.
pub(super) fn told(
    shape: ErrorShape,
    mut response: Response,
    page: impl FnOnce(StatusCode, Option<&PageError>) -> Response,
) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<AsItStands>().is_some() {
        return response;
    }
    let failure = response.extensions_mut().remove::<Failure>();
    let error = failure.as_ref().map(|failure| &*failure.error);
    if let Some(error) = error {
        log(error, status);
    }
    let mut told = match shape {
        ErrorShape::Page | ErrorShape::PageOrProblem
            if failure.as_ref().is_none_or(|failure| !failure.is_file) =>
        {
            page(status, error)
        }
        ErrorShape::Page | ErrorShape::PageOrProblem | ErrorShape::Line => line(status, error),
        ErrorShape::Problem => problem(status, error, response.headers()),
    };
    for (name, value) in response.headers() {
        // These two are of the bare response. Appended, since a header may stand several times.
        if ![CONTENT_TYPE, CONTENT_LENGTH].contains(name) {
            told.headers_mut().append(name, value.clone());
        }
    }
    told.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Said outright: `layers.rs` takes the body off an answer to HEAD, and nobody can count it then.
    if let Some(length) = told.body().size_hint().exact() {
        told.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    if let Some(seconds) = retry_after_s(status, error) {
        told.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    told
}

fn line(status: StatusCode, error: Option<&PageError>) -> Response {
    let reason = error.and_then(PageError::reason);
    let reason = reason.as_deref().or(status.canonical_reason()).unwrap_or("error");
    let mut response = Response::new(Body::from(format!("{reason}\n")));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// When it is worth while to ask again, seconds.
fn retry_after_s(status: StatusCode, error: Option<&PageError>) -> Option<u32> {
    match error {
        Some(PageError::NotYet(_)) => Some(2),
        _ => (status == StatusCode::SERVICE_UNAVAILABLE).then_some(10),
    }
}

fn log(error: &PageError, status: StatusCode) {
    let id = current_request_id().unwrap_or_default();
    match status {
        StatusCode::INTERNAL_SERVER_ERROR => {
            tracing::error!(id, error = causes(error), status = status.as_u16(), "a page failed");
        }
        // Its handler has told why, if there is more to tell than that it is early.
        StatusCode::SERVICE_UNAVAILABLE if matches!(error, PageError::NotYet(_)) => {}
        StatusCode::SERVICE_UNAVAILABLE => {
            tracing::warn!(id, error = causes(error), status = status.as_u16(), "too much at once");
        }
        StatusCode::NOT_FOUND if matches!(error, PageError::Derivative(_)) => {
            tracing::warn!(id, error = causes(error), status = status.as_u16(), "a picture cannot be made");
        }
        // Faults of the asker have their line in the access log.
        _ => {}
    }
}
