//! Villages as layers for maps and devices: GeoJSON, KML, GPX, and a table of the same.
//!
//! Positions come as they may be told. Where nobody measured, a point is the middle of a circle and nothing to go to: each form
//! says the radius beside it, KML draws the circle itself, and GPX leaves it out.

mod csv;
mod geojson;
mod gpx;
mod kml;

pub use self::csv::write_csv;
pub use self::geojson::write_geojson;
pub use self::gpx::write_gpx;
pub use self::kml::write_kml;

/// The datum of every position here.
pub const DATUM: &str = "WGS84";

/// A village as a layer has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Its id.
    pub id: String,
    /// Its name in characters.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// 统计用区划代码, 12 digits.
    pub code: Option<String>,
    /// Its town by name, and the town's code of 9 digits.
    pub town: Option<(String, String)>,
    /// The absolute address of its page.
    pub url: String,
    /// What may be told of where it is.
    pub position: Position,
}

/// What may be told of where a village is.
#[derive(Debug, Clone, PartialEq)]
pub enum Position {
    /// This.
    Told(Told),
    /// No more than the town.
    Withheld,
    /// It is not recorded.
    Unknown,
}

/// A position that is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Degrees east and north in WGS 84; `None` where the record's own datum cannot be brought over.
    pub point: Option<(f64, f64)>,
    /// Radius in metres that holds about 90 % of the possible positions.
    pub radius_m: f64,
    /// The word of how finely it is told: `exact`, `100 m`, `1 km`.
    pub precision: &'static str,
    /// The word of how it was arrived at: `surveyed`, `gps`, `map`, `derived-from-text`.
    pub method: &'static str,
    /// The word of how sure it is.
    pub certainty: &'static str,
    /// Whether somebody stood there, and it is told as it was recorded: the only points to go to.
    pub is_surveyed: bool,
}

/// What a village's position is here, and its point if it has one.
impl Placed {
    fn told(&self) -> Option<&Told> {
        match &self.position {
            Position::Told(told) => Some(told),
            Position::Withheld | Position::Unknown => None,
        }
    }

    fn point(&self) -> Option<(&Told, (f64, f64))> {
        let told = self.told()?;
        Some((told, told.point.map(|(lon, lat)| (rounded(lon), rounded(lat)))?))
    }

    /// The word of what its position is.
    fn kind(&self) -> &'static str {
        match &self.position {
            Position::Told(told) if told.is_surveyed => "surveyed",
            Position::Told(_) => "circle",
            Position::Withheld => "withheld",
            Position::Unknown => "none",
        }
    }
}

/// Degrees to seven decimals, a centimetre: more says nothing (RFC 7946, 11.2).
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

#[cfg(test)]
mod tests;
