//! What every answer gets, whoever made it, by the rules of its audience: limits, a request id, security headers, the
//! shape of its errors, a log line.
//!
//! The limits are layers round the routes of an audience. All else is done to the finished answer, once, so that what
//! is answered before the router passes through the same code.

use std::any::Any;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, request};
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::answer::MayLocate;
use super::audience::{Audience, Caching, ErrorShape};
use super::cors;
use super::errors::PageError;
use super::range::Wanted;
use super::refusal::told;
use super::request_id::{current_request_id, new_request_id, within_request};

/// What pages, and what is shown in them, never need of a browser. The zoom may fill the screen and the citations
/// are copied, which are allowed to the site itself unless said otherwise.
const PERMISSIONS: &str = "geolocation=(), accelerometer=(), camera=(), display-capture=(), gyroscope=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), \
     serial=(), usb=(), xr-spatial-tracking=()";

/// The same of pages that may ask where the device is.
const PERMISSIONS_TO_LOCATE: &str = "geolocation=(self), accelerometer=(), camera=(), display-capture=(), gyroscope=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), \
     serial=(), usb=(), xr-spatial-tracking=()";

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// The header that carries the request's id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the limits of an audience round its routes. The last layer is the outermost.
pub(super) fn limited<S>(routes: Router<S>, audience: &Audience) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    routes
        .layer(CatchPanicLayer::custom(after_a_panic))
        // It is the answer that takes too long: the layer's own 408 would lay it to whoever asks.
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, audience.time))
        .layer(RequestBodyLimitLayer::new(audience.body_bytes))
}

/// A fault of the program: the log gets its words, the visitor an error without them.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn after_a_panic(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words");
    tracing::error!(id = current_request_id().unwrap_or_default(), panic = words, "a handler panicked");
    let mut response = Response::default();
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

/// A path as it may stand in a log: without the secret of a link that works once.
fn without_secret(path: &str) -> &str {
    // By the words of the path and not by its route: a link that was cut or has another prefix holds the secret
    // too.
    match path.split_once("/invitation/") {
        Some((before, _)) => &path[..before.len() + "/invitation/".len()],
        None => path,
    }
}

/// Whether a script asks, which wants JSON and no page.
pub(super) fn asks_for_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    // Scripts of the staff ask for JSON and nothing else; the list of a browser that opens a page begins with
    // HTML.
    accepted.is_some_and(|accepted| accepted.trim_start().starts_with("application/json"))
}

/// One request and its answer.
pub(super) struct Exchange {
    audience: &'static Audience,
    started: Instant,
    method: Method,
    uri: Uri,
    id: Option<HeaderValue>,
    wanted: Wanted,
    /// In which shape an error is told to whoever asks.
    shape: ErrorShape,
}

impl Exchange {
    /// Begins with the head of a request.
    pub(super) fn begin(head: &request::Parts, audience: &'static Audience) -> Self {
        Self {
            audience,
            started: Instant::now(),
            method: head.method.clone(),
            uri: head.uri.clone(),
            id: new_request_id(),
            wanted: Wanted::of(&head.method, &head.headers),
            shape: match audience.errors {
                ErrorShape::PageOrProblem if asks_for_json(&head.headers) => ErrorShape::Problem,
                shape => shape,
            },
        }
    }

    /// Waits for the answer, and gives it as the rules of the audience have it; an error that is told as a page is
    /// made by `page`.
    pub(super) async fn finish(
        self,
        answering: impl Future<Output = Response>,
        page: impl FnOnce(&Uri, StatusCode, Option<&PageError>) -> Response,
    ) -> Response {
        let answered = async {
            // Cut before errors are told: a range that cannot be satisfied is one of them. And within the
            // request, since a page of an error names its id.
            let response = self.wanted.of_answer(answering.await).await;
            told(self.shape, response, |status, error| page(&self.uri, status, error))
        };
        let mut response = within_request(self.id.clone(), answered).await;
        self.put_headers(&mut response);
        tracing::info!(
            target: "baozhai::access",
            id = self.id.as_ref().and_then(|id| id.to_str().ok()).unwrap_or("-"),
            method = %self.method,
            path = without_secret(self.uri.path()),
            status = response.status().as_u16(),
            ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        );
        // The router has taken the body off its own answers; an error's was made since.
        if self.method == Method::HEAD { response.map(|_| Body::empty()) } else { response }
    }

    fn put_headers(&self, response: &mut Response) {
        let is_redirect = response.status().is_redirection() && response.status() != StatusCode::NOT_MODIFIED;
        let may_locate = self.audience.may_locate || response.extensions().get::<MayLocate>().is_some();
        let headers = response.headers_mut();
        match self.audience.caching {
            Caching::Never => {
                // Written over: a preview is made by the handlers of the public page, which say `public`.
                headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            Caching::Unless(policy) if !is_redirect => {
                headers.entry(CACHE_CONTROL).or_insert_with(|| policy.header());
            }
            // A browser may keep a permanent redirect by itself.
            Caching::Unless(_) => {}
        }
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(self.audience.content_policy));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
        let permissions = if may_locate { PERMISSIONS_TO_LOCATE } else { PERMISSIONS };
        headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(permissions));
        headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
        cors::share(headers, self.audience.sharing);
        if let Some(id) = &self.id {
            headers.insert(REQUEST_ID, id.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::Request;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::super::audience::{BROWSERS, OPERATORS, PROGRAMS, READERS, STAFF, VIEWERS};
    use super::*;
    use crate::archive::ArchiveError;
    use crate::model::Withdrawal;

    async fn breaks() -> Response {
        panic!("of secrets")
    }

    async fn withdrawn() -> Result<Response, PageError> {
        let withdrawal = serde_json::json!({ "record": "alpha", "date": "2026-11-28", "reason": "privacy" });
        let withdrawal: Withdrawal = serde_json::from_value(withdrawal).map_err(|_| PageError::NotFound)?;
        Err(ArchiveError::Withdrawn(Box::new(withdrawal)).into())
    }

    /// The answer of a site of three addresses under the rules of an audience: status, media type, body.
    async fn asked(audience: &'static Audience, path: &str) -> (u16, String, String) {
        // What never ends meets its limit soon.
        let limits = Audience { time: Duration::from_millis(1), ..*audience };
        let routes = Router::new()
            .route("/breaks", get(breaks))
            .route("/withdrawn", get(withdrawn))
            .route("/waits", get(std::future::pending::<Response>));
        let limits = if path == "/waits" { &limits } else { audience };
        let router: Router = limited(routes, limits);
        let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
        let (head, body) = request.into_parts();
        let exchange = Exchange::begin(&head, audience);
        let answering = async {
            let Ok(response) = router.oneshot(Request::from_parts(head, body)).await;
            response
        };
        let page = |_: &Uri, status: StatusCode, error: Option<&PageError>| {
            let mut page = Response::new(Body::from(format!("{:?}", error.and_then(PageError::withdrawal))));
            *page.status_mut() = status;
            page.headers_mut().insert("content-type", HeaderValue::from_static("text/html"));
            page
        };
        let response = exchange.finish(answering, page).await;
        let (head, body) = response.into_parts();
        assert_eq!(head.headers["content-security-policy"], audience.content_policy, "{path}");
        assert_eq!(head.headers["cache-control"], "no-store", "{path}");
        let body = axum::body::to_bytes(body, 1 << 20).await.expect("a whole body");
        let media_type = head.headers["content-type"].to_str().expect("ASCII").to_owned();
        (head.status.as_u16(), media_type, String::from_utf8(body.to_vec()).expect("UTF-8"))
    }

    #[tokio::test]
    async fn whatever_goes_wrong_is_told_in_the_shape_of_the_audience() {
        for (audience, shape) in [
            (&READERS, "text/html"),
            (&STAFF, "text/html"),
            (&PROGRAMS, "application/problem+json"),
            (&VIEWERS, "text/plain; charset=utf-8"),
            (&BROWSERS, "text/plain; charset=utf-8"),
            (&OPERATORS, "text/plain; charset=utf-8"),
        ] {
            for (path, status) in [("/breaks", 500), ("/waits", 503), ("/withdrawn", 410), ("/nowhere", 404)]
            {
                let (found, media_type, body) = asked(audience, path).await;
                assert_eq!((found, media_type.as_str()), (status, shape), "{path}");
                assert!(!body.is_empty() && !body.contains("secrets"), "{path}: {body}");
                if path == "/withdrawn" {
                    assert!(body.contains("2026"), "{shape}: {body}");
                }
                if shape == "application/problem+json" {
                    let problem: serde_json::Value = serde_json::from_str(&body).expect("JSON");
                    assert_eq!(problem["status"], status, "{path}");
                    assert_eq!(problem["request_id"].is_string(), status >= 500, "{path}");
                }
            }
        }
    }
}
