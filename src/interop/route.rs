//! Routes as files for phones and devices: GPX 1.1 and KML 2.2 (OGC 07-147r2), in WGS 84.

use std::fmt::Write as _;

use super::xml::escaped;

/// A route through some places, in its order.
#[derive(Debug, Clone)]
pub struct Route {
    /// What it is called.
    pub title: String,
    /// Its absolute address.
    pub url: String,
    /// What is to be known of it: that its legs are straight lines.
    pub note: String,
    /// Where it stops.
    pub stops: Vec<Stop>,
}

/// A place where a route stops.
#[derive(Debug, Clone)]
pub struct Stop {
    /// What it is called.
    pub name: String,
    /// The absolute address of its page.
    pub url: String,
    /// Its points: first the one where the route stops.
    pub points: Vec<StopPoint>,
}

/// One point of a place.
#[derive(Debug, Clone)]
pub struct StopPoint {
    /// What it is: parking, a gate.
    pub what: String,
    /// Degrees east in WGS 84.
    pub lon: f64,
    /// Degrees north in WGS 84.
    pub lat: f64,
    /// How far it may be off, in words.
    pub radius: String,
}

/// Writes every point as a waypoint, then the route through the first of each place.
pub fn write_gpx(route: &Route) -> String {
    let mut gpx = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    gpx.push_str("<gpx version=\"1.1\" creator=\"baozhai\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n");
    // Writing into a String cannot fail, here and below. The elements stand in the order of the schema.
    let (title, note, url) = (escaped(&route.title), escaped(&route.note), escaped(&route.url));
    let _ =
        writeln!(gpx, "<metadata><name>{title}</name><desc>{note}</desc><link href=\"{url}\"/></metadata>");
    for stop in &route.stops {
        for point in &stop.points {
            gpx_point(&mut gpx, "wpt", stop, point);
        }
    }
    let _ = writeln!(gpx, "<rte>\n<name>{title}</name>\n<desc>{note}</desc>");
    for stop in &route.stops {
        if let Some(point) = stop.points.first() {
            gpx_point(&mut gpx, "rtept", stop, point);
        }
    }
    gpx.push_str("</rte>\n</gpx>\n");
    gpx
}

fn gpx_point(gpx: &mut String, element: &str, stop: &Stop, point: &StopPoint) {
    let StopPoint { what, lon, lat, radius } = point;
    let (name, described) = (escaped(&format!("{} {what}", stop.name)), escaped(radius));
    let _ = writeln!(
        gpx,
        "<{element} lat=\"{lat}\" lon=\"{lon}\"><name>{name}</name><desc>{described}</desc><link href=\"{}\"/></{element}>",
        escaped(&stop.url)
    );
}

/// Writes every point as a placemark, and the order as a line between the first of each place.
pub fn write_kml(route: &Route) -> String {
    let mut kml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    kml.push_str("<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n");
    let (title, note) = (escaped(&route.title), escaped(&route.note));
    let _ = writeln!(kml, "<name>{title}</name>\n<description>{note}</description>");
    for (place, stop) in route.stops.iter().enumerate() {
        for StopPoint { what, lon, lat, radius } in &stop.points {
            let name = escaped(&format!("{} {} {what}", place + 1, stop.name));
            let described = escaped(&format!("{radius}\n{}", stop.url));
            let _ = writeln!(
                kml,
                "<Placemark><name>{name}</name><description>{described}</description><Point><coordinates>{lon},{lat}</coordinates></Point></Placemark>"
            );
        }
    }
    let firsts = route.stops.iter().filter_map(|stop| stop.points.first());
    let line: Vec<String> = firsts.map(|point| format!("{},{}", point.lon, point.lat)).collect();
    let _ = writeln!(
        kml,
        "<Placemark><name>{title}</name><description>{note}</description><LineString><coordinates>{}</coordinates></LineString></Placemark>",
        line.join(" ")
    );
    kml.push_str("</Document>\n</kml>\n");
    kml
}
