//! Photos (照片): one image with its record.

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::id::Id;
use super::picture_format::PictureFormat;
use super::text::Bilingual;
use super::withdrawal::Visibility;

/// One photo, or the drawn stand-in (示意图) in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Photo {
    /// Its id, `{village}-{nn}`.
    pub id: Id,
    /// Id of the village it belongs to.
    pub village: Id,
    /// Id of what it shows (see [`super::Element`]).
    pub element: String,
    /// Whether it is a drawn stand-in; such an entry never passes for a photograph.
    // No default: a record that does not say it cannot be read, and so never passes for a photograph.
    pub stand_in: bool,
    /// Says what a reader cannot see: what, where, when.
    pub caption: Bilingual,
    /// Says what is to be seen, for those who do not see it.
    pub alt: Bilingual,
    /// The photographer, or who drew it.
    pub credit: Bilingual,
    /// When it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<PartialDate>,
    /// Degrees clockwise from north in which the camera looked, 0 ≤ d < 360.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction_deg: Option<f64>,
    /// Where the camera stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewpoint: Option<Bilingual>,
    /// SPDX id of the licence.
    pub rights: String,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Visibility::is_public")]
    pub visibility: Visibility,
    /// The picture's bytes.
    pub picture: Picture,
}

/// What is known of a picture's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The format, by content; one this program does not know makes the record unreadable, and never another.
    #[serde(rename = "media_type")]
    pub format: PictureFormat,
    /// Width of the upright picture.
    pub width_px: u32,
    /// Height of the upright picture.
    pub height_px: u32,
    /// Length in bytes.
    pub bytes: u64,
    /// A tiny blurred likeness as a `data:` address of about 150 bytes; derived from the picture.
    pub placeholder: String,
}
