//! Where a village is, by the stricter of what a revision says and what the newest says.

use super::Snapshot;
use super::disclosed::{Disclosed, disclosed, strictest_of, wgs84};
use super::disclosure::Audience;
use crate::model::{PublicPrecision, Town, Village};

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

impl Snapshot {
    /// Where a village is, as one of its revisions has it and as the newest allows it to be told.
    pub fn whereabouts<'v>(&self, village: &'v Village) -> Whereabouts<'v> {
        let Some(place) = village.main_place() else { return Whereabouts::Unknown };
        let precision = match self.audience() {
            Audience::Staff => PublicPrecision::Exact,
            Audience::Public => {
                // There is none where the village is kept inside by now: then no older revision tells anything
                // either.
                let newest = self.catalogue().village(&village.id);
                let allowed =
                    newest.map_or(PublicPrecision::Withheld, |newest| strictest_of(&newest, place.role));
                place.public.max(allowed)
            }
        };
        disclosed(place, precision).map_or(Whereabouts::Withheld, Whereabouts::Told)
    }

    /// The point that stands for a town on a map: degrees east and north in WGS 84.
    pub fn town_point(&self, town: &Town) -> Option<(f64, f64)> {
        // Also one that may be told to the town only: the point stands for no more than that.
        let place = town.place.as_ref().filter(|place| place.public <= PublicPrecision::Town)?;
        wgs84(place.datum, place.geometry.positions().first().copied()?)
    }
}
