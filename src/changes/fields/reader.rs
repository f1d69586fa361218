//! Reading fields into a record, with every fault noted: a form shows all of them at once.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use unicode_normalization::UnicodeNormalization;

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
    pub(super) fn degrees(&mut self, name: &str) -> Option<f64> {
        self.read(name, FieldFaultCode::NotANumber, degrees)
    }

    pub(super) fn position(&mut self, name: &str, (lon, lat): (f64, f64)) -> Option<Position> {
        match Position::new(lon, lat) {
            Ok(position) => Some(position),
            Err(BadPosition::Exchanged { .. }) => {
                self.fault(name, FieldFaultCode::Exchanged);
                None
            }
            Err(BadPosition::OffTheEarth { .. }) => {
                self.fault(name, FieldFaultCode::OffTheEarth);
                None
            }
        }
    }

    /// Several positions, one a line: longitude, then latitude.
    pub(super) fn positions(&mut self, name: &str) -> Vec<Position> {
        let mut positions = Vec::new();
        for line in self.needed(name).unwrap_or_default().lines().filter(|line| !is_blank(line)) {
            let pair: Option<Vec<f64>> = parts(line).map(degrees).collect();
            match pair.as_deref() {
                Some(&[lon, lat]) => positions.extend(self.position(name, (lon, lat))),
                _ => self.fault(name, FieldFaultCode::NotANumber),
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
fn number(text: &str) -> Option<f64> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let grouped = text.split(',').skip(1).all(|group| group.split('.').next().is_some_and(|g| g.len() == 3));
    let text = if grouped { text.replace(',', "") } else { text };
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Degrees as people write them: `110.696`, `110°41′45.6″`, `东经110度41分45.6秒`, full-width digits as well.
pub(in crate::changes) fn degrees(text: &str) -> Option<f64> {
    // NFKC makes of ″ two ′, which two minutes would be too.
    let text: String = text.chars().map(|c| if c == '″' { '"' } else { c }).nfkc().collect();
    // On which side of the equator and of Greenwich is said before or behind, never among the numbers.
    let is_side = |c: char| c.is_whitespace() || "EeWwNnSs东西南北经纬+-".contains(c);
    let numbers = text.trim_matches(is_side);
    let is_negative = text.contains(['W', 'w', 'S', 's', '西', '南', '-']);
    let mut parts = vec![String::new()];
    for c in numbers.chars() {
        match c {
            '0'..='9' | '.' => parts.last_mut()?.push(c),
            '°' | 'º' | '度' | '\'' | '′' | '’' | '分' | '"' | '”' | '秒' | ':' | ' ' => {
                parts.push(String::new());
            }
            _ => return None,
        }
    }
    let mut numbers = parts;
    numbers.retain(|number| !number.is_empty());
    let mut numbers = numbers.iter().map(|number| number.parse::<f64>().ok());
    let whole = numbers.next()??;
    let minutes = numbers.next().unwrap_or(Some(0.0))?;
    let seconds = numbers.next().unwrap_or(Some(0.0))?;
    if numbers.next().is_some() || minutes >= 60.0 || seconds >= 60.0 {
        return None;
    }
    let degrees = whole + minutes / 60.0 + seconds / 3600.0;
    Some(if is_negative { -degrees } else { degrees })
}

#[cfg(test)]
mod tests {
    use super::{degrees, number};

    #[test]
    fn degrees_are_read_as_people_write_them() {
        for text in [
            "110.696",
            "１１０．６９６",
            "110°41′45.6″",
            "110° 41' 45.6\"",
            "东经110度41分45.6秒",
            "E110:41:45.6",
            "110 41 45.6",
        ] {
            let read = degrees(text);
            assert!(read.is_some_and(|read| (read - 110.696).abs() < 1e-9), "{text}: {read:?}");
        }
        assert!(degrees("-35.5").is_some_and(|read| read < 0.0));
        for text in ["", "northeast", "110°61′", "110 41 45 6", "1e5"] {
            assert_eq!(degrees(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(number("１，２００．５"), Some(1200.5));
        assert_eq!(number(" 3.2 "), Some(3.2));
        for text in ["3,2", "about 3", "NaN", "inf", ""] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
