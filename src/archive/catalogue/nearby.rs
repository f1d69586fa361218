//! Villages to go to: those that somebody measured on site and of which everybody may be told exactly where.

use std::sync::Arc;

use super::Catalogue;
use crate::archive::disclosed::surveyed_point;
use crate::archive::lists::{cell_of, shelf};
use crate::model::{Position, Village};

/// How many cells are looked through in each direction: as far as a day trip goes, some 40 km.
const RINGS: i32 = 4;

/// Villages of one cell that are read, so that a page stays quick in an archive of any size: where more stand within some
/// 10 km, only these are looked at.
const OF_CELL: usize = 100;

/// Metres of a tenth of a degree along a meridian, at the least.
const CELL_M: f64 = 11_050.0;

/// A village with where it is, in WGS 84, and how many metres off.
#[derive(Debug, Clone)]
pub struct Nearby {
    /// The village.
    pub village: Arc<Village>,
    /// Its point to go to.
    pub position: Position,
    /// Metres from where was asked.
    pub distance_m: f64,
}

impl Catalogue {
    /// Up to `limit` villages to go to that are nearest to a position in WGS 84, the nearest first, none of them further than
    /// some 50 km. A village at the position itself is among them.
    pub fn nearest(&self, here: Position, limit: usize) -> Vec<Nearby> {
        let (east, north) = cell_of(here.into());
        // Cells grow narrower to the north.
        let cell_m = CELL_M * here.lat().to_radians().cos();
        let mut found: Vec<Nearby> = Vec::new();
        for ring in 0..=RINGS {
            for cell in cells_of(ring) {
                let shelf = shelf::around((east + cell.0, north + cell.1));
                found.extend(self.villages(&shelf, 0, OF_CELL).into_iter().filter_map(|village| {
                    let (lon, lat) = surveyed_point(&village)?;
                    let position = Position::new(lon, lat).ok()?;
                    Some(Nearby { distance_m: here.distance_m(position), position, village })
                }));
            }
            found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
            // Whatever is not in these rings is further off than their edge.
            let is_sure = |nearby: &Nearby| nearby.distance_m <= f64::from(ring) * cell_m;
            if limit == 0 || found.get(limit - 1).is_some_and(is_sure) {
                break;
            }
        }
        found.truncate(limit);
        found
    }
}

/// The cells of a ring about the middle one, counted from that.
fn cells_of(ring: i32) -> impl Iterator<Item = (i32, i32)> {
    let square = (-ring..=ring).flat_map(move |east| (-ring..=ring).map(move |north| (east, north)));
    square.filter(move |(east, north)| east.abs().max(north.abs()) == ring)
}
