//! The id that every request gets here, for its answer, for the log, and for pages that name it.

use axum::http::HeaderValue;
use tower_http::request_id::{MakeRequestId as _, MakeRequestUuid, RequestId};

tokio::task_local! {
    /// The id of the request that is being answered.
    static CURRENT: Option<HeaderValue>;
}

/// A new id. One from outside is never taken: it could be anybody's.
pub(super) fn new_request_id() -> Option<HeaderValue> {
    MakeRequestUuid.make_request_id(&axum::http::Request::new(())).map(RequestId::into_header_value)
}

/// Does something for the request of this id.
pub(super) async fn within_request<F: Future>(id: Option<HeaderValue>, done: F) -> F::Output {
    CURRENT.scope(id, done).await
}

/// The id of the request that is being answered.
pub(super) fn current_request_id() -> Option<String> {
    // Outside of a request, as in what runs in the background, there is none.
    let id = CURRENT.try_with(Clone::clone).ok().flatten()?;
    id.to_str().ok().map(str::to_owned)
}
