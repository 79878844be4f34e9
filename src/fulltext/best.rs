//! The best of many matches, without scoring all of them.
//!
//! A question of thirty words is a hundred terms with its pairs and the title, most of
//! them in nearly every text. What a term can add at most is known: terms are added up
//! from the one that can add most, and as soon as what is left could not lift a document
//! among the best, it is left behind. The few that remain are then scored in full, term by
//! term in the order of the question, so that a score does not depend on what was left
//! out.

use super::bag::Scored;
use super::lists::Segment;
use super::plan::{Part, Share};
use std::sync::atomic::{AtomicU32, Ordering};
use tantivy::{DocId, Score};

/// The score from which on a document may be among the best of all segments, learned
/// from the segments searched so far.
#[derive(Debug, Default)]
pub(super) struct Floor(AtomicU32);

impl Floor {
    /// Scores are not negative, so their bits are in their order.
    fn get(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }

    pub(super) fn raise(&self, score: Score) {
        if score > 0.0 {
            self.0.fetch_max(score.to_bits(), Ordering::Relaxed);
        }
    }
}

/// Looks for the best of a segment.
pub(super) struct Best<'a, L> {
    pub(super) segment: Segment<'a>,
    pub(super) part: &'a Part<'a>,
    /// How many are wanted.
    pub(super) keep: usize,
    pub(super) floor: &'a Floor,
    /// What becomes of the score of a document; more never becomes less.
    pub(super) lift: L,
    /// Whether it becomes another for any.
    pub(super) is_lifting: bool,
    /// How much `lift` may be off for want of digits.
    pub(super) blur: Score,
}

/// A term with the share that it belongs to.
struct Term<'a> {
    scored: &'a Scored,
    share: &'a Share<'a>,
    /// How long its list is here.
    length: u64,
}

/// Documents of a segment that may be among the best, in their order.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) scores: Vec<(DocId, Score)>,
    /// Whether they were scored in full.
    pub(super) is_exact: bool,
}

impl<L: Fn(DocId, Score) -> Score> Best<'_, L> {
    /// Finds all documents that may be among the best, and what they score, but for
    /// rounding.
    pub(super) fn open(&self) -> tantivy::Result<Open> {
        let terms = self.terms();
        if self.part.docs.len() as usize <= self.keep || terms.is_empty() {
            let scores = self.exact(&self.part.docs.to_vec())?;
            return Ok(Open { scores, is_exact: true });
        }
        let scores = self.candidates(&terms)?;
        if let Some(least) = self.least(&scores) {
            self.floor.raise(self.clear(least, terms.len()));
        }
        Ok(Open { scores, is_exact: false })
    }

    /// Scores in full what is not behind the other segments by now.
    pub(super) fn settle(&self, open: Open) -> tantivy::Result<Vec<(DocId, Score)>> {
        if open.is_exact {
            return Ok(open.scores);
        }
        let mut scores = open.scores;
        self.leave(&mut scores, 0.0, self.floor.get(), self.terms().len());
        let docs: Vec<DocId> = scores.into_iter().map(|(doc, _)| doc).collect();
        self.exact(&docs)
    }

    /// Returns the terms that occur here, the one that can add most first.
    fn terms(&self) -> Vec<Term<'_>> {
        let mut terms = Vec::new();
        for share in &self.part.shares {
            let length = |scored: &Scored| scored.lists.len(&self.segment).into();
            let lengths = share.scored.iter().map(length);
            let here = share.scored.iter().zip(lengths).filter(|&(_, length)| length > 0);
            terms.extend(here.map(|(scored, length)| Term { scored, share, length }));
        }
        terms.sort_by(|a, b| b.scored.weight.total_cmp(&a.scored.weight));
        terms
    }

    fn candidates(&self, terms: &[Term<'_>]) -> tantivy::Result<Vec<(DocId, Score)>> {
        let left = left(terms);
        let (mut at, mut open) = self.add_all(terms, &left)?;
        let mut last = Score::INFINITY;
        while let Some(term) = terms.get(at) {
            let mut score = term.scored.cursor(&self.segment)?;
            for (doc, sum) in open.iter_mut().filter(|at| term.share.counts_in(at.0)) {
                *sum += score(*doc).unwrap_or(0.0);
            }
            at += 1;
            let left = left.get(at).map_or(0.0, |left| left.score);
            if open.len() > self.keep && left < SOME * last {
                last = left;
                self.prune(&mut open, left, terms.len());
            }
        }
        self.prune(&mut open, 0.0, terms.len());
        Ok(open)
    }

    /// Adds terms up in all documents, until few documents or no terms are left; returns
    /// how many terms it added.
    fn add_all(
        &self,
        terms: &[Term<'_>],
        left: &[Left],
    ) -> tantivy::Result<(usize, Vec<(DocId, Score)>)> {
        // To look at a document takes as long as to read so many.
        const READ_A_LOOK: u64 = 4;
        let count = u64::from(self.part.docs.len());
        let seeks = |docs: u64, at: usize| docs * (terms.len() - at) as u64 * READ_A_LOOK;
        if left.first().is_some_and(|left| seeks(count, 0) < left.postings) {
            let docs = self.part.docs.to_vec();
            return Ok((0, docs.into_iter().map(|doc| (doc, 0.0)).collect()));
        }
        let mut sums = vec![0.0; self.segment.end() as usize];
        let (mut most, mut last) = (self.floor.get(), Score::INFINITY);
        for (at, term) in (1..).zip(terms) {
            add(term, &self.segment, &mut sums, &mut most)?;
            let left = left.get(at).copied().unwrap_or_default();
            // Before one has more than what is left can add, nothing is behind.
            let may_tell = most > left.score && left.score < SOME * last;
            if may_tell && left.postings > READ_A_LOOK * count {
                last = left.score;
                let mut open = self.opened(&sums, left.score, terms.len());
                self.prune(&mut open, left.score, terms.len());
                if seeks(open.len() as u64, at) < left.postings {
                    return Ok((at, open));
                }
            }
        }
        Ok((terms.len(), self.opened(&sums, 0.0, terms.len())))
    }

    /// Returns the documents that are not behind what other segments have to offer.
    fn opened(&self, sums: &[Score], left: Score, terms: usize) -> Vec<(DocId, Score)> {
        // Where ties lift, no document is behind by its own score.
        let floor = if self.is_lifting { 0.0 } else { self.floor.get() };
        let least = self.clear(floor, terms) - left;
        let mut open = Vec::new();
        self.part.docs.each(|doc| {
            let sum = sums[doc as usize];
            if sum >= least || self.is_lifting {
                open.push((doc, sum));
            }
        });
        open
    }

    /// Returns what is below a score for certain, in spite of rounding.
    fn clear(&self, least: Score, terms: usize) -> Score {
        least * (1.0 - rounding(terms)) - self.blur
    }

    /// Leaves behind what cannot be among the best, were `left` added to its score.
    fn prune(&self, open: &mut Vec<(DocId, Score)>, left: Score, terms: usize) {
        let least = self.least(open).unwrap_or(0.0).max(self.floor.get());
        self.leave(open, left, least, terms);
    }

    fn leave(
        &self,
        open: &mut Vec<(DocId, Score)>,
        left: Score,
        least: Score,
        terms: usize,
    ) {
        let least = self.clear(least, terms);
        if least > 0.0 {
            open.retain(|&(doc, sum)| (self.lift)(doc, sum + left) >= least);
        }
    }

    /// Returns the score of the last that is kept; `None` when there are fewer.
    fn least(&self, scores: &[(DocId, Score)]) -> Option<Score> {
        least(self.keep, scores.iter().map(|&(doc, score)| (self.lift)(doc, score)))
    }

    /// Scores documents in the order of the question.
    fn exact(&self, candidates: &[DocId]) -> tantivy::Result<Vec<(DocId, Score)>> {
        let mut scores = vec![0.0; candidates.len()];
        let mut sums = vec![0.0; candidates.len()];
        for share in &self.part.shares {
            sums.fill(0.0);
            for scored in share.scored {
                let mut score = scored.cursor(&self.segment)?;
                for (sum, &doc) in sums.iter_mut().zip(candidates) {
                    if let Some(score) = score(doc) {
                        *sum += score;
                    }
                }
            }
            for ((score, sum), &doc) in scores.iter_mut().zip(&sums).zip(candidates) {
                if share.counts_in(doc) {
                    *score += sum;
                }
            }
        }
        Ok(candidates.iter().copied().zip(scores).collect())
    }
}

/// Worth a look again is what is less than so much of what it was.
const SOME: Score = 0.6;

/// Returns the score of the last that is kept; `None` when there are fewer.
pub(super) fn least(keep: usize, scores: impl Iterator<Item = Score>) -> Option<Score> {
    let mut scores: Vec<Score> = scores.collect();
    let last = keep.checked_sub(1).filter(|&last| last < scores.len())?;
    let (_, found, _) = scores.select_nth_unstable_by(last, |a, b| b.total_cmp(a));
    Some(*found)
}

/// Adds what a term is worth; `most` becomes the largest sum so far.
fn add(
    term: &Term<'_>,
    segment: &Segment<'_>,
    sums: &mut [Score],
    most: &mut Score,
) -> tantivy::Result<()> {
    let docs = term.share.docs.as_ref();
    let mut add = |doc: DocId, score: Score| {
        let sum = &mut sums[doc as usize];
        *sum += score;
        *most = most.max(*sum);
    };
    match docs {
        None => term.scored.each(segment, add),
        Some(docs) => term.scored.each(segment, |doc, score| {
            if docs.contains(doc) {
                add(doc, score);
            }
        }),
    }
}

/// What is left when so many terms are added up.
#[derive(Clone, Copy, Default)]
struct Left {
    /// How much they can still add.
    score: Score,
    /// How long their lists are.
    postings: u64,
}

/// Returns what is left before each of `terms`.
fn left(terms: &[Term<'_>]) -> Vec<Left> {
    let mut sum = Left::default();
    let mut left: Vec<Left> = Vec::with_capacity(terms.len());
    for term in terms.iter().rev() {
        sum.score += term.scored.weight;
        sum.postings += term.length;
        left.push(sum);
    }
    left.reverse();
    left
}

/// Returns by how much two sums of so many terms may differ that were added up in
/// different orders.
#[expect(clippy::cast_precision_loss, reason = "a bound")]
pub(super) fn rounding(terms: usize) -> Score {
    (terms + 16) as Score * 4.0 * Score::EPSILON
}
