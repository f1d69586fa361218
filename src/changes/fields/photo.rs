//! Photos as fields.

use super::reader::Reader;
use super::writer::Writer;
use super::{Fields, Made};
use crate::model::{Bilingual, Id, Photo, Picture, Visibility};

/// A photo as fields, but for its bytes.
pub fn photo_fields(photo: &Photo) -> Fields {
    let mut to = Writer::default();
    to.put("element", &photo.element);
    if photo.stand_in {
        to.put("stand_in", "true");
    }
    to.bilingual("caption", &photo.caption);
    to.bilingual("alt", &photo.alt);
    to.bilingual("credit", &photo.credit);
    to.maybe("taken", photo.taken);
    to.maybe("direction_deg", photo.direction_deg);
    to.maybe_bilingual("viewpoint", photo.viewpoint.as_ref());
    to.put("rights", &photo.rights);
    if !photo.visibility.is_public() {
        to.word("visibility", &photo.visibility);
    }
    to.finish()
}

/// The photo of a village that fields make, with this picture.
pub fn photo_of(id: &Id, village: &Id, picture: Picture, fields: &Fields) -> Made<Photo> {
    let mut from = Reader::new(fields);
    let element = from.needed("element");
    let caption = from.needed_bilingual("caption");
    let credit = from.needed_bilingual("credit");
    let rights = from.needed("rights");
    let visibility = from.word("visibility").unwrap_or(Visibility::Public);
    // What nobody outside sees need not be told to those who see nothing; whoever makes it public has to.
    let alt = if visibility.is_public() {
        from.needed_bilingual("alt")
    } else {
        let alt = from.bilingual("alt");
        alt.or_else(|| caption.as_ref().map(|caption| Bilingual { zh: caption.zh.clone(), en: None }))
    };
    let stand_in = from.text("stand_in").is_some_and(|text| text == "true");
    let (taken, direction_deg) = (from.date("taken"), from.number("direction_deg"));
    let viewpoint = from.bilingual("viewpoint");
    // As of an essay: everything is read before the first `?`.
    let photo = (|| {
        Some(Photo {
            id: id.clone(),
            village: village.clone(),
            element: element?,
            stand_in,
            caption: caption?,
            alt: alt?,
            credit: credit?,
            taken,
            direction_deg,
            viewpoint,
            rights: rights?,
            visibility,
            picture,
        })
    })();
    from.finish(photo)
}
