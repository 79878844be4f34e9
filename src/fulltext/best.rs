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

    fn raise(&self, score: Score) {
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

impl<L: Fn(DocId, Score) -> Score> Best<'_, L> {
    /// Returns documents with their scores, in their order; all that may be among the
    /// best are there.
    pub(super) fn find(&self) -> tantivy::Result<Vec<(DocId, Score)>> {
        let docs = &self.part.docs;
        let terms = self.terms();
        let candidates = if docs.len() as usize <= self.keep || terms.is_empty() {
            docs.to_vec()
        } else {
            self.candidates(&terms)?
        };
        let found = self.exact(&candidates)?;
        if let Some(least) = self.least(&found) {
            self.floor.raise(least);
        }
        Ok(found)
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

    fn candidates(&self, terms: &[Term<'_>]) -> tantivy::Result<Vec<DocId>> {
        const FEW: usize = 1_024;
        let left = left(terms);
        let mut at = 0;
        let mut open: Vec<(DocId, Score)>;
        if self.part.docs.len() as usize <= FEW {
            open = self.part.docs.to_vec().into_iter().map(|doc| (doc, 0.0)).collect();
        } else {
            (at, open) = self.add_all(terms, &left)?;
        }
        while let Some(term) = terms.get(at) {
            let mut score = term.scored.cursor(&self.segment)?;
            for (doc, sum) in open.iter_mut().filter(|at| term.share.counts_in(at.0)) {
                *sum += score(*doc).unwrap_or(0.0);
            }
            at += 1;
            if open.len() > self.keep.saturating_mul(2) {
                self.prune(&mut open, left.get(at).map_or(0.0, |left| left.score), terms);
            }
        }
        self.prune(&mut open, 0.0, terms);
        Ok(open.into_iter().map(|(doc, _)| doc).collect())
    }

    /// Adds terms up in all documents, until few documents or no terms are left; returns
    /// how many terms it added.
    fn add_all(
        &self,
        terms: &[Term<'_>],
        left: &[Left],
    ) -> tantivy::Result<(usize, Vec<(DocId, Score)>)> {
        // To ask for one document takes as long as to read so many.
        const READ_A_SEEK: u64 = 4;
        let count = u64::from(self.part.docs.len());
        let mut sums = vec![0.0; self.segment.end() as usize];
        let mut last = Score::INFINITY;
        for (at, term) in (1..).zip(terms) {
            add(term, &self.segment, &mut sums)?;
            let left = left.get(at).copied().unwrap_or_default();
            // It is worth a look when it may save more than it takes.
            if left.postings > 4 * count && left.score < 0.7 * last {
                last = left.score;
                let mut open = self.open(&sums, left.score, terms);
                self.prune(&mut open, left.score, terms);
                let seeks = open.len() as u64 * (terms.len() - at) as u64;
                if seeks * READ_A_SEEK < left.postings {
                    return Ok((at, open));
                }
            }
        }
        Ok((terms.len(), self.open(&sums, 0.0, terms)))
    }

    /// Returns the documents that are not behind what other segments have to offer.
    fn open(
        &self,
        sums: &[Score],
        left: Score,
        terms: &[Term<'_>],
    ) -> Vec<(DocId, Score)> {
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
    fn clear(&self, least: Score, terms: &[Term<'_>]) -> Score {
        least * (1.0 - rounding(terms.len())) - self.blur
    }

    /// Leaves behind what cannot be among the best, were `left` added to its score.
    fn prune(&self, open: &mut Vec<(DocId, Score)>, left: Score, terms: &[Term<'_>]) {
        let least = self.least(open).unwrap_or(0.0).max(self.floor.get());
        let least = self.clear(least, terms);
        if least > 0.0 {
            open.retain(|&(doc, sum)| (self.lift)(doc, sum + left) >= least);
        }
    }

    /// Returns the score of the last that is kept; `None` when there are fewer.
    fn least(&self, scores: &[(DocId, Score)]) -> Option<Score> {
        let last = self.keep.checked_sub(1)?;
        let lifted = scores.iter().map(|&(doc, score)| (self.lift)(doc, score));
        let mut lifted: Vec<Score> = lifted.collect();
        if last >= lifted.len() {
            return None;
        }
        let (_, least, _) = lifted.select_nth_unstable_by(last, |a, b| b.total_cmp(a));
        Some(*least)
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

fn add(
    term: &Term<'_>,
    segment: &Segment<'_>,
    sums: &mut [Score],
) -> tantivy::Result<()> {
    match &term.share.docs {
        None => term.scored.each(segment, |doc, score| sums[doc as usize] += score),
        Some(docs) => term.scored.each(segment, |doc, score| {
            if docs.contains(doc) {
                sums[doc as usize] += score;
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
fn rounding(terms: usize) -> Score {
    (terms + 16) as Score * 4.0 * Score::EPSILON
}
