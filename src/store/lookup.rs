//! From a key, whole or partial, to documents.

use super::table::{Table, TableWriter, kinds};
use crate::error::Result;
use crate::ident::Key;
use crate::registry::{DocId, Record};
use std::collections::BTreeMap;
use std::path::Path;

/// All keys with one serial number, by which rows are found: it must be the first field.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct SerialRow {
    serial: String,
    keys: Vec<Entry>,
}

/// A key without its serial.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Entry {
    doc: DocId,
    is_alias: bool,
    place: Option<String>,
    issuer: Option<String>,
    kind: Option<String>,
    period: Option<String>,
}

impl Entry {
    fn new(doc: DocId, key: &Key, is_alias: bool) -> Self {
        let Key { place, issuer, kind, period, serial: _ } = key.clone();
        Self { doc, is_alias, place, issuer, kind, period }
    }

    fn key(self, serial: &str) -> Key {
        let Self { place, issuer, kind, period, .. } = self;
        Key { place, issuer, kind, period, serial: serial.to_owned() }
    }
}

/// Writes the lookup of all `records`, given in the order of their ids.
pub(crate) struct LookupWriter(BTreeMap<String, Vec<Entry>>);

impl LookupWriter {
    pub(crate) fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(crate) fn add(&mut self, doc: DocId, record: &Record) {
        let mut add = |key: &Key, is_alias| {
            let entries = self.0.entry(key.serial.clone()).or_default();
            entries.push(Entry::new(doc, key, is_alias));
        };
        add(&record.key, false);
        record.aliases.iter().for_each(|alias| add(alias, true));
    }

    pub(crate) fn finish(self, dir: &Path) -> Result<()> {
        let mut table = TableWriter::create(dir, &kinds::SERIALS)?;
        for (serial, keys) in self.0 {
            table.push(&SerialRow { serial, keys })?;
        }
        table.finish()?;
        Ok(())
    }
}

fn candidates(table: &Table<SerialRow>, serial: &str) -> Result<Vec<Entry>> {
    let found = table.search_first(serial)?;
    Ok(found.map(|(_, row)| row.keys).unwrap_or_default())
}

/// Returns the documents whose key is exactly `key`; if none, those known by it earlier.
pub(super) fn find(table: &Table<SerialRow>, key: &Key) -> Result<Vec<DocId>> {
    let (aliases, own): (Vec<Entry>, Vec<Entry>) = candidates(table, &key.serial)?
        .into_iter()
        .filter(|entry| entry.clone().key(&key.serial) == *key)
        .partition(|entry| entry.is_alias);
    Ok(distinct(if own.is_empty() { aliases } else { own }))
}

/// Returns the documents with a key or alias that agrees with `key`.
pub(super) fn matching(table: &Table<SerialRow>, key: &Key) -> Result<Vec<DocId>> {
    let mut entries = candidates(table, &key.serial)?;
    entries.retain(|entry| entry.clone().key(&key.serial).agrees(key));
    Ok(distinct(entries))
}

fn distinct(entries: Vec<Entry>) -> Vec<DocId> {
    let mut docs: Vec<DocId> = entries.into_iter().map(|entry| entry.doc).collect();
    docs.sort_unstable();
    docs.dedup();
    docs
}
