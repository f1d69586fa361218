//! A query as it was understood over an index, and the question to the engine that it becomes.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query as Tantivy, TermSetQuery,
};
use tantivy::schema::Field;

use super::collect::Gather;
use super::fold::folded_text;
use super::keys::key;
use super::query::{Clause, FieldName, Query};
use super::reading::{ALL_IN_TITLE, Reading, Understood, WHOLE_NAME, any, every};
use super::shown::shown_at;
use super::snippet::Needle;
use super::words::{Word, is_function_word, words_of};
use super::{HitKind, SearchError, Sort};
use crate::model::Vocabulary;

/// Villages that a `village:` may mean.
const MAX_VILLAGES: usize = 64;

/// More words than this are not looked for; a single sign may stand for many.
const MAX_WORDS: usize = 24;

/// What a thing that is named by a part of the query counts for.
const NAMED: f32 = 60.0;

/// A query as it was understood.
pub(super) struct Plan<'q> {
    query: &'q Query,
    wanted: Vec<Understood>,
    /// Words long enough to be a whole name.
    names: Vec<String>,
    /// Of how many words, those not understood among them.
    words: usize,
    filters: Vec<Box<dyn Tantivy>>,
    excluded: Vec<Box<dyn Tantivy>>,
    pub(super) needles: Vec<Needle>,
    pub(super) left_out: Vec<String>,
    pub(super) is_corrected: bool,
}

impl<'q> Plan<'q> {
    /// Understands a query.
    pub(super) fn of(
        reading: &Reading<'_>,
        vocabulary: &Vocabulary,
        query: &'q Query,
    ) -> Result<Self, SearchError> {
        let mut plan = Plan {
            query,
            wanted: Vec::new(),
            names: Vec::new(),
            words: 0,
            filters: Vec::new(),
            excluded: Vec::new(),
            needles: Vec::new(),
            left_out: Vec::new(),
            is_corrected: false,
        };
        let mut words: Vec<Word> = Vec::new();
        for clause in &query.clauses {
            match clause {
                Clause { is_excluded: true, field: None, .. } => {
                    plan.excluded.push(literally(reading, clause));
                }
                Clause { is_excluded, field: Some(field), .. } => {
                    let named = named_by(reading, vocabulary, *field, clause)?;
                    if *is_excluded {
                        plan.excluded.push(named);
                        continue;
                    }
                    plan.filters.push(named);
                    if *field == FieldName::By {
                        plan.needles.extend(reading.quoted(&clause.text).needles);
                    }
                }
                Clause { is_phrase: true, .. } => plan.take(reading.quoted(&clause.text)),
                clause => words.extend(words_of(&clause.text)),
            }
        }
        // English joints carry nothing, unless there is nothing else.
        if words.iter().any(|word| !is_function_word(word)) || !plan.wanted.is_empty() {
            words.retain(|word| !is_function_word(word));
        }
        words.truncate(MAX_WORDS);
        for word in &words {
            let understood = reading.understand(word)?;
            if understood.is_empty() {
                // Counted although it is left out: half of what was asked has to be found.
                plan.words += 1;
                plan.left_out.push(word.as_key());
            }
            understood.into_iter().for_each(|understood| plan.take(understood));
        }
        Ok(plan)
    }

    fn take(&mut self, understood: Understood) {
        self.words += 1;
        self.names.extend(understood.name.clone());
        self.is_corrected |= understood.is_corrected;
        self.needles.extend(understood.needles.iter().cloned());
        self.wanted.push(understood);
    }

    /// The query for the index; none where nothing can be found.
    pub(super) fn query(&self, reading: &Reading<'_>) -> Result<Option<Box<dyn Tantivy>>, SearchError> {
        if self.wanted.is_empty() && self.filters.is_empty() {
            return Ok(None);
        }
        if self.wanted.is_empty() && self.words > 0 {
            return Ok(None);
        }
        // At least half of what was asked must be there.
        if self.wanted.len() * 2 < self.words {
            return Ok(None);
        }
        // As it is narrowed: that all words stand together elsewhere is of no use.
        let all = self.with(every(self.queries()));
        let words = if self.wanted.is_empty() {
            Box::new(AllQuery) as Box<dyn Tantivy>
        } else if self.wanted.len() == 1 || reading.exists(all.as_ref())? {
            every(self.queries())
        } else {
            // Nothing has all words: what has most of them.
            let least = self.words.div_ceil(2).clamp(1, self.wanted.len());
            Box::new(BooleanQuery::union_with_minimum_required_clauses(self.queries(), least))
        };
        // Who names a thing and asks something of it means the thing, even if its texts have other words for the rest.
        let words = if self.wanted.len() > 1 {
            let fronts = self.wanted.iter().filter(|word| word.is_front);
            let named =
                fronts.map(|front| villages_called(reading, front)).chain([self.named_things(reading)]);
            any(std::iter::once(words).chain(named).collect())
        } else {
            words
        };
        let mut query = vec![(Occur::Must, words)];
        if !self.wanted.is_empty() {
            let titles = self.wanted.iter().map(|word| word.in_title.box_clone()).collect();
            // These find nothing more, and only raise what is found.
            query.push((Occur::Should, Box::new(ConstScoreQuery::new(every(titles), ALL_IN_TITLE))));
            let whole = reading.whole_name(self.query.text());
            query.push((Occur::Should, Box::new(ConstScoreQuery::new(whole, WHOLE_NAME))));
        }
        Ok(Some(self.with(Box::new(BooleanQuery::new(query)))))
    }

    /// The things that the query, or a word of it, is a whole name of; initials are no name here.
    fn named_things(&self, reading: &Reading<'_>) -> Box<dyn Tantivy> {
        let whole = key(self.query.text());
        let names = self.names.iter().map(String::as_str).chain(std::iter::once(whole.as_str()));
        Box::new(ConstScoreQuery::new(set(reading.fields.key, names), NAMED))
    }

    fn queries(&self) -> Vec<Box<dyn Tantivy>> {
        self.wanted.iter().map(|word| word.query.box_clone()).collect()
    }

    /// A query narrowed by the fields named and without what was excluded.
    fn with(&self, query: Box<dyn Tantivy>) -> Box<dyn Tantivy> {
        if self.filters.is_empty() && self.excluded.is_empty() {
            return query;
        }
        let mut all = vec![(Occur::Must, query)];
        // A filter is no merit.
        let narrowed = self.filters.iter().map(|filter| {
            (Occur::Must, Box::new(BoostQuery::new(filter.box_clone(), 0.0)) as Box<dyn Tantivy>)
        });
        all.extend(narrowed);
        all.extend(self.excluded.iter().map(|excluded| (Occur::MustNot, excluded.box_clone())));
        Box::new(BooleanQuery::new(all))
    }
}

/// What a field names: villages by any of their names, elements by their labels, makers.
fn named_by(
    reading: &Reading<'_>,
    vocabulary: &Vocabulary,
    field: FieldName,
    clause: &Clause,
) -> Result<Box<dyn Tantivy>, SearchError> {
    let fields = reading.fields;
    Ok(match field {
        FieldName::By => {
            let words = words_of(&clause.text);
            every(words.iter().map(|word| by(reading, word)).collect())
        }
        FieldName::Element => {
            let wanted = folded_text(clause.text.trim());
            let is_meant = |name: &str| folded_text(name).contains(&wanted);
            let meant = vocabulary.elements.iter().filter(|element| {
                element.id == wanted
                    || is_meant(&element.name.zh)
                    || element.name.en.as_deref().is_some_and(is_meant)
            });
            set(fields.element, meant.map(|element| element.id.as_str()))
        }
        FieldName::Village => {
            let mut named = Vec::new();
            for word in words_of(&clause.text) {
                let understood = reading.understand_name(&word)?;
                named.push(understood.map_or_else(|| any(Vec::new()), |understood| understood.in_title));
            }
            let kinds = [HitKind::Village, HitKind::OpenEntry].map(HitKind::word);
            named.push(set(fields.kind, kinds.into_iter()));
            let gather =
                Gather { sort: Sort::Relevance, keep: MAX_VILLAGES, of_each_kind: false, counts: false };
            // Without a name only the kinds are left, which would be every village.
            let is_asked = named.len() > 1;
            let best = if is_asked {
                reading.searcher.search(&every(named), &gather)?.best
            } else {
                Default::default()
            };
            let mut ids = Vec::new();
            for (_, at) in best.into_values().flatten() {
                ids.push(shown_at(reading.searcher, fields, at)?.id);
            }
            // A name that nobody has lets nothing through, not everything.
            set(fields.village, ids.iter().map(String::as_str))
        }
    })
}

/// Villages whose name holds the front of a word: 樊村古堡 is the fort (古堡) of the one with 樊村 in its name.
fn villages_called(reading: &Reading<'_>, front: &Understood) -> Box<dyn Tantivy> {
    let kinds = [HitKind::Village, HitKind::OpenEntry].map(HitKind::word);
    let villages = set(reading.fields.kind, kinds.into_iter());
    Box::new(ConstScoreQuery::new(every(vec![front.in_title.box_clone(), villages]), NAMED))
}

fn literally(reading: &Reading<'_>, clause: &Clause) -> Box<dyn Tantivy> {
    if clause.is_phrase {
        return reading.quoted(&clause.text).query;
    }
    every(words_of(&clause.text).iter().map(|word| reading.literal(word).query).collect())
}

fn by(reading: &Reading<'_>, word: &Word) -> Box<dyn Tantivy> {
    let grams = super::analyse::analyse(&word.as_key(), 0).grams;
    let terms = grams.iter().map(|gram| reading.term(reading.fields.by, &gram.text));
    every(terms.collect())
}

/// Documents that have one of these values.
pub(super) fn set<'t>(field: Field, values: impl Iterator<Item = &'t str>) -> Box<dyn Tantivy> {
    Box::new(TermSetQuery::new(values.map(|value| Term::from_field_text(field, value)).collect::<Vec<_>>()))
}
