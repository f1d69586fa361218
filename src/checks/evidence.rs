//! The numbers that records vouch for: what the number in a headline or a description is held against.

use std::collections::HashSet;

use crate::model::{
    Bilingual, CandidateStatus, Collection, County, Entry, Essay, Id, PartialDate, Place, SourceType,
    Statement, Village,
};
use crate::prose::{Dimension, Quantity, quantities};

/// Numbers with what they count or measure, in thousandths.
#[derive(Default)]
pub(super) struct Evidence(HashSet<(Dimension, i64)>);

impl Evidence {
    /// What is vouched for in the entry of a village: its statements and places, the dates of the sources they
    /// cite, its code. An open entry is about the list itself and may use what is said of Hejin and counted here.
    pub(super) fn of_village(collection: &Collection, village: &Village) -> Self {
        let mut evidence = Self::default();
        evidence.add_lists(collection);
        evidence.add_village(collection, village);
        if village.entry == Entry::Open {
            evidence.add_region(collection);
        }
        evidence
    }

    /// What is vouched for in an essay: what is said of Hejin, of the villages it is about, and counted here; the
    /// dates of the sources it cites.
    pub(super) fn of_essay(collection: &Collection, essay: &Essay) -> Self {
        let mut evidence = Self::default();
        evidence.add_lists(collection);
        evidence.add_region(collection);
        for village in collection.villages.iter().filter(|village| essay.villages.contains(&village.id)) {
            evidence.add_village(collection, village);
        }
        evidence.add_sources(collection, &essay.sources);
        evidence
    }

    /// Whether a number stands in what was gathered, counting or measuring the same.
    pub(super) fn has(&self, quantity: &Quantity) -> bool {
        self.0.contains(&(quantity.dimension, quantity.thousandths))
    }

    /// The years of the code lists: every village is compared with them, whether or not a statement says so.
    fn add_lists(&mut self, collection: &Collection) {
        let lists = collection.sources.iter().filter(|source| source.source_type == SourceType::Dataset);
        for year in lists.filter_map(|source| source.issued).map(PartialDate::year) {
            self.add(Dimension::Year, f64::from(year));
        }
    }

    fn add_village(&mut self, collection: &Collection, village: &Village) {
        self.add_statements(collection, &village.statements);
        for place in &village.places {
            self.add_place(collection, place);
        }
        for survey in &village.surveys {
            self.add_date(survey.date);
        }
        if let Some(code) = &village.statistical_code {
            self.add_text(code);
        }
    }

    /// What is said of Hejin, and how many entries and candidates are counted here.
    fn add_region(&mut self, collection: &Collection) {
        self.add_statements(collection, &collection.region.statements);
        let entries = |entry| collection.villages.iter().filter(|village| village.entry == entry).count();
        let counts = [entries(Entry::Named), entries(Entry::Open), collection.villages.len()];
        for count in counts.into_iter().chain(candidates(&collection.region)) {
            self.add(Dimension::Count, count as f64);
        }
    }

    fn add_statements(&mut self, collection: &Collection, statements: &[Statement]) {
        for statement in statements {
            self.add_words(&statement.value);
            statement.note.iter().for_each(|note| self.add_words(note));
            self.add_sources(collection, &statement.sources);
            for measurement in &statement.measures {
                let (dimension, size) = match measurement.unit.as_str() {
                    "m" => (Dimension::Length, 1.0),
                    "cm" => (Dimension::Length, 0.01),
                    "m2" => (Dimension::Area, 1.0),
                    _ => (Dimension::Count, 1.0),
                };
                self.add(dimension, measurement.value * size);
            }
        }
    }

    fn add_place(&mut self, collection: &Collection, place: &Place) {
        self.add(Dimension::Length, place.uncertainty_m);
        place.basis.iter().for_each(|basis| self.add_words(basis));
        self.add_sources(collection, &place.sources);
    }

    fn add_sources(&mut self, collection: &Collection, ids: &[Id]) {
        for source in collection.sources.iter().filter(|source| ids.contains(&source.id)) {
            source.issued.iter().for_each(|date| self.add_date(*date));
        }
    }

    fn add_date(&mut self, date: PartialDate) {
        for (dimension, part) in
            [Dimension::Year, Dimension::Month, Dimension::Day].into_iter().zip(date.parts())
        {
            self.add(dimension, f64::from(part));
        }
    }

    fn add_words(&mut self, words: &Bilingual) {
        self.add_text(&words.zh);
        words.en.iter().for_each(|en| self.add_text(en));
    }

    fn add_text(&mut self, text: &str) {
        // No names are left out here: a number within one vouches as well.
        self.0.extend(quantities(text, &[]).iter().map(|found| (found.dimension, found.thousandths)));
    }

    fn add(&mut self, dimension: Dimension, value: f64) {
        // Whole thousandths: two floats that were arrived at differently are hardly ever equal.
        self.0.insert((dimension, (value * 1000.0).round() as i64));
    }
}

/// How many candidates there are by name: in all, of either kind, still listed, gone, and named in the report.
fn candidates(region: &County) -> Vec<usize> {
    let of_kind = |kind: &str| region.candidates.iter().filter(|candidate| candidate.kind == kind).count();
    let current =
        region.candidates.iter().filter(|candidate| candidate.status == CandidateStatus::Current).count();
    let named = region.candidates.iter().filter(|candidate| candidate.named_in_article).count();
    let all = region.candidates.len();
    vec![all, of_kind("堡"), of_kind("寨"), current, all - current, named]
}
