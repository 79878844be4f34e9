//! Walks from one document: what it rests on, who carries it out.

use super::witness::Depth;
use super::{Citation, Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::{Direction, Edge, Reached, RelationSet, Walk};
use crate::registry::DocId;
use crate::vocab::Relation;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// Relations by which a document rests on another.
pub const BASIS: [Relation; 5] = [
    Relation::BasedOn,
    Relation::Implements,
    Relation::Guides,
    Relation::IssuedWith,
    Relation::Consolidates,
];

/// Relations by which a document carries another out.
pub const CASCADE: [Relation; 3] =
    [Relation::Implements, Relation::Guides, Relation::IssuedWith];

/// The relations that make a document worth a review when its target changes: the
/// grounds and the references of Decree 34/2016/NĐ-CP art. 145(2).
pub const REVIEW: [Relation; 6] = [
    Relation::BasedOn,
    Relation::Implements,
    Relation::Guides,
    Relation::IssuedWith,
    Relation::Consolidates,
    Relation::Cites,
];

/// One document of a walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// How many edges lie between it and the start.
    pub depth: u32,
    /// The edge by which it was reached.
    pub citation: Citation,
    /// The days from the issue of the nearer document of the walk to its own; unknown
    /// if one of the dates is not complete.
    pub lag: Option<i32>,
}

/// A walk from one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The start.
    pub root: Document,
    /// The direction of the walk.
    pub direction: Direction,
    /// All documents reached, each once: a document before those reached through it.
    pub steps: Vec<Step>,
}

impl Corpus {
    /// Walks from `root` along `relations`; `filter` chooses what is shown, not where
    /// the walk goes, except for its confidence; `words` says how much of the texts is
    /// read.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn tree(
        &self,
        root: DocId,
        direction: Direction,
        relations: &[Relation],
        depth: Option<u32>,
        filter: &Filter,
        words: Depth,
    ) -> Result<Tree> {
        let mut walk = Walk::new(direction);
        walk.depth = depth;
        let reached = self.reached(root, walk, relations, filter)?;
        let edges: Vec<Edge> = reached.iter().map(|one| one.via).collect();
        let citations = self.citations(&edges, words)?.into_iter();
        let step = |(citation, one): (Citation, &Reached)| {
            Step::new(citation, one.depth, direction)
        };
        let steps = citations.zip(&reached).map(step).collect();
        Ok(Tree { root: self.document(root)?, direction, steps })
    }

    /// Returns the documents of [`Corpus::tree`] in its order, without the words.
    pub(super) fn reached(
        &self,
        root: DocId,
        walk: Walk,
        relations: &[Relation],
        filter: &Filter,
    ) -> Result<Vec<Reached>> {
        let set = relations.iter().fold(RelationSet::NONE, |set, &r| set.with(r));
        let mut walk = walk.along(set);
        walk.min_confidence = filter.min_confidence;
        let reached = self.store().graph().reach(&[root], &walk)?;
        let ordered = depth_first(root, walk.direction, &reached);
        if !filter.asks_of_documents() {
            return Ok(ordered);
        }
        let keeps = |one: &Reached| -> Result<Option<Reached>> {
            Ok(self.keeps_id(filter, one.document)?.then_some(*one))
        };
        let kept: Result<Vec<Option<Reached>>> = ordered.par_iter().map(keeps).collect();
        Ok(kept?.into_iter().flatten().collect())
    }
}

impl Step {
    fn new(citation: Citation, depth: u32, direction: Direction) -> Self {
        let near = citation.far_end(direction.opposite()).record.date;
        let far = citation.far_end(direction).record.date;
        let whole = |d: crate::ident::Date| d.day().map(|_| d.days());
        let lag = near.and_then(whole).zip(far.and_then(whole)).map(|(a, b)| b - a);
        Self { depth, citation, lag }
    }

    /// Returns the document that was reached.
    pub fn other(&self, direction: Direction) -> &Document {
        self.citation.far_end(direction)
    }
}

/// Orders what was reached as a tree: each document below the one it was reached from.
fn depth_first(root: DocId, direction: Direction, reached: &[Reached]) -> Vec<Reached> {
    let above = |one: &Reached| one.via.far_end(direction.opposite());
    let mut children: Vec<&Reached> = reached.iter().collect();
    children.sort_by_key(|one| above(one));
    let below = |document: DocId| {
        let start = children.partition_point(|one| above(one) < document);
        let rest = children.get(start..).unwrap_or_default();
        let count = rest.partition_point(|one| above(one) == document);
        rest.get(..count).unwrap_or_default().iter().rev()
    };
    let mut order = Vec::with_capacity(reached.len());
    let mut waiting: Vec<&Reached> = below(root).copied().collect();
    while let Some(one) = waiting.pop() {
        order.push(*one);
        waiting.extend(below(one.document));
    }
    order
}
