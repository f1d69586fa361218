//! Points in words: degrees with their side, how far and in which direction.

use serde::Serialize;

use super::reader::Reader;
use crate::changes::dms;
use crate::model::{Datum, Heading, Position};

/// Decimals of degrees that are shown: a tenth of a metre.
const DECIMALS: usize = 6;

/// A point to copy.
#[derive(Serialize)]
pub(in crate::web) struct PointView {
    /// Latitude and longitude in WGS 84: `35.6, 110.8`.
    decimal: String,
    /// The same in degrees, minutes and seconds: 北纬35°36′00.0″，东经110°48′00.0″.
    dms: String,
    /// Latitude and longitude in GCJ-02, which the maps of Amap and Tencent are drawn in; none where those are not shifted.
    shifted: Option<String>,
}

impl PointView {
    /// A position in WGS 84 for a reader.
    pub(in crate::web) fn of(here: Position, reader: &Reader<'_>) -> Self {
        let shifted = Datum::Wgs84.convert(here, Datum::Gcj02).filter(|shifted| *shifted != here);
        Self {
            decimal: lat_lon(here).replace(',', ", "),
            dms: in_words(reader, here.lon(), here.lat(), dms),
            shifted: shifted.map(|shifted| lat_lon(shifted).replace(',', ", ")),
        }
    }
}

/// Degrees as short as a tenth of a metre needs: `35.6`.
pub(in crate::web) fn degrees(degrees: f64) -> f64 {
    let steps = 10_f64.powi(DECIMALS as i32);
    (degrees * steps).round() / steps
}

/// `35.6,110.8`.
pub(in crate::web) fn lat_lon(here: Position) -> String {
    format!("{},{}", degrees(here.lat()), degrees(here.lon()))
}

/// `110.8,35.6`.
pub(in crate::web) fn lon_lat(here: Position) -> String {
    format!("{},{}", degrees(here.lon()), degrees(here.lat()))
}

/// 北纬35°35′42.1″，东经110°42′36.0″, each number of degrees as it is `written` without its side.
pub(in crate::web) fn in_words(
    reader: &Reader<'_>,
    lon: f64,
    lat: f64,
    written: impl Fn(f64) -> String,
) -> String {
    let side = |degrees: f64, positive: &str, negative: &str| {
        let key = if degrees < 0.0 { negative } else { positive };
        reader.t_with(key, [("degrees", written(degrees).into())])
    };
    let lat = side(lat, "place-side-north", "place-side-south");
    let lon = side(lon, "place-side-east", "place-side-west");
    reader.t_with("place-point", [("lat", lat.into()), ("lon", lon.into())])
}

/// How far: 850米, 3.2公里, 26公里.
pub(in crate::web) fn distance(metres: f64, reader: &Reader<'_>) -> String {
    let tens = (metres / 10.0).round() * 10.0;
    if tens < 1000.0 {
        return reader.t_with("distance-m", [("n", format!("{tens:.0}").into())]);
    }
    let km = metres / 1000.0;
    let km = if km < 9.95 { format!("{km:.1}") } else { format!("{km:.0}") };
    reader.t_with("distance-km", [("n", km.into())])
}

/// In which direction and how far: 东北，3.2公里.
pub(in crate::web) fn way(heading: Heading, metres: f64, reader: &Reader<'_>) -> String {
    let far = distance(metres, reader);
    reader.t_with(&format!("way-{}", heading.word()), [("far", far.into())])
}
