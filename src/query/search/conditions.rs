//! Conditions as sets of sources: what is asked of documents and edges, answered by the
//! store and the graph before the index is searched.

use super::super::{Corpus, Filter, Standing};
use super::reading::Hows;
use crate::error::Result;
use crate::fulltext::{BySource, Expr, Index, Request, SourceSet};
use crate::graph::RelationSet;
use crate::ident::Date;
use crate::registry::{DocId, Record, SourceId};
use crate::vocab::Relation;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeSet;

impl Corpus {
    /// Adds the conditions of the command line.
    pub(super) fn restricted(
        &self,
        expr: Expr,
        filter: &Filter,
        index: &Index,
    ) -> Result<Expr> {
        let mut parts = vec![expr];
        if !filter.relations.is_empty() || filter.min_confidence > 0 {
            let relations = relation_set(&filter.relations);
            let least = filter.min_confidence;
            parts.push(Expr::Sources(self.citing_by(relations, least)?));
        }
        let of_records = Filter {
            relations: Vec::new(),
            min_confidence: 0,
            statuses: Vec::new(),
            as_of: None,
            ..filter.clone()
        };
        if !of_records.is_empty() {
            parts.push(Expr::Sources(self.sources_kept(&of_records)?));
        }
        if !filter.statuses.is_empty() {
            let among = self.documents_matching(&Expr::And(parts.clone()), index)?;
            let (statuses, as_of) = (&filter.statuses, filter.as_of);
            let of_status = self.texts_of_status(statuses, as_of, Some(&among))?;
            parts.push(Expr::Sources(of_status));
        }
        if parts.len() == 1 {
            return Ok(parts.swap_remove(0));
        }
        Ok(Expr::And(parts))
    }

    fn sources_kept(&self, filter: &Filter) -> Result<SourceSet> {
        let kept = self.store().sift_records(|_, record| {
            let is_kept = record.is_held() && filter.keeps(&record);
            Ok(is_kept.then_some(record.sources))
        })?;
        self.word_ids(kept.concat())
    }

    /// Returns every document with a text that matches.
    pub(super) fn documents_matching(
        &self,
        expr: &Expr,
        index: &Index,
    ) -> Result<BTreeSet<DocId>> {
        let limit = usize::try_from(index.len()).unwrap_or(usize::MAX);
        let hits = index.search(&Request { limit, ..Request::new(expr) })?;
        self.documents_of(hits.hits.iter().map(|hit| hit.source))
    }

    /// Returns the texts of documents of one of these standings, among some or all.
    pub(super) fn texts_of_status(
        &self,
        standings: &[Standing],
        as_of: Option<Date>,
        among: Option<&BTreeSet<DocId>>,
    ) -> Result<SourceSet> {
        let mut held = BTreeSet::new();
        if among.is_none() {
            let is_held = |id, record: Record| Ok(record.is_held().then_some(id));
            held.extend(self.store().sift_records(is_held)?);
        }
        let stands = |&id: &DocId| -> Result<Option<DocId>> {
            Ok(standings.contains(&self.standing(id, as_of)?).then_some(id))
        };
        let kept: Result<Vec<Option<DocId>>> =
            among.unwrap_or(&held).par_iter().map(stands).collect();
        self.texts_of(&kept?.into_iter().flatten().collect())
    }

    fn word_ids(&self, sources: Vec<SourceId>) -> Result<SourceSet> {
        let ids = sources.into_iter().map(|s| Ok(self.store().source(s)?.word_id()));
        ids.collect()
    }

    /// Returns how the texts cite: the documents that the question names, or any.
    pub(super) fn relations_by_source(
        &self,
        how: &Hows,
    ) -> Result<BySource<RelationSet>> {
        let relations = how.relations();
        if relations.is_empty() {
            return self.relations_of_all();
        }
        Ok(self.by_text(&relations)?.into_iter().collect())
    }
}

pub(in crate::query) fn relation_set(relations: &[Relation]) -> RelationSet {
    if relations.is_empty() {
        return RelationSet::ALL;
    }
    relations.iter().fold(RelationSet::NONE, |set, &r| set.with(r))
}
