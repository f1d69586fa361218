//! Errors of the API: `application/problem+json` (RFC 9457), with a way on and nothing of what went wrong inside.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error that a program reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    status: StatusCode,
    detail: String,
    retry_after_s: Option<u32>,
}

impl Problem {
    /// The request makes no sense, and why.
    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, detail: detail.into(), retry_after_s: None }
    }

    /// The address does not know the method; the router adds `Allow`.
    pub(super) fn method_not_allowed() -> Self {
        let detail = "this address answers GET and HEAD".to_owned();
        Self { status: StatusCode::METHOD_NOT_ALLOWED, detail, retry_after_s: None }
    }

    /// It will be there in a moment.
    pub(super) fn not_yet(detail: impl Into<String>) -> Self {
        Self { status: StatusCode::SERVICE_UNAVAILABLE, detail: detail.into(), retry_after_s: Some(2) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or("Error");
        let body = json!({ "title": title, "status": self.status.as_u16(), "detail": self.detail });
        let headers = [(CONTENT_TYPE, "application/problem+json"), (CACHE_CONTROL, "no-store")];
        let mut response = (self.status, headers, body.to_string()).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
