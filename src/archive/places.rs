//! Places as they may be told: coarsened, or not at all, by the stricter of what a revision says and what the newest says.
//!
//! The geometry of a record leaves the archive nowhere else, but for the operator's own export.

use super::Snapshot;
use super::disclosure::Audience;
use crate::model::{
    Bilingual, Certainty, Datum, Geometry, Id, Method, Place, Position, PublicPrecision, Role, Town, Village,
};

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

/// A place as it may be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disclosed<'v> {
    /// Degrees east and north in WGS 84; `None` where the datum cannot be brought over to it, or where it is no single point.
    pub point: Option<(f64, f64)>,
    /// Radius in metres that holds about 90 % of the possible positions, the coarsening with them.
    pub radius_m: f64,
    /// How finely it is told.
    pub precision: PublicPrecision,
    /// How it was arrived at.
    pub method: Method,
    /// How sure it is.
    pub certainty: Certainty,
    /// What it was worked out from, in words; these may be finer than what may be told, and are told with what is exact.
    pub basis: Option<&'v Bilingual>,
    /// Ids of sources.
    pub sources: &'v [Id],
}

impl Disclosed<'_> {
    /// The point to go to: one that somebody stood at, told as it was recorded.
    pub fn surveyed_point(&self) -> Option<(f64, f64)> {
        let is_to_go_to = self.method.is_measured_on_site() && self.precision == PublicPrecision::Exact;
        self.point.filter(|_| is_to_go_to)
    }
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
        let newest = || self.catalogue().village(&village.id);
        let precision = match self.catalogue().audience() {
            Audience::Staff => PublicPrecision::Exact,
            Audience::Public => {
                let allowed =
                    newest().map_or(PublicPrecision::Withheld, |newest| strictest_of(newest, place.role));
                place.public.max(allowed)
            }
        };
        disclosed(place, precision).map_or(Whereabouts::Withheld, Whereabouts::Told)
    }

    /// The point that stands for a town on a map: degrees east and north in WGS 84.
    pub fn town_point(&self, town: &Town) -> Option<(f64, f64)> {
        let place = town.place.as_ref().filter(|place| place.public <= PublicPrecision::Town)?;
        wgs84(place.datum, place.geometry.positions().first().copied()?)
    }
}

/// The point to go to of a village's newest revision, if everybody may be told.
pub fn surveyed_point(newest: &Village) -> Option<(f64, f64)> {
    let place = newest.main_place()?;
    disclosed(place, place.public.max(strictest_of(newest, place.role)))?.surveyed_point()
}

/// What the newest revision allows of a place of this role. One that names it no more allows nothing: taking a place out is
/// how somebody in a hurry hides it.
fn strictest_of(newest: &Village, role: Role) -> PublicPrecision {
    let same = newest.places.iter().filter(|place| place.role == role);
    same.map(|place| place.public).max().unwrap_or(PublicPrecision::Withheld)
}

fn disclosed(place: &Place, precision: PublicPrecision) -> Option<Disclosed<'_>> {
    // The step of the grid in degrees, and how far its corner is from its middle, in metres.
    let (step_deg, moved_m) = match precision {
        PublicPrecision::Exact => (None, 0.0),
        PublicPrecision::HundredMetres => (Some(0.001), 80.0),
        PublicPrecision::Kilometre => (Some(0.01), 800.0),
        PublicPrecision::Town | PublicPrecision::Withheld => return None,
    };
    let point = match &place.geometry {
        Geometry::Point(position) => wgs84(place.datum, *position),
        Geometry::Points(_) | Geometry::Outline(_) => None,
    };
    let coarse = |degrees: f64| step_deg.map_or(degrees, |step: f64| (degrees / step).round() * step);
    Some(Disclosed {
        point: point.map(|(lon, lat)| (coarse(lon), coarse(lat))),
        radius_m: place.uncertainty_m + moved_m,
        precision,
        method: place.method,
        certainty: place.certainty,
        basis: place.basis.as_ref().filter(|_| precision == PublicPrecision::Exact),
        sources: &place.sources,
    })
}

/// Degrees of a datum that is WGS 84 at this scale; the others are not brought over yet.
fn wgs84(datum: Datum, position: Position) -> Option<(f64, f64)> {
    matches!(datum, Datum::Wgs84 | Datum::Cgcs2000).then(|| (position.lon(), position.lat()))
}
