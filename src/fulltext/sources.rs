//! Sets and counts by source: how the graph reaches into a search.
//!
//! Which documents cite which is known only after all texts are read, and changes when
//! another document comes in. So it is no field of the index: the graph answers first,
//! and its answer is intersected with the postings inside the search, before anything is
//! scored. Nothing has to be indexed anew when a citation resolves differently.

use std::sync::Arc;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, SegmentReader, TERMINATED, Term};

/// A set of sources, for filtering.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SourceSet(Arc<[u64]>);

impl FromIterator<u64> for SourceSet {
    fn from_iter<I: IntoIterator<Item = u64>>(ids: I) -> Self {
        let mut ids: Vec<u64> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Self(ids.into())
    }
}

impl SourceSet {
    /// Returns true if `source` is in it; logarithmic.
    pub fn contains(&self, source: u64) -> bool {
        self.0.binary_search(&source).is_ok()
    }

    /// Returns the number of sources.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns true if it holds none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the sources in order.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().copied()
    }
}

/// What the graph knows of some sources, by source: how often each is cited, how it
/// cites, how strongly it is tied to what was found.
#[derive(Clone, Debug, Default)]
pub struct BySource<T>(Arc<[(u64, T)]>);

impl<T> FromIterator<(u64, T)> for BySource<T> {
    fn from_iter<I: IntoIterator<Item = (u64, T)>>(values: I) -> Self {
        let mut values: Vec<(u64, T)> = values.into_iter().collect();
        values.sort_by_key(|&(source, _)| source);
        Self(values.into())
    }
}

impl<T: Copy> BySource<T> {
    /// Returns the value of `source`; logarithmic.
    pub fn get(&self, source: u64) -> Option<T> {
        let found = self.0.binary_search_by_key(&source, |&(id, _)| id);
        found.ok().and_then(|i| self.0.get(i)).map(|&(_, value)| value)
    }

    /// Returns the sources with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u64, T)> + '_ {
        self.0.iter().copied()
    }

    /// Returns the sources.
    pub fn sources(&self) -> SourceSet {
        self.0.iter().map(|&(source, _)| source).collect()
    }
}

/// Matches the documents of a [`SourceSet`].
#[derive(Clone, Debug)]
pub(super) struct SourcesQuery {
    pub(super) set: SourceSet,
    pub(super) field: Field,
}

impl Query for SourcesQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for SourcesQuery {
    fn scorer(&self, reader: &SegmentReader, _: f32) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.documents(reader)?;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), 0.0)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("in the set of sources", 0.0))
    }
}

impl SourcesQuery {
    /// A small set is looked up term by term, a large one by a scan of the column.
    fn documents(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        const LOOKUP_TO_SCAN: usize = 50;
        let small = self.set.len() * LOOKUP_TO_SCAN < reader.max_doc() as usize;
        if small { self.looked_up(reader) } else { self.scanned(reader) }
    }

    fn looked_up(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        let index = reader.inverted_index(self.field)?;
        for id in self.set.iter() {
            let term = Term::from_field_u64(self.field, id);
            let found = index.read_postings(&term, IndexRecordOption::Basic)?;
            let Some(mut postings) = found else { continue };
            while postings.doc() != TERMINATED {
                docs.insert(postings.doc());
                postings.advance();
            }
        }
        Ok(docs)
    }

    fn scanned(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        let column = source_column(reader)?;
        for doc in 0..reader.max_doc() {
            if self.set.contains(column.get_val(doc)) {
                docs.insert(doc);
            }
        }
        Ok(docs)
    }
}

/// Returns the column of source ids of a segment.
pub(super) fn source_column(
    reader: &SegmentReader,
) -> tantivy::Result<Arc<dyn tantivy::columnar::ColumnValues<u64>>> {
    reader.fast_fields().column_first_or_default("source")
}
