//! Dates that may know only their year, or their year and month.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// The day a moment falls on in Shanghai. China has kept UTC+8 without summer time since 1991; the archive is
/// younger.
pub fn day_in_shanghai(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::fixed(Offset::constant(8))).date()
}

/// A date of year, month or day precision: `2026`, `2026-04`, `2026-04-12` (ISO 8601, reduced precision).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    // In this order: comparing goes from field to field, and what is not known stands before what is.
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// The text is not a date of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date: write 2026-04-12, 2026-04 or 2026")]
pub struct BadDate(String);

impl PartialDate {
    /// Reads a date; a day or month that the calendar does not have is refused.
    pub fn parse(text: &str) -> Result<Self, BadDate> {
        Self::read(text).ok_or_else(|| BadDate(text.to_owned()))
    }

    fn read(text: &str) -> Option<Self> {
        let digits = |part: &str, length: usize| {
            // Digits alone: `parse` would take `+024`.
            (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<i16>().ok())?
        };
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        // Two layers: no month is a date, a month that is none is not.
        let month = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |m| m.map(Some))?;
        let day = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |d| d.map(Some))?;
        if parts.next().is_some() {
            return None;
        }
        let (month, day) = (month.map(|m| m as i8), day.map(|d| d as i8));
        // The calendar decides, leap years included; what is not known is made the first, which every month has.
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Year, month and day, as far as they are known.
    pub fn parts(self) -> Vec<i16> {
        let rest = [self.month, self.day].into_iter().flatten().map(i16::from);
        std::iter::once(self.year).chain(rest).collect()
    }

    /// The earliest day the date can mean.
    pub fn earliest_day(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }
}

/// The months as English writes them, January first: dates are told in them, and found by them in texts.
pub const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for PartialDate {
    type Error = BadDate;

    fn try_from(text: String) -> Result<Self, BadDate> {
        Self::parse(&text)
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::PartialDate;

    #[test]
    fn keeps_the_precision_it_was_given() {
        for text in ["2024", "2024-06", "2024-02-29", "0645"] {
            assert_eq!(PartialDate::parse(text).map(|d| d.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn refuses_what_the_calendar_does_not_have() {
        for text in
            ["", "24", "2023-02-29", "2024-13", "2024-00", "2024-1-1", "2024-01-01-01", "２０２４", "2024-"]
        {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
    }
}
