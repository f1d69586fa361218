//! Positions as the form of a survey takes them: pasted pairs taken apart, what a camera or a device has measured, and what
//! was understood, so that whoever typed it sees an error.

use super::fields::{Axis, Fields, PAIR, degrees_of, pair};
use super::form::next_unit;
use super::save::Edit;
use crate::archive::as_published;
use crate::model::{Certainty, Datum, Geometry, Method, Place, Position, PublicPrecision, Role};

/// The fields of a place that say where it lies and how that was measured.
const LON: &str = "lon";
const LAT: &str = "lat";
const DATUM: &str = "datum";
const METHOD: &str = "method";
const RADIUS: &str = "uncertainty_m";
const PUBLIC: &str = "public";

/// Places that a photo can be taken at.
const SHOT_AT: [Role; 3] = [Role::Gate, Role::Parking, Role::Centre];

/// Takes the pasted pairs among edits apart: where one is clear, its two numbers stand in the place of what was sent for
/// them, as it has them written, and the box is empty. One that is not clear stays in its box. Gives the names of the
/// places that were taken apart, each with its record.
pub fn take_pairs_apart(edits: &mut Vec<Edit>) -> Vec<(String, String)> {
    let mut units = Vec::new();
    // Over those that were sent: the numbers that are pushed on the way are no pairs.
    for at in 0..edits.len() {
        let Edit { record, field, value, .. } = &edits[at];
        let unit = field.strip_suffix(PAIR).and_then(|unit| unit.strip_suffix('.'));
        let Some(unit) = unit.filter(|unit| unit.starts_with("place.") && !value.trim().is_empty()) else {
            continue;
        };
        let Ok((lon, lat)) = pair(value) else { continue };
        let (record, unit) = (record.clone(), unit.to_owned());
        // Sent empty, not left out: a pair that could not be read before still stands in the box of the change.
        edits[at].value.clear();
        for (name, angle) in [(LON, lon), (LAT, lat)] {
            let field = format!("{unit}.{name}");
            match edits.iter_mut().find(|edit| edit.record == record && edit.field == field) {
                Some(edit) => edit.value = angle.written,
                None => {
                    edits.push(Edit { record: record.clone(), field, value: angle.written, settles: false });
                }
            }
        }
        units.push((record, unit));
    }
    units
}

/// The two numbers of a place, each by the name of its field, and its empty box.
pub fn numbers_of<'f>(unit: &str, fields: &'f Fields) -> [(String, &'f str); 3] {
    [LON, LAT, PAIR].map(|name| {
        let field = format!("{unit}.{name}");
        let value = fields.get(&field).map_or("", String::as_str);
        (field, value)
    })
}

/// What a receiver has measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Whether it is known that these are of WGS 84; if not, the datum is left to be asked for.
    pub is_wgs84: bool,
    /// What it may be off by, metres.
    pub radius_m: Option<f64>,
}

/// The edits that put what was measured into the blank place `unit` of a record.
pub fn measured(record: &str, unit: &str, measured: Measured) -> Vec<Edit> {
    let Measured { lon, lat, is_wgs84, radius_m } = measured;
    let fields = [
        // Six decimals are a tenth of a metre.
        (LON, Some(format!("{lon:.6}"))),
        (LAT, Some(format!("{lat:.6}"))),
        (METHOD, Some(Method::Gps.word().to_owned())),
        (DATUM, is_wgs84.then(|| Datum::Wgs84.word().to_owned())),
        // Upwards: what it may be off by is never told smaller than it was measured.
        (RADIUS, radius_m.map(|metres| metres.ceil().to_string())),
    ];
    let edit = |(name, value): (&str, Option<String>)| {
        let (record, field) = (record.to_owned(), format!("{unit}.{name}"));
        value.map(|value| Edit { record, field, value, settles: false })
    };
    fields.into_iter().filter_map(edit).collect()
}

/// Whether a camera's name of a datum is one of WGS 84; one that names none means it.
pub fn is_wgs84(named: Option<&str>) -> bool {
    // Cameras write it WGS-84, WGS 84 or WGS84.
    let plain: String = named
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    match named.map(str::trim) {
        None | Some("") => true,
        Some(_) => matches!(plain.as_str(), "WGS84" | "WGS1984" | "EPSG4326"),
    }
}

/// The units that the position of a photo can go to, for each role one: the first that says nothing of where it lies, else
/// a new one, so that nothing is written over.
pub fn free_units(fields: &Fields) -> Vec<String> {
    SHOT_AT.into_iter().map(|role| free_unit(role, fields)).collect()
}

fn free_unit(role: Role, fields: &Fields) -> String {
    let kind = format!("place.{}", role.word());
    let next = next_unit(&kind, fields);
    let count = next.rsplit('.').next().and_then(|count| count.parse::<u32>().ok()).unwrap_or(1);
    let is_free = |unit: &String| {
        // Not its certainty, basis or sources: where only these are said, nothing is written over.
        let says = [LON, LAT, PAIR, "points", "outline", DATUM, METHOD, RADIUS];
        !says.iter().any(|name| fields.contains_key(&format!("{unit}.{name}")))
    };
    (1..count).map(|n| format!("{kind}.{n}")).find(is_free).unwrap_or(next)
}

/// What was understood of a place of one point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Understood {
    /// Where it lies.
    pub position: Position,
    /// The word of its datum, once it is said.
    pub datum: Option<&'static str>,
    /// What everybody would be told of it, once all is said that decides it.
    pub published: Option<PublishedAs>,
}

/// What everybody is told of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PublishedAs {
    /// A point.
    Point {
        /// Degrees east in WGS 84.
        lon: f64,
        /// Degrees north.
        lat: f64,
        /// What it may be off by, metres, the coarsening with it.
        radius_m: f64,
        /// To how many decimals of a degree it is told.
        decimals: usize,
    },
    /// No point: its datum is kept as recorded.
    OtherDatum,
    /// Nothing of where it lies within its town.
    Withheld,
}

/// Reads a place of the form; nothing where its two numbers are not both there and clear.
pub fn understood(unit: &str, fields: &Fields) -> Option<Understood> {
    let field = |name: &str| fields.get(&format!("{unit}.{name}"));
    let degrees = |name, axis| degrees_of(field(name)?, Some(axis)).ok();
    let position = Position::new(degrees(LON, Axis::Lon)?, degrees(LAT, Axis::Lat)?).ok()?;
    let datum = field(DATUM).and_then(|word| Datum::from_word(word));
    let role = unit.rsplit_once('.').map_or(unit, |(role, _)| role);
    // The strictest of a role holds for all its places, so that what the others say is asked too.
    let of_role = fields.iter().filter(|(name, _)| {
        let within = name.strip_prefix(role).and_then(|rest| rest.strip_prefix('.'));
        within.and_then(|rest| rest.split_once('.')).is_some_and(|(_, name)| name == PUBLIC)
    });
    let allowed = of_role.filter_map(|(_, word)| PublicPrecision::from_word(word));
    let published = || {
        // Only a part of it decides what is told: how it was measured, how sure that is and by what is filled in.
        let place = Place {
            role: Role::ALL.iter().copied().find(|known| role.ends_with(known.word()))?,
            geometry: Geometry::Point(position),
            altitude_m: None,
            datum: datum?,
            uncertainty_m: super::fields::number(field(RADIUS)?)?,
            method: Method::Map,
            stands_for: None,
            certainty: Certainty::Lead,
            basis: None,
            sources: Vec::new(),
            public: PublicPrecision::from_word(field(PUBLIC)?)?,
        };
        Some(match as_published(&place, allowed) {
            None => PublishedAs::Withheld,
            Some(told) => match told.point {
                None => PublishedAs::OtherDatum,
                Some((lon, lat)) => {
                    let decimals = match told.precision {
                        // A thousandth of a degree is about a hundred metres: more decimals would claim more than
                        // is told.
                        PublicPrecision::HundredMetres => 3,
                        PublicPrecision::Kilometre => 2,
                        _ => 6,
                    };
                    PublishedAs::Point { lon, lat, radius_m: told.radius_m, decimals }
                }
            },
        })
    };
    Some(Understood { position, datum: datum.map(Datum::word), published: published() })
}

/// Degrees without their side as degrees, minutes and seconds to a tenth: `35°35′42.1″`.
pub fn dms(degrees: f64) -> String {
    // Rounded once, before it is parted: 41′59.97″ is 42′00.0″ and never 41′60.0″.
    let tenths = (degrees.abs() * 36_000.0).round() as u64;
    let (whole, minutes) = (tenths / 36_000, tenths / 600 % 60);
    format!("{whole}°{minutes:02}′{:02}.{}″", tenths / 10 % 60, tenths % 10)
}
