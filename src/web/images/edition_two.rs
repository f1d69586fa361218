//! What differs for viewers that speak IIIF Image API 2.1; images and their parameters are those of 3.0.

use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::information::{JSON, PROTOCOL, QUALITIES, formats, sizes, tiles, wants_linked_data};
use super::picture::Picture;
use crate::image::{Format, Malformed, SizeLimits};

/// What level 2 must do.
pub(super) const PROFILE: &str = "http://iiif.io/api/image/2/level2.json";

/// What is done beyond level 2.
// `regionSquare` is required from level 1 on in 3.0, and by no level of 2.1.
const FEATURES: [&str; 5] =
    ["regionSquare", "mirroring", "rotationArbitrary", "canonicalLinkHeader", "profileLinkHeader"];

/// The text of `info.json` (2.1, 5).
pub(super) fn information(id: &str, picture: &Picture, limits: &SizeLimits, made: &[Format]) -> Value {
    let (width, height) = picture.sides_px;
    let mut information = json!({
        "@context": "http://iiif.io/api/image/2/context.json",
        "@id": id,
        "protocol": PROTOCOL,
        "width": width,
        "height": height,
        "sizes": sizes(picture.sides_px, limits),
        "tiles": tiles(picture.sides_px),
        "profile": [PROFILE, {
            "formats": formats(made),
            "qualities": QUALITIES,
            "supports": FEATURES,
            "maxWidth": limits.max_width_px,
            "maxHeight": limits.max_height_px,
            "maxArea": limits.max_area_px,
        }],
    });
    if let Some(rights) = &picture.rights {
        information["license"] = json!(rights);
    }
    information
}

/// JSON-LD only for those who ask for it (2.1, 5.1).
pub(super) fn media_type(headers: &HeaderMap) -> &'static str {
    if wants_linked_data(headers) { "application/ld+json" } else { JSON }
}

/// `full` was the word for `max`, and `^` meant nothing (2.1, 4.2).
pub(super) fn size(text: &str) -> Result<&str, Malformed> {
    match text {
        "full" => Ok("max"),
        _ if text.starts_with('^') => Err(Malformed::Size),
        _ => Ok(text),
    }
}
