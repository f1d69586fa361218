//! Places as they may be told: coarsened, or not at all.
//!
//! The geometry of a record leaves the archive nowhere else, but for the operator's own export.

use crate::model::{
    Bilingual, Certainty, Datum, Geometry, Id, Method, Place, Position, PublicPrecision, Role, StandsFor,
    Village,
};

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
    /// What its point stands for, where that is known; of a coarsened point it says nothing, and is not told.
    pub stands_for: Option<StandsFor>,
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

/// A place as everybody would be told it if it were published with these `allowed` of its role, the strictest of which
/// holds; `None` where nothing of it is told.
pub fn as_published(
    place: &Place,
    allowed: impl IntoIterator<Item = PublicPrecision>,
) -> Option<Disclosed<'_>> {
    disclosed(place, allowed.into_iter().fold(place.public, PublicPrecision::max))
}

/// The point to go to of a village's newest revision, if everybody may be told.
pub fn surveyed_point(newest: &Village) -> Option<(f64, f64)> {
    told_publicly(newest)?.surveyed_point()
}

/// Where a village is by its newest revision, as far as everybody may be told.
pub(super) fn told_publicly(newest: &Village) -> Option<Disclosed<'_>> {
    let place = newest.main_place()?;
    disclosed(place, place.public.max(strictest_of(newest, place.role)))
}

/// What the newest revision allows of a place of this role. One that names it no more allows nothing: taking a place out is
/// how somebody in a hurry hides it.
pub(super) fn strictest_of(newest: &Village, role: Role) -> PublicPrecision {
    let same = newest.places.iter().filter(|place| place.role == role);
    // Of several of one role the strictest: another of the same spot must not tell what that one withholds.
    same.map(|place| place.public).max().unwrap_or(PublicPrecision::Withheld)
}

/// A place as finely as `precision` allows.
pub(super) fn disclosed(place: &Place, precision: PublicPrecision) -> Option<Disclosed<'_>> {
    // The step of the grid in degrees, and how far its corner is from its middle, in metres.
    let (step_deg, moved_m) = match precision {
        PublicPrecision::Exact => (None, 0.0),
        // Half a step is 56 m at most, either way: the corner is at most 79 m off. Ten times that below.
        PublicPrecision::HundredMetres => (Some(0.001), 80.0),
        PublicPrecision::Kilometre => (Some(0.01), 800.0),
        PublicPrecision::Town | PublicPrecision::Withheld => return None,
    };
    // Brought over first: coarsened before, a point would carry the shift of its datum, and with it decimals that tell more.
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
        stands_for: place.stands_for.filter(|_| precision == PublicPrecision::Exact),
        certainty: place.certainty,
        basis: place.basis.as_ref().filter(|_| precision == PublicPrecision::Exact),
        sources: &place.sources,
    })
}

/// Degrees of WGS 84; none of a datum that is kept as recorded.
pub(super) fn wgs84(datum: Datum, position: Position) -> Option<(f64, f64)> {
    datum.convert(position, Datum::Wgs84).map(Into::into)
}
