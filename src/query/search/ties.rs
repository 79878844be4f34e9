//! What the graph adds to a ranking: ties to the best matches, and a little for what is
//! cited often.

use super::super::Corpus;
use super::answer::Tie;
use super::{Graph, Search, WINDOW};
use crate::error::Result;
use crate::fulltext::{self, BySource, Expr, Sort};
use crate::graph::{Direction, Edge};
use crate::registry::DocId;
use std::collections::{BTreeMap, BTreeSet};

/// How many of the best matches tie others to them.
const STRONG: usize = 20;
/// Of a document that more edges lead to than this, those are not followed: what all
/// cite says nothing of one question.
const HUB: u64 = 4_096;
/// The chance that a close tie to a sure match is what was looked for.
const TRUST: f32 = 0.9;
/// How fast the trust falls with the score of the match that ties.
const FALL: i32 = 4;
/// What a document cited often gains, by the logarithm of how often.
const AUTHORITY: f32 = 0.02;

/// A hit with its place decided.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) source: u64,
    pub(super) score: f32,
    /// The question names its document.
    pub(super) is_named: bool,
    /// What being cited adds to the score, and how often it is cited.
    pub(super) authority: Option<(f32, u64)>,
}

/// Sources that citations tie to the best matches.
#[derive(Debug, Default)]
pub(super) struct Ties(BTreeMap<u64, (f32, Tie)>);

impl Ties {
    pub(super) fn get(&self, source: u64) -> Option<Tie> {
        self.0.get(&source).map(|&(_, tie)| tie)
    }

    /// Returns how strong each tie is.
    pub(super) fn values(&self) -> BySource<f32> {
        self.0.iter().map(|(&source, &(strength, _))| (source, strength)).collect()
    }
}

/// The ties of one document to matches: the chance that none of them holds, and the
/// strongest.
struct Bond {
    none: f32,
    strongest: (f32, Tie),
}

impl Corpus {
    /// Returns the sources of documents that cite the best of `hits` or are cited by
    /// them.
    ///
    /// A tie is a chance: the more references between the two and the fewer other
    /// documents the match is tied to, the higher; several add up as chances do.
    pub(super) fn ties(&self, hits: &[fulltext::Hit]) -> Result<Ties> {
        let best = hits.first().map_or(0.0, |hit| hit.score);
        let mut bonds = BTreeMap::<DocId, Bond>::new();
        for hit in hits.iter().take(STRONG).filter(|_| best > 0.0) {
            let trust = TRUST * (hit.score / best).powi(FALL);
            if let Some(document) = self.document_of(hit.source)? {
                self.bind(document, trust, &mut bonds)?;
            }
        }
        let mut ties = BTreeMap::new();
        for (document, bond) in bonds {
            for source in self.store().record(document)?.sources {
                let source = self.store().source(source)?.word_id();
                ties.insert(source, (1.0 - bond.none, bond.strongest.1));
            }
        }
        Ok(Ties(ties))
    }

    fn bind(
        &self,
        to: DocId,
        trust: f32,
        bonds: &mut BTreeMap<DocId, Bond>,
    ) -> Result<()> {
        let around = self.bound_to(to)?;
        for (&document, &(count, citing)) in &around {
            let chance = trust * closeness(count, around.len());
            let tie = Tie { to, citing };
            let bond = bonds
                .entry(document)
                .or_insert(Bond { none: 1.0, strongest: (0.0, tie) });
            bond.none *= 1.0 - chance;
            if chance > bond.strongest.0 {
                bond.strongest = (chance, tie);
            }
        }
        Ok(())
    }

    /// Returns the neighbours of a document with the number of references between the
    /// two, and whether the neighbour is the one that cites.
    fn bound_to(&self, document: DocId) -> Result<BTreeMap<DocId, (u32, bool)>> {
        let mut around = BTreeMap::new();
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let side = self.store().graph().side(direction);
            if side.edge_count(document)? > HUB {
                continue;
            }
            let edges = side.edges_of(document)?;
            let far = |edge: &Edge| edge.far_end(direction);
            for far in edges.iter().map(far).filter(|far| *far != document) {
                let citing = direction == Direction::Incoming;
                around.entry(far).or_insert((0, citing)).0 += 1;
            }
        }
        Ok(around)
    }

    /// Puts the first hits in their order: what the question names, then by score and
    /// citations; and cuts out those asked for.
    pub(super) fn ranked(
        &self,
        hits: Vec<fulltext::Hit>,
        search: &Search,
        expr: &Expr,
        named: &BTreeSet<DocId>,
    ) -> Result<Vec<Placed>> {
        let mut placed: Vec<Placed> = hits.into_iter().map(Placed::of).collect();
        let weighs = search.graph != Graph::Unused && expr.has_words();
        if search.sort == Sort::Score && (weighs || !named.is_empty()) {
            let first = placed.len().min(WINDOW);
            let window = &mut placed[..first];
            for hit in window.iter_mut() {
                self.honour(hit, weighs, named)?;
            }
            window.sort_by(Placed::compare);
        }
        placed.truncate(search.limit.saturating_add(search.offset));
        placed.drain(..search.offset.min(placed.len()));
        Ok(placed)
    }

    /// Says of a hit whether it is named, and adds what it gains by being cited.
    fn honour(
        &self,
        hit: &mut Placed,
        weighs: bool,
        named: &BTreeSet<DocId>,
    ) -> Result<()> {
        let Some(document) = self.document_of(hit.source)? else { return Ok(()) };
        hit.is_named = named.contains(&document);
        let side = self.store().graph().side(Direction::Incoming);
        let cited = if weighs { side.edge_count(document)? } else { 0 };
        #[expect(clippy::cast_precision_loss, reason = "a logarithm of it counts")]
        let gain = hit.score * AUTHORITY * (cited as f32).ln_1p();
        if gain > 0.0 {
            hit.score += gain;
            hit.authority = Some((gain, cited));
        }
        Ok(())
    }
}

impl Placed {
    fn of(hit: fulltext::Hit) -> Self {
        let fulltext::Hit { source, score } = hit;
        Self { source, score, is_named: false, authority: None }
    }

    fn compare(a: &Self, b: &Self) -> std::cmp::Ordering {
        let by_name = b.is_named.cmp(&a.is_named);
        by_name.then(b.score.total_cmp(&a.score)).then(a.source.cmp(&b.source))
    }
}

/// Returns how close two documents are with `count` references between them, when one
/// of them is tied to `degree` documents.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn closeness(count: u32, degree: usize) -> f32 {
    const HALF: f32 = 0.5;
    let weight = 3.0 * count as f32 / (1.0 + degree as f32).sqrt();
    weight / (weight + HALF)
}
