//! The checks of places: numbers that no instrument shows.

use super::{Check, FaultCode};
use crate::model::{Geometry, Place, RecordKey};

/// The shore of the Dead Sea and the top of Qomolangma, metres, with room for how they were measured.
const LOWEST_M: f64 = -500.0;
const HIGHEST_M: f64 = 9_000.0;

impl Check<'_> {
    pub(super) fn place(&mut self, record: &RecordKey, path: &str, place: &Place) {
        self.sourced(record, path, place.certainty.accepts(&place.sources), &place.sources);
        self.altitude(record, path, place);
        if !(place.uncertainty_m.is_finite() && place.uncertainty_m >= 0.0) {
            let message = "a radius is a number of metres, 0 or more";
            self.fault(FaultCode::BadMeasure, record, format!("{path}.uncertainty_m"), message);
        }
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
