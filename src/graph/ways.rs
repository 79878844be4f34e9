//! All shortest ways between two documents.

use super::{CitationGraph, Edge, Visited, Walk};
use crate::error::Result;
use crate::registry::DocId;
use crate::vocab::Relation;
use std::collections::BTreeSet;

/// Says of a document whether ways may lead through it.
pub type Passes<'p> = dyn FnMut(DocId) -> Result<bool> + 'p;

impl CitationGraph {
    /// Returns the edges of all shortest ways from `from` to `to` in the direction of
    /// `walk`, a list for each step, in the order of the documents; of parallel edges the
    /// most telling one. No lists if there is no way, or only the empty one.
    ///
    /// Ways lead through documents that `passes` allows; it is not asked of the two ends.
    /// Searches from both ends, so that two well-known documents are joined without
    /// reading the whole graph; linear in the edges of the documents met, however many
    /// ways lead through them.
    pub fn ways(
        &self,
        from: DocId,
        to: DocId,
        walk: &Walk,
        passes: &mut Passes<'_>,
    ) -> Result<Vec<Vec<Edge>>> {
        if from == to {
            return Ok(Vec::new());
        }
        let mut passes = |id| Ok(id == from || id == to || passes(id)?);
        let back = Walk { direction: walk.direction.opposite(), ..*walk };
        let mut front = Layers::new(self.documents(), from, *walk);
        let mut rear = Layers::new(self.documents(), to, back);
        for _ in 0..walk.depth.unwrap_or(u32::MAX) {
            if front.frontier.is_empty() || rear.frontier.is_empty() {
                return Ok(Vec::new());
            }
            let (side, other) = if front.frontier.len() <= rear.frontier.len() {
                (&mut front, &rear)
            } else {
                (&mut rear, &front)
            };
            side.advance(self, &mut passes)?;
            let met: BTreeSet<DocId> = side
                .frontier
                .iter()
                .copied()
                .filter(|&d| other.seen.contains(d))
                .collect();
            if !met.is_empty() {
                return Ok(joined(front, rear, &met));
            }
        }
        Ok(Vec::new())
    }
}

/// The layers of both searches as one list, without the edges that do not lead to where
/// they met.
///
/// Before the last step no document was within reach of both, so each way is as long as
/// both searches are deep.
fn joined(front: Layers, rear: Layers, met: &BTreeSet<DocId>) -> Vec<Vec<Edge>> {
    let mut layers = front.leading_to(met);
    layers.reverse();
    layers.extend(rear.leading_to(met));
    for layer in &mut layers {
        layer.sort_by_key(|edge| (edge.source, edge.target));
    }
    layers
}

/// One of the two searches that look for each other.
struct Layers {
    walk: Walk,
    seen: Visited,
    frontier: Vec<DocId>,
    /// The edges of each step, from the start on.
    steps: Vec<Vec<Edge>>,
}

impl Layers {
    fn new(documents: u32, start: DocId, walk: Walk) -> Self {
        let mut seen = Visited::new(documents);
        seen.insert(start);
        Self { walk, seen, frontier: vec![start], steps: Vec::new() }
    }

    /// Goes one step. Documents that do not pass count as seen, and are never met.
    fn advance(&mut self, graph: &CitationGraph, passes: &mut Passes<'_>) -> Result<()> {
        let mut layer: Vec<Edge> = Vec::new();
        let mut next = BTreeSet::new();
        for &near in &self.frontier {
            let row_start = layer.len();
            for edge in graph.edges_of(near, self.walk.direction)? {
                let far = edge.far_end(self.walk.direction);
                if !self.walk.takes(&edge) || self.seen.contains(far) {
                    continue;
                }
                if !next.contains(&far) && !passes(far)? {
                    self.seen.insert(far);
                    continue;
                }
                next.insert(far);
                // The edges of a row are in the order of the far ends.
                let row = layer.get_mut(row_start..).and_then(|row| row.last_mut());
                match row.filter(|kept| kept.far_end(self.walk.direction) == far) {
                    Some(kept) if telling(&edge) > telling(kept) => *kept = edge,
                    Some(_) => {}
                    None => layer.push(edge),
                }
            }
        }
        for &document in &next {
            self.seen.insert(document);
        }
        self.frontier = next.into_iter().collect();
        self.steps.push(layer);
        Ok(())
    }

    /// Returns the layers from the last one back to the start, with the edges only that
    /// lead to `ends`.
    fn leading_to(self, ends: &BTreeSet<DocId>) -> Vec<Vec<Edge>> {
        let Self { walk, mut steps, .. } = self;
        let mut kept = ends.clone();
        for layer in steps.iter_mut().rev() {
            layer.retain(|edge| kept.contains(&edge.far_end(walk.direction)));
            let back = walk.direction.opposite();
            kept = layer.iter().map(|edge| edge.far_end(back)).collect();
        }
        steps.reverse();
        steps
    }
}

/// A relation tells more than a plain mention, a sure one more than a doubtful one.
fn telling(edge: &Edge) -> (bool, u8) {
    (edge.relation != Relation::Cites, edge.confidence)
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::build::tests as made;
    use super::*;
    use proptest::prelude::*;

    const N: u32 = 12;

    /// All shortest ways as lists of documents, by trying all ways.
    fn naive(edges: &[Edge], ends: (DocId, DocId), walk: &Walk, shut: DocId) -> Ways {
        let mut ways: Ways = BTreeSet::from([vec![ends.0]]);
        for _ in 0..N {
            let arrived = |way: &&Vec<DocId>| way.last() == Some(&ends.1);
            if ways.iter().any(|way| arrived(&way)) {
                return ways.iter().filter(arrived).cloned().collect();
            }
            let steps = |way: &Vec<DocId>| {
                let at = *way.last().unwrap();
                let back = walk.direction.opposite();
                let from_here = move |e: &&Edge| walk.takes(e) && e.far_end(back) == at;
                let to: Vec<DocId> = edges
                    .iter()
                    .filter(from_here)
                    .map(|e| e.far_end(walk.direction))
                    .filter(|far| !way.contains(far) && (*far != shut || *far == ends.1))
                    .collect();
                to.into_iter().map(|far| [way.as_slice(), &[far]].concat()).collect()
            };
            ways =
                ways.iter().flat_map(|way| -> Vec<Vec<DocId>> { steps(way) }).collect();
        }
        Ways::new()
    }

    type Ways = BTreeSet<Vec<DocId>>;

    /// The ways that one can go along the layers.
    fn spelled(layers: &[Vec<Edge>], from: DocId, direction: Direction) -> Ways {
        let mut ways: Ways = BTreeSet::from([vec![from]]);
        for layer in layers {
            let on = |way: &Vec<DocId>| -> Vec<Vec<DocId>> {
                let here =
                    |e: &&Edge| way.last() == Some(&e.far_end(direction.opposite()));
                let next = layer.iter().filter(here).map(|e| e.far_end(direction));
                next.map(|far| [way.as_slice(), &[far]].concat()).collect()
            };
            ways = ways.iter().flat_map(on).collect();
        }
        ways
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_layers_spell_all_shortest_ways_and_no_other(
            edges in made::edges(N),
            min_confidence in 0..40u8,
            inward in any::<bool>(),
            shut in 0..N,
        ) {
            let dir = tempfile::tempdir().unwrap();
            let graph = made::graph(dir.path(), &edges, N);
            let direction =
                if inward { Direction::Incoming } else { Direction::Outgoing };
            let walk = Walk { min_confidence, ..Walk::new(direction) };
            let shut = DocId(shut);
            for (from, to) in (0..N).flat_map(|a| (0..N).map(move |b| (DocId(a), DocId(b)))) {
                if from == to {
                    continue;
                }
                let layers = graph.ways(from, to, &walk, &mut |d| Ok(d != shut)).unwrap();
                let got = match layers.len() {
                    0 => Ways::new(),
                    _ => spelled(&layers, from, direction),
                };
                prop_assert_eq!(got, naive(&edges, (from, to), &walk, shut));
            }
        }
    }
}
