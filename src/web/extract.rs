//! What handlers take from an address; where it cannot be read, the visitor gets a page and not the
//! framework's words.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::address::language_of;
use super::errors::PageError;
use super::pages::error::ErrorPage;
use super::site::Site;

/// The one free segment of an address. One that is not UTF-8 names nothing.
pub(super) struct Segment(pub(super) String);

/// The query of a page. What is said twice in it makes no sense; what is unknown is ignored.
pub(super) struct PageQuery<T>(pub(super) T);

impl FromRequestParts<Arc<Site>> for Segment {
    type Rejection = ErrorPage;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, ErrorPage> {
        match Path::from_request_parts(parts, site).await {
            Ok(Path(segment)) => Ok(Self(segment)),
            Err(_) => Err(refusal(parts, site, PageError::NotFound)),
        }
    }
}

impl<T: DeserializeOwned> FromRequestParts<Arc<Site>> for PageQuery<T> {
    type Rejection = ErrorPage;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, ErrorPage> {
        match Query::from_request_parts(parts, site).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(_) => Err(refusal(parts, site, PageError::BadRequest("the query"))),
        }
    }
}

fn refusal(parts: &Parts, site: &Arc<Site>, error: PageError) -> ErrorPage {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    ErrorPage { site: Arc::clone(site), language: language_of(uri), error }
}
