//! What the corpus makes of the parts of a question that ask for more than text.

use super::super::language::{self, Meaning, Node, NodeKind};
use super::super::{Corpus, Standing};
use super::conditions::relation_set;
use crate::error::{Error, Result};
use crate::fulltext::{Index, SourceSet};
use crate::graph::{Direction, Edge, RelationSet};
use crate::ident::Date;
use crate::registry::DocId;
use crate::text::Span;
use crate::vocab::Relation;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeSet;

/// Reads a question against the corpus.
pub(super) struct Reading<'c> {
    corpus: &'c Corpus,
    as_of: Option<Date>,
    /// The documents whose status is worth to be asked; all, when unknown.
    among: Option<BTreeSet<DocId>>,
    read: Read,
    fault: Option<Error>,
}

/// What was found on the way.
#[derive(Default)]
pub(super) struct Read {
    pub(super) notes: Vec<language::Note>,
    /// The documents that references in the box name.
    pub(super) named: BTreeSet<DocId>,
    /// How documents cite those that the question names, or are cited by them.
    pub(super) how: Hows,
}

/// How a document cites another.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) relations: RelationSet,
    /// The most telling edge.
    pub(super) edge: Edge,
}

impl<'c> Reading<'c> {
    pub(super) fn new(corpus: &'c Corpus, as_of: Option<Date>) -> Self {
        Self { corpus, as_of, among: None, read: Read::default(), fault: None }
    }

    pub(super) fn finish(self) -> Result<Read> {
        self.fault.map_or(Ok(self.read), Err)
    }

    /// A status is read from the clauses of other texts, which takes a while for all
    /// documents; where it is one condition among others, those answer first.
    pub(super) fn narrow(&mut self, root: &Node, index: &Index) -> Result<()> {
        if !has_status(root) || !only_narrows(root) {
            return Ok(());
        }
        let mut others = Reading::new(self.corpus, None);
        let expr = language::lower(root, &mut |node| match &node.kind {
            NodeKind::Status(_) => Meaning::Unknown,
            _ => others.meaning(node),
        });
        others.finish()?;
        self.among = Some(self.corpus.documents_matching(&expr, index)?);
        Ok(())
    }

    pub(super) fn meaning(&mut self, node: &Node) -> Meaning {
        self.try_meaning(node).unwrap_or_else(|error| {
            self.fault.get_or_insert(error);
            Meaning::Unknown
        })
    }

    fn try_meaning(&mut self, node: &Node) -> Result<Meaning> {
        match &node.kind {
            NodeKind::Reference(typed) => self.named(typed, node.span),
            NodeKind::Cites { reference, relations } => {
                self.tied(reference, relations, Direction::Incoming, node.span)
            }
            NodeKind::CitedBy { reference, relations } => {
                self.tied(reference, relations, Direction::Outgoing, node.span)
            }
            NodeKind::Relation(relations) => {
                let citing = self.corpus.citing_by(relation_set(relations), 0)?;
                Ok(Meaning::Sources(citing))
            }
            NodeKind::Status(standing) => self.of_status(*standing).map(Meaning::Sources),
            _ => Ok(Meaning::Index),
        }
    }

    fn of_status(&mut self, standing: Standing) -> Result<SourceSet> {
        self.corpus.texts_of_status(&[standing], self.as_of, self.among.as_ref())
    }

    /// The document itself and those that cite it.
    fn named(&mut self, typed: &str, span: Span) -> Result<Meaning> {
        let found = self.find(typed, span)?;
        if found.is_empty() {
            return Ok(Meaning::Index);
        }
        let mut all = self.around(&found, &[], Direction::Incoming)?;
        all.extend(&found);
        self.read.named.extend(found);
        self.corpus.texts_of(&all).map(Meaning::Sources)
    }

    fn tied(
        &mut self,
        typed: &str,
        relations: &[Relation],
        direction: Direction,
        span: Span,
    ) -> Result<Meaning> {
        let found = self.find(typed, span)?;
        if found.is_empty() {
            self.note(span, &format!("no document is known as {typed:?}"));
        }
        let all = self.around(&found, relations, direction)?;
        self.corpus.texts_of(&all).map(Meaning::Sources)
    }

    fn find(&mut self, typed: &str, span: Span) -> Result<Vec<DocId>> {
        let found = self.corpus.find(typed)?;
        if found.len() > 1 {
            let words =
                format!("{typed:?} may mean {} documents: all count", found.len());
            self.note(span, &words);
        }
        Ok(found)
    }

    fn around(
        &mut self,
        documents: &[DocId],
        relations: &[Relation],
        direction: Direction,
    ) -> Result<BTreeSet<DocId>> {
        let relations = relation_set(relations);
        let graph = self.corpus.store().graph();
        let edges_of = |&document: &DocId| graph.edges_of(document, direction);
        let edges: Result<Vec<Vec<Edge>>> = documents.par_iter().map(edges_of).collect();
        let edges = edges?.concat();
        let edges = edges.iter().filter(|edge| relations.contains(edge.relation));
        let ends: Vec<(DocId, Edge)> =
            edges.map(|edge| (edge.far_end(direction), *edge)).collect();
        self.read.how.add(&ends);
        Ok(ends.into_iter().map(|(far, _)| far).collect())
    }

    fn note(&mut self, span: Span, message: &str) {
        let message = message.to_owned();
        self.read.notes.push(language::Note { span, message, suggestion: None });
    }
}

/// How documents cite, in their order: there may be a hundred thousand.
#[derive(Clone, Debug, Default)]
pub(super) struct Hows(Vec<(DocId, How)>);

impl Hows {
    pub(super) fn get(&self, document: DocId) -> Option<&How> {
        let at = self.0.binary_search_by_key(&document, |&(known, _)| known).ok()?;
        self.0.get(at).map(|(_, how)| how)
    }

    /// Returns by which relations each document cites.
    pub(super) fn relations(&self) -> Vec<(DocId, RelationSet)> {
        self.0.iter().map(|&(document, how)| (document, how.relations)).collect()
    }

    fn add(&mut self, edges: &[(DocId, Edge)]) {
        self.0.extend(edges.iter().map(|&(document, edge)| (document, How::by(edge))));
        // What was added first stays first, so every other has one edge.
        self.0.sort_by_key(|&(document, _)| document);
        self.0.dedup_by(|(document, how), (first, all)| {
            let is_same = document == first;
            if is_same {
                all.add(how.edge);
            }
            is_same
        });
    }
}

impl How {
    fn by(edge: Edge) -> Self {
        Self { relations: edge.relation.into(), edge }
    }

    fn add(&mut self, edge: Edge) {
        self.relations = self.relations.with(edge.relation);
        let plain = |edge: &Edge| edge.relation == Relation::Cites;
        if plain(&self.edge) && !plain(&edge) {
            self.edge = edge;
        }
    }
}

fn has_status(root: &Node) -> bool {
    let mut found = false;
    root.visit(&mut |node| found |= matches!(node.kind, NodeKind::Status(_)));
    found
}

/// True if leaving every status out gives no fewer documents: it stands beside the
/// other conditions, not in an `OR` or deeper.
fn only_narrows(root: &Node) -> bool {
    let is_flat = |node: &Node| match &node.kind {
        NodeKind::Status(_) => true,
        NodeKind::Not(inner) => matches!(inner.kind, NodeKind::Status(_)),
        _ => false,
    };
    match &root.kind {
        NodeKind::And(parts) => {
            parts.iter().all(|part| is_flat(part) || !has_status(part))
        }
        _ => is_flat(root),
    }
}
