//! References to documents that are no longer what they were.

use super::filter::date_of;
use super::{Citation, Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::{Direction, Edge};
use crate::ident::Date;
use crate::registry::{DocId, Record};
use crate::vocab::Relation;
use std::collections::BTreeMap;

/// A reference to a document that another has replaced or repealed.
#[derive(Clone, Debug, PartialEq)]
pub struct Stale {
    /// The reference.
    pub citation: Citation,
    /// What ended the cited document: the relation, by whom, and with what words.
    pub end: Citation,
    /// True if the citing document is younger than the end: it should have known.
    pub is_late: bool,
}

impl Corpus {
    /// Returns the references of held documents to documents that were replaced or
    /// repealed on or before `date`, by citing document.
    ///
    /// What counts is what a text of the corpus says: a clause that replaces or repeals
    /// the whole, of a document that may do so ([`super::status`]).
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn stale(&self, date: Option<Date>, filter: &Filter) -> Result<Vec<Stale>> {
        let mut ended = BTreeMap::<DocId, Edge>::new();
        let mut all = Vec::new();
        let out = self.store().graph().side(Direction::Outgoing);
        out.scan(&mut |_, edges| {
            all.extend(edges.iter().filter(|e| is_end(e)).copied());
            Ok(())
        })?;
        for edge in all {
            if self.ends(&edge, date)? {
                ended.entry(edge.target).or_insert(edge);
            }
        }
        let mut stale = Vec::new();
        for end in ended.values() {
            self.push_stale(end, date, filter, &mut stale)?;
        }
        stale.sort_by_key(|s| (s.citation.source.id, s.citation.evidence.span.start));
        Ok(stale)
    }

    /// Returns true if an edge ends the whole of a document, on `date` at the latest.
    fn ends(&self, edge: &Edge, date: Option<Date>) -> Result<bool> {
        let target = self.store().record(edge.target)?;
        let clause = self.acting(edge, &target)?;
        Ok(clause.is_some_and(|end| {
            let in_time = |d: Date| end.date.is_some_and(|from| !from.is_after(d));
            !end.is_part && date.is_none_or(in_time)
        }))
    }

    fn push_stale(
        &self,
        end: &Edge,
        date: Option<Date>,
        filter: &Filter,
        stale: &mut Vec<Stale>,
    ) -> Result<()> {
        let ending = self.citation(end)?;
        for edge in self.store().cited_by(end.target)? {
            // Who replaces a document must name it.
            let is_named = !is_end(&edge) && edge.source != end.source;
            if !is_named || !filter.keeps_edge(edge.relation, edge.confidence) {
                continue;
            }
            let record = self.store().record(edge.source)?;
            let is_later = |d| date_of(&record).is_some_and(|own| own.is_after(d));
            if !record.is_held()
                || date.is_some_and(is_later)
                || !self.keeps(filter, edge.source, &record)?
            {
                continue;
            }
            let is_late = is_younger(&record, &ending.source);
            let (citation, end) = (self.citation(&edge)?, ending.clone());
            stale.push(Stale { citation, end, is_late });
        }
        Ok(())
    }
}

fn is_end(edge: &Edge) -> bool {
    matches!(edge.relation, Relation::Replaces | Relation::Repeals)
}

fn is_younger(record: &Record, end: &Document) -> bool {
    date_of(record).zip(date_of(&end.record)).is_some_and(|(own, end)| own.is_after(end))
}
