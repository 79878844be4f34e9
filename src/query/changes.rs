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
    let (before, after) = (links(old)?, links(new)?);
    for link in gone(old, &before, &after, filter)? {
        changes.push(Change::Unlinked(link));
    }
    for link in gone(new, &after, &before, filter)? {
        changes.push(Change::Linked(link));
    }
    Ok(changes)
}

/// Returns the relations of `corpus` that the other store does not know and that meet
/// the conditions.
fn gone(
    corpus: &Corpus,
    links: &Links,
    others: &Links,
    filter: &Filter,
) -> Result<Vec<Link>> {
    let mut gone = Vec::new();
    for (link, &(source, confidence)) in links {
        let asked = filter.keeps_edge(link.relation, confidence);
        if asked && !others.contains_key(link) && corpus.keeps_id(filter, source)? {
            gone.push(link.clone());
        }
    }
    Ok(gone)
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

/// Relations with the citing document and the confidence of the surest edge.
type Links = BTreeMap<Link, (DocId, u8)>;

/// Returns all relations, each once.
fn links(corpus: &Corpus) -> Result<Links> {
    let mut keys = Vec::new();
    corpus.store().each_record(&mut |_, record| {
        keys.push(record.key);
        Ok(())
    })?;
    let key = |id: DocId| keys.get(id.0 as usize).cloned().unwrap_or_default();
    let mut links = Links::new();
    corpus.store().graph().side(Direction::Outgoing).scan(&mut |source, edges| {
        for edge in edges {
            let (source_key, target) = (key(edge.source), key(edge.target));
            let link = Link { source: source_key, relation: edge.relation, target };
            let kept = links.entry(link).or_insert((source, edge.confidence));
            kept.1 = kept.1.max(edge.confidence);
        }
        Ok(())
    })?;
    Ok(links)
}
