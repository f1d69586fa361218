//! What every answer gets, whatever handler made it: security headers, a request id, limits, a log line.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode, Uri, request};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestId as _, MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::timeout::TimeoutLayer;

use super::address::language_of;
use super::pages::error::status_page;
use super::range;
use super::site::Site;
use crate::model::address::IMAGES;

/// No page here takes a body; what does will set its own limit.
const MAX_BODY_BYTES: usize = 16 << 10;

/// How long a request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// All script, style and pictures come from here, and nothing is inline.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
     frame-ancestors 'none'";

/// What pages, and what is shown in them, never need of a browser. The zoom may fill the screen and the citations
/// are copied, which are allowed to the site itself unless said otherwise.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), \
     serial=(), usb=(), xr-spatial-tracking=()";

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The header that carries the request's id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the rules around the routes. The last layer is the outermost.
pub(super) fn wrap(routes: Router<Arc<Site>>, site: &Arc<Site>) -> Router<Arc<Site>> {
    routes
        .layer(CatchPanicLayer::custom(after_a_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIMEOUT))
        .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES))
        .layer(middleware::from_fn_with_state(Arc::clone(site), finish))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(MapRequestLayer::new(without_foreign_id))
}

/// An id is given here: one from outside could be anybody's.
fn without_foreign_id<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    request.headers_mut().remove(REQUEST_ID);
    request
}

tokio::task_local! {
    /// The id of the request that is being answered.
    static CURRENT_ID: Option<HeaderValue>;
}

/// The id of the request that is being answered, for the log and for pages that show it.
pub(super) fn current_request_id() -> Option<String> {
    let id = CURRENT_ID.try_with(Clone::clone).ok().flatten()?;
    id.to_str().ok().map(str::to_owned)
}

/// A fault of the program: the log gets its words, the visitor a page.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn after_a_panic(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words");
    tracing::error!(id = current_request_id().unwrap_or_default(), panic = words, "a handler panicked");
    let mut response = Response::default();
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

/// Adds pages for bare refusals to what is inside, and to all of it what every answer has.
async fn finish(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let id = request.headers().get(REQUEST_ID).cloned();
    let told = Told::of(request.method(), request.uri(), id.clone());
    let wanted = range::Wanted::of(request.method(), request.headers());
    let answered = async {
        let language = language_of(request.uri());
        let response = next.run(request).await;
        // What the layers refuse by themselves comes without a page.
        let is_bare = response.status().is_client_error() || response.status().is_server_error();
        let is_bare = is_bare && !response.headers().contains_key(CONTENT_TYPE);
        if is_bare || response.status() == StatusCode::PAYLOAD_TOO_LARGE {
            status_page(&site, language, response.status())
        } else {
            response
        }
    };
    let response = CURRENT_ID.scope(id, answered).await;
    told.finish(wanted.of_answer(response).await)
}

/// What the log will say of a request.
pub(super) struct Told {
    started: Instant,
    method: Method,
    uri: Uri,
    id: Option<HeaderValue>,
}

impl Told {
    /// Begins to tell of a request that is answered before the layers; it gets an id here.
    pub(super) fn of_new(head: &request::Parts) -> Told {
        let id = MakeRequestUuid.make_request_id(&axum::http::Request::new(()));
        Self::of(&head.method, &head.uri, id.map(RequestId::into_header_value))
    }

    fn of(method: &Method, uri: &Uri, id: Option<HeaderValue>) -> Told {
        Told { started: Instant::now(), method: method.clone(), uri: uri.clone(), id }
    }

    /// Adds the security headers, and writes the log line.
    fn finish(self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
        headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(PERMISSIONS));
        headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
        // Pages of every site may show pictures.
        let shown_by = if self.uri.path().starts_with(IMAGES) { "cross-origin" } else { "same-origin" };
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static(shown_by));
        tracing::info!(
            target: "baozhai::access",
            id = self.id.as_ref().and_then(|id| id.to_str().ok()).unwrap_or("-"),
            method = %self.method,
            path = self.uri.path(),
            status = response.status().as_u16(),
            ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        );
        response
    }

    /// The same, and the id, which else a layer adds.
    pub(super) fn finish_outside(self, mut response: Response) -> Response {
        if let Some(id) = &self.id {
            response.headers_mut().insert(REQUEST_ID, id.clone());
        }
        self.finish(response)
    }
}
