//! What changed between two stores.

use super::{Corpus, Document};
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
/// key. Reads the records and edges of both: linear in their number, all in memory.
///
/// # Errors
/// When one of the stores is damaged.
pub fn changes(old: &Corpus, new: &Corpus) -> Result<Vec<Change>> {
    let (before, after) = (documents(old)?, documents(new)?);
    let mut changes = Vec::new();
    for (key, (id, record)) in &before {
        let document = |corpus: &Corpus, id: DocId, record: &Record| {
            corpus.with_path(id, record.clone())
        };
        match after.get(key) {
            None => changes.push(Change::Removed(document(old, *id, record)?)),
            Some((now, same)) if same.is_held() != record.is_held() => {
                let document = document(new, *now, same)?;
                let held = same.is_held();
                changes.push(if held {
                    Change::Held(document)
                } else {
                    Change::Dropped(document)
                });
            }
            Some(_) => {}
        }
    }
    for (key, (id, record)) in &after {
        if !before.contains_key(key) {
            changes.push(Change::Added(new.with_path(*id, record.clone())?));
        }
    }
    let (before, after) = (links(old)?, links(new)?);
    let missing = |from: &[Link], than: &[Link]| -> Vec<Link> {
        from.iter().filter(|link| than.binary_search(link).is_err()).cloned().collect()
    };
    changes.extend(missing(&before, &after).into_iter().map(Change::Unlinked));
    changes.extend(missing(&after, &before).into_iter().map(Change::Linked));
    Ok(changes)
}

fn documents(corpus: &Corpus) -> Result<Documents> {
    let mut all = Documents::new();
    corpus.store().each_record(&mut |id, record| {
        all.insert((record.key.clone(), record.scope), (id, record));
        Ok(())
    })?;
    Ok(all)
}

/// Returns the relations in order, each once.
fn links(corpus: &Corpus) -> Result<Vec<Link>> {
    let mut keys = Vec::new();
    corpus.store().each_record(&mut |_, record| {
        keys.push(record.key);
        Ok(())
    })?;
    let key = |id: DocId| keys.get(id.0 as usize).cloned().unwrap_or_default();
    let mut links = Vec::new();
    corpus.store().graph().side(Direction::Outgoing).scan(&mut |_, edges| {
        links.extend(edges.iter().map(|edge| Link {
            source: key(edge.source),
            relation: edge.relation,
            target: key(edge.target),
        }));
        Ok(())
    })?;
    links.sort();
    links.dedup();
    Ok(links)
}
