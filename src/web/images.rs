//! `/iiif/image/…`: pictures made to order (IIIF Image API 3.0, level 2; 2.1 for older viewers).

mod address;
mod asked;
mod edition_two;
mod information;
mod picture;

use std::sync::Arc;

use axum::extract::{self, FromRef, State};
use axum::http::header::{CACHE_CONTROL, LINK, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use self::address::{Edition, Identifier, Parts};
use self::asked::{Asked, Questions};
pub(in crate::web) use self::information::largest_px;
use self::picture::Pictures;
use super::answer::Answer;
use super::errors::PageError;
use super::site::Site;
use crate::image::Malformed;

/// The site's pictures, and what is remembered of them.
#[derive(Clone)]
pub(super) struct Images {
    site: Arc<Site>,
    pictures: Arc<Pictures>,
    questions: Arc<Questions>,
}

impl Images {
    /// Nothing is remembered yet.
    pub(super) fn of(site: &Arc<Site>) -> Self {
        Self { site: Arc::clone(site), pictures: Arc::default(), questions: Arc::default() }
    }

    /// The answer to a question that has been asked before, if the picture is in memory.
    pub(super) async fn at_once(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        self.questions.get(path).await?.answer_at_once(&self.site, headers).await
    }
}

impl FromRef<Images> for Arc<Site> {
    fn from_ref(images: &Images) -> Self {
        Self::clone(&images.site)
    }
}

/// `GET /iiif/image/{edition}/{identifier}`: leads to what can be asked of the picture.
pub(super) async fn lead_to_information(
    State(images): State<Images>,
    Parts((edition, identifier)): Parts<(Edition, Identifier)>,
) -> Result<Response, PageError> {
    // Looked up, so that nobody is led to a 404, and that one who asks for a withdrawn photo is told so here.
    picture::find(&images, &images.site.snapshot(), &identifier).await?;
    let location = format!("{}/info.json", absolute(&images.site, edition, &identifier));
    let location = HeaderValue::try_from(location).map_err(|_| PageError::NotFound)?;
    let headers = [(LOCATION, location), (CACHE_CONTROL, identifier.policy().header())];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// `GET /iiif/image/{edition}/{identifier}/info.json`: what can be asked of the picture (5.1).
pub(super) async fn show_information(
    State(images): State<Images>,
    Parts((edition, identifier)): Parts<(Edition, Identifier)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let site = &*images.site;
    let snapshot = site.snapshot();
    let picture = picture::find(&images, &snapshot, &identifier).await?;
    let media_type = media_type(edition, &headers);
    let made = || async {
        let limits = site.derivatives.size_limits();
        let id = absolute(site, edition, &identifier);
        let text = match edition {
            Edition::Three => information::information(&id, &picture, &limits, site.derivatives.formats()),
            Edition::Two => edition_two::information(&id, &picture, &limits, site.derivatives.formats()),
        };
        // Two media types are two representations, whose strong tags differ (RFC 9110, 8.8.1).
        let end = if media_type == information::JSON { "\n" } else { "" };
        Ok(Answer::text(media_type, format!("{text}{end}"), identifier.policy()))
    };
    let address = format!("{}/info.json as {media_type}", identifier.file(edition));
    let answer = site.remembered(&snapshot, address, made).await?;
    let mut response = answer.respond(&headers).await;
    // In the place of the answer's own, which knows of encodings alone.
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
    if let Ok(link) = HeaderValue::try_from(profile(edition)) {
        response.headers_mut().insert(LINK, link);
    }
    Ok(response)
}

/// `GET /iiif/image/{edition}/{identifier}/{region}/{size}/{rotation}/{quality}.{format}` (2.1).
pub(super) async fn show_image(
    State(images): State<Images>,
    request: extract::Request,
) -> Result<Response, PageError> {
    // Not extracted by the router: a question that was read before needs nothing of it but its path.
    let (mut parts, _) = request.into_parts();
    let asked = match images.questions.get(parts.uri.path()).await {
        Some(asked) => asked,
        None => Asked::read(&images, &mut parts).await?,
    };
    asked.answer(&images.site, &parts.headers).await
}

/// The absolute address of a picture in an edition.
fn absolute(site: &Site, edition: Edition, identifier: &Identifier) -> String {
    site.addresses().absolute(&site.addresses().file(&identifier.file(edition)))
}

/// Says which profile the service keeps to: what it can do at least is written down there; `http:`, as names go in
/// IIIF.
fn profile(edition: Edition) -> String {
    let profile = match edition {
        Edition::Two => edition_two::PROFILE,
        Edition::Three => information::PROFILE,
    };
    format!("<{profile}>;rel=\"profile\"")
}

/// The media type of a picture's information that fits a request best.
fn media_type(edition: Edition, headers: &HeaderMap) -> &'static str {
    match edition {
        Edition::Two => edition_two::media_type(headers),
        Edition::Three => information::media_type(headers),
    }
}

/// A size in the words of 3.0.
fn size_in(edition: Edition, text: &str) -> Result<&str, Malformed> {
    match edition {
        Edition::Two => edition_two::size(text),
        Edition::Three => Ok(text),
    }
}
