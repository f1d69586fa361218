//! Dates, and whether what is said to have been is still to come.

use toml::de::DeValue;

use super::Fields;
use crate::folder::problem::ProblemCode;
use crate::model::PartialDate;
use crate::store::Clock;

impl Fields<'_> {
    /// A date that may be absent.
    pub(in crate::folder) fn optional_date(&mut self, key: &'static str) -> Option<PartialDate> {
        let text = match self.take(key)? {
            (DeValue::String(text), _) => text.to_string(),
            // An unquoted 2026-04-12 is a TOML date and means the same.
            (DeValue::Datetime(date), _) => date.to_string(),
            (other, line) => {
                self.wrong_type(key, line, "a date", other);
                return None;
            }
        };
        self.parse_at(key, PartialDate::parse(&text), ProblemCode::BadDate)
    }

    /// A date that must be there.
    pub(in crate::folder) fn date(&mut self, key: &'static str) -> Option<PartialDate> {
        self.require(key);
        self.optional_date(key)
    }

    /// The date of something that has been, which may be absent: one that is still to come is a slip, and told.
    pub(in crate::folder) fn optional_past_date(&mut self, key: &'static str) -> Option<PartialDate> {
        let date = self.optional_date(key)?;
        if is_to_come(date, &Clock::system()) {
            let line = self.file.line_at(&self.path_of(key)).unwrap_or(self.line);
            let message = format!("`{key}`: {date} is still to come");
            self.note_at(key, ProblemCode::BadDate, line, message);
        }
        Some(date)
    }

    /// Such a date that must be there.
    pub(in crate::folder) fn past_date(&mut self, key: &'static str) -> Option<PartialDate> {
        self.require(key);
        self.optional_past_date(key)
    }
}

/// The day this was written: a machine whose clock says less has no say in what is to come.
const NOT_BEFORE: (i16, i8, i8) = (2026, 11, 28);

/// Whether a date lies behind tomorrow, since it is tomorrow somewhere already.
fn is_to_come(date: PartialDate, clock: &Clock) -> bool {
    let today = jiff::tz::TimeZone::UTC.to_datetime(clock.now()).date();
    let (year, month, day) = NOT_BEFORE;
    let today = today.max(jiff::civil::Date::new(year, month, day).unwrap_or(today));
    let last = today.tomorrow().unwrap_or(today);
    date.earliest_day().is_some_and(|first| first > last)
}
