//! How a query is understood over an index: each word as it stands if anything has it, else by its sound, by the
//! words it is made of, by a character or a letter amiss.

use std::collections::BTreeSet;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EnableScoring, FuzzyTermQuery, Occur, PhraseQuery, Query,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::SearchError;
use super::analyse::{pairs, stem};
use super::keys::key;
use super::readings::{readings_of, spellings, syllables};
use super::schema::Fields;
use super::snippet::Needle;
use super::words::{Word, without_function_words};

/// Questions to the index that one query may cost; past it words are taken as not found.
const MAX_PROBES: usize = 160;

/// The longest piece that a word is cut into.
const MAX_PIECE: usize = 8;

/// What an exact whole name adds to the score of a document, above any text.
pub(super) const WHOLE_NAME: f32 = 1000.0;
/// What all words in the title add.
pub(super) const ALL_IN_TITLE: f32 = 300.0;
/// What one word that is a whole name adds.
const WORD_IS_NAME: f32 = 60.0;

/// How much a word counts by where it stands.
const NAME: f32 = 8.0;
const SYLLABLE: f32 = 5.0;
const CONTEXT: f32 = 3.0;
const BY: f32 = 2.0;
const BODY: f32 = 1.0;
const LEAD: f32 = 0.4;

/// A word, understood.
pub(super) struct Understood {
    pub(super) query: Box<dyn Query>,
    /// The same in titles alone.
    pub(super) in_title: Box<dyn Query>,
    pub(super) needles: Vec<Needle>,
    /// Whether it was taken for something else than was typed.
    pub(super) is_corrected: bool,
}

/// An index that words are understood over.
pub(super) struct Reading<'i> {
    pub(super) searcher: &'i Searcher,
    pub(super) fields: &'i Fields,
    probes: std::cell::Cell<usize>,
}

impl<'i> Reading<'i> {
    pub(super) fn new(searcher: &'i Searcher, fields: &'i Fields) -> Self {
        Self { searcher, fields, probes: std::cell::Cell::new(0) }
    }

    /// Understands a word; none where nothing in the index is like it. May become several words.
    pub(super) fn understand(&self, word: &Word) -> Result<Vec<Understood>, SearchError> {
        if let Some(mut understood) = self.as_typed(word)? {
            if let Word::Han(chars) = word
                && let Some((name, rest)) = self.name_and_rest(chars)?
            {
                // 固镇窑址 is also what is said of a 窑址 under the name 固镇.
                let apart =
                    every(vec![self.literal(&Word::Han(name)).query, self.literal(&Word::Han(rest)).query]);
                understood.query = any(vec![understood.query, apart]);
            }
            return Ok(vec![understood]);
        }
        match word {
            Word::Han(chars) => self.understand_han(chars),
            Word::Latin(letters) => self.understand_latin(letters),
            Word::Year(_, chars) => self.understand_han(chars),
            Word::Number(_) => Ok(Vec::new()),
        }
    }

    /// The word as it stands, if anything has it.
    pub(super) fn as_typed(&self, word: &Word) -> Result<Option<Understood>, SearchError> {
        let understood = self.literal(word);
        Ok(if self.exists(understood.query.as_ref())? { Some(understood) } else { None })
    }

    /// A word that begins with a whole name and says more.
    fn name_and_rest(&self, chars: &[char]) -> Result<Option<(Vec<char>, Vec<char>)>, SearchError> {
        for at in (2..chars.len().saturating_sub(1).min(MAX_PIECE)).rev() {
            let (name, rest) = chars.split_at(at);
            if self.exists(self.term(self.fields.key, &name.iter().collect::<String>()).as_ref())? {
                return Ok(Some((name.to_vec(), rest.to_vec())));
            }
        }
        Ok(None)
    }

    fn understand_han(&self, chars: &[char]) -> Result<Vec<Understood>, SearchError> {
        let parts = without_function_words(chars);
        if parts.len() != 1 || parts[0].len() != chars.len() {
            let mut understood = Vec::new();
            for part in parts {
                understood.extend(self.understand(&Word::Han(part))?);
            }
            return Ok(understood);
        }
        if let Some(understood) = self.by_sound(chars)? {
            return Ok(vec![understood]);
        }
        let (pieces, covered) =
            self.cut(chars.len(), 2, |from, to| self.literal(&Word::Han(chars[from..to].to_vec())))?;
        if covered == chars.len() {
            return Ok(pieces);
        }
        if let Some(understood) = self.one_character_amiss(chars)? {
            return Ok(vec![understood]);
        }
        // A piece of a word that nobody wrote is not what was asked.
        Ok(if covered * 5 >= chars.len() * 3 { pieces } else { Vec::new() })
    }

    fn understand_latin(&self, letters: &str) -> Result<Vec<Understood>, SearchError> {
        if let Some(understood) = self.of_keys(self.keys_from(letters)?)? {
            return Ok(vec![understood]);
        }
        if let Some(cut) = syllables(letters).filter(|cut| cut.len() > 2) {
            let (pieces, covered) =
                self.cut(cut.len(), 2, |from, to| self.sounds(&[cut[from..to].to_vec()], false))?;
            if covered == cut.len() {
                return Ok(pieces);
            }
        }
        Ok(self.letters_amiss(letters)?.into_iter().collect())
    }

    /// Cuts `length` units into the longest pieces that are found, from the front; says how many are covered.
    fn cut(
        &self,
        length: usize,
        least: usize,
        piece: impl Fn(usize, usize) -> Understood,
    ) -> Result<(Vec<Understood>, usize), SearchError> {
        let (mut pieces, mut covered, mut from) = (Vec::new(), 0, 0);
        while from + least <= length {
            let mut next = from + 1;
            for to in (from + least..=length.min(from + MAX_PIECE)).rev() {
                let understood = piece(from, to);
                if self.exists(understood.query.as_ref())? {
                    pieces.push(understood);
                    covered += to - from;
                    next = to;
                    break;
                }
            }
            from = next;
        }
        Ok((pieces, covered))
    }

    /// Names that sound like it: 范村堡 for 樊村堡.
    fn by_sound(&self, chars: &[char]) -> Result<Option<Understood>, SearchError> {
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

    fn sounds(&self, ways: &[Vec<String>], is_corrected: bool) -> Understood {
        let phrases = ways
            .iter()
            .map(|way| self.phrase(self.fields.syllable, way.iter().cloned().enumerate().collect()));
        let query = any(phrases.collect());
        Understood {
            in_title: query.box_clone(),
            query: boosted(query, SYLLABLE),
            needles: ways.iter().cloned().map(Needle::Read).collect(),
            is_corrected,
        }
    }

    /// Names of three characters and more in which one is another, or which stand in another order.
    fn one_character_amiss(&self, chars: &[char]) -> Result<Option<Understood>, SearchError> {
        if chars.len() < 3 || chars.len() > MAX_PIECE {
            return Ok(None);
        }
        let field = self.fields.name_single;
        let all = chars.iter().map(|c| self.term(field, &c.to_string())).collect();
        let without = (0..chars.len()).map(|amiss| {
            let kept = chars.iter().enumerate().filter(|(at, _)| *at != amiss);
            self.phrase(field, kept.map(|(at, c)| (at, c.to_string())).collect())
        });
        for query in [every(all), any(without.collect())] {
            if self.exists(query.as_ref())? {
                let needles = pairs(chars).map(|(_, pair)| Needle::Han(pair.chars().collect())).collect();
                return Ok(Some(Understood {
                    in_title: query.box_clone(),
                    query: boosted(query, NAME / 2.0),
                    needles,
                    is_corrected: true,
                }));
            }
        }
        Ok(None)
    }

    /// Whole names that begin with these letters: `fanc`, `fcb`.
    fn keys_from(&self, letters: &str) -> Result<BTreeSet<String>, SearchError> {
        if letters.len() < 2 { Ok(BTreeSet::new()) } else { self.keys_between(letters, 50) }
    }

    /// Up to `limit` whole names from the index that begin with a text, in order.
    pub(super) fn keys_between(&self, start: &str, limit: usize) -> Result<BTreeSet<String>, SearchError> {
        let mut keys = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.key)?;
            let mut stream = index.terms().range().ge(start.as_bytes()).into_stream()?;
            let mut taken = 0;
            while taken < limit && stream.advance() && stream.key().starts_with(start.as_bytes()) {
                keys.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
                taken += 1;
            }
        }
        Ok(keys.into_iter().take(limit).collect())
    }

    /// A letter amiss in a name, or in a word of a text: `fanchun`, `barbicn`.
    fn letters_amiss(&self, letters: &str) -> Result<Option<Understood>, SearchError> {
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

    fn of_keys(&self, keys: BTreeSet<String>) -> Result<Option<Understood>, SearchError> {
        if keys.is_empty() {
            return Ok(None);
        }
        let needles = keys.iter().filter_map(|key| syllables(key)).map(Needle::Read).take(4).collect();
        let terms = keys.iter().map(|key| Term::from_field_text(self.fields.key, key));
        let query: Box<dyn Query> = Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), NAME));
        Ok(Some(Understood { in_title: query.box_clone(), query, needles, is_corrected: false }))
    }

    /// The word as it stands, wherever it may stand.
    pub(super) fn literal(&self, word: &Word) -> Understood {
        let fields = self.fields;
        let mut needles = Vec::new();
        let mut places: Vec<Box<dyn Query>> = Vec::new();
        let mut in_title: Vec<Box<dyn Query>> = Vec::new();
        let mut look = |grams: &[(usize, String)]| {
            for (field, weight) in [
                (fields.name, NAME),
                (fields.context, CONTEXT),
                (fields.by, BY),
                (fields.body, BODY),
                (fields.lead, LEAD),
            ] {
                places.push(boosted(self.phrase(field, grams.to_vec()), weight));
            }
            in_title.push(self.phrase(fields.name, grams.to_vec()));
        };
        match word {
            Word::Han(chars) if chars.len() == 1 => {
                let alone = chars[0].to_string();
                places.push(boosted(self.term(fields.name_single, &alone), NAME));
                places.push(boosted(self.term(fields.body_single, &alone), BODY));
                in_title.push(self.term(fields.name_single, &alone));
                needles.push(Needle::Han(chars.clone()));
            }
            Word::Han(chars) => {
                look(&pairs(chars).collect::<Vec<_>>());
                needles.push(Needle::Han(chars.clone()));
            }
            Word::Year(year, chars) => {
                look(&[(0, year.to_string())]);
                needles.extend([
                    Needle::Year(*year),
                    Needle::Word(year.to_string()),
                    Needle::Han(chars.clone()),
                ]);
            }
            Word::Number(number) => {
                look(&[(0, number.clone())]);
                needles.extend([Needle::Word(number.clone())]);
                needles.extend(number.parse().ok().map(Needle::Year));
            }
            Word::Latin(letters) => {
                look(&[(0, stem(letters))]);
                needles.push(Needle::Word(stem(letters)));
                if let Some(cut) = syllables(letters) {
                    let sounds = self.sounds(&[cut], false);
                    places.push(sounds.query);
                    in_title.push(sounds.in_title);
                    needles.extend(sounds.needles);
                }
            }
        }
        let whole = self.term(fields.key, &word.as_key());
        in_title.push(whole.box_clone());
        places.push(Box::new(ConstScoreQuery::new(whole, WORD_IS_NAME)));
        Understood { query: any(places), in_title: any(in_title), needles, is_corrected: false }
    }

    /// A phrase: its words in this order, nothing between them.
    pub(super) fn quoted(&self, text: &str) -> Understood {
        let analysis = super::analyse::analyse(text, 0);
        // A year stands beside the characters it is written in, which are enough.
        let mut grams: Vec<(usize, String)> =
            analysis.grams.into_iter().map(|gram| (gram.position, gram.text)).collect();
        grams.sort();
        grams.dedup_by_key(|(position, _)| *position);
        let fields = self.fields;
        let places = [
            (fields.name, NAME),
            (fields.context, CONTEXT),
            (fields.by, BY),
            (fields.body, BODY),
            (fields.lead, LEAD),
        ];
        let mut queries: Vec<Box<dyn Query>> = places
            .iter()
            .map(|(field, weight)| boosted(self.phrase(*field, grams.clone()), *weight))
            .collect();
        if let [(_, alone)] = grams.as_slice()
            && alone.chars().count() == 1
        {
            queries.push(boosted(self.term(fields.name_single, alone), NAME));
            queries.push(boosted(self.term(fields.body_single, alone), BODY));
        }
        let needles =
            super::words::words_of(text).iter().flat_map(|word| self.literal(word).needles).collect();
        let in_title = self.phrase(fields.name, grams);
        Understood { query: any(queries), in_title, needles, is_corrected: false }
    }

    /// Documents whose whole name this is.
    pub(super) fn whole_name(&self, text: &str) -> Box<dyn Query> {
        self.term(self.fields.key, &key(text))
    }

    pub(super) fn term(&self, field: Field, text: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
    }

    fn phrase(&self, field: Field, grams: Vec<(usize, String)>) -> Box<dyn Query> {
        match grams.as_slice() {
            [] => Box::new(tantivy::query::EmptyQuery),
            [(_, alone)] => self.term(field, alone),
            _ => {
                let terms = grams.into_iter().map(|(at, text)| (at, Term::from_field_text(field, &text)));
                Box::new(PhraseQuery::new_with_offset(terms.collect()))
            }
        }
    }

    /// Whether anything in the index has it.
    pub(super) fn exists(&self, query: &dyn Query) -> Result<bool, SearchError> {
        if self.probes.get() >= MAX_PROBES {
            return Ok(false);
        }
        self.probes.set(self.probes.get() + 1);
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        for segment in self.searcher.segment_readers() {
            let mut found = weight.scorer(segment, 1.0)?;
            let mut doc = found.doc();
            while doc != TERMINATED {
                if !segment.is_deleted(doc) {
                    return Ok(true);
                }
                doc = found.advance();
            }
        }
        Ok(false)
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

/// Any of these; the scores of several add up.
pub(super) fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// All of these.
pub(super) fn every(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Must, query)).collect()))
}

fn boosted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}
