//! The site as one service: the router with its layers, and before it the pictures that lie ready.
//!
//! Most of what a visitor's browser asks for are pictures, and most of those are in memory. They need no
//! route, no limit of time and no page for a refusal; without all that the answer costs half as much. They
//! carry what every answer carries.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Uri, request};
use axum::response::Response;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tower::{Service, ServiceExt as _};

use super::layers::Told;
use super::routes::{beside, router};
use super::site::Site;
use super::{cors, host, images, range};
use crate::model::address::Addresses;

/// The site, to be served.
#[derive(Clone)]
pub struct Front {
    site: Arc<Site>,
    router: Router,
    /// What answers beside the path of the base address.
    beside: Router,
}

impl Front {
    /// Puts the site together.
    pub fn new(site: Arc<Site>) -> Self {
        let (router, beside) = (router(&site), beside(&site));
        Self { site, router, beside }
    }
}

impl Service<Request<Body>> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(())) // as the router always is
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Self { site, router, beside } = self.clone();
        async move {
            let (mut head, body) = request.into_parts();
            if !host::is_named(&head) {
                return Ok(Told::of_new(&head).finish_outside(host::refusal()));
            }
            if site.addresses().is_below_a_path() {
                match within(site.addresses(), &head.uri) {
                    Some(uri) => head.uri = uri,
                    None => return beside.oneshot(Request::from_parts(head, body)).await,
                }
            }
            match at_once(&site, &head).await {
                Some(response) => Ok(response),
                None => router.oneshot(Request::from_parts(head, body)).await,
            }
        }
        .boxed()
    }
}

/// The target as routes and layers know it, without the path of the base address; none for what stands beside it.
fn within(addresses: &Addresses, asked: &Uri) -> Option<Uri> {
    let path = addresses.inner(asked.path())?;
    let target = asked.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let mut parts = asked.clone().into_parts();
    parts.path_and_query = Some(target.parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// The answer to a question for a picture that has been asked before and lies ready.
async fn at_once(site: &Site, head: &request::Parts) -> Option<Response> {
    if head.method != Method::GET {
        return None;
    }
    let response = images::at_once(site, head.uri.path(), &head.headers).await?;
    let mut response = range::Wanted::of(&head.method, &head.headers).of_answer(response).await;
    cors::open(&mut response);
    Some(Told::of_new(head).finish_outside(response))
}
