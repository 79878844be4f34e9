//! What a question asks of all texts at once, read once for all questions.
//!
//! A store does not change while it is open, so this is no cache that could grow old.

use super::super::Corpus;
use crate::error::Result;
use crate::fulltext::{BySource, Index, SourceSet};
use crate::graph::{Direction, Edge, RelationSet};
use crate::registry::{DocId, SourceId};
use crate::store::Columns;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What was read of the texts of a store.
#[derive(Debug, Default)]
pub(in crate::query) struct Known {
    index: OnceLock<Arc<Index>>,
    /// How many texts were looked up one by one.
    looked_up: AtomicUsize,
    columns: OnceLock<Arc<Columns>>,
    texts: OnceLock<Arc<Texts>>,
    cited: OnceLock<BySource<u32>>,
    relations: OnceLock<BySource<RelationSet>>,
    /// The texts that cite by any of some relations: few sets are asked for.
    citing: Mutex<BTreeMap<RelationSet, SourceSet>>,
}

impl Known {
    /// Counts `more` look-ups; true if there were so many that a list of all is better.
    fn is_asked_often(&self, more: usize) -> bool {
        const FEW: usize = 2_048;
        let before = self.looked_up.fetch_add(more, Ordering::Relaxed);
        before.saturating_add(more) > FEW
    }
}

/// Which texts a document has.
#[derive(Debug)]
struct Texts {
    /// In the order of documents.
    sources: Vec<u64>,
    /// Where those of each document begin, and the last end.
    starts: Vec<u32>,
}

impl Texts {
    /// Texts are in the order of their ids, and stay so within a document.
    fn new(columns: &Columns) -> Self {
        let starts = starts(columns);
        let (mut next, mut sources) = (starts.clone(), vec![0; columns.texts.len()]);
        for &(source, document) in &columns.texts {
            let Some(at) = next.get_mut(document.0 as usize) else { continue };
            if let Some(place) = sources.get_mut(*at as usize) {
                *place = source;
            }
            *at += 1;
        }
        Self { sources, starts }
    }

    fn of(&self, document: DocId) -> &[u64] {
        let at = document.0 as usize;
        let place = |at: usize| Some(*self.starts.get(at)? as usize);
        let range = place(at).zip(place(at + 1));
        let own = range.and_then(|(start, end)| self.sources.get(start..end));
        own.unwrap_or_default()
    }
}

/// Returns where the texts of each document begin when they stand in the order of
/// documents, and where the last end.
fn starts(columns: &Columns) -> Vec<u32> {
    let mut starts = vec![0; columns.cited.len() + 1];
    for (_, document) in &columns.texts {
        if let Some(next) = starts.get_mut(document.0 as usize + 1) {
            *next += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Returns what `cell` holds, or reads it; of two threads that read, one is heard.
fn kept<T: Clone>(cell: &OnceLock<T>, read: impl FnOnce() -> Result<T>) -> Result<T> {
    match cell.get() {
        Some(known) => Ok(known.clone()),
        None => read().map(|value| cell.get_or_init(|| value).clone()),
    }
}

fn listed(columns: &Columns, source: u64) -> Option<DocId> {
    let at = columns.texts.binary_search_by_key(&source, |&(id, _)| id).ok()?;
    columns.texts.get(at).map(|&(_, document)| document)
}

impl Corpus {
    /// Returns the text index.
    pub(super) fn index(&self) -> Result<Arc<Index>> {
        kept(&self.known.index, || Index::open(&self.store().text_dir()).map(Arc::new))
    }

    fn columns(&self) -> Result<Arc<Columns>> {
        kept(&self.known.columns, || self.store().columns().map(Arc::new))
    }

    fn all_texts(&self) -> Result<Arc<Texts>> {
        kept(&self.known.texts, || Ok(Arc::new(Texts::new(&*self.columns()?))))
    }

    /// Returns `of` the document of every text.
    fn by_source<T>(&self, of: impl Fn(DocId) -> Option<T>) -> Result<BySource<T>> {
        let columns = self.columns()?;
        let value = |&(source, document): &(u64, DocId)| Some((source, of(document)?));
        Ok(columns.texts.iter().filter_map(value).collect())
    }

    /// Returns the documents of texts; those that are not known are left out.
    pub(super) fn documents_of(
        &self,
        sources: impl Iterator<Item = u64>,
    ) -> Result<BTreeSet<DocId>> {
        let columns = self.columns()?;
        Ok(sources.filter_map(|source| listed(&columns, source)).collect())
    }

    /// Returns the document of a text, if it is known.
    pub(super) fn document_of(&self, source: u64) -> Result<Option<DocId>> {
        if self.known.is_asked_often(1) {
            return Ok(listed(&*self.columns()?, source));
        }
        let found = self.store().source_by_word_id(source)?;
        found.map(|source| Ok(self.store().source(source)?.doc)).transpose()
    }

    /// Returns the source of a text in the full-text index. The ids of all texts are in
    /// memory once something was asked of all; their places there are their rows.
    pub(super) fn source_of(&self, text: u64) -> Result<Option<SourceId>> {
        if let Some(columns) = self.known.columns.get() {
            let at = columns.texts.binary_search_by_key(&text, |&(id, _)| id);
            let Ok(at) = at else { return Ok(None) };
            return self.store().source_of_word_row(at as u64, text);
        }
        self.store().source_by_word_id(text)
    }

    /// Returns how many documents cite that of each text.
    pub(super) fn cited_counts(&self) -> Result<BySource<u32>> {
        kept(&self.known.cited, || {
            let columns = self.columns()?;
            self.by_source(|document| columns.cited.get(document.0 as usize).copied())
        })
    }

    /// Returns how each text cites whatever it cites.
    pub(super) fn relations_of_all(&self) -> Result<BySource<RelationSet>> {
        kept(&self.known.relations, || {
            let columns = self.columns()?;
            let all = &columns.relations;
            let of = |document: DocId| all.get(document.0 as usize).copied();
            self.by_source(|document| of(document).filter(|set| !set.is_empty()))
        })
    }

    /// Returns the texts of documents that cite any document by one of `relations`.
    pub(super) fn citing_by(
        &self,
        relations: RelationSet,
        least: u8,
    ) -> Result<SourceSet> {
        if least == 0 {
            return self.citing_any(relations);
        }
        let mut citing = BTreeSet::new();
        let out = self.store().graph().side(Direction::Outgoing);
        out.scan(&mut |document, edges| {
            let counts =
                |e: &Edge| relations.contains(e.relation) && e.confidence >= least;
            if edges.iter().any(counts) {
                citing.insert(document);
            }
            Ok(())
        })?;
        self.texts_of(&citing)
    }

    fn citing_any(&self, relations: RelationSet) -> Result<SourceSet> {
        const MANY: usize = 32;
        let known = || self.known.citing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(citing) = known().get(&relations) {
            return Ok(citing.clone());
        }
        let all = self.relations_of_all()?;
        let citing = all.iter().filter(|(_, set)| set.meets(relations));
        let citing: SourceSet = citing.map(|(source, _)| source).collect();
        let mut known = known();
        if known.len() < MANY {
            known.insert(relations, citing.clone());
        }
        Ok(citing)
    }

    /// Returns the texts of documents.
    pub(super) fn texts_of(&self, documents: &BTreeSet<DocId>) -> Result<SourceSet> {
        let documents: Vec<_> =
            documents.iter().map(|&document| (document, ())).collect();
        let texts = self.by_text(&documents)?;
        Ok(texts.into_iter().map(|(source, ())| source).collect())
    }

    /// Returns the texts of documents, each with the value of its document. A few are
    /// looked up; who asks for more, or again and again, is better served by a list of
    /// all.
    pub(super) fn by_text<T: Copy + Send + Sync>(
        &self,
        values: &[(DocId, T)],
    ) -> Result<Vec<(u64, T)>> {
        if self.known.is_asked_often(values.len()) {
            let all = self.all_texts()?;
            let mut texts = Vec::with_capacity(values.len());
            for &(document, value) in values {
                texts.extend(all.of(document).iter().map(|&source| (source, value)));
            }
            return Ok(texts);
        }
        let look_up = |&(document, value): &(DocId, T)| -> Result<Vec<(u64, T)>> {
            let sources = self.store().record(document)?.sources.into_iter();
            let word_id = |source| Ok((self.store().source(source)?.word_id(), value));
            sources.map(word_id).collect()
        };
        let found: Result<Vec<_>> = values.par_iter().map(look_up).collect();
        Ok(found?.concat())
    }
}
