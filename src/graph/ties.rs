//! Which documents belong together by what they share.

use super::{CitationGraph, Direction, Edge};
use crate::error::Result;
use crate::registry::DocId;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BinaryHeap;

/// A shared document that more documents than this share says nothing.
const HUB: usize = 20_000;

/// What ties one document to others: co-citation (Small 1973) and bibliographic coupling
/// (Kessler 1963).
#[derive(Debug)]
pub struct Ties {
    document: DocId,
    documents: u32,
    citing: Vec<Sharing>,
    cited: Vec<Sharing>,
}

/// A document that others share with the one asked for, itself among them.
#[derive(Debug)]
struct Sharing {
    id: DocId,
    weight: f64,
    /// In order.
    others: Vec<DocId>,
}

/// A document and how closely it is tied; the order is by closeness, then the lower id.
#[derive(Clone, Copy, Debug)]
struct Tied {
    id: DocId,
    score: f64,
}

impl CitationGraph {
    /// Returns what ties `document` to others, by the edges that `keeps` wants; read on all
    /// processors.
    ///
    /// Linear in the edges of the documents one step away.
    ///
    /// # Errors
    /// When the graph is damaged.
    pub fn ties(
        &self,
        document: DocId,
        keeps: impl Fn(&Edge) -> bool + Sync,
    ) -> Result<Ties> {
        let shared = |direction| self.shared(document, direction, &keeps);
        Ok(Ties {
            document,
            documents: self.documents(),
            citing: shared(Direction::Incoming)?,
            cited: shared(Direction::Outgoing)?,
        })
    }

    /// Returns what cites a document, or what it cites, with all that share it, unless too
    /// many do.
    fn shared(
        &self,
        document: DocId,
        direction: Direction,
        keeps: &(impl Fn(&Edge) -> bool + Sync),
    ) -> Result<Vec<Sharing>> {
        let read = |&id: &DocId| -> Result<Option<Sharing>> {
            let others = self.linked(id, direction.opposite(), keeps)?;
            let weight = weight(others.len());
            Ok((others.len() <= HUB).then_some(Sharing { id, weight, others }))
        };
        let shared = self.linked(document, direction, keeps)?;
        let all: Result<Vec<_>> = shared.par_iter().map(read).collect();
        Ok(all?.into_iter().flatten().collect())
    }

    /// Returns the distinct documents one step away, in order.
    fn linked(
        &self,
        document: DocId,
        direction: Direction,
        keeps: &impl Fn(&Edge) -> bool,
    ) -> Result<Vec<DocId>> {
        let edges = self.edges_of(document, direction)?;
        let far = edges.iter().filter(|e| keeps(e)).map(|e| e.far_end(direction));
        // Edges are in the order of their far ends.
        let mut linked: Vec<DocId> = far.filter(|&far| far != document).collect();
        linked.dedup();
        Ok(linked)
    }
}

impl Ties {
    /// Returns who is tied to the document and how closely, the closest first; of equals
    /// the lower id. A shared document weighs `1 / ln(1 + n)` when `n` documents share it
    /// (Adamic and Adar 2003).
    ///
    /// Linear in the edges of the documents two steps away, and a logarithm more for each
    /// that is taken.
    pub fn closest(&self) -> impl Iterator<Item = (DocId, f64)> {
        let mut scores = vec![0.0_f64; self.documents as usize];
        for one in self.citing.iter().chain(&self.cited) {
            for other in &one.others {
                if let Some(score) = scores.get_mut(other.0 as usize) {
                    *score += one.weight;
                }
            }
        }
        // A weight is never zero.
        let all = (0..).map(DocId).zip(scores).map(|(id, score)| Tied { id, score });
        let tied = all.filter(|t| t.score > 0.0 && t.id != self.document);
        let mut heap: BinaryHeap<Tied> = tied.collect();
        std::iter::from_fn(move || heap.pop().map(|t| (t.id, t.score)))
    }

    /// Returns the documents that cite this one and `other`, the most telling first.
    pub fn citing_both(&self, other: DocId) -> Vec<DocId> {
        shared_with(&self.citing, other)
    }

    /// Returns the documents that this one and `other` cite, the most telling first.
    pub fn cited_by_both(&self, other: DocId) -> Vec<DocId> {
        shared_with(&self.cited, other)
    }
}

fn shared_with(all: &[Sharing], other: DocId) -> Vec<DocId> {
    let ties = |one: &&Sharing| one.others.binary_search(&other).is_ok();
    let mut ties: Vec<&Sharing> = all.iter().filter(ties).collect();
    ties.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.id.cmp(&b.id)));
    ties.into_iter().map(|one| one.id).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of documents")]
fn weight(sharing: usize) -> f64 {
    1.0 / (1.0 + sharing as f64).ln().max(f64::MIN_POSITIVE)
}

impl Ord for Tied {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.score.total_cmp(&other.score).then(other.id.cmp(&self.id))
    }
}

impl PartialOrd for Tied {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Tied {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Tied {}
