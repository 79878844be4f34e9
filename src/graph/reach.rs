//! Walks on the files: what can be reached, and by which way.

use super::{CitationGraph, Edge, RelationSet, Visited};
use crate::error::Result;
use crate::registry::DocId;
use petgraph::Direction;
use std::collections::HashMap;

/// Which edges a walk follows and how far it goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Walk {
    /// Toward the cited documents, or toward the citing ones.
    pub direction: Direction,
    /// The relations that count.
    pub relations: RelationSet,
    /// The most steps; `None` for as far as it goes.
    pub depth: Option<u32>,
    /// Edges that are less sure than this, in percent, do not count.
    pub min_confidence: u8,
}

impl Walk {
    /// Makes a walk along all edges, as far as it goes.
    pub fn new(direction: Direction) -> Self {
        Self { direction, relations: RelationSet::ALL, depth: None, min_confidence: 0 }
    }

    /// Restricts it to some relations.
    #[must_use]
    pub fn along(mut self, relations: RelationSet) -> Self {
        self.relations = relations;
        self
    }

    /// Restricts it to so many steps.
    #[must_use]
    pub fn at_most(mut self, depth: u32) -> Self {
        self.depth = Some(depth);
        self
    }

    pub(super) fn takes(&self, edge: &Edge) -> bool {
        self.relations.contains(edge.relation) && edge.confidence >= self.min_confidence
    }
}

/// A document that a walk reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reached {
    /// The document.
    pub document: DocId,
    /// The least number of steps from a start.
    pub depth: u32,
    /// The edge by which it was reached first; the surest of parallel ones.
    pub via: Edge,
}

impl CitationGraph {
    /// Returns all documents that can be reached from `starts`, nearest first and in
    /// their order within a depth; the starts themselves are left out.
    ///
    /// Reads the rows of the reached documents only; linear in their edges.
    pub fn reach(&self, starts: &[DocId], walk: &Walk) -> Result<Vec<Reached>> {
        let mut seen = Visited::new(self.documents());
        let mut frontier = starts.to_vec();
        for &start in starts {
            seen.insert(start);
        }
        let mut all = Vec::new();
        let mut depth = 0;
        while !frontier.is_empty() && walk.depth.is_none_or(|most| depth < most) {
            depth += 1;
            let found = self.step(&frontier, walk, &mut seen)?;
            frontier = found.iter().map(|e| e.far_end(walk.direction)).collect();
            all.extend(found.iter().map(|&via| Reached {
                document: via.far_end(walk.direction),
                depth,
                via,
            }));
        }
        Ok(all)
    }

    /// Returns for each document that is new one step from `frontier` the edge to it,
    /// sorted by document.
    fn step(
        &self,
        frontier: &[DocId],
        walk: &Walk,
        seen: &mut Visited,
    ) -> Result<Vec<Edge>> {
        let mut found: Vec<Edge> = Vec::new();
        for &document in frontier {
            let row_start = found.len();
            for edge in self.edges_of(document, walk.direction)? {
                let far = edge.far_end(walk.direction);
                if !walk.takes(&edge) {
                    continue;
                }
                if seen.insert(far) {
                    found.push(edge);
                    continue;
                }
                let parallel = |e: &&mut Edge| e.far_end(walk.direction) == far;
                let row = found.get_mut(row_start..).and_then(|r| r.last_mut());
                if let Some(kept) = row.filter(parallel)
                    && kept.confidence < edge.confidence
                {
                    *kept = edge;
                }
            }
        }
        found.sort_by_key(|e| e.far_end(walk.direction));
        Ok(found)
    }

    /// Returns the edges of a shortest way from `from` to `to` in the direction of
    /// `walk`, or `None` if there is none within its depth; the same one every time.
    ///
    /// Searches from both ends, so that two well-known documents are joined without
    /// reading the whole graph. A way from a document to itself is empty.
    pub fn path(&self, from: DocId, to: DocId, walk: &Walk) -> Result<Option<Vec<Edge>>> {
        if from == to {
            return Ok(Some(Vec::new()));
        }
        let back = Walk { direction: walk.direction.opposite(), ..*walk };
        let mut sides = [Side::new(self, from, *walk), Side::new(self, to, back)];
        for _ in 0..walk.depth.unwrap_or(u32::MAX) {
            if sides.iter().any(|side| side.frontier.is_empty()) {
                return Ok(None);
            }
            let [front, rear] = &mut sides;
            let (side, other) = if front.frontier.len() <= rear.frontier.len() {
                (front, rear)
            } else {
                (rear, front)
            };
            if let Some(meeting) = side.advance(self, other)? {
                let mut way = sides[0].way_to(meeting);
                way.reverse();
                way.extend(sides[1].way_to(meeting));
                return Ok(Some(way));
            }
        }
        Ok(None)
    }
}

/// One of the two searches that look for each other.
struct Side {
    walk: Walk,
    seen: Visited,
    frontier: Vec<DocId>,
    via: HashMap<DocId, Edge>,
}

impl Side {
    fn new(graph: &CitationGraph, start: DocId, walk: Walk) -> Self {
        let mut seen = Visited::new(graph.documents());
        seen.insert(start);
        Self { walk, seen, frontier: vec![start], via: HashMap::new() }
    }

    /// Goes one step; returns the first document that the other side has seen.
    ///
    /// The first meeting is a shortest way: before this step no document was within
    /// reach of both sides, so every way is longer than both depths together.
    fn advance(&mut self, graph: &CitationGraph, other: &Self) -> Result<Option<DocId>> {
        let found = graph.step(&self.frontier, &self.walk, &mut self.seen)?;
        self.frontier.clear();
        for edge in found {
            let document = edge.far_end(self.walk.direction);
            self.frontier.push(document);
            self.via.insert(document, edge);
        }
        Ok(self.frontier.iter().copied().find(|&d| other.seen.contains(d)))
    }

    /// Returns the edges from `document` back to the start.
    fn way_to(&self, mut document: DocId) -> Vec<Edge> {
        let mut way = Vec::new();
        while let Some(edge) = self.via.get(&document) {
            way.push(*edge);
            document = edge.far_end(self.walk.direction.opposite());
        }
        way
    }
}

#[cfg(test)]
mod tests {
    use super::super::build::tests as made;
    use super::*;
    use crate::vocab::Relation;
    use proptest::prelude::*;

    const N: u32 = 12;

    /// Distances by relaxing every edge until nothing changes.
    fn naive(edges: &[Edge], start: DocId, walk: &Walk) -> Vec<Option<u32>> {
        let mut depth = vec![None; N as usize];
        depth[start.0 as usize] = Some(0);
        for _ in 0..N {
            for e in edges.iter().filter(|e| walk.takes(e)) {
                let near = e.far_end(walk.direction.opposite()).0 as usize;
                let far = e.far_end(walk.direction).0 as usize;
                let next = depth[near].map(|d: u32| d + 1);
                if next.is_some() && depth[far].is_none_or(|d| Some(d) > next) {
                    depth[far] = next;
                }
            }
        }
        depth
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn reach_and_path_agree_with_relaxation(
            edges in made::edges(N),
            min_confidence in 0..40u8,
            inward in any::<bool>(),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let graph = made::graph(dir.path(), &edges, N);
            let direction =
                if inward { Direction::Incoming } else { Direction::Outgoing };
            let all: RelationSet = Relation::ALL.into_iter().skip(3).collect();
            let walk = Walk { min_confidence, ..Walk::new(direction).along(all) };
            for start in (0..N).map(DocId) {
                let want = naive(&edges, start, &walk);
                let reached = graph.reach(&[start], &walk).unwrap();
                let mut got = vec![None; N as usize];
                got[start.0 as usize] = Some(0);
                for r in &reached {
                    got[r.document.0 as usize] = Some(r.depth);
                }
                prop_assert_eq!(&got, &want);
                prop_assert!(reached.is_sorted_by_key(|r| (r.depth, r.document)));
                for r in &reached {
                    prop_assert_eq!(r.via.far_end(direction), r.document);
                    let before = r.via.far_end(direction.opposite());
                    prop_assert_eq!(want[before.0 as usize], Some(r.depth - 1));
                }
                for end in (0..N).map(DocId) {
                    let way = graph.path(start, end, &walk).unwrap();
                    let length = way.as_ref().map(|w| u32::try_from(w.len()).unwrap());
                    prop_assert_eq!(length, want[end.0 as usize]);
                    let mut at = start;
                    for edge in way.unwrap_or_default() {
                        prop_assert_eq!(edge.far_end(direction.opposite()), at);
                        prop_assert!(walk.takes(&edge));
                        at = edge.far_end(direction);
                    }
                    let reached = length.is_none() || at == end;
                    prop_assert!(reached);
                }
                let near = graph.reach(&[start], &walk.at_most(1)).unwrap();
                prop_assert!(near.iter().all(|r| r.depth == 1));
            }
        }
    }
}
