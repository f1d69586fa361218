//! The drawn map of the land between the two rivers: nothing on it that the archive does not hold.

use serde::Serialize;

use super::reader::Reader;
use crate::model::Language;
use crate::web::base_map::{BaseMap, River, project, sides};

/// The map of a page.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct MapView {
    width: u32,
    height: u32,
    rivers: Vec<River>,
    towns: Vec<TownLabel>,
}

#[derive(Debug, Clone, Serialize)]
struct TownLabel {
    id: String,
    label: String,
    x: f64,
    y: f64,
    seat: bool,
}

impl MapView {
    /// The map with the towns labelled for a reader.
    pub(in crate::web) fn of(base: &BaseMap, reader: &Reader<'_>) -> Self {
        let towns = reader.catalogue.region().towns.iter().filter_map(|town| {
            let point = reader.snapshot.town_point(town)?;
            let label = reader.name_text(&town.name).text;
            Some(label_at(town.id.as_str(), label, point, false))
        });
        // The seat comes with the drawing and not with the records, so its name stands here.
        let seat = match reader.language {
            Language::Chinese => "河津市区",
            Language::English => "Hejin",
        };
        let seat = label_at("hejin", seat.to_owned(), base.seat, true);
        let (width, height) = sides();
        Self {
            width,
            height,
            rivers: base.rivers.clone(),
            towns: std::iter::once(seat).chain(towns).collect(),
        }
    }
}

fn label_at(id: &str, label: String, (lon, lat): (f64, f64), seat: bool) -> TownLabel {
    let (x, y) = project(lon, lat);
    TownLabel { id: id.to_owned(), label, x, y, seat }
}
