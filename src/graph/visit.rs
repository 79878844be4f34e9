//! petgraph's visit traits, so that its algorithms run on our graphs.

use super::{CitationGraph, Csr, CsrFile, Edge, RelationSet};
use crate::registry::DocId;
use crate::vocab::Relation;
use petgraph::visit as pg;
use petgraph::{Directed, Direction};

/// The set of visited documents: one bit each.
#[derive(Clone, Debug, Default)]
pub struct Visited(Vec<u64>);

impl Visited {
    /// Makes an empty set of up to `documents` documents.
    pub fn new(documents: u32) -> Self {
        Self(vec![0; (documents as usize).div_ceil(64)])
    }

    fn place(document: DocId) -> (usize, u64) {
        (document.0 as usize / 64, 1 << (document.0 % 64))
    }

    /// Adds a document; returns true if it was not yet in the set.
    pub fn insert(&mut self, document: DocId) -> bool {
        let (at, bit) = Self::place(document);
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        let new = self.0[at] & bit == 0;
        self.0[at] |= bit;
        new
    }

    /// Returns true if the document is in the set.
    pub fn contains(&self, document: DocId) -> bool {
        let (at, bit) = Self::place(document);
        self.0.get(at).is_some_and(|word| word & bit != 0)
    }
}

impl pg::VisitMap<DocId> for Visited {
    fn visit(&mut self, a: DocId) -> bool {
        self.insert(a)
    }

    fn is_visited(&self, a: &DocId) -> bool {
        self.contains(*a)
    }

    fn unvisit(&mut self, a: DocId) -> bool {
        let was = self.contains(a);
        if was {
            let (at, bit) = Self::place(a);
            self.0[at] &= !bit;
        }
        was
    }
}

impl pg::EdgeRef for Edge {
    type NodeId = DocId;
    type EdgeId = Self;
    type Weight = Relation;

    fn source(&self) -> DocId {
        self.source
    }

    fn target(&self) -> DocId {
        self.target
    }

    fn weight(&self) -> &Relation {
        &self.relation
    }

    fn id(&self) -> Self {
        *self
    }
}

/// A link of a [`Csr`] as petgraph sees it.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    near: DocId,
    far: DocId,
    relations: &'a RelationSet,
    at: usize,
}

impl pg::EdgeRef for Link<'_> {
    type NodeId = DocId;
    type EdgeId = usize;
    type Weight = RelationSet;

    fn source(&self) -> DocId {
        self.near
    }

    fn target(&self) -> DocId {
        self.far
    }

    fn weight(&self) -> &RelationSet {
        self.relations
    }

    fn id(&self) -> usize {
        self.at
    }
}

/// All documents in order.
#[derive(Clone, Debug)]
pub struct Documents(std::ops::Range<u32>);

impl Iterator for Documents {
    type Item = DocId;

    fn next(&mut self) -> Option<DocId> {
        self.0.next().map(DocId)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Documents {}

macro_rules! nodes {
    ($graph:ty, $edge:ty, $weight:ty) => {
        impl pg::GraphBase for $graph {
            type NodeId = DocId;
            type EdgeId = $edge;
        }
        impl pg::Data for $graph {
            type NodeWeight = ();
            type EdgeWeight = $weight;
        }
        impl pg::GraphProp for $graph {
            type EdgeType = Directed;
        }
        impl pg::NodeCount for $graph {
            fn node_count(&self) -> usize {
                self.documents() as usize
            }
        }
        impl pg::NodeIndexable for $graph {
            fn node_bound(&self) -> usize {
                self.documents() as usize
            }
            fn to_index(&self, a: DocId) -> usize {
                a.0 as usize
            }
            fn from_index(&self, i: usize) -> DocId {
                DocId(u32::try_from(i).unwrap_or(u32::MAX))
            }
        }
        impl pg::NodeCompactIndexable for $graph {}
        impl pg::Visitable for $graph {
            type Map = Visited;
            fn visit_map(&self) -> Visited {
                Visited::new(self.documents())
            }
            fn reset_map(&self, map: &mut Visited) {
                *map = self.visit_map();
            }
        }
        impl pg::IntoNodeIdentifiers for &$graph {
            type NodeIdentifiers = Documents;
            fn node_identifiers(self) -> Documents {
                Documents(0..self.documents())
            }
        }
        impl pg::IntoNodeReferences for &$graph {
            type NodeRef = (DocId, ());
            type NodeReferences = std::iter::Map<Documents, fn(DocId) -> (DocId, ())>;
            fn node_references(self) -> Self::NodeReferences {
                Documents(0..self.documents()).map(|d| (d, ()))
            }
        }
    };
}

nodes!(CsrFile, Edge, Relation);
nodes!(CitationGraph, Edge, Relation);
nodes!(Csr, usize, RelationSet);

/// The far ends of a row of edges.
#[derive(Debug)]
pub struct Neighbors {
    edges: std::vec::IntoIter<Edge>,
    direction: Direction,
}

impl Iterator for Neighbors {
    type Item = DocId;

    fn next(&mut self) -> Option<DocId> {
        self.edges.next().map(|e| e.far_end(self.direction))
    }
}

/// A row of edges as petgraph sees a row: each starts at its document.
///
/// For a file of incoming edges that means that they are turned round.
#[derive(Debug)]
pub struct Edges {
    edges: std::vec::IntoIter<Edge>,
    turn: bool,
}

impl Iterator for Edges {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        let edge = self.edges.next()?;
        let (source, target) = (edge.target, edge.source);
        Some(if self.turn { Edge { source, target, ..edge } } else { edge })
    }
}

impl CsrFile {
    fn row(&self, document: DocId, turn: bool) -> Edges {
        Edges { edges: self.edges_or_keep_error(document).into_iter(), turn }
    }

    fn far_ends(&self, document: DocId) -> Neighbors {
        let edges = self.edges_or_keep_error(document).into_iter();
        Neighbors { edges, direction: self.direction() }
    }
}

impl pg::EdgeCount for CsrFile {
    fn edge_count(&self) -> usize {
        usize::try_from(self.edge_total()).unwrap_or(usize::MAX)
    }
}

impl pg::IntoNeighbors for &CsrFile {
    type Neighbors = Neighbors;

    fn neighbors(self, a: DocId) -> Neighbors {
        self.far_ends(a)
    }
}

impl<'a> pg::IntoEdgeReferences for &'a CsrFile {
    type EdgeRef = Edge;
    type EdgeReferences = AllEdges<'a>;

    fn edge_references(self) -> AllEdges<'a> {
        let turn = self.direction() == Direction::Incoming;
        let row = Edges { edges: Vec::new().into_iter(), turn };
        AllEdges { file: self, rest: Documents(0..self.documents()), row, turn }
    }
}

impl pg::IntoEdges for &CsrFile {
    type Edges = Edges;

    fn edges(self, a: DocId) -> Edges {
        self.row(a, self.direction() == Direction::Incoming)
    }
}

/// The edges of all documents in order.
#[derive(Debug)]
pub struct AllEdges<'a> {
    file: &'a CsrFile,
    rest: Documents,
    row: Edges,
    turn: bool,
}

impl Iterator for AllEdges<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        loop {
            if let Some(edge) = self.row.next() {
                return Some(edge);
            }
            self.row = self.file.row(self.rest.next()?, self.turn);
        }
    }
}

impl pg::EdgeCount for CitationGraph {
    fn edge_count(&self) -> usize {
        usize::try_from(self.edge_total()).unwrap_or(usize::MAX)
    }
}

impl pg::IntoNeighbors for &CitationGraph {
    type Neighbors = Neighbors;

    fn neighbors(self, a: DocId) -> Neighbors {
        self.side(Direction::Outgoing).far_ends(a)
    }
}

impl pg::IntoNeighborsDirected for &CitationGraph {
    type NeighborsDirected = Neighbors;

    fn neighbors_directed(self, n: DocId, d: Direction) -> Neighbors {
        self.side(d).far_ends(n)
    }
}

impl<'a> pg::IntoEdgeReferences for &'a CitationGraph {
    type EdgeRef = Edge;
    type EdgeReferences = AllEdges<'a>;

    fn edge_references(self) -> AllEdges<'a> {
        self.side(Direction::Outgoing).edge_references()
    }
}

impl pg::IntoEdges for &CitationGraph {
    type Edges = Edges;

    fn edges(self, a: DocId) -> Edges {
        self.side(Direction::Outgoing).row(a, false)
    }
}

impl pg::IntoEdgesDirected for &CitationGraph {
    type EdgesDirected = Edges;

    fn edges_directed(self, a: DocId, dir: Direction) -> Edges {
        self.side(dir).row(a, false)
    }
}

/// The links of one document of a [`Csr`].
#[derive(Clone, Debug)]
pub struct Links<'a> {
    csr: &'a Csr,
    near: DocId,
    rest: std::ops::Range<usize>,
}

impl<'a> Iterator for Links<'a> {
    type Item = Link<'a>;

    fn next(&mut self) -> Option<Link<'a>> {
        let at = self.rest.next()?;
        let (far, relations) = self.csr.link(at)?;
        Some(Link { near: self.near, far, relations, at })
    }
}

/// The documents that one document of a [`Csr`] is linked to.
#[derive(Clone, Debug)]
pub struct LinkedDocuments<'a>(Links<'a>);

impl Iterator for LinkedDocuments<'_> {
    type Item = DocId;

    fn next(&mut self) -> Option<DocId> {
        self.0.next().map(|link| link.far)
    }
}

/// All links of a [`Csr`].
#[derive(Clone, Debug)]
pub struct AllLinks<'a> {
    row: Links<'a>,
    rest: Documents,
}

impl<'a> Iterator for AllLinks<'a> {
    type Item = Link<'a>;

    fn next(&mut self) -> Option<Link<'a>> {
        loop {
            if let Some(link) = self.row.next() {
                return Some(link);
            }
            self.row = self.row.csr.row(self.rest.next()?);
        }
    }
}

impl Csr {
    fn row(&self, document: DocId) -> Links<'_> {
        Links { csr: self, near: document, rest: self.range(document) }
    }
}

impl pg::EdgeCount for Csr {
    fn edge_count(&self) -> usize {
        self.link_total()
    }
}

impl<'a> pg::IntoNeighbors for &'a Csr {
    type Neighbors = LinkedDocuments<'a>;

    fn neighbors(self, a: DocId) -> LinkedDocuments<'a> {
        LinkedDocuments(self.row(a))
    }
}

impl<'a> pg::IntoEdgeReferences for &'a Csr {
    type EdgeRef = Link<'a>;
    type EdgeReferences = AllLinks<'a>;

    fn edge_references(self) -> AllLinks<'a> {
        let row = Links { csr: self, near: DocId(0), rest: 0..0 };
        AllLinks { row, rest: Documents(0..self.documents()) }
    }
}

impl<'a> pg::IntoEdges for &'a Csr {
    type Edges = Links<'a>;

    fn edges(self, a: DocId) -> Links<'a> {
        self.row(a)
    }
}

#[cfg(test)]
mod tests {
    use super::super::build::tests as made;
    use super::*;
    use petgraph::algo::{dijkstra, kosaraju_scc, tarjan_scc, toposort};
    use petgraph::graph::{DiGraph, NodeIndex};
    use petgraph::visit::{Bfs, EdgeRef, IntoEdgeReferences, Reversed};
    use proptest::prelude::*;

    const N: u32 = 9;

    fn naive(edges: &[Edge]) -> DiGraph<(), Relation> {
        let mut graph = DiGraph::new();
        for _ in 0..N {
            graph.add_node(());
        }
        for e in edges {
            let node = |d: DocId| NodeIndex::new(d.0 as usize);
            graph.add_edge(node(e.source), node(e.target), e.relation);
        }
        graph
    }

    fn sorted_components(mut all: Vec<Vec<DocId>>) -> Vec<Vec<DocId>> {
        for component in &mut all {
            component.sort_unstable();
        }
        all.sort();
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn algorithms_of_petgraph_answer_as_on_its_own_graph(edges in made::edges(N)) {
            let dir = tempfile::tempdir().unwrap();
            let graph = made::graph(dir.path(), &edges, N);
            let csr = graph.side(Direction::Outgoing).load().unwrap();
            let naive = naive(&edges);
            let cost = |r: Relation| 1 + r as u32;
            for start in 0..N {
                let want: std::collections::BTreeMap<u32, u32> =
                    dijkstra(&naive, NodeIndex::new(start as usize), None, |e| cost(*e.weight()))
                        .into_iter().map(|(n, c)| (u32::try_from(n.index()).unwrap(), c)).collect();
                let got: std::collections::BTreeMap<u32, u32> =
                    dijkstra(&graph, DocId(start), None, |e| cost(*e.weight()))
                        .into_iter().map(|(n, c)| (n.0, c)).collect();
                prop_assert_eq!(&got, &want);
                for found in [
                    {
                        let mut bfs = Bfs::new(&graph, DocId(start));
                        std::iter::from_fn(|| bfs.next(&graph)).count()
                    },
                    {
                        let mut bfs = Bfs::new(&csr, DocId(start));
                        std::iter::from_fn(|| bfs.next(&csr)).count()
                    },
                ] {
                    prop_assert_eq!(found, want.len());
                }
                let incoming = graph.side(Direction::Incoming);
                let back = dijkstra(incoming, DocId(start), None, |_| 1u32).len();
                let reversed = dijkstra(Reversed(&naive), NodeIndex::new(start as usize), None, |_| 1u32);
                prop_assert_eq!(back, reversed.len());
            }
            prop_assert_eq!(toposort(&graph, None).is_ok(), toposort(&naive, None).is_ok());
            let components = sorted_components(tarjan_scc(&graph));
            prop_assert_eq!(&components, &sorted_components(tarjan_scc(&csr)));
            prop_assert_eq!(components.len(), kosaraju_scc(&naive).len());
            prop_assert_eq!(graph.edge_references().count() as u64, graph.edge_total());
            let heads: Vec<_> = graph.edge_references().map(|e| EdgeRef::source(&e)).collect();
            prop_assert!(heads.is_sorted());
            graph.check().unwrap();
        }
    }

    #[test]
    fn a_damaged_row_is_reported_after_the_walk() {
        let dir = tempfile::tempdir().unwrap();
        let edge = |s, t| Edge {
            source: DocId(s),
            target: DocId(t),
            relation: Relation::Cites,
            confidence: 90,
            witness: crate::registry::SourceId(0),
            mention: 0,
        };
        drop(made::graph(dir.path(), &[edge(0, 1), edge(1, 2)], 3));
        let path = dir.path().join("graph.out");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[64 + 14 + 2] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let graph = CitationGraph::open(dir.path()).unwrap();
        let reached = dijkstra(&graph, DocId(0), None, |_| 1u32);
        assert_eq!(reached.len(), 2);
        let error = graph.check().unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::StoreCorrupt);
        graph.check().unwrap();
    }
}
