//! What a word may be meant for: what sounds like it, begins like it, or has a character or a letter amiss.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::query::{ConstScoreQuery, FuzzyTermQuery, Query, TermSetQuery};
use tantivy::schema::Field;

use super::{MAX_PIECE, NAME, Reading, SYLLABLE, Understood, any, boosted, every};
use crate::search::SearchError;
use crate::search::analyse::{pairs, stem};
use crate::search::readings::{readings_of, spellings, syllables};
use crate::search::snippet::Needle;
use crate::search::words::Word;

impl Reading<'_> {
    /// Names that sound like it: 范村堡 for 樊村堡.
    pub(super) fn by_sound(&self, chars: &[char]) -> Result<Option<Understood>, SearchError> {
        if chars.len() < 2 || chars.len() > MAX_PIECE {
            return Ok(None);
        }
        let readings: Vec<Vec<String>> = chars.iter().map(|c| readings_of(*c)).collect();
        let ways: Vec<Vec<String>> = spellings(&readings)
            .into_iter()
            .filter_map(|spelt| syllables_of(&spelt, &readings))
            .take(8)
            .collect();
        if ways.is_empty() {
            return Ok(None);
        }
        let understood = self.sounds(&ways, true);
        Ok(if self.exists(understood.query.as_ref())? { Some(understood) } else { None })
    }

    pub(super) fn sounds(&self, ways: &[Vec<String>], is_corrected: bool) -> Understood {
        let phrases = ways
            .iter()
            .map(|way| self.phrase(self.fields.syllable, way.iter().cloned().enumerate().collect()));
        let query = any(phrases.collect());
        Understood {
            in_title: query.box_clone(),
            query: boosted(query, SYLLABLE),
            needles: ways.iter().cloned().map(Needle::Read).collect(),
            is_corrected,
            is_front: false,
            name: None,
        }
    }

    /// Names of three characters and more in which one is another, or which stand in another order.
    pub(super) fn one_character_amiss(&self, chars: &[char]) -> Result<Option<Understood>, SearchError> {
        if chars.len() < 3 || chars.len() > MAX_PIECE {
            return Ok(None);
        }
        let field = self.fields.name_single;
        let all = chars.iter().map(|c| self.term(field, &c.to_string())).collect();
        let without = (0..chars.len()).map(|amiss| {
            let kept = chars.iter().enumerate().filter(|(at, _)| *at != amiss);
            // Each keeps its place, so that just one character may stand in the gap.
            self.phrase(field, kept.map(|(at, c)| (at, c.to_string())).collect())
        });
        for query in [every(all), any(without.collect())] {
            if self.exists(query.as_ref())? {
                let needles = pairs(chars).map(|(_, pair)| Needle::Han(pair.chars().collect())).collect();
                return Ok(Some(Understood {
                    in_title: query.box_clone(),
                    // A guess counts half of what was written.
                    query: boosted(query, NAME / 2.0),
                    needles,
                    is_corrected: true,
                    is_front: false,
                    name: None,
                }));
            }
        }
        Ok(None)
    }

    /// Whole names that begin with these letters: `fanc`, `fcb`.
    pub(super) fn keys_from(&self, letters: &str) -> Result<BTreeSet<String>, SearchError> {
        if letters.len() < 2 { Ok(BTreeSet::new()) } else { self.keys_between(letters, 50) }
    }

    /// Up to `limit` whole names from the index that begin with a text, in order.
    pub(in crate::search) fn keys_between(
        &self,
        start: &str,
        limit: usize,
    ) -> Result<BTreeSet<String>, SearchError> {
        let mut keys = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.key)?;
            let mut stream = index.terms().range().ge(start.as_bytes()).into_stream()?;
            // In each segment they rise: the first of all are among the first of each.
            let mut taken = 0;
            while taken < limit && stream.advance() && stream.key().starts_with(start.as_bytes()) {
                keys.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
                taken += 1;
            }
        }
        Ok(keys.into_iter().take(limit).collect())
    }

    /// A letter amiss in a name, or in a word of a text: `fanchun`, `barbicn`.
    pub(super) fn letters_amiss(&self, letters: &str) -> Result<Option<Understood>, SearchError> {
        let distance = match letters.len() {
            0..=3 => return Ok(None),
            4..=8 => 1,
            _ => 2,
        };
        let keys = self.fuzzy(self.fields.key, letters, distance)?;
        if let Some(mut understood) = self.of_keys(keys)? {
            understood.is_corrected = true;
            return Ok(Some(understood));
        }
        // Texts hold stems, whole names do not.
        let stemmed = stem(letters);
        let mut words = BTreeSet::new();
        for field in [self.fields.name, self.fields.body, self.fields.lead] {
            words.extend(self.fuzzy(field, &stemmed, 1)?);
        }
        // A number or a character pair is no misspelt word.
        words.retain(|word| word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase()));
        let taken = words.iter().take(8).map(|word| self.literal(&Word::Latin(word.clone())));
        let taken: Vec<Understood> = taken.collect();
        Ok((!taken.is_empty()).then(|| Understood {
            query: any(taken.iter().map(|word| word.query.box_clone()).collect()),
            in_title: any(taken.iter().map(|word| word.in_title.box_clone()).collect()),
            needles: words.into_iter().map(Needle::Word).collect(),
            is_corrected: true,
            is_front: false,
            name: None,
        }))
    }

    fn fuzzy(&self, field: Field, text: &str, distance: u8) -> Result<BTreeSet<String>, SearchError> {
        const MOST: usize = 20;
        let query = FuzzyTermQuery::new(Term::from_field_text(field, text), distance, true);
        let automaton = query.automaton()?;
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().search(&automaton).into_stream()?;
            while found.len() < MOST && stream.advance() {
                found.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
            }
        }
        Ok(found)
    }

    pub(super) fn of_keys(&self, keys: BTreeSet<String>) -> Result<Option<Understood>, SearchError> {
        if keys.is_empty() {
            return Ok(None);
        }
        let needles = keys.iter().filter_map(|key| syllables(key)).map(Needle::Read).take(4).collect();
        let terms = keys.iter().map(|key| Term::from_field_text(self.fields.key, key));
        let query: Box<dyn Query> = Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), NAME));
        Ok(Some(Understood {
            in_title: query.box_clone(),
            query,
            needles,
            is_corrected: false,
            is_front: false,
            name: None,
        }))
    }
}

/// A spelling cut into one syllable for each character.
fn syllables_of(spelt: &str, readings: &[Vec<String>]) -> Option<Vec<String>> {
    let (first, rest) = match readings.split_first() {
        None => return spelt.is_empty().then(Vec::new),
        Some(split) => split,
    };
    first.iter().filter_map(|reading| Some((reading, spelt.strip_prefix(reading.as_str())?))).find_map(
        |(reading, left)| {
            let mut all = vec![reading.clone()];
            all.extend(syllables_of(left, rest)?);
            Some(all)
        },
    )
}
