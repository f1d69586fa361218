//! How a village's position is known, in a few words: how finely, by which method, how surely.

use super::reader::Reader;
use crate::archive::Whereabouts;
use crate::model::Village;

/// How the position of a village is known, as far as that is told.
pub(in crate::web) fn how_known(village: &Village, reader: &Reader<'_>) -> String {
    let place = match reader.snapshot.whereabouts(village) {
        Whereabouts::Told(place) => place,
        Whereabouts::Withheld => return reader.t("map-withheld"),
        Whereabouts::Unknown => return reader.t("map-nowhere"),
    };
    let radius = radius(place.radius_m, reader);
    let method = reader.t(&format!("map-by-{}", place.method.word()));
    let certainty = reader.certainty(place.certainty).label;
    reader.t_with(
        "map-known",
        [("radius", radius.into()), ("method", method.into()), ("certainty", certainty.into())],
    )
}

/// A radius in metres, in kilometres from one on.
pub(in crate::web) fn radius(metres: f64, reader: &Reader<'_>) -> String {
    if metres < 1000.0 {
        reader.t_with("map-radius-m", [("m", metres.round().into())])
    } else {
        reader.t_with("map-radius-km", [("km", ((metres / 100.0).round() / 10.0).into())])
    }
}
