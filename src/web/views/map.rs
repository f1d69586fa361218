//! The drawn map of the land between the two rivers: nothing on it that the archive does not hold.
//!
//! Plate carrée at the latitude of Hejin; over 40 km the error is far below the line's own kilometre.
//! The frame is the one `templates/parts/map.html` is drawn for.

use geo::{Coord, Line, LineString, Rect};
use geojson::{FeatureCollection, GeometryValue};
use rust_embed::RustEmbed;
use serde::Serialize;

use super::reader::Reader;
use crate::model::Language;
use crate::web::errors::StartError;

/// Frame, degrees: west, south, east, north.
const FRAME: (f64, f64, f64, f64) = (110.50, 35.445, 110.88, 35.775);
/// Rivers run on this far beyond the frame, degrees, so that no end shows.
const MARGIN: f64 = 0.05;
/// Height of the drawing, units.
const HEIGHT: f64 = 940.0;
/// cos 35.62°, the shrinking of a degree of longitude.
const NARROWING: f64 = 0.812_904;

#[derive(RustEmbed)]
#[folder = "static/map"]
#[include = "*.geojson"]
struct Geometry;

/// The part of the map that does not follow the archive.
pub(in crate::web) struct BaseMap {
    rivers: Vec<River>,
    seat: (f64, f64),
}

#[derive(Debug, Clone, Serialize)]
struct River {
    id: &'static str,
    d: String,
}

/// The map of a page.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct MapView {
    width: u32,
    height: u32,
    rivers: Vec<River>,
    towns: Vec<TownLabel>,
}

#[derive(Debug, Clone, Serialize)]
struct TownLabel {
    id: String,
    label: String,
    x: f64,
    y: f64,
    seat: bool,
}

impl BaseMap {
    /// Reads the geometry the program carries.
    pub(in crate::web) fn load() -> Result<Self, StartError> {
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
            let is_seat = feature.property("kind")?.as_str()? == "county_seat";
            let GeometryValue::Point { coordinates } = &feature.geometry.as_ref()?.value else { return None };
            coord(coordinates.as_slice()).filter(|_| is_seat)
        });
        let seat = seat.ok_or_else(|| StartError::Map("places.geojson names no county seat".to_owned()))?;
        Ok(Self { rivers, seat: (seat.x, seat.y) })
    }

    /// The map with the towns labelled for a reader.
    pub(in crate::web) fn view(&self, reader: &Reader<'_>) -> MapView {
        let towns = reader.catalogue.region().towns.iter().filter_map(|town| {
            let point = reader.snapshot.town_point(town)?;
            let label = reader.name_text(&town.name).text;
            Some(label_at(town.id.as_str(), label, point, false))
        });
        let seat = match reader.language {
            Language::Chinese => "河津市区",
            Language::English => "Hejin",
        };
        let seat = label_at("hejin", seat.to_owned(), self.seat, true);
        MapView {
            width: ((FRAME.2 - FRAME.0) * scale() * NARROWING).round() as u32,
            height: HEIGHT as u32,
            rivers: self.rivers.clone(),
            towns: std::iter::once(seat).chain(towns).collect(),
        }
    }
}

fn label_at(id: &str, label: String, (lon, lat): (f64, f64), seat: bool) -> TownLabel {
    let (x, y) = project(lon, lat);
    TownLabel { id: id.to_owned(), label, x, y, seat }
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

/// Units for one degree of latitude.
fn scale() -> f64 {
    HEIGHT / (FRAME.3 - FRAME.1)
}

/// Degrees to units of the drawing, to a tenth.
fn project(lon: f64, lat: f64) -> (f64, f64) {
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
