//! Links that hand a place over to the map programs people have: a name to search for, a point to mark, a leg to drive.
//!
//! Each program wants its own datum and order of degrees. Its makers' pages say which, but for Apple's.

use serde::Serialize;

use super::point::{degrees, lat_lon, lon_lat};
use super::reader::Reader;
use crate::archive::Spot;
use crate::model::{Datum, Language, Position, Role, Village};

/// Who hands over, as Amap and Tencent ask.
const FROM: &str = "baozhai";
/// The same for Baidu, as `webapp.company.app`.
const FROM_WEB: &str = "webapp.baozhai.archive";

/// The county-level city, within which names are looked for.
pub(in crate::web) const COUNTY: &str = "河津市";

/// A link that opens a map program.
#[derive(Debug, Serialize)]
pub(in crate::web) struct MapLink {
    id: &'static str,
    label: String,
    href: String,
}

impl MapLink {
    fn of(id: &'static str, href: String, reader: &Reader<'_>) -> Self {
        Self { id, label: reader.t(&format!("search-{id}")), href }
    }
}

/// A point in WGS 84 with the Chinese name that a map shows beside it.
#[derive(Debug, Clone)]
pub(in crate::web) struct Target {
    pub(in crate::web) position: Position,
    pub(in crate::web) name: String,
}

impl Target {
    /// A spot of a village, named in Chinese whatever the page is.
    pub(in crate::web) fn of(village: &Village, spot: &Spot<'_>, reader: &Reader<'_>) -> Option<Self> {
        let (lon, lat) = spot.place.surveyed_point()?;
        let chinese = reader.in_language(Language::Chinese);
        let what = match spot.role {
            Role::Centre => String::new(),
            role => chinese.t(&format!("spot-{}", role.word())),
        };
        Some(Self { position: Position::new(lon, lat).ok()?, name: format!("{}{what}", village.name.zh) })
    }

    /// In GCJ-02, which Amap, Tencent and in China Apple draw in.
    fn shifted(&self) -> Position {
        // WGS 84 is one of those that are converted.
        Datum::Wgs84.convert(self.position, Datum::Gcj02).unwrap_or(self.position)
    }
}

/// Searches by name, never by coordinate.
pub(in crate::web) fn searches(keyword: &str, reader: &Reader<'_>) -> Vec<MapLink> {
    let (keyword, county) = (encoded(keyword), encoded(COUNTY));
    vec![
        MapLink::of("amap", format!("https://uri.amap.com/search?keyword={keyword}&src={FROM}"), reader),
        MapLink::of(
            "baidu",
            format!(
                "https://api.map.baidu.com/place/search?query={keyword}&region={county}&output=html&src={FROM_WEB}"
            ),
            reader,
        ),
        MapLink::of(
            "tencent",
            format!("https://apis.map.qq.com/uri/v1/search?keyword={keyword}&region={county}&referer={FROM}"),
            reader,
        ),
        MapLink::of("apple", format!("https://maps.apple.com/?q={keyword}"), reader),
    ]
}

/// Links that mark a point; `address` is shown below its name.
pub(in crate::web) fn markers(
    target: &Target,
    address: &str,
    radius_m: f64,
    reader: &Reader<'_>,
) -> Vec<MapLink> {
    let (name, address) = (encoded(&target.name), encoded(address));
    let (here, shifted) = (target.position, target.shifted());
    vec![
        // Converts by itself what it is told to be WGS 84; longitude first.
        MapLink::of(
            "amap",
            format!(
                "https://uri.amap.com/marker?position={}&name={name}&src={FROM}&coordinate=wgs84&callnative=1",
                lon_lat(here)
            ),
            reader,
        ),
        // Likewise; latitude first.
        MapLink::of(
            "baidu",
            format!(
                "https://api.map.baidu.com/marker?location={}&title={name}&content={address}&output=html&coord_type=wgs84&src={FROM_WEB}",
                lat_lon(here)
            ),
            reader,
        ),
        // Takes GCJ-02 alone; latitude first.
        MapLink::of(
            "tencent",
            format!(
                "https://apis.map.qq.com/uri/v1/marker?marker=coord:{};title:{name};addr:{address}&referer={FROM}",
                lat_lon(shifted)
            ),
            reader,
        ),
        // Apple says of `ll` only that it is latitude and longitude. Its map of the mainland is Amap's, in GCJ-02, and those
        // who handed it WGS 84 there report pins some hundred metres off: so it gets GCJ-02.
        MapLink::of("apple", format!("https://maps.apple.com/?ll={}&q={name}", lat_lon(shifted)), reader),
        // RFC 5870: latitude first, WGS 84 where no `crs` is named, `u` the uncertainty in metres.
        MapLink::of("geo", format!("geo:{};u={}", lat_lon(here), degrees(radius_m)), reader),
    ]
}

/// Links that lead from one point to another by car, by whatever way the program finds.
pub(in crate::web) fn legs(from: &Target, to: &Target, reader: &Reader<'_>) -> Vec<MapLink> {
    let (from_name, to_name, county) = (encoded(&from.name), encoded(&to.name), encoded(COUNTY));
    let (from_shifted, to_shifted) = (lat_lon(from.shifted()), lat_lon(to.shifted()));
    vec![
        MapLink::of("amap", navigation(&[from, to]), reader),
        MapLink::of(
            "baidu",
            format!(
                "https://api.map.baidu.com/direction?origin=latlng:{}%7Cname:{from_name}&destination=latlng:{}%7Cname:{to_name}&mode=driving&region={county}&output=html&coord_type=wgs84&src={FROM_WEB}",
                lat_lon(from.position),
                lat_lon(to.position)
            ),
            reader,
        ),
        MapLink::of(
            "tencent",
            format!(
                "https://apis.map.qq.com/uri/v1/routeplan?type=drive&from={from_name}&fromcoord={from_shifted}&to={to_name}&tocoord={to_shifted}&referer={FROM}"
            ),
            reader,
        ),
        MapLink::of(
            "apple",
            format!("https://maps.apple.com/?saddr={from_shifted}&daddr={to_shifted}&dirflg=d"),
            reader,
        ),
    ]
}

/// A link that leads along all points, where a program is documented to take so many: Amap takes one between two; the
/// addresses of the others take none.
pub(in crate::web) fn whole(targets: &[&Target], reader: &Reader<'_>) -> Option<MapLink> {
    (targets.len() == 3).then(|| MapLink::of("amap", navigation(targets), reader))
}

/// Amap's address of a way along two or three points. It names no datum for these: they are in its own, GCJ-02.
fn navigation(targets: &[&Target]) -> String {
    let last = targets.len().saturating_sub(1);
    let word = |place: usize| match place {
        0 => "from",
        place if place == last => "to",
        _ => "via",
    };
    let stops: Vec<String> = targets
        .iter()
        .enumerate()
        .map(|(place, target)| {
            format!("{}={},{}", word(place), lon_lat(target.shifted()), encoded(&target.name))
        })
        .collect();
    format!("https://uri.amap.com/navigation?{}&mode=car&src={FROM}&callnative=1", stops.join("&"))
}

/// A word for the query of another site's address.
fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
