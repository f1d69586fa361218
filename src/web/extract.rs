//! What handlers take from an address; where it cannot be read, it is refused as anything
//! else is, and not in the framework's words.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::errors::PageError;

/// The one free segment of an address. One that is not UTF-8 names nothing.
pub(super) struct Segment(pub(super) String);

/// The query of a page. What is said twice in it makes no sense; what is unknown is ignored.
pub(super) struct PageQuery<T>(pub(super) T);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(segment)) => Ok(Self(segment)),
            Err(_) => Err(PageError::NotFound),
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for PageQuery<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(_) => Err(PageError::BadRequest("the query".into())),
        }
    }
}
