//! The part of the graph that answers a question.

use super::{Corpus, Filter};
use crate::error::Result;
use crate::graph::{Direction, Edge, RelationSet, Walk};
use crate::registry::DocId;
use crate::vocab::Relation;
use std::collections::{BTreeMap, BTreeSet};

/// A question whose answer is a part of the graph.
#[derive(Clone, Debug)]
pub enum Part {
    /// The edges between these documents and those one step away.
    Neighbours(Vec<DocId>, Direction),
    /// The edges of these relations among the documents that a walk reaches.
    Walk(Vec<DocId>, Direction, Vec<Relation>),
    /// All shortest ways.
    Ways(DocId, DocId),
    /// The edges from these documents.
    From(Vec<DocId>),
}

impl Corpus {
    /// Returns the edges of the answer, in the order of keys. Conditions on documents are
    /// on the far ends, of ways on all documents between the two; those on edges hold for
    /// all.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn part(&self, part: &Part, filter: &Filter) -> Result<Vec<Edge>> {
        let mut edges = match part {
            Part::Neighbours(documents, direction) => {
                self.around(documents, *direction, filter)?
            }
            Part::From(documents) => {
                self.around(documents, Direction::Outgoing, filter)?
            }
            Part::Walk(documents, direction, relations) => {
                let relations = match filter.relations.as_slice() {
                    [] => relations,
                    asked => asked,
                };
                self.walked(documents, *direction, relations, filter)?
            }
            Part::Ways(from, to) => self.on_ways(*from, *to, filter)?,
        };
        edges.sort_unstable_by_key(|e| (e.source, e.target, e.witness, e.mention));
        edges.dedup();
        Ok(edges)
    }

    fn around(
        &self,
        documents: &[DocId],
        direction: Direction,
        filter: &Filter,
    ) -> Result<Vec<Edge>> {
        let mut found = Vec::new();
        for &document in documents {
            for edge in self.store().graph().edges_of(document, direction)? {
                let far = edge.far_end(direction);
                if filter.keeps_edge(edge.relation, edge.confidence)
                    && self.keeps(filter, far, &self.store().record(far)?)?
                {
                    found.push(edge);
                }
            }
        }
        Ok(found)
    }

    /// The documents of a walk with all edges among them that it could have taken.
    fn walked(
        &self,
        documents: &[DocId],
        direction: Direction,
        relations: &[Relation],
        filter: &Filter,
    ) -> Result<Vec<Edge>> {
        let mut within: BTreeSet<DocId> = documents.iter().copied().collect();
        let conditions = Filter { relations: Vec::new(), ..filter.clone() };
        for &document in documents {
            let tree = self.tree(document, direction, relations, None, &conditions)?;
            within.extend(tree.steps.iter().map(|step| step.other(direction).id));
        }
        let mut found = Vec::new();
        for &document in &within {
            found.extend(self.store().citing(document)?.into_iter().filter(|edge| {
                within.contains(&edge.target)
                    && relations.contains(&edge.relation)
                    && edge.confidence >= filter.min_confidence
            }));
        }
        Ok(found)
    }

    fn on_ways(&self, from: DocId, to: DocId, filter: &Filter) -> Result<Vec<Edge>> {
        let add = |set: RelationSet, &r: &Relation| set.with(r);
        let relations = match filter.relations.as_slice() {
            [] => RelationSet::ALL,
            some => some.iter().fold(RelationSet::NONE, add),
        };
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let mut walk = Walk::new(direction).along(relations);
            walk.min_confidence = filter.min_confidence;
            let edges = self.all_on_ways(from, to, &walk, filter)?;
            if !edges.is_empty() {
                return Ok(edges);
            }
        }
        Ok(Vec::new())
    }

    /// Layer by layer from one end to the other: linear in the edges of the documents met,
    /// however many ways lead through them.
    fn all_on_ways(
        &self,
        from: DocId,
        to: DocId,
        walk: &Walk,
        filter: &Filter,
    ) -> Result<Vec<Edge>> {
        if self.store().graph().path(from, to, walk)?.is_none() {
            return Ok(Vec::new());
        }
        let (mut seen, mut frontier) = (BTreeSet::from([from]), BTreeSet::from([from]));
        let mut layers = Vec::new();
        while !frontier.is_empty() && !seen.contains(&to) {
            let layer = self.layer(&frontier, to, walk, filter, &mut seen)?;
            frontier = layer.iter().map(|e| e.far_end(walk.direction)).collect();
            seen.extend(&frontier);
            layers.push(layer);
        }
        let back = walk.direction.opposite();
        let (mut kept, mut found) = (BTreeSet::from([to]), Vec::new());
        for mut layer in layers.into_iter().rev() {
            layer.retain(|edge| kept.contains(&edge.far_end(walk.direction)));
            kept = layer.iter().map(|edge| edge.far_end(back)).collect();
            found.extend(layer);
        }
        Ok(found)
    }

    /// The edges one step on from `frontier`, of parallel ones the most telling; documents
    /// that the filter refuses count as seen.
    fn layer(
        &self,
        frontier: &BTreeSet<DocId>,
        to: DocId,
        walk: &Walk,
        filter: &Filter,
        seen: &mut BTreeSet<DocId>,
    ) -> Result<Vec<Edge>> {
        let mut best = BTreeMap::<(DocId, DocId), Edge>::new();
        for &near in frontier {
            for edge in self.store().graph().edges_of(near, walk.direction)? {
                let far = edge.far_end(walk.direction);
                let counts = walk.relations.contains(edge.relation)
                    && edge.confidence >= walk.min_confidence;
                if !counts || seen.contains(&far) {
                    continue;
                }
                if far != to && !self.keeps(filter, far, &self.store().record(far)?)? {
                    seen.insert(far);
                    continue;
                }
                let kept = best.entry((near, far)).or_insert(edge);
                if telling(&edge) > telling(kept) {
                    *kept = edge;
                }
            }
        }
        Ok(best.into_values().collect())
    }
}

fn telling(edge: &Edge) -> (bool, u8) {
    (edge.relation != Relation::Cites, edge.confidence)
}
