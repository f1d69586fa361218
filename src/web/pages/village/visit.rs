//! The visit box: what can honestly be said of getting there.
//!
//! Nothing navigates to the middle of a circle: where a place was not measured on the spot, the way on
//! is a search by name and an address to copy.

pub(super) mod access;
mod going;

use serde::Serialize;

use self::access::{Admission, Met};
use self::going::{GoingView, NearView};
use crate::archive::Whereabouts;
use crate::model::address::Page;
use crate::model::{Certainty, Entry, Town, Village};
use crate::web::views::handover::{COUNTY, MapLink, searches};
use crate::web::views::reader::{Labelled, NamedLink, Reader, Text};
use crate::web::views::source::{Mark, SourceList};

/// Province, prefecture and county of every village here.
const ABOVE: &str = "山西省运城市";

/// Villages of the same town that are named; a town of a large archive has hundreds.
const NEIGHBOURS: usize = 12;

/// What the box holds.
#[derive(Serialize)]
pub(super) struct Visit {
    position: PositionView,
    /// Points that somebody stood at, to go to.
    points: Vec<GoingView>,
    /// Why there are none although the place is told.
    why_none: Option<String>,
    address: Option<String>,
    /// The village by its name; none where there are points.
    searches: Vec<MapLink>,
    /// The town by its name, where there are no points and it is established.
    town: Option<TownWay>,
    near: Vec<NearView>,
    /// Where a route through it is planned.
    route: Option<String>,
    access: Admission,
    met: Vec<Met>,
    /// What nobody has told yet of what is met on the way.
    unmet: Vec<String>,
    neighbours: Vec<NamedLink>,
}

#[derive(Serialize)]
struct PositionView {
    kind: &'static str,
    text: String,
    /// What the point stands for, in words.
    stands_for: Option<String>,
    basis: Option<Text>,
    certainty: Option<Labelled>,
    marks: Vec<Mark>,
}

/// The way as far as the town.
#[derive(Serialize)]
struct TownWay {
    name: Text,
    searches: Vec<MapLink>,
}

impl Visit {
    /// The box of a village.
    pub(super) fn of(village: &Village, reader: &Reader<'_>, sources: &mut SourceList<'_>) -> Self {
        let position = position(village, reader, sources);
        let address = keyword(village, reader).map(|keyword| format!("{ABOVE}{keyword}"));
        let spots = reader.snapshot.spots(village);
        let is_to_go_to = !spots.is_empty();
        let access = Admission::of(village, reader, sources);
        let (met, unmet) = access::met(village, reader, sources);
        let keyword = keyword(village, reader).filter(|_| !is_to_go_to);
        Self {
            points: going::points(village, &spots, address.as_deref(), reader),
            why_none: if is_to_go_to { None } else { why_none(&position, reader) },
            searches: keyword.as_deref().map_or_else(Vec::new, |keyword| searches(keyword, reader)),
            town: if is_to_go_to { None } else { way_to_town(village, reader) },
            near: going::near(village, reader),
            route: going::route(village, reader).filter(|_| is_to_go_to),
            neighbours: neighbours(village, reader),
            position,
            address,
            access,
            met,
            unmet,
        }
    }
}

fn why_none(position: &PositionView, reader: &Reader<'_>) -> Option<String> {
    match position.kind {
        "circle" => Some(reader.t("visit-no-point-circle")),
        "surveyed" => Some(reader.t("visit-no-point")),
        // The position itself says that it is not known or not told.
        _ => None,
    }
}

fn position(village: &Village, reader: &Reader<'_>, sources: &mut SourceList<'_>) -> PositionView {
    let place = match reader.snapshot.whereabouts(village) {
        Whereabouts::Told(place) => place,
        untold => {
            let key = match (untold, village.entry) {
                (Whereabouts::Unknown, Entry::Open) => "position-none-open",
                (Whereabouts::Unknown, Entry::Named) => "position-none",
                _ => "position-withheld",
            };
            let text = reader.t(key);
            return PositionView {
                kind: "none",
                text,
                stands_for: None,
                basis: None,
                certainty: None,
                marks: Vec::new(),
            };
        }
    };
    let kind = if place.method.is_measured_on_site() { "surveyed" } else { "circle" };
    let text = if kind == "surveyed" {
        reader.t_with("position-surveyed", [("m", place.radius_m.into())])
    } else {
        reader.t_with("position-circle", [("km", (place.radius_m / 1000.0).into())])
    };
    PositionView {
        kind,
        text,
        stands_for: place.stands_for.map(|spot| reader.t(&format!("position-stands-for-{}", spot.word()))),
        basis: place.basis.map(|basis| reader.text(basis)),
        certainty: Some(reader.certainty(place.certainty)),
        marks: sources.marks(place.sources),
    }
}

/// What to search a map for: county, town where it is established, village. None where nobody knows in which town it lies.
fn keyword(village: &Village, reader: &Reader<'_>) -> Option<String> {
    town(village, reader)?;
    let town = sure_town(village, reader).map_or("", |town| &town.name.zh);
    Some(format!("{COUNTY}{town}{}", village.name.zh))
}

fn town<'r>(village: &Village, reader: &Reader<'r>) -> Option<&'r Town> {
    village.town.as_ref().and_then(|id| reader.catalogue.region().town(id))
}

/// The town, where it is established that the village lies there.
fn sure_town<'r>(village: &Village, reader: &Reader<'r>) -> Option<&'r Town> {
    town(village, reader).filter(|_| village.town_certainty == Some(Certainty::Established))
}

/// A search for the town's name: what the archive has of a town is no point to drive to either.
fn way_to_town(village: &Village, reader: &Reader<'_>) -> Option<TownWay> {
    let town = sure_town(village, reader)?;
    let searches = searches(&format!("{COUNTY}{}", town.name.zh), reader);
    Some(TownWay { name: reader.name_text(&town.name), searches })
}

fn neighbours(village: &Village, reader: &Reader<'_>) -> Vec<NamedLink> {
    let Some(town) = &village.town else { return Vec::new() };
    // One more, since the village itself is likely to be among them.
    let of_town = reader.catalogue.named_in(town, NEIGHBOURS + 1);
    let others = of_town.iter().filter(|other| other.id != village.id).take(NEIGHBOURS);
    others
        .map(|other| NamedLink {
            name: reader.name(&other.name),
            href: reader.url(&Page::village(&other.id)),
        })
        .collect()
}
