//! Places: positions with the datum they were measured in, a radius and a way they were arrived at.

use serde::{Deserialize, Serialize};

use super::certainty::Certainty;
use super::id::Id;
use super::text::Bilingual;

/// One position on the earth, in degrees of the datum of its [`Place`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(f64, f64)", into = "(f64, f64)")]
pub struct Position {
    lon: f64,
    lat: f64,
}

/// Why two numbers are not a [`Position`].
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum BadPosition {
    /// Not on the earth, and not the right numbers in the wrong order either.
    #[error("longitude {lon}, latitude {lat} is not on the earth")]
    OffTheEarth {
        /// The longitude given, degrees.
        lon: f64,
        /// The latitude given, degrees.
        lat: f64,
    },
    /// Only on the earth with longitude and latitude exchanged.
    #[error("longitude {lon}, latitude {lat}: the two look exchanged")]
    Exchanged {
        /// The longitude given, degrees.
        lon: f64,
        /// The latitude given, degrees.
        lat: f64,
    },
}

impl Position {
    /// Takes degrees east (−180…180) and north (−90…90).
    pub fn new(lon: f64, lat: f64) -> Result<Self, BadPosition> {
        // Not a number is neither: it fails both comparisons. Hejin lies at 110° east, which is no latitude, so
        // exchanged numbers are always found out here.
        let on_earth = |lon: f64, lat: f64| lon.abs() <= 180.0 && lat.abs() <= 90.0;
        if on_earth(lon, lat) {
            Ok(Self { lon, lat })
        } else if on_earth(lat, lon) {
            Err(BadPosition::Exchanged { lon, lat })
        } else {
            Err(BadPosition::OffTheEarth { lon, lat })
        }
    }

    /// Longitude, degrees east.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude, degrees north.
    pub fn lat(self) -> f64 {
        self.lat
    }
}

impl TryFrom<(f64, f64)> for Position {
    type Error = BadPosition;

    fn try_from((lon, lat): (f64, f64)) -> Result<Self, BadPosition> {
        Self::new(lon, lat)
    }
}

impl From<Position> for (f64, f64) {
    fn from(position: Position) -> Self {
        (position.lon, position.lat)
    }
}

/// What a place marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The middle of the village or fort.
    Centre,
    /// A gate to walk to.
    Gate,
    /// Where to leave a car.
    Parking,
    /// The boundary of the site (本体边界坐标).
    Boundary,
}

/// The datum a position was measured in. Stored as measured, never converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Datum {
    /// The datum of GPS; equal to CGCS2000 at this scale.
    #[serde(rename = "WGS84")]
    Wgs84,
    /// 2000国家大地坐标系.
    #[serde(rename = "CGCS2000")]
    Cgcs2000,
    /// The shifted coordinates of Amap and Tencent.
    #[serde(rename = "GCJ02")]
    Gcj02,
    /// The shifted coordinates of Baidu.
    #[serde(rename = "BD09")]
    Bd09,
    /// 北京54坐标系, as older surveys recorded.
    #[serde(rename = "Beijing54")]
    Beijing54,
    /// 西安80坐标系, as older surveys recorded.
    #[serde(rename = "Xian80")]
    Xian80,
}

/// How a position was arrived at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Measured by a surveyor.
    Surveyed,
    /// Read from a satellite receiver or a phone.
    Gps,
    /// Read from a map.
    Map,
    /// Worked out from published descriptions.
    DerivedFromText,
}

impl Method {
    /// Whether somebody stood there: only then is the place a point to go to.
    pub fn is_measured_on_site(self) -> bool {
        // From a map or from texts come circles, and nobody is to be led to the middle of one.
        matches!(self, Self::Surveyed | Self::Gps)
    }
}

/// The finest precision at which a place may be public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PublicPrecision {
    // From fine to coarse: of several `max` takes the one that tells least, and that is what may be shown.
    /// As recorded.
    #[serde(rename = "exact")]
    Exact,
    /// Rounded to about 100 m.
    #[serde(rename = "100 m")]
    HundredMetres,
    /// Rounded to about 1 km.
    #[serde(rename = "1 km")]
    Kilometre,
    /// Only the town.
    #[serde(rename = "town")]
    Town,
    /// Nothing.
    #[serde(rename = "withheld")]
    Withheld,
}

/// Where a place lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Geometry {
    /// One point.
    Point(Position),
    /// A list of points, as the census form's boundary points.
    Points(Vec<Position>),
    /// An outline; the last point joins the first without being repeated.
    Outline(Vec<Position>),
}

impl Geometry {
    /// All positions in order.
    pub fn positions(&self) -> &[Position] {
        match self {
            Self::Point(position) => std::slice::from_ref(position),
            Self::Points(positions) | Self::Outline(positions) => positions,
        }
    }
}

/// A place with the radius that holds about 90 % of its possible positions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What it marks.
    pub role: Role,
    /// Where it lies, in degrees of `datum`.
    pub geometry: Geometry,
    /// The datum it was measured in.
    pub datum: Datum,
    /// Radius in metres that holds about 90 % of the possible positions.
    pub uncertainty_m: f64,
    /// How it was arrived at.
    pub method: Method,
    /// How sure it is.
    pub certainty: Certainty,
    /// What it was worked out from, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Bilingual>,
    /// Ids of sources.
    pub sources: Vec<Id>,
    /// The finest precision at which it may be public.
    pub public: PublicPrecision,
}
