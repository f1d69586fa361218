//! One question for an image, read from its address once: what to make, and the headers that follow.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::FromRequestParts as _;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LINK};
use axum::http::{HeaderMap, HeaderValue, StatusCode, request};
use axum::response::{IntoResponse, Response};
use moka::future::Cache;

use super::address::{Edition, Identifier, Parts};
use super::picture::Picture;
use super::{Images, absolute, picture, profile, size_in};
use crate::image::{Derivative, Malformed, Parameters, Recipe, Request};
use crate::web::answer::{CachePolicy, is_known};
use crate::web::errors::PageError;
use crate::web::site::Site;

/// How many are kept in memory, at about a kilobyte each.
const KEPT: u64 = 8_000;

/// The questions asked lately, by the path of their address. Only of revisions, whose answers never change.
pub(super) struct Questions(Cache<Box<str>, Arc<Asked>>);

impl Default for Questions {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl Questions {
    /// A question that has been read before.
    pub(super) async fn get(&self, path: &str) -> Option<Arc<Asked>> {
        self.0.get(path).await
    }
}

/// A question that makes sense.
pub(super) struct Asked {
    picture: Arc<Picture>,
    request: Request,
    etag: HeaderValue,
    policy: HeaderValue,
    link: HeaderValue,
}

impl Asked {
    /// Reads the address, and remembers what it means if that cannot change.
    pub(super) async fn read(images: &Images, parts: &mut request::Parts) -> Result<Arc<Asked>, PageError> {
        let path = parts.uri.path().into();
        let Parts((edition, identifier, region, size, rotation, file)): Parts<(
            Edition,
            Identifier,
            String,
            String,
            String,
            String,
        )> = Parts::from_request_parts(parts, images).await?;
        let size = size_in(edition, &size)?;
        let parameters = Parameters::parse(&region, size, &rotation, &file)?;
        let asked = Arc::new(Self::of(images, edition, &identifier, &parameters).await?);
        // What names no revision may mean another picture tomorrow.
        if identifier.policy() == CachePolicy::Immutable {
            images.questions.0.insert(path, Arc::clone(&asked)).await;
        }
        Ok(asked)
    }

    async fn of(
        images: &Images,
        edition: Edition,
        identifier: &Identifier,
        parameters: &Parameters,
    ) -> Result<Asked, PageError> {
        let site = &*images.site;
        // The grammar knows more formats than an operator may have made.
        if !site.derivatives.formats().contains(&parameters.format) {
            return Err(Malformed::Format.into());
        }
        let picture = picture::find(images, &images.site.snapshot(), identifier).await?;
        let recipe = parameters.of(picture.sides_px, &site.derivatives.size_limits())?;
        let request = Request::new(picture.original, recipe).with_credit(Arc::clone(&picture.credit));
        let address = canonical(site, identifier, &request.recipe);
        let link = format!("{}, <{address}>;rel=\"canonical\"", profile(edition));
        Ok(Asked {
            picture,
            etag: quoted(&request.etag())?,
            link: HeaderValue::try_from(link).map_err(|_| PageError::NotFound)?,
            policy: identifier.policy().header(),
            request,
        })
    }

    /// Answers a visitor; one who has the picture costs nothing, since its tag is known before it is made.
    pub(super) async fn answer(&self, site: &Site, headers: &HeaderMap) -> Result<Response, PageError> {
        // It may have been remembered from before it was withdrawn.
        if !self.picture.is_shown(&site.snapshot())? {
            return Err(PageError::NotFound);
        }
        if is_known(headers, &self.etag) {
            return Ok(self.known());
        }
        let derivative = site.derivatives.derivative(&self.request).await.map_err(PageError::Derivative)?;
        let mut response = self.picture(&derivative);
        // A WebP for now. Under the tag of the AVIF, a client that asks again would be told 304 of what it never
        // got.
        if derivative.is_meanwhile {
            response.headers_mut().insert(ETAG, quoted(&derivative.etag)?);
            response.headers_mut().insert(CACHE_CONTROL, CachePolicy::Minute.header());
            // What came is at home at another address.
            let link = self.link.to_str().unwrap_or_default().replace(".avif>", ".webp>");
            response
                .headers_mut()
                .insert(LINK, HeaderValue::try_from(link).map_err(|_| PageError::NotFound)?);
        }
        Ok(response)
    }

    /// The same, if the picture is in memory and still shown.
    pub(super) async fn answer_at_once(&self, site: &Site, headers: &HeaderMap) -> Option<Response> {
        // What is not shown any more is refused where there are words for it.
        if !self.picture.is_shown(&site.snapshot()).is_ok_and(|is_shown| is_shown) {
            return None;
        }
        if is_known(headers, &self.etag) {
            return Some(self.known());
        }
        Some(self.picture(&site.derivatives.in_memory(&self.request).await?))
    }

    fn known(&self) -> Response {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        self.head(&mut response);
        response
    }

    fn picture(&self, derivative: &Derivative) -> Response {
        let mut response = Response::new(Body::from(derivative.bytes.clone()));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(derivative.media_type));
        self.head(&mut response);
        response
    }

    fn head(&self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.insert(ETAG, self.etag.clone());
        headers.insert(CACHE_CONTROL, self.policy.clone());
        headers.insert(LINK, self.link.clone());
    }
}

/// The address that is best asked for a picture (4.8).
fn canonical(site: &Site, identifier: &Identifier, recipe: &Recipe) -> String {
    let parameters = recipe.canonical(&site.derivatives.size_limits());
    format!("{}/{parameters}", absolute(site, Edition::Three, identifier))
}

fn quoted(etag: &str) -> Result<HeaderValue, PageError> {
    HeaderValue::try_from(format!("\"{etag}\"")).map_err(|_| PageError::NotFound)
}
