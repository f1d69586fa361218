//! What the live map draws, which a script makes of the same villages when a reader asks for it: in degrees, as they may be told.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::{NAMES_OF_ONE, Named, TOWNS, named_at, on_drawing, surveyed};
use crate::archive::Whereabouts;
use crate::model::address::Page;
use crate::model::{Certainty, Village};
use crate::web::base_map::{BaseMap, FRAME};
use crate::web::views::reader::{Reader, Text};
use crate::web::views::whereabouts::how_known;

/// The villages of a map page with their towns; the rivers and the words of the land are taken from the drawing beside it.
#[derive(Debug, Serialize)]
pub(in crate::web) struct LiveMap {
    /// West and south of the whole drawing, and how far it goes east and north from there, degrees.
    frame: (f64, f64, f64, f64),
    /// Where the county's town is, degrees: longitude and latitude.
    seat: (f64, f64),
    towns: Vec<LiveTown>,
    /// All that stand on the map or in the list, by id.
    villages: BTreeMap<String, LiveVillage>,
}

#[derive(Debug, Serialize)]
struct LiveTown {
    id: String,
    name: Text,
    at: (f64, f64),
    /// The ids of those that have no point of their own.
    villages: Vec<String>,
    /// How many more there are, and where they are listed.
    more: usize,
    more_href: String,
}

#[derive(Debug, Serialize)]
struct LiveVillage {
    name: Text,
    href: String,
    how: String,
    /// The id of its town.
    #[serde(skip_serializing_if = "Option::is_none")]
    town: Option<String>,
    /// How sure its town is, where that is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Its point, or the middle of the circle that holds it; none where that is not told or not on the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<(f64, f64)>,
    /// Of that circle, metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    radius: Option<f64>,
    /// Whether it stands at its point.
    surveyed: bool,
}

impl LiveMap {
    /// The whole land with the villages that the drawing names and those of the `listed` page.
    pub(in crate::web) fn of_land(
        base: &BaseMap,
        named: &Named<'_>,
        listed: &[Arc<Village>],
        reader: &Reader<'_>,
    ) -> Self {
        let mut villages = BTreeMap::new();
        let mut note = |village: &Village| {
            villages.entry(village.id.to_string()).or_insert_with(|| live(village, reader));
        };
        listed.iter().chain(&surveyed(named, reader)).for_each(|village| note(village));
        named.chosen.into_iter().for_each(&mut note);
        let towns = reader.catalogue.region().towns.iter().take(TOWNS);
        let towns = towns.filter_map(|town| {
            let at = reader.snapshot.town_point(town).filter(|at| on_drawing(*at).is_some())?;
            let (at_town, total) = match named_at(town, NAMES_OF_ONE, named, reader) {
                Some((_, villages, total)) => (villages, total),
                None => (Vec::new(), 0),
            };
            at_town.iter().for_each(|village| note(village));
            Some(LiveTown {
                id: town.id.to_string(),
                name: reader.name_text(&town.name),
                at: short(at),
                villages: at_town.iter().map(|village| village.id.to_string()).collect(),
                more: total - at_town.len(),
                more_href: (named.of_town)(&town.id),
            })
        });
        let reach = short((FRAME.2 - FRAME.0, FRAME.3 - FRAME.1));
        Self {
            frame: (FRAME.0, FRAME.1, reach.0, reach.1),
            seat: short(base.seat),
            towns: towns.collect(),
            villages,
        }
    }

    /// As JSON that may stand in a page: `<` is an escape, since `</script>` and `<!--` end or alter the element.
    pub(in crate::web) fn script_safe(&self) -> String {
        serde_json::json!(self).to_string().replace('<', "\\u003c")
    }
}

fn live(village: &Village, reader: &Reader<'_>) -> LiveVillage {
    let place = match reader.snapshot.whereabouts(village) {
        Whereabouts::Told(place) => Some(place),
        Whereabouts::Withheld | Whereabouts::Unknown => None,
    };
    let at = place.as_ref().and_then(|place| place.point).filter(|at| on_drawing(*at).is_some());
    let is_inferred = village.town_certainty == Some(Certainty::Lead);
    LiveVillage {
        name: reader.name_text(&village.name),
        href: reader.url(&Page::village(&village.id)),
        how: how_known(village, reader),
        town: village.town.as_ref().map(ToString::to_string),
        note: is_inferred.then(|| reader.t("map-town-inferred")),
        at: at.map(short),
        radius: place.as_ref().filter(|_| at.is_some()).map(|place| place.radius_m.round()),
        surveyed: at.is_some() && place.is_some_and(|place| place.surveyed_point().is_some()),
    }
}

/// To six decimals, about a tenth of a metre.
fn short((lon, lat): (f64, f64)) -> (f64, f64) {
    let six = |degrees: f64| (degrees * 1e6).round() / 1e6;
    (six(lon), six(lat))
}
