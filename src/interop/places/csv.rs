//! Places as CSV (RFC 4180), one village a line: also those whose position is not told, which have none there.

use ::csv::{Terminator, WriterBuilder};

use super::{DATUM, Placed};
use crate::interop::table::guarded;

const HEAD: [&str; 15] = [
    "id",
    "name",
    "name_en",
    "code",
    "town",
    "town_code",
    "position",
    "lon",
    "lat",
    "datum",
    "radius_m",
    "method",
    "certainty",
    "precision",
    "url",
];

/// The mark that tells spreadsheets it is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the villages; words that begin like a formula get `'` before them.
///
/// # Errors
/// If the writer fails, which in memory it does not.
pub fn write_csv(places: &[Placed]) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.to_vec());
    writer.write_record(HEAD)?;
    for placed in places {
        let (told, point) = (placed.told(), placed.point().map(|(_, point)| point));
        let town = placed.town.as_ref();
        let word = |text: &str| guarded(text).into_owned();
        let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
        let told_word = |of: fn(&super::Told) -> &'static str| told.map_or("", of).to_owned();
        writer.write_record([
            placed.id.clone(),
            word(&placed.name),
            word(placed.name_en.as_deref().unwrap_or_default()),
            placed.code.clone().unwrap_or_default(),
            word(town.map_or("", |town| &town.0)),
            town.map_or_else(String::new, |town| town.1.clone()),
            placed.kind().to_owned(),
            number(point.map(|point| point.0)),
            number(point.map(|point| point.1)),
            point.map_or("", |_| DATUM).to_owned(),
            number(told.map(|told| told.radius_m)),
            told_word(|told| told.method),
            told_word(|told| told.certainty),
            told_word(|told| told.precision),
            placed.url.clone(),
        ])?;
    }
    writer.into_inner().map_err(|error| ::csv::Error::from(std::io::Error::other(error.to_string())))
}
