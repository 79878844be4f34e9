//! What changed between two stores.

use super::{Corpus, Document, Filter};
use crate::error::Result;
use crate::graph::Direction;
use crate::ident::Key;
use crate::registry::DocId;
use crate::vocab::Relation;

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

/// Returns what `new` knows differently from `old`: documents first, then relations, by
/// key. The conditions on documents are on the one that changed, of a relation on the
/// citing one; a change of a document meets no condition on relations. Reads the records
/// and edges of both, each once: linear in their number, all in memory.
///
/// # Errors
/// When one of the stores is damaged.
pub fn changes(old: &Corpus, new: &Corpus, filter: &Filter) -> Result<Vec<Change>> {
    let (before, after) = both(|| known(old), || known(new))?;
    let mut changes = Vec::new();
    if filter.relations.is_empty() && filter.min_confidence == 0 {
        let (before, after) =
            (Side { corpus: old, known: &before }, Side { corpus: new, known: &after });
        push_documents(before, after, filter, &mut changes)?;
    }
    let (places_before, places_after) = places(&before, &after);
    let (links_before, links_after) = both(
        || links(old, &before, &places_before),
        || links(new, &after, &places_after),
    )?;
    let key = |place: u32| {
        let at = |known: &[Known], places: &[u32]| {
            let at = places.partition_point(|&own| own < place);
            let is_it = places.get(at) == Some(&place);
            known.get(at).filter(|_| is_it).map(|known| known.key.clone())
        };
        at(&before, &places_before)
            .or_else(|| at(&after, &places_after))
            .unwrap_or_default()
    };
    let link = |&((source, relation, target), ..): &Stated| Link {
        source: key(source),
        relation,
        target: key(target),
    };
    for stated in gone(old, &links_before, &links_after, filter)? {
        changes.push(Change::Unlinked(link(stated)));
    }
    for stated in gone(new, &links_after, &links_before, filter)? {
        changes.push(Change::Linked(link(stated)));
    }
    Ok(changes)
}

/// Does the same to both stores at once.
fn both<T: Send>(
    old: impl FnOnce() -> Result<T> + Send,
    new: impl FnOnce() -> Result<T> + Send,
) -> Result<(T, T)> {
    let (old, new) = rayon::join(old, new);
    Ok((old?, new?))
}

/// What tells a document of a store from others, in the order of keys; several with one
/// key differ in scope.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
struct Known {
    key: Key,
    scope: u64,
    id: DocId,
    is_held: bool,
}

fn known(corpus: &Corpus) -> Result<Vec<Known>> {
    let mut known = corpus.store().sift_records(|id, record| {
        let is_held = record.is_held();
        Ok(Some(Known { key: record.key, scope: record.scope, id, is_held }))
    })?;
    // They are: ids are in the order of keys. It is not for this place to rely on.
    known.sort();
    Ok(known)
}

/// One of the stores.
#[derive(Clone, Copy)]
struct Side<'c> {
    corpus: &'c Corpus,
    known: &'c [Known],
}

impl<'c> Side<'c> {
    fn find(self, other: &Known) -> Option<&'c Known> {
        let ident = |known: &'c Known| (&known.key, known.scope);
        let at =
            self.known.binary_search_by(|own| ident(own).cmp(&(&other.key, other.scope)));
        self.known.get(at.ok()?)
    }

    /// Returns a document if it meets the conditions.
    fn kept(self, known: &Known, filter: &Filter) -> Result<Option<Document>> {
        let record = self.corpus.record(known.id)?;
        if !self.corpus.keeps(filter, known.id, &record)? {
            return Ok(None);
        }
        self.corpus.with_path(known.id, record).map(Some)
    }
}

/// The documents that one of the stores does not know, or does not hold.
fn push_documents(
    before: Side<'_>,
    after: Side<'_>,
    filter: &Filter,
    changes: &mut Vec<Change>,
) -> Result<()> {
    for known in before.known {
        match after.find(known) {
            None => changes.extend(before.kept(known, filter)?.map(Change::Removed)),
            Some(now) if now.is_held != known.is_held => {
                let change = if now.is_held { Change::Held } else { Change::Dropped };
                changes.extend(after.kept(now, filter)?.map(change));
            }
            Some(_) => {}
        }
    }
    for known in after.known {
        if before.find(known).is_none() {
            changes.extend(after.kept(known, filter)?.map(Change::Added));
        }
    }
    Ok(())
}

/// Returns for each document of both stores the place of its key among the keys of both:
/// a relation of millions is two places.
fn places(before: &[Known], after: &[Known]) -> (Vec<u32>, Vec<u32>) {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let mut place = 0;
    while let Some(key) = [before.get(old.len()), after.get(new.len())]
        .into_iter()
        .flatten()
        .map(|known| &known.key)
        .min()
    {
        for (known, places) in [(before, &mut old), (after, &mut new)] {
            while known.get(places.len()).is_some_and(|known| known.key == *key) {
                places.push(place);
            }
        }
        place += 1;
    }
    (old, new)
}

/// A relation between the keys at two places.
type Placed = (u32, Relation, u32);

/// A relation with the first document that states it and the confidence of the surest
/// edge.
type Stated = (Placed, DocId, u8);

/// Returns all relations of a store in order, each once.
fn links(corpus: &Corpus, known: &[Known], places: &[u32]) -> Result<Vec<Stated>> {
    let mut by_id = vec![0; known.len()];
    for (known, &place) in known.iter().zip(places) {
        if let Some(own) = by_id.get_mut(known.id.0 as usize) {
            *own = place;
        }
    }
    let place = |id: DocId| by_id.get(id.0 as usize).copied().unwrap_or_default();
    let mut links = Vec::<Stated>::new();
    corpus.store().graph().side(Direction::Outgoing).scan(&mut |source, edges| {
        let start = links.len();
        links.extend(edges.iter().map(|edge| {
            let link = (place(edge.source), edge.relation, place(edge.target));
            (link, source, edge.confidence)
        }));
        if let Some(row) = links.get_mut(start..) {
            row.sort_unstable();
        }
        Ok(())
    })?;
    // Rows are in the order of places, so that most of it is sorted, which is noticed.
    links.sort();
    links.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.2 = kept.2.max(next.2);
        }
        is_same
    });
    Ok(links)
}

/// Returns the relations of `corpus` that the other store does not know and that meet the
/// conditions.
fn gone<'l>(
    corpus: &Corpus,
    links: &'l [Stated],
    others: &[Stated],
    filter: &Filter,
) -> Result<Vec<&'l Stated>> {
    let mut gone = Vec::new();
    let mut others = others.iter().peekable();
    for stated in links {
        let &(link, document, confidence) = stated;
        while others.next_if(|other| other.0 < link).is_some() {}
        let is_known = others.peek().is_some_and(|other| other.0 == link);
        if !is_known
            && filter.keeps_edge(stated.0.1, confidence)
            && corpus.keeps_id(filter, document)?
        {
            gone.push(stated);
        }
    }
    Ok(gone)
}
