//! Questions to one store.

use super::reference::{self, Reference};
use super::search::Known;
use super::status::Lives;
use super::witness::{Depth, Witnesses};
use super::{Citation, Document, Filter, Group};
use crate::error::Result;
use crate::graph::{Direction, Edge};
use crate::ident::Key;
use crate::registry::{DocId, Record, SourceId};
use crate::store::Reader;
use crate::vocab::Relation;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};

/// A store with the questions one can put to it.
#[derive(Debug)]
pub struct Corpus {
    store: Reader,
    pub(super) lives: Lives,
    pub(super) known: Known,
}

/// What comes first in an answer; ties go by key.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Order {
    /// The newest; documents without date last.
    #[default]
    Date,
    /// The surest.
    Confidence,
    /// By canonical key.
    Key,
    /// By province, central documents first.
    Place,
}

/// The documents on the other side of a question, with the edges.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbours {
    /// Those asked for, in order.
    pub groups: Vec<Group>,
    /// How many documents there are in all.
    pub total: usize,
    /// How many of them by their most telling relation.
    pub by_relation: BTreeMap<Relation, usize>,
}

/// A document on the other side before its evidence is read.
struct Neighbour {
    id: DocId,
    record: Record,
    edges: Vec<Edge>,
}

impl Corpus {
    /// Makes a corpus of an opened store.
    pub fn new(store: Reader) -> Self {
        Self { store, lives: Lives::default(), known: Known::default() }
    }

    /// Returns the store.
    pub fn store(&self) -> &Reader {
        &self.store
    }

    /// Returns a document with what is known of it.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn document(&self, id: DocId) -> Result<Document> {
        self.with_path(id, self.store.record(id)?)
    }

    pub(super) fn with_path(&self, id: DocId, record: Record) -> Result<Document> {
        let first = record.sources.first();
        let path = first.map(|&source| self.store.source(source)).transpose()?;
        Ok(Document { id, record, path: path.map(|entry| entry.name) })
    }

    /// Returns the documents that a person may mean, in the order of keys: none, one, or
    /// several when the words leave it open.
    ///
    /// The path of a held document is taken before everything else. Logarithmic for a
    /// number, linear in the number of documents for a title.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn find(&self, typed: &str) -> Result<Vec<DocId>> {
        if let Some(document) = self.by_path(typed)? {
            return Ok(vec![document]);
        }
        let reference = Reference::read(typed);
        if let Some(serial) = reference.serial() {
            return self.of_serial(serial, &reference);
        }
        let mut agreeing = Vec::new();
        self.store.each_record(&mut |id, record| {
            agreeing.extend(reference.agreement(&record).map(|how| (how, id)));
            Ok(())
        })?;
        Ok(reference::best(agreeing))
    }

    /// There may be thousands of a low serial: they are read on all processors.
    fn of_serial(&self, serial: &str, reference: &Reference) -> Result<Vec<DocId>> {
        let key = Key { serial: serial.to_owned(), ..Key::default() };
        let judge = |&id: &DocId| -> Result<_> {
            let agreement = reference.agreement(&self.store.record(id)?);
            Ok(agreement.map(|how| (how, id)))
        };
        let judged: Result<Vec<_>> =
            self.store.matching(&key)?.par_iter().map(judge).collect();
        Ok(reference::best(judged?.into_iter().flatten()))
    }

    fn by_path(&self, typed: &str) -> Result<Option<DocId>> {
        let bare = typed.strip_prefix("./").unwrap_or(typed);
        for name in [typed, bare] {
            if let Some((_, entry)) = self.store.source_by_name(name)? {
                return Ok(Some(entry.doc));
            }
        }
        Ok(None)
    }

    /// Returns documents whose numbers are near a reference that means none: the same
    /// serial under another symbol, or one slip of the finger away.
    ///
    /// Some hundred look-ups, and linear in the documents with one of those serials.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn near(&self, typed: &str) -> Result<Vec<Document>> {
        let reference = Reference::read(typed);
        let Some(serial) = reference.serial() else { return Ok(Vec::new()) };
        let mut ids = BTreeSet::new();
        for serial in reference::slips(serial, reference::SIGNS) {
            ids.extend(self.store.matching(&Key { serial, ..Key::default() })?);
        }
        let records: Result<Vec<_>> =
            ids.into_iter().map(|id| Ok((id, self.store.record(id)?))).collect();
        let near = reference::near(&reference, records?.into_iter());
        near.into_iter().map(|(id, record)| self.with_path(id, record)).collect()
    }

    /// Returns the documents that `documents` cite ([`Direction::Outgoing`]) or that
    /// cite them, with the words that prove it; at most `limit` of them are read.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn neighbours(
        &self,
        documents: &[DocId],
        direction: Direction,
        filter: &Filter,
        order: Order,
        limit: usize,
    ) -> Result<Neighbours> {
        let mut found = self.filtered(documents, direction, filter)?;
        sort(&mut found, order);
        let mut answer = Neighbours { total: found.len(), ..Neighbours::default() };
        for neighbour in &found {
            *answer.by_relation.entry(neighbour.edges[0].relation).or_default() += 1;
        }
        found.truncate(limit);
        let edges: Vec<Edge> = found.into_iter().flat_map(|n| n.edges).collect();
        let citations = self.citations(&edges, Depth::Changes)?;
        answer.groups = Group::by_document(citations, direction);
        Ok(answer)
    }

    /// Returns one edge with the words that prove it; what it does to provisions is not
    /// looked for.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn citation(&self, edge: &Edge) -> Result<Citation> {
        Witnesses::new(self, Depth::Words).citation(edge)
    }

    /// Returns all edges that meet the conditions, in the order of keys: the conditions
    /// on documents are on the citing one. Linear in the number of edges.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn select(&self, filter: &Filter) -> Result<Vec<Edge>> {
        let mut selected = Vec::new();
        let out = self.store.graph().side(Direction::Outgoing);
        out.scan(&mut |document, edges| {
            let kept =
                edges.iter().filter(|e| filter.keeps_edge(e.relation, e.confidence));
            let before = selected.len();
            selected.extend(kept.copied());
            if selected.len() > before && !self.keeps_id(filter, document)? {
                selected.truncate(before);
            }
            Ok(())
        })?;
        Ok(selected)
    }

    /// Calls `each` with every edge and the words that prove it, in order.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn each_citation(
        &self,
        edges: &[Edge],
        each: &mut dyn FnMut(Citation),
    ) -> Result<()> {
        // So many are read at once, and held in memory.
        const MANY: usize = 4_096;
        for edges in edges.chunks(MANY) {
            self.citations(edges, Depth::Changes)?.into_iter().for_each(&mut *each);
        }
        Ok(())
    }

    /// Returns true if a document meets the conditions on documents, its status
    /// included.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn keeps(&self, filter: &Filter, id: DocId, record: &Record) -> Result<bool> {
        if !filter.keeps(record) {
            return Ok(false);
        }
        if filter.statuses.is_empty() {
            return Ok(true);
        }
        let standing = self.standing(id, filter.as_of)?;
        Ok(filter.statuses.contains(&standing))
    }

    /// [`Corpus::keeps`] of a document whose record is read only if it is asked for.
    pub(super) fn keeps_id(&self, filter: &Filter, id: DocId) -> Result<bool> {
        if !filter.asks_of_documents() {
            return Ok(true);
        }
        self.keeps(filter, id, &self.store.record(id)?)
    }

    fn filtered(
        &self,
        documents: &[DocId],
        direction: Direction,
        filter: &Filter,
    ) -> Result<Vec<Neighbour>> {
        let mut by_document = BTreeMap::<DocId, Vec<Edge>>::new();
        for &document in documents {
            for edge in self.store.graph().edges_of(document, direction)? {
                if filter.keeps_edge(edge.relation, edge.confidence) {
                    by_document.entry(edge.far_end(direction)).or_default().push(edge);
                }
            }
        }
        let mut found = Vec::new();
        for (id, mut edges) in by_document {
            let record = self.store.record(id)?;
            if self.keeps(filter, id, &record)? {
                edges.sort_by_key(telling);
                found.push(Neighbour { id, record, edges });
            }
        }
        Ok(found)
    }
}

/// A relation tells more than a plain mention, a sure one more than a doubtful one.
fn telling(edge: &Edge) -> (bool, u8, SourceId, u32) {
    let plain = edge.relation == Relation::Cites;
    (plain, u8::MAX - edge.confidence, edge.witness, edge.mention)
}

fn sort(found: &mut [Neighbour], order: Order) {
    use std::cmp::Reverse;
    let day = |n: &Neighbour| super::filter::date_of(&n.record);
    match order {
        // Ids are in the order of keys, and the sort is stable.
        Order::Key => {}
        Order::Date => found.sort_by_key(|n| (Reverse(day(n)), n.id)),
        Order::Confidence => {
            found.sort_by_key(|n| (Reverse(n.edges[0].confidence), n.id));
        }
        Order::Place => found.sort_by_key(|n| (n.record.key.place.clone(), n.id)),
    }
}
