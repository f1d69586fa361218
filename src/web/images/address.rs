//! The parts of an image's address: which edition of the API, which picture.

use axum::extract::{FromRequestParts, Path};
use axum::http::request;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::model::Id;
use crate::model::address::File;
use crate::web::address::plain_number;
use crate::web::answer::CachePolicy;
use crate::web::errors::PageError;

/// The parts of an address. Where one cannot be read, it names nothing.
pub(in crate::web) struct Parts<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Parts<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut request::Parts, state: &S) -> Result<Self, PageError> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(parts)) => Ok(Self(parts)),
            Err(_) => Err(PageError::NotFound),
        }
    }
}

/// An edition of the IIIF Image API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(in crate::web) enum Edition {
    /// 2.1.
    #[serde(rename = "2")]
    Two,
    /// 3.0.
    #[serde(rename = "3")]
    Three,
}

/// A photo, or with `_n` its revision n.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(in crate::web) struct Identifier {
    pub(super) photo: Id,
    pub(super) revision: Option<u64>,
}

impl Identifier {
    /// The picture in an edition; what is asked of it stands behind a slash.
    pub(super) fn file(&self, edition: Edition) -> File<'_> {
        let edition = match edition {
            Edition::Two => 2,
            Edition::Three => 3,
        };
        File::Image { edition, photo: &self.photo, revision: self.revision }
    }

    /// A revision never changes; the newest may.
    pub(super) fn policy(&self) -> CachePolicy {
        match self.revision {
            Some(_) => CachePolicy::Immutable,
            None => CachePolicy::Hour,
        }
    }
}

impl TryFrom<String> for Identifier {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        // Not `@`, as in the addresses of pages: in an identifier IIIF wants that escaped. Ids hold no `_`.
        let (photo, revision) = match text.split_once('_') {
            None => (text.as_str(), None),
            Some((photo, number)) => (photo, Some(plain_number(number).ok_or("not a revision's number")?)),
        };
        Ok(Self { photo: Id::parse(photo).map_err(|_| "not a photo's id")?, revision })
    }
}
