//! The site as one service: the path of the base address taken off, the entrance chosen, the answer made by the rules of
//! its audience.
//!
//! Most of what a visitor's browser asks for are pictures, and most of those are in memory. They need no route and no
//! limit of time; without these the answer costs half as much. They pass through the same rules as all others.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{Method, Request, Uri, request};
use axum::response::Response;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tower::{Service, ServiceExt as _};

use super::address::language_of;
use super::host;
use super::layers::Exchange;
use super::pages::error::error_page;
use super::routes::{Entrance, Entrances};
use super::site::Site;
use crate::model::address::Addresses;

/// The site, to be served.
#[derive(Clone)]
pub struct Front(Arc<Inside>);

struct Inside {
    site: Arc<Site>,
    entrances: Entrances,
}

impl Front {
    /// Puts the site together.
    pub fn new(site: Arc<Site>) -> Self {
        let entrances = Entrances::of(&site);
        Self(Arc::new(Inside { site, entrances }))
    }
}

impl Service<Request<Body>> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(())) // as the routers always are
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Self(inside) = self.clone();
        async move {
            let (mut head, body) = request.into_parts();
            let entrance = inside.entrance(&mut head);
            let exchange = Exchange::begin(&head, entrance.audience);
            let page = |uri: &Uri, status, error: Option<&_>| {
                error_page(&inside.site, language_of(uri), status, error)
            };
            Ok(exchange.finish(answer(entrance, head, body), page).await)
        }
        .boxed()
    }
}

impl Inside {
    /// Chooses the entrance, and takes the path of the base address off the target.
    fn entrance(&self, head: &mut request::Parts) -> &Entrance {
        let addresses = self.site.addresses();
        if addresses.is_below_a_path() {
            // Before the router, which remembers the target as it gets it (`OriginalUri`): all behind sees paths
            // within the site, and `language_of` counts on that.
            match within(addresses, &head.uri) {
                Some(uri) => head.uri = uri,
                None => return self.entrances.beside(head.uri.path()),
            }
        }
        self.entrances.to(head.uri.path())
    }
}

async fn answer(entrance: &Entrance, head: request::Parts, body: Body) -> Response {
    // Inside the exchange, so that the refusal has its id, its headers and its line in the log like any other
    // answer.
    if !host::is_named(&head) {
        return host::refusal();
    }
    // HEAD goes on to the router, which tells the length before it takes the body off.
    if let Some(images) = entrance.ready.as_ref().filter(|_| head.method == Method::GET)
        && let Some(response) = images.at_once(head.uri.path(), &head.headers).await
    {
        return response;
    }
    let Ok(response) = entrance.router.clone().oneshot(Request::from_parts(head, body)).await;
    response
}

/// The target as routes and layers know it, without the path of the base address; none for what stands beside it.
fn within(addresses: &Addresses, asked: &Uri) -> Option<Uri> {
    let path = addresses.inner(asked.path())?;
    let target = asked.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    // Scheme and host of an absolute target stay, since `host.rs` looks at them.
    let mut parts = asked.clone().into_parts();
    parts.path_and_query = Some(target.parse().ok()?);
    Uri::from_parts(parts).ok()
}
