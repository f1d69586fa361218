//! Walks what a query finds once: the best of each kind, how many there are, and the counts to narrow by.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DateTime, DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::{CERTAINTY, COMMITTED, ELEMENT, KIND, LANGUAGE, NAME_ORDER, PERIOD, TIE, TOWN};
use super::{HitKind, Sort};

/// The marks that results are counted by.
pub(super) const COUNTED: [&str; 6] = [KIND, TOWN, PERIOD, ELEMENT, CERTAINTY, LANGUAGE];

/// How many results of each value of each mark.
pub(super) type Counts = BTreeMap<&'static str, BTreeMap<String, u64>>;

/// The place of a result: its rank, the larger the better, then a number of its own, the smaller the better.
type Rank = (u64, Reverse<u64>);

/// What to gather.
pub(super) struct Gather {
    pub(super) sort: Sort,
    /// How many of the best to keep, of all kinds together or of each.
    pub(super) keep: usize,
    pub(super) of_each_kind: bool,
    pub(super) counts: bool,
}

/// What was gathered.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) total: u64,
    /// The best first; by kind where each was asked for, else all under no kind.
    pub(super) best: BTreeMap<Option<HitKind>, Vec<(Rank, DocAddress)>>,
    pub(super) counts: Counts,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = GatherSegment;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<GatherSegment> {
        let fast = segment.fast_fields();
        let kinds = fast.str(KIND)?;
        // Numbers of words are a segment's own. Words are looked up once in each, not for each result.
        let kind_of_ordinal = match &kinds {
            Some(kinds) => words_of(kinds)?.iter().map(|word| HitKind::from_word(word)).collect(),
            None => Vec::new(),
        };
        let counted = if self.counts { &COUNTED[..] } else { &[] };
        let counters =
            counted.iter().map(|name| Ok((*name, fast.str(name)?))).collect::<tantivy::Result<Vec<_>>>()?;
        let counters =
            counters.into_iter().filter_map(|(name, column)| Some(Counter::new(name, column?))).collect();
        let order = match self.sort {
            Sort::Relevance => Order::Score,
            Sort::Name => Order::Name(fast.u64(NAME_ORDER)?),
            Sort::Newest => Order::Newest(fast.date(COMMITTED)?),
        };
        Ok(GatherSegment {
            ordinal,
            keep: self.keep,
            of_each_kind: self.of_each_kind,
            total: 0,
            order,
            tie: fast.u64(TIE)?,
            kinds,
            kind_of_ordinal,
            counters,
            best: BTreeMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        // Scores cost the most of a search; the other orders do without.
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for fruit in fruits {
            let fruit = fruit?;
            all.total += fruit.total;
            for (kind, best) in fruit.best {
                all.best.entry(kind).or_default().extend(best);
            }
            for (name, counts) in fruit.counts {
                let sums = all.counts.entry(name).or_default();
                counts.into_iter().for_each(|(value, count)| *sums.entry(value).or_default() += count);
            }
        }
        for best in all.best.values_mut() {
            best.sort_unstable_by_key(|(rank, _)| Reverse(*rank));
            best.truncate(self.keep);
        }
        Ok(all)
    }
}

enum Order {
    Score,
    Name(Column<u64>),
    Newest(Column<DateTime>),
}

struct Counter {
    name: &'static str,
    column: StrColumn,
    counts: Vec<u64>,
}

impl Counter {
    fn new(name: &'static str, column: StrColumn) -> Self {
        let counts = vec![0; column.num_terms()];
        Self { name, column, counts }
    }
}

/// The results of one segment.
pub(super) struct GatherSegment {
    ordinal: SegmentOrdinal,
    keep: usize,
    of_each_kind: bool,
    total: u64,
    order: Order,
    tie: Column<u64>,
    kinds: Option<StrColumn>,
    kind_of_ordinal: Vec<Option<HitKind>>,
    counters: Vec<Counter>,
    best: BTreeMap<Option<HitKind>, BinaryHeap<Reverse<(Rank, DocId)>>>,
}

impl SegmentCollector for GatherSegment {
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        for counter in &mut self.counters {
            for ordinal in counter.column.term_ords(doc) {
                if let Some(count) = counter.counts.get_mut(ordinal as usize) {
                    *count += 1;
                }
            }
        }
        let kinds = self.kinds.as_ref();
        let kind = kinds.and_then(|kinds| kinds.term_ords(doc).next());
        let kind = kind.and_then(|ordinal| self.kind_of_ordinal.get(ordinal as usize).copied().flatten());
        let rank = match &self.order {
            Order::Score => by_score(score, kind),
            // The first name is the best, and the best has the largest rank.
            Order::Name(column) => u64::MAX - column.first(doc).unwrap_or(u64::MAX),
            Order::Newest(column) => {
                column.first(doc).map_or(0, |date| date.into_timestamp_secs().max(0).cast_unsigned())
            }
        };
        let best = self.best.entry(kind.filter(|_| self.of_each_kind)).or_default();
        // Most results end here, and the column of the next step is not read for them.
        if best.len() >= self.keep && best.peek().is_none_or(|Reverse(((least, _), _))| rank < *least) {
            return;
        }
        let tie = self.tie.first(doc).unwrap_or_default();
        best.push(Reverse(((rank, Reverse(tie)), doc)));
        if best.len() > self.keep {
            best.pop();
        }
    }

    fn harvest(self) -> tantivy::Result<Gathered> {
        let at = |doc| DocAddress::new(self.ordinal, doc);
        let mut counts = Counts::new();
        for counter in &self.counters {
            let words = words_of(&counter.column)?.into_iter().zip(&counter.counts);
            let found = words.filter(|(_, count)| **count > 0).map(|(word, count)| (word, *count));
            counts.insert(counter.name, found.collect());
        }
        let best = self.best.into_iter().map(|(kind, heap)| {
            (kind, heap.into_iter().map(|Reverse((rank, doc))| (rank, at(doc))).collect())
        });
        Ok(Gathered { total: self.total, best: best.collect(), counts })
    }
}

/// A score as a number that orders like it. Of equal texts a village stands before the photos taken in it.
fn by_score(score: Score, kind: Option<HitKind>) -> u64 {
    let score = f64::from(score.max(0.0)) + kind.map_or(0.0, HitKind::weight);
    // In thousandths, so that rounding does not change the order from segment to segment.
    (score * 1000.0) as u64
}

fn words_of(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    (0..column.num_terms() as u64)
        .map(|ordinal| {
            let mut word = String::new();
            column.ord_to_str(ordinal, &mut word)?;
            Ok(word)
        })
        .collect()
}
