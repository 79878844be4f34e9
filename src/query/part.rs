//! The part of the graph that answers a question.

use super::{Corpus, Filter};
use crate::error::Result;
use crate::graph::{Direction, Edge, Walk};
use crate::registry::DocId;
use crate::vocab::Relation;
use std::collections::BTreeSet;

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
                    && self.keeps_id(filter, far)?
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
            let walk = Walk::new(direction);
            let reached = self.reached(document, walk, relations, &conditions)?;
            within.extend(reached.iter().map(|one| one.document));
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
        let (_, layers) = self.layers_between(from, to, filter)?;
        Ok(layers.concat())
    }
}
