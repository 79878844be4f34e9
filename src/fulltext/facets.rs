//! What is counted of all matches, by document.
//!
//! The columns of a segment are packed, and unpacking one value costs more than counting
//! it. An index does not change while it is open: who counts once unpacks them all, some
//! bytes a document, and counts from then on by looking up.

use super::collect::{FacetCounts, Facets};
use super::docs::Docs;
use super::places::ByDocument;
use crate::graph::RelationSet;
use crate::vocab::Relation;
use std::collections::BTreeMap;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

/// The columns of a segment, unpacked.
#[derive(Debug)]
pub(super) struct FacetColumns {
    kind: Labels,
    issuer: Labels,
    place: Labels,
    /// The year of issue of each document, zero when it is not known.
    years: Vec<u16>,
}

/// The values of one column: a document has one kind, one issuer and one place, or none.
#[derive(Debug, Default)]
struct Labels {
    names: Vec<String>,
    /// Which name each document has; one past the last for none.
    of: Vec<u32>,
}

impl FacetColumns {
    pub(super) fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let date = reader.fast_fields().column_opt::<u64>("date")?;
        let mut years = vec![0; reader.max_doc() as usize];
        each_value(date.as_ref(), reader, |doc, date| {
            if let Some(year) = years.get_mut(doc as usize) {
                *year = u16::try_from(date / 10_000).unwrap_or(0);
            }
        });
        Ok(Self {
            kind: Labels::read(reader, "kind")?,
            issuer: Labels::read(reader, "issuer")?,
            place: Labels::read(reader, "place")?,
            years,
        })
    }

    /// Counts the values of some documents.
    pub(super) fn count(
        &self,
        docs: &Docs,
        relations: Option<&ByDocument<RelationSet>>,
    ) -> Facets {
        Facets {
            kind: self.kind.count(docs),
            issuer: self.issuer.count(docs),
            place: self.place.count(docs),
            year: self.count_years(docs),
            relation: relations.map(|all| count_relations(docs, all)).unwrap_or_default(),
        }
    }

    fn count_years(&self, docs: &Docs) -> FacetCounts {
        let last = self.years.iter().copied().max().unwrap_or(0);
        let mut counts = vec![0; usize::from(last) + 1];
        docs.each(|doc| counts[usize::from(self.years[doc as usize])] += 1);
        let known = counts.into_iter().enumerate().skip(1);
        known.filter(|&(_, n)| n > 0).map(|(year, n)| (year.to_string(), n)).collect()
    }
}

impl Labels {
    fn read(reader: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let Some(column) = reader.fast_fields().str(name)? else {
            return Ok(Self::default());
        };
        let mut names = Vec::with_capacity(column.num_terms());
        for ord in 0..column.num_terms() {
            let mut name = String::new();
            column.ord_to_str(ord as u64, &mut name)?;
            names.push(name);
        }
        let none = u32::try_from(names.len()).unwrap_or(u32::MAX);
        let mut of = vec![none; reader.max_doc() as usize];
        each_value(Some(column.ords()), reader, |doc, ord| {
            if let Some(own) = of.get_mut(doc as usize) {
                *own = u32::try_from(ord).unwrap_or(none).min(none);
            }
        });
        Ok(Self { names, of })
    }

    fn count(&self, docs: &Docs) -> FacetCounts {
        let mut counts = vec![0; self.names.len() + 1];
        if !self.names.is_empty() {
            docs.each(|doc| counts[self.of[doc as usize] as usize] += 1);
        }
        let named = self.names.iter().zip(counts);
        named.filter(|&(_, n)| n > 0).map(|(name, n)| (name.clone(), n)).collect()
    }
}

/// Calls `visit` with the value of each document that has one, many at a time: a column
/// gives many for little more than one.
fn each_value(
    column: Option<&Column<u64>>,
    reader: &SegmentReader,
    mut visit: impl FnMut(DocId, u64),
) {
    const AT_ONCE: usize = 512;
    let Some(column) = column else { return };
    let docs: Vec<DocId> = (0..reader.max_doc()).collect();
    let mut values = vec![None; AT_ONCE];
    for docs in docs.chunks(AT_ONCE) {
        values.clear();
        values.resize(docs.len(), None);
        column.first_vals(docs, &mut values);
        for (&doc, value) in docs.iter().zip(&values) {
            if let Some(value) = *value {
                visit(doc, value);
            }
        }
    }
}

fn count_relations(docs: &Docs, all: &ByDocument<RelationSet>) -> FacetCounts {
    // There are far fewer sets than documents, and most are of one kind.
    let mut sets: Vec<(RelationSet, u64)> = Vec::new();
    docs.each(|doc| {
        let Some(set) = all.get(doc as usize).copied().flatten() else { return };
        match sets.iter().position(|&(known, _)| known == set) {
            Some(at) => sets[at].1 += 1,
            None => sets.push((set, 1)),
        }
    });
    let mut relations = BTreeMap::<Relation, u64>::new();
    for (set, n) in sets {
        for relation in set.iter() {
            *relations.entry(relation).or_default() += n;
        }
    }
    relations.into_iter().map(|(relation, n)| (relation.as_str().into(), n)).collect()
}
