//! Documents held or only known.

use crate::ident::{CompactString, Date, DocNumber, Key, Separator};
use crate::vocab::{DocKind, Place};
use compact_str::format_compact;
use indexmap::IndexSet;
use std::collections::BTreeMap;

/// A document of the registry: its rank in the order of keys, so the same corpus gives
/// the same ids whatever the order of input.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct DocId(pub u32);

/// One indexed file or record. Two sources may hold one document.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct SourceId(pub u32);

/// What is known of one document, held or only cited.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Record {
    /// The canonical key; fields nobody stated are unknown.
    pub key: Key,
    /// Earlier keys under which it was known.
    pub aliases: Vec<Key>,
    /// The number as printed.
    pub number: Option<String>,
    /// The kind.
    pub kind: Option<DocKind>,
    /// The date of issue.
    pub date: Option<Date>,
    /// The issuing body in words.
    pub issuer: Option<String>,
    /// The province of the issuer.
    pub place: Option<Place>,
    /// The title.
    pub title: Option<String>,
    /// The sources that hold its text, in order; empty when it is only cited.
    pub sources: Vec<SourceId>,
    /// Keeps apart documents whose printed keys are equal because a field is unknown in
    /// both: "40/KH-UBND (2021)" of the unnamed provinces of two unrelated sources. Made
    /// from the content of the source; zero when the key alone identifies.
    pub scope: u64,
}

impl Record {
    /// Returns true if its text is in the corpus.
    pub fn is_held(&self) -> bool {
        !self.sources.is_empty()
    }

    /// Returns true if every field of the key is known.
    pub fn is_full(&self) -> bool {
        self.key.is_full()
    }
}

/// All documents of a corpus, in the order of their keys.
///
/// Packed: a row is about 80 bytes and texts are kept once, so millions fit in memory;
/// a [`Record`] is made when asked for.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    pub(crate) fields: Fields,
    pub(crate) phrases: IndexSet<Box<str>>,
    pub(crate) rows: Vec<Row>,
    pub(crate) aliases: BTreeMap<DocId, Vec<Key>>,
    /// Document and source, sorted.
    pub(crate) sources: Vec<(DocId, SourceId)>,
}

/// The texts of key fields, sorted, so that numbers compare as the texts do; the first
/// is the unknown field.
#[derive(Clone, Debug)]
pub(crate) struct Fields(IndexSet<Box<str>>);

/// The field that is not known.
pub(crate) const UNKNOWN: u32 = 0;

/// Place, issuer, kind, period and serial as numbers of [`Fields`], and the scope.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Ident {
    pub(crate) fields: [u32; 5],
    pub(crate) scope: u64,
}

/// What is known of one document, packed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) ident: Ident,
    pub(crate) number: Option<Printed>,
    /// Number of the text in `phrases`, plus one; zero is none. The same for `title`.
    pub(crate) issuer: u32,
    pub(crate) title: u32,
    pub(crate) date: Option<Date>,
    pub(crate) kind: Option<DocKind>,
    pub(crate) place: Option<Place>,
    /// False for a node that stands for whatever a partial key may mean.
    pub(crate) is_known: bool,
    /// True for one that a slip of the pen may have made.
    pub(crate) is_doubtful: bool,
    /// True for one that only a listing without marks knows.
    pub(crate) is_listed: bool,
}

impl Row {
    /// Returns the row of a document of which nothing but its key is known.
    pub(crate) fn known(ident: Ident) -> Self {
        Self {
            ident,
            number: None,
            issuer: 0,
            title: 0,
            date: None,
            kind: None,
            place: None,
            is_known: true,
            is_doubtful: false,
            is_listed: false,
        }
    }
}

/// A number as printed, apart from the serial: that is in the key.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Printed {
    pub(crate) symbol: u32,
    pub(crate) year: Option<u16>,
    pub(crate) separator: Separator,
}

impl Default for Fields {
    fn default() -> Self {
        Self(IndexSet::from(["".into()]))
    }
}

impl Fields {
    pub(crate) fn add(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return UNKNOWN };
        if let Some(at) = self.0.get_index_of(text) {
            return number(at);
        }
        number(self.0.insert_full(text.into()).0)
    }

    /// Returns the number of a field, [`UNKNOWN`] for none, `None` for one never seen.
    pub(crate) fn find(&self, text: Option<&str>) -> Option<u32> {
        let Some(text) = text else { return Some(UNKNOWN) };
        self.0.get_index_of(text).map(number)
    }

    pub(crate) fn get(&self, field: u32) -> Option<&str> {
        if field == UNKNOWN {
            return None;
        }
        self.0.get_index(field as usize).map(AsRef::as_ref)
    }

    /// Sorts the texts; returns the new number of each old one.
    pub(crate) fn sort(&mut self) -> Vec<u32> {
        let old = self.0.clone();
        self.0.sort_unstable();
        old.iter().map(|text| self.0.get_index_of(text).map_or(UNKNOWN, number)).collect()
    }

    pub(crate) fn key(&self, ident: &Ident) -> Key {
        let [place, issuer, kind, period, serial] =
            ident.fields.map(|f| self.get(f).map(str::to_owned));
        Key { place, issuer, kind, period, serial: serial.unwrap_or_default() }
    }

    /// Returns the identity with that key and scope, if all its fields are known here.
    pub(crate) fn ident(&self, key: &Key, scope: u64) -> Option<Ident> {
        Some(Ident {
            fields: [
                self.find(key.place.as_deref())?,
                self.find(key.issuer.as_deref())?,
                self.find(key.kind.as_deref())?,
                self.find(key.period.as_deref())?,
                self.find(Some(&key.serial))?,
            ],
            scope,
        })
    }
}

/// Numbers of interned texts and rows are 32 bits: a corpus has fewer than 4 thousand
/// million of either.
pub(crate) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Registry {
    /// Returns how many documents there are, held or only known.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns true if there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the record of a document.
    pub fn get(&self, id: DocId) -> Option<Record> {
        let row = self.rows.get(id.0 as usize)?;
        let key = self.fields.key(&row.ident);
        Some(Record {
            aliases: self.aliases.get(&id).cloned().unwrap_or_default(),
            number: row.number.map(|p| self.printed(&key, p)),
            kind: row.kind,
            date: row.date,
            issuer: self.phrase(row.issuer).map(str::to_owned),
            place: row.place,
            title: self.phrase(row.title).map(str::to_owned),
            sources: self.sources_of(id).collect(),
            scope: row.ident.scope,
            key,
        })
    }

    /// Returns all documents with their records, in the order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (DocId, Record)> + '_ {
        self.ids().filter_map(|id| Some((id, self.get(id)?)))
    }

    /// Returns all documents, in the order of keys.
    pub fn ids(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..number(self.rows.len())).map(DocId)
    }

    /// Returns the documents printed with that key: one, or several if a field is
    /// unknown. Logarithmic.
    pub fn with_key(&self, key: &Key) -> impl Iterator<Item = DocId> + use<> {
        let range = self.fields.ident(key, 0).map_or(0..0, |ident| {
            let first = self.rows.partition_point(|r| r.ident.fields < ident.fields);
            let end = self.rows.partition_point(|r| r.ident.fields <= ident.fields);
            number(first)..number(end)
        });
        range.map(DocId)
    }

    /// Returns the key of a document.
    pub fn key(&self, id: DocId) -> Option<Key> {
        self.rows.get(id.0 as usize).map(|row| self.fields.key(&row.ident))
    }

    /// Returns true if the text of a document is in the corpus.
    pub fn is_held(&self, id: DocId) -> bool {
        self.sources_of(id).next().is_some()
    }

    /// Returns the sources that hold a document, in order.
    pub fn sources_of(&self, id: DocId) -> impl Iterator<Item = SourceId> + '_ {
        let first = self.sources.partition_point(|(doc, _)| *doc < id);
        let of = self.sources.iter().skip(first).take_while(move |(doc, _)| *doc == id);
        of.map(|(_, source)| *source)
    }

    pub(crate) fn find(&self, ident: &Ident) -> Option<DocId> {
        let at = self.rows.binary_search_by(|row| row.ident.cmp(ident)).ok()?;
        Some(DocId(number(at)))
    }

    pub(crate) fn phrase(&self, phrase: u32) -> Option<&str> {
        self.phrases.get_index((phrase as usize).checked_sub(1)?).map(AsRef::as_ref)
    }

    fn printed(&self, key: &Key, printed: Printed) -> String {
        let symbol = self.phrase(printed.symbol).unwrap_or_default().into();
        let Printed { year, separator, .. } = printed;
        DocNumber { serial: padded(&key.serial), year, separator, symbol }.to_string()
    }
}

/// Numbers under 10 are printed with a zero (Decree 30/2020/NĐ-CP, Appendix I). The key
/// of a draft has the hash of its text for the number that is not given yet.
fn padded(serial: &str) -> CompactString {
    let is_hash = serial.len() == 20 && serial.chars().all(|c| c.is_ascii_hexdigit());
    if is_hash {
        return "…".into();
    }
    let digits = serial.chars().take_while(char::is_ascii_digit).count();
    if digits == 1 { format_compact!("0{serial}") } else { serial.into() }
}
