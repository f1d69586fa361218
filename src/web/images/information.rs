//! `info.json`: what can be asked of a picture (IIIF Image API 3.0, 5).

use std::collections::BTreeSet;
use std::iter::successors;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use serde_json::{Value, json};

use super::picture::Picture;
use crate::image::{
    Format, Parameters, Quality, Region, Rotation, Size, SizeForm, SizeLimits, TILE_PX, WIDTHS_PX, rung_sides,
};

/// The protocol's name, whatever the edition.
pub(super) const PROTOCOL: &str = "http://iiif.io/api/image";

/// What level 2 must do.
pub(super) const PROFILE: &str = "http://iiif.io/api/image/3/level2.json";

/// JSON for those who ask for nothing better.
pub(super) const JSON: &str = "application/json";

/// JSON-LD, as 5.1 wants it.
const LINKED: &str = "application/ld+json;profile=\"http://iiif.io/api/image/3/context.json\"";

/// The qualities beside `default` (4.4).
pub(super) const QUALITIES: [&str; 3] = ["color", "gray", "bitonal"];

/// What is done beyond level 2 (5.7), without enlarging.
const FEATURES: [&str; 4] = ["mirroring", "rotationArbitrary", "canonicalLinkHeader", "profileLinkHeader"];

/// The text of `info.json` for the picture whose images stand below `id`.
pub(super) fn information(id: &str, picture: &Picture, limits: &SizeLimits, made: &[Format]) -> Value {
    let (width, height) = picture.sides_px;
    let mut features = FEATURES.to_vec();
    if limits.upscaling {
        features.push("sizeUpscaling");
    }
    // Keys are sorted, so that `@context` comes first (5.2).
    let mut information = json!({
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": id,
        "type": "ImageService3",
        "protocol": PROTOCOL,
        "profile": "level2",
        "width": width,
        "height": height,
        "maxWidth": limits.max_width_px,
        "maxHeight": limits.max_height_px,
        "maxArea": limits.max_area_px,
        "sizes": sizes(picture.sides_px, limits),
        "tiles": tiles(picture.sides_px),
        "preferredFormats": [Format::WebP.extension(), Format::Jpeg.extension()],
        "extraQualities": QUALITIES,
        "extraFormats": formats(made),
        "extraFeatures": features,
    });
    if let Some(rights) = &picture.rights {
        information["rights"] = json!(rights);
    }
    information
}

/// Formats beyond those of level 2.
pub(super) fn formats(made: &[Format]) -> Vec<&'static str> {
    // Level 2 has these two, and a service lists only what it does beyond its level (5.7).
    let known = [Format::Jpeg, Format::Png];
    made.iter().filter(|format| !known.contains(format)).map(|format| format.extension()).collect()
}

/// The sizes that are ready or asked for often, and the largest: from small to large, each within the limits.
pub(super) fn sizes(sides_px: (u32, u32), limits: &SizeLimits) -> Value {
    let rungs = rung_sides(sides_px).into_iter().map(|(width, height)| SizeForm::Exact(width, height));
    let pages = WIDTHS_PX.into_iter().map(SizeForm::Width);
    // In order and each once: rungs, widths of pages and the whole may come to the same.
    let sizes: BTreeSet<(u32, u32)> =
        rungs.chain(pages).chain([SizeForm::Max]).filter_map(|form| size(form, sides_px, limits)).collect();
    sizes.into_iter().map(|(width, height)| json!({ "width": width, "height": height })).collect()
}

/// The sides of the whole picture in a size, if it is made.
fn size(form: SizeForm, sides_px: (u32, u32), limits: &SizeLimits) -> Option<(u32, u32)> {
    let parameters = Parameters {
        region: Region::Full,
        size: Size { form, upscaled: false },
        rotation: Rotation::NONE,
        quality: Quality::Default,
        format: Format::Jpeg,
    };
    parameters.of(sides_px, limits).ok().map(|recipe| recipe.size_px)
}

/// Width and height of the largest derivative of a whole picture, in pixels.
pub(in crate::web) fn largest_px(sides_px: (u32, u32), limits: &SizeLimits) -> Option<(u32, u32)> {
    size(SizeForm::Max, sides_px, limits)
}

/// One kind of tiles, up to the factor at which the whole picture is one of them.
pub(super) fn tiles((width_px, height_px): (u32, u32)) -> Value {
    let last = width_px.max(height_px).div_ceil(TILE_PX).next_power_of_two();
    let factors: Vec<u32> = successors(Some(1), |factor| (*factor < last).then_some(factor * 2)).collect();
    json!([{ "width": TILE_PX, "height": TILE_PX, "scaleFactors": factors }])
}

/// JSON-LD where it is asked for, or nothing is said.
pub(super) fn media_type(headers: &HeaderMap) -> &'static str {
    if !headers.contains_key(ACCEPT) || wants_linked_data(headers) { LINKED } else { JSON }
}

/// Whether a client would rather have JSON-LD than JSON (RFC 9110, 12.5.1).
pub(super) fn wants_linked_data(headers: &HeaderMap) -> bool {
    let linked = weight(headers, "application/ld+json").unwrap_or(0.0);
    linked > 0.0 && linked >= weight(headers, JSON).unwrap_or(0.0)
}

/// How much a client wants a media type that it names; what cannot be read counts as wanted.
fn weight(headers: &HeaderMap, media_type: &str) -> Option<f32> {
    let lines = headers.get_all(ACCEPT).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).find_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(media_type));
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        is_named.then(|| weight.and_then(|weight| weight.parse().ok()).unwrap_or(1.0))
    })
}
