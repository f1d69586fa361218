//! One position on the earth.

use geo::{Distance, Haversine, Point};
use serde::{Deserialize, Serialize};

/// Degrees east and north between which all of China lies, the islands of the South China Sea too.
const CHINA_LON: std::ops::RangeInclusive<f64> = 73.0..=136.0;
const CHINA_LAT: std::ops::RangeInclusive<f64> = 3.0..=54.0;

/// One position on the earth, in degrees of whatever datum it is said to be in.
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

    /// Whether it is what a receiver writes that has found nothing: 0, 0.
    pub fn is_blank(self) -> bool {
        self.lon == 0.0 && self.lat == 0.0
    }

    /// Whether it lies in the rectangle about China.
    pub fn is_about_china(self) -> bool {
        CHINA_LON.contains(&self.lon) && CHINA_LAT.contains(&self.lat)
    }

    /// Metres to another position of the same datum, over a round earth: half a percent off at most.
    pub fn distance_m(self, to: Self) -> f64 {
        Haversine.distance(Point::new(self.lon, self.lat), Point::new(to.lon, to.lat))
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
