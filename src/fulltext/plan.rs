//! What is asked of each segment: sets of documents, joined and cut.
//!
//! A condition that is cheap to ask goes first, and narrows what the dear ones are asked
//! of. Nothing is scored before it is known which documents match.

use super::bag::{BagPlan, Scored};
use super::docs::Docs;
use super::lists::{Lists, Segment, add_all};
use super::row::Row;
use std::sync::Arc;
use tantivy::query::Weight;

/// An expression whose terms are looked up.
pub(super) enum Plan {
    /// Every document.
    All,
    /// Enough of some words.
    Bag(BagPlan),
    /// Words in a row, and what weighs of them.
    Row(Row, Vec<Scored>),
    /// Any of these terms.
    Terms(Vec<Lists>),
    /// What tantivy finds.
    Query(Box<dyn Weight>),
    /// These documents, a set a segment.
    Sources(Arc<[Docs]>),
    /// All of the first, none of the others.
    And(Vec<Plan>, Vec<Plan>),
    /// One of them.
    Or(Vec<Plan>),
}

/// The documents that match in a segment, and what weighs there.
pub(super) struct Part<'p> {
    pub(super) docs: Docs,
    pub(super) shares: Vec<Share<'p>>,
}

/// Terms that weigh in some of the documents of a [`Part`].
pub(super) struct Share<'p> {
    pub(super) scored: &'p [Scored],
    /// In which; in all when not said.
    pub(super) docs: Option<Docs>,
}

impl Share<'_> {
    pub(super) fn counts_in(&self, doc: tantivy::DocId) -> bool {
        self.docs.as_ref().is_none_or(|docs| docs.contains(doc))
    }
}

impl Plan {
    /// Finds those of `among` that match.
    pub(super) fn find(
        &self,
        segment: &Segment<'_>,
        among: Docs,
    ) -> tantivy::Result<Part<'_>> {
        let part =
            |docs, scored| Part { docs, shares: vec![Share { scored, docs: None }] };
        let silent = |docs| Part { docs, shares: Vec::new() };
        Ok(match self {
            Self::All => silent(among),
            Self::Bag(bag) => part(bag.find(segment, among)?, &bag.scored),
            Self::Row(row, scored) => part(row.find(segment, among)?, scored),
            Self::Terms(terms) => silent(any(terms, segment, among)?),
            Self::Query(query) => {
                let mut docs = Docs::none(segment.end());
                add_all(&mut docs, query.scorer(segment.reader, 1.0)?.as_mut());
                docs.keep(&among);
                silent(docs)
            }
            Self::Sources(sets) => {
                let mut docs = among;
                match sets.get(segment.ord) {
                    Some(set) => docs.keep(set),
                    None => docs = Docs::none(segment.end()),
                }
                silent(docs)
            }
            Self::And(all, none) => and(all, none, segment, among)?,
            Self::Or(parts) => or(parts, segment, &among)?,
        })
    }

    /// Returns all that weighs: not what is excluded.
    pub(super) fn scored(&self) -> Vec<&Scored> {
        match self {
            Self::Bag(bag) => bag.scored.iter().collect(),
            Self::Row(_, scored) => scored.iter().collect(),
            Self::And(parts, _) | Self::Or(parts) => {
                parts.iter().flat_map(Self::scored).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns how dear it is to ask, in a rough order.
    fn price(&self) -> u32 {
        match self {
            Self::All | Self::Sources(_) => 0,
            Self::Terms(_) | Self::Query(_) => 1,
            Self::Bag(_) => 2,
            Self::Row(..) => 4,
            Self::And(parts, _) | Self::Or(parts) => {
                parts.iter().map(Self::price).max().unwrap_or(0)
            }
        }
    }
}

fn any(terms: &[Lists], segment: &Segment<'_>, mut among: Docs) -> tantivy::Result<Docs> {
    if let [term] = terms {
        term.narrow(&mut among, segment)?;
        return Ok(among);
    }
    let mut docs = Docs::none(segment.end());
    terms.iter().try_for_each(|term| term.add_to(&mut docs, segment))?;
    docs.keep(&among);
    Ok(docs)
}

/// What weighs in a part weighs in all that is left of it.
fn and<'p>(
    all: &'p [Plan],
    none: &'p [Plan],
    segment: &Segment<'_>,
    among: Docs,
) -> tantivy::Result<Part<'p>> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&i| all[i].price());
    let mut docs = among;
    let mut shares: Vec<Vec<Share<'p>>> = all.iter().map(|_| Vec::new()).collect();
    for i in order {
        let part = all[i].find(segment, docs)?;
        (docs, shares[i]) = (part.docs, part.shares);
    }
    for plan in none {
        let part = plan.find(segment, docs.clone())?;
        docs.remove(&part.docs);
    }
    // They are added up in the order of the question.
    Ok(Part { docs, shares: shares.into_iter().flatten().collect() })
}

/// What weighs in a part weighs only in what that part matches.
fn or<'p>(
    parts: &'p [Plan],
    segment: &Segment<'_>,
    among: &Docs,
) -> tantivy::Result<Part<'p>> {
    let mut docs = Docs::none(segment.end());
    let mut shares = Vec::new();
    for plan in parts {
        let part = plan.find(segment, among.clone())?;
        for mut share in part.shares {
            match &mut share.docs {
                Some(docs) => docs.keep(&part.docs),
                None => share.docs = Some(part.docs.clone()),
            }
            shares.push(share);
        }
        docs.join(&part.docs);
    }
    Ok(Part { docs, shares })
}
