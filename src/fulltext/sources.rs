//! Sets and counts by source: how the graph reaches into a search.
//!
//! Which documents cite which is known only after all texts are read, and changes when
//! another document comes in. So it is no field of the index: the graph answers first,
//! and its answer is intersected with the postings inside the search, before anything is
//! scored. Nothing has to be indexed anew when a citation resolves differently.

use std::sync::Arc;

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

    /// Returns true if it is the other, and not only equal.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
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
    /// Returns true if it is the other, and not only equal.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

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
