//! `/iiif/image/3/…`: derivatives on the fly. Here only what the pages use: `full`, `max` or
//! a width, `jpg` or `webp`.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::address::plain_number;
use super::answer::is_known;
use super::errors::PageError;
use super::pages::error::{PlainError, plain_error};
use super::site::Site;
use crate::catalogue::past_revision;
use crate::image::{Format, Request, Size};
use crate::model::{Id, Kind, Record, RecordKey};
use crate::store::Digest;

/// The parts of an image request's address (IIIF Image API 3.0, 2.1).
type Parts = (String, String, String, String, String);

/// `GET /iiif/image/3/{identifier}/{region}/{size}/{rotation}/{quality}.{format}`.
pub(super) async fn show_image(
    State(site): State<Arc<Site>>,
    parts: Result<Path<Parts>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, PlainError> {
    // A part that is not UTF-8 names nothing.
    let Path(parts) = parts.map_err(|_| plain_error(PageError::NotFound))?;
    image(&site, &parts, &headers).await.map_err(plain_error)
}

async fn image(site: &Site, parts: &Parts, headers: &HeaderMap) -> Result<Response, PageError> {
    let (identifier, region, size, rotation, file) = parts;
    let identifier = Identifier::parse(identifier).ok_or(PageError::NotFound)?;
    if region != "full" || rotation != "0" {
        return Err(PageError::BadRequest("only the region `full` and the rotation `0` are served"));
    }
    let format = match file.as_str() {
        "default.jpg" => Format::Jpeg,
        "default.webp" => Format::WebP,
        _ => return Err(PageError::BadRequest("only `default.jpg` and `default.webp` are served")),
    };
    let size = read_size(size).ok_or(PageError::BadRequest("only the sizes `max` and `w,` are served"))?;
    let (original, width_px) = original(site, &identifier).await?.ok_or(PageError::NotFound)?;
    if matches!(size, Size::Width(asked_px) if asked_px == 0 || asked_px > width_px) {
        return Err(PageError::BadRequest("the picture is not as wide as that"));
    }
    let request = Request::new(original, size, format);
    let etag = HeaderValue::from_str(&format!("\"{}\"", request.etag())).map_err(|_| PageError::NotFound)?;
    let policy = match identifier.revision {
        Some(_) => "public, max-age=31536000, immutable",
        None => "public, max-age=3600, stale-while-revalidate=86400",
    };
    let mut response = if is_known(headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let derivative = site.derivatives.derivative(&request).await.map_err(PageError::Derivative)?;
        let mut response = derivative.bytes.into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(derivative.media_type));
        response
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, etag);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(policy));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

/// `max` or `w,` (IIIF Image API 3.0, 4.2).
fn read_size(text: &str) -> Option<Size> {
    if text == "max" {
        return Some(Size::Max);
    }
    let width_px = plain_number(text.strip_suffix(',')?)?;
    Some(Size::Width(u32::try_from(width_px).ok()?))
}

/// A photo, or with `_n` its revision n (design §9).
struct Identifier {
    photo: Id,
    revision: Option<u64>,
}

impl Identifier {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once('_') {
            None => Some(Self { photo: Id::parse(text).ok()?, revision: None }),
            Some((id, number)) => {
                Some(Self { photo: Id::parse(id).ok()?, revision: Some(plain_number(number)?) })
            }
        }
    }
}

/// The original of a photo, and how wide it is.
async fn original(site: &Site, identifier: &Identifier) -> Result<Option<(Digest, u32)>, PageError> {
    let catalogue = site.catalogue();
    let newest = catalogue.photo(&identifier.photo);
    if let Some(entry) =
        newest.filter(|entry| identifier.revision.is_none_or(|number| number == entry.revision))
    {
        return Ok(Some((entry.original, entry.width_px)));
    }
    let Some(number) = identifier.revision else { return Ok(None) };
    let key = RecordKey::new(Kind::Photo, &identifier.photo);
    match past_revision(&site.records, &key, number).await? {
        Some((Record::Photo(photo), _)) => {
            Ok(photo.picture.sha256.parse().ok().map(|digest| (digest, photo.picture.width_px)))
        }
        _ => Ok(None),
    }
}
