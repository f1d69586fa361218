//! Places as KML 2.2 (OGC 07-147r2): surveyed ones as points, the others as the circle they are in.

use std::fmt::Write as _;

use super::{DATUM, Placed, Told, rounded};
use crate::interop::xml::escaped;

/// Corners of a drawn circle.
const CORNERS: u32 = 72;

/// Metres in a degree of latitude.
const DEGREE_M: f64 = 111_320.0;

/// Writes the villages that have a point. A viewer would set a pin into the middle of a circle, so the circle is drawn.
pub fn write_kml(title: &str, places: &[Placed]) -> String {
    let mut kml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    kml.push_str("<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n");
    // Writing into a String cannot fail, here and below.
    let _ = writeln!(kml, "<name>{}</name>", escaped(title));
    for placed in places {
        let Some((told, at)) = placed.point() else { continue };
        // Ids of the archive may begin with a digit, which those of XML may not.
        let _ = writeln!(kml, "<Placemark id=\"v-{}\">\n<name>{}</name>", placed.id, escaped(&placed.name));
        kml.push_str("<ExtendedData>\n");
        let town = placed.town.as_ref();
        let radius = told.radius_m.to_string();
        let members = [
            ("id", Some(placed.id.as_str())),
            ("name_en", placed.name_en.as_deref()),
            ("code", placed.code.as_deref()),
            ("town", town.map(|town| town.0.as_str())),
            ("town_code", town.map(|town| town.1.as_str())),
            ("position", Some(placed.kind())),
            ("datum", Some(DATUM)),
            ("radius_m", Some(radius.as_str())),
            ("method", Some(told.method)),
            ("certainty", Some(told.certainty)),
            ("precision", Some(told.precision)),
            ("url", Some(placed.url.as_str())),
        ];
        for (name, value) in members.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            let _ = writeln!(kml, "<Data name=\"{name}\"><value>{}</value></Data>", escaped(value));
        }
        let _ = writeln!(kml, "</ExtendedData>\n{}\n</Placemark>", shape(told, at));
    }
    kml.push_str("</Document>\n</kml>\n");
    kml
}

fn shape(told: &Told, (lon, lat): (f64, f64)) -> String {
    if told.is_surveyed {
        return format!("<Point><coordinates>{lon},{lat}</coordinates></Point>");
    }
    let (north, east) = (told.radius_m / DEGREE_M, told.radius_m / (DEGREE_M * lat.to_radians().cos()));
    // Counter-clockwise, and the last is the first again (9.5).
    let corner = |place: u32| {
        let (sine, cosine) =
            (f64::from(place % CORNERS) * std::f64::consts::TAU / f64::from(CORNERS)).sin_cos();
        format!("{},{}", rounded(lon + east * cosine), rounded(lat + north * sine))
    };
    let corners: Vec<String> = (0..=CORNERS).map(corner).collect();
    format!(
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon>",
        corners.join(" ")
    )
}
