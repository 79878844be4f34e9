//! Full-text questions, with what the graph knows.

use super::language::{self, Meaning, Node, NodeKind};
use super::{Corpus, Document, Filter};
use crate::error::{Error, Result};
use crate::fulltext::{
    self, CitedCounts, Expr, Facets, Index, Reason, Request, Snippet, Sort, SourceSet,
};
use crate::graph::{Direction, RelationSet, degrees};
use crate::registry::{DocId, SourceId};
use crate::text::{LineIndex, Span};
use crate::vocab::Relation;
use std::collections::BTreeSet;

/// How a question is answered.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Conditions besides those in the question.
    pub filter: Filter,
    /// What comes first.
    pub sort: Sort,
    /// How many hits to show.
    pub limit: usize,
    /// How many to leave out before.
    pub offset: usize,
    /// Whether to count facets.
    pub facets: bool,
    /// Whether to say why each hit has its score.
    pub explain: bool,
}

/// The answer to a question.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How many texts match.
    pub total: u64,
    /// Those asked for, in order.
    pub hits: Vec<Hit>,
    /// Counts of all matches.
    pub facets: Facets,
    /// What was not understood, or was understood in more than one way.
    pub notes: Vec<language::Note>,
    /// The documents that references in the box name.
    pub named: Vec<Document>,
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
    /// What each term adds to the score, largest first; only when asked for.
    pub reasons: Vec<Reason>,
}

impl Corpus {
    /// Answers what a person typed; nothing typed is an error.
    ///
    /// # Errors
    /// When the store or its text index is damaged.
    pub fn search(&self, typed: &str, search: &Search) -> Result<Found> {
        let question = language::parse(typed);
        let (notes, named) = (Vec::new(), BTreeSet::new());
        let mut reading = Reading { corpus: self, notes, named, fault: None };
        let expr = language::lower(&question.root, &mut |node| reading.meaning(node));
        let Reading { fault, notes, named, .. } = reading;
        if let Some(error) = fault {
            return Err(error);
        }
        let expr = self.restricted(expr, &search.filter)?;
        let index = Index::open(&self.store().text_dir())?;
        let mut request = Request::new(&expr);
        (request.sort, request.facets) = (search.sort, search.facets);
        (request.limit, request.offset) = (search.limit, search.offset);
        if search.sort == Sort::Cited {
            request.cited = Some(self.cited_counts()?);
        }
        let hits = index.search(&request)?;
        let mut found = Found {
            total: hits.total,
            facets: hits.facets,
            notes: question.notes.iter().cloned().chain(notes).collect(),
            ..Found::default()
        };
        for hit in hits.hits {
            let mut shown = self.hit(hit, &expr, &named)?;
            if let Some(shown) = shown.as_mut().filter(|_| search.explain) {
                shown.reasons = index.reasons(hit.source, &request)?;
            }
            found.hits.extend(shown);
        }
        found.named =
            named.into_iter().map(|id| self.document(id)).collect::<Result<_>>()?;
        Ok(found)
    }

    fn hit(
        &self,
        hit: fulltext::Hit,
        expr: &Expr,
        named: &BTreeSet<DocId>,
    ) -> Result<Option<Hit>> {
        let store = self.store();
        let Some(source) = store.source_by_word_id(hit.source)? else { return Ok(None) };
        let entry = store.source(source)?;
        let text = store.text(source)?;
        let snippet = fulltext::snippet(&text, expr);
        let before = text.get(..snippet.source.start as usize).unwrap_or_default();
        let line = LineIndex::new(before).line(snippet.source.start);
        let is_named = named.contains(&entry.doc);
        let document = self.document(entry.doc)?;
        Ok(Some(Hit {
            document,
            source: entry.name,
            score: hit.score,
            snippet,
            line,
            is_named,
            reasons: Vec::new(),
        }))
    }

    /// Adds the conditions of the command line.
    fn restricted(&self, expr: Expr, filter: &Filter) -> Result<Expr> {
        let mut parts = vec![expr];
        if !filter.relations.is_empty() || filter.min_confidence > 0 {
            let relations = relation_set(&filter.relations);
            let least = filter.min_confidence;
            parts.push(Expr::Sources(self.citing_by(relations, least)?));
        }
        let of_documents =
            Filter { relations: Vec::new(), min_confidence: 0, ..filter.clone() };
        if !of_documents.is_empty() {
            parts.push(Expr::Sources(self.sources_kept(&of_documents)?));
        }
        if parts.len() == 1 {
            return Ok(parts.swap_remove(0));
        }
        Ok(Expr::And(parts))
    }

    fn sources_kept(&self, filter: &Filter) -> Result<SourceSet> {
        let mut kept = Vec::new();
        self.store().each_record(&mut |id, record| {
            if record.is_held() && self.keeps(filter, id, &record)? {
                kept.extend(record.sources);
            }
            Ok(())
        })?;
        self.word_ids(kept)
    }

    /// Returns the texts of documents that cite any document by one of `relations`.
    fn citing_by(&self, relations: RelationSet, least: u8) -> Result<SourceSet> {
        let mut citing = BTreeSet::new();
        let out = self.store().graph().side(Direction::Outgoing);
        out.scan(&mut |document, edges| {
            let counts = |e: &crate::graph::Edge| {
                relations.contains(e.relation) && e.confidence >= least
            };
            if edges.iter().any(counts) {
                citing.insert(document);
            }
            Ok(())
        })?;
        self.texts_of(citing)
    }

    fn texts_of(&self, documents: BTreeSet<DocId>) -> Result<SourceSet> {
        let mut sources = Vec::new();
        for document in documents {
            sources.extend(self.store().record(document)?.sources);
        }
        self.word_ids(sources)
    }

    fn word_ids(&self, sources: Vec<SourceId>) -> Result<SourceSet> {
        let ids = sources.into_iter().map(|s| Ok(self.store().source(s)?.word_id()));
        ids.collect()
    }

    fn cited_counts(&self) -> Result<CitedCounts> {
        let graph = self.store().graph().side(Direction::Incoming).load()?;
        let cited = degrees(&graph, RelationSet::ALL);
        let mut counts = Vec::new();
        self.store().each_source(&mut |_, entry| {
            let n = cited.get(entry.doc.0 as usize).copied().unwrap_or(0);
            counts.push((entry.word_id(), n));
            Ok(())
        })?;
        Ok(counts.into_iter().collect())
    }
}

pub(super) fn relation_set(relations: &[Relation]) -> RelationSet {
    if relations.is_empty() {
        return RelationSet::ALL;
    }
    relations.iter().fold(RelationSet::NONE, |set, &r| set.with(r))
}

/// What the corpus makes of the parts of a question that ask for more than text.
struct Reading<'c> {
    corpus: &'c Corpus,
    notes: Vec<language::Note>,
    named: BTreeSet<DocId>,
    fault: Option<Error>,
}

impl Reading<'_> {
    fn meaning(&mut self, node: &Node) -> Meaning {
        self.try_meaning(node).unwrap_or_else(|error| {
            self.fault.get_or_insert(error);
            Meaning::Unknown
        })
    }

    fn try_meaning(&mut self, node: &Node) -> Result<Meaning> {
        let corpus = self.corpus;
        match &node.kind {
            NodeKind::Reference(typed) => self.named(typed, node.span),
            NodeKind::Cites { reference, relations } => {
                self.tied(reference, relations, Direction::Incoming, node.span)
            }
            NodeKind::CitedBy { reference, relations } => {
                self.tied(reference, relations, Direction::Outgoing, node.span)
            }
            NodeKind::Relation(relations) => {
                Ok(Meaning::Sources(corpus.citing_by(relation_set(relations), 0)?))
            }
            NodeKind::Status(_) => {
                self.note(
                    node.span,
                    "the status of documents is not known yet: left out",
                );
                Ok(Meaning::Unknown)
            }
            _ => Ok(Meaning::Index),
        }
    }

    /// The document itself and those that cite it.
    fn named(&mut self, typed: &str, span: Span) -> Result<Meaning> {
        let found = self.find(typed, span)?;
        if found.is_empty() {
            return Ok(Meaning::Index);
        }
        let mut all = self.around(&found, &[], Direction::Incoming)?;
        all.extend(&found);
        self.named.extend(found);
        self.corpus.texts_of(all).map(Meaning::Sources)
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
        self.corpus.texts_of(all).map(Meaning::Sources)
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
        &self,
        documents: &[DocId],
        relations: &[Relation],
        direction: Direction,
    ) -> Result<BTreeSet<DocId>> {
        let relations = relation_set(relations);
        let mut around = BTreeSet::new();
        for &document in documents {
            let edges = self.corpus.store().graph().edges_of(document, direction)?;
            let counts = edges.iter().filter(|e| relations.contains(e.relation));
            around.extend(counts.map(|e| e.far_end(direction)));
        }
        Ok(around)
    }

    fn note(&mut self, span: Span, message: &str) {
        let message = message.to_owned();
        self.notes.push(language::Note { span, message, suggestion: None });
    }
}
