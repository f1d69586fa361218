//! How a query is understood over an index: each word as it stands if anything has it, else by its sound, by the
//! words it is made of, by a character or a letter amiss.

mod alike;
mod literal;

use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::SearchError;
use super::keys::key;
use super::readings::syllables;
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
    /// The word, where it may be a whole name.
    pub(super) name: Option<String>,
    /// Whether it was taken for something else than was typed.
    pub(super) is_corrected: bool,
    /// Whether it is the beginning of one word that was found only in pieces, and so may be part of a name.
    pub(super) is_front: bool,
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
                && let Some(at) = self.name_at_the_front(chars)?
            {
                // 固镇窑址 is also what is said of a 窑址 under the name 固镇.
                let part = |part: &[char]| self.literal(&Word::Han(part.to_vec())).query;
                let apart = every(vec![part(&chars[..at]), part(&chars[at..])]);
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

    /// How many characters at the beginning of a word are a whole name, where it says more.
    fn name_at_the_front(&self, chars: &[char]) -> Result<Option<usize>, SearchError> {
        // Two characters at least on either side: one is no name, and one says nothing of it.
        for at in (2..chars.len().saturating_sub(1).min(MAX_PIECE)).rev() {
            let name: String = chars[..at].iter().collect();
            if self.exists(self.term(self.fields.key, &name).as_ref())? {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// A word as a name: as it stands, else by its sound, its beginning, a letter amiss. Never in parts.
    pub(super) fn understand_name(&self, word: &Word) -> Result<Option<Understood>, SearchError> {
        if let Some(understood) = self.as_typed(word)? {
            return Ok(Some(understood));
        }
        match word {
            Word::Han(chars) => self.by_sound(chars),
            Word::Latin(letters) => match self.of_keys(self.keys_from(letters)?)? {
                Some(understood) => Ok(Some(understood)),
                None => self.letters_amiss(letters),
            },
            Word::Year(..) | Word::Number(_) => Ok(None),
        }
    }

    fn understand_han(&self, chars: &[char]) -> Result<Vec<Understood>, SearchError> {
        let parts = without_function_words(chars);
        if parts.len() != 1 || parts[0].len() != chars.len() {
            let mut understood = Vec::new();
            // A part has no such word in it any more, so this is done once only.
            for part in parts {
                understood.extend(self.understand(&Word::Han(part))?);
            }
            return Ok(understood);
        }
        if let Some(understood) = self.by_sound(chars)? {
            return Ok(vec![understood]);
        }
        let (mut pieces, covered) =
            self.cut(chars.len(), 2, |from, to| self.literal(&Word::Han(chars[from..to].to_vec())))?;
        // Exact pieces that make up the whole come before a guess, and a guess before pieces with gaps.
        if covered == chars.len() {
            if let Some(front) = pieces.first_mut() {
                front.is_front = true;
            }
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

    /// Documents whose whole name this is.
    pub(super) fn whole_name(&self, text: &str) -> Box<dyn Query> {
        self.term(self.fields.key, &key(text))
    }

    pub(super) fn term(&self, field: Field, text: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
    }

    pub(super) fn phrase(&self, field: Field, grams: Vec<(usize, String)>) -> Box<dyn Query> {
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
        // Whether, not how well: scores would have more read.
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        for segment in self.searcher.segment_readers() {
            let mut found = weight.scorer(segment, 1.0)?;
            let mut doc = found.doc();
            while doc != TERMINATED {
                // What was replaced stays in its segment until that is merged.
                if !segment.is_deleted(doc) {
                    return Ok(true);
                }
                doc = found.advance();
            }
        }
        Ok(false)
    }
}

/// Any of these; the scores of several add up.
pub(super) fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.remove(0),
        // Also of none, which finds nothing: `plan` counts on it.
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
