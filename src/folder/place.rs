//! The disk shape of a place.

use super::fields::Fields;
use super::lines::Lines;
use super::problem::ProblemCode;
use crate::model::{BadPosition, Certainty, Datum, Geometry, Method, Place, Position, PublicPrecision, Role};

/// Reads the keys of a place. What is missing is noted, and filled so that the rest is checked.
pub(super) fn read_place(fields: &mut Fields<'_>) -> Option<Place> {
    let role = fields.word("role");
    let geometry = read_geometry(fields);
    let altitude_m = fields.optional_number("altitude_m");
    let datum = fields.word("datum");
    let uncertainty_m = fields.number("uncertainty_m");
    let method = fields.word("method");
    let stands_for = fields.optional_word("stands_for");
    let certainty = fields.word("certainty");
    let sources = fields.ids("sources");
    let basis = fields.optional_bilingual("basis");
    let public = fields.word("public");
    Some(Place {
        role: role.unwrap_or(Role::Centre),
        geometry: geometry.unwrap_or(Geometry::Points(Vec::new())),
        altitude_m,
        datum: datum.unwrap_or(Datum::Wgs84),
        uncertainty_m: uncertainty_m.unwrap_or_default(),
        method: method.unwrap_or(Method::DerivedFromText),
        stands_for,
        certainty: certainty.unwrap_or(Certainty::Lead),
        basis,
        sources,
        // The strictest, as nothing is known: the place is held back, but should not tell more if it were not.
        public: public.unwrap_or(PublicPrecision::Withheld),
    })
}

fn read_geometry(fields: &mut Fields<'_>) -> Option<Geometry> {
    let points = fields.pairs("points");
    let outline = fields.pairs("outline");
    // By what is written, not by what could be read: two are one too many, even if one is faulty.
    let given = [fields.has("lon") || fields.has("lat"), fields.has("points"), fields.has("outline")];
    if given.iter().filter(|given| **given).count() > 1 {
        fields.fault(
            ProblemCode::BadValue,
            "a place has `lon` and `lat`, or `points`, or `outline`: one of the three",
        );
        return None;
    }
    let read_all = |fields: &Fields<'_>, pairs: Vec<((f64, f64), usize)>| {
        if pairs.is_empty() {
            fields.fault(ProblemCode::BadValue, "at least one point is needed here");
            return None;
        }
        pairs.into_iter().map(|((lon, lat), line)| position(fields, lon, lat, Some(line))).collect()
    };
    match (points, outline) {
        (Some(pairs), _) => read_all(fields, pairs).map(Geometry::Points),
        (_, Some(pairs)) => read_all(fields, pairs).map(Geometry::Outline),
        // What was given is faulty, and told: `lon` and `lat` are not missing beside it.
        _ if given[1] || given[2] => None,
        _ => {
            let (lon, lat) = (fields.number("lon"), fields.number("lat"));
            position(fields, lon?, lat?, None).map(Geometry::Point)
        }
    }
}

fn position(fields: &Fields<'_>, lon: f64, lat: f64, line: Option<usize>) -> Option<Position> {
    let position = Position::new(lon, lat);
    let code = match position {
        Err(BadPosition::Exchanged { .. }) => ProblemCode::ExchangedCoordinates,
        _ => ProblemCode::OffTheEarth,
    };
    fields.parse(position, code, line)
}

/// Writes the keys of a place.
pub(super) fn write_place(lines: &mut Lines, place: &Place) {
    lines.word("role", &place.role);
    let pairs = |positions: &[Position]| positions.iter().map(|p| (p.lon(), p.lat())).collect::<Vec<_>>();
    match &place.geometry {
        Geometry::Point(position) => {
            lines.number("lon", position.lon());
            lines.number("lat", position.lat());
        }
        Geometry::Points(positions) => lines.pairs("points", pairs(positions).into_iter()),
        Geometry::Outline(positions) => lines.pairs("outline", pairs(positions).into_iter()),
    }
    if let Some(altitude_m) = place.altitude_m {
        lines.number("altitude_m", altitude_m);
    }
    lines.word("datum", &place.datum);
    lines.number("uncertainty_m", place.uncertainty_m);
    lines.word("method", &place.method);
    if let Some(stands_for) = &place.stands_for {
        lines.word("stands_for", stands_for);
    }
    lines.claim(place.certainty, &place.sources);
    lines.optional_bilingual("basis", place.basis.as_ref());
    lines.word("public", &place.public);
}
