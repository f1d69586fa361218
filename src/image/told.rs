//! What a camera wrote into a picture of where and when: to be offered to whoever fills a form, never to be taken by itself.
//!
//! Clocks are wrong, and a position without the name of its datum may be off by half a kilometre in China.

use std::io::Cursor;

use exif::{Exif, In, Rational, Reader, Tag, Value};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::formats::guarded;
use super::{Format, Probe, ProbeError};

/// What the camera says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// When the picture was taken, by the camera's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<DateTime>,
    /// Degrees clockwise from true north in which it looked, 0 ≤ d < 360; of magnetic north nothing is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction_deg: Option<f64>,
    /// Where it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<ToldPosition>,
}

/// Where a camera says it stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToldPosition {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// The datum as the file names it; nothing, if it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datum: Option<String>,
    /// What the receiver says it may be off by, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_m: Option<f64>,
}

/// Reads what the camera says in a picture that has been probed; what cannot be read is not told.
pub fn told(bytes: &[u8], probe: &Probe) -> Told {
    if probe.format == Format::Avif {
        return Told::default();
    }
    let read = || {
        let mut reader = Reader::new();
        // One broken field hides none of the others.
        let found = reader.continue_on_error(true).read_from_container(&mut Cursor::new(bytes));
        let found = found.or_else(|error| error.distill_partial_result(|_| {}));
        Ok::<_, ProbeError>(found.map_or_else(|_| Told::default(), |exif| of(&exif)))
    };
    guarded(read).unwrap_or_default()
}

fn of(exif: &Exif) -> Told {
    // Not `DateTime`, which programs set when they change a picture.
    let taken = [Tag::DateTimeOriginal, Tag::DateTimeDigitized];
    let true_north = text(exif, Tag::GPSImgDirectionRef).is_some_and(|north| north == "T");
    let direction = numbers(exif, Tag::GPSImgDirection).first().copied().filter(|_| true_north);
    Told {
        taken: taken.into_iter().find_map(|tag| moment(exif, tag)),
        direction_deg: direction.filter(|deg| (0.0..360.0).contains(deg)),
        position: position(exif),
    }
}

fn moment(exif: &Exif, tag: Tag) -> Option<DateTime> {
    let text = text(exif, tag)?;
    let found = exif::DateTime::from_ascii(text.as_bytes()).ok()?;
    let part = |number: u8| i8::try_from(number).ok();
    let (year, month, day) = (i16::try_from(found.year).ok()?, part(found.month)?, part(found.day)?);
    DateTime::new(year, month, day, part(found.hour)?, part(found.minute)?, part(found.second)?, 0).ok()
}

fn position(exif: &Exif) -> Option<ToldPosition> {
    // Receivers that have lost their satellites say so, and repeat the last position.
    if text(exif, Tag::GPSStatus).is_some_and(|status| status == "V") {
        return None;
    }
    let degrees = |tag, side, (positive, negative), most: f64| {
        // Without its letter a number may mean either half of the earth, and is not guessed.
        let sign = match text(exif, side)? {
            word if word == positive => 1.0,
            word if word == negative => -1.0,
            _ => return None,
        };
        let parts = numbers(exif, tag);
        let [whole, minutes, seconds] = *parts.as_slice() else { return None };
        let degrees = sign * (whole + minutes / 60.0 + seconds / 3600.0);
        (degrees.abs() <= most).then_some(degrees)
    };
    let lat = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, ("N", "S"), 90.0)?;
    let lon = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, ("E", "W"), 180.0)?;
    // What cameras write that have found nothing.
    if (lon, lat) == (0.0, 0.0) {
        return None;
    }
    let error = numbers(exif, Tag::GPSHPositioningError).first().copied();
    let datum = text(exif, Tag::GPSMapDatum).filter(|datum| !datum.is_empty());
    Some(ToldPosition { lon, lat, datum, error_m: error.filter(|metres| *metres > 0.0) })
}

/// A text of a tag, without the filling behind it, at most 40 characters.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(lines) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let line = String::from_utf8_lossy(lines.first()?);
    Some(line.trim_matches(|c: char| c == '\0' || c.is_whitespace()).chars().take(40).collect())
}

/// The numbers of a tag; none where one of them is no number.
fn numbers(exif: &Exif, tag: Tag) -> Vec<f64> {
    let values: &[Rational] = match exif.get_field(tag, In::PRIMARY).map(|field| &field.value) {
        Some(Value::Rational(values)) => values,
        _ => &[],
    };
    let numbers: Vec<f64> = values.iter().map(Rational::to_f64).collect();
    if numbers.iter().all(|number| number.is_finite()) { numbers } else { Vec::new() }
}
