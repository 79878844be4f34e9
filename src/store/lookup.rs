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

/// [`SerialRow`] as it lies in its row: a low serial has thousands of keys, of which few
/// are asked for.
#[derive(serde::Deserialize)]
struct Keys<'r> {
    #[expect(dead_code, reason = "the field by which the row was found")]
    serial: &'r str,
    #[serde(borrow)]
    keys: Vec<Borne<'r>>,
}

/// [`Entry`] as it lies in its row.
#[derive(serde::Deserialize)]
struct Borne<'r> {
    doc: DocId,
    #[expect(dead_code, reason = "who bears a key now is found among the documents")]
    is_alias: bool,
    place: Option<&'r str>,
    issuer: Option<&'r str>,
    kind: Option<&'r str>,
    period: Option<&'r str>,
}

/// Place, issuer, kind and period.
type Fields<'k> = [Option<&'k str>; 4];

impl<'r> Borne<'r> {
    fn fields(&self) -> Fields<'r> {
        [self.place, self.issuer, self.kind, self.period]
    }
}

fn fields(key: &Key) -> Fields<'_> {
    [&key.place, &key.issuer, &key.kind, &key.period].map(|field| field.as_deref())
}

/// Returns the documents with a key or alias of that serial that `is_asked` wants, in
/// order.
fn candidates(
    table: &Table<SerialRow>,
    serial: &str,
    is_asked: impl Fn(Fields<'_>) -> bool,
) -> Result<Vec<DocId>> {
    let Some((_, row)) = table.search_bytes(serial)? else { return Ok(Vec::new()) };
    let Keys { keys, .. } = postcard::from_bytes(&row)
        .map_err(|e| table.damaged("a row cannot be decoded").because(e))?;
    let asked = keys.iter().filter(|key| is_asked(key.fields()));
    let mut found: Vec<DocId> = asked.map(|key| key.doc).collect();
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// A [`Key`] as it lies in the row of its document, in the order of keys.
#[derive(Eq, Ord, PartialEq, PartialOrd, serde::Deserialize)]
struct Borrowed<'r> {
    place: Option<&'r str>,
    issuer: Option<&'r str>,
    kind: Option<&'r str>,
    period: Option<&'r str>,
    serial: &'r str,
}

impl<'k> From<&'k Key> for Borrowed<'k> {
    fn from(key: &'k Key) -> Self {
        let [place, issuer, kind, period] = fields(key);
        Self { place, issuer, kind, period, serial: &key.serial }
    }
}

/// Returns the documents whose key is exactly `key`; if none, those known by it earlier.
///
/// Documents are in the order of their keys: those of a low serial are some among
/// thousands in its row, and next to each other here.
pub(super) fn find(
    records: &Table<Record>,
    serials: &Table<SerialRow>,
    key: &Key,
) -> Result<Vec<DocId>> {
    let asked = Borrowed::from(key);
    let is_before = |row: &[u8]| Ok(records.first_field::<Borrowed<'_>>(row)? < asked);
    let mut found = Vec::new();
    for row in records.lower_bound(is_before)?..records.rows() {
        if !records
            .has(row, |row| Ok(records.first_field::<Borrowed<'_>>(row)? == asked))?
        {
            break;
        }
        found.extend(u32::try_from(row).map(DocId));
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let wanted = fields(key);
    candidates(serials, &key.serial, |own| own == wanted)
}

/// Returns the documents with a key or alias that agrees with `key`.
pub(super) fn matching(table: &Table<SerialRow>, key: &Key) -> Result<Vec<DocId>> {
    let asked = fields(key);
    let agree = |(own, asked): (Option<&str>, Option<&str>)| {
        own.is_none() || asked.is_none() || own == asked
    };
    let agrees = |own: Fields<'_>| own.into_iter().zip(asked).all(agree);
    candidates(table, &key.serial, agrees)
}
