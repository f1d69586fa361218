//! `/iiif/image/…`: pictures made to order (IIIF Image API 3.0, level 2; 2.1 for older viewers).

mod address;
mod information;
mod picture;
mod second;

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LINK, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

pub(super) use self::picture::Pictures;

use self::address::{Edition, Identifier, Parts};
use super::answer::{Answer, is_known};
use super::errors::PageError;
use super::pages::error::{PlainError, plain_error};
use super::site::Site;
use crate::image::{Parameters, Recipe, Request};

/// `GET /iiif/image/{edition}/{identifier}`: leads to what can be asked of the picture.
pub(super) async fn lead_to_information(
    State(site): State<Arc<Site>>,
    Parts((edition, identifier)): Parts<(Edition, Identifier)>,
) -> Result<Response, PlainError> {
    picture::find(&site, &identifier).await.map_err(plain_error)?;
    let location = format!("{}/info.json", site.absolute(&identifier.path(edition)));
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
    let path = identifier.path(edition);
    let made = async {
        let limits = site.derivatives.size_limits();
        let id = site.absolute(&path);
        let text = match edition {
            Edition::Three => information::information(&id, &picture, &limits),
            Edition::Two => second::information(&id, &picture, &limits),
        };
        // Two media types are two representations, whose strong tags differ (RFC 9110, 8.8.1).
        let end = if media_type == information::JSON { "\n" } else { "" };
        Ok(Answer::text(media_type, format!("{text}{end}"), identifier.policy()))
    };
    let address = format!("{path}/info.json as {media_type}");
    let answer = site.remembered(&site.catalogue(), address, made).await?;
    let mut response = answer.respond(headers).await;
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
    link(&mut response, edition, None);
    Ok(response)
}

/// `GET /iiif/image/{edition}/{identifier}/{region}/{size}/{rotation}/{quality}.{format}` (2.1).
pub(super) async fn show_image(
    State(site): State<Arc<Site>>,
    Parts((edition, identifier, region, size, rotation, file)): Parts<(
        Edition,
        Identifier,
        String,
        String,
        String,
        String,
    )>,
    headers: HeaderMap,
) -> Result<Response, PlainError> {
    let parameters = edition
        .size(&size)
        .and_then(|size| Parameters::parse(&region, size, &rotation, &file))
        .map_err(|error| plain_error(error.into()))?;
    image(&site, edition, &identifier, &parameters, &headers).await.map_err(plain_error)
}

async fn image(
    site: &Site,
    edition: Edition,
    identifier: &Identifier,
    parameters: &Parameters,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let picture = picture::find(site, identifier).await?;
    let recipe = parameters.of(picture.sides_px, &site.derivatives.size_limits())?;
    let request = Request::new(picture.original, recipe).with_credit(Arc::clone(&picture.credit));
    let etag = HeaderValue::try_from(format!("\"{}\"", request.etag())).map_err(|_| PageError::NotFound)?;
    // Known before it is made, so that a visitor who has it costs nothing.
    let mut response = if is_known(headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let derivative = site.derivatives.derivative(&request).await.map_err(PageError::Derivative)?;
        ([(CONTENT_TYPE, HeaderValue::from_static(derivative.media_type))], derivative.bytes).into_response()
    };
    response.headers_mut().insert(ETAG, etag);
    response.headers_mut().insert(CACHE_CONTROL, identifier.policy().header());
    link(&mut response, edition, Some(&canonical(site, identifier, &request.recipe)));
    Ok(response)
}

/// The address that is best asked for a picture (4.8).
fn canonical(site: &Site, identifier: &Identifier, recipe: &Recipe) -> String {
    let parameters = recipe.canonical(&site.derivatives.size_limits());
    site.absolute(&format!("{}/{parameters}", identifier.path(Edition::Three)))
}

/// Says which profile the service keeps to and, of an image, its best address.
fn link(response: &mut Response, edition: Edition, canonical: Option<&str>) {
    let profile = format!("<{}>;rel=\"profile\"", edition.profile());
    let links = match canonical {
        Some(address) => format!("{profile}, <{address}>;rel=\"canonical\""),
        None => profile,
    };
    if let Ok(links) = HeaderValue::try_from(links) {
        response.headers_mut().insert(LINK, links);
    }
}
