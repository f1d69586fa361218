//! Answers a query: understands its words, finds, counts, and shows.

use std::collections::BTreeSet;
use std::ops::Bound;

use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query as Tantivy, RangeQuery, TermSetQuery};
use tantivy::{DocAddress, Searcher, Term};

use super::collect::{Counts, Gather, Gathered};
use super::entry::{Passage, Shown};
use super::fold::folded_text;
use super::index::Generation;
use super::plan::{Plan, set};
use super::reading::{Reading, any, every};
use super::schema::{Fields, LAT, LON};
use super::shown::shown_at;
use super::snippet::{Marked, Needle, Snippet, held, marked, snippet};
use super::{Ask, Filters, Found, Group, Hit, HitKind, SearchError};
use crate::model::{Bilingual, Language, Vocabulary};

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
        found.meant = found.best_title();
    }
    Ok(found)
}

fn count_of(counts: &Counts, kind: Option<HitKind>, total: u64) -> u64 {
    let of_kind = |kind: HitKind| counts.get(super::schema::KIND)?.get(kind.word()).copied();
    kind.map_or(total, |kind| of_kind(kind).unwrap_or(0))
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
    let bilingual_title: Bilingual = shown.title.into();
    let (title, title_language) = bilingual_title.for_reader(language);
    let title = marked(title, needles);
    // What was found by its sound is marked in the text by its characters.
    let mut needles: Vec<Needle> = needles.to_vec();
    let sounds: Vec<Needle> = needles.extract_if(.., |needle| matches!(needle, Needle::Read(_))).collect();
    if !sounds.is_empty() {
        let by_sound = marked(&bilingual_title.zh, &sounds).pieces.into_iter().filter(|piece| piece.is_match);
        needles.extend(by_sound.map(|piece| Needle::Han(folded_text(&piece.text).chars().collect())));
    }
    let (own, others): (Vec<&Passage>, Vec<&Passage>) =
        shown.passages.iter().partition(|passage| passage.is_english == (language == Language::English));
    let (mut best, mut there) = best_of(&own, &needles);
    // The other language is shown only for what neither the title nor any text in the reader's own has.
    there.extend(held(bilingual_title.for_reader(language).0, &needles));
    let mut number = 0..;
    // `held` and `snippet` number them in this order.
    needles.retain(|_| number.next().is_none_or(|number| !there.contains(&number)));
    let nothing_of_it = best.as_ref().is_none_or(|(_, piece)| piece.count == 0);
    if own.is_empty() || (nothing_of_it && !needles.is_empty()) {
        let (other, _) = best_of(&others, &needles);
        best = other.filter(|(_, piece)| own.is_empty() || piece.count > 0).or(best);
    }
    let (is_lead, snippet_language, snippet) = match best {
        Some((passage, piece)) => {
            let language = if passage.is_english { Language::English } else { Language::Chinese };
            (passage.is_lead && piece.count > 0, language, piece.marked)
        }
        None => (false, language, Marked::default()),
    };
    Hit {
        title_language,
        title,
        snippet,
        snippet_language,
        is_lead,
        bilingual_title,
        id: shown.id,
        kind: shown.kind,
        pinyin: shown.pinyin,
        of: shown.of.map(Into::into),
        is_stand_in: shown.is_stand_in,
    }
}

/// The passage that holds the most of what was looked for (of equals one that is no mere lead, else the first), and which
/// of it any of the passages holds.
fn best_of<'p>(
    passages: &[&'p Passage],
    needles: &[Needle],
) -> (Option<(&'p Passage, Snippet)>, BTreeSet<usize>) {
    let mut best: Option<(&Passage, Snippet)> = None;
    let mut there = BTreeSet::new();
    for passage in passages {
        let piece = snippet(&passage.text, needles);
        there.extend(&piece.held);
        let is_better = best.as_ref().is_none_or(|(other, most)| {
            piece.count > most.count
                || (piece.count == most.count && other.is_lead && !passage.is_lead && piece.count > 0)
        });
        if is_better {
            best = Some((passage, piece));
        }
    }
    (best, there)
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
