//! What a question asks of all texts or documents at once, a column each: reading one is
//! one read of some bytes a document, where the rows that hold the same are read and
//! decoded one by one.

use super::reader::Reader;
use super::table::kinds::COLUMNS;
use crate::error::Result;
use crate::graph::{CitationGraph, Direction, Edge, RelationSet};
use crate::registry::DocId;
use crate::rows::{RowFile, RowWriter};
use std::path::Path;

/// The columns of a generation.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Columns {
    /// The id of each text in the full-text index with its document, in the order of ids.
    pub texts: Vec<(u64, DocId)>,
    /// By how many others each document is cited.
    pub cited: Vec<u32>,
    /// By which relations each document cites anything.
    pub relations: Vec<RelationSet>,
}

/// The rows of the file; columns are only ever added behind them.
const IDS: u64 = 0;
const DOCUMENTS: u64 = 1;
const CITED: u64 = 2;
const RELATIONS: u64 = 3;

/// Writes the columns of the generation in `dir`, whose graph must be written, and whose
/// `texts` are given in any order.
pub(crate) fn write(dir: &Path, texts: Vec<(u64, DocId)>) -> Result<()> {
    let columns = Columns::new(texts, &CitationGraph::open(dir)?)?;
    let mut file = RowWriter::create(&dir.join(COLUMNS.file), COLUMNS.label)?;
    file.push(&bytes(columns.texts.iter().map(|(id, _)| id.to_le_bytes())))?;
    file.push(&bytes(columns.texts.iter().map(|(_, doc)| doc.0.to_le_bytes())))?;
    file.push(&bytes(columns.cited.iter().map(|n| n.to_le_bytes())))?;
    file.push(&bytes(columns.relations.iter().map(|set| set.bits().to_le_bytes())))?;
    file.finish(columns.texts.len() as u64).map(drop)
}

pub(super) fn open(dir: &Path) -> Result<RowFile> {
    RowFile::open(&dir.join(COLUMNS.file), COLUMNS.label)
}

/// Reads the columns of a store with so many sources and documents.
pub(super) fn read(file: &RowFile, sources: u32, documents: u32) -> Result<Columns> {
    let column = |row: u64, count: u32, width: usize| -> Result<Vec<u8>> {
        let bytes = file.get(row)?.filter(|b| b.len() == count as usize * width);
        bytes.ok_or_else(|| file.damaged("a column is not as long as the store"))
    };
    let ids = column(IDS, sources, 8)?;
    let of = column(DOCUMENTS, sources, 4)?;
    let known = |doc: u32| doc < documents;
    if !numbers(&of).all(known) {
        return Err(file.damaged("a text is of no document"));
    }
    let ids = ids.as_chunks().0.iter().map(|id| u64::from_le_bytes(*id));
    Ok(Columns {
        texts: ids.zip(numbers(&of).map(DocId)).collect(),
        cited: numbers(&column(CITED, documents, 4)?).collect(),
        relations: numbers(&column(RELATIONS, documents, 4)?)
            .map(RelationSet::from_bits)
            .collect(),
    })
}

/// Makes the columns of a store that has none.
pub(super) fn collect(store: &Reader) -> Result<Columns> {
    let mut texts = Vec::new();
    store.each_source(&mut |_, entry| {
        texts.push((entry.word_id(), entry.doc));
        Ok(())
    })?;
    Columns::new(texts, store.graph())
}

impl Columns {
    fn new(mut texts: Vec<(u64, DocId)>, graph: &CitationGraph) -> Result<Self> {
        texts.sort_unstable();
        let mut cited = Vec::with_capacity(graph.documents() as usize);
        graph.side(Direction::Incoming).scan(&mut |document, edges| {
            cited.push(others(document, edges));
            Ok(())
        })?;
        let mut relations = Vec::with_capacity(cited.len());
        graph.side(Direction::Outgoing).scan(&mut |_, edges| {
            relations.push(edges.iter().map(|edge| edge.relation).collect());
            Ok(())
        })?;
        Ok(Self { texts, cited, relations })
    }
}

/// Returns how many others cite a document; its edges are in their order.
fn others(document: DocId, edges: &[Edge]) -> u32 {
    let by_source = edges.chunk_by(|a, b| a.source == b.source);
    let others = by_source.filter(|same| same[0].source != document).count();
    u32::try_from(others).unwrap_or(u32::MAX)
}

fn bytes<const N: usize>(numbers: impl Iterator<Item = [u8; N]>) -> Vec<u8> {
    numbers.flatten().collect()
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number))
}
