//! One position on the earth.

use geo::{Bearing, Distance, Geodesic, Point};
use serde::{Deserialize, Serialize};

use super::chosen::chosen;

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

    /// Metres to another position of the same datum along the ellipsoid of WGS 84 (Karney 2013, DOI 10.1007/s00190-012-0578-z);
    /// the other ellipsoids here differ from it by less than a hundred-thousandth.
    pub fn distance_m(self, to: Self) -> f64 {
        Geodesic.distance(self.point(), to.point())
    }

    /// In which of eight directions another position of the same datum lies; north of itself.
    pub fn heading(self, to: Self) -> Heading {
        Heading::nearest(Geodesic.bearing(self.point(), to.point()))
    }

    fn point(self) -> Point {
        Point::new(self.lon, self.lat)
    }
}

chosen! {
    /// One of eight directions.
    Heading {
        /// North.
        North = "n",
        /// North-east.
        NorthEast = "ne",
        /// East.
        East = "e",
        /// South-east.
        SouthEast = "se",
        /// South.
        South = "s",
        /// South-west.
        SouthWest = "sw",
        /// West.
        West = "w",
        /// North-west.
        NorthWest = "nw",
    }
}

impl Heading {
    /// The one nearest to degrees clockwise from north.
    pub fn nearest(degrees: f64) -> Self {
        // Between 0 and 8, where 8 is north again.
        let place = (degrees.rem_euclid(360.0) / 45.0).round() as usize;
        Self::ALL[place % Self::ALL.len()]
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

#[cfg(test)]
mod tests {
    use super::{Heading, Position};

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).expect("on the earth")
    }

    #[test]
    fn distances_follow_the_ellipsoid() {
        // A degree of the meridian from 35° to 36° north: 110 949.8 m when the curvature of the meridian is summed.
        assert!((at(110.0, 35.0).distance_m(at(110.0, 36.0)) - 110_949.8).abs() < 0.1);
        assert!(at(110.7, 35.6).distance_m(at(110.7, 35.6)).abs() < 1e-9);
    }

    #[test]
    fn directions_are_told_in_eighths() {
        let from = at(110.7, 35.6);
        assert_eq!(from.heading(at(110.7, 35.7)), Heading::North);
        assert_eq!(from.heading(at(110.8, 35.68)), Heading::NorthEast);
        assert_eq!(from.heading(at(110.6, 35.6)), Heading::West);
        assert_eq!(
            [-10.0, 350.0, 338.0, 22.6].map(|degrees| Heading::nearest(degrees).word()),
            ["n", "n", "n", "ne"]
        );
    }
}
