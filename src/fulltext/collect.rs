//! Collecting matches: the best ones, how many there are, and counts by facet.

use super::sources::source_column;
use super::{BySource, Sort};
use crate::graph::RelationSet;
use crate::vocab::Relation;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::{DocId, Score, SegmentReader};

/// How many documents have each value of a field; most frequent first, then by name.
pub type FacetCounts = Vec<(String, u64)>;

/// Counts of all matches by facet.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Facets {
    /// By the code of the kind.
    pub kind: FacetCounts,
    /// By issuing body.
    pub issuer: FacetCounts,
    /// By place.
    pub place: FacetCounts,
    /// By year of issue.
    pub year: FacetCounts,
    /// By how they cite, as far as [`Request::relations`](super::Request::relations)
    /// tells.
    pub relation: FacetCounts,
}

/// What lifts documents that are tied to the best ones.
#[derive(Clone, Debug, Default)]
pub struct Lift {
    /// How strongly each is tied: from 0, not at all, to 1.
    pub ties: BySource<f32>,
    /// The score of the best match, which ties are measured by.
    pub best: f32,
}

impl Lift {
    /// Either the words or the ties speak for a document: with both as chances, it is
    /// wrong only if both are. The best match stays the best.
    fn of(&self, source: u64, score: Score) -> Score {
        let Some(tie) = self.ties.get(source) else { return score };
        if self.best <= 0.0 {
            return tie;
        }
        let words = (score / self.best).min(1.0);
        self.best * (1.0 - (1.0 - words) * (1.0 - tie))
    }
}

/// Keeps the first `keep` matches in order, counts all, and counts facets when asked.
#[derive(Clone, Debug)]
pub(super) struct Matches {
    pub(super) keep: usize,
    pub(super) sort: Sort,
    pub(super) cited: Option<BySource<u32>>,
    pub(super) lift: Option<Lift>,
    pub(super) facets: bool,
    pub(super) relations: Option<BySource<RelationSet>>,
}

/// A match: larger is better. Ties go to the smaller source.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Ranked {
    /// The sort value, in an order-preserving form.
    pub(super) rank: u64,
    pub(super) source: Reverse<u64>,
    /// The score's bits; scores are not negative, so their bits are in their order.
    pub(super) score: u32,
}

/// What [`Matches`] found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) total: u64,
    /// Best first.
    pub(super) best: Vec<Ranked>,
    pub(super) facets: Facets,
}

impl Collector for Matches {
    type Fruit = Found;
    type Child = SegmentMatches;

    fn for_segment(
        &self,
        _: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        let fast = reader.fast_fields();
        let count = |name: &str| -> tantivy::Result<Option<LabelCount>> {
            if !self.facets {
                return Ok(None);
            }
            Ok(fast.str(name)?.map(LabelCount::new))
        };
        Ok(SegmentMatches {
            request: self.clone(),
            source: source_column(reader)?,
            date: fast.column_first_or_default("date")?,
            labels: [count("kind")?, count("issuer")?, count("place")?],
            years: BTreeMap::new(),
            relations: BTreeMap::new(),
            total: 0,
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Score
    }

    fn merge_fruits(&self, fruits: Vec<Found>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        for fruit in fruits {
            all.total += fruit.total;
            all.best.extend(fruit.best);
            all.facets.add(fruit.facets);
        }
        all.best.sort_unstable_by(|a, b| b.cmp(a));
        all.best.truncate(self.keep);
        all.facets.order();
        Ok(all)
    }
}

/// [`Matches`] at work in one segment.
pub(super) struct SegmentMatches {
    request: Matches,
    source: Arc<dyn ColumnValues<u64>>,
    date: Arc<dyn ColumnValues<u64>>,
    labels: [Option<LabelCount>; 3],
    years: BTreeMap<u64, u64>,
    relations: BTreeMap<Relation, u64>,
    total: u64,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl SegmentMatches {
    fn rank(&self, doc: DocId, source: u64, score: Score) -> (u64, u32) {
        match self.request.sort {
            Sort::Date => (self.date.get_val(doc), 0),
            Sort::Cited => {
                let cited = self.request.cited.as_ref().and_then(|c| c.get(source));
                (u64::from(cited.unwrap_or(0)), 0)
            }
            Sort::Score => {
                let lift = self.request.lift.as_ref();
                let score = lift.map_or(score, |lift| lift.of(source, score));
                (u64::from(score.to_bits()), score.to_bits())
            }
        }
    }

    fn count(&mut self, doc: DocId, source: u64) {
        for labels in self.labels.iter_mut().flatten() {
            labels.count(doc);
        }
        let year = self.date.get_val(doc) / 10_000;
        if year > 0 {
            *self.years.entry(year).or_default() += 1;
        }
        let relations = self.request.relations.as_ref().and_then(|r| r.get(source));
        for relation in relations.iter().flat_map(|relations| relations.iter()) {
            *self.relations.entry(relation).or_default() += 1;
        }
    }
}

impl SegmentCollector for SegmentMatches {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let source = self.source.get_val(doc);
        if self.request.facets {
            self.count(doc, source);
        }
        let (rank, score) = self.rank(doc, source, score);
        let ranked = Reverse(Ranked { rank, source: Reverse(source), score });
        if self.heap.len() < self.request.keep {
            self.heap.push(ranked);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && ranked < *worst
        {
            *worst = ranked;
        }
    }

    fn harvest(self) -> Found {
        let [kind, issuer, place] =
            self.labels.map(|labels| labels.map(LabelCount::finish).unwrap_or_default());
        let year =
            self.years.into_iter().map(|(year, n)| (year.to_string(), n)).collect();
        let best = self.heap.into_iter().map(|Reverse(ranked)| ranked).collect();
        let relation = self.relations.into_iter().map(|(r, n)| (r.as_str().into(), n));
        let relation = relation.collect();
        let facets = Facets { kind, issuer, place, year, relation };
        Found { total: self.total, best, facets }
    }
}

/// Counts of the values of one column.
struct LabelCount {
    column: StrColumn,
    counts: Vec<u64>,
}

impl LabelCount {
    fn new(column: StrColumn) -> Self {
        let counts = vec![0; column.num_terms()];
        Self { column, counts }
    }

    fn count(&mut self, doc: DocId) {
        for ord in self.column.term_ords(doc) {
            if let Some(n) =
                usize::try_from(ord).ok().and_then(|i| self.counts.get_mut(i))
            {
                *n += 1;
            }
        }
    }

    fn finish(self) -> FacetCounts {
        let mut out = Vec::new();
        let mut name = String::new();
        for (ord, &n) in self.counts.iter().enumerate().filter(|&(_, &n)| n > 0) {
            name.clear();
            if self.column.ord_to_str(ord as u64, &mut name).unwrap_or(false) {
                out.push((name.clone(), n));
            }
        }
        out
    }
}

impl Facets {
    fn all(&mut self) -> [&mut FacetCounts; 5] {
        let Self { kind, issuer, place, year, relation } = self;
        [kind, issuer, place, year, relation]
    }

    fn add(&mut self, mut other: Self) {
        for (mine, theirs) in self.all().into_iter().zip(other.all()) {
            mine.append(theirs);
        }
    }

    /// Joins the counts of the segments.
    fn order(&mut self) {
        for counts in self.all() {
            let mut sum = BTreeMap::<String, u64>::new();
            for (name, n) in counts.drain(..) {
                *sum.entry(name).or_default() += n;
            }
            counts.extend(sum);
            counts.sort_by_key(|(_, n)| Reverse(*n));
        }
    }
}
