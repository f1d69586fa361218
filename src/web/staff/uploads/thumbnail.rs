//! `/staff/changes/{id}/photos/{record}`: what has come in, small, for those who may see the change. Never kept by anybody.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::changes::Change;
use crate::image::{Format, Recipe, Request, Size, WIDTHS_PX};
use crate::model::Picture;
use crate::web::errors::PageError;
use crate::web::refusal::FileError;
use crate::web::site::Site;
use crate::web::staff::hand::readable;
use crate::web::staff::member::Member;

/// Where no other width is asked for, pixels.
const WIDTH_PX: u32 = 320;

/// What is asked for.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    /// One of the widths of the pages, pixels.
    size: Option<u32>,
}

/// Shows it.
pub(in crate::web) async fn show_thumbnail(
    State(site): State<Arc<Site>>,
    Path((id, record)): Path<(String, String)>,
    asked: Result<Query<Asked>, QueryRejection>,
    member: Member,
) -> Result<Response, FileError> {
    let change = readable(&site, &member, &id).await?;
    let picture = picture_of(&site, &member, change, &record).await?;
    // What cannot be read is no width of the pages either, and is told as the others.
    let width_px = asked.map_or(0, |Query(asked)| asked.size.unwrap_or(WIDTH_PX));
    if !WIDTHS_PX.contains(&width_px) {
        return Err(PageError::BadRequest("the size is one of those the pages use".into()).into());
    }
    let sides_px = (picture.width_px, picture.height_px);
    let size = Size::width(width_px.min(picture.width_px));
    let recipe = Recipe::sized(sides_px, size, Format::Jpeg).map_err(PageError::from)?;
    let original = picture.sha256.parse().map_err(|_| PageError::NotFound)?;
    let made = site.derivatives.derivative(&Request::new(original, recipe)).await;
    let made = made.map_err(PageError::Derivative)?;
    Ok(([(CONTENT_TYPE, made.media_type)], made.bytes).into_response())
}

/// What came in for a photo, in the change or in what was left of it: a review that was open when another published a
/// part still asks here for the pictures that went with the rest.
async fn picture_of(
    site: &Site,
    member: &Member,
    mut change: Change,
    record: &str,
) -> Result<Picture, PageError> {
    loop {
        if let Some(picture) = change.records.get(record).and_then(|proposed| proposed.picture.as_ref()) {
            return Ok(picture.clone());
        }
        let rest = change.rest_id().ok_or(PageError::NotFound)?;
        change = readable(site, member, rest.as_str()).await?;
    }
}
