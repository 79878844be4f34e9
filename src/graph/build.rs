//! Sorting edges into files.

use super::file::{IN, OUT, label};
use super::{Edge, relations};
use crate::error::{Error, Result};
use crate::registry::{DocId, SourceId};
use crate::rows::{RowWriter, u32_at};
use petgraph::Direction;
use rayon::slice::ParallelSliceMut;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The bytes of an edge in a row: the other end u32, witness u32, mention u32, relation
/// u8, confidence u8.
pub(super) const RECORD: usize = 14;
/// The bytes of an edge in a sorted run: the near end before them.
const RUN_RECORD: usize = RECORD + 4;
/// How many edges are sorted in memory at once: 80 MB.
const RUN_EDGES: usize = 4_000_000;

/// Reads an edge of the row of `near`; `record` has [`RECORD`] bytes.
pub(super) fn decode_edge(
    near: DocId,
    direction: Direction,
    record: &[u8],
) -> Option<Edge> {
    let far = DocId(u32_at(record, 0));
    let (source, target) = match direction {
        Direction::Outgoing => (near, far),
        Direction::Incoming => (far, near),
    };
    let witness = SourceId(u32_at(record, 4));
    let mention = u32_at(record, 8);
    let relation = relations::decode(record[12])?;
    Some(Edge { source, target, relation, confidence: record[13], witness, mention })
}

fn encode(edge: &Edge, direction: Direction) -> [u8; RECORD] {
    let mut out = [0; RECORD];
    out[..4].copy_from_slice(&edge.far_end(direction).0.to_le_bytes());
    out[4..8].copy_from_slice(&edge.witness.0.to_le_bytes());
    out[8..12].copy_from_slice(&edge.mention.to_le_bytes());
    out[12] = relations::code(edge.relation);
    out[13] = edge.confidence;
    out
}

/// The order of a file: near end, far end, then what tells parallel edges apart.
type Rank = (u32, u32, u8, u32, u32, u8);

fn near_end(edge: &Edge, direction: Direction) -> DocId {
    edge.far_end(direction.opposite())
}

fn rank(edge: &Edge, direction: Direction) -> Rank {
    (
        near_end(edge, direction).0,
        edge.far_end(direction).0,
        relations::code(edge.relation),
        edge.witness.0,
        edge.mention,
        edge.confidence,
    )
}

/// Collects edges in any order and writes the two files of a graph.
///
/// Edges beyond four million are sorted in runs on the disk and merged, so memory stays
/// under about 200 MB however many there are. `O(m log m)` for `m` edges. Equal edges
/// are written once; the order of adding does not matter.
#[derive(Debug)]
pub struct GraphWriter {
    dir: PathBuf,
    run_edges: usize,
    edges: Vec<Edge>,
    runs: usize,
}

const BOTH: [Direction; 2] = [Direction::Outgoing, Direction::Incoming];

impl GraphWriter {
    /// Makes a writer of the graph in the folder `dir`, which must exist.
    pub fn new(dir: &Path) -> Self {
        Self::with_run(dir, RUN_EDGES)
    }

    fn with_run(dir: &Path, run_edges: usize) -> Self {
        Self { dir: dir.to_owned(), run_edges, edges: Vec::new(), runs: 0 }
    }

    /// Adds an edge.
    pub fn add(&mut self, edge: Edge) -> Result<()> {
        self.edges.push(edge);
        if self.edges.len() < self.run_edges {
            return Ok(());
        }
        for direction in BOTH {
            self.sort(direction);
            self.write_run(direction)?;
        }
        self.edges.clear();
        self.runs += 1;
        Ok(())
    }

    /// Writes both files for `documents` documents and returns the number of edges.
    ///
    /// Edges whose ends are no documents are left out.
    pub fn finish(mut self, documents: u32) -> Result<u64> {
        let mut total = 0;
        for direction in BOTH {
            self.sort(direction);
            total = self.merge(direction, documents)?;
            for run in 0..self.runs {
                let path = self.run_path(run, direction);
                std::fs::remove_file(&path)
                    .map_err(|e| Error::io("cannot remove a work file", &path, e))?;
            }
        }
        Ok(total)
    }

    fn sort(&mut self, direction: Direction) {
        self.edges.par_sort_unstable_by_key(|e| rank(e, direction));
    }

    fn run_path(&self, run: usize, direction: Direction) -> PathBuf {
        let side = if direction == Direction::Outgoing { "out" } else { "in" };
        self.dir.join(format!("graph-run-{run}.{side}"))
    }

    fn write_run(&self, direction: Direction) -> Result<()> {
        let path = self.run_path(self.runs, direction);
        let write = || -> std::io::Result<()> {
            let mut out = BufWriter::with_capacity(1 << 18, File::create(&path)?);
            for edge in &self.edges {
                out.write_all(&near_end(edge, direction).0.to_le_bytes())?;
                out.write_all(&encode(edge, direction))?;
            }
            out.flush()
        };
        write().map_err(|e| Error::io("cannot write a work file", &path, e))
    }

    fn merge(&self, direction: Direction, documents: u32) -> Result<u64> {
        let name = if direction == Direction::Outgoing { OUT } else { IN };
        let mut out = RowBuilder {
            rows: RowWriter::create(&self.dir.join(name), label(direction))?,
            row: Vec::new(),
            last: None,
            total: 0,
            direction,
            documents,
        };
        let mut runs = (0..self.runs)
            .map(|run| Run::open(self.run_path(run, direction), direction))
            .collect::<Result<Vec<Run>>>()?;
        if runs.is_empty() {
            self.edges.iter().try_for_each(|e| out.push(e))?;
            return out.finish();
        }
        let mut memory = self.edges.iter();
        let mut heap = BinaryHeap::with_capacity(runs.len() + 1);
        let place = runs.len();
        for (at, run) in runs.iter_mut().enumerate() {
            heap.extend(run.next()?.map(|e| Head::new(e, direction, at)));
        }
        heap.extend(memory.next().map(|&e| Head::new(e, direction, place)));
        while let Some(mut head) = heap.peek_mut() {
            out.push(&head.edge)?;
            let run = head.run;
            let next = match runs.get_mut(run) {
                Some(run) => run.next()?,
                None => memory.next().copied(),
            };
            match next {
                Some(edge) => *head = Head::new(edge, direction, run),
                None => drop(std::collections::binary_heap::PeekMut::pop(head)),
            }
        }
        out.finish()
    }
}

/// The smallest edge of a run; the heap gives the smallest of all first.
struct Head {
    rank: Rank,
    edge: Edge,
    run: usize,
}

impl Head {
    fn new(edge: Edge, direction: Direction, run: usize) -> Self {
        Self { rank: rank(&edge, direction), edge, run }
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.rank.cmp(&self.rank)
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Head {}

/// A sorted run on the disk.
struct Run {
    path: PathBuf,
    input: BufReader<File>,
    direction: Direction,
}

impl Run {
    fn open(path: PathBuf, direction: Direction) -> Result<Self> {
        let file = File::open(&path)
            .map_err(|e| Error::io("cannot open a work file", &path, e))?;
        let input = BufReader::with_capacity(1 << 18, file);
        Ok(Self { path, input, direction })
    }

    fn next(&mut self) -> Result<Option<Edge>> {
        let mut record = [0; RUN_RECORD];
        match self.input.read_exact(&mut record) {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(e) => return Err(Error::io("cannot read a work file", &self.path, e)),
        }
        let near = DocId(u32_at(&record, 0));
        Ok(decode_edge(near, self.direction, &record[4..]))
    }
}

/// Turns sorted edges into rows.
struct RowBuilder {
    rows: RowWriter,
    row: Vec<u8>,
    last: Option<Edge>,
    total: u64,
    direction: Direction,
    documents: u32,
}

impl RowBuilder {
    fn push(&mut self, edge: &Edge) -> Result<()> {
        let outside = edge.source.0.max(edge.target.0) >= self.documents;
        if outside || self.last.as_ref() == Some(edge) {
            return Ok(());
        }
        self.close_rows_before(near_end(edge, self.direction).0)?;
        self.row.extend_from_slice(&encode(edge, self.direction));
        self.last = Some(*edge);
        self.total += 1;
        Ok(())
    }

    fn close_rows_before(&mut self, document: u32) -> Result<()> {
        while self.rows.rows() < u64::from(document) {
            self.rows.push(&self.row)?;
            self.row.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> Result<u64> {
        self.close_rows_before(self.documents)?;
        self.rows.finish(self.total)?;
        Ok(self.total)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::CitationGraph;
    use super::*;
    use crate::vocab::Relation;
    use proptest::prelude::*;

    /// Makes arbitrary edges between `documents` documents.
    pub(in super::super) fn edges(documents: u32) -> impl Strategy<Value = Vec<Edge>> {
        let edge = (0..documents, 0..documents, 0..16u8, 0..100u8, 0..9u32, 0..9u32);
        let edge = edge.prop_map(|(s, t, r, confidence, w, mention)| Edge {
            source: DocId(s),
            target: DocId(t),
            relation: relations::decode(r).unwrap_or(Relation::Cites),
            confidence,
            witness: SourceId(w),
            mention,
        });
        prop::collection::vec(edge, 0..60)
    }

    /// Writes a graph and opens it.
    pub(in super::super) fn graph(dir: &Path, edges: &[Edge], n: u32) -> CitationGraph {
        let mut writer = GraphWriter::with_run(dir, 7);
        for edge in edges {
            writer.add(*edge).unwrap();
        }
        writer.finish(n).unwrap();
        CitationGraph::open(dir).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn rows_are_the_sorted_distinct_edges(edges in edges(9)) {
            let dir = tempfile::tempdir().unwrap();
            let graph = graph(dir.path(), &edges, 8);
            let within = |e: &&Edge| e.source.0 < 8 && e.target.0 < 8;
            let mut all: Vec<Edge> = edges.iter().filter(within).copied().collect();
            for direction in BOTH {
                all.sort_by_key(|e| rank(e, direction));
                all.dedup();
                let mut rows = Vec::new();
                for d in 0..graph.documents() {
                    rows.extend(graph.edges_of(DocId(d), direction).unwrap());
                }
                prop_assert_eq!(&rows, &all);
            }
            prop_assert_eq!(graph.edge_total(), all.len() as u64);
            prop_assert!(graph.edges_of(DocId(99), Direction::Outgoing).unwrap().is_empty());
            let files = std::fs::read_dir(dir.path()).unwrap().count();
            prop_assert_eq!(files, 2, "work files are removed");
        }
    }
}
