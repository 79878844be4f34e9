//! Collecting matches: the best ones, how many there are, and counts by facet.

use super::places::{ByDocument, source_column};
use super::{BySource, Sort};
use crate::graph::RelationSet;
use crate::vocab::Relation;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, ColumnValues, StrColumn};
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

/// Either the words or the ties speak for a document: with both as chances, it is
/// wrong only if both are. The best match stays the best.
fn lifted(score: Score, best: Score, tie: f32) -> Score {
    if best <= 0.0 {
        return tie;
    }
    let words = (score / best).min(1.0);
    best * (1.0 - (1.0 - words) * (1.0 - tie))
}

/// Keeps the first `keep` matches in order, counts all, and counts facets when asked.
#[derive(Clone, Debug)]
pub(super) struct Matches {
    pub(super) keep: usize,
    pub(super) sort: Sort,
    pub(super) cited: Option<Vec<ByDocument<u32>>>,
    /// See [`Lift::ties`].
    pub(super) ties: Option<Vec<ByDocument<f32>>>,
    /// See [`Lift::best`].
    pub(super) best: f32,
    pub(super) facets: bool,
    pub(super) relations: Option<Vec<ByDocument<RelationSet>>>,
}

/// Returns the values for one segment.
fn of_segment<T>(all: Option<&Vec<ByDocument<T>>>, ord: u32) -> Option<ByDocument<T>> {
    all?.get(ord as usize).cloned()
}

fn value<T: Copy>(column: Option<&ByDocument<T>>, doc: DocId) -> Option<T> {
    column?.get(doc as usize).copied().flatten()
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
        ord: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        let counts = || Counts::new(reader, of_segment(self.relations.as_ref(), ord));
        Ok(SegmentMatches {
            keep: self.keep,
            sort: self.sort,
            source: source_column(reader)?,
            date: reader.fast_fields().column_first_or_default("date")?,
            cited: of_segment(self.cited.as_ref(), ord),
            ties: of_segment(self.ties.as_ref(), ord),
            best: self.best,
            counts: self.facets.then(counts).transpose()?,
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
    keep: usize,
    sort: Sort,
    source: Arc<dyn ColumnValues<u64>>,
    date: Arc<dyn ColumnValues<u64>>,
    cited: Option<ByDocument<u32>>,
    ties: Option<ByDocument<f32>>,
    best: f32,
    counts: Option<Counts>,
    total: u64,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl SegmentMatches {
    fn rank(&self, doc: DocId, score: Score) -> (u64, u32) {
        match self.sort {
            Sort::Date => (self.date.get_val(doc), 0),
            Sort::Cited => (u64::from(value(self.cited.as_ref(), doc).unwrap_or(0)), 0),
            Sort::Score => {
                let tie = value(self.ties.as_ref(), doc);
                let score = tie.map_or(score, |tie| lifted(score, self.best, tie));
                (u64::from(score.to_bits()), score.to_bits())
            }
        }
    }

    /// Most matches are behind the worst that is kept, which their rank alone tells.
    fn is_behind(&self, rank: u64) -> bool {
        self.heap.len() >= self.keep
            && self.heap.peek().is_none_or(|Reverse(worst)| rank < worst.rank)
    }
}

impl SegmentCollector for SegmentMatches {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if let Some(counts) = &mut self.counts {
            counts.add(doc);
        }
        let (rank, score) = self.rank(doc, score);
        if self.is_behind(rank) {
            return;
        }
        let source = Reverse(self.source.get_val(doc));
        let ranked = Reverse(Ranked { rank, source, score });
        if self.heap.len() < self.keep {
            self.heap.push(ranked);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && ranked < *worst
        {
            *worst = ranked;
        }
    }

    fn harvest(self) -> Found {
        let best = self.heap.into_iter().map(|Reverse(ranked)| ranked).collect();
        let facets = self.counts.map(Counts::finish).unwrap_or_default();
        Found { total: self.total, best, facets }
    }
}

/// Counts by facet, some documents at a time: a column gives many values at once for
/// little more than one.
struct Counts {
    docs: Vec<DocId>,
    values: Vec<Option<u64>>,
    labels: [Option<LabelCount>; 3],
    date: Option<Column<u64>>,
    years: BTreeMap<u64, u64>,
    relations: Option<ByDocument<RelationSet>>,
    /// There are far fewer sets than documents.
    sets: BTreeMap<RelationSet, u64>,
}

impl Counts {
    const AT_ONCE: usize = 512;

    fn new(
        reader: &SegmentReader,
        relations: Option<ByDocument<RelationSet>>,
    ) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let count = |name: &str| -> tantivy::Result<Option<LabelCount>> {
            Ok(fast.str(name)?.map(LabelCount::new))
        };
        Ok(Self {
            docs: Vec::with_capacity(Self::AT_ONCE),
            values: Vec::with_capacity(Self::AT_ONCE),
            labels: [count("kind")?, count("issuer")?, count("place")?],
            date: fast.column_opt("date")?,
            years: BTreeMap::new(),
            relations,
            sets: BTreeMap::new(),
        })
    }

    fn add(&mut self, doc: DocId) {
        self.docs.push(doc);
        if self.docs.len() == Self::AT_ONCE {
            self.count();
        }
    }

    fn count(&mut self) {
        for labels in self.labels.iter_mut().flatten() {
            read(labels.column.ords(), &self.docs, &mut self.values);
            labels.count(&self.values);
        }
        if let Some(date) = &self.date {
            read(date, &self.docs, &mut self.values);
        }
        let dates = if self.date.is_some() { &*self.values } else { &[] };
        for year in dates.iter().flatten().map(|date| date / 10_000) {
            if year > 0 {
                *self.years.entry(year).or_default() += 1;
            }
        }
        for &doc in &self.docs {
            if let Some(set) = value(self.relations.as_ref(), doc) {
                *self.sets.entry(set).or_default() += 1;
            }
        }
        self.docs.clear();
    }

    fn finish(mut self) -> Facets {
        self.count();
        let mut relations = BTreeMap::<Relation, u64>::new();
        for (set, n) in self.sets {
            for relation in set.iter() {
                *relations.entry(relation).or_default() += n;
            }
        }
        let relation = relations.into_iter().map(|(r, n)| (r.as_str().into(), n));
        let year = self.years.into_iter().map(|(year, n)| (year.to_string(), n));
        let [kind, issuer, place] =
            self.labels.map(|labels| labels.map(LabelCount::finish).unwrap_or_default());
        Facets { kind, issuer, place, year: year.collect(), relation: relation.collect() }
    }
}

/// Reads what `column` says of each document.
fn read(column: &Column<u64>, docs: &[DocId], values: &mut Vec<Option<u64>>) {
    values.clear();
    values.resize(docs.len(), None);
    column.first_vals(docs, values);
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

    /// A document has one kind, one issuer and one place, or none.
    fn count(&mut self, ords: &[Option<u64>]) {
        for &ord in ords.iter().flatten() {
            let at = usize::try_from(ord).ok();
            if let Some(n) = at.and_then(|at| self.counts.get_mut(at)) {
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
