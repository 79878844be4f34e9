//! The graph as files.

use super::{Csr, Edge, build::RECORD, build::decode_edge};
use crate::error::{Error, Result};
use crate::registry::DocId;
use crate::rows::{Label, RowFile};
use petgraph::Direction;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// One direction of the graph as a file of compressed sparse rows.
///
/// Opening reads 64 bytes. The edges of a document cost two positional reads; they are
/// checked against their checksum. Files are never changed once written, so any number
/// of threads and processes may read.
///
/// Through petgraph's traits `neighbors` and `edges` go along the direction of the file:
/// to the cited documents for [`Direction::Outgoing`], to the citing ones for
/// [`Direction::Incoming`]. Those traits know no errors: see [`CsrFile::check`].
#[derive(Debug)]
pub struct CsrFile {
    rows: RowFile,
    direction: Direction,
    failure: Mutex<Option<Error>>,
}

/// Returns what the header of a file of that direction says.
pub(super) fn label(direction: Direction) -> Label {
    match direction {
        Direction::Outgoing => *b"graphout",
        Direction::Incoming => *b"graph-in",
    }
}

impl CsrFile {
    /// Opens the file at `path`, which must be of that direction.
    pub fn open(path: &Path, direction: Direction) -> Result<Self> {
        let rows = RowFile::open(path, label(direction))?;
        if u32::try_from(rows.rows()).is_err() {
            return Err(rows.damaged("it has more rows than there are documents"));
        }
        Ok(Self { rows, direction, failure: Mutex::new(None) })
    }

    /// Returns the direction of the file.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Returns the number of documents.
    pub fn documents(&self) -> u32 {
        u32::try_from(self.rows.rows()).unwrap_or(u32::MAX)
    }

    /// Returns the number of edges.
    pub fn edge_total(&self) -> u64 {
        self.rows.header().items
    }

    /// Returns the edges of `document` in this direction, sorted by the other end,
    /// relation and witness; none for a document that is not in the graph.
    ///
    /// Linear in the number returned.
    pub fn edges_of(&self, document: DocId) -> Result<Vec<Edge>> {
        let edges =
            self.rows.look(document.0.into(), |row| self.decode_row(document, row))?;
        Ok(edges.unwrap_or_default())
    }

    /// Returns the number of edges of `document` in this direction, without reading them.
    pub fn edge_count(&self, document: DocId) -> Result<u64> {
        Ok(self.rows.length(document.0.into())? / RECORD as u64)
    }

    fn decode_row(&self, document: DocId, bytes: &[u8]) -> Result<Vec<Edge>> {
        let mut edges = Vec::with_capacity(bytes.len() / RECORD);
        self.each_of_row(document, bytes, &mut |edge| edges.push(edge))?;
        Ok(edges)
    }

    fn each_of_row(
        &self,
        document: DocId,
        bytes: &[u8],
        each: &mut impl FnMut(Edge),
    ) -> Result<()> {
        let damage = || self.rows.damaged("a row of the graph holds no edges");
        let records = bytes.chunks_exact(RECORD);
        if !records.remainder().is_empty() {
            return Err(damage());
        }
        for record in records {
            let edge = decode_edge(document, self.direction, record);
            let known = |e: &Edge| e.far_end(self.direction).0 < self.documents();
            each(edge.filter(known).ok_or_else(damage)?);
        }
        Ok(())
    }

    /// Calls `each` with the edges of every document, in order.
    pub fn scan(&self, each: &mut dyn FnMut(DocId, &[Edge]) -> Result<()>) -> Result<()> {
        self.rows.scan(&mut |row, bytes| {
            let document = DocId(u32::try_from(row).unwrap_or(u32::MAX));
            each(document, &self.decode_row(document, bytes)?)
        })
    }

    /// Returns the edges that `keeps` wants, in order; all are looked at, on all
    /// processors.
    pub fn edges_where(&self, keeps: impl Fn(&Edge) -> bool + Sync) -> Result<Vec<Edge>> {
        self.rows.in_parts(|part| {
            let mut kept = Vec::new();
            self.rows.scan_part(part, &mut |row, bytes| {
                let document = DocId(u32::try_from(row).unwrap_or(u32::MAX));
                self.each_of_row(document, bytes, &mut |edge| {
                    if keeps(&edge) {
                        kept.push(edge);
                    }
                })
            })?;
            Ok(kept)
        })
    }

    /// Loads the whole direction into memory: 6 bytes for each pair of linked documents
    /// and 4 for each document.
    pub fn load(&self) -> Result<Csr> {
        Csr::load(self)
    }

    /// Compares every checksum of the file.
    pub fn verify(&self) -> Result<()> {
        self.rows.verify()
    }

    /// Returns the first error that a walk through petgraph's traits ran into.
    ///
    /// Those traits cannot return an error, so a row that could not be read looks empty
    /// to the algorithm; ask here after the walk, before trusting its result.
    pub fn check(&self) -> Result<()> {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take();
        failure.map_or(Ok(()), Err)
    }

    pub(super) fn edges_or_keep_error(&self, document: DocId) -> Vec<Edge> {
        self.edges_of(document).unwrap_or_else(|error| {
            let mut kept = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            kept.get_or_insert(error);
            Vec::new()
        })
    }
}

/// The citation graph: both directions as files.
#[derive(Debug)]
pub struct CitationGraph {
    outgoing: CsrFile,
    incoming: CsrFile,
}

impl CitationGraph {
    /// Opens the two files `graph.out` and `graph.in` in the folder `dir`.
    pub fn open(dir: &Path) -> Result<Self> {
        let outgoing = CsrFile::open(&dir.join(OUT), Direction::Outgoing)?;
        let incoming = CsrFile::open(&dir.join(IN), Direction::Incoming)?;
        let sizes = |f: &CsrFile| (f.documents(), f.edge_total());
        if sizes(&outgoing) != sizes(&incoming) {
            return Err(incoming.rows.damaged("the two directions are not of one graph"));
        }
        Ok(Self { outgoing, incoming })
    }

    /// Returns the file of one direction.
    pub fn side(&self, direction: Direction) -> &CsrFile {
        match direction {
            Direction::Outgoing => &self.outgoing,
            Direction::Incoming => &self.incoming,
        }
    }

    /// Returns the edges of `document` in `direction`, sorted.
    pub fn edges_of(&self, document: DocId, direction: Direction) -> Result<Vec<Edge>> {
        self.side(direction).edges_of(document)
    }

    /// Returns the number of documents.
    pub fn documents(&self) -> u32 {
        self.outgoing.documents()
    }

    /// Returns the number of edges.
    pub fn edge_total(&self) -> u64 {
        self.outgoing.edge_total()
    }

    /// Returns the first error that a walk through petgraph's traits ran into; see
    /// [`CsrFile::check`].
    pub fn check(&self) -> Result<()> {
        self.outgoing.check().and(self.incoming.check())
    }
}

/// The name of the file of the outgoing edges.
pub(super) const OUT: &str = "graph.out";
/// The name of the file of the incoming edges.
pub(super) const IN: &str = "graph.in";
