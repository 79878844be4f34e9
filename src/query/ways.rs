//! All shortest ways between two documents.

use super::{Citation, Corpus};
use crate::error::Result;
use crate::graph::{Edge, Walk};
use crate::registry::DocId;
use crate::vocab::Relation;
use std::collections::BTreeMap;

impl Corpus {
    /// Returns all shortest ways from `from` to `to`, at most `limit` of them, in the
    /// order of keys; of parallel edges the most telling one. None if there is no way.
    ///
    /// Reads the documents nearer to `from` than `to` is; linear in their edges.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn ways(
        &self,
        from: DocId,
        to: DocId,
        walk: &Walk,
        limit: usize,
    ) -> Result<Vec<Vec<Citation>>> {
        let read = |way: &Vec<Edge>| way.iter().map(|edge| self.citation(edge)).collect();
        self.edges_of_ways(from, to, walk, limit)?.iter().map(read).collect()
    }

    /// Returns the edges of all shortest ways.
    pub(super) fn edges_of_ways(
        &self,
        from: DocId,
        to: DocId,
        walk: &Walk,
        limit: usize,
    ) -> Result<Vec<Vec<Edge>>> {
        let graph = self.store().graph();
        let Some(one) = graph.path(from, to, walk)? else { return Ok(Vec::new()) };
        let Ok(length) = u32::try_from(one.len()) else { return Ok(Vec::new()) };
        let nearer = graph.reach(&[from], &walk.at_most(length.saturating_sub(1)))?;
        let mut depths: BTreeMap<DocId, u32> =
            nearer.into_iter().map(|reached| (reached.document, reached.depth)).collect();
        depths.insert(from, 0);
        let mut search = Search { corpus: self, walk, depths, limit, ways: Vec::new() };
        search.extend(to, length, &mut Vec::new())?;
        Ok(search.ways)
    }
}

/// Goes back from the end, always one step nearer to the start.
struct Search<'c> {
    corpus: &'c Corpus,
    walk: &'c Walk,
    depths: BTreeMap<DocId, u32>,
    limit: usize,
    ways: Vec<Vec<Edge>>,
}

impl Search<'_> {
    fn extend(&mut self, at: DocId, depth: u32, behind: &mut Vec<Edge>) -> Result<()> {
        if self.ways.len() >= self.limit {
            return Ok(());
        }
        if depth == 0 {
            self.ways.push(behind.iter().rev().copied().collect());
            return Ok(());
        }
        for (near, edge) in self.nearer(at, depth - 1)? {
            behind.push(edge);
            self.extend(near, depth - 1, behind)?;
            behind.pop();
        }
        Ok(())
    }

    /// Returns the documents at `depth` from which an edge leads here, each with the
    /// most telling edge.
    fn nearer(&self, at: DocId, depth: u32) -> Result<BTreeMap<DocId, Edge>> {
        let back = self.walk.direction.opposite();
        let mut nearer = BTreeMap::<DocId, Edge>::new();
        for edge in self.corpus.store().graph().edges_of(at, back)? {
            let near = edge.far_end(back);
            let counts = self.walk.relations.contains(edge.relation)
                && edge.confidence >= self.walk.min_confidence
                && self.depths.get(&near) == Some(&depth);
            if counts {
                let kept = nearer.entry(near).or_insert(edge);
                if telling(&edge) > telling(kept) {
                    *kept = edge;
                }
            }
        }
        Ok(nearer)
    }
}

fn telling(edge: &Edge) -> (bool, u8) {
    (edge.relation != Relation::Cites, edge.confidence)
}
