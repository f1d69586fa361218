//! `/iiif/image/…`: pictures made to order (IIIF Image API 3.0, level 2; 2.1 for older viewers).

mod address;
mod asked;
mod information;
mod picture;
mod second;

use std::sync::Arc;

use axum::extract::{self, State};
use axum::http::header::{CACHE_CONTROL, LINK, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

pub(super) use self::asked::Questions;
pub(super) use self::picture::Pictures;

use self::address::{Edition, Identifier, Parts};
use self::asked::Asked;
use super::answer::Answer;
use super::errors::PageError;
use super::pages::error::{PlainError, plain_error};
use super::site::Site;
use crate::model::address::IMAGES;

/// `GET /iiif/image/{edition}/{identifier}`: leads to what can be asked of the picture.
pub(super) async fn lead_to_information(
    State(site): State<Arc<Site>>,
    Parts((edition, identifier)): Parts<(Edition, Identifier)>,
) -> Result<Response, PlainError> {
    picture::find(&site, &identifier).await.map_err(plain_error)?;
    let location = format!("{}/info.json", absolute(&site, edition, &identifier));
    let location = HeaderValue::try_from(location).map_err(|_| plain_error(PageError::NotFound))?;
    let headers = [(LOCATION, location), (CACHE_CONTROL, identifier.policy().header())];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// `GET /iiif/image/{edition}/{identifier}/info.json`: what can be asked of the picture (5.1).
pub(super) async fn show_information(
    State(site): State<Arc<Site>>,
    Parts((edition, identifier)): Parts<(Edition, Identifier)>,
    headers: HeaderMap,
) -> Result<Response, PlainError> {
    information(&site, edition, &identifier, &headers).await.map_err(plain_error)
}

async fn information(
    site: &Site,
    edition: Edition,
    identifier: &Identifier,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let picture = picture::find(site, identifier).await?;
    let media_type = edition.media_type(headers);
    let made = || async {
        let limits = site.derivatives.size_limits();
        let id = absolute(site, edition, identifier);
        let text = match edition {
            Edition::Three => information::information(&id, &picture, &limits, site.derivatives.formats()),
            Edition::Two => second::information(&id, &picture, &limits, site.derivatives.formats()),
        };
        // Two media types are two representations, whose strong tags differ (RFC 9110, 8.8.1).
        let end = if media_type == information::JSON { "\n" } else { "" };
        Ok(Answer::text(media_type, format!("{text}{end}"), identifier.policy()))
    };
    let address = format!("{}/info.json as {media_type}", identifier.file(edition));
    let answer = site.remembered(&site.snapshot(), address, made).await?;
    let mut response = answer.respond(headers).await;
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
    if let Ok(link) = HeaderValue::try_from(profile(edition)) {
        response.headers_mut().insert(LINK, link);
    }
    Ok(response)
}

/// `GET /iiif/image/{edition}/{identifier}/{region}/{size}/{rotation}/{quality}.{format}` (2.1).
pub(super) async fn show_image(
    State(site): State<Arc<Site>>,
    request: extract::Request,
) -> Result<Response, PlainError> {
    let (mut parts, _) = request.into_parts();
    let asked = match site.questions.get(parts.uri.path()).await {
        Some(asked) => asked,
        None => Asked::read(&site, &mut parts).await?,
    };
    asked.answer(&site, &parts.headers).await.map_err(plain_error)
}

/// The answer to a question that has been asked before, if the picture is in memory.
pub(super) async fn at_once(site: &Site, path: &str, headers: &HeaderMap) -> Option<Response> {
    if !path.starts_with(IMAGES) {
        return None;
    }
    site.questions.get(path).await?.answer_at_once(site, headers).await
}

/// The absolute address of a picture in an edition.
fn absolute(site: &Site, edition: Edition, identifier: &Identifier) -> String {
    site.addresses().absolute(&site.addresses().file(&identifier.file(edition)))
}

/// Says which profile the service keeps to.
fn profile(edition: Edition) -> String {
    format!("<{}>;rel=\"profile\"", edition.profile())
}
