//! What changed between two stores.

use super::{Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::Direction;
use crate::ident::Key;
use crate::registry::{DocId, Record};
use crate::vocab::Relation;
use std::collections::BTreeMap;

/// One difference between two stores.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A document is known now.
    Added(Document),
    /// A document is no longer known.
    Removed(Document),
    /// A document that was only cited is held now.
    Held(Document),
    /// A document that was held is only cited now.
    Dropped(Document),
    /// A relation is stated now.
    Linked(Link),
    /// A relation is no longer stated.
    Unlinked(Link),
}

/// A relation between two documents.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Link {
    /// The key of the citing document.
    pub source: Key,
    /// How they relate.
    pub relation: Relation,
    /// The key of the cited document.
    pub target: Key,
}

/// Documents by key; several with one key differ in scope.
type Documents = BTreeMap<(Key, u64), (DocId, Record)>;

/// Returns what `new` knows differently from `old`: documents first, then relations, by
/// key. The conditions on documents are on the one that changed, of a relation on the
/// citing one; a change of a document meets no condition on relations. Reads the records and edges of both: linear in their number, all in memory.
///
/// # Errors
/// When one of the stores is damaged.
pub fn changes(old: &Corpus, new: &Corpus, filter: &Filter) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    if filter.relations.is_empty() && filter.min_confidence == 0 {
        push_documents(old, new, filter, &mut changes)?;
    }
    let keys = Keys::new(old, new)?;
    let (before, after) = (keys.links(old)?, keys.links(new)?);
    for link in keys.gone(old, &before, &after, filter)? {
        changes.push(Change::Unlinked(link));
    }
    for link in keys.gone(new, &after, &before, filter)? {
        changes.push(Change::Linked(link));
    }
    Ok(changes)
}

/// The documents that one of the stores does not know, or does not hold.
fn push_documents(
    old: &Corpus,
    new: &Corpus,
    filter: &Filter,
    changes: &mut Vec<Change>,
) -> Result<()> {
    let (before, after) = (documents(old)?, documents(new)?);
    let keeps =
        |corpus: &Corpus, id: DocId, record: &Record| corpus.keeps(filter, id, record);
    for (key, (id, record)) in &before {
        let document = |corpus: &Corpus, id: DocId, record: &Record| {
            corpus.with_path(id, record.clone())
        };
        match after.get(key) {
            None if keeps(old, *id, record)? => {
                changes.push(Change::Removed(document(old, *id, record)?));
            }
            Some((now, same))
                if same.is_held() != record.is_held() && keeps(new, *now, same)? =>
            {
                let document = document(new, *now, same)?;
                let held = same.is_held();
                changes.push(if held {
                    Change::Held(document)
                } else {
                    Change::Dropped(document)
                });
            }
            _ => {}
        }
    }
    for (key, (id, record)) in &after {
        if !before.contains_key(key) && keeps(new, *id, record)? {
            changes.push(Change::Added(new.with_path(*id, record.clone())?));
        }
    }
    Ok(())
}

fn documents(corpus: &Corpus) -> Result<Documents> {
    let mut all = Documents::new();
    corpus.store().each_record(&mut |id, record| {
        all.insert((record.key.clone(), record.scope), (id, record));
        Ok(())
    })?;
    Ok(all)
}

/// The keys of two stores in order: a relation of millions is two places in it.
struct Keys(Vec<Key>);

/// A relation between the keys at two places.
type Placed = (u32, Relation, u32);

/// Relations in order, with the first document that states each and the confidence of the
/// surest edge.
type Links = Vec<(Placed, DocId, u8)>;

impl Keys {
    fn new(old: &Corpus, new: &Corpus) -> Result<Self> {
        let mut keys = Vec::new();
        for corpus in [old, new] {
            corpus.store().each_record(&mut |_, record| {
                keys.push(record.key);
                Ok(())
            })?;
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(Self(keys))
    }

    fn place(&self, key: &Key) -> u32 {
        let at = self.0.binary_search(key).unwrap_or_default();
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    fn key(&self, place: u32) -> Key {
        self.0.get(place as usize).cloned().unwrap_or_default()
    }

    /// Returns all relations of a store, each once.
    fn links(&self, corpus: &Corpus) -> Result<Links> {
        let mut places = Vec::new();
        corpus.store().each_record(&mut |_, record| {
            places.push(self.place(&record.key));
            Ok(())
        })?;
        let place = |id: DocId| places.get(id.0 as usize).copied().unwrap_or_default();
        let mut links = Links::new();
        corpus.store().graph().side(Direction::Outgoing).scan(&mut |source, edges| {
            links.extend(edges.iter().map(|edge| {
                let link = (place(edge.source), edge.relation, place(edge.target));
                (link, source, edge.confidence)
            }));
            Ok(())
        })?;
        links.sort_unstable();
        links.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.2 = kept.2.max(next.2);
            }
            is_same
        });
        Ok(links)
    }

    /// Returns the relations of `corpus` that the other store does not know and that meet
    /// the conditions.
    fn gone(
        &self,
        corpus: &Corpus,
        links: &Links,
        others: &Links,
        filter: &Filter,
    ) -> Result<Vec<Link>> {
        let mut gone = Vec::new();
        for &(link, document, confidence) in links {
            let (source, relation, target) = link;
            let is_known = others.binary_search_by_key(&link, |other| other.0).is_ok();
            if filter.keeps_edge(relation, confidence)
                && !is_known
                && corpus.keeps_id(filter, document)?
            {
                let (source, target) = (self.key(source), self.key(target));
                gone.push(Link { source, relation, target });
            }
        }
        Ok(gone)
    }
}
