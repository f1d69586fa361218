//! Answers a query: understands its words, finds, counts, and shows.

use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query as Tantivy, RangeQuery, TermSetQuery,
};
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher, Term};

use super::collect::{Counts, Gather, Gathered};
use super::entry::Shown;
use super::fold::folded_text;
use super::index::Generation;
use super::query::{Clause, FieldName, Query};
use super::reading::{ALL_IN_TITLE, Reading, Understood, WHOLE_NAME, any, every};
use super::schema::{Fields, LAT, LON};
use super::shown::shown_at;
use super::snippet::{Marked, Needle, marked, snippet};
use super::words::{Word, is_function_word, words_of};
use super::{Ask, Filters, Found, Group, Hit, HitKind, SearchError};
use crate::model::{Language, Vocabulary};

/// Villages that a `village:` may mean.
const MAX_VILLAGES: usize = 64;

/// Answers over one view of the index. Blocks, for as long as a search takes.
pub(super) fn answer(
    generation: &Generation,
    vocabulary: &Vocabulary,
    ask: &Ask,
) -> Result<Found, SearchError> {
    let searcher = generation.searcher();
    let reading = Reading::new(&searcher, &generation.fields);
    let plan = Plan::of(&reading, vocabulary, &ask.query)?;
    let mut found =
        Found { sequence: generation.sequence(), left_out: plan.left_out.clone(), ..Found::default() };
    let Some(mut query) = plan.query(&reading)? else { return Ok(found) };
    if let Some(filter) = filter(&generation.fields, &ask.filters) {
        query = Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, filter)]));
    }
    let gather =
        Gather { sort: ask.sort, keep: ask.offset + ask.limit, of_each_kind: ask.groups, counts: ask.counts };
    let Gathered { total, best, counts } = searcher.search(&query, &gather)?;
    found.total = total;
    found.counts = counts;
    for (kind, places) in best {
        let places = places.into_iter().skip(ask.offset).take(ask.limit);
        let shown = places.map(|((rank, _), at)| Ok((rank, shown_at(&searcher, &generation.fields, at)?)));
        let shown = shown.collect::<Result<Vec<_>, SearchError>>()?;
        let first = shown.first().map_or(0, |(rank, _)| *rank);
        let hits = shown.into_iter().map(|(_, shown)| hit(shown, &plan.needles, ask.language)).collect();
        found.groups.push((first, Group { kind, total: count_of(&found.counts, kind, total), hits }));
    }
    // The kind of the best result first.
    found.groups.sort_by_key(|(first, _)| std::cmp::Reverse(*first));
    if plan.is_corrected {
        found.meant =
            found.groups.first().and_then(|(_, group)| group.hits.first()).map(|hit| hit.title.plain());
    }
    Ok(found)
}

fn count_of(counts: &Counts, kind: Option<HitKind>, total: u64) -> u64 {
    let of_kind = |kind: HitKind| counts.get(super::schema::KIND)?.get(kind.word()).copied();
    kind.map_or(total, |kind| of_kind(kind).unwrap_or(0))
}

/// A query as it was understood.
struct Plan<'q> {
    query: &'q Query,
    wanted: Vec<Understood>,
    /// Of how many words, those not understood among them.
    words: usize,
    filters: Vec<Box<dyn Tantivy>>,
    excluded: Vec<Box<dyn Tantivy>>,
    needles: Vec<Needle>,
    left_out: Vec<String>,
    is_corrected: bool,
}

impl<'q> Plan<'q> {
    fn of(reading: &Reading<'_>, vocabulary: &Vocabulary, query: &'q Query) -> Result<Self, SearchError> {
        let mut plan = Plan {
            query,
            wanted: Vec::new(),
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
                Clause { is_excluded: true, .. } => plan.excluded.push(literally(reading, clause)),
                Clause { field: Some(field), .. } => plan.narrow(reading, vocabulary, *field, clause)?,
                Clause { is_phrase: true, .. } => plan.take(reading.quoted(&clause.text)),
                clause => words.extend(words_of(&clause.text)),
            }
        }
        // English joints carry nothing, unless there is nothing else.
        if words.iter().any(|word| !is_function_word(word)) || !plan.wanted.is_empty() {
            words.retain(|word| !is_function_word(word));
        }
        for word in &words {
            let understood = reading.understand(word)?;
            if understood.is_empty() {
                plan.words += 1;
                plan.left_out.push(word.as_key());
            }
            understood.into_iter().for_each(|understood| plan.take(understood));
        }
        Ok(plan)
    }

    fn take(&mut self, understood: Understood) {
        self.words += 1;
        self.is_corrected |= understood.is_corrected;
        self.needles.extend(understood.needles.iter().cloned());
        self.wanted.push(understood);
    }

    /// Narrows to what a field names: villages by any of their names, elements by their labels, makers.
    fn narrow(
        &mut self,
        reading: &Reading<'_>,
        vocabulary: &Vocabulary,
        field: FieldName,
        clause: &Clause,
    ) -> Result<(), SearchError> {
        let fields = reading.fields;
        let filter: Box<dyn Tantivy> = match field {
            FieldName::By => {
                let words = words_of(&clause.text);
                let text = reading.quoted(&clause.text);
                self.needles.extend(text.needles);
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
                    named
                        .extend(reading.understand(&word)?.into_iter().map(|understood| understood.in_title));
                }
                let kinds = [HitKind::Village, HitKind::OpenEntry].map(HitKind::word);
                named.push(set(fields.kind, kinds.into_iter()));
                let gather = Gather {
                    sort: super::Sort::Relevance,
                    keep: MAX_VILLAGES,
                    of_each_kind: false,
                    counts: false,
                };
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
                set(fields.village, ids.iter().map(String::as_str))
            }
        };
        self.filters.push(filter);
        Ok(())
    }

    /// The query for the index; none where nothing can be found.
    fn query(&self, reading: &Reading<'_>) -> Result<Option<Box<dyn Tantivy>>, SearchError> {
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
        let mut query = vec![(Occur::Must, words)];
        if !self.wanted.is_empty() {
            let titles = self.wanted.iter().map(|word| word.in_title.box_clone()).collect();
            query.push((Occur::Should, Box::new(ConstScoreQuery::new(every(titles), ALL_IN_TITLE))));
            let whole = reading.whole_name(self.query.text());
            query.push((Occur::Should, Box::new(ConstScoreQuery::new(whole, WHOLE_NAME))));
        }
        Ok(Some(self.with(Box::new(BooleanQuery::new(query)))))
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

fn set<'t>(field: Field, values: impl Iterator<Item = &'t str>) -> Box<dyn Tantivy> {
    Box::new(TermSetQuery::new(values.map(|value| Term::from_field_text(field, value)).collect::<Vec<_>>()))
}

/// What results are narrowed to.
fn filter(fields: &Fields, filters: &Filters) -> Option<Box<dyn Tantivy>> {
    let marks = [
        (fields.kind, filters.kind.map(|kind| kind.word().to_owned())),
        (fields.town, filters.town.clone()),
        (fields.period, filters.period.clone()),
        (fields.element, filters.element.clone()),
        (fields.certainty, filters.certainty.clone()),
        (fields.language, filters.language.clone()),
    ];
    let mut all: Vec<Box<dyn Tantivy>> = Vec::new();
    for (field, value) in marks {
        if let Some(value) = value {
            all.push(set(field, std::iter::once(value.as_str())));
        }
    }
    if let Some(area) = &filters.area {
        for (name, least, most) in [(LON, area.west, area.east), (LAT, area.south, area.north)] {
            let field = fields.schema.get_field(name).ok()?;
            let bound = |degrees| Bound::Included(Term::from_field_f64(field, degrees));
            all.push(Box::new(RangeQuery::new(bound(least), bound(most))));
        }
    }
    // Narrowing adds nothing to a score.
    (!all.is_empty()).then(|| Box::new(BoostQuery::new(every(all), 0.0)) as Box<dyn Tantivy>)
}

fn hit(shown: Shown, needles: &[Needle], language: Language) -> Hit {
    let (title, title_language) = shown.title.for_reader(language);
    let title = marked(title, needles);
    // What was found by its sound is marked in the text by its characters.
    let mut needles: Vec<Needle> = needles.to_vec();
    let sounds: Vec<Needle> = needles.extract_if(.., |needle| matches!(needle, Needle::Read(_))).collect();
    if !sounds.is_empty() {
        let by_sound = marked(&shown.title.zh, &sounds).pieces.into_iter().filter(|piece| piece.is_match);
        needles.extend(by_sound.map(|piece| Needle::Han(folded_text(&piece.text).chars().collect())));
    }
    let mut best: Option<(usize, bool, Marked, &super::entry::Passage)> = None;
    let own = |passage: &&super::entry::Passage| passage.is_english == (language == Language::English);
    let others = shown.passages.iter().filter(|passage| !own(passage));
    for passage in shown.passages.iter().filter(own).chain(others) {
        let (count, piece) = snippet(&passage.text, &needles);
        let is_better = best.as_ref().is_none_or(|(most, is_lead, ..)| {
            count > *most || (count == *most && *is_lead && !passage.is_lead && count > 0)
        });
        if is_better {
            best = Some((count, passage.is_lead, piece, passage));
        }
    }
    let (is_lead, snippet_language, snippet) = match best {
        Some((count, is_lead, piece, passage)) => {
            let language = if passage.is_english { Language::English } else { Language::Chinese };
            (is_lead && count > 0, language, piece)
        }
        None => (false, language, Marked::default()),
    };
    Hit {
        title_language,
        title,
        snippet,
        snippet_language,
        is_lead,
        bilingual_title: shown.title,
        id: shown.id,
        kind: shown.kind,
        pinyin: shown.pinyin,
        of: shown.of,
        is_stand_in: shown.is_stand_in,
    }
}

/// The addresses and entries of whole names, for suggestions.
pub(super) fn named(
    searcher: &Searcher,
    fields: &Fields,
    keys: impl Iterator<Item = String>,
    limit: usize,
) -> Result<Vec<Shown>, SearchError> {
    let terms: Vec<Term> = keys.map(|key| Term::from_field_text(fields.key, &key)).collect();
    let gather = Gather { sort: super::Sort::Relevance, keep: limit, of_each_kind: false, counts: false };
    let found = searcher.search(&any(vec![Box::new(TermSetQuery::new(terms))]), &gather)?;
    let places: Vec<DocAddress> = found.best.into_values().flatten().map(|(_, at)| at).collect();
    places.into_iter().map(|at| shown_at(searcher, fields, at)).collect()
}
