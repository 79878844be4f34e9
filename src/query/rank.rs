//! What is cited most, and together with what.

use super::{Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::{Csr, Direction, Edge, RelationSet, core_numbers, degrees, page_rank};
use crate::registry::DocId;

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
            let record = self.record(DocId(id))?;
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
        let keeps = |id, record| self.keeps(citing, id, &record).map(Some);
        self.store().sift_records(keeps).map(Some)
    }

    /// Returns the graph of the edges that count.
    fn narrowed(&self, filter: &Filter, counts: Option<&[bool]>) -> Result<Csr> {
        let counts = |d: DocId| {
            counts.is_none_or(|c| c.get(d.0 as usize).copied().unwrap_or_default())
        };
        let out = self.store().graph().side(Direction::Outgoing);
        let kept = out.edges_where(|e| {
            let between = e.source != e.target && counts(e.source);
            between && filter.keeps_edge(e.relation, e.confidence)
        })?;
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

    /// Returns the documents most closely tied to `document` ([`crate::graph::Ties`]), best
    /// first.
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
        let keeps = |e: &Edge| filter.keeps_edge(e.relation, e.confidence);
        let ties = self.store().graph().ties(document, keeps)?;
        let documents = |ids: Vec<DocId>| -> Result<Vec<Document>> {
            ids.into_iter().map(|id| self.document(id)).collect()
        };
        let mut related = Vec::new();
        for (id, score) in ties.closest() {
            if related.len() >= limit {
                break;
            }
            let record = self.record(id)?;
            if self.keeps(filter, id, &record)? {
                related.push(Related {
                    document: self.with_path(id, record)?,
                    score,
                    cited_together: documents(ties.citing_both(id))?,
                    cite_together: documents(ties.cited_by_both(id))?,
                });
            }
        }
        Ok(related)
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
