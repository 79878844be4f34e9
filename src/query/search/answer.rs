//! The hits of an answer, read one at a time.

use super::super::{Corpus, Document};
use super::Found;
use super::reading::{How, Hows};
use super::ties::{Placed, Ties};
use crate::error::Result;
use crate::fulltext::{self, Expr, Index, Reason, Request, Snippet};
use crate::graph::RelationSet;
use crate::registry::{DocId, SourceId};
use crate::text::{LineIndex, Span};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An answer whose hits are read when they are taken.
#[derive(Debug)]
pub struct Answer<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) index: Arc<Index>,
    pub(super) expr: Expr,
    pub(super) found: Found,
    pub(super) ranked: Vec<Placed>,
    pub(super) named: BTreeSet<DocId>,
    pub(super) how: Hows,
    pub(super) ties: Ties,
    pub(super) explain: bool,
}

/// A text that matches.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its document.
    pub document: Document,
    /// The name of the source.
    pub source: String,
    /// The score; zero when not sorted by it.
    pub score: f32,
    /// Why it matches.
    pub snippet: Snippet,
    /// The line on which the snippet starts.
    pub line: u32,
    /// True if the question names this very document.
    pub is_named: bool,
    /// How it cites the documents that the question names, or how they cite it.
    pub relations: RelationSet,
    /// The match that ties it to the question, with the document there; only with
    /// [`Graph::Tied`](super::Graph::Tied).
    pub tie: Option<(Tie, Document)>,
    /// What each term adds to the score, largest first, and what citations add; only
    /// when asked for.
    pub reasons: Vec<Reason>,
}

/// A citation between a document and one of the best matches.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tie {
    /// The match.
    pub to: DocId,
    /// True if the match is cited, false if it cites.
    pub citing: bool,
}

impl Answer<'_> {
    /// Returns all but the hits.
    pub fn found(&self) -> &Found {
        &self.found
    }

    pub(super) fn into_found(self) -> Found {
        self.found
    }

    /// Returns how many hits there are to take.
    pub fn len(&self) -> usize {
        self.ranked.len()
    }

    /// Returns true if there is no hit to take.
    pub fn is_empty(&self) -> bool {
        self.ranked.is_empty()
    }

    /// Reads the hits, in order; a page of them at once, on all processors, for the words
    /// to show are looked for in the whole text of each.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit>> + '_ {
        const PAGE: usize = 16;
        self.ranked.chunks(PAGE).flat_map(|page| {
            let hits: Vec<_> = page.par_iter().map(|placed| self.hit(placed)).collect();
            hits.into_iter().filter_map(Result::transpose)
        })
    }

    /// Reads the documents that references in the box name, on all processors.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn named(&self) -> Result<Vec<Document>> {
        self.found.named.par_iter().map(|&id| self.corpus.document(id)).collect()
    }

    /// Reads the names of the sources, in order, and no texts.
    pub fn sources(&self) -> impl Iterator<Item = Result<String>> + '_ {
        let store = self.corpus.store();
        let name = |placed: &Placed| -> Result<Option<String>> {
            let source = store.source_by_word_id(placed.source)?;
            source.map(|source| Ok(store.source(source)?.name)).transpose()
        };
        self.ranked.iter().filter_map(move |placed| name(placed).transpose())
    }

    fn hit(&self, placed: &Placed) -> Result<Option<Hit>> {
        let store = self.corpus.store();
        let Some(source) = self.corpus.source_of(placed.source)? else {
            return Ok(None);
        };
        let entry = store.source(source)?;
        let text = store.text(source)?;
        let how = self.how.get(entry.doc);
        let quote = how.map(|how| self.quote(how, source)).transpose()?.flatten();
        let snippet = fulltext::snippet_with(&text, &self.expr, quote);
        let before = text.get(..snippet.source.start as usize).unwrap_or_default();
        let line = LineIndex::new(before).line(snippet.source.start);
        let tie = self.ties.get(placed.source);
        let tie = tie.map(|tie| Ok((tie, self.corpus.document(tie.to)?))).transpose()?;
        Ok(Some(Hit {
            document: self.corpus.document(entry.doc)?,
            source: entry.name,
            score: placed.score,
            snippet,
            line,
            is_named: self.named.contains(&entry.doc),
            relations: how.map_or(RelationSet::NONE, |how| how.relations),
            tie,
            reasons: if self.explain { self.reasons(placed)? } else { Vec::new() },
        }))
    }

    /// Returns where a source cites what the question names.
    fn quote(&self, how: &How, source: SourceId) -> Result<Option<Span>> {
        if how.edge.witness != source {
            return Ok(None);
        }
        Ok(Some(self.corpus.store().mention(&how.edge)?.span))
    }

    fn reasons(&self, placed: &Placed) -> Result<Vec<Reason>> {
        let request = Request::new(&self.expr);
        let mut reasons = self.index.reasons(placed.source, &request)?;
        let words: f32 = reasons.iter().map(|reason| reason.value).sum();
        let (gain, cited) = placed.authority.unwrap_or_default();
        let lift = placed.score - gain - words;
        let mut add = |term: String, value: f32| {
            reasons.push(Reason { term, place: "graph", value });
        };
        if self.ties.get(placed.source).is_some() && lift > 0.0 {
            add("tied to the best matches".to_owned(), lift);
        }
        if gain > 0.0 {
            let times = if cited == 1 { "time" } else { "times" };
            add(format!("cited {cited} {times}"), gain);
        }
        Ok(reasons)
    }
}
