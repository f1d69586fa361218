//! The disk shape of a photo's record; the picture stands beside it under the same name.

use super::fields::Fields;
use super::lines::Lines;
use crate::model::{Bilingual, Id, PartialDate, Photo, Picture, Visibility};

/// A photo's record before its picture was looked at.
pub(super) struct PhotoRecord {
    element: String,
    stand_in: bool,
    caption: Bilingual,
    alt: Bilingual,
    credit: Bilingual,
    taken: Option<PartialDate>,
    direction_deg: Option<f64>,
    viewpoint: Option<Bilingual>,
    rights: String,
    visibility: Visibility,
}

impl PhotoRecord {
    /// Reads `{id}.toml`. What is missing is noted, and filled so that the rest is checked in the same run.
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let element = fields.text("element");
        let stand_in = fields.flag("stand_in", false);
        let caption = fields.bilingual("caption");
        let alt = fields.bilingual("alt");
        let credit = fields.bilingual("credit");
        let taken = fields.optional_past_date("taken");
        let direction_deg = fields.optional_number("direction_deg");
        let viewpoint = fields.optional_bilingual("viewpoint");
        let rights = fields.text("rights");
        let visibility = fields.optional_word("visibility");
        let nothing = || Bilingual { zh: String::new(), en: None };
        Some(Self {
            element: element.unwrap_or_default(),
            stand_in,
            caption: caption.unwrap_or_else(nothing),
            alt: alt.unwrap_or_else(nothing),
            credit: credit.unwrap_or_else(nothing),
            taken,
            direction_deg,
            viewpoint,
            rights: rights.unwrap_or_default(),
            visibility: visibility.unwrap_or_default(),
        })
    }

    /// The photo with its id (the file's name), its village (the folder's) and its picture.
    pub(super) fn with_picture(self, id: Id, village: Id, picture: Picture) -> Photo {
        Photo {
            id,
            village,
            element: self.element,
            stand_in: self.stand_in,
            caption: self.caption,
            alt: self.alt,
            credit: self.credit,
            taken: self.taken,
            direction_deg: self.direction_deg,
            viewpoint: self.viewpoint,
            rights: self.rights,
            visibility: self.visibility,
            picture,
        }
    }
}

/// Writes `{id}.toml`.
pub(super) fn write_photo(photo: &Photo) -> String {
    let mut lines = Lines::default();
    lines.text("element", &photo.element);
    if photo.stand_in {
        lines.flag("stand_in", true);
    }
    lines.bilingual("caption", &photo.caption);
    lines.bilingual("alt", &photo.alt);
    lines.bilingual("credit", &photo.credit);
    lines.optional_date("taken", photo.taken);
    if let Some(degrees) = photo.direction_deg {
        lines.number("direction_deg", degrees);
    }
    lines.optional_bilingual("viewpoint", photo.viewpoint.as_ref());
    lines.text("rights", &photo.rights);
    lines.visibility(photo.visibility);
    lines.into_text()
}
