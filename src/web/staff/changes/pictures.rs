//! `/staff/changes/{id}/pictures/{photo}/…`: the pictures of a preview, at the addresses that its page makes of them. They are
//! nobody else's, and never kept.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};

use crate::image::{Format, Recipe, Request, Size, WIDTHS_PX};
use crate::model::{Kind, Picture, Record};
use crate::web::errors::PageError;
use crate::web::refusal::FileError;
use crate::web::site::Site;
use crate::web::staff::hand::readable;
use crate::web::staff::member::Member;

/// Shows a picture of a change as wide as the page asks for, by the photo's id in the preview.
pub(in crate::web) async fn show_picture(
    State(site): State<Arc<Site>>,
    Path((id, photo, size, file)): Path<(String, String, String, String)>,
    member: Member,
) -> Result<Response, FileError> {
    let change = readable(&site, &member, &id).await?;
    // Not the draft: for each picture of a page all checks of the change would be made again.
    let sides = site.changes().sides(&change).await.map_err(PageError::from)?;
    let side = sides.iter().find(|side| side.kind == Kind::Photo && side.id.as_str() == photo);
    let came = side.and_then(|side| change.records.get(&side.name)?.picture.as_ref());
    let published = side.and_then(|side| match &side.live.as_ref()?.record {
        Record::Photo(photo) => Some(&photo.picture),
        _ => None,
    });
    let picture = came.or(published).ok_or(PageError::NotFound)?;
    let width_px: u32 =
        size.strip_suffix(',').and_then(|width| width.parse().ok()).ok_or(PageError::NotFound)?;
    let format = file.strip_prefix("default.").and_then(Format::of_address).ok_or(PageError::NotFound)?;
    Ok(made(&site, picture, width_px, format).await?)
}

async fn made(site: &Site, picture: &Picture, width_px: u32, format: Format) -> Result<Response, PageError> {
    // Only what a page asks for: every other width would be one more picture to make.
    if !WIDTHS_PX.contains(&width_px) && width_px != picture.width_px {
        return Err(PageError::NotFound);
    }
    let sides_px = (picture.width_px, picture.height_px);
    let recipe = Recipe::sized(sides_px, Size::width(width_px.min(picture.width_px)), format)?;
    let original = picture.sha256.parse().map_err(|_| PageError::NotFound)?;
    let made = site.derivatives.derivative(&Request::new(original, recipe)).await;
    let made = made.map_err(PageError::Derivative)?;
    Ok(([(CONTENT_TYPE, made.media_type)], made.bytes).into_response())
}
