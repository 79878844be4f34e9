//! Sets and counts by source: how the graph reaches into a search.
//!
//! Which documents cite which is known only after all texts are read, and changes when
//! another document comes in. So it is no field of the index: the graph answers first,
//! and its answer is intersected with the postings inside the search, before anything is
//! scored. Nothing has to be indexed anew when a citation resolves differently.

use std::fmt;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, Searcher, SegmentReader};

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
    pub fn iter(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
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
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u64, T)> + '_ {
        self.0.iter().copied()
    }

    /// Returns the sources.
    pub fn sources(&self) -> SourceSet {
        self.0.iter().map(|&(source, _)| source).collect()
    }
}

/// Matches the documents of a [`SourceSet`].
#[derive(Clone)]
pub(super) struct SourcesQuery {
    sets: Arc<[(SegmentId, BitSet)]>,
}

impl fmt::Debug for SourcesQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourcesQuery").finish_non_exhaustive()
    }
}

impl SourcesQuery {
    /// Takes the documents of a set, by segment.
    pub(super) fn new(searcher: &Searcher, sets: Vec<BitSet>) -> Self {
        let ids = searcher.segment_readers().iter().map(SegmentReader::segment_id);
        Self { sets: ids.zip(sets).collect() }
    }
}

impl Query for SourcesQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for SourcesQuery {
    fn scorer(&self, reader: &SegmentReader, _: f32) -> tantivy::Result<Box<dyn Scorer>> {
        let id = reader.segment_id();
        let found = self.sets.iter().find(|(known, _)| *known == id);
        let docs = found.map_or_else(|| BitSet::with_max_value(0), |(_, s)| s.clone());
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), 0.0)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("in the set of sources", 0.0))
    }
}
