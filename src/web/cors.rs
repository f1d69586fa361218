//! What scripts of other sites may read, and how their browsers ask first.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;

use crate::model::address::{IMAGES, SEARCH_SERVICE, SUGGESTIONS};

/// Where everything is open, refusals too, so that a viewer can tell them from a broken line.
const OPEN: &[&str] = &[IMAGES, SEARCH_SERVICE, SUGGESTIONS];

/// What scripts of other sites may read of an answer's head.
const EXPOSED: &str = "accept-ranges, content-range, link, retry-after";

/// Lets every site read what is below an open address.
pub(super) async fn open_to_all(request: Request, next: Next) -> Response {
    let is_open = OPEN.iter().any(|start| request.uri().path().starts_with(start));
    let mut response = next.run(request).await;
    if is_open {
        open(&mut response);
    }
    response
}

/// Lets every site read an answer.
pub(super) fn open(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
}

/// Adds to an open address the question browsers ask first, and a refusal of other methods in a word.
pub(super) fn asked_first<S: Clone + Send + Sync + 'static>(methods: MethodRouter<S>) -> MethodRouter<S> {
    methods.options(preflight).fallback(no_such_method)
}

async fn preflight() -> impl IntoResponse {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "*"),
        (ACCESS_CONTROL_MAX_AGE, "86400"),
        (CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::NO_CONTENT, headers)
}

/// The router adds `Allow`.
async fn no_such_method() -> impl IntoResponse {
    (StatusCode::METHOD_NOT_ALLOWED, [(CACHE_CONTROL, "no-store")], "Method Not Allowed\n")
}
