//! What is cited most, and together with what.

use super::{Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::{Csr, Direction, Edge, RelationSet, core_numbers, degrees, page_rank};
use crate::registry::DocId;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};

/// What makes a document rank high.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Measure {
    /// How many documents cite it.
    #[default]
    Cited,
    /// How many it cites.
    Citing,
    /// In how many places it is cited, each counted by its confidence.
    Weighted,
    /// Where a reader of citations ends up (*PageRank*).
    PageRank,
    /// The largest *k* such that it belongs to a group whose members all have *k* links
    /// or more within the group (*k-core*).
    Core,
}

/// A document with its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The document.
    pub document: Document,
    /// The score by the measure asked for.
    pub score: f64,
    /// How many documents cite it.
    pub cited_by: u32,
}

/// Two thirds of all rounds change nothing that one sees.
const ROUNDS: usize = 40;
const DAMPING: f64 = 0.85;

/// A document tied to another by what both cite, or what cites both.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The document.
    pub document: Document,
    /// The higher the closer; a shared document counts less the more documents share it.
    pub score: f64,
    /// Documents that cite both, the most telling first.
    pub cited_together: Vec<Document>,
    /// Documents that both cite, the most telling first.
    pub cite_together: Vec<Document>,
}

/// A shared document that more documents than this share says nothing.
const HUB: usize = 20_000;
/// So many shared documents are read at once, and held in memory.
const MANY: usize = 512;

impl Corpus {
    /// Returns the documents with the highest scores, best first; ties go by key.
    ///
    /// `filter` is on the documents that are ranked and on the edges that count, `citing`
    /// on the documents whose citations count: what plans of 2021 cite most.
    ///
    /// Loads the graph: linear in its edges (a round, for PageRank).
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn rank(
        &self,
        by: Measure,
        filter: &Filter,
        citing: &Filter,
        limit: usize,
    ) -> Result<Vec<Ranked>> {
        let relations = super::search::relation_set(&filter.relations);
        let counts = self.counting(citing)?;
        let graph = if counts.is_none() && filter.min_confidence == 0 {
            self.store().graph().side(Direction::Incoming).load()?
        } else {
            self.narrowed(filter, counts.as_deref())?
        };
        let cited = degrees(&graph, relations);
        let scores = match by {
            Measure::Weighted => self.places(filter, counts.as_deref())?,
            _ => scores(by, &graph, relations, &cited),
        };
        let mut order: Vec<(u32, f64)> =
            (0..).zip(scores).filter(|s| s.1 > 0.0).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut ranked = Vec::new();
        for (id, score) in order {
            if ranked.len() >= limit {
                break;
            }
            let record = self.store().record(DocId(id))?;
            if self.keeps(filter, DocId(id), &record)? {
                let cited_by = cited.get(id as usize).copied().unwrap_or(0);
                let document = self.with_path(DocId(id), record)?;
                ranked.push(Ranked { document, score, cited_by });
            }
        }
        Ok(ranked)
    }

    /// Returns which documents' citations count; `None` if all do.
    fn counting(&self, citing: &Filter) -> Result<Option<Vec<bool>>> {
        if citing.is_empty() {
            return Ok(None);
        }
        let mut counts = Vec::new();
        self.store().each_record(&mut |id, record| {
            counts.push(self.keeps(citing, id, &record)?);
            Ok(())
        })?;
        Ok(Some(counts))
    }

    /// Returns the graph of the edges that count.
    fn narrowed(&self, filter: &Filter, counts: Option<&[bool]>) -> Result<Csr> {
        let mut kept = Vec::new();
        self.each_counting(filter, counts, &mut |edge| kept.push(*edge))?;
        Ok(Csr::from_edges(self.store().documents(), Direction::Incoming, &kept))
    }

    /// Returns in how many places each document is cited, counted by confidence.
    fn places(&self, filter: &Filter, counts: Option<&[bool]>) -> Result<Vec<f64>> {
        let mut percents = vec![0_u64; self.store().documents() as usize];
        self.each_counting(filter, counts, &mut |edge| {
            if let Some(sum) = percents.get_mut(edge.target.0 as usize) {
                *sum += u64::from(edge.confidence);
            }
        })?;
        #[expect(clippy::cast_precision_loss, reason = "a count of places")]
        Ok(percents.into_iter().map(|percents| percents as f64 / 100.0).collect())
    }

    fn each_counting(
        &self,
        filter: &Filter,
        counts: Option<&[bool]>,
        each: &mut dyn FnMut(&Edge),
    ) -> Result<()> {
        let counts = |d: DocId| {
            counts.is_none_or(|c| c.get(d.0 as usize).copied().unwrap_or_default())
        };
        self.store().graph().side(Direction::Outgoing).scan(&mut |document, edges| {
            if counts(document) {
                let asked = |e: &&Edge| filter.keeps_edge(e.relation, e.confidence);
                let between = edges.iter().filter(|e| e.source != e.target);
                between.filter(asked).for_each(&mut *each);
            }
            Ok(())
        })
    }

    /// Returns the documents most closely tied to `document` by co-citation (Small 1973)
    /// and bibliographic coupling (Kessler 1963), best first; ties go by key. A shared
    /// document weighs `1 / ln(1 + n)` when `n` documents share it (Adamic and Adar 2003).
    ///
    /// Linear in the edges of the documents two steps away.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn related(
        &self,
        document: DocId,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<Related>> {
        let mut ties = BTreeMap::<DocId, Ties>::new();
        for direction in [Direction::Incoming, Direction::Outgoing] {
            let shared = self.linked(document, direction, filter)?;
            let shared: Vec<DocId> = shared.into_iter().collect();
            for some in shared.chunks(MANY) {
                for (shared, others) in self.sharing(some, direction, filter)? {
                    let weight = weight(others.len());
                    for other in others.into_iter().filter(|&other| other != document) {
                        ties.entry(other).or_default().add(direction, shared, weight);
                    }
                }
            }
        }
        let mut order: Vec<(DocId, Ties)> = ties.into_iter().collect();
        order.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        let mut related = Vec::new();
        for (id, ties) in order {
            if related.len() >= limit {
                break;
            }
            let record = self.store().record(id)?;
            if self.keeps(filter, id, &record)? {
                related.push(self.tied(self.with_path(id, record)?, ties)?);
            }
        }
        Ok(related)
    }

    /// Returns with each shared document those that share it, unless too many do; read on
    /// all processors.
    fn sharing(
        &self,
        shared: &[DocId],
        direction: Direction,
        filter: &Filter,
    ) -> Result<Vec<(DocId, BTreeSet<DocId>)>> {
        let read = |&id: &DocId| Ok((id, self.linked(id, direction.opposite(), filter)?));
        let all: Result<Vec<_>> = shared.par_iter().map(read).collect();
        Ok(all?.into_iter().filter(|(_, others)| others.len() <= HUB).collect())
    }

    fn tied(&self, document: Document, ties: Ties) -> Result<Related> {
        let read = |mut shared: Vec<(f64, DocId)>| {
            shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            shared.into_iter().map(|(_, id)| self.document(id)).collect::<Result<_>>()
        };
        Ok(Related {
            document,
            score: ties.score,
            cited_together: read(ties.citing)?,
            cite_together: read(ties.cited)?,
        })
    }

    /// Returns the distinct documents one step away.
    fn linked(
        &self,
        document: DocId,
        direction: Direction,
        filter: &Filter,
    ) -> Result<BTreeSet<DocId>> {
        let edges = self.store().graph().edges_of(document, direction)?;
        let kept = edges.iter().filter(|e| filter.keeps_edge(e.relation, e.confidence));
        let far = kept.map(|e| e.far_end(direction)).filter(|&far| far != document);
        Ok(far.collect())
    }
}

/// Returns the scores that the shape of the graph alone gives.
fn scores(by: Measure, graph: &Csr, relations: RelationSet, cited: &[u32]) -> Vec<f64> {
    let real = |counts: &[u32]| counts.iter().map(|&n| f64::from(n)).collect();
    match by {
        Measure::Citing => real(&degrees(&graph.reversed(), relations)),
        Measure::PageRank => page_rank(graph, relations, DAMPING, ROUNDS),
        Measure::Core => real(&core_numbers(graph, relations)),
        Measure::Cited | Measure::Weighted => real(cited),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of documents")]
fn weight(sharing: usize) -> f64 {
    1.0 / (1.0 + sharing as f64).ln().max(f64::MIN_POSITIVE)
}

/// What ties a document to another.
#[derive(Default)]
struct Ties {
    score: f64,
    citing: Vec<(f64, DocId)>,
    cited: Vec<(f64, DocId)>,
}

impl Ties {
    fn add(&mut self, direction: Direction, shared: DocId, weight: f64) {
        self.score += weight;
        match direction {
            Direction::Incoming => self.citing.push((weight, shared)),
            Direction::Outgoing => self.cited.push((weight, shared)),
        }
    }
}
