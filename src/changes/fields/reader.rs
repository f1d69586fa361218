//! Reading fields into a record, with every fault noted: a form shows all of them at once.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use unicode_normalization::UnicodeNormalization;

use super::angle::{Axis, BadAngle, degrees_of, pair};
use super::{FieldFault, FieldFaultCode, Fields, Made, is_blank, parts};
use crate::model::{BadPosition, Bilingual, Id, PartialDate, PartlyBilingual, Position};

/// Fields as they are read; which nobody has asked for is a fault.
pub(super) struct Reader<'f> {
    fields: &'f Fields,
    asked: BTreeSet<String>,
    faults: Vec<FieldFault>,
}

impl<'f> Reader<'f> {
    pub(super) fn new(fields: &'f Fields) -> Self {
        Self { fields, asked: BTreeSet::new(), faults: Vec::new() }
    }

    /// The record, unless there was a fault.
    pub(super) fn finish<R>(mut self, record: Option<R>) -> Made<R> {
        // A field under a name that is a little wrong would else be dropped without a word when the record is
        // published.
        let unasked = self.fields.keys().filter(|name| !self.asked.contains(*name));
        let unasked: Vec<String> = unasked.cloned().collect();
        for name in unasked {
            self.fault(name, FieldFaultCode::NoSuchField);
        }
        match record {
            Some(record) if self.faults.is_empty() => Ok(record),
            _ => Err(self.faults),
        }
    }

    pub(super) fn fault(&mut self, field: impl Into<String>, code: FieldFaultCode) {
        self.faults.push(FieldFault { field: field.into(), code });
    }

    /// What stands below `prefix.` and the next dot, in order, once each: `1`, `2`, … of `statement.wall.`.
    pub(super) fn below(&self, prefix: &str) -> Vec<&'f str> {
        let mut found: Vec<&str> = Vec::new();
        for name in self.fields.keys() {
            if let Some((next, _)) = name.strip_prefix(prefix).and_then(|rest| rest.split_once('.'))
                && !found.contains(&next)
            {
                found.push(next);
            }
        }
        // Counted things stand in the order they are counted in: 2 before 10.
        found.sort_by_key(|part| part.parse::<u32>().unwrap_or(0));
        found
    }

    /// Whether any field below `prefix` says something.
    pub(super) fn has_below(&self, prefix: &str) -> bool {
        // In the order of names all that begin alike stand together.
        let below = self.fields.range(prefix.to_owned()..).take_while(|(name, _)| name.starts_with(prefix));
        below.into_iter().any(|(_, text)| !is_blank(text))
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.asked.insert(name.to_owned());
        self.fields.get(name).filter(|text| !is_blank(text)).map(|text| text.trim().to_owned())
    }

    pub(super) fn needed(&mut self, name: &str) -> Option<String> {
        let text = self.text(name);
        if text.is_none() {
            self.fault(name, FieldFaultCode::Missing);
        }
        text
    }

    /// A text that is kept with its blank lines and spaces.
    fn prose(&mut self, name: &str) -> Option<String> {
        self.asked.insert(name.to_owned());
        self.fields.get(name).filter(|text| !is_blank(text)).cloned()
    }

    /// Read by `read`; what cannot be read is the fault `code`.
    fn read<T>(
        &mut self,
        name: &str,
        code: FieldFaultCode,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.fault(name, code);
        }
        value
    }

    /// A value by the word that its document form has for it.
    pub(super) fn word<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        // By the words of documents: forms and files cannot drift apart.
        self.read(name, FieldFaultCode::NoChoice, |word| serde_json::from_value(word.into()).ok())
    }

    pub(super) fn needed_word<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        self.needed(name)?;
        self.word(name)
    }

    pub(super) fn id(&mut self, name: &str) -> Option<Id> {
        self.read(name, FieldFaultCode::NotAnId, |text| Id::parse(text).ok())
    }

    pub(super) fn ids(&mut self, name: &str) -> Vec<Id> {
        let text = self.text(name).unwrap_or_default();
        let ids: Option<Vec<Id>> = parts(&text).map(|part| Id::parse(part).ok()).collect();
        if ids.is_none() {
            self.fault(name, FieldFaultCode::NotAnId);
        }
        ids.unwrap_or_default()
    }

    pub(super) fn list(&mut self, name: &str) -> Vec<String> {
        parts(&self.text(name).unwrap_or_default()).map(str::to_owned).collect()
    }

    pub(super) fn date(&mut self, name: &str) -> Option<PartialDate> {
        self.read(name, FieldFaultCode::NotADate, |text| {
            let text: String = text.nfkc().map(|c| if matches!(c, '/' | '.') { '-' } else { c }).collect();
            PartialDate::parse(&text).ok()
        })
    }

    pub(super) fn number(&mut self, name: &str) -> Option<f64> {
        self.read(name, FieldFaultCode::NotANumber, number)
    }

    /// Degrees, as a decimal or in degrees, minutes and seconds.
    pub(super) fn degrees(&mut self, name: &str, axis: Axis) -> Option<f64> {
        let text = self.text(name)?;
        match degrees_of(&text, Some(axis)) {
            Ok(degrees) => Some(degrees),
            Err(bad) => {
                let code = match bad {
                    BadAngle::Unclear => FieldFaultCode::NotDegrees,
                    BadAngle::Sixty => FieldFaultCode::SixtyMinutes,
                    BadAngle::OtherAxis => FieldFaultCode::OtherAxis,
                    BadAngle::Pair => FieldFaultCode::PairHere,
                };
                self.fault(name, code);
                None
            }
        }
    }

    /// A pair that nobody has taken apart yet.
    pub(super) fn pair(&mut self, name: &str) -> Option<Position> {
        let text = self.text(name)?;
        match pair(&text) {
            // `pair` gives only what lies on the earth: this cannot be `None` without a fault.
            Ok((lon, lat)) => Position::new(lon.degrees, lat.degrees).ok(),
            Err(bad) => {
                self.fault(name, FieldFaultCode::of_pair(bad));
                None
            }
        }
    }

    /// A position of two fields, longitude and latitude; what is off the earth is told at the one that is.
    pub(super) fn position(
        &mut self,
        (lon_name, lat_name): (&str, &str),
        (lon, lat): (f64, f64),
    ) -> Option<Position> {
        match Position::new(lon, lat) {
            Ok(position) => Some(position),
            Err(BadPosition::Exchanged { .. }) => {
                // At one of the two: at both it would be said twice.
                self.fault(lon_name, FieldFaultCode::Exchanged);
                None
            }
            Err(BadPosition::OffTheEarth { .. }) => {
                let name = if lon.abs() > 180.0 { lon_name } else { lat_name };
                self.fault(name, FieldFaultCode::OffTheEarth);
                None
            }
        }
    }

    /// Several positions, one a line: longitude, then latitude, or either first where it is clear which is which.
    pub(super) fn positions(&mut self, name: &str) -> Vec<Position> {
        let mut positions = Vec::new();
        for line in self.needed(name).unwrap_or_default().lines().filter(|line| !is_blank(line)) {
            match positions_line(line) {
                Ok(position) => positions.push(position),
                Err(code) => self.fault(name, code),
            }
        }
        positions
    }

    /// A text in two languages, if it is there in Chinese; English alone is a fault.
    pub(super) fn bilingual(&mut self, name: &str) -> Option<Bilingual> {
        let (zh, en) = (self.text(&format!("{name}.zh")), self.text(&format!("{name}.en")));
        match (zh, en) {
            (Some(zh), en) => Some(Bilingual { zh, en }),
            (None, Some(_)) => {
                self.fault(format!("{name}.zh"), FieldFaultCode::Missing);
                None
            }
            (None, None) => None,
        }
    }

    pub(super) fn needed_bilingual(&mut self, name: &str) -> Option<Bilingual> {
        // Not through `bilingual`, which would tell of the missing Chinese a second time.
        self.needed(&format!("{name}.zh"));
        let (zh, en) = (self.text(&format!("{name}.zh")), self.text(&format!("{name}.en")));
        zh.map(|zh| Bilingual { zh, en })
    }

    pub(super) fn partly(&mut self, name: &str) -> Option<PartlyBilingual> {
        let (zh, en) = (self.prose(&format!("{name}.zh")), self.prose(&format!("{name}.en")));
        (zh.is_some() || en.is_some()).then_some(PartlyBilingual { zh, en })
    }
}

/// A number as people type it: full-width digits, a comma between thousands.
pub(in crate::changes) fn number(text: &str) -> Option<f64> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    // 3,2 may mean three and two tenths, and 0,500 one half: they are refused, not read as 32 and 500.
    let text = if is_grouped(&text) { text.replace(',', "") } else { text };
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Whether each comma stands between thousands: `12,000.5`, but neither `1234,567` nor `1.5,000`.
fn is_grouped(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next().unwrap_or_default();
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    is_first && !fraction.contains(',') && groups.all(|group| group.len() == 3)
}

/// One line of several positions.
fn positions_line(line: &str) -> Result<Position, FieldFaultCode> {
    let two: Option<Vec<f64>> = parts(line).map(|part| degrees_of(part, None).ok()).collect();
    // The order is asked for, so that what it alone can tell is taken by it.
    let by_order = match two.as_deref() {
        Some(&[lon, lat]) => Some(Position::new(lon, lat)),
        _ => None,
    };
    match (pair(line), by_order) {
        (Ok((lon, lat)), None) => {
            Position::new(lon.degrees, lat.degrees).map_err(|_| FieldFaultCode::OffTheEarth)
        }
        (_, Some(Ok(position))) => Ok(position),
        (_, Some(Err(BadPosition::Exchanged { .. }))) => Err(FieldFaultCode::Exchanged),
        (_, Some(Err(BadPosition::OffTheEarth { .. }))) => Err(FieldFaultCode::OffTheEarth),
        (Err(bad), None) => Err(FieldFaultCode::of_pair(bad)),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(number("１，２００．５"), Some(1200.5));
        assert_eq!(number(" 3.2 "), Some(3.2));
        assert_eq!(number("-12,000,000.25"), Some(-12_000_000.25));
        for text in ["3,2", "0,500", "1.5,000", "1234,567", "1,23,456", "about 3", "NaN", "inf", ""] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
