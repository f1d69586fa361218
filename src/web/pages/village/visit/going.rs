//! Where to go: points that somebody stood at, and what lies near them.

use serde::Serialize;

use crate::archive::{Nearby, Spot, surveyed_point};
use crate::model::address::Page;
use crate::model::{Position, Role, Village};
use crate::web::views::handover::{MapLink, Target, markers};
use crate::web::views::point::{PointView, way};
use crate::web::views::reader::{Name, Reader, Text};

/// Forts that are named as near.
const NEAR: usize = 6;

/// A point to go to.
#[derive(Serialize)]
pub(super) struct GoingView {
    /// 停车处.
    label: String,
    /// What to do there.
    what: Option<String>,
    /// How far it may be off.
    radius: String,
    /// Which gate, which open ground: what it was worked out from.
    basis: Option<Text>,
    point: PointView,
    maps: Vec<MapLink>,
}

/// A fort near by.
#[derive(Serialize)]
pub(super) struct NearView {
    name: Name,
    href: String,
    /// 东北，3.2公里.
    way: String,
}

/// The points of a village.
pub(super) fn points(
    village: &Village,
    spots: &[Spot<'_>],
    address: Option<&str>,
    reader: &Reader<'_>,
) -> Vec<GoingView> {
    let view = |spot: &Spot<'_>| {
        let target = Target::of(village, spot, reader)?;
        let word = spot.role.word();
        let radius_m = spot.place.radius_m;
        Some(GoingView {
            label: reader.t(&format!("spot-{word}")),
            what: reader.maybe(&format!("spot-{word}-what")),
            radius: reader.t_with("position-within", [("m", radius_m.into())]),
            // That of the centre is told with the position.
            basis: spot.place.basis.filter(|_| spot.role != Role::Centre).map(|basis| reader.text(basis)),
            point: PointView::of(target.position, reader),
            maps: markers(&target, address.unwrap_or(&village.name.zh), radius_m, reader),
        })
    };
    spots.iter().filter_map(view).collect()
}

/// The surveyed forts nearest to the place of a village; none where that itself is not to be gone to.
pub(super) fn near(village: &Village, reader: &Reader<'_>) -> Vec<NearView> {
    let told = reader.snapshot.whereabouts(village).told().and_then(|place| place.surveyed_point());
    let Some(here) = told.and_then(|(lon, lat)| Position::new(lon, lat).ok()) else { return Vec::new() };
    // One more, since the village itself is likely to be among them.
    let found = reader.catalogue.nearest(here, NEAR + 1);
    let others = found.iter().filter(|near| near.village.id != village.id).take(NEAR);
    let view = |near: &Nearby| NearView {
        name: reader.name(&near.village.name),
        href: reader.url(&Page::village(&near.village.id)),
        way: way(here.heading(near.position), near.distance_m, reader),
    };
    others.map(view).collect()
}

/// Where a route through the village is planned; none where none can lead there now.
pub(super) fn route(village: &Village, reader: &Reader<'_>) -> Option<String> {
    let newest = reader.catalogue.village(&village.id)?;
    surveyed_point(&newest)?;
    Some(reader.url(&Page::ROUTE.with("ids", &village.id)))
}
