//! Datums: in which one degrees were measured, and the same spot in another.
//!
//! WGS 84 and CGCS2000 are equal at this scale (centimetres). GCJ-02, in which Amap and Tencent draw, moves every point of
//! mainland China by some 300 to 700 m; BD-09, Baidu's, moves that once more. Neither is published: the formulas are the
//! ones in common use, as the crate `coordtransform` has them. 北京54 and 西安80 stay as they were recorded; what it
//! takes to bring them over was measured county by county and is nowhere published.

use coordtransform as shift;
use serde::{Deserialize, Serialize};

use super::chosen::chosen;
use super::position::Position;

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

impl Datum {
    /// The same spot in degrees of another datum; none where one of the two is kept as recorded.
    ///
    /// There and back again is less than a millimetre off. Outside mainland China, in Hong Kong, Macau and Taiwan too, maps
    /// are not shifted, and a position stays as it is. Where the mainland ends is known only as well as `coordtransform` has
    /// it: an outline of 158 points after OpenStreetMap, off by up to some tens of kilometres along the land border and by one or
    /// two along the Shenzhen river, without the islands south of 18° north. Shanxi lies hundreds of kilometres within.
    pub fn convert(self, position: Position, to: Self) -> Option<Position> {
        if self == to {
            return Some(position);
        }
        if !(self.is_converted() && to.is_converted()) {
            return None;
        }
        // Whether maps shift it is asked of the spot itself and not of its shifted degrees: so what lies in the mainland
        // comes back even if those are beyond the border. The crate's own inverse asks whether either lies within, and
        // would move some of what lies beyond.
        let (lon, lat) = self.unshifted(position);
        if !is_in_mainland(lon, lat) {
            return Some(position);
        }
        let gcj02 = || shift::wgs84_to_gcj02_in_mainland(lon, lat);
        let (lon, lat) = match to {
            Self::Gcj02 => gcj02(),
            Self::Bd09 => {
                let (lon, lat) = gcj02();
                shift::gcj02_to_bd09(lon, lat)
            }
            _ => (lon, lat),
        };
        Position::new(lon, lat).ok()
    }

    /// Whether positions of it are brought over to the others.
    pub fn is_converted(self) -> bool {
        !matches!(self, Self::Beijing54 | Self::Xian80)
    }

    /// Degrees of WGS 84 if the spot lies in the mainland; elsewhere numbers that may be none.
    fn unshifted(self, position: Position) -> (f64, f64) {
        let (lon, lat) = (position.lon(), position.lat());
        match self {
            Self::Gcj02 => shift::gcj02_to_wgs84_in_mainland(lon, lat),
            Self::Bd09 => {
                let (lon, lat) = shift::bd09_to_gcj02(lon, lat);
                shift::gcj02_to_wgs84_in_mainland(lon, lat)
            }
            _ => (lon, lat),
        }
    }
}

/// Whether maps are shifted at a spot of WGS 84.
fn is_in_mainland(lon: f64, lat: f64) -> bool {
    // The peninsula of Shekou is a town of the mainland that the crate counts to Hong Kong, across the bay from it.
    let is_in_shekou = (113.85..=113.95).contains(&lon) && (22.455..=22.545).contains(&lat);
    is_in_shekou || shift::is_in_gcj02_region(lon, lat)
}
