//! The checks of places: numbers that no instrument shows, and positions that are no place of this county.

use super::{Check, FaultCode};
use crate::model::{County, Geometry, Place, Position, RecordKey, StandsFor};

/// The shore of the Dead Sea and the top of Qomolangma, metres, with room for how they were measured.
const LOWEST_M: f64 = -500.0;
const HIGHEST_M: f64 = 9_000.0;

/// Further than this from every town, metres beyond both radii, is in no county. A review asks at far less already; this is
/// for what cannot be meant.
const COUNTY_M: f64 = 50_000.0;

/// The towns whose place is known, each with its radius in metres.
pub(super) fn of_towns(region: &County) -> Vec<(Position, f64)> {
    let places = region.towns.iter().filter_map(|town| town.place.as_ref());
    places.filter_map(|place| Some((place.rough_point()?, place.uncertainty_m))).collect()
}

impl Check<'_> {
    pub(super) fn place(&mut self, record: &RecordKey, path: &str, place: &Place) {
        self.sourced(record, path, place.certainty.accepts(&place.sources), &place.sources);
        self.altitude(record, path, place);
        if !(place.uncertainty_m.is_finite() && place.uncertainty_m >= 0.0) {
            let message = "a radius is a number of metres, 0 or more";
            self.fault(FaultCode::BadMeasure, record, format!("{path}.uncertainty_m"), message);
        }
        self.stands_for(record, path, place);
        if let Geometry::Outline(corners) = &place.geometry {
            self.outline(record, path, corners);
        }
        let about = format!("{path}.{}", key_of(&place.geometry));
        if place.geometry.positions().iter().any(|position| position.is_blank()) {
            let message = "0, 0 lies in the Atlantic: it is what a receiver writes that has found nothing";
            self.fault(FaultCode::Nowhere, record, about, message);
        } else if let Some(off) =
            place.geometry.positions().iter().find(|position| !position.is_about_china())
        {
            let message = format!("longitude {}, latitude {} is not in China", off.lon(), off.lat());
            self.fault(FaultCode::OutsideChina, record, about, message);
        }
    }

    /// Holds a village's place against the towns of the county, as far as it is known where these lie.
    pub(super) fn within_county(&mut self, record: &RecordKey, path: &str, place: &Place) {
        let mut positions = place.geometry.positions().iter().copied();
        // What lies outside China altogether has been told.
        let is_told = |position: Position| position.is_blank() || !position.is_about_china();
        if self.town_places.is_empty() || positions.clone().any(is_told) {
            return;
        }
        let furthest = positions.find_map(|position| {
            let here = place.roughly(position);
            let metres = self.town_places.iter().map(|(town, radius_m)| here.distance_m(*town) - radius_m);
            let metres = metres.fold(f64::INFINITY, f64::min) - place.uncertainty_m;
            (metres > COUNTY_M).then_some(metres)
        });
        if let Some(metres) = furthest {
            let message = format!("it lies {:.0} km from the nearest town of the county", metres / 1_000.0);
            let path = format!("{path}.{}", key_of(&place.geometry));
            self.fault(FaultCode::OutsideCounty, record, path, message);
        }
    }

    fn stands_for(&mut self, record: &RecordKey, path: &str, place: &Place) {
        let Some(stands_for) = place.stands_for else { return };
        let message = if !matches!(place.geometry, Geometry::Point(_)) {
            "only a single point stands for something"
        } else if stands_for == StandsFor::Gate && !place.method.is_measured_on_site() {
            "a point measured at the gate is `surveyed` or `gps`"
        } else {
            return;
        };
        self.fault(FaultCode::FalsePoint, record, format!("{path}.stands_for"), message);
    }

    fn altitude(&mut self, record: &RecordKey, path: &str, place: &Place) {
        let Some(metres) = place.altitude_m else { return };
        let message = if !matches!(place.geometry, Geometry::Point(_)) {
            "an altitude is that of one point: give each point a place of its own"
        } else if !(LOWEST_M..=HIGHEST_M).contains(&metres) {
            "there is no such altitude on land; it is a number of metres"
        } else {
            return;
        };
        self.fault(FaultCode::BadMeasure, record, format!("{path}.altitude_m"), message);
    }
}

/// The key at which a fault of a geometry is told.
fn key_of(geometry: &Geometry) -> &'static str {
    match geometry {
        Geometry::Point(_) => "lon",
        Geometry::Points(_) => "points",
        Geometry::Outline(_) => "outline",
    }
}
