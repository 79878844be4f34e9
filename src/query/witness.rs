//! The texts that prove edges.

use super::{Citation, Corpus, Document, Evidence};
use crate::amend::Amendment;
use crate::error::Result;
use crate::graph::Edge;
use crate::ingest::Outline;
use crate::parse::Mention;
use crate::registry::SourceId;
use crate::relate::Facts;
use crate::store::{Passage, SourceEntry, Unpacked};
use crate::text::Span;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// How much of the texts behind edges is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Depth {
    /// Nothing: who cites whom, with empty evidence and no paths of sources.
    Names,
    /// The words of the citation.
    Words,
    /// Besides, what those that change something do to which provisions.
    Changes,
}

/// What is read of the source of some edges: as much as the first of them needs, and no
/// more for the others.
pub(super) struct Witness {
    pub(super) source: SourceId,
    pub(super) entry: SourceEntry,
    pub(super) facts: Facts,
    outline: Outline,
    changes: Option<Vec<Amendment>>,
    unpacked: Unpacked,
}

/// Sentences do not reach as far as this from their quote.
const MARGIN: u32 = 512;

impl Witness {
    pub(super) fn read(corpus: &Corpus, source: SourceId) -> Result<Self> {
        let store = corpus.store();
        Ok(Self {
            source,
            entry: store.source(source)?,
            facts: store.facts(source)?,
            outline: store.outline(source)?,
            changes: None,
            unpacked: Unpacked::default(),
        })
    }

    /// Returns the mention that proves an edge.
    pub(super) fn mention(&self, edge: &Edge) -> Option<&Mention> {
        self.facts.mentions.get(edge.mention as usize)
    }

    /// Returns the words around `span`.
    pub(super) fn passage(
        &mut self,
        corpus: &Corpus,
        span: Span,
        margin: u32,
    ) -> Result<Passage> {
        corpus.store().passage_near(&self.entry, span, margin, &mut self.unpacked)
    }

    /// Reads the words at `span`.
    pub(super) fn evidence(&mut self, corpus: &Corpus, span: Span) -> Result<Evidence> {
        let passage = self.passage(corpus, span, MARGIN)?;
        Ok(evidence(&self.entry, &self.outline, &passage, span))
    }

    /// Returns what the text does to provisions of the document that a mention names.
    fn changes_by(&mut self, mention: u32, corpus: &Corpus) -> Result<Vec<Amendment>> {
        let all = match self.changes.take() {
            Some(all) => all,
            None => corpus.changes_in(self.source, &self.facts)?,
        };
        let here = all.iter().filter(|change| change.mention == Some(mention));
        let here = here.cloned().collect();
        self.changes = Some(all);
        Ok(here)
    }
}

fn evidence(
    entry: &SourceEntry,
    outline: &Outline,
    passage: &Passage,
    span: Span,
) -> Evidence {
    let (name, Passage { text, start, line }) = (entry.name.clone(), passage);
    Evidence::read(name, text, *start, *line, span).within(outline)
}

/// Reads the words behind edges; what is read of the last source is kept, for the edges of
/// one document mostly come from one text.
pub(super) struct Witnesses<'c> {
    corpus: &'c Corpus,
    depth: Depth,
    last: Option<Witness>,
}

impl<'c> Witnesses<'c> {
    pub(super) fn new(corpus: &'c Corpus, depth: Depth) -> Self {
        Self { corpus, depth, last: None }
    }

    pub(super) fn citation(&mut self, edge: &Edge) -> Result<Citation> {
        let (corpus, depth) = (self.corpus, self.depth);
        let witness = self.witness(edge.witness)?;
        let mention = witness.mention(edge);
        let span = mention.map(|m| m.span).unwrap_or_default();
        let provisions = mention.map(|m| m.provisions.clone()).unwrap_or_default();
        let evidence = witness.evidence(corpus, span)?;
        let changes = match depth {
            Depth::Changes if edge.relation.changes_target() => {
                Some(witness.changes_by(edge.mention, corpus)?)
            }
            Depth::Changes => Some(Vec::new()),
            Depth::Words | Depth::Names => None,
        };
        Ok(Citation {
            source: corpus.document(edge.source)?,
            target: corpus.document(edge.target)?,
            relation: edge.relation,
            confidence: edge.confidence,
            evidence,
            provisions,
            changes,
        })
    }

    /// Returns the source of an edge, read if it is not the one of the edge before.
    pub(super) fn witness(&mut self, source: SourceId) -> Result<&mut Witness> {
        let known = self.last.take().filter(|witness| witness.source == source);
        let witness = match known {
            Some(witness) => witness,
            None => Witness::read(self.corpus, source)?,
        };
        Ok(self.last.insert(witness))
    }
}

impl Corpus {
    /// Reads the words at `span` of a source.
    pub(super) fn evidence(
        &self,
        entry: &SourceEntry,
        outline: &Outline,
        span: Span,
    ) -> Result<Evidence> {
        let passage = self.store().passage(entry, span, MARGIN)?;
        Ok(evidence(entry, outline, &passage, span))
    }

    /// Returns edges with the words that prove them, in the order given.
    pub(super) fn citations(
        &self,
        edges: &[Edge],
        depth: Depth,
    ) -> Result<Vec<Citation>> {
        if depth == Depth::Names {
            return edges.par_iter().map(|edge| self.named(edge)).collect();
        }
        self.by_witness(edges, depth, &|witnesses, edge| witnesses.citation(edge))
    }

    /// [`Depth::Names`] of an edge.
    fn named(&self, edge: &Edge) -> Result<Citation> {
        let document = |id| Ok(Document { id, record: self.record(id)?, path: None });
        Ok(Citation {
            source: document(edge.source)?,
            target: document(edge.target)?,
            relation: edge.relation,
            confidence: edge.confidence,
            evidence: Evidence::default(),
            provisions: Vec::new(),
            changes: None,
        })
    }

    /// Asks `of` of each edge, on all processors; returns the answers in the order given.
    /// However the edges are ordered, each source is read once.
    pub(super) fn by_witness<T: Send>(
        &self,
        edges: &[Edge],
        depth: Depth,
        of: &(dyn Fn(&mut Witnesses<'_>, &Edge) -> Result<T> + Sync),
    ) -> Result<Vec<T>> {
        let mut order: Vec<(usize, &Edge)> = edges.iter().enumerate().collect();
        order.sort_by_key(|(_, edge)| (edge.witness, edge.mention));
        let groups: Vec<_> =
            order.chunk_by(|(_, a), (_, b)| a.witness == b.witness).collect();
        let read = |group: &&[(usize, &Edge)]| -> Result<Vec<(usize, T)>> {
            let mut witnesses = Witnesses::new(self, depth);
            let one = |&(at, edge): &(usize, &Edge)| Ok((at, of(&mut witnesses, edge)?));
            group.iter().map(one).collect()
        };
        let read: Result<Vec<Vec<(usize, T)>>> = groups.par_iter().map(read).collect();
        let mut answers: Vec<(usize, T)> = read?.into_iter().flatten().collect();
        answers.sort_unstable_by_key(|&(at, _)| at);
        Ok(answers.into_iter().map(|(_, answer)| answer).collect())
    }
}
