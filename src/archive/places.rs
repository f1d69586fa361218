//! Where a village is, by the stricter of what a revision says and what the newest says.

use super::Snapshot;
use super::disclosed::{Disclosed, disclosed, strictest_of, wgs84};
use super::disclosure::Audience;
use crate::model::{Place, PublicPrecision, Role, Town, Village};

/// What may be said of where a village is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Whereabouts<'v> {
    /// Where it is, as finely as it may be told.
    Told(Disclosed<'v>),
    /// It is recorded; no more than the town is told.
    Withheld,
    /// It is not recorded.
    Unknown,
}

impl<'v> Whereabouts<'v> {
    /// The place, if it is told.
    pub fn told(self) -> Option<Disclosed<'v>> {
        match self {
            Self::Told(place) => Some(place),
            Self::Withheld | Self::Unknown => None,
        }
    }
}

/// A point of a village to go to or to look for, beside the one that says where the village is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot<'v> {
    /// What it is: parking, a gate, the centre or a landmark.
    pub role: Role,
    /// Where it is; told exactly, and its point is one that somebody stood at.
    pub place: Disclosed<'v>,
}

impl Snapshot {
    /// Where a village is, as one of its revisions has it and as the newest allows it to be told.
    pub fn whereabouts<'v>(&self, village: &'v Village) -> Whereabouts<'v> {
        let Some(place) = village.main_place() else { return Whereabouts::Unknown };
        let precision = self.precision_of(place, village);
        disclosed(place, precision).map_or(Whereabouts::Withheld, Whereabouts::Told)
    }

    /// The points of a village that somebody stood at and that may be told exactly, in the order in which a visitor needs
    /// them: parking, gates, the centre, landmarks. None where the village itself is not told so, since a gate tells where it
    /// is as well as its centre does.
    pub fn spots<'v>(&self, village: &'v Village) -> Vec<Spot<'v>> {
        if self.whereabouts(village).told().and_then(|place| place.surveyed_point()).is_none() {
            return Vec::new();
        }
        let of_role = |role: Role| {
            let places = village.places.iter().filter(move |place| place.role == role);
            let told = places.filter_map(|place| disclosed(place, self.precision_of(place, village)));
            told.filter(|place| place.surveyed_point().is_some()).map(move |place| Spot { role, place })
        };
        let mut spots: Vec<Spot<'v>> =
            [Role::Parking, Role::Gate, Role::Centre, Role::Landmark].into_iter().flat_map(of_role).collect();
        // Of a village that has nothing but a point of its edge, that.
        if spots.is_empty() {
            spots.extend(village.main_place().into_iter().flat_map(|place| of_role(place.role)));
        }
        spots
    }

    /// How finely a place of a village's revision may be told.
    fn precision_of(&self, place: &Place, village: &Village) -> PublicPrecision {
        match self.audience() {
            Audience::Staff => PublicPrecision::Exact,
            Audience::Public => {
                // There is none where the village is kept inside by now: then no older revision tells anything
                // either.
                let newest = self.catalogue().village(&village.id);
                let allowed =
                    newest.map_or(PublicPrecision::Withheld, |newest| strictest_of(&newest, place.role));
                // Of several of one role the strictest of this revision too.
                place.public.max(allowed).max(strictest_of(village, place.role))
            }
        }
    }

    /// The point that stands for a town on a map: degrees east and north in WGS 84.
    pub fn town_point(&self, town: &Town) -> Option<(f64, f64)> {
        // Also one that may be told to the town only: the point stands for no more than that.
        let place = town.place.as_ref().filter(|place| place.public <= PublicPrecision::Town)?;
        wgs84(place.datum, place.geometry.positions().first().copied()?)
    }
}
