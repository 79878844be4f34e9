//! Collecting matches: the best ones, how many there are, and counts by facet.

use super::best::{Best, Floor, Open, least, rounding};
use super::docs::Docs;
use super::facets::FacetColumns;
use super::lists::Segment;
use super::places::{ByDocument, source_column};
use super::plan::{Part, Plan};
use super::{BySource, Sort};
use crate::graph::RelationSet;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use tantivy::columnar::ColumnValues;
use tantivy::{DocId, Score};

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
#[derive(Debug)]
pub(super) struct Matches {
    pub(super) keep: usize,
    pub(super) sort: Sort,
    pub(super) cited: Option<Vec<ByDocument<u32>>>,
    /// See [`Lift::ties`].
    pub(super) ties: Option<Vec<ByDocument<f32>>>,
    /// See [`Lift::best`].
    pub(super) best: f32,
    pub(super) facets: Option<Arc<Vec<FacetColumns>>>,
    pub(super) relations: Option<Vec<ByDocument<RelationSet>>>,
    pub(super) floor: Floor,
}

/// Returns the values for one segment.
fn of_segment<T>(
    all: Option<&Vec<ByDocument<T>>>,
    segment: &Segment<'_>,
) -> Option<ByDocument<T>> {
    all?.get(segment.ord).cloned()
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

/// What was found in a segment, before it is known what other segments have to offer.
pub(super) struct Searched<'p> {
    part: Part<'p>,
    facets: Facets,
    /// What may be among the best by score.
    open: Open,
}

impl Matches {
    /// Searches one segment: counts all matches, and finds what may be among the best.
    pub(super) fn search<'p>(
        &self,
        plan: &'p Plan,
        segment: &Segment<'_>,
    ) -> tantivy::Result<Searched<'p>> {
        let mut part = plan.find(segment, Docs::all(segment.end()))?;
        part.docs.keep_alive(segment.reader);
        let relations = of_segment(self.relations.as_ref(), segment);
        let columns = self.facets.as_ref().and_then(|all| all.get(segment.ord));
        let facets = columns.map(|columns| columns.count(&part.docs, relations.as_ref()));
        let facets = facets.unwrap_or_default();
        let open = match self.sort {
            Sort::Score => self.best(segment, &part).open()?,
            _ => Open::default(),
        };
        Ok(Searched { part, facets, open })
    }

    /// Learns from all segments from which score on a document may be among the best.
    pub(super) fn compare(&self, parts: &[Searched<'_>]) {
        let scores = (0..).zip(parts).flat_map(|(ord, part)| {
            let ties = self.ties.as_ref().and_then(|all| all.get(ord));
            let lift = self.lift(ties);
            part.open.scores.iter().map(move |&(doc, score)| lift(doc, score))
        });
        let terms =
            |part: &Searched<'_>| part.part.shares.iter().map(|s| s.scored.len()).sum();
        let terms = parts.iter().map(terms).max().unwrap_or(0);
        if let Some(least) = least(self.keep, scores) {
            let blur = self.blur();
            self.floor.raise(least * (1.0 - rounding(terms)) - blur);
        }
    }

    /// Puts the best of a segment in their order.
    pub(super) fn settle(
        &self,
        searched: Searched<'_>,
        segment: &Segment<'_>,
    ) -> tantivy::Result<Found> {
        let Searched { part, facets, open } = searched;
        let mut first = First::new(self.keep, source_column(segment.reader)?);
        match self.sort {
            Sort::Score => {
                let ties = of_segment(self.ties.as_ref(), segment);
                let lift = self.lift(ties.as_ref());
                for (doc, score) in self.best(segment, &part).settle(open)? {
                    let score = lift(doc, score);
                    first.add(doc, score.to_bits().into(), score.to_bits());
                }
            }
            Sort::Date => {
                let date =
                    segment.reader.fast_fields().column_first_or_default("date")?;
                let docs = part.docs.to_vec();
                let mut dates = vec![0; docs.len()];
                date.get_vals(&docs, &mut dates);
                docs.iter().zip(dates).for_each(|(&doc, date)| first.add(doc, date, 0));
            }
            Sort::Cited => {
                let cited = of_segment(self.cited.as_ref(), segment);
                let times = |doc| value(cited.as_ref(), doc).unwrap_or(0);
                part.docs.each(|doc| first.add(doc, times(doc).into(), 0));
            }
        }
        let best = first.heap.into_iter().map(|Reverse(ranked)| ranked).collect();
        Ok(Found { total: part.docs.len().into(), best, facets })
    }

    fn best<'a>(
        &'a self,
        segment: &Segment<'a>,
        part: &'a Part<'a>,
    ) -> Best<'a, impl Fn(DocId, Score) -> Score> {
        let ties = self.ties.as_ref().and_then(|all| all.get(segment.ord));
        Best {
            segment: *segment,
            part,
            keep: self.keep,
            floor: &self.floor,
            lift: self.lift(ties),
            is_lifting: ties.is_some(),
            blur: self.blur(),
        }
    }

    /// Returns what ties make of a score.
    fn lift<'a>(
        &self,
        ties: Option<&'a ByDocument<f32>>,
    ) -> impl Fn(DocId, Score) -> Score + use<'a> {
        let best = self.best;
        move |doc, score| match value(ties, doc) {
            Some(tie) => lifted(score, best, tie),
            None => score,
        }
    }

    /// Returns by how much [`lifted`] may be off for want of digits.
    fn blur(&self) -> Score {
        const DIGITS: Score = 16.0 * Score::EPSILON;
        if self.ties.is_some() { self.best.max(1.0) * DIGITS } else { 0.0 }
    }

    /// Joins the answers of all segments.
    pub(super) fn joined(&self, parts: Vec<Found>) -> Found {
        let mut all = Found::default();
        for part in parts {
            all.total += part.total;
            all.best.extend(part.best);
            all.facets.add(part.facets);
        }
        all.best.sort_unstable_by(|a, b| b.cmp(a));
        all.best.truncate(self.keep);
        all.facets.order();
        all
    }
}

/// The first matches of a segment.
struct First {
    keep: usize,
    source: Arc<dyn ColumnValues<u64>>,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl First {
    fn new(keep: usize, source: Arc<dyn ColumnValues<u64>>) -> Self {
        Self { keep, source, heap: BinaryHeap::new() }
    }

    /// Most matches are behind the worst that is kept, which their rank alone tells.
    fn is_behind(&self, rank: u64) -> bool {
        self.heap.len() >= self.keep
            && self.heap.peek().is_none_or(|Reverse(worst)| rank < worst.rank)
    }

    fn add(&mut self, doc: DocId, rank: u64, score: u32) {
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
