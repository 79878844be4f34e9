//! Questions to one store.

use super::coverage::Actor;
use super::once::Once;
use super::reference::{self, Reference};
use super::search::Known;
use super::status::Lives;
use super::witness::{Depth, Witnesses};
use super::{Citation, Document, Filter, Group};
use crate::error::Result;
use crate::graph::{Direction, Edge};
use crate::ident::{Date, DocNumber, Key};
use crate::registry::{DocId, Record, SourceId};
use crate::store::Reader;
use crate::vocab::Relation;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A store with the questions one can put to it.
#[derive(Debug)]
pub struct Corpus {
    store: Reader,
    pub(super) lives: Lives,
    pub(super) known: Known,
    records: Once<DocId, Arc<Record>>,
    names: Once<SourceId, Arc<str>>,
    matching: Once<Key, Arc<[DocId]>>,
    nearest: Once<String, Option<String>>,
    sole_witnesses: Once<DocId, Option<SourceId>>,
    pub(super) actors: Once<DocId, (Actor, Option<Date>)>,
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
    record: Arc<Record>,
    edges: Vec<Edge>,
}

impl Corpus {
    /// Makes a corpus of an opened store.
    pub fn new(store: Reader) -> Self {
        Self {
            store,
            lives: Lives::default(),
            known: Known::default(),
            records: Once::default(),
            names: Once::default(),
            matching: Once::default(),
            nearest: Once::default(),
            sole_witnesses: Once::default(),
            actors: Once::default(),
        }
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
        self.with_path(id, self.record(id)?)
    }

    /// Returns what is known of a document; the same one for all who ask.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn record(&self, id: DocId) -> Result<Arc<Record>> {
        self.records.get_or(id, || self.store.record(id).map(Arc::new))
    }

    /// Returns the name of a source; the same one for all who ask.
    pub(super) fn name(&self, source: SourceId) -> Result<Arc<str>> {
        self.names.get_or(source, || self.store.source_name(source).map(Arc::from))
    }

    pub(super) fn with_path(&self, id: DocId, record: Arc<Record>) -> Result<Document> {
        let first = record.sources.first();
        let path = first.map(|&source| self.name(source)).transpose()?;
        Ok(Document { id, record, path })
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
        let judge = |id, record| Ok(reference.agreement(&record).map(|how| (how, id)));
        let agreeing: Vec<_> = self.store.sift_records(judge)?;
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
        near.into_iter()
            .map(|(id, record)| self.with_path(id, Arc::new(record)))
            .collect()
    }

    /// Returns the documents whose key agrees with `key`; found once, for thousands of
    /// texts cite one document.
    pub(super) fn matching(&self, key: &Key) -> Result<Arc<[DocId]>> {
        let find = || self.store.matching(key).map(Arc::from);
        self.matching.get_or(key.clone(), find)
    }

    /// Returns the one text that cites a document, if it is one; found once, for thousands
    /// may cite it.
    pub(super) fn sole_witness(&self, id: DocId) -> Result<Option<SourceId>> {
        self.sole_witnesses.get_or(id, || {
            let edges = self.store.cited_by(id)?;
            let first = edges.first().map(|edge| edge.witness);
            Ok(first.filter(|&first| edges.iter().all(|edge| edge.witness == first)))
        })
    }

    /// Returns the number that a number nobody bears is nearest to, of a document or else
    /// of a catalogue, there with its year; looked for once.
    pub(super) fn nearest(&self, number: &DocNumber) -> Result<Option<String>> {
        let typed = number.to_string();
        self.nearest.get_or(typed.clone(), || {
            let near = self.near(&typed)?;
            match near.iter().find_map(|d| d.record.number.clone()) {
                Some(near) => Ok(Some(near)),
                None => self.listed_near(number),
            }
        })
    }

    fn listed_near(&self, number: &DocNumber) -> Result<Option<String>> {
        let (_, near) = self.near_listed(&number.to_string())?;
        Ok(near.first().map(|row| match row.date.filter(|_| row.number.year.is_none()) {
            Some(date) => format!("{} ({})", row.number, date.year()),
            None => row.number.to_string(),
        }))
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
        let out = self.store.graph().side(Direction::Outgoing);
        let edges = out.edges_where(|e| filter.keeps_edge(e.relation, e.confidence))?;
        if !filter.asks_of_documents() {
            return Ok(edges);
        }
        let documents: Vec<&[Edge]> =
            edges.chunk_by(|a, b| a.source == b.source).collect();
        let kept = |edges: &&[Edge]| self.keeps_id(filter, edges[0].source);
        let kept: Result<Vec<bool>> = documents.par_iter().map(kept).collect();
        let kept = documents.iter().zip(kept?).filter(|(_, is_kept)| *is_kept);
        Ok(kept.flat_map(|(edges, _)| edges.iter().copied()).collect())
    }

    /// Calls `each` with what `of` makes of the edges and the words that prove them, in
    /// order; `of` has some of them at a time, on all processors.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn each_citation<T: Send>(
        &self,
        edges: &[Edge],
        of: impl Fn(Vec<Citation>) -> T + Sync,
        each: &mut dyn FnMut(T),
    ) -> Result<()> {
        // So many parts are read at once, and what is made of them held in memory.
        const MANY: usize = 64;
        let made = |part: &&[Edge]| self.citations(part, Depth::Changes).map(&of);
        for parts in parts(edges).chunks(MANY) {
            let made: Result<Vec<T>> = parts.par_iter().map(made).collect();
            made?.into_iter().for_each(&mut *each);
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
        self.keeps(filter, id, &*self.record(id)?)
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
            let record = self.record(id)?;
            if self.keeps(filter, id, &record)? {
                edges.sort_by_key(telling);
                found.push(Neighbour { id, record, edges });
            }
        }
        Ok(found)
    }
}

/// Cuts edges in parts between documents, so that a text is read once for its part.
fn parts(edges: &[Edge]) -> Vec<&[Edge]> {
    const MANY: usize = 128;
    let mut parts = Vec::new();
    let (mut start, mut end) = (0, 0);
    for of_one in edges.chunk_by(|a, b| a.source == b.source) {
        end += of_one.len();
        if end - start >= MANY {
            parts.extend(edges.get(start..end));
            start = end;
        }
    }
    parts.extend(edges.get(start..end).filter(|rest| !rest.is_empty()));
    parts
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
