//! A record as the fields of a form: each a name and a text.
//!
//! Forms, merging and review all work on these: a form shows them, two people's work and what was published meanwhile are
//! merged field by field, and a review shows the fields that differ. A field that is blank is not there, so that an
//! unfinished record is nothing special. Names are paths: `name.zh`, `statement.wall.1.value.zh`, `place.gate.1.lon`;
//! statements are told apart by their property and places by their role, and counted from 1 within it.

mod angle;
mod essay;
mod photo;
mod reader;
mod village;
mod writer;

use std::collections::BTreeMap;

pub(super) use angle::{Axis, BadPair, degrees, degrees_of, pair};
pub use essay::{essay_fields, essay_of};
pub use photo::{photo_fields, photo_of};
pub(super) use reader::number;
pub(super) use village::PAIR;
pub use village::{village_fields, village_of, village_units};

/// The fields of a record by name; none is blank.
pub type Fields = BTreeMap<String, String>;

/// Why a field cannot be what it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The name of the field.
    pub field: String,
    /// What is wrong with it.
    pub code: FieldFaultCode,
}

/// What can be wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldFaultCode {
    /// It has to be there.
    Missing,
    /// It is no number.
    NotANumber,
    /// It is no date.
    NotADate,
    /// It is no id.
    NotAnId,
    /// It is none of what can be chosen.
    NoChoice,
    /// It is no degrees, or in two ways.
    NotDegrees,
    /// Minutes or seconds of 60 and more.
    SixtyMinutes,
    /// A longitude in the place of a latitude, or the other way round.
    OtherAxis,
    /// Both numbers of a position in the place of one.
    PairHere,
    /// It is no pair of coordinates, or in two ways.
    NotAPair,
    /// Which number of a pair is the longitude is not said, and either could be.
    NoAxis,
    /// Longitude and latitude look exchanged.
    Exchanged,
    /// It is no place on the earth.
    OffTheEarth,
    /// No record of this kind has such a field.
    NoSuchField,
}

impl FieldFaultCode {
    fn of_pair(bad: BadPair) -> Self {
        match bad {
            BadPair::Unclear => Self::NotAPair,
            BadPair::NoAxis => Self::NoAxis,
            BadPair::Exchanged => Self::Exchanged,
            BadPair::OffTheEarth => Self::OffTheEarth,
        }
    }

    /// The word of findings and texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotANumber => "not-a-number",
            Self::NotADate => "not-a-date",
            Self::NotAnId => "not-an-id",
            Self::NoChoice => "no-choice",
            Self::NotDegrees => "not-degrees",
            Self::SixtyMinutes => "sixty-minutes",
            Self::OtherAxis => "other-axis",
            Self::PairHere => "pair-here",
            Self::NotAPair => "not-a-pair",
            Self::NoAxis => "no-axis",
            Self::Exchanged => "exchanged",
            Self::OffTheEarth => "off-the-earth",
            Self::NoSuchField => "no-such-field",
        }
    }
}

/// The records a set of fields makes, or why it makes none.
type Made<R> = Result<R, Vec<FieldFault>>;

/// Whether a text says nothing.
fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// What is typed between separators: commas, semicolons, 、 or lines.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    // In both widths: an input method for Chinese types ， and ；.
    text.split([',', '，', ';', '；', '、', '\n']).map(str::trim).filter(|part| !part.is_empty())
}
