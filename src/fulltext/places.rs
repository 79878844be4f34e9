//! Where the text of each source is: what the graph knows by source, by document.
//!
//! A search over 160,000 texts that asks for each of them in a sorted list spends most
//! of its time there. So the list is walked once, beside the sources in their order; what
//! it says is then found by the number of the document.

use super::docs::Docs;
use super::kept::Kept;
use super::{BySource, SourceSet};
use crate::graph::RelationSet;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use tantivy::columnar::ColumnValues;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader};
use tantivy::{TERMINATED, Term};

/// Values by document of one segment.
pub(super) type ByDocument<T> = Arc<[Option<T>]>;

/// Finds the documents of sources, in one state of an index.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// How many sources were looked up one by one.
    looked_up: AtomicUsize,
    /// All sources in order. A source that came again has its deleted documents, too.
    order: OnceLock<Vec<(u64, DocAddress)>>,
    /// The sets that questions share.
    sets: Kept<SourceSet, Arc<[Docs]>>,
    pub(super) cited: KeptColumns<u32>,
    pub(super) relations: KeptColumns<RelationSet>,
}

/// Columns that questions share.
pub(super) type KeptColumns<T> = Kept<BySource<T>, Vec<ByDocument<T>>>;

impl Places {
    /// Returns the documents of `sources`, a set a segment.
    pub(super) fn sets(
        &self,
        searcher: &Searcher,
        field: Field,
        sources: &SourceSet,
    ) -> tantivy::Result<Arc<[Docs]>> {
        // A set that is made for one question is seldom large.
        const LARGE: usize = 16_384;
        let make = |sources: &SourceSet| self.made(searcher, field, sources.iter());
        if sources.len() < LARGE {
            return make(sources);
        }
        self.sets.get(sources.clone(), SourceSet::is_same, make)
    }

    fn made(
        &self,
        searcher: &Searcher,
        field: Field,
        sources: impl ExactSizeIterator<Item = u64>,
    ) -> tantivy::Result<Arc<[Docs]>> {
        let empty = |reader: &SegmentReader| Docs::none(reader.max_doc());
        let mut sets: Vec<Docs> = searcher.segment_readers().iter().map(empty).collect();
        let sources = sources.map(|source| (source, ()));
        self.each(searcher, field, sources, |at, ()| {
            if let Some(set) = sets.get_mut(at.segment_ord as usize) {
                set.insert(at.doc_id);
            }
        })?;
        Ok(sets.into())
    }

    /// Returns `values`, which are in the order of sources, by document, a list a segment.
    pub(super) fn columns<T: Copy>(
        &self,
        searcher: &Searcher,
        field: Field,
        values: impl ExactSizeIterator<Item = (u64, T)>,
    ) -> tantivy::Result<Vec<ByDocument<T>>> {
        let none = |reader: &SegmentReader| vec![None; reader.max_doc() as usize];
        let mut columns: Vec<_> = searcher.segment_readers().iter().map(none).collect();
        self.each(searcher, field, values, |at, value| {
            let column = columns.get_mut(at.segment_ord as usize);
            if let Some(known) = column.and_then(|c| c.get_mut(at.doc_id as usize)) {
                *known = Some(value);
            }
        })?;
        Ok(columns.into_iter().map(Arc::from).collect())
    }

    /// A few sources are looked up term by term; who asks for more, or again and again,
    /// is better served by the order of all.
    fn each<T: Copy>(
        &self,
        searcher: &Searcher,
        field: Field,
        wanted: impl ExactSizeIterator<Item = (u64, T)>,
        visit: impl FnMut(DocAddress, T),
    ) -> tantivy::Result<()> {
        const DOCUMENTS_A_LOOKUP: usize = 100;
        let documents = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
        let before = self.looked_up.fetch_add(wanted.len(), Ordering::Relaxed);
        let all = before.saturating_add(wanted.len());
        if all.saturating_mul(DOCUMENTS_A_LOOKUP) < documents {
            return look_up(searcher, field, wanted, visit);
        }
        join(self.order(searcher)?, wanted, visit);
        Ok(())
    }

    fn order(&self, searcher: &Searcher) -> tantivy::Result<&[(u64, DocAddress)]> {
        if let Some(order) = self.order.get() {
            return Ok(order);
        }
        let order = in_order(searcher)?;
        Ok(self.order.get_or_init(|| order))
    }
}

fn in_order(searcher: &Searcher) -> tantivy::Result<Vec<(u64, DocAddress)>> {
    let readers: Vec<_> = (0..).zip(searcher.segment_readers()).collect();
    let read = |(ord, reader): (u32, &SegmentReader)| -> tantivy::Result<Vec<_>> {
        let column = source_column(reader)?;
        let at = |doc| (column.get_val(doc), DocAddress::new(ord, doc));
        Ok((0..reader.max_doc()).map(at).collect())
    };
    let all: tantivy::Result<Vec<_>> = readers.into_par_iter().map(read).collect();
    let mut order = all?.concat();
    order.par_sort_unstable();
    Ok(order)
}

fn look_up<T: Copy>(
    searcher: &Searcher,
    field: Field,
    wanted: impl Iterator<Item = (u64, T)>,
    mut visit: impl FnMut(DocAddress, T),
) -> tantivy::Result<()> {
    let readers = searcher.segment_readers().iter();
    let indexes: tantivy::Result<Vec<_>> =
        readers.map(|reader| reader.inverted_index(field)).collect();
    let indexes = indexes?;
    for (source, value) in wanted {
        let term = Term::from_field_u64(field, source);
        for (ord, index) in (0..).zip(&indexes) {
            let found = index.read_postings(&term, IndexRecordOption::Basic)?;
            let Some(mut postings) = found else { continue };
            while postings.doc() != TERMINATED {
                visit(DocAddress::new(ord, postings.doc()), value);
                postings.advance();
            }
        }
    }
    Ok(())
}

/// Walks both lists at once, with leaps that grow while nothing is found.
fn join<T: Copy>(
    order: &[(u64, DocAddress)],
    wanted: impl Iterator<Item = (u64, T)>,
    mut visit: impl FnMut(DocAddress, T),
) {
    let mut rest = order;
    for (source, value) in wanted {
        let is_behind =
            |at: usize| rest.get(at).is_some_and(|&(known, _)| known < source);
        let mut leap = 1;
        while is_behind(leap) {
            leap *= 2;
        }
        let near = rest.get(..rest.len().min(leap + 1)).unwrap_or_default();
        let smaller = near.partition_point(|&(known, _)| known < source);
        rest = rest.get(smaller..).unwrap_or_default();
        for &(_, at) in rest.iter().take_while(|&&(known, _)| known == source) {
            visit(at, value);
        }
    }
}

/// Returns the column of source ids of a segment.
pub(super) fn source_column(
    reader: &SegmentReader,
) -> tantivy::Result<Arc<dyn ColumnValues<u64>>> {
    reader.fast_fields().column_first_or_default("source")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaping_finds_what_walking_finds() {
        let at = |doc| DocAddress::new(doc % 3, doc);
        let order: Vec<_> = (0..400_u32).map(|i| (u64::from(i / 2) * 3, at(i))).collect();
        let joined = |wanted: &[u64]| {
            let mut found = Vec::new();
            let wanted = wanted.iter().map(|&source| (source, source));
            join(&order, wanted, |at, source| found.push((source, at)));
            found
        };
        let few = [0, 1, 3, 300, 597, 598];
        let many: Vec<u64> = (0..600).collect();
        let mut walked = joined(&many);
        assert_eq!(walked.len(), order.len(), "both texts of each source");
        walked.retain(|(source, _)| few.contains(source));
        assert_eq!(joined(&few), walked);
        assert_eq!(joined(&[]), []);
    }
}
