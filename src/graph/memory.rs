//! One direction of the graph in memory.

use super::{CsrFile, Edge, RelationSet};
use crate::error::Result;
use crate::registry::DocId;
use petgraph::Direction;

/// One direction of the graph in memory, for measures over all of it.
///
/// Parallel edges are one link that carries the set of their relations: "how many
/// documents cite this" counts documents, not mentions.
#[derive(Clone, Debug)]
pub struct Csr {
    direction: Direction,
    /// Where the links of each document start, and the end.
    starts: Vec<u32>,
    ends: Vec<u32>,
    relations: Vec<RelationSet>,
}

impl Csr {
    pub(super) fn load(file: &CsrFile) -> Result<Self> {
        let documents = file.documents() as usize;
        let mut csr = Self::empty(file.direction(), documents);
        file.scan(&mut |_, edges| {
            csr.push_row(edges);
            Ok(())
        })?;
        Ok(csr)
    }

    /// Makes a graph of edges in any order; for graphs that were never stored.
    pub fn from_edges(documents: u32, direction: Direction, edges: &[Edge]) -> Self {
        let mut sorted = edges.to_vec();
        sorted.sort_unstable_by_key(|e| {
            (e.far_end(direction.opposite()), e.far_end(direction))
        });
        let mut csr = Self::empty(direction, documents as usize);
        let mut rest = sorted.as_slice();
        for document in 0..documents {
            let is_here = |e: &Edge| e.far_end(direction.opposite()) == DocId(document);
            let (row, tail) = rest.split_at(rest.partition_point(is_here));
            csr.push_row(row);
            rest = tail;
        }
        csr
    }

    fn empty(direction: Direction, documents: usize) -> Self {
        let mut starts = Vec::with_capacity(documents + 1);
        starts.push(0);
        Self { direction, starts, ends: Vec::new(), relations: Vec::new() }
    }

    fn push_row(&mut self, edges: &[Edge]) {
        let start = self.ends.len();
        for edge in edges {
            let end = edge.far_end(self.direction).0;
            let known = self.ends.len() > start && self.ends.last() == Some(&end);
            match self.relations.last_mut() {
                Some(set) if known => *set = set.with(edge.relation),
                _ => {
                    self.ends.push(end);
                    self.relations.push(edge.relation.into());
                }
            }
        }
        // 2^32 distinct links would take 24 GB; a graph of that size is cut off, not wrapped.
        self.starts.push(u32::try_from(self.ends.len()).unwrap_or(u32::MAX));
    }

    /// Returns the direction.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Returns the number of documents.
    pub fn documents(&self) -> u32 {
        u32::try_from(self.starts.len() - 1).unwrap_or(u32::MAX)
    }

    /// Returns the number of linked pairs.
    pub fn link_total(&self) -> usize {
        self.ends.len()
    }

    /// Returns the distinct documents that `document` is linked to, in order, with the
    /// relations of each link; none for a document that is not in the graph.
    pub fn links(
        &self,
        document: DocId,
    ) -> impl ExactSizeIterator<Item = (DocId, RelationSet)> + Clone + '_ {
        let range = self.range(document);
        let ends = self.ends.get(range.clone()).unwrap_or_default();
        let relations = self.relations.get(range).unwrap_or_default();
        ends.iter().map(|&d| DocId(d)).zip(relations.iter().copied())
    }

    pub(super) fn range(&self, document: DocId) -> std::ops::Range<usize> {
        let at = document.0 as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Returns the link with that index, without its near end.
    pub(super) fn link(&self, at: usize) -> Option<(DocId, &RelationSet)> {
        Some((DocId(*self.ends.get(at)?), self.relations.get(at)?))
    }

    /// Returns the same graph seen from the other end; linear.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let documents = self.starts.len() - 1;
        let mut starts = vec![0u32; documents + 1];
        self.ends.iter().for_each(|&end| starts[end as usize + 1] += 1);
        (0..documents).for_each(|d| starts[d + 1] += starts[d]);
        let mut next = starts.clone();
        let mut ends = vec![0; self.ends.len()];
        let mut relations = vec![RelationSet::NONE; self.ends.len()];
        for document in 0..self.documents() {
            for at in self.range(DocId(document)) {
                let slot = &mut next[self.ends[at] as usize];
                ends[*slot as usize] = document;
                relations[*slot as usize] = self.relations[at];
                *slot += 1;
            }
        }
        Self { direction: self.direction.opposite(), starts, ends, relations }
    }
}

#[cfg(test)]
mod tests {
    use super::super::build::tests as made;
    use super::*;
    use proptest::prelude::*;

    fn all(csr: &Csr) -> Vec<(u32, DocId, RelationSet)> {
        (0..csr.documents())
            .flat_map(|d| csr.links(DocId(d)).map(move |(e, r)| (d, e, r)))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn loading_collecting_and_reversing_agree(edges in made::edges(9)) {
            let dir = tempfile::tempdir().unwrap();
            let graph = made::graph(dir.path(), &edges, 9);
            let out = graph.side(Direction::Outgoing).load().unwrap();
            let inward = graph.side(Direction::Incoming).load().unwrap();
            prop_assert_eq!(all(&out.reversed()), all(&inward));
            prop_assert_eq!(all(&inward.reversed()), all(&out));
            let collected = Csr::from_edges(9, Direction::Outgoing, &edges);
            prop_assert_eq!(all(&collected), all(&out));
            for &(d, end, relations) in &all(&out) {
                let same = |e: &&Edge| e.source == DocId(d) && e.target == end;
                let naive = edges.iter().filter(same).map(|e| e.relation).collect();
                prop_assert_eq!(relations, naive);
            }
        }
    }
}
