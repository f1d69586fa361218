//! Errors of the API: `application/problem+json` (RFC 9457), with a way on and nothing of what went wrong inside.
//!
//! These are faults of a request. What can be wrong with a record has codes that never change: those of what it means
//! in `model` (`FaultCode`), those of how its folder is written in `folder` (`ProblemCode`).

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::json;

use super::errors::PageError;
use super::request_id::current_request_id;

/// What a program reads of an error; `headers` are those that the refusal came with.
pub(super) fn problem(status: StatusCode, error: Option<&PageError>, headers: &HeaderMap) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let detail = error.and_then(PageError::reason).unwrap_or_else(|| detail(status, headers));
    // No `type`: it is `about:blank` then, and the title is that of the status (RFC 9457 4.2.1).
    let mut body = json!({ "title": title, "status": status.as_u16(), "detail": detail });
    // What the asker did is told in `detail`; only of faults of ours does the log know more.
    if status.is_server_error()
        && let Some(id) = current_request_id()
    {
        body["request_id"] = id.into();
    }
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// What to do, where the error itself has no words for it.
fn detail(status: StatusCode, headers: &HeaderMap) -> String {
    let words = match status {
        StatusCode::NOT_FOUND => "there is nothing at this address",
        StatusCode::METHOD_NOT_ALLOWED => {
            let methods = headers.get(ALLOW).and_then(|methods| methods.to_str().ok());
            return methods.map_or_else(
                || "this address does not answer this method".to_owned(),
                |methods| format!("this address answers {}", methods.replace(',', ", ")),
            );
        }
        StatusCode::FORBIDDEN => "this may not be asked from here, or not by you",
        StatusCode::CONFLICT => "what is there now does not go together with this; read it again",
        StatusCode::GONE => "what was at this address has been withdrawn",
        StatusCode::PAYLOAD_TOO_LARGE => "the body is larger than this address takes",
        StatusCode::SERVICE_UNAVAILABLE => "this takes too long just now; ask again in a moment",
        _ if status.is_server_error() => {
            "something failed here; the log tells what, by the id of the request"
        }
        _ => "the request makes no sense here",
    };
    words.to_owned()
}
