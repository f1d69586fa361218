//! The land between the two rivers as it is drawn, whatever the archive holds.
//!
//! Plate carrée at the latitude of Hejin; over 40 km the error is far below the line's own kilometre.
//! What is drawn over it, and in which part of the frame, `views/map.rs` says.

use geo::{Coord, Line, LineString, Rect};
use geojson::{FeatureCollection, GeometryValue};
use rust_embed::RustEmbed;
use serde::Serialize;

use super::errors::StartError;

/// Frame, degrees: west, south, east, north.
pub(super) const FRAME: (f64, f64, f64, f64) = (110.50, 35.445, 110.88, 35.775);
/// Rivers run on this far beyond the frame, degrees, so that no end shows.
const MARGIN: f64 = 0.05;
/// Height of the drawing, units.
const HEIGHT: f64 = 940.0;
/// cos 35.62°, the shrinking of a degree of longitude.
const NARROWING: f64 = 0.812_904;
/// Kilometres in a degree of a great circle; the ellipsoid differs by 0.3 % here, less than a line is wide.
const KM_PER_DEGREE: f64 = 111.32;

#[derive(RustEmbed)]
#[folder = "static/map"]
#[include = "*.geojson"]
struct Geometry;

/// The part of the map that does not follow the archive.
pub(super) struct BaseMap {
    pub(super) rivers: Vec<River>,
    /// Where the county's town is, degrees: longitude and latitude.
    pub(super) seat: (f64, f64),
}

/// The drawn lines of one river.
#[derive(Debug, Clone, Serialize)]
pub(super) struct River {
    id: &'static str,
    d: String,
}

impl BaseMap {
    /// Reads the geometry the program carries.
    pub(super) fn load() -> Result<Self, StartError> {
        let rivers = features("rivers.geojson")?;
        let rivers = rivers.features.iter().filter_map(|feature| {
            let id = match feature.property("name")?.as_str()? {
                "黄河" => "yellow",
                "黄河(汊流)" => "yellow-braid",
                "汾河" => "fen",
                _ => return None,
            };
            let GeometryValue::MultiLineString { coordinates } = &feature.geometry.as_ref()?.value else {
                return None;
            };
            let lines =
                coordinates.iter().map(|line| line.iter().filter_map(|p| coord(p.as_slice())).collect());
            Some(River { id, d: lines.map(|line: LineString| path(&line)).collect() })
        });
        let rivers: Vec<River> = rivers.collect();
        let places = features("places.geojson")?;
        let seat = places.features.iter().find_map(|feature| {
            // The file has the middle of the county too, where there is nothing to be drawn.
            let is_seat = feature.property("kind")?.as_str()? == "county_seat";
            let GeometryValue::Point { coordinates } = &feature.geometry.as_ref()?.value else { return None };
            coord(coordinates.as_slice()).filter(|_| is_seat)
        });
        let seat = seat.ok_or_else(|| StartError::Map("places.geojson names no county seat".to_owned()))?;
        Ok(Self { rivers, seat: (seat.x, seat.y) })
    }
}

/// Width and height of the drawing, units.
pub(super) fn sides() -> (u32, u32) {
    (((FRAME.2 - FRAME.0) * scale() * NARROWING).round() as u32, HEIGHT as u32)
}

fn features(file: &str) -> Result<FeatureCollection, StartError> {
    let missing = || StartError::Missing(format!("static/map/{file}"));
    let bytes = Geometry::get(file).ok_or_else(missing)?.data;
    let text = std::str::from_utf8(&bytes).map_err(|_| missing())?;
    text.parse::<geojson::GeoJson>()
        .and_then(FeatureCollection::try_from)
        .map_err(|error| StartError::Map(format!("{file}: {error}")))
}

fn coord(position: &[f64]) -> Option<Coord> {
    match position {
        [x, y, ..] => Some(Coord { x: *x, y: *y }),
        _ => None,
    }
}

/// Units for one kilometre.
pub(super) fn units_per_km() -> f64 {
    scale() / KM_PER_DEGREE
}

/// Units for one degree of latitude.
fn scale() -> f64 {
    HEIGHT / (FRAME.3 - FRAME.1)
}

/// Degrees to units of the drawing, to a tenth.
pub(super) fn project(lon: f64, lat: f64) -> (f64, f64) {
    let tenth = |units: f64| (units * 10.0).round() / 10.0;
    (tenth((lon - FRAME.0) * scale() * NARROWING), tenth((FRAME.3 - lat) * scale()))
}

/// The runs of a line near the frame as SVG path data; nothing is smoothed or added.
fn path(line: &LineString) -> String {
    let near = Rect::new(
        Coord { x: FRAME.0 - MARGIN, y: FRAME.1 - MARGIN },
        Coord { x: FRAME.2 + MARGIN, y: FRAME.3 + MARGIN },
    );
    let mut d = String::new();
    let mut end: Option<Coord> = None;
    for Line { start, end: next } in line.lines().filter(|line| geo::Intersects::intersects(&near, line)) {
        // What lies far outside was left out: where the line comes back, a new run begins, or a stroke would
        // cross the land.
        if end != Some(start) {
            let (x, y) = project(start.x, start.y);
            d.push_str(&format!("M{x} {y}"));
        }
        let (x, y) = project(next.x, next.y);
        d.push_str(&format!("L{x} {y}"));
        end = Some(next);
    }
    d
}
