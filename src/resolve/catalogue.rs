//! Documents that are known whether or not the corpus has them.

use super::reference::{Context, Reference, Stated, key_of};
use crate::ident::{Date, DocNumber};
use crate::vocab::DocKind;
use std::collections::HashMap;

/// One document of a catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The kind.
    pub kind: DocKind,
    /// *Số, ký hiệu*.
    pub number: DocNumber,
    /// The date of issue.
    pub date: Option<Date>,
    /// The issuing body in words.
    pub issuer: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// False when it rests on memory alone, not on a text or a listing.
    pub is_verified: bool,
}

/// Documents known but not held: they complete the keys of partial references and name
/// candidates. A row becomes a record only when something cites it.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    rows: Vec<Entry>,
    by_serial: HashMap<String, Vec<u32>>,
    by_kind: HashMap<&'static str, Vec<u32>>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) row: Row,
    pub(super) reference: Reference,
}

impl Catalogue {
    /// Makes a catalogue without any row.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Returns the rows of the project, `catalogue.tsv`: the documents that plans and
    /// news cite most, and the collisions of numbers.
    pub fn built_in() -> Self {
        let mut catalogue = Self::default();
        let lines = include_str!("catalogue.tsv").lines().filter(|l| !l.starts_with('#'));
        for row in lines.filter_map(read) {
            catalogue.add(row);
        }
        catalogue
    }

    /// Adds a row; one whose key stays open (no date, no place) is left out, for it
    /// could complete nothing. Returns whether it was added.
    pub fn add(&mut self, row: Row) -> bool {
        let stated = Stated {
            kind: Some(row.kind),
            number: Some(&row.number),
            date: row.date,
            issuer: row.issuer.as_deref(),
            title: row.title.as_deref(),
            ..Stated::default()
        };
        let Some(reference) =
            key_of(stated, Context::default()).filter(Reference::is_full)
        else {
            return false;
        };
        let at = crate::registry::number(self.rows.len());
        self.by_serial.entry(reference.key.serial.clone()).or_default().push(at);
        self.by_kind.entry(row.kind.slug()).or_default().push(at);
        self.rows.push(Entry { row, reference });
        true
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns true if there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn get(&self, at: u32) -> Option<&Entry> {
        self.rows.get(at as usize)
    }

    pub(super) fn with_serial(
        &self,
        serial: &str,
    ) -> impl Iterator<Item = (u32, &Entry)> {
        self.entries(self.by_serial.get(serial))
    }

    pub(super) fn with_kind(&self, slug: &str) -> impl Iterator<Item = (u32, &Entry)> {
        self.entries(self.by_kind.get(slug))
    }

    fn entries<'c>(
        &'c self,
        at: Option<&'c Vec<u32>>,
    ) -> impl Iterator<Item = (u32, &'c Entry)> {
        at.into_iter().flatten().filter_map(|&i| Some((i, self.get(i)?)))
    }
}

fn read(line: &str) -> Option<Row> {
    let f: Vec<&str> = line.split('\t').collect();
    let text = |i: usize| f.get(i).filter(|t| !t.is_empty()).map(|t| (*t).to_owned());
    Some(Row {
        kind: DocKind::from_code(f.first()?)?,
        number: f.get(1)?.parse().ok()?,
        date: f.get(2)?.parse().ok(),
        issuer: text(3),
        title: text(4),
        is_verified: f.get(6).is_some_and(|v| *v == "yes"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_full_key_of_its_own() {
        let catalogue = Catalogue::built_in();
        let lines = include_str!("catalogue.tsv").lines().filter(|l| !l.starts_with('#'));
        assert_eq!(catalogue.len(), lines.count());
        let mut keys: Vec<String> =
            catalogue.rows.iter().map(|e| e.reference.key.to_string()).collect();
        keys.sort();
        let total = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), total, "two rows with one key");
    }
}
