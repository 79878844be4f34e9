//! References to documents that are no longer what they were.

use super::filter::date_of;
use super::witness::Depth;
use super::{Citation, Corpus, Filter};
use crate::error::Result;
use crate::graph::{Direction, Edge};
use crate::ident::Date;
use crate::registry::{DocId, Record};
use crate::vocab::Relation;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
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
        let mut ends = BTreeMap::<DocId, Vec<Edge>>::new();
        let out = self.store().graph().side(Direction::Outgoing);
        for edge in out.edges_where(is_end)? {
            ends.entry(edge.target).or_default().push(edge);
        }
        let ended = self.first_ends(ends, date)?;
        self.citing_ended(&ended.into_values().collect::<Vec<_>>(), date, filter)
    }

    /// Returns for each document the first of the edges that end it.
    ///
    /// Thousands may speak of the end of one document, and mostly the first of them tells:
    /// one of each is asked, then two more of those that are left, then four.
    fn first_ends(
        &self,
        mut asked: BTreeMap<DocId, Vec<Edge>>,
        date: Option<Date>,
    ) -> Result<BTreeMap<DocId, Edge>> {
        let mut first = BTreeMap::new();
        let (mut from, mut many) = (0, 1);
        while !asked.is_empty() {
            let next = |edges: &Vec<Edge>| -> Vec<Edge> {
                edges.iter().skip(from).take(many).copied().collect()
            };
            let some: Vec<Edge> = asked.values().flat_map(next).collect();
            let ends = self.by_witness(&some, Depth::Words, &|witnesses, edge| {
                self.ends_whole(edge, date, witnesses)
            })?;
            for (edge, _) in some.iter().zip(ends).filter(|(_, ends)| *ends) {
                first.entry(edge.target).or_insert(*edge);
            }
            (from, many) = (from + many, many * 2);
            asked.retain(|id, edges| edges.len() > from && !first.contains_key(id));
        }
        Ok(first)
    }

    /// Returns the references to what `ends` end.
    fn citing_ended(
        &self,
        ends: &[Edge],
        date: Option<Date>,
        filter: &Filter,
    ) -> Result<Vec<Stale>> {
        let found: Result<Vec<Vec<(Edge, bool)>>> =
            ends.par_iter().map(|end| self.still_cited(end, date, filter)).collect();
        let (mut edges, mut late, mut by_end) = (Vec::new(), Vec::new(), Vec::new());
        for (end, found) in ends.iter().zip(found?).filter(|(_, found)| !found.is_empty())
        {
            late.extend(found.iter().map(|&(_, is_late)| (is_late, by_end.len())));
            edges.extend(found.into_iter().map(|(edge, _)| edge));
            by_end.push(*end);
        }
        let by_end = self.citations(&by_end, Depth::Words)?;
        let citations = self.citations(&edges, Depth::Words)?.into_iter();
        let mut stale: Vec<Stale> = citations
            .zip(late)
            .filter_map(|(citation, (is_late, end))| {
                let end = by_end.get(end)?.clone();
                Some(Stale { citation, end, is_late })
            })
            .collect();
        stale.sort_by_key(|s| (s.citation.source.id, s.citation.evidence.span.start));
        Ok(stale)
    }

    /// Returns the edges to the document that `end` ends, and whether each is younger.
    fn still_cited(
        &self,
        end: &Edge,
        date: Option<Date>,
        filter: &Filter,
    ) -> Result<Vec<(Edge, bool)>> {
        let mut found = Vec::new();
        let ending = self.record(end.source)?;
        for edge in self.store().cited_by(end.target)? {
            // Who replaces a document must name it.
            let is_named = !is_end(&edge) && edge.source != end.source;
            if !is_named || !filter.keeps_edge(edge.relation, edge.confidence) {
                continue;
            }
            let record = self.record(edge.source)?;
            let is_later = |d| date_of(&record).is_some_and(|own| own.is_after(d));
            if !record.is_held()
                || date.is_some_and(is_later)
                || !self.keeps(filter, edge.source, &record)?
            {
                continue;
            }
            found.push((edge, is_younger(&record, &ending)));
        }
        Ok(found)
    }
}

fn is_end(edge: &Edge) -> bool {
    matches!(edge.relation, Relation::Replaces | Relation::Repeals)
}

fn is_younger(record: &Record, end: &Record) -> bool {
    date_of(record).zip(date_of(end)).is_some_and(|(own, end)| own.is_after(end))
}
