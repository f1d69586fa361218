//! Places as GeoJSON (RFC 7946): longitude first, WGS 84, no `crs`.

use ::geojson::feature::Id;
use ::geojson::{Feature, FeatureCollection, Geometry, JsonObject};
use serde_json::Value;

use super::{DATUM, Placed};

/// Writes the villages that have a point, each as a feature with its radius.
pub fn write_geojson(places: &[Placed]) -> String {
    let features = places.iter().filter_map(|placed| {
        let (told, (lon, lat)) = placed.point()?;
        let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::from);
        let town = placed.town.as_ref();
        let members = [
            ("name", Value::from(placed.name.as_str())),
            ("name_en", text(&placed.name_en)),
            ("code", text(&placed.code)),
            ("town", town.map_or(Value::Null, |town| town.0.as_str().into())),
            ("town_code", town.map_or(Value::Null, |town| town.1.as_str().into())),
            ("position", placed.kind().into()),
            ("datum", DATUM.into()),
            ("radius_m", told.radius_m.into()),
            ("method", told.method.into()),
            ("certainty", told.certainty.into()),
            ("precision", told.precision.into()),
            ("url", placed.url.as_str().into()),
        ];
        let members: JsonObject = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Some(Feature {
            bbox: None,
            geometry: Some(Geometry::new_point([lon, lat])),
            id: Some(Id::String(placed.id.clone())),
            properties: Some(members),
            foreign_members: None,
        })
    });
    FeatureCollection { bbox: None, features: features.collect(), foreign_members: None }.to_string()
}
