//! What other sites may do with an answer, and how their browsers ask first.
//!
//! The headers are set on the finished answer and the question is a route, so that both hold for pictures that are
//! answered before the router too, and that a question about an address that is not there is a 404; a layer such as
//! tower-http's answers every OPTIONS by itself.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, HeaderName,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use axum::routing::MethodRouter;

use super::audience::Sharing;

/// What scripts of other sites may read of an answer's head.
const EXPOSED: &str = "accept-ranges, content-range, link, retry-after";

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Says what other sites may do with an answer.
pub(super) fn share(headers: &mut HeaderMap, sharing: Sharing) {
    let (scripts, shown_by) = match sharing {
        Sharing::Closed => (false, "same-origin"),
        Sharing::Scripts => (true, "same-origin"),
        Sharing::ScriptsAndPages => (true, "cross-origin"),
    };
    // What a handler has opened by itself, as `citation_file.rs` does, stays open: nothing is taken away here.
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static(shown_by));
    if scripts {
        open(headers);
    }
}

/// Lets scripts of every site read an answer.
pub(super) fn open(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
}

/// Adds to an open address the question browsers ask first.
pub(super) fn asked_first<S: Clone + Send + Sync + 'static>(methods: MethodRouter<S>) -> MethodRouter<S> {
    methods.options(preflight)
}

async fn preflight() -> impl IntoResponse {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS"),
        // Without credentials, which nothing open here asks for, this is every header but `Authorization`.
        (ACCESS_CONTROL_ALLOW_HEADERS, "*"),
        // A day: Firefox keeps it no longer, others less.
        (ACCESS_CONTROL_MAX_AGE, "86400"),
        // An answer to OPTIONS is not to be cached (RFC 9110 9.3.7); else it would get its audience's policy.
        (CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::NO_CONTENT, headers)
}
