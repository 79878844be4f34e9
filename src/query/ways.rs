//! All shortest ways between two documents.

use super::search::relation_set;
use super::{Citation, Corpus, Filter};
use crate::error::Result;
use crate::graph::{Direction, Edge, Walk};
use crate::registry::DocId;

/// Ways from one document to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Ways {
    /// The direction in which the edges of the ways lead.
    pub direction: Direction,
    /// The ways: the edges of each, from the first document on.
    pub ways: Vec<Vec<Citation>>,
}

impl Corpus {
    /// Returns all shortest ways from `from` to `to`, at most `limit` of them, in the
    /// order of keys: along what is cited; if there is none, along what cites. Of parallel
    /// edges the most telling one.
    ///
    /// The conditions on documents hold for those between the two, the conditions on edges
    /// for all. Linear in the edges of the documents that two searches meet which start at
    /// the ends.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn ways(
        &self,
        from: DocId,
        to: DocId,
        filter: &Filter,
        limit: usize,
    ) -> Result<Ways> {
        let (direction, layers) = self.layers_between(from, to, filter)?;
        let mut spelled = Spelled { direction, layers: &layers, limit, ways: Vec::new() };
        spelled.extend(to, layers.len(), &mut Vec::new());
        let read = |way: &Vec<Edge>| way.iter().map(|edge| self.citation(edge)).collect();
        let ways: Result<_> = spelled.ways.iter().map(read).collect();
        Ok(Ways { direction, ways: ways? })
    }

    /// Returns the edges of all shortest ways, a list for each step, and in which
    /// direction they lead; no lists if there is no way.
    pub(super) fn layers_between(
        &self,
        from: DocId,
        to: DocId,
        filter: &Filter,
    ) -> Result<(Direction, Vec<Vec<Edge>>)> {
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let mut walk = Walk::new(direction).along(relation_set(&filter.relations));
            walk.min_confidence = filter.min_confidence;
            let mut passes = |between| self.keeps_id(filter, between);
            let layers = self.store().graph().ways(from, to, &walk, &mut passes)?;
            if !layers.is_empty() {
                return Ok((direction, layers));
            }
        }
        Ok((Direction::Outgoing, Vec::new()))
    }
}

/// Spells the ways out, backwards from their end.
struct Spelled<'l> {
    direction: Direction,
    layers: &'l [Vec<Edge>],
    limit: usize,
    ways: Vec<Vec<Edge>>,
}

impl Spelled<'_> {
    fn extend(&mut self, at: DocId, depth: usize, behind: &mut Vec<Edge>) {
        if self.ways.len() >= self.limit || self.layers.is_empty() {
            return;
        }
        let layers = self.layers;
        let Some(layer) = depth.checked_sub(1).and_then(|d| layers.get(d)) else {
            self.ways.push(behind.iter().rev().copied().collect());
            return;
        };
        let direction = self.direction;
        for edge in layer.iter().filter(|edge| edge.far_end(direction) == at) {
            behind.push(*edge);
            self.extend(edge.far_end(direction.opposite()), depth - 1, behind);
            behind.pop();
        }
    }
}
