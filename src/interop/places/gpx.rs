//! Places as GPX 1.1, for devices that lead there: surveyed ones alone.

use std::fmt::Write as _;

use super::Placed;
use crate::interop::xml::escaped;

/// Writes a waypoint for each village that somebody measured on site.
pub fn write_gpx(title: &str, places: &[Placed]) -> String {
    let mut gpx = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    gpx.push_str("<gpx version=\"1.1\" creator=\"baozhai\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n");
    // Writing into a String cannot fail, here and below.
    let _ = writeln!(gpx, "<metadata><name>{}</name></metadata>", escaped(title));
    for placed in places {
        // Nobody is to be led to the middle of a circle.
        let Some((told, (lon, lat))) = placed.point().filter(|(told, _)| told.is_surveyed) else { continue };
        let _ = writeln!(gpx, "<wpt lat=\"{lat}\" lon=\"{lon}\">\n<name>{}</name>", escaped(&placed.name));
        let town = placed.town.as_ref().map_or("", |town| town.0.as_str());
        let described = format!("{town} ±{} m", told.radius_m);
        let _ = writeln!(gpx, "<desc>{}</desc>", escaped(described.trim_start()));
        let _ = writeln!(gpx, "<link href=\"{}\"/>\n</wpt>", escaped(&placed.url));
    }
    gpx.push_str("</gpx>\n");
    gpx
}
