//! Places: positions with the datum they were measured in, a radius and a way they were arrived at.

use serde::{Deserialize, Serialize};

use super::certainty::Certainty;
use super::chosen::chosen;
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

chosen! {
    /// What a place marks.
    Role {
        /// The middle of the village or fort.
        Centre = "centre",
        /// A gate to walk to.
        Gate = "gate",
        /// Where to leave a car.
        Parking = "parking",
        /// The boundary of the site (本体边界坐标).
        Boundary = "boundary",
        /// One point of the boundary (边界点), with its own altitude and note.
        BoundaryPoint = "boundary-point",
        /// A mark on the spot that others can find (标志点).
        Landmark = "landmark",
    }
}

chosen! {
    /// The datum a position was measured in. Stored as measured, never converted.
    Datum {
        /// The datum of GPS; equal to CGCS2000 at this scale.
        Wgs84 = "WGS84",
        /// 2000国家大地坐标系.
        Cgcs2000 = "CGCS2000",
        /// The shifted coordinates of Amap and Tencent.
        Gcj02 = "GCJ02",
        /// The shifted coordinates of Baidu.
        Bd09 = "BD09",
        /// 北京54坐标系, as older surveys recorded.
        Beijing54 = "Beijing54",
        /// 西安80坐标系, as older surveys recorded.
        Xian80 = "Xian80",
    }
}

chosen! {
    /// How a position was arrived at.
    Method {
        /// Measured by a surveyor.
        Surveyed = "surveyed",
        /// Read from a satellite receiver or a phone.
        Gps = "gps",
        /// Read from a map.
        Map = "map",
        /// Worked out from published descriptions.
        DerivedFromText = "derived-from-text",
    }
}

impl Method {
    /// Whether somebody stood there: only then is the place a point to go to.
    pub fn is_measured_on_site(self) -> bool {
        // From a map or from texts come circles, and nobody is to be led to the middle of one.
        matches!(self, Self::Surveyed | Self::Gps)
    }
}

chosen! {
    /// The finest precision at which a place may be public; the later, the coarser: of several `max` takes the one that
    /// tells least, and that is what may be shown.
    PublicPrecision {
        /// As recorded.
        Exact = "exact",
        /// Rounded to about 100 m.
        HundredMetres = "100 m",
        /// Rounded to about 1 km.
        Kilometre = "1 km",
        /// Only the town.
        Town = "town",
        /// Nothing.
        Withheld = "withheld",
    }
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
    /// Metres above the sea as measured, of a single point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub altitude_m: Option<f64>,
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
